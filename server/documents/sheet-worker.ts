import { parentPort, workerData } from "node:worker_threads";
import { previewImport } from "../../core/assets/import/preview.ts";
import { fail, ok } from "../../core/result.ts";
import { readSheets } from "./read-sheet.ts";
import { registerCsv, registerXlsx } from "./register-files.ts";
import type { SheetOrder } from "./sheets.ts";

/** The thread that reads or writes one spreadsheet and ends. */
async function work(order: SheetOrder): Promise<unknown> {
  if (order.kind === "write") {
    return order.format === "csv" ? registerCsv(order.table) : await registerXlsx(order.table);
  }
  const sheets = await readSheets(order.bytes);
  if (!sheets.ok) return sheets;
  const read = previewImport(sheets.value, order.context);
  return "fault" in read ? fail(read.fault) : ok(read.preview);
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(await work(workerData as SheetOrder));
