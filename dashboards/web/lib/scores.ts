import type { Score } from "../../../core/alerting/types.ts";
import { legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import type { State, UnitView } from "../../../core/wire/views.ts";
import type { Values } from "./chart-data.ts";
import { siteHref } from "./router.ts";
import { sorted } from "./table.ts";

/** What the pages show of health scores. Pure. */

export type KnownScore = Score & { readonly at: Instant };

const GOOD = 90;
const FAIR = 70;

/** The shape that stands for a score, and its word. */
export const levelOf = (score: number): readonly [State, "good" | "fair" | "poor"] =>
  score >= GOOD ? ["good", "good"] : score >= FAIR ? ["watch", "fair"] : ["bad", "poor"];

export interface NamedScore {
  readonly name: string;
  readonly score: KnownScore;
  /** A site's page says why. */
  readonly href?: string;
}

const MOST = 3;

/**
 * What one starts the morning with: the whole of what one sees, and its worst sites. With one site only that one, since the
 * whole would say the same.
 */
export function scoresOfToday(
  units: readonly UnitView[],
  scores: readonly KnownScore[],
): readonly NamedScore[] {
  const known = new Map(scores.map((score) => [`${score.subject.kind} ${score.subject.id}`, score]));
  const worst = (
    kind: "unit" | "site",
    things: readonly { readonly id: string; readonly name: string }[],
  ) => {
    const found = things.flatMap(({ id, name }): NamedScore[] => {
      const score = known.get(`${kind} ${id}`);
      if (score === undefined) return [];
      return [kind === "site" ? { name, score, href: siteHref(id) } : { name, score }];
    });
    return sorted(found, (a, b) => a.score.score - b.score.score);
  };
  const sites = units.flatMap((unit) => unit.sites);
  const bySite = worst("site", sites);
  if (sites.length < 2) return bySite;
  const roots = units.filter(({ parent }) => parent === null);
  return [
    ...worst("unit", roots).slice(0, MOST),
    ...bySite.filter(({ score }) => score.score < GOOD).slice(0, MOST),
  ];
}

/** A score's past by legal day, each the mean of what was measured on it, as a sparkline takes it; days without any are gaps. */
export function daily(history: readonly { readonly at: Instant; readonly score: number }[]): {
  readonly at: readonly Instant[];
  readonly values: Values;
} {
  const days = new Map<number, { sum: number; count: number }>();
  for (const { at, score } of history) {
    const day = legalDayOf(at);
    const known = days.get(day) ?? { sum: 0, count: 0 };
    days.set(day, { sum: known.sum + score, count: known.count + 1 });
  }
  const first = Math.min(...days.keys());
  const length = days.size === 0 ? 0 : Math.max(...days.keys()) - first + 1;
  const grid = Array.from({ length }, (_, i) => first + i);
  return {
    at: grid.map(startOfLegalDay),
    values: grid.map((day) => {
      const known = days.get(day);
      return known === undefined ? null : known.sum / known.count;
    }),
  };
}
