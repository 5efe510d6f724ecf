import { describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../clock.ts";
import { nextOpening, recipientsOf, type Listener } from "./recipients.ts";
import { LATE_MS, type AlertState, type Calendar, type Notice } from "./types.ts";

/** Mondays to Fridays, 7:30 to 17:00, legal time. */
const calendar: Calendar = {
  hours: [0, 1, 2, 3, 4, 5, 6].map((day) => (day === 0 || day === 6 ? [] : [[450, 1_020]])),
  holidays: new Set(["2026-11-24"]),
  working: new Set(),
};
/** Monday 2026-11-23, 09:00 and 21:00 legal time. */
const NINE = Date.UTC(2026, 10, 23, 2);
const EVENING = NINE + 12 * HOUR;

const notice = (reason: Notice["reason"], severity: AlertState["severity"] = "warning"): Notice => ({
  id: "a.1",
  alert: "a",
  reason,
  at: NINE,
  state: { severity } as AlertState,
});
const an: Listener = {
  person: "an",
  sees: null,
  unit: null,
  channels: ["mail"],
  severities: ["critical", "warning"],
  outside: "critical",
  step: 1,
};
const around = { units: ["commune", "district"], calendar, now: NINE, told: [] };
const people = (found: readonly { readonly person: string }[]) => found.map(({ person }) => person);

describe("recipients", () => {
  test("are those whose units and severities it concerns, on each of their channels", () => {
    const listeners: Listener[] = [
      { ...an, channels: ["mail", "sms"] },
      { ...an, person: "binh", sees: "district" },
      { ...an, person: "elsewhere", sees: "other" },
      { ...an, person: "own", unit: "other" },
      { ...an, person: "quiet", severities: ["critical"] },
      { ...an, person: "unreachable", channels: [] },
    ];
    const told = recipientsOf(notice("first"), listeners, around);
    expect(told.map(({ person, channel }) => `${person} ${channel}`)).toEqual([
      "an mail",
      "an sms",
      "binh mail",
    ]);
  });

  test("of what concerns the server alone are only those who see everything", () => {
    const district = { ...around, units: [] };
    expect(
      people(recipientsOf(notice("first"), [an, { ...an, person: "binh", sees: "district" }], district)),
    ).toEqual(["an"]);
  });

  test("of an end are those who were told of the beginning, and nobody else", () => {
    const told = [{ person: "an", channel: "mail" }];
    const listeners = [an, { ...an, person: "binh" }];
    expect(people(recipientsOf(notice("resolved"), listeners, { ...around, told }))).toEqual(["an"]);
    expect(recipientsOf(notice("resolved"), listeners, around)).toEqual([]);
    // Even when what they want has changed since.
    const changed = [{ ...an, severities: [] }];
    expect(people(recipientsOf(notice("resolved"), changed, { ...around, told }))).toEqual(["an"]);
  });

  test("of the second step hear of it when nobody acknowledged, and then all that follows", () => {
    const second: Listener = { ...an, person: "chief", step: 2 };
    expect(people(recipientsOf(notice("first"), [an, second], around))).toEqual(["an"]);
    expect(people(recipientsOf(notice("escalated"), [an, second], around))).toEqual(["an", "chief"]);
    const told = [{ person: "chief", channel: "mail" }];
    expect(people(recipientsOf(notice("worse"), [second], { ...around, told }))).toEqual(["chief"]);
  });

  test("of what turned out worse a moment later are those who had not heard of it yet", () => {
    const worse: Notice = { ...notice("worse", "critical"), justTold: "warning" };
    const told = ["an", "later"].map((person) => ({ person, channel: "mail" }));
    const listeners: Listener[] = [
      an,
      { ...an, person: "grave", severities: ["critical"] },
      // Told of the warning, but only for the next morning.
      { ...an, person: "later" },
    ];
    expect(people(recipientsOf(worse, listeners, { ...around, told }))).toEqual(["grave"]);
    const evening = { ...around, now: EVENING, told };
    expect(people(recipientsOf(worse, listeners, evening))).toEqual(["an", "grave", "later"]);
    const { justTold: _, ...old } = worse;
    expect(people(recipientsOf(old, listeners, { ...around, told }))).toEqual(["an", "grave", "later"]);
  });

  test("sleep outside office hours as far as they want, and hear of it when the office opens", () => {
    const evening = { ...around, now: EVENING };
    const due = (listener: Listener, severity: AlertState["severity"]) =>
      recipientsOf(notice("first", severity), [listener], evening)[0]?.due;
    // Tuesday is a holiday: Wednesday, 7:30.
    const opening = Date.UTC(2026, 10, 25, 0, 30);
    expect(due(an, "warning")).toBe(opening);
    expect(due(an, "critical")).toBe(EVENING);
    expect(due({ ...an, outside: "all" }, "warning")).toBe(EVENING);
    expect(due({ ...an, outside: "none" }, "critical")).toBe(opening);
    expect(recipientsOf(notice("first"), [an], around)[0]?.due).toBe(NINE);
  });
});

test("an office that never opens keeps nobody waiting", () => {
  const never: Calendar = { hours: [[], [], [], [], [], [], []], holidays: new Set(), working: new Set() };
  expect(nextOpening(never, NINE)).toBe(NINE);
  expect(nextOpening(calendar, EVENING)).toBeGreaterThan(EVENING + LATE_MS + MINUTE);
});
