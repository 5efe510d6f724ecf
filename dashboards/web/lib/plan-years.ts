import type { Candidate } from "../../../core/planning/types.ts";
import type { YearSum } from "../../../core/planning/years.ts";

/** In place of a year; after all of them when sorted as text. */
export const UNDONE = "undone";

export interface YearLine {
  readonly candidate: Candidate;
  /** "2027", or `UNDONE`. */
  readonly year: string;
}

/** Each line with the year that it falls into, year after year; then what the last year leaves. Pure. */
export function yearLines(sums: readonly YearSum[], candidates: readonly Candidate[]): readonly YearLine[] {
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const linesOf = (ids: readonly string[], year: string): readonly YearLine[] =>
    ids.flatMap((id) => {
      const candidate = byId.get(id);
      return candidate === undefined ? [] : [{ candidate, year }];
    });
  return [
    ...sums.flatMap(({ chosen, year }) => linesOf(chosen, String(year))),
    ...linesOf(sums.at(-1)?.left ?? [], UNDONE),
  ];
}
