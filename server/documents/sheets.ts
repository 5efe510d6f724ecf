import { Worker } from "node:worker_threads";
import type { Cell, ImportContext, ImportPreview } from "../../core/assets/import/preview-types.ts";
import { fail, type Result } from "../../core/result.ts";

/** Spreadsheets of the register, read and written in a thread of their own: 20,000 rows would hold up the server for seconds. */
export type SheetOrder =
  | { readonly kind: "read"; readonly bytes: Uint8Array; readonly context: ImportContext }
  | { readonly kind: "write"; readonly format: "xlsx" | "csv"; readonly table: readonly (readonly Cell[])[] };

/** A workbook takes some twenty times its size while it is read. */
const MAX_HEAP_MB = 1_024;
const LONGEST_MS = 60_000;

/** Reads a spreadsheet and says what it would become. Faults: `sheet_…`. */
export function previewSheet(bytes: Uint8Array, context: ImportContext): Promise<Result<ImportPreview>> {
  return inThread<Result<ImportPreview>>({ kind: "read", bytes, context }).catch(() =>
    fail("sheet_unreadable"),
  );
}

export function writeRegister(
  table: readonly (readonly Cell[])[],
  format: "xlsx" | "csv",
): Promise<Uint8Array> {
  return inThread<Uint8Array>({ kind: "write", format, table });
}

const inThread = <T>(order: SheetOrder): Promise<T> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("sheet-worker.ts", import.meta.url), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    const limit = setTimeout(() => void worker.terminate(), LONGEST_MS);
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => {
      clearTimeout(limit);
      reject(new Error("the spreadsheet was not read"));
    });
  });
