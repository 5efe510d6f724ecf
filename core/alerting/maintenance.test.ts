import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR } from "../clock.ts";
import { maintenanceUntil, windowEnd } from "./maintenance.ts";
import type { Maintenance } from "./types.ts";

/** Legal time. */
const legal = (year: number, month: number, day: number, hour: number): number =>
  Date.UTC(year, month - 1, day, hour - 7);
const window = (over: Partial<Maintenance>): Maintenance => ({
  id: "m",
  scope: { kind: "site", id: "s1" },
  from: legal(2026, 1, 31, 18),
  to: legal(2026, 1, 31, 20),
  repeats: null,
  reason: "",
  ...over,
});

test("once is once", () => {
  const once = window({});
  expect(windowEnd(once, once.from - 1)).toBeUndefined();
  expect(windowEnd(once, once.from)).toBe(once.to);
  expect(windowEnd(once, once.to)).toBeUndefined();
  expect(windowEnd(once, once.from + DAY)).toBeUndefined();
});

test("every day and every week at the same legal time, as long as it repeats", () => {
  const until = legal(2026, 3, 1, 0);
  const daily = window({ repeats: { every: "day", until } });
  expect(windowEnd(daily, legal(2026, 2, 5, 19))).toBe(legal(2026, 2, 5, 20));
  expect(windowEnd(daily, legal(2026, 2, 5, 21))).toBeUndefined();
  expect(windowEnd(daily, legal(2026, 3, 1, 19))).toBeUndefined();
  const weekly = window({ repeats: { every: "week", until: null } });
  expect(windowEnd(weekly, legal(2026, 2, 7, 19))).toBe(legal(2026, 2, 7, 20));
  expect(windowEnd(weekly, legal(2026, 2, 8, 19))).toBeUndefined();
});

test("every month: the 31st is the last day of shorter months", () => {
  const monthly = window({ repeats: { every: "month", until: null } });
  expect(windowEnd(monthly, legal(2026, 2, 28, 19))).toBe(legal(2026, 2, 28, 20));
  expect(windowEnd(monthly, legal(2026, 3, 31, 19))).toBe(legal(2026, 3, 31, 20));
  expect(windowEnd(monthly, legal(2026, 3, 28, 19))).toBeUndefined();
  expect(windowEnd(monthly, legal(2028, 2, 29, 19))).toBe(legal(2028, 2, 29, 20));
  expect(windowEnd(monthly, legal(2027, 1, 31, 19))).toBe(legal(2027, 1, 31, 20));
  // Over the end of the month.
  const long = window({ to: legal(2026, 2, 1, 6), repeats: { every: "month", until: null } });
  expect(windowEnd(long, legal(2026, 5, 1, 5))).toBe(legal(2026, 5, 1, 6));
});

test("an end lies after the moment, and no further than the window is long", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4e12 }),
      fc.integer({ min: 1, max: 3 * DAY }),
      fc.integer({ min: 0, max: 4e12 }),
      fc.constantFrom(null, "day" as const, "week" as const, "month" as const),
      (from, length, at, every) => {
        const repeats = every === null ? null : { every, until: null };
        const end = windowEnd(window({ from, to: from + length, repeats }), at);
        if (end === undefined) return;
        expect(end).toBeGreaterThan(at);
        expect(end - at).toBeLessThanOrEqual(length);
        expect((end - length - from) % (every === null ? 1 : HOUR)).toBe(0);
      },
    ),
  );
});

test("of several windows the last end counts", () => {
  const at = legal(2026, 1, 31, 19);
  const place = { site: "s1", units: ["u1", "u0"] };
  const windows = [
    window({}),
    window({ to: legal(2026, 1, 31, 22), scope: { kind: "unit", id: "u0" } }),
    window({ to: legal(2026, 1, 31, 23), scope: { kind: "device", id: "d9" } }),
  ];
  expect(maintenanceUntil(windows, place, {}, at)).toBe(legal(2026, 1, 31, 22));
  expect(maintenanceUntil(windows, place, { device: "d9" }, at)).toBe(legal(2026, 1, 31, 23));
  expect(maintenanceUntil(windows, { site: "s2", units: [] }, {}, at)).toBeUndefined();
});
