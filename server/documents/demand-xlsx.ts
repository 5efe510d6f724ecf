import type { Worksheet } from "exceljs";
import { amountInWords } from "../../core/messages/amount.ts";
import { say } from "../../core/messages/say.ts";
import { demandOf } from "./demand-figures.ts";
import { DEMAND_COLUMNS, type DemandCell, type DemandColumn, type DemandTable } from "./input.ts";
import { profileWarnings } from "./warnings.ts";
import { columnHead } from "./words.ts";
import {
  closeSheet,
  fitColumn,
  newBook,
  newSheet,
  notesSheet,
  putAcross,
  putText,
  saveBook,
  signRows,
  titleRows,
  type Book,
} from "./xlsx-style.ts";
import { writeHead, writeTable, type SheetColumn } from "./xlsx-table.ts";

type UnitDemand = DemandTable["units"][number];

/**
 * Bảng thống kê dự trù: one row a unit, exactly the fourteen columns of the communes' form, need by unit with its money below;
 * a second sheet shows how each need is counted (norm, in use, liquidated; replacement and addition).
 */
export async function demandXlsx(input: DemandTable): Promise<Uint8Array> {
  const book = newBook(input);
  demandSheet(book, input);
  detailSheet(book, input);
  notesSheet(book, [...profileWarnings(input), ...input.warnings]);
  return saveBook(book);
}

const needOf = (unit: UnitDemand, column: DemandColumn): number | null => {
  const cell = unit.cells[column];
  return cell === undefined ? null : demandOf(cell).need;
};
/** Rows of the second sheet for each unit. */
const DETAIL_ROWS = ["norm", "have", "liquidate", "need", "replace", "add"] as const;
const letterOn = (sheet: Worksheet, column: number): string => sheet.getColumn(column).letter;

function demandSheet(book: Book, input: DemandTable): void {
  const { language, year, units } = input;
  const columns: SheetColumn<UnitDemand>[] = [
    { head: columnHead(language, "no"), width: 5, kind: "center", value: (_, number) => number },
    { head: columnHead(language, "unit_short"), width: 26, kind: "text", value: ({ unit }) => unit },
    ...DEMAND_COLUMNS.map((name): SheetColumn<UnitDemand> => ({
      head: say(language, `doc.demand.${name}`),
      width: 12.5,
      kind: "count",
      sum: true,
      value: (unit) => needOf(unit, name),
    })),
  ];
  const width = columns.length;
  const sheet = newSheet(
    book,
    say(language, "doc.sheet.demand"),
    columns.map((column) => column.width),
  );
  const top = titleRows(sheet, input, say(language, "doc.table.demand", { year }), width, book);
  const table = writeTable(sheet, top + 1, columns, [{ name: "", lines: units }], book);
  const total = moneyRows(sheet, table.total, input, book);
  const words = say(language, "doc.in_words_row", { words: amountInWords(total, language) });
  putAcross(sheet, { row: table.total + 4, from: 1, to: width }, words, book.styles.strong, 20);
  const last = signRows(
    sheet,
    table.total + 6,
    [
      { title: say(language, "doc.sign.maker"), how: say(language, "doc.sign.how") },
      {
        title: input.profile.signTitle?.toLocaleUpperCase("vi") ?? say(language, "doc.sign.head_of_unit"),
        how: say(language, "doc.sign.how_seal"),
        name: input.profile.signName ?? "",
      },
    ],
    width,
    book,
  );
  closeSheet(sheet, table.head, { row: last, column: width });
}

