import type { Score } from "../../core/alerting/types.ts";
import { HOUR, MINUTE, type Instant } from "../../core/clock.ts";
import { scoreUnit } from "../../core/health/score.ts";
import type { Scores } from "../alerts-port.ts";
import type { SiteRecord } from "../ports.ts";
import { pathOf } from "./paths.ts";

/** Saves the scores of a pass, at most once a minute. */
export type ScoreKeeper = (now: Instant, scores: readonly Score[]) => Promise<void>;

const EVERY = MINUTE;

/** Saves those that changed, and all once in an hour: most stand still, and each is a line to be written. */
export function createScoreKeeper(registry: Pick<Scores, "saveScores">): ScoreKeeper {
  const saved = new Map<string, string>();
  let savedAt = Number.NEGATIVE_INFINITY;
  let hour = -1;
  return async (now, scores) => {
    if (scores.length === 0 || now - savedAt < EVERY) return;
    savedAt = now;
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
    for (const above of pathOf(unit, parents)) {
      const list = below.get(above);
      if (list === undefined) below.set(above, [score]);
      else list.push(score);
    }
  }
  return [...below].flatMap(([unit, scores]) => scoreUnit(scores, unit) ?? []);
}
