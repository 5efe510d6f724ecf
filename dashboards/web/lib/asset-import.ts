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
} {
  const problems = preview.rows.flatMap((row) => row.problems);
  const bad = preview.rows.filter(({ fields }) => fields === null).map(({ row }) => row);
  return {
    good: preview.rows.length - bad.length,
    bad,
    errors: problems.filter(({ severity }) => severity === "error"),
    warnings: problems.filter(({ severity }) => severity === "warning"),
  };
}
