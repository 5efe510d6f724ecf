import type { AssetCategory } from "../../core/assets/types.ts";
import { amountInWords } from "../../core/messages/amount.ts";
import { say } from "../../core/messages/say.ts";
import type { MoneyChange, UnitYear, WorstThing, YearReport } from "./input.ts";
import { sumOf } from "./plan-figures.ts";
import { legalWarnings, profileWarnings } from "./warnings.ts";
import { assetsOf, haveOf, NETWORK, PCS } from "./year-figures.ts";
import { columnHead, join, type ColumnName } from "./words.ts";
import {
  closeSheet,
  dayValue,
  newBook,
  newSheet,
  notesSheet,
  putAcross,
  saveBook,
  titleRows,
  type Book,
} from "./xlsx-style.ts";
import { writeTable, type Group, type SheetColumn, type Table } from "./xlsx-table.ts";

/** The figures of the yearly report as .xlsx: units, every kind against its norm, the worst, what the money changed. */
export async function yearReportXlsx(input: YearReport): Promise<Uint8Array> {
  const { language } = input;
  const book = newBook(input);
  oneSheet(book, input, say(language, "doc.year.sheet_units"), unitColumns(input), [
    { name: "", lines: input.units },
  ]);
  oneSheet(book, input, say(language, "doc.year.sheet_norms"), normColumns(input), normGroups(input));
  oneSheet(book, input, say(language, "doc.year.sheet_worst"), worstColumns(input), [
    { name: "", lines: input.worst },
  ]);
  moneySheet(book, input);
  notesSheet(book, [...profileWarnings(input), ...legalWarnings(input.legal, input), ...input.warnings]);
  return saveBook(book);
}

function oneSheet<Line>(
  book: Book,
  input: YearReport,
  name: string,
  columns: readonly SheetColumn<Line>[],
  groups: readonly Group<Line>[],
  below = 0,
): { readonly table: Table; readonly sheet: ReturnType<typeof newSheet> } {
  const sheet = newSheet(
    book,
    name,
    columns.map(({ width }) => width),
  );
  const title = say(input.language, "doc.year.about", { year: input.year }).toLocaleUpperCase("vi");
  const top = titleRows(sheet, input, title, columns.length, book);
  const table = writeTable(sheet, top + 1, columns, groups, book);
  closeSheet(sheet, table.head, { row: table.total + below, column: columns.length });
  return { table, sheet };
}

function unitColumns({ language }: YearReport): SheetColumn<UnitYear>[] {
  const head = (name: ColumnName) => columnHead(language, name);
  const count = (name: ColumnName, value: (unit: UnitYear) => number | null): SheetColumn<UnitYear> => ({
    head: head(name),
    width: 13,
    kind: "count",
    sum: true,
    value,
  });
  return [
    { head: head("no"), width: 6, kind: "center", value: (_, number) => number },
    { head: head("unit_short"), width: 34, kind: "text", value: ({ unit }) => unit },
    count("staff", ({ staff }) => staff),
    count("assets", assetsOf),
    count("pcs", (unit) => haveOf(unit, ...PCS)),
    count("network", (unit) => haveOf(unit, ...NETWORK)),
    count("over_life", ({ overLife }) => overLife),
    count("unsupported", ({ unsupported }) => unsupported),
    {
      head: head("availability"),
      width: 15,
      kind: "percent",
      value: ({ availability }) => (availability === null ? null : Math.floor(availability * 10_000) / 100),
    },
    {
      head: head("outage_hours"),
      width: 13,
      kind: "decimal",
      sum: true,
      value: ({ outageHours }) => outageHours,
    },
    count("incidents", ({ incidents }) => incidents),
    { head: head("score"), width: 13, kind: "decimal", value: ({ score }) => score },
  ];
}

interface NormLine {
  readonly unit: string;
  readonly category: AssetCategory;
  readonly have: number;
  readonly norm: number | null;
}

const normGroups = ({ units }: YearReport): Group<NormLine>[] =>
  units.map(({ unit, counts }) => ({
    name: unit,
    lines: counts.map(({ category, have, norm }) => ({ unit, category, have, norm })),
  }));

function normColumns({ language }: YearReport): SheetColumn<NormLine>[] {
  const head = (name: ColumnName) => columnHead(language, name);
  return [
    { head: head("no"), width: 6, kind: "center", value: (_, number) => number },
    {
      head: head("items"),
      width: 44,
      kind: "text",
      value: ({ category }) => say(language, `doc.category.${category}`),
    },
    { head: head("have"), width: 16, kind: "count", sum: true, value: ({ have }) => have },
    { head: head("norm"), width: 16, kind: "count", value: ({ norm }) => norm },
    {
      head: head("short"),
      width: 20,
      kind: "count",
      value: ({ have, norm }) => (norm === null ? null : have - norm),
      formula: (row) => `C${row}-D${row}`,
    },
  ];
}

function worstColumns({ language }: YearReport): SheetColumn<WorstThing>[] {
  const head = (name: ColumnName) => columnHead(language, name);
  return [
    { head: head("no"), width: 6, kind: "center", value: (_, number) => number },
    { head: head("unit_short"), width: 30, kind: "text", value: ({ unit }) => unit },
    { head: head("device"), width: 34, kind: "text", value: ({ name, model }) => join(", ", name, model) },
    { head: head("faults"), width: 12, kind: "count", value: ({ faults }) => faults },
    { head: head("outage_hours"), width: 14, kind: "decimal", value: ({ hours }) => hours },
    { head: head("why"), width: 60, kind: "text", value: ({ why }) => why },
  ];
}

function moneySheet(book: Book, input: YearReport): void {
  const { language, changes } = input;
  const head = (name: ColumnName) => columnHead(language, name);
  const columns: SheetColumn<MoneyChange>[] = [
    { head: head("no"), width: 6, kind: "center", value: (_, number) => number },
    { head: head("unit_short"), width: 30, kind: "text", value: ({ unit }) => unit },
    { head: head("kind"), width: 36, kind: "text", value: ({ item }) => item },
    { head: head("quantity"), width: 10, kind: "count", sum: true, value: ({ quantity }) => quantity },
    { head: head("amount"), width: 18, kind: "money", sum: true, value: ({ amount }) => amount },
    { head: head("bought_on"), width: 14, kind: "day", value: ({ on }) => dayValue(on) },
    { head: head("indicator"), width: 30, kind: "text", value: ({ indicator }) => indicator },
    { head: head("before"), width: 12, kind: "decimal", value: ({ before }) => before },
    { head: head("after"), width: 12, kind: "decimal", value: ({ after }) => after },
  ];
  const groups = [{ name: "", lines: changes }];
  const { table, sheet } = oneSheet(book, input, say(language, "doc.year.sheet_money"), columns, groups, 1);
  const words = say(language, "doc.in_words_row", { words: amountInWords(sumOf(changes), language) });
  putAcross(sheet, { row: table.total + 1, from: 1, to: columns.length }, words, book.styles.strong, 20);
}