/** Unit price, amount by kind, and all of it. Answers the sum, đồng. */
function moneyRows(
  sheet: Worksheet,
  totalRow: number,
  { language, units, prices }: DemandTable,
  { styles }: Book,
): number {
  const [price, amount, sum] = [totalRow + 1, totalRow + 2, totalRow + 3];
  const last = DEMAND_COLUMNS.length + 2;
  for (const [row, key] of [
    [price, "doc.demand.row.price"],
    [amount, "doc.demand.row.amount"],
    [sum, "doc.demand.total_money"],
  ] as const) {
    for (let i = 1; i <= last; i += 1) sheet.getCell(row, i).style = styles.moneyBold;
    sheet.getCell(row, 2).style = styles.textBold;
    sheet.getCell(row, 2).value = say(language, key);
  }
  let total = 0;
  DEMAND_COLUMNS.forEach((name, i) => {
    const each = prices[name];
    const needs = units.map((unit) => needOf(unit, name)).filter((need) => need !== null);
    if (each === undefined || needs.length === 0) return;
    const result = needs.reduce((a, b) => a + b, 0) * each;
    total += result;
    const letter = letterOn(sheet, i + 3);
    fitColumn(sheet, i + 3, Math.max(each, result));
    sheet.getCell(price, i + 3).value = each;
    sheet.getCell(amount, i + 3).value = {
      formula: `${letter}${totalRow}*${letter}${price}`,
      result,
      date1904: false,
    };
  });
  sheet.mergeCells(sum, 3, sum, last);
  sheet.getCell(sum, 3).value = {
    formula: `SUM(${letterOn(sheet, 3)}${amount}:${letterOn(sheet, last)}${amount})`,
    result: total,
    date1904: false,
  };
  return total;
}

function detailSheet(book: Book, input: DemandTable): void {
  const { language, year, units } = input;
  const { styles } = book;
  const heads = [
    columnHead(language, "no"),
    columnHead(language, "unit_short"),
    columnHead(language, "measure"),
    ...DEMAND_COLUMNS.map((name) => say(language, `doc.demand.${name}`)),
  ];
  const widths = [5, 24, 17, ...DEMAND_COLUMNS.map(() => 11.5)];
  const sheet = newSheet(book, say(language, "doc.sheet.demand_detail"), widths);
  const top = titleRows(sheet, input, say(language, "doc.table.demand", { year }), heads.length, book);
  putAcross(
    sheet,
    { row: top, from: 1, to: heads.length },
    say(language, "doc.demand.rule"),
    styles.plain,
    34,
  );
  const columns = heads.map((head, i): SheetColumn<never> => ({
    head,
    width: widths[i] ?? 10,
    kind: "count",
    value: () => null,
  }));
  const head = writeHead(sheet, top + 1, columns, book);
  units.forEach((unit, i) =>
    unitRows(sheet, head.last + 1 + i * DETAIL_ROWS.length, unit, i + 1, input, book),
  );
  const last = head.last + Math.max(1, units.length * DETAIL_ROWS.length);
  closeSheet(sheet, head, { row: last, column: heads.length });
}

/** The six rows of a unit. Need, replacement and addition are formulas over the three above them. */
function unitRows(
  sheet: Worksheet,
  at: number,
  unit: UnitDemand,
  number: number,
  { language }: DemandTable,
  { styles }: Book,
): void {
  DETAIL_ROWS.forEach((name, i) => {
    const row = sheet.getRow(at + i);
    row.getCell(1).style = styles.center;
    row.getCell(2).style = styles.text;
    row.getCell(3).style = name === "need" ? styles.textBold : styles.text;
    row.getCell(3).value = say(language, `doc.demand.row.${name}`);
    DEMAND_COLUMNS.forEach((column, k) => {
      const cell = row.getCell(k + 4);
      cell.style = name === "need" ? styles.countBold : styles.count;
      const demand = unit.cells[column];
      const value = demand === undefined ? null : detailValue(demand, name, at, letterOn(sheet, k + 4));
      if (value !== null) cell.value = value;
    });
  });
  sheet.getCell(at, 1).value = number;
  putText(sheet.getCell(at, 2), unit.unit, styles, "text");
  sheet.mergeCells(at, 1, at + DETAIL_ROWS.length - 1, 1);
  sheet.mergeCells(at, 2, at + DETAIL_ROWS.length - 1, 2);
}

function detailValue(cell: DemandCell, name: (typeof DETAIL_ROWS)[number], at: number, letter: string) {
  const { need, replace, add } = demandOf(cell);
  const [norm, have, out, wanted, swapped] = [0, 1, 2, 3, 4].map((i) => `${letter}${at + i}`);
  const formula = (text: string, result: number | null) =>
    result === null ? null : { formula: text, result, date1904: false };
  switch (name) {
    case "norm":
      return cell.norm ?? cell.wanted;
    case "have":
      return cell.have;
    case "liquidate":
      return cell.liquidate;
    case "need":
      return formula(`MAX(0,${norm}-(${have}-${out}))`, need);
    case "replace":
      return formula(`MIN(${wanted},${out})`, replace);
    case "add":
      return formula(`${wanted}-${swapped}`, add);
  }
}
