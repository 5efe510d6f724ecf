import { expect, test } from "vitest";
import { calendarOfWeek, MONDAY_9 } from "../../test/support/alert-kit.ts";
import { DAY, HOUR, MINUTE } from "../clock.ts";
import {
  ALWAYS_OPEN,
  isOffice,
  isSettledOffice,
  isWorkingTime,
  officeSince,
  workingDays,
} from "./calendar.ts";

const calendar = calendarOfWeek({ graceMs: 15 * MINUTE });
const midnight = MONDAY_9 - 9 * HOUR;
const at = (hours: number, minutes = 0): number => midnight + hours * HOUR + minutes * MINUTE;

test("offices open at half past seven, close for lunch and at five, by legal time", () => {
  const times = [at(7, 29), at(7, 30), at(11, 29), at(11, 30), at(12, 59), at(13), at(16, 59), at(17)];
  expect(times.map((time) => isOffice(calendar, time))).toEqual([
    false,
    true,
    true,
    false,
    false,
    true,
    true,
    false,
  ]);
  expect([7.5, 7.7, 7.75].map((hours) => isSettledOffice(calendar, at(hours)))).toEqual([false, false, true]);
});

test("people are at work from when PCs have settled until shortly before they go home, and not on days off", () => {
  const times = [at(7, 40), at(7, 45), at(11, 9), at(11, 15), at(13, 10), at(13, 15), at(16, 39), at(16, 41)];
  expect(times.map((time) => isWorkingTime(calendar, time))).toEqual([
    false,
    true,
    true,
    false,
    false,
    true,
    true,
    false,
  ]);
  expect(isWorkingTime(calendarOfWeek({ holidays: new Set(["2026-11-23"]) }), MONDAY_9)).toBe(false);
  expect(isWorkingTime(ALWAYS_OPEN, midnight)).toBe(true);
});

test("weekends and holidays are closed; a working Saturday has Monday's hours", () => {
  expect(isOffice(calendar, MONDAY_9 + 5 * DAY)).toBe(false);
  expect(isOffice(calendarOfWeek({ working: new Set(["2026-11-28"]) }), MONDAY_9 + 5 * DAY)).toBe(true);
  expect(isOffice(calendarOfWeek({ holidays: new Set(["2026-11-23"]) }), MONDAY_9)).toBe(false);
  // Still Sunday in London.
  expect(isOffice({ ...calendar, hours: [[], [[0, 60]], [], [], [], [], []] }, midnight)).toBe(true);
});

test("open since", () => {
  expect(officeSince(calendar, at(9))).toBe(90 * MINUTE);
  expect(officeSince(calendar, at(12))).toBeUndefined();
  expect(officeSince(ALWAYS_OPEN, at(9))).toBeGreaterThan(7 * DAY);
  const touching = calendarOfWeek({
    hours: Array.from({ length: 7 }, () => [
      [420, 600],
      [600, 700],
    ]),
  });
  expect(officeSince(touching, at(11))).toBe(4 * HOUR);
});

test("working days are counted without the day itself", () => {
  expect(workingDays(calendar, MONDAY_9, MONDAY_9 + 7 * DAY)).toBe(5);
  expect(workingDays(calendar, MONDAY_9 + 4 * DAY, MONDAY_9 + 6 * DAY)).toBe(0);
  expect(workingDays(calendar, MONDAY_9, MONDAY_9 - DAY)).toBe(0);
});
