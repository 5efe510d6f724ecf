import { searchKey } from "../../text.ts";
import { columnName, findHeader, neededByNobody, textOf, type Header } from "./headers.ts";
import type {
  Cell,
  ImportContext,
  ImportField,
  ImportPreview,
  ImportProblem,
  PreviewRow,
  Sheet,
  SheetFault,
} from "./preview-types.ts";
import { readRow, type Group, type RowIn } from "./row.ts";
import { categoryOf } from "./words.ts";
import { unitOf } from "./units.ts";
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
      columns: chosen.header.columns.map(({ index, header, field }) => ({
        column: columnName(index),
        header,
        field: field ?? null,
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

type Skipped = ImportPreview["skipped"];

function readRows(
  sheet: Sheet,
  header: Header,
  context: ImportContext,
): { readonly rows: readonly PreviewRow[]; readonly skipped: Skipped } {
  const rows: PreviewRow[] = [];
  const skipped: Skipped[number][] = [];
  const columns = new Map<ImportField, number>();
  const headers = new Map<number, string>();
  for (const { index, header: text, field } of header.columns) {
    headers.set(index, text);
    if (field !== undefined) columns.set(field, index);
  }
  let group: Group = {};
  for (let row = header.row + 1; row < sheet.rows.length; row += 1) {
    const cells = sheet.rows[row] ?? [];
    const kind = kindOf(cells, columns);
    if (kind === "empty") continue;
    const text = cells
      .map(textOf)
      .filter((each) => each !== "")
      .join(" ")
      .slice(0, 120);
    if (kind === "asset") {
      const given: RowIn = { row: row + 1, cells, columns, headers, group };
      rows.push(readRow(given, context));
    } else {
      if (kind === "group") group = groupOf(text, group, context);
      skipped.push({ row: row + 1, why: kind, text });
    }
  }
  return { rows, skipped };
}

const TOTAL = /^(tong )?cong\b|^tong\b|^total\b/;
const SIGNATURES = /^(nguoi lap|ke toan|thu truong|truong ban|ngay \d|ha noi, ngay)/;

function kindOf(
  cells: readonly Cell[],
  columns: ReadonlyMap<ImportField, number>,
): "empty" | "asset" | "group" | "total" | "numbers" {
  const filled = cells.filter((cell) => textOf(cell).trim() !== "");
  if (filled.length === 0) return "empty";
  const first = searchKey(textOf(filled[0])).trim();
  const name = searchKey(textOf(cells[columns.get("name") ?? -1])).trim();
  if (TOTAL.test(first) || TOTAL.test(name) || SIGNATURES.test(first)) return "total";
  // The row below the headers that numbers the columns: 1 2 3, or A B 1 2.
  if (filled.length >= 3 && filled.every((cell) => /^\(?([a-z]|\d{1,2})\)?$/i.test(textOf(cell).trim())))
    return "numbers";
  const others = [...columns].filter(
    ([field, index]) => field !== "name" && textOf(cells[index]).trim() !== "",
  );
  return others.length === 0 && filled.length <= 2 ? "group" : "asset";
}

/** "I. Máy vi tính", "Đơn vị: UBND xã Hương Sơn": what stands above rows holds for them. */
function groupOf(text: string, before: Group, context: ImportContext): Group {
  const plain = text
    .replace(/^\s*([ivx]+|\d+|[a-z])\s*[.)/-]\s*/i, "")
    .replace(/^(đơn vị|don vi|phòng|phong)\s*:\s*/i, "");
  const unit = unitOf(plain, context);
  if (unit !== undefined) return { ...before, unit: unit.id };
  const category = categoryOf(plain);
  return category === undefined ? before : { ...before, category };
}
