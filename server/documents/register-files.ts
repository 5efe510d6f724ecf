import { REGISTER_COLUMNS } from "../../core/assets/import/columns.ts";
import type { Cell } from "../../core/assets/import/preview-types.ts";

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

/** Real numbers and dates, the head frozen, a filter on it. */
export async function registerXlsx(table: Table): Promise<Uint8Array> {
  const { default: excel } = await import("exceljs");
  const book = new excel.Workbook();
  const sheet = book.addWorksheet("Sổ tài sản", { views: [{ state: "frozen", xSplit: 2, ySplit: 1 }] });
  // By the column, before there are rows: a style for each of a million cells takes its time.
  sheet.columns = REGISTER_COLUMNS.map(({ field, width }) => ({
    width,
    style: { font: FONT, numFmt: formatOf(field) },
  }));
  for (const row of table) sheet.addRow(row.map(valueOf));
  sheet.getRow(1).font = { ...FONT, bold: true };
  sheet.autoFilter = {
    from: { row: 1, column: 1 },
    to: { row: table.length, column: REGISTER_COLUMNS.length },
  };
  return new Uint8Array(await book.xlsx.writeBuffer());
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

function valueOf(cell: Cell): string | number | boolean | Date | null {
  if (typeof cell === "string") return safe(cell);
  if (cell === null || typeof cell !== "object") return cell;
  return "date" in cell ? new Date(`${cell.date}T00:00:00Z`) : cell.error;
}
