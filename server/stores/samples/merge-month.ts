import { join } from "node:path";
import { startOfLegalDay } from "../../../core/clock.ts";
import { writePack } from "./pack-file.ts";
import { TEMPORARY } from "./packs.ts";
import { firstDayOf, monthOf } from "./periods.ts";
import { encodeRollups } from "./rollup-codec.ts";
import { endOfMonth, hoursMonthName, openRollupFiles } from "./rollup-files.ts";

export interface MonthJob {
  readonly dir: string;
  readonly origin: number;
  readonly month: number;
}

export interface MonthDone {
  readonly path: string;
  /** The legal days whose packs are in it now and may go. */
  readonly days: readonly number[];
  readonly damaged: readonly string[];
}

/** Puts a month's hourly roll-ups together: what there was of the month, and the packs of single days, which count for more. */
export function mergeMonth({ dir, origin, month }: MonthJob): MonthDone {
  const damaged: string[] = [];
  const files = openRollupFiles({ dir, origin, damaged: (name) => damaged.push(name) });
  const path = join(dir, hoursMonthName(month) + TEMPORARY);
  const days = files.hourDays.periods().filter((day) => monthOf(day) === month);
  const first = Math.min(files.hourMonths.about(month)?.made ?? Infinity, ...days);
  const writer = writePack(path, { origin, made: first });
  try {
    const entities = new Set<number>();
    const note = (packs: typeof files.hourDays, period: number) =>
      packs.attempt(
        period,
        (pack) => {
          for (const entity of pack.entities()) entities.add(entity);
        },
        undefined,
      );
    note(files.hourMonths, month);
    for (const day of days) note(files.hourDays, day);
    for (const entity of [...entities].toSorted((a, b) => a - b)) {
      const rows = files.read(entity, "hour", startOfLegalDay(firstDayOf(month)), endOfMonth(month));
      if (rows !== undefined)
        writer.add({ entity, seq: 0, points: rows.at.length, data: encodeRollups(rows) });
    }
    writer.finish();
    return { path, days, damaged };
  } finally {
    writer.close();
    files.close();
  }
}
