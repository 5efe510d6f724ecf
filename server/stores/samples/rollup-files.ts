import { DAY, legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import type { RollupUnit } from "../../history-port.ts";
import type { PackFile } from "./pack-file.ts";
import { openPacks, type Packs, type PacksOptions } from "./packs.ts";
import { dateOf, dayOfDate, firstDayOf, monthName, monthOf, monthOfName } from "./periods.ts";
import { decodeRollups } from "./rollup-codec.ts";
import { joinRollups } from "./rollup-join.ts";
import type { RollupRows } from "./rollup-rows.ts";

/**
 * Roll-ups on disk. Hours: a pack for each day (`hours-YYYYMMDD.roll`), which becomes part of its month's
 * (`hours-YYYYMM.roll`) some days after the month's end; a day's pack counts for more than its month's, so that a day that
 * was rolled up again replaces what the month says of it. Days: a pack for each month (`days-YYYYMM.roll`). The
 * packs of roll-ups say in `made` with which legal day they begin.
 */
export interface RollupFiles {
  readonly hourDays: Packs;
  readonly hourMonths: Packs;
  readonly dayMonths: Packs;
  /** Rows that begin in [from, to); undefined when there are none. */
  read(
    entity: number,
    unit: RollupUnit,
    from: Instant,
    to: Instant,
    wanted?: ReadonlySet<number>,
  ): RollupRows | undefined;
  /** Whether the hours of a legal day are rolled up. */
  hasDay(day: number): boolean;
  /** Whether the daily roll-ups know of a legal day. */
  hasDayRow(day: number): boolean;
  /** The first legal day of each kind; undefined when there is none. */
  firstDay(unit: RollupUnit): number | undefined;
  readonly bytes: number;
  close(): void;
}

const HOURS_DAY = /^hours-(\d{8})\.roll$/;
const HOURS_MONTH = /^hours-(\d{6})\.roll$/;
const DAYS_MONTH = /^days-(\d{6})\.roll$/;
export const hoursDayName = (day: number) => `hours-${dateOf(day)}.roll`;
export const hoursMonthName = (month: number) => `hours-${monthName(month)}.roll`;
export const daysMonthName = (month: number) => `days-${monthName(month)}.roll`;

export function openRollupFiles(options: Omit<PacksOptions, "periodOf" | "nameOf">): RollupFiles {
  const { hourDays, hourMonths, dayMonths } = openAll(options);
  const piecesOf = (
    packs: Packs,
    period: number,
    unit: RollupUnit,
    entity: number,
    wanted: ReadonlySet<number> | undefined,
  ): readonly RollupRows[] => {
    const read = (pack: PackFile, name: string) =>
      pack.read(entity).flatMap((data) => {
        const rows = decodeRollups(data, unit, wanted);
        if (rows === undefined) options.damaged(`${name}/${entity}`);
        return rows === undefined ? [] : [rows];
      });
    return packs.attempt(period, read, []);
  };
  return {
    hourDays,
    hourMonths,
    dayMonths,
    read: (entity, unit, from, to, wanted) => {
      const first = legalDayOf(from);
      const last = legalDayOf(to - 1);
      const months = unit === "hour" ? hourMonths : dayMonths;
      const parts: RollupRows[] = [];
      const take = (packs: Packs, period: number) => {
        for (const rows of piecesOf(packs, period, unit, entity, wanted)) parts.push(rows);
      };
      // Later parts count for more.
      for (const month of months.periods()) {
        if (month >= monthOf(first) && month <= monthOf(last)) take(months, month);
      }
      for (const day of unit === "hour" ? hourDays.periods() : []) {
        if (day >= first && day <= last) take(hourDays, day);
      }
      return joinRollups(unit, parts, from, to);
    },
    hasDay: (day) => hourDays.has(day) || reaches(hourMonths, day),
    hasDayRow: (day) => reaches(dayMonths, day),
    firstDay: (unit) => {
      const firsts =
        unit === "day"
          ? firstOfMonths(dayMonths)
          : [...hourDays.periods().slice(0, 1), ...firstOfMonths(hourMonths)];
      return firsts.length === 0 ? undefined : Math.min(...firsts);
    },
    get bytes() {
      return hourDays.bytes + hourMonths.bytes + dayMonths.bytes;
    },
    close: () => {
      for (const packs of [hourDays, hourMonths, dayMonths]) packs.close();
    },
  };
}

function openAll(options: Omit<PacksOptions, "periodOf" | "nameOf">) {
  const named = (pattern: RegExp, numberOf: (text: string) => number) => (name: string) => {
    const text = pattern.exec(name)?.[1];
    return text === undefined ? undefined : numberOf(text);
  };
  const open = (
    nameOf: (period: number) => string,
    periodOf: (name: string) => number | undefined,
    maxOpen: number,
  ) => openPacks({ ...options, nameOf, periodOf, maxOpen });
  return {
    // A month in progress and the one before it: as many day packs may be open.
    hourDays: open(hoursDayName, named(HOURS_DAY, dayOfDate), 64),
    hourMonths: open(hoursMonthName, named(HOURS_MONTH, monthOfName), 12),
    dayMonths: open(daysMonthName, named(DAYS_MONTH, monthOfName), 12),
  };
}

/** Whether a month's pack begins before a legal day ends. */
function reaches(months: Packs, day: number): boolean {
  const since = months.about(monthOf(day))?.made;
  return since !== undefined && since <= day;
}

/** The legal day with which the oldest month begins. */
const firstOfMonths = (months: Packs): readonly number[] =>
  months
    .periods()
    .slice(0, 1)
    .map((month) => months.about(month)?.made ?? firstDayOf(month));

/** When the last day of a month is over. */
export const endOfMonth = (month: number): Instant => startOfLegalDay(firstDayOf(month + 1));
/** A month is put together so long after its end: most late data are there by then. */
export const MONTH_SETTLED = 3 * DAY;
