import { searchKey } from "../../../core/text.ts";

/** Sorting, filtering, windowing and copying of tables. Pure; `pieces/data-table.tsx` draws. */

export type Cell = string | number | null | undefined;

export interface SortColumn<Row> {
  readonly id: string;
  /** What the column sorts by; null or undefined is unknown and comes last either way round. */
  readonly sort: (row: Row) => Cell;
  /** What the filter looks at and what is copied. */
  readonly text: (row: Row) => string;
}

export interface Sorting {
  readonly by: string;
  readonly descending: boolean;
}

// Numeric: Gi0/2 before Gi0/10. Vietnamese order of letters for whatever language the page speaks.
const collator = new Intl.Collator("vi", { numeric: true, sensitivity: "base" });

/** A sorted copy. `Array.prototype.toSorted` came with Chrome 110; Windows 7 stops at 109. */
export function sorted<T>(items: readonly T[], compare: (a: T, b: T) => number): T[] {
  // oxlint-disable-next-line unicorn/no-array-sort -- see above; the copy is our own
  return [...items].sort(compare);
}

function compareCells(a: Cell, b: Cell): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}

const isUnknown = (cell: Cell): cell is null | undefined =>
  cell === null || cell === undefined || Number.isNaN(cell);

/** Rows in the column's order; equal ones stay as they were, unknown ones come last. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly SortColumn<Row>[],
  { by, descending }: Sorting,
): readonly Row[] {
  const column = columns.find(({ id }) => id === by);
  if (column === undefined) return rows;
  const { sort: cellOf } = column;
  const keyed = rows.map((row) => ({ row, cell: cellOf(row) }));
  return sorted(keyed, (a, b) => {
    if (isUnknown(a.cell) || isUnknown(b.cell)) return Number(isUnknown(a.cell)) - Number(isUnknown(b.cell));
    return descending ? compareCells(b.cell, a.cell) : compareCells(a.cell, b.cell);
  }).map(({ row }) => row);
}

/** Rows in which every word of the query occurs somewhere, whatever its case and diacritics. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly SortColumn<Row>[],
  query: string,
): readonly Row[] {
  const words = searchKey(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const haystack = searchKey(columns.map((column) => column.text(row)).join("\n"));
    return words.every((word) => haystack.includes(word));
  });
}

/** Rows group after group, each in the order in which they came; groups that `order` does not name come last. */
export function groupRows<Row>(
  rows: readonly Row[],
  of: (row: Row) => string,
  order: (rows: readonly Row[]) => readonly string[],
): readonly Row[] {
  const places = new Map(order(rows).map((key, place) => [key, place]));
  const placeOf = (row: Row) => places.get(of(row)) ?? places.size;
  return sorted(rows, (a, b) => placeOf(a) - placeOf(b));
}

/** What a table draws from top to bottom: rows, and before the first of each group its heading. */
type Line<Row> =
  | { readonly kind: "row"; readonly row: Row; readonly index: number }
  | { readonly kind: "group"; readonly key: string; readonly rows: readonly Row[] };

/** The lines of rows that stand group after group; without `of` there are no groups. */
export function linesOf<Row>(rows: readonly Row[], of?: (row: Row) => string): readonly Line<Row>[] {
  const lines: Line<Row>[] = [];
  let open: { readonly key: string; readonly rows: Row[] } | undefined;
  for (const [index, row] of rows.entries()) {
    const key = of?.(row);
    if (key !== undefined && key !== open?.key) {
      open = { key, rows: [] };
      lines.push({ kind: "group", key, rows: open.rows });
    }
    open?.rows.push(row);
    lines.push({ kind: "row", row, index });
  }
  return lines;
}

/** Short lists need no tools, unless some are at work: a filter that nobody sees would hide rows. */
export const hasTools = (rows: number, query: string): boolean => rows >= TOOLS_FROM || query !== "";
const TOOLS_FROM = 6;

/** A signed number with nothing behind it but its unit: no operator, no call, no reference to a cell. */
const SIGNED = /^[+-][\d.,]+(?:\s?%|\s[\p{L}%°/µ·]*)?$/u;

/** A cell for the clipboard: one line, and nothing that a spreadsheet would run as a formula (CWE-1236). */
export function tsvCell(text: string): string {
  const line = text.replaceAll(/[\t\r\n]+/g, " ").trim();
  return /^[=+@-]/.test(line) && !SIGNED.test(line) ? `'${line}` : line;
}

export function toTsv(lines: readonly (readonly string[])[]): string {
  return lines.map((cells) => cells.map(tsvCell).join("\t")).join("\n");
}

/** From how many rows on only the visible ones are drawn. */
export const VIRTUAL_FROM = 200;

/** Which rows of `count` to draw for a viewport, with a margin so that scrolling never shows a hole. */
export function visibleRows(
  count: number,
  rowHeight: number,
  scrollTop: number,
  height: number,
): { readonly first: number; readonly last: number } {
  const margin = 12;
  const top = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const first = Math.max(0, Math.min(top - margin, count));
  return { first, last: Math.min(count, top + Math.ceil(height / rowHeight) + margin) };
}
