import { DAY, DAY_OFFSET, HOUR, MINUTE, legalDayOf, startOfLegalDay, type Instant } from "../clock.ts";
import type { Calendar } from "./types.ts";

/** Offices work at these times without a break, from the first to the last millisecond: `[from, to)`. */
type Span = readonly [Instant, Instant];

const MONDAY = 1;

/** yyyy-mm-dd of a legal day. */
export const dateOfDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The hours of one legal day, as instants in order; none on days off. */
export function officeSpans({ hours, holidays, working }: Calendar, day: number): readonly Span[] {
  const date = dateOfDay(day);
  if (holidays.has(date)) return [];
  // 1970-01-01 was a Thursday.
  const weekday = working.has(date) ? MONDAY : (((day + 4) % 7) + 7) % 7;
  const start = startOfLegalDay(day);
  return (hours[weekday] ?? []).map(([from, to]) => [start + from * MINUTE, start + to * MINUTE] as const);
}

/**
 * How long the office has been open at this moment, in milliseconds; undefined while it is closed. Hours that meet at
 * midnight are one opening (looked back thirty spans at most).
 */
export function officeSince(calendar: Calendar, at: Instant): number | undefined {
  const today = legalDayOf(at);
  const span = officeSpans(calendar, today).find(([from, to]) => at >= from && at < to);
  if (span === undefined) return undefined;
  let [from] = span;
  for (let spans = 0; spans < 30; spans += 1) {
    const before = officeSpans(calendar, legalDayOf(from - 1)).find(([, to]) => to === from);
    if (before === undefined) break;
    [from] = before;
  }
  return at - from;
}

export const isOffice = (calendar: Calendar, at: Instant): boolean => officeSince(calendar, at) !== undefined;

/** Open, and long enough that PCs which were off have been started and have settled. */
export function isSettledOffice(calendar: Calendar, at: Instant): boolean {
  const since = officeSince(calendar, at);
  return since !== undefined && since >= (calendar.graceMs ?? 0);
}

/** So long before a break people switch off, many in the same minute. */
export const BEFORE_CLOSING = 20 * MINUTE;

/** PCs are on now and stay on for a while: silence is no going home. */
export const isWorkingTime = (calendar: Calendar, at: Instant): boolean =>
  isSettledOffice(calendar, at) && isOffice(calendar, at + BEFORE_CLOSING);

/** Legal days with office hours in `[from, to)`, for rules that count working days. */
export function workingDays(calendar: Calendar, from: Instant, to: Instant): number {
  let count = 0;
  for (let day = legalDayOf(from) + 1; day <= legalDayOf(to) && count < 3_660; day += 1)
    if (officeSpans(calendar, day).length > 0) count += 1;
  return count;
}

/** The legal year, month (0–11), day of the month and the milliseconds since midnight of an instant. */
export function legalDate(at: Instant): { year: number; month: number; day: number; time: number } {
  const date = new Date(at + DAY_OFFSET);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    time: at - startOfLegalDay(legalDayOf(at)),
  };
}

/** The instant of a legal date and time; months beyond 0–11 run into other years. */
export const legalInstant = (year: number, month: number, day: number, time: number): Instant =>
  Date.UTC(year, month, day) - DAY_OFFSET + time;

/** Around the clock, for those who have no hours. */
export const ALWAYS_OPEN: Calendar = {
  hours: Array.from({ length: 7 }, () => [[0, (24 * HOUR) / MINUTE]]),
  holidays: new Set(),
  working: new Set(),
};
