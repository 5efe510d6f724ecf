import { sorted } from "./table.ts";
import type { ImportPreview, ImportProblem } from "../../../core/assets/import/preview-types.ts";

/** What the server read out of a spreadsheet. Pure. */
export interface ImportAnswer {
  readonly token: string;
  readonly preview: ImportPreview;
}

/** What browsers call a file of these names: Windows without Excel knows neither. */
export function sheetType(name: string): string | undefined {
  if (/\.xlsx$/i.test(name)) return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return /\.csv$/i.test(name) ? "text/csv" : undefined;
}

/** Rows that can be taken in, those that cannot, and what is to be said of both. */
export function importState({ preview }: ImportAnswer): {
  readonly good: number;
  readonly bad: readonly number[];
  readonly errors: readonly ImportProblem[];
  readonly warnings: readonly ImportProblem[];
  /** Good rows that are new, and those that change what is there. */
  readonly added: number;
  readonly changed: number;
} {
  const problems = preview.rows.flatMap((row) => row.problems);
  const bad = preview.rows.filter(({ fields }) => fields === null).map(({ row }) => row);
  const good = preview.rows.length - bad.length;
  const changed = preview.rows.filter(({ fields, id }) => fields !== null && id !== null).length;
  return {
    good,
    added: good - changed,
    changed,
    bad,
    errors: problems.filter(({ severity }) => severity === "error"),
    warnings: problems.filter(({ severity }) => severity === "warning"),
  };
}

/** Columns whose cells are left out, as the sheet names them: 'H “Màu”'. */
export const lostColumns = ({ preview }: ImportAnswer): readonly string[] =>
  preview.columns.flatMap(({ lost, column, header }) => (lost ? [`${column} “${header}”`] : []));

/** Many numbers in few words: "3, 7–9, 12". */
export function ranges(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const one of sorted(numbers, (a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && one <= last[1] + 1) last[1] = one;
    else found.push([one, one]);
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(", ");
}
