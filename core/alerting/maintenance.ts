import { DAY, type Instant } from "../clock.ts";
import { legalDate, legalInstant } from "./calendar.ts";
import type { Maintenance, Subject } from "./types.ts";

/** Days of a month, Gregorian. */
const daysOf = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** The beginning of a monthly window in the month that is `months` after its first; a 31st is the last day of shorter months. */
function monthlyStart(first: Instant, months: number): Instant {
  const { year, month, day, time } = legalDate(first);
  const inYear = year + Math.floor((month + months) / 12);
  const inMonth = (month + months) % 12;
  return legalInstant(inYear, inMonth, Math.min(day, daysOf(inYear, inMonth)), time);
}

/** The latest beginning of a window that is not after `at`; undefined: none yet, or it repeats no more. */
function latestStart({ from, repeats }: Maintenance, at: Instant): Instant | undefined {
  if (at < from) return undefined;
  if (repeats === null) return from;
  const until = repeats.until ?? Number.POSITIVE_INFINITY;
  const last = Math.min(at, until);
  if (last < from) return undefined;
  if (repeats.every !== "month") {
    // Legal time has no summer time, so days are equally long.
    const period = repeats.every === "day" ? DAY : 7 * DAY;
    return from + Math.floor((last - from) / period) * period;
  }
  const a = legalDate(from);
  const b = legalDate(last);
  const months = (b.year - a.year) * 12 + b.month - a.month;
  const start = monthlyStart(from, months);
  return start <= last ? start : monthlyStart(from, months - 1);
}

/** When the occurrence that covers `at` ends; undefined: none does. */
export function windowEnd(window: Maintenance, at: Instant): Instant | undefined {
  const start = latestStart(window, at);
  if (start === undefined) return undefined;
  const end = start + (window.to - window.from);
  return at < end ? end : undefined;
}

/** Where things stand: the windows of a unit are those of all below it. */
interface Place {
  readonly units: readonly string[];
  readonly site: string;
}

export function concerns(
  { scope }: Maintenance,
  { units, site }: Place,
  { device }: Pick<Subject, "device">,
): boolean {
  if (scope.kind === "device") return scope.id === device;
  return scope.kind === "site" ? scope.id === site : units.includes(scope.id);
}

/** Until when a subject is being worked on, as announced; undefined: it is not. */
export function maintenanceUntil(
  windows: readonly Maintenance[],
  place: Place,
  subject: Pick<Subject, "device">,
  at: Instant,
): Instant | undefined {
  let until: Instant | undefined;
  for (const window of windows) {
    if (!concerns(window, place, subject)) continue;
    const end = windowEnd(window, at);
    if (end !== undefined && (until === undefined || end > until)) until = end;
  }
  return until;
}
