import { expect, test } from "vitest";
import { isOffice } from "../core/alerting/calendar.ts";
import { MINUTE } from "../core/clock.ts";
import { loadCalendar, parseCalendar } from "./alert-calendar.ts";

const week = (over: string = ""): string => `
hours:
  monday: [07:30-11:30, 13:00-17:00]
  tuesday: [00:00-24:00]
  wednesday: []
  thursday: []
  friday: []
  saturday: []
  sunday: []
grace: 10m
fixed: [01-01, 09-02]
${over}`;
const mistakesOf = (yaml: string): readonly string[] => {
  const parsed = parseCalendar(yaml, "en");
  return parsed.ok ? [] : parsed.mistakes;
};
const legal = (text: string): number => Date.parse(`${text}+07:00`);

test("hours, days off and swapped days", () => {
  const parsed = parseCalendar(
    week("years:\n  2026:\n    holidays: { 2026-11-23: A day }\n    working: [2026-11-28]"),
    "en",
  );
  if (!parsed.ok) throw new Error(parsed.mistakes.join("\n"));
  const { calendar, hints } = parsed.value;
  expect(calendar.graceMs).toBe(10 * MINUTE);
  const open = [
    "2026-11-16T09:00",
    "2026-11-23T09:00",
    "2026-11-28T09:00",
    "2026-11-28T12:00",
    "2026-11-24T23:59",
  ];
  expect(open.map((text) => isOffice(calendar, legal(text)))).toEqual([true, false, true, false, true]);
  // 2 September 2030 is a Monday; the file has no block for 2030.
  expect(isOffice(calendar, legal("2030-09-02T09:00"))).toBe(false);
  // 2026 has its own block: only what stands in it counts.
  expect(calendar.holidays.has("2026-09-02")).toBe(false);
  expect(hints(legal("2026-06-01T09:00"))).toEqual([]);
  expect(hints(legal("2026-12-01T09:00"))[0]).toMatch(/no days off for 2027/);
});

test("dates to be checked are spoken of two months ahead, until they are over", () => {
  const parsed = parseCalendar(
    week("years:\n  2027: { holidays: { 2027-02-05: Tết }, check: [2027-02-05] }"),
    "vi",
    "lich.yaml",
  );
  if (!parsed.ok) throw new Error(parsed.mistakes.join("\n"));
  const { hints } = parsed.value;
  expect(hints(legal("2027-01-10T09:00"))).toEqual([expect.stringMatching(/2027-02-05.*lich\.yaml/)]);
  expect(hints(legal("2027-02-05T09:00")).length).toBe(1);
  expect(hints(legal("2027-02-06T09:00"))).toEqual([]);
});

test("every mistake is said with its field and how to mend it", () => {
  expect(mistakesOf(week().replace("[07:30-11:30, 13:00-17:00]", "[13:00-17:00, 07:30-11:30]"))).toEqual([
    "calendar.yaml: hours.monday: write like 07:30-11:30, one after the other within the day, without overlap",
  ]);
  expect(mistakesOf(week().replace("24:00", "24:30")).length).toBe(1);
  expect(mistakesOf(week().replace("07:30-", "7h-"))[0]).toMatch(/^calendar\.yaml: hours\.monday/);
  expect(mistakesOf(week().replace("01-01", "02-30"))).toEqual([
    "calendar.yaml: fixed.0: write month and day, like 09-02",
  ]);
  expect(mistakesOf(week("years:\n  2026: { holidays: { 2027-01-01: New Year } }"))).toEqual([
    "calendar.yaml: years.2026.2027-01-01: write a real day of that year, like 2027-02-06",
  ]);
  expect(mistakesOf(week("years:\n  26: { holidays: {} }")).length).toBe(1);
  expect(mistakesOf("hours: {}").length).toBe(7);
});

test("the shipped calendar knows Tết and asks to check what was not published", () => {
  const loaded = loadCalendar(undefined, "en");
  if (!loaded.ok) throw new Error(loaded.mistakes.join("\n"));
  const { calendar, hints } = loaded.value;
  expect(isOffice(calendar, legal("2026-02-17T09:00"))).toBe(false);
  expect(isOffice(calendar, legal("2026-02-23T09:00"))).toBe(true);
  expect(isOffice(calendar, legal("2026-01-10T09:00"))).toBe(true);
  expect(hints(legal("2027-01-10T09:00"))[0]).toMatch(/2027-02-05/);
});
