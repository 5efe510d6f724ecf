import type { Cell, ImportContext, ImportPreview } from "../../core/assets/import/preview-types.ts";
import { fail, FaultError, type Result } from "../../core/result.ts";
import { askProcess } from "./own-process.ts";
import { oneByOne } from "./turn.ts";

/** Spreadsheets of the register, read and written in a process of their own: 20,000 rows would hold up the server for seconds. */
export type SheetOrder =
  | { readonly kind: "read"; readonly bytes: Uint8Array; readonly context: ImportContext }
  | { readonly kind: "write"; readonly format: "xlsx" | "csv"; readonly table: readonly (readonly Cell[])[] };

/** A workbook takes some twenty times its size while it is read. */
const LIMITS = { maxHeapMB: 1_024, longestMs: 60_000 };
const PROGRAM = new URL("sheet-program.ts", import.meta.url);

/** Reads a spreadsheet and says what it would become. Faults: `sheet_…`. Rejects with `rate_limited`, as {@link oneByOne}. */
export async function previewSheet(
  bytes: Uint8Array,
  context: ImportContext,
): Promise<Result<ImportPreview>> {
  try {
    return await ask<Result<ImportPreview>>({ kind: "read", bytes, context });
  } catch (error) {
    if (error instanceof FaultError) throw error;
    return fail("sheet_unreadable");
  }
}

/** Rejects with `rate_limited`, as {@link oneByOne}. */
export function writeRegister(
  table: readonly (readonly Cell[])[],
  format: "xlsx" | "csv",
): Promise<Uint8Array> {
  return ask<Uint8Array>({ kind: "write", format, table });
}

/** Uploads of up to 16 MB wait in memory. */
const inTurn = oneByOne(5);
const ask = <T>(order: SheetOrder): Promise<T> => inTurn(() => askProcess<T>(PROGRAM, order, LIMITS));
