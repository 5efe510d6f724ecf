import type { Finding } from "../assets/findings.ts";
import type { PriorityWeights } from "../assets/tables.ts";
import type { Reason } from "./types.ts";

/** What speaks for keeping a thing takes away from what the books alone say against it. */
const BOOKS = new Set(["age_over", "worn"]);
/** An old thing that works well keeps this share of the points of its age. */
const STILL_FINE = 0.3;

/**
 * Points of findings for one line: the weight of each kind (`config/plan.yaml`) times its confidence, `oneStop` times for
 * what serves a one-stop counter, rounded to whole points. Age and wear count little where the thing is measured to be fine.
 */
export function reasonsOf(
  findings: readonly Finding[],
  oneStop: boolean,
  { points, oneStop: factor }: PriorityWeights,
): readonly Reason[] {
  const isFine = findings.some(({ kind }) => kind === "fine");
  const reasons: Reason[] = [];
  for (const finding of findings) {
    const weight = points[finding.kind] ?? 0;
    const share = isFine && BOOKS.has(finding.kind) ? STILL_FINE : 1;
    const worth = Math.round(weight * share * finding.confidence * (oneStop ? factor : 1));
    // What speaks for keeping it stands among the reasons too, for nothing.
    if (worth > 0 || finding.kind === "fine") reasons.push({ finding, points: worth });
  }
  return reasons.toSorted((a, b) => b.points - a.points || (a.finding.id < b.finding.id ? -1 : 1));
}

export const pointsOf = (reasons: readonly Reason[]): number =>
  reasons.reduce((sum, { points }) => sum + points, 0);

export const priorityOf = (points: number, { high, medium }: PriorityWeights): 1 | 2 | 3 =>
  points >= high ? 1 : points >= medium ? 2 : 3;
