import type { CellValue, Row, Worksheet } from "exceljs";
import type { Cell, Sheet } from "../../core/assets/import/preview-types.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { readCsv } from "./read-csv.ts";
import { checkArchive } from "./zip-guard.ts";

/** Bytes of a spreadsheet to cells, bounded: what people upload is hostile. */

const MOST_BYTES = 16 * 1024 * 1024;
/** A compressed file may be a thousand times larger inside. */
const MOST_UNPACKED = 200 * 1024 * 1024;
const MOST_ROWS = 25_000;
const MOST_COLUMNS = 200;
const MOST_SHEETS = 30;

/**
 * Reads .xlsx (Office Open XML) or text (.csv, tabs). Faults: `sheet_too_large`, `sheet_unreadable`, `sheet_encrypted`,
 * `sheet_old` (.xls), `sheet_empty`.
 */
export async function readSheets(bytes: Uint8Array): Promise<Result<readonly Sheet[]>> {
  if (bytes.byteLength === 0) return fail("sheet_empty");
  if (bytes.byteLength > MOST_BYTES) return fail("sheet_too_large", { most: MOST_BYTES / 1024 / 1024 });
  const starts = (...magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte);
  // Compound files: Excel 97, or a new workbook with a password around it.
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return fail(isEncrypted(bytes) ? "sheet_encrypted" : "sheet_old");
  const sheets = starts(0x50, 0x4b) ? await readXlsx(bytes) : readCsv(bytes);
  if (!sheets.ok) return sheets;
  const filled = sheets.value.filter(({ rows }) => rows.length > 0);
  if (filled.length === 0) return fail("sheet_empty");
  if (filled.some(({ rows }) => rows.length > MOST_ROWS)) return fail("sheet_too_large", { most: MOST_ROWS });
  return ok(filled);
}

/** "EncryptedPackage" in UTF-16 is the name of the stream that a password hides. */
function isEncrypted(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes(Buffer.from("EncryptedPackage", "utf16le"));
}

async function readXlsx(bytes: Uint8Array): Promise<Result<readonly Sheet[]>> {
  const archive = checkArchive(bytes, MOST_UNPACKED);
  if (archive === "broken") return fail("sheet_unreadable");
  if (archive === "too_large") return fail("sheet_too_large", { most: MOST_UNPACKED / 1024 / 1024 });
  try {
    const { default: excel } = await import("exceljs");
    const book = new excel.Workbook();
    await book.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
    const isOld = book.properties.date1904;
    return ok(book.worksheets.slice(0, MOST_SHEETS).map((sheet) => sheetOf(sheet, isOld)));
  } catch {
    return fail("sheet_unreadable");
  }
}

function sheetOf(sheet: Worksheet, isOld: boolean): Sheet {
  const rows: Cell[][] = [];
  const last = Math.min(sheet.rowCount, MOST_ROWS + 1);
  for (let number = 1; number <= last; number += 1) rows.push(cellsOf(sheet.findRow(number), isOld));
  while (rows.length > 0 && (rows.at(-1) ?? []).every((cell) => cell === null)) rows.pop();
  return { name: sheet.name, rows, merges: mergesOf(sheet) };
}

/** Of merged cells the first holds the value. */
function cellsOf(row: Row | undefined, isOld: boolean): Cell[] {
  const cells: Cell[] = [];
  if (row === undefined) return cells;
  const width = Math.min(row.cellCount, MOST_COLUMNS);
  for (let column = 1; column <= width; column += 1) {
    const cell = row.findCell(column);
    const follows = cell === undefined || (cell.isMerged && cell.master !== cell);
    cells.push(follows ? null : valueOf(cell.value, isOld));
  }
  return cells;
}

function mergesOf(sheet: Worksheet): Sheet["merges"] {
  const model = sheet.model as unknown as { readonly merges?: readonly string[] };
  return (model.merges ?? []).flatMap((range) => {
    const [, a = "", b = "", c = "", d = ""] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range) ?? [];
    if (a === "") return [];
    const [left, right] = [columnIndex(a), columnIndex(c)];
    return [{ row: Number(b) - 1, column: left, rows: Number(d) - Number(b) + 1, columns: right - left + 1 }];
  });
}
const columnIndex = (letters: string): number =>
  letters.split("").reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** Formulas by their last result, rich text and links by what they show. */
function valueOf(value: CellValue, isOld: boolean): Cell {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return dateOf(value, isOld);
  return typeof value === "object" ? shownOf(value, isOld) : value;
}

function shownOf(value: Exclude<CellValue & object, Date>, isOld: boolean): Cell {
  if ("error" in value) return { error: value.error };
  if ("richText" in value) return value.richText.map(({ text }) => text).join("");
  if ("text" in value) return valueOf(value.text, isOld);
  return "result" in value ? valueOf(value.result ?? null, isOld) : null;
}

function dateOf(date: Date, isOld: boolean): Cell {
  if (Number.isNaN(date.getTime())) return { error: "#VALUE!" };
  // exceljs counts the Macintosh's days from 1900, too, when the workbook says 1904.
  const shift = isOld && date.getUTCFullYear() < 1904 ? 1_462 * 86_400_000 : 0;
  return { date: new Date(date.getTime() + shift).toISOString().slice(0, 10) };
}
