import { groupOf } from "./headings.ts";
import { numbersRows, textOf, type Header } from "./headers.ts";
import type { Cell, ImportContext, ImportField, ImportPreview, PreviewRow, Sheet } from "./preview-types.ts";
import { kindOf } from "./row-kinds.ts";
import { readRow, type Group } from "./row.ts";

type Skipped = ImportPreview["skipped"];

/** Each of its own: a merged cell of these names one thing, its amount is one sum. Of the rest it holds for all its rows. */
const OF_ONE: ReadonlySet<ImportField> = new Set([
  "id",
  "code",
  "name",
  "serial",
  "mac",
  "quantity",
  "originalValue",
  "notes",
  "batteryOn",
]);

interface Places {
  readonly columns: ReadonlyMap<ImportField, number>;
  readonly headers: ReadonlyMap<number, string>;
  readonly times: number;
  /** The column that numbers the rows. */
  readonly number: number | undefined;
}

/** Rows below the headers: things as they were read, and what was passed over. */
export function readRows(
  sheet: Sheet,
  header: Header,
  context: ImportContext,
): { readonly rows: readonly PreviewRow[]; readonly skipped: Skipped } {
  const rows: PreviewRow[] = [];
  const skipped: Skipped[number][] = [];
  const places = placesOf(header);
  const { columns } = places;
  const merged = mergedCells(sheet, header.row, columns);
  let group: Group = {};
  let last: number | undefined;
  let signed = false;
  let unitAbove = false;
  for (let row = header.row + 1; row < sheet.rows.length; row += 1) {
    const cells = sheet.rows[row] ?? [];
    const whole = withMerged(cells, merged.get(row));
    const counted = goesOn(sheet, row, places, last);
    const kind = kindOf({ cells, whole, columns, counted, signed }, context);
    if (kind === "empty") continue;
    if (kind === "asset") {
      rows.push(readRow({ row: row + 1, cells: whole, ...places, group, unitAbove }, context));
      last = numberAt(cells, places);
      unitAbove ||= textOf(whole[columns.get("unit") ?? -1]).trim() !== "";
      continue;
    }
    if (kind === "group") {
      group = groupOf(cells, row + 1, group, context);
      last = undefined;
    }
    signed ||= kind === "signature";
    skipped.push({ row: row + 1, why: kind === "signature" ? "total" : kind, text: lineOf(cells) });
  }
  return { rows, skipped };
}

function placesOf(header: Header): Places {
  const columns = new Map<ImportField, number>();
  const headers = new Map<number, string>();
  for (const { index, header: text, field } of header.columns) {
    headers.set(index, text);
    if (field !== undefined) columns.set(field, index);
  }
  return {
    columns,
    headers,
    times: header.columns.find(({ field }) => field === "originalValue")?.times ?? 1,
    number: header.columns.find((one) => numbersRows(one.header.split(" / ").at(-1) ?? ""))?.index,
  };
}

const lineOf = (cells: readonly Cell[]): string =>
  cells
    .map(textOf)
    .filter((text) => text !== "")
    .join(" ")
    .slice(0, 120);

const numberAt = (cells: readonly Cell[], { number }: Places): number | undefined => {
  const text = number === undefined ? "" : textOf(cells[number]).trim();
  return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
};

/** Number 5 after number 4 is the next thing, unless the row below begins anew or has the same: then it is the heading of a group. */
function goesOn(sheet: Sheet, row: number, places: Places, last: number | undefined): boolean {
  if (last === undefined || numberAt(sheet.rows[row] ?? [], places) !== last + 1) return false;
  const next = numberAt(sheet.rows[row + 1] ?? [], places);
  return next !== 1 && next !== last + 1;
}

/** What merged cells say in the rows that they cover below their first. */
function mergedCells(
  sheet: Sheet,
  headerRow: number,
  columns: ReadonlyMap<ImportField, number>,
): ReadonlyMap<number, ReadonlyMap<number, Cell>> {
  const shared = new Set([...columns].flatMap(([field, index]) => (OF_ONE.has(field) ? [] : [index])));
  const found = new Map<number, Map<number, Cell>>();
  for (const { row, rows, column } of sheet.merges) {
    if (rows < 2 || row <= headerRow || !shared.has(column)) continue;
    const value = sheet.rows[row]?.[column] ?? null;
    if (value === null) continue;
    for (let below = row + 1; below < Math.min(row + rows, sheet.rows.length); below += 1) {
      const cells = found.get(below) ?? new Map<number, Cell>();
      cells.set(column, value);
      found.set(below, cells);
    }
  }
  return found;
}

function withMerged(cells: readonly Cell[], merged: ReadonlyMap<number, Cell> | undefined): readonly Cell[] {
  if (merged === undefined) return cells;
  const whole = [...cells];
  for (const [column, value] of merged) {
    while (whole.length <= column) whole.push(null);
    if (textOf(whole[column]) === "") whole[column] = value;
  }
  return whole;
}
