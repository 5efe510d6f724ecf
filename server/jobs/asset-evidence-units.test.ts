import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR } from "../../core/clock.ts";
import { outageHours } from "./asset-evidence-units.ts";

/** 1 November 2026, 00:00 legal time. */
const NOVEMBER = Date.UTC(2026, 9, 31, 17);
const NOW = NOVEMBER + 20 * DAY;
const alert = (since: number, hours: number, change: object = {}) => ({
  rule: "hosts_lost" as const,
  since,
  resolvedAt: since + hours * HOUR,
  ...change,
});

test("an hour that two alerts tell of counts once, and an hour at the end of a month belongs to that month", () => {
  const alerts = [alert(NOVEMBER - 2 * HOUR, 3), alert(NOVEMBER - HOUR, 4, { rule: "site_down" as const })];
  expect(outageHours(alerts, NOVEMBER - 40 * DAY, NOW)).toEqual([
    { month: "2026-09", hours: 0 },
    { month: "2026-10", hours: 2 },
    { month: "2026-11", hours: 3 },
  ]);
});

test("what still goes on counts until now; planned work, other rules and the time before watching do not count", () => {
  const alerts = [
    alert(NOW - 2 * HOUR, 0, { resolvedAt: null }),
    alert(NOVEMBER, 9, { planned: true as const }),
    alert(NOVEMBER + DAY, 9, { rule: "port_errors" as const }),
    alert(NOVEMBER - 9 * HOUR, 10),
  ];
  expect(outageHours(alerts, NOVEMBER, NOW)).toEqual([{ month: "2026-11", hours: 3 }]);
});

test("where nobody watched nothing is said", () => {
  expect(outageHours([], undefined, NOW)).toEqual([]);
});

test("hours lost are never more than a month has, nor than the alerts together lasted", () => {
  const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 * 24 }), fc.integer({ min: 0, max: 300 })));
  fc.assert(
    fc.property(spans, (list) => {
      const from = NOW - 365 * DAY;
      const months = outageHours(
        list.map(([start, hours]) => alert(NOW - start * HOUR, hours)),
        from,
        NOW,
      );
      const total = months.reduce((sum, { hours }) => sum + hours, 0);
      expect(total).toBeLessThanOrEqual(list.reduce((sum, [, hours]) => sum + hours, 0) + 0.1);
      for (const { hours } of months) expect(hours).toBeLessThanOrEqual(31 * 24);
      expect(months.map(({ month }) => month)).toEqual(months.map(({ month }) => month).toSorted());
    }),
  );
});
