import { columnName, findHeader, neededByNobody, type Header } from "./headers.ts";
import type {
  ImportContext,
  ImportPreview,
  ImportProblem,
  PreviewRow,
  Sheet,
  SheetFault,
} from "./preview-types.ts";
import { readRows } from "./rows.ts";
import { checkAll } from "./whole.ts";

/**
 * What a spreadsheet would become: which columns were recognised, each row as an asset or with what is wrong in it, by row
 * and column as the sheet names them. Nothing is written. Of several sheets the one with the most recognised columns counts.
 */
export function previewImport(
  sheets: readonly Sheet[],
  context: ImportContext,
): { readonly preview: ImportPreview } | { readonly fault: SheetFault } {
  let chosen: { sheet: Sheet; header: Header } | undefined;
  let most = 0;
  for (const sheet of sheets) {
    const header = findHeader(sheet);
    const named = header?.columns.filter(({ field }) => field !== undefined).length ?? 0;
    if (header === undefined || named <= most) continue;
    chosen = { sheet, header };
    most = named;
  }
  if (chosen === undefined) return { fault: "sheet_no_header" };
  const { rows, skipped } = readRows(chosen.sheet, chosen.header, context);
  if (rows.length === 0) return { fault: "sheet_no_rows" };
  const checked = checkAll(rows, context);
  return {
    preview: {
      sheet: chosen.sheet.name,
      headerRow: chosen.header.row + 1,
      columns: chosen.header.columns.map(({ index, header, field, times }) => ({
        column: columnName(index),
        header,
        field: field ?? null,
        times,
        lost: field === undefined && !neededByNobody(header),
      })),
      rows: checked,
      skipped,
      counts: countsOf(checked),
    },
  };
}

function countsOf(rows: readonly PreviewRow[]): ImportPreview["counts"] {
  const of = (severity: ImportProblem["severity"]) =>
    rows.reduce((sum, { problems }) => sum + problems.filter((one) => one.severity === severity).length, 0);
  const good = rows.filter(({ fields }) => fields !== null);
  return {
    rows: rows.length,
    good: good.length,
    changes: good.filter(({ id }) => id !== null).length,
    errors: of("error"),
    warnings: of("warning"),
  };
}
