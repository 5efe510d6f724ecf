import type { Score } from "../../core/alerting/types.ts";
import { DAY, HOUR, MINUTE, type Clock, type Instant } from "../../core/clock.ts";
import { scoreUnit } from "../../core/health/score.ts";
import type { KnownScore, Scores } from "../alerts-port.ts";
import type { SiteRecord } from "../ports.ts";
import { unitPath } from "../../core/unit-path.ts";

/** Saves the scores of a pass, at most once a minute. */
export type ScoreKeeper = (now: Instant, scores: readonly Score[]) => Promise<void>;

/** Over a weekend PCs are off; after it the score of what was measured before is no word on now. */
const OF_NOW = 3 * DAY;

export const ofNow = (scores: readonly KnownScore[], now: Instant): readonly KnownScore[] =>
  scores.filter(({ at }) => now - at <= OF_NOW);

const EVERY = MINUTE;

/** Saves those that changed, and all once in an hour: most stand still, and each is a line to be written. */
export function createScoreKeeper(
  registry: Pick<Scores, "saveScores">,
  { monotonic }: Pick<Clock, "monotonic">,
): ScoreKeeper {
  const saved = new Map<string, string>();
  let savedAt = Number.NEGATIVE_INFINITY;
  let hour = -1;
  return async (now, scores) => {
    // A clock that is set back must not keep scores from being saved until it is that late again.
    const turn = monotonic();
    if (scores.length === 0 || turn - savedAt < EVERY) return;
    savedAt = turn;
    const thisHour = Math.floor(now / HOUR);
    if (hour !== thisHour) saved.clear();
    hour = thisHour;
    const news = scores.flatMap((score) => {
      const key = `${score.subject.kind}:${score.subject.id}`;
      const text = JSON.stringify(score);
      return saved.get(key) === text ? [] : [{ key, text, score }];
    });
    if (news.length === 0) return;
    const changed = news.map(({ score }) => score);
    await registry.saveScores(now, changed);
    for (const { key, text } of news) saved.set(key, text);
  };
}

/** A unit's score is that of the sites in its subtree. */
export function unitScores(
  sites: readonly SiteRecord[],
  parents: ReadonlyMap<string, string | null>,
  scoreOf: (site: string) => Score | undefined,
): readonly Score[] {
  const below = new Map<string, Score[]>();
  for (const { id, unit } of sites) {
    const score = scoreOf(id);
    if (score === undefined) continue;
    for (const above of unitPath(unit, parents)) {
      const list = below.get(above);
      if (list === undefined) below.set(above, [score]);
      else list.push(score);
    }
  }
  return [...below].flatMap(([unit, scores]) => scoreUnit(scores, unit) ?? []);
}
