import type { Worksheet } from "exceljs";
import { say } from "../../core/messages/say.ts";
import { fitColumn, heightFor, putText, type Book, type CellKind } from "./xlsx-style.ts";

/** A column of a sheet: what it says of a row, and how. */
export interface SheetColumn<Line> {
  readonly head: string;
  /** In characters. */
  readonly width: number;
  readonly kind: CellKind;
  /** null: an empty cell. `number`: the line's number within its group. */
  readonly value: (line: Line, number: number) => string | number | Date | null;
  /** The value as a formula of the same row ("O8*P8"), where that comes to the same. */
  readonly formula?: (row: number, line: Line) => string | undefined;
  /** Summed in "Cộng" and "Tổng cộng". */
  readonly sum?: boolean;
}
export interface Group<Line> {
  /** "": neither a row for its name nor a subtotal. */
  readonly name: string;
  readonly lines: readonly Line[];
}
export interface Table {
  readonly head: { readonly first: number; readonly last: number };
  /** Rows that hold lines, subtotals among them. */
  readonly first: number;
  readonly last: number;
  /** The row of "Tổng cộng". */
  readonly total: number;
}

/** Head row(s) with column numbers below. `over`: a row of spanning heads above (from, to, text; columns from 1). */
export function writeHead<Line>(
  sheet: Worksheet,
  top: number,
  columns: readonly SheetColumn<Line>[],
  { styles }: Book,
  over: readonly { readonly from: number; readonly to: number; readonly text: string }[] = [],
): { first: number; last: number } {
  const names = over.length > 0 ? top + 1 : top;
  columns.forEach(({ head }, i) => {
    const spanned = over.some(({ from, to }) => from <= i + 1 && i + 1 <= to);
    if (over.length > 0 && !spanned) sheet.mergeCells(top, i + 1, names, i + 1);
    const cell = sheet.getCell(spanned ? names : top, i + 1);
    cell.style = styles.head;
    cell.value = head;
    const number = sheet.getCell(names + 1, i + 1);
    number.style = styles.center;
    number.value = `(${i + 1})`;
  });
  for (const { from, to, text } of over) {
    sheet.mergeCells(top, from, top, to);
    const cell = sheet.getCell(top, from);
    cell.style = styles.head;
    cell.value = text;
  }
  sheet.getRow(names).height = heightFor(columns.map(({ head, width }) => [head, width * BOLD_ROOM]));
  return { first: top, last: names + 1 };
}

/** The whole table from row `top` on: heads, groups with their subtotals, the total; sums are formulas with their results. */
export function writeTable<Line>(
  sheet: Worksheet,
  top: number,
  columns: readonly SheetColumn<Line>[],
  groups: readonly Group<Line>[],
  book: Book,
  over: readonly { readonly from: number; readonly to: number; readonly text: string }[] = [],
): Table {
  const head = writeHead(sheet, top, columns, book, over);
  const first = head.last + 1;
  let row = first;
  const parts: Part[] = [];
  for (const { name, lines } of groups) {
    if (name !== "") nameRow(sheet, row++, name, columns.length, book);
    const from = row;
    lines.forEach((line, i) => lineRow(sheet, row++, line, i + 1, columns, book));
    const sums = columns.map((column) => sumOfColumn(column, lines));
    if (name === "") {
      parts.push({ from, to: row - 1, sums });
      continue;
    }
    sumRow(sheet, row, say(book.language, "doc.subtotal"), columns, book, [{ from, to: row - 1, sums }]);
    parts.push({ from: row, to: row, sums });
    row += 1;
  }
  sumRow(sheet, row, say(book.language, "doc.total"), columns, book, parts);
  return { head, first, last: row - 1, total: row };
}

/** Rows that a sum takes in, and what it comes to by column; null: nothing known. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly sums: readonly (number | null)[];
}

function sumOfColumn<Line>({ sum, value }: SheetColumn<Line>, lines: readonly Line[]): number | null {
  if (sum !== true) return null;
  const known = lines.map((line, i) => value(line, i + 1)).filter((found) => typeof found === "number");
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}

function nameRow(sheet: Worksheet, at: number, name: string, columns: number, { styles }: Book): void {
  const row = sheet.getRow(at);
  for (let i = 1; i <= columns; i += 1) row.getCell(i).style = styles.textBold;
  if (columns > 2) sheet.mergeCells(at, 2, at, columns);
  putText(row.getCell(2), name, styles, "textBold");
}

function lineRow<Line>(
  sheet: Worksheet,
  at: number,
  line: Line,
  number: number,
  columns: readonly SheetColumn<Line>[],
  { styles }: Book,
): void {
  const row = sheet.getRow(at);
  const texts: [string, number][] = [];
  columns.forEach(({ kind, value, formula, width }, i) => {
    const cell = row.getCell(i + 1);
    const found = value(line, number);
    if (typeof found === "string") {
      texts.push([found.slice(0, 1_000), width]);
      putText(cell, found, styles, kind);
      return;
    }
    cell.style = styles[kind];
    if (found === null) return;
    if (typeof found === "number") fitColumn(sheet, i + 1, found);
    const same = typeof found === "number" ? formula?.(at, line) : undefined;
    cell.value = same === undefined ? found : { formula: same, result: Number(found), date1904: false };
  });
  row.height = heightFor(texts);
}

/** Bold letters are wider. */
const BOLD_ROOM = 0.85;
/** Excel takes 255 arguments in a function; more parts are added up in sums of sums. */
const ARGUMENTS = 200;

function sumRow<Line>(
  sheet: Worksheet,
  at: number,
  label: string,
  columns: readonly SheetColumn<Line>[],
  { styles }: Book,
  parts: readonly Part[],
): void {
  const row = sheet.getRow(at);
  columns.forEach(({ kind, sum }, i) => {
    const cell = row.getCell(i + 1);
    cell.style = sum === true ? styles[`${kind}Bold`] : styles.textBold;
    const known = parts.filter(({ sums, from, to }) => from <= to && typeof sums[i] === "number");
    if (sum !== true || known.length === 0) return;
    const { letter } = sheet.getColumn(i + 1);
    const ranges = known.map(({ from, to }) =>
      from === to ? `${letter}${from}` : `${letter}${from}:${letter}${to}`,
    );
    const chunks = Array.from(
      { length: Math.ceil(ranges.length / ARGUMENTS) },
      (_, k) => `SUM(${ranges.slice(k * ARGUMENTS, (k + 1) * ARGUMENTS).join(",")})`,
    );
    const result = known.reduce((total, { sums }) => total + (sums[i] ?? 0), 0);
    fitColumn(sheet, i + 1, result);
    cell.value = { formula: chunks.join("+"), result, date1904: false };
  });
  row.getCell(2).style = styles.textBold;
  row.getCell(2).value = label;
}
