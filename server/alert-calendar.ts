import { readFileSync } from "node:fs";
import { z } from "zod";
import { isDate } from "../core/assets/dates.ts";
import type { Calendar } from "../core/alerting/types.ts";
import { DAY, legalDayOf, type Instant } from "../core/clock.ts";
import { say, type Language } from "../core/messages/say.ts";
import { duration, parseYaml, readText } from "./alert-rules.ts";

/** `config/calendar.yaml`: office hours and days off. */

export interface OfficeCalendar {
  readonly calendar: Calendar;
  /** Sentences about days off that the file does not know, or not for certain, at a time. */
  readonly hints: (now: Instant) => readonly string[];
}
type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistakes: readonly string[] };

const span = z
  .string()
  .max(11)
  .transform((text, context): readonly [number, number] => {
    const [, ...numbers] = /^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
    const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = numbers.map(Number);
    const from = fromHour * 60 + fromMinute;
    const to = toHour * 60 + toMinute;
    if (numbers.length === 0 || from >= to || to > 24 * 60)
      context.addIssue({ code: "custom", message: "server.reason.hours" });
    return [from, to];
  });
const inOrder = (spans: readonly (readonly [number, number])[]): boolean =>
  spans.every(([from], i) => i === 0 || from >= (spans[i - 1]?.[1] ?? 0));
const hours = z.array(span).max(8).refine(inOrder, "server.reason.hours");

const date = z.string().refine(isDate, "server.reason.date");
const year = z.strictObject({
  holidays: z.record(date, z.string().max(200)),
  working: z.array(date).max(60).default([]),
  check: z.array(date).max(120).default([]),
});
const years = z
  .record(z.string().regex(/^\d{4}$/, "server.reason.year"), year)
  .superRefine((blocks, context) => {
    for (const [of, { holidays, working }] of Object.entries(blocks))
      for (const day of [...Object.keys(holidays), ...working])
        if (!day.startsWith(`${of}-`))
          context.addIssue({ code: "custom", path: [of, day], message: "server.reason.date" });
  });

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
const calendarFile = z.strictObject({
  hours: z.strictObject(
    Object.fromEntries(DAYS.map((day) => [day, hours])) as Record<(typeof DAYS)[number], typeof hours>,
  ),
  grace: duration.optional(),
  fixed: z
    .array(z.string().refine((text) => isDate(`2028-${text}`), "server.reason.month_day"))
    .max(40)
    .default([]),
  years: years.default({}),
});
type CalendarFile = z.infer<typeof calendarFile>;

/** Years for which the fixed days are laid out. */
const [FIRST_YEAR, LAST_YEAR] = [2020, 2060];

export function parseCalendar(
  yaml: string,
  language: Language,
  fileName = "calendar.yaml",
): Parsed<OfficeCalendar> {
  const parsed = parseYaml(calendarFile, yaml, language, fileName);
  if (!parsed.ok) return parsed;
  const file = parsed.value;
  return {
    ok: true,
    value: { calendar: calendarOf(file), hints: (now) => hintsOf(file, now, language, fileName) },
  };
}

function calendarOf(file: CalendarFile): Calendar {
  const holidays = new Set(Object.values(file.years).flatMap((block) => Object.keys(block.holidays)));
  for (let number = FIRST_YEAR; number <= LAST_YEAR; number += 1)
    if (file.years[number] === undefined) for (const day of file.fixed) holidays.add(`${number}-${day}`);
  return {
    hours: DAYS.map((day) => file.hours[day]),
    holidays,
    working: new Set(Object.values(file.years).flatMap(({ working }) => working)),
    ...(file.grace === undefined ? {} : { graceMs: file.grace }),
  };
}

/** How far ahead a date that must be checked is spoken of, and the next year is missed. */
const AHEAD_MS = 60 * DAY;

function hintsOf(file: CalendarFile, now: Instant, language: Language, fileName: string): readonly string[] {
  const yearOf = (at: Instant): number => new Date(legalDayOf(at) * DAY).getUTCFullYear();
  const hints: string[] = [];
  for (const number of new Set([yearOf(now), yearOf(now + AHEAD_MS)])) {
    const block = file.years[number];
    if (block === undefined)
      hints.push(say(language, "server.calendar.missing", { year: number, file: fileName }));
    const soon = block?.check.filter((day) => {
      const at = legalDayOf(Date.parse(`${day}T00:00:00Z`)) - legalDayOf(now);
      return at >= 0 && at * DAY <= AHEAD_MS;
    });
    if (soon !== undefined && soon.length > 0)
      hints.push(
        say(language, "server.calendar.check", { year: number, days: soon.join(", "), file: fileName }),
      );
  }
  return hints;
}

const SHIPPED = new URL("../config/calendar.yaml", import.meta.url);

/** Reads one's own calendar (a path), or the shipped one. */
export function loadCalendar(file: string | undefined, language: Language): Parsed<OfficeCalendar> {
  const text =
    file === undefined
      ? { ok: true as const, value: readFileSync(SHIPPED, "utf8") }
      : readText(file, language);
  return text.ok ? parseCalendar(text.value, language, file ?? "calendar.yaml") : text;
}
