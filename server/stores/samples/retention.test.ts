import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { DAY } from "../../../core/clock.ts";
import { RETENTION } from "../../store-limits.ts";
import { monthOf } from "./periods.ts";
import { expired, type Kept } from "./retention.ts";

const TODAY = Date.UTC(2026, 10, 25) / DAY;
const MONTH = monthOf(TODAY);
const upTo = (last: number, count: number) => Array.from({ length: count }, (_, i) => last - count + 1 + i);
const nothing: Kept = {
  hot: [],
  cold: [],
  hourDays: [],
  hourMonths: [],
  dayMonths: [],
  hasHours: () => true,
  hasDayRow: () => true,
};
const none = { cold: [], hourDays: [], hourMonths: [], dayMonths: [] };

describe("raw readings", () => {
  const cold = upTo(TODAY - 1, 40);

  test("go after 35 days, today not counted", () => {
    expect(expired({ ...nothing, hot: [TODAY], cold }, RETENTION, TODAY).cold).toEqual(upTo(TODAY - 36, 5));
  });

  test("stay until both their roll-ups exist", () => {
    const old = TODAY - 38;
    const hasHours = (day: number) => day !== old;
    const hasDayRow = (day: number) => day !== old - 1;
    const gone = expired({ ...nothing, cold, hasHours, hasDayRow }, RETENTION, TODAY).cold;
    expect(gone).toEqual([TODAY - 40, TODAY - 37, TODAY - 36]);
  });

  test("stay while their day is hot: what came late is rolled up first", () => {
    const gone = expired({ ...nothing, hot: [TODAY - 37, TODAY], cold }, RETENTION, TODAY).cold;
    expect(gone).not.toContain(TODAY - 37);
    expect(gone).toContain(TODAY - 38);
  });

  test("stay when a clock jumps ten years for a night, also with readings of that night", () => {
    const wild = TODAY + 3_650;
    expect(expired({ ...nothing, cold: upTo(TODAY - 1, 34) }, RETENTION, wild)).toEqual(none);
    expect(expired({ ...nothing, hot: [wild], cold: upTo(TODAY - 1, 34) }, RETENTION, wild)).toEqual(none);
  });

  test("stay, 35 days of them, after an office was closed for months", () => {
    const before = upTo(TODAY - 100, 60);
    const gone = expired({ ...nothing, cold: [...before, TODAY - 1] }, RETENTION, TODAY).cold;
    expect(before.filter((day) => !gone.includes(day)).length).toBe(34);
  });

  test("of days to come do not make others old", () => {
    const future = upTo(TODAY + 500, 100);
    expect(expired({ ...nothing, hot: future, cold: upTo(TODAY - 50, 20) }, RETENTION, TODAY)).toEqual(none);
  });
});

describe("roll-ups", () => {
  test("of hours go after three years, once their days are rolled up", () => {
    const hourMonths = upTo(MONTH - 2, 38);
    const dayMonths = hourMonths.filter((month) => month !== MONTH - 38);
    const hourDays = [TODAY - 30, TODAY];
    const gone = expired({ ...nothing, hourDays, hourMonths, dayMonths }, RETENTION, TODAY);
    expect(gone).toEqual({
      ...none,
      hourMonths: [MONTH - 39, MONTH - 37].filter((month) => month !== MONTH - 38),
    });
  });

  test("of hours that never came into a month go with the others", () => {
    const old = TODAY - 1_200;
    const hourMonths = upTo(MONTH - 1, 36);
    const gone = expired(
      { ...nothing, hourDays: [old, TODAY], hourMonths, dayMonths: hourMonths },
      RETENTION,
      TODAY,
    );
    expect(gone.hourDays).toEqual([old]);
  });

  test("of days go after ten years", () => {
    const dayMonths = upTo(MONTH, 123);
    expect(expired({ ...nothing, dayMonths }, RETENTION, TODAY).dayMonths).toEqual([
      MONTH - 122,
      MONTH - 121,
    ]);
  });
});

test("whatever the store has and the clock says, that many newest days of data stay, and nothing within its time goes", () => {
  const days = fc.uniqueArray(fc.integer({ min: TODAY - 200, max: TODAY + 200 }), { maxLength: 80 });
  fc.assert(
    fc.property(
      days,
      days,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: -300, max: 5_000 }),
      (hot, cold, rawDays, jump) => {
        const now = TODAY + jump;
        const gone = expired({ ...nothing, hot, cold }, { ...RETENTION, rawDays }, now).cold;
        const left = new Set([...hot, ...cold].filter((day) => day <= now && !gone.includes(day)));
        for (const day of gone) expect(now - day).toBeGreaterThan(rawDays);
        if (gone.length > 0) {
          const newer = [...left].filter((day) => day > Math.max(...gone));
          expect(newer.length).toBeGreaterThanOrEqual(rawDays);
        }
      },
    ),
  );
});
