import { DAY, HOUR, legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";

/** Days and months of the legal calendar (`core/clock.ts`), by number and as they stand in the names of files. */

const HOURS = DAY / HOUR;

/** The first hour (hours since 1970) of a legal day, which begins on a whole hour. */
export const firstHourOf = (day: number): number => startOfLegalDay(day) / HOUR;
/** The legal day that an hour lies in. */
export const dayOfHour = (hour: number): number => legalDayOf(hour * HOUR);
/** 0 to 23: which hour of its legal day an hour is. */
export const hourInDay = (hour: number): number => hour - firstHourOf(dayOfHour(hour));
export const HOURS_A_DAY = HOURS;

/** A legal day as yyyymmdd. */
export const dateOf = (day: number): string =>
  new Date(day * DAY).toISOString().slice(0, 10).replaceAll("-", "");
/** The legal day of a date yyyymmdd. */
export function dayOfDate(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / DAY;
}

/** Months since year 0, of a legal day. */
export function monthOf(day: number): number {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
/** A month as yyyymm. */
export const monthName = (month: number): string =>
  `${Math.floor(month / 12)
    .toString()
    .padStart(4, "0")}${((month % 12) + 1).toString().padStart(2, "0")}`;
export const monthOfName = (name: string): number =>
  Number(name.slice(0, 4)) * 12 + Number(name.slice(4, 6)) - 1;
/** The first legal day of a month. */
export const firstDayOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY;

/** When a legal day, or a month's last day, is over. */
export const endOfDay = (day: number): Instant => startOfLegalDay(day + 1);
