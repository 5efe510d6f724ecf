import type { DateText } from "./types.ts";

/** Arithmetic on dates of the legal calendar, as text `yyyy-mm-dd`; such texts sort as the dates do. */

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;

/** Whether it is a day that exists. */
export function isDate(text: string): boolean {
  const [, year, month, day] = FORM.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.toISOString().slice(0, 10) === text;
}

/** dd/MM/yyyy */
export const sayDate = (date: DateText): string => date.replace(FORM, "$3/$2/$1");

export const yearOf = (date: DateText): number => Number(date.slice(0, 4));

/** Whole days from one date to a later one. */
export const daysBetween = (from: DateText, to: DateText): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

/** Years from one date to a later one, with a fraction; negative when it lies before. */
export const yearsBetween = (from: DateText, to: DateText): number => daysBetween(from, to) / 365.25;

/** The date so many months later; the last day of the month where the day does not exist there. */
export function addMonths(date: DateText, months: number): DateText {
  const [, year = "", month = "", day = ""] = FORM.exec(date) ?? [];
  const first = new Date(Date.UTC(Number(year), Number(month) - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(Number(day), last));
  return first.toISOString().slice(0, 10);
}

/** The legal day of an instant (UTC+7). */
export const dateOf = (at: number): DateText => new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);
