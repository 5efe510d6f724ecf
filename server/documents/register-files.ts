import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { REGISTER_COLUMNS } from "../../core/assets/import/columns.ts";
import type { Cell } from "../../core/assets/import/preview-types.ts";
import { escapeSigns } from "./signs.ts";

/** The register's table as files. Text that a spreadsheet would take for a formula stays text. */
type Table = readonly (readonly Cell[])[];

/** What a spreadsheet program would calculate; the import takes the apostrophe away again. */
const FORMULA = /^['=+\-@\t\r]/;
const safe = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** UTF-8 with a mark, since Excel would take it for the old code page; semicolons, since commas are decimal marks here. */
export function registerCsv(table: Table): Uint8Array {
  const lines = table.map((row) => row.map(csvCell).join(";"));
  return new TextEncoder().encode(`\uFEFF${lines.join("\r\n")}\r\n`);
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "object") return "date" in cell ? dayFirst(cell.date) : cell.error;
  return `"${safe(String(cell)).replaceAll('"', '""')}"`;
}

const dayFirst = (date: string): string => date.split("-").toReversed().join("/");

/**
 * Real numbers and dates, the head frozen, a filter on it. Row by row, and each row forgotten once it is written: as a
 * whole workbook 20,000 rows took three times as long and several times the memory.
 */
export async function registerXlsx(table: Table): Promise<Uint8Array> {
  const { default: excel } = await import("exceljs");
  const file = new PassThrough();
  const bytes = buffer(file);
  const book = new excel.stream.xlsx.WorkbookWriter({
    stream: file,
    useStyles: true,
    // A table of shared strings would have to be kept until the end, for a file of the same size.
    useSharedStrings: false,
  });
  const sheet = book.addWorksheet("Sổ tài sản", { views: [{ state: "frozen", xSplit: 2, ySplit: 1 }] });
  // By the column, before there are rows: a style for each of a million cells takes its time.
  sheet.columns = REGISTER_COLUMNS.map(({ field, width }) => ({
    width,
    style: { font: FONT, numFmt: formatOf(field) },
  }));
  sheet.autoFilter = {
    from: { row: 1, column: 1 },
    to: { row: table.length, column: REGISTER_COLUMNS.length },
  };
  for (const [at, cells] of table.entries()) {
    const row = sheet.addRow(cells.map(valueOf));
    if (at === 0) row.font = { ...FONT, bold: true };
    row.commit();
  }
  sheet.commit();
  await book.commit();
  return new Uint8Array(await bytes);
}

const FONT = { name: "Times New Roman", size: 11 };
const DATES: ReadonlySet<string> = new Set(["inUseOn", "warrantyUntil", "batteryOn"]);
const NUMBERS: ReadonlySet<string> = new Set(["quantity", "originalValue", "ramGb", "portMbps", "ports"]);

/** Text that looks like a number keeps its zeros when somebody edits it. */
function formatOf(field: string): string {
  if (field === "originalValue") return "#,##0";
  if (DATES.has(field)) return "dd/mm/yyyy";
  return NUMBERS.has(field) ? "General" : "@";
}

type Value =
  | string
  | number
  | boolean
  | Date
  | { readonly richText: { readonly text: string }[] }
  | undefined;

/** What is not known is left out: a cell that holds null would be kept and written, too. */
function valueOf(cell: Cell): Value {
  if (typeof cell === "string") return textOf(safe(cell));
  if (cell === null) return undefined;
  if (typeof cell !== "object") return cell;
  return "date" in cell ? new Date(`${cell.date}T00:00:00Z`) : cell.error;
}

/**
 * The library gives the signs of {@link escapeSigns} back from runs of text and from shared strings, and not from plain
 * cells: hence a run where there are any.
 */
function textOf(text: string): Value {
  const escaped = escapeSigns(text);
  return escaped === text ? text : { richText: [{ text: escaped }] };
}
