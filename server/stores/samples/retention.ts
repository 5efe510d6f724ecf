import { DAY, legalDayOf, type Instant } from "../../../core/clock.ts";
import type { Log } from "../../../core/log.ts";
import type { Retention } from "../../store-limits.ts";
import type { ChunkFiles } from "./chunk-files.ts";
import type { ColdDays } from "./cold.ts";
import type { Memory } from "./memory.ts";
import { monthOf } from "./periods.ts";
import type { RollupFiles } from "./rollup-files.ts";

/** What the store has: legal days and months, each list ascending. */
export interface Kept {
  readonly hot: readonly number[];
  readonly cold: readonly number[];
  /** Packs of hourly roll-ups of a day, of a month, and of daily ones of a month. */
  readonly hourDays: readonly number[];
  readonly hourMonths: readonly number[];
  readonly dayMonths: readonly number[];
  /** Whether a legal day has hourly (daily) roll-ups. */
  readonly hasHours: (day: number) => boolean;
  readonly hasDayRow: (day: number) => boolean;
}

/** What of it is to go. */
type Expired = Readonly<Record<"cold" | "hourDays" | "hourMonths" | "dayMonths", readonly number[]>>;

/**
 * What is older than `retention` allows on the legal day `today`. Two things hold a file back:
 * - What it was to be rolled up into is not there: readings go only once their hours and days exist, hours once days do.
 * - As many newer days (or months) with data as the retention has units are not there. A clock that jumps years ahead for a
 *   night makes everything look old, but it does not make months of data; an office that was closed keeps more than it
 *   must, never more days of data than it is meant to.
 * Days that are hot stay: the night makes them cold first.
 */
export function expired(
  kept: Kept,
  { rawDays, hourlyMonths, dailyYears }: Retention,
  today: number,
): Expired {
  const dailyMonths = dailyYears * 12;
  const month = monthOf(today);
  const hot = new Set(kept.hot);
  const isOldDay = oldest([...kept.hot, ...kept.cold], today, rawDays);
  const hours = [...kept.hourDays.map((day) => monthOf(day)), ...kept.hourMonths];
  const isOldHours = oldest(hours, month, hourlyMonths);
  const isOldMonth = oldest(kept.dayMonths, month, dailyMonths);
  // Where the roll-ups themselves would have gone, nobody waits for them.
  const hasHours = (day: number) => kept.hasHours(day) || month - monthOf(day) > hourlyMonths;
  const hasDayRow = (day: number) => kept.hasDayRow(day) || month - monthOf(day) > dailyMonths;
  const daily = new Set(kept.dayMonths);
  return {
    cold: kept.cold.filter((day) => isOldDay(day) && !hot.has(day) && hasHours(day) && hasDayRow(day)),
    hourDays: kept.hourDays.filter((day) => isOldHours(monthOf(day)) && hasDayRow(day)),
    hourMonths: kept.hourMonths.filter(
      (one) => isOldHours(one) && (daily.has(one) || month - one > dailyMonths),
    ),
    dayMonths: kept.dayMonths.filter(isOldMonth),
  };
}

/** Whether a period is more than `keep` before `now` and has at least `keep` with data between itself and `now`. */
function oldest(periods: readonly number[], now: number, keep: number): (period: number) => boolean {
  const newestFirst = [...new Set(periods)].filter((one) => one <= now).toSorted((a, b) => b - a);
  // The present one is not counted.
  const place = newestFirst[0] === now ? keep : keep - 1;
  const bound = newestFirst[place] ?? -Infinity;
  return (period) => now - period > keep && period < bound;
}

interface Parts {
  readonly memory: Pick<Memory, "sites">;
  readonly files: ChunkFiles;
  readonly cold: ColdDays;
  readonly rollups: RollupFiles;
  readonly retention: Retention;
  readonly log: Log;
}

/** The days of readings that wait for a flush: what came late for a day that is cold makes it hot again soon. */
function waitingDays({ sites }: Pick<Memory, "sites">): ReadonlySet<number> {
  const days = new Set<number>();
  const spans = new Set<number>();
  for (const { pending } of sites.values()) {
    for (let i = 0; i < pending.length; i += 3) {
      const first = legalDayOf(pending[i + 1] as number);
      const last = legalDayOf(pending[i + 2] as number);
      // Many rows have the same span; a hostile one may be of years.
      if (spans.has(first * 2 ** 20 + last)) continue;
      spans.add(first * 2 ** 20 + last);
      for (let day = first; day <= last; day += 1) days.add(day);
    }
  }
  return days;
}

/** Unlinks what is too old, as of `now`; nobody may be reading the folder on another thread. Returns the number of files. */
export function makeRetention({
  memory,
  files,
  cold,
  rollups,
  retention,
  log,
}: Parts): (now: Instant) => number {
  return (now) => {
    const kept: Kept = {
      hot: [...new Set([...files.days(), ...waitingDays(memory)])],
      cold: cold.periods(),
      hourDays: rollups.hourDays.periods(),
      hourMonths: rollups.hourMonths.periods(),
      dayMonths: rollups.dayMonths.periods(),
      hasHours: (day) => rollups.hasDay(day),
      hasDayRow: (day) => rollups.hasDayRow(day),
    };
    const gone = expired(kept, retention, legalDayOf(now));
    for (const day of gone.cold) cold.remove(day);
    for (const day of gone.hourDays) rollups.hourDays.remove(day);
    for (const month of gone.hourMonths) rollups.hourMonths.remove(month);
    for (const month of gone.dayMonths) rollups.dayMonths.remove(month);
    const count = Object.values(gone).reduce((sum, periods) => sum + periods.length, 0);
    if (count > 0) {
      const lengths = Object.entries(gone).map(([kind, periods]) => [kind, periods.length]);
      const last = gone.cold.at(-1);
      const until =
        last === undefined ? {} : { until: new Date((last + 1) * DAY).toISOString().slice(0, 10) };
      log.info("samples_expired", { ...Object.fromEntries(lengths), ...until });
    }
    return count;
  };
}
