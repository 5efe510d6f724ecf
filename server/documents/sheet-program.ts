import { previewImport } from "../../core/assets/import/preview.ts";
import { fail, ok } from "../../core/result.ts";
import { answerOrder } from "./own-process.ts";
import { readSheets } from "./read-sheet.ts";
import { registerCsv, registerXlsx } from "./register-files.ts";
import type { SheetOrder } from "./sheets.ts";

/** The program that reads or writes one spreadsheet and ends. */
async function work(order: SheetOrder): Promise<unknown> {
  if (order.kind === "write") {
    return order.format === "csv" ? registerCsv(order.table) : await registerXlsx(order.table);
  }
  const sheets = await readSheets(order.bytes);
  if (!sheets.ok) return sheets;
  const read = previewImport(sheets.value, order.context);
  return "fault" in read ? fail(read.fault) : ok(read.preview);
}

answerOrder((order) => work(order as SheetOrder));
