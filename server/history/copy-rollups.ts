import { DAY, legalDayOf, startOfLegalDay, type Instant } from "../../core/clock.ts";
import type { Coverage, RollupUnit, TakesRollups } from "../history-port.ts";
import type { SampleStore } from "../ports.ts";

export interface RollupCopy {
  readonly from: Pick<SampleStore, "coverage" | "entities" | "rollups">;
  readonly to: TakesRollups & Pick<SampleStore, "coverage">;
  /** Of days that begin then or later. */
  readonly since: Instant;
  readonly now: Instant;
}

const UNITS = ["day", "hour"] as const satisfies readonly RollupUnit[];

/**
 * Copies the hourly and daily roll-ups of days whose readings are gone, month by month and the newest first, so that a copy
 * that was broken off goes on with what the target lacks. Returns the number of rows. Rejects with a FaultError when either
 * store does.
 */
export async function copyRollups({ from, to, since, now }: RollupCopy): Promise<number> {
  const [theirs, ours] = [from.coverage(), to.coverage()];
  const wanted = new Map(UNITS.map((unit) => [unit, daysOf(theirs, ours, unit, since, now)]));
  const months = new Set([...wanted.values()].flat().map((day) => monthOf(day)));
  const entities = from.entities();
  let rows = 0;
  for (const month of [...months].toSorted().toReversed()) {
    const parts = UNITS.map((unit) => ({
      unit,
      days: (wanted.get(unit) ?? []).filter((day) => monthOf(day) === month),
    })).filter(({ days }) => days.length > 0);
    for (const [i, { unit, days }] of parts.entries()) {
      const [first = 0, last = 0] = [days[0], days.at(-1)];
      rows += await to.takeRollups({
        unit,
        days,
        entities,
        complete: i === parts.length - 1,
        rows: (entity) => from.rollups(entity, unit, startOfLegalDay(first), startOfLegalDay(last + 1)),
      });
    }
  }
  return rows;
}

/** The legal days of which the source has roll-ups and not all readings, before all that the target has. */
function daysOf(
  theirs: Coverage,
  ours: Coverage,
  unit: RollupUnit,
  since: Instant,
  now: Instant,
): readonly number[] {
  const first = theirs[unit];
  if (first === undefined) return [];
  // A day of which some readings are left is known better by its roll-up.
  const begin = legalDayOf(Math.max(first, since) - 1) + 1;
  const read = legalDayOf((theirs.raw ?? now) - 1) + 1;
  const end = Math.min(read, ours[unit] === undefined ? Infinity : legalDayOf(ours[unit]));
  return Array.from({ length: Math.max(0, end - begin) }, (_, i) => begin + i);
}

/** `2026-11`, of a legal day. */
const monthOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 7);
