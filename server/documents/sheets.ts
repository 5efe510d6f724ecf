import type { Cell, ImportContext, ImportPreview } from "../../core/assets/import/preview-types.ts";
import { fail, type Result } from "../../core/result.ts";
import { askProcess } from "./own-process.ts";

/** Spreadsheets of the register, read and written in a process of their own: 20,000 rows would hold up the server for seconds. */
export type SheetOrder =
  | { readonly kind: "read"; readonly bytes: Uint8Array; readonly context: ImportContext }
  | { readonly kind: "write"; readonly format: "xlsx" | "csv"; readonly table: readonly (readonly Cell[])[] };

/** A workbook takes some twenty times its size while it is read. */
const LIMITS = { maxHeapMB: 1_024, longestMs: 60_000 };
const PROGRAM = new URL("sheet-program.ts", import.meta.url);

/** Reads a spreadsheet and says what it would become. Faults: `sheet_…`. */
export function previewSheet(bytes: Uint8Array, context: ImportContext): Promise<Result<ImportPreview>> {
  return ask<Result<ImportPreview>>({ kind: "read", bytes, context }).catch(() => fail("sheet_unreadable"));
}

export function writeRegister(
  table: readonly (readonly Cell[])[],
  format: "xlsx" | "csv",
): Promise<Uint8Array> {
  return ask<Uint8Array>({ kind: "write", format, table });
}

const ask = <T>(order: SheetOrder): Promise<T> => askProcess<T>(PROGRAM, order, LIMITS);
