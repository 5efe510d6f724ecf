import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR } from "../../core/clock.ts";
import { ALWAYS_OPEN } from "../../core/alerting/calendar.ts";
import type { Calendar } from "../../core/alerting/types.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { openRegistry } from "../stores/registry/registry.ts";
import { outageHours, unitEvidence } from "./asset-evidence-units.ts";

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
  expect(outageHours(alerts, NOVEMBER - 40 * DAY, NOW, ALWAYS_OPEN)).toEqual([
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
  expect(outageHours(alerts, NOVEMBER, NOW, ALWAYS_OPEN)).toEqual([{ month: "2026-11", hours: 3 }]);
});

test("where nobody watched nothing is said", () => {
  expect(outageHours([], undefined, NOW, ALWAYS_OPEN)).toEqual([]);
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
        ALWAYS_OPEN,
      );
      const total = months.reduce((sum, { hours }) => sum + hours, 0);
      expect(total).toBeLessThanOrEqual(list.reduce((sum, [, hours]) => sum + hours, 0) + 0.1);
      for (const { hours } of months) expect(hours).toBeLessThanOrEqual(31 * 24);
      expect(months.map(({ month }) => month)).toEqual(months.map(({ month }) => month).toSorted());
    }),
  );
});

test("closed nights, weekends and days off are no hours without LAN: what was mended meanwhile nobody saw", () => {
  const office: Calendar = {
    hours: [0, 1, 2, 3, 4, 5, 6].map((day) =>
      day === 0 || day === 6
        ? []
        : [
            [7.5 * 60, 11.5 * 60],
            [13 * 60, 17 * 60],
          ],
    ),
    holidays: new Set(["2026-11-09"]),
    working: new Set(),
  };
  // Friday, 6 November, 16:50, until Tuesday 7:45; Monday is a day off.
  const friday = NOVEMBER + 5 * DAY + 16 * HOUR + (50 / 60) * HOUR;
  const until = NOVEMBER + 9 * DAY + 7.75 * HOUR;
  const alerts = [alert(friday, (until - friday) / HOUR, { rule: "switch_loss" as const })];
  expect(outageHours(alerts, NOVEMBER, NOW, office)).toEqual([{ month: "2026-11", hours: 0.42 }]);
  // The noon break is none either.
  const day = [alert(NOVEMBER + DAY, 24)];
  expect(outageHours(day, NOVEMBER, NOW, office)).toEqual([{ month: "2026-11", hours: 8 }]);
});

test("what outlasted planned work is an outage from the work's end on", () => {
  const ends = NOVEMBER + 4 * HOUR;
  const alerts = [alert(NOVEMBER, 10, { plannedUntil: ends })];
  expect(outageHours(alerts, NOVEMBER, NOW, ALWAYS_OPEN)).toEqual([{ month: "2026-11", hours: 6 }]);
});

test("a score of weeks ago speaks for no plan", async () => {
  const dir = mkdtempSync(join(tmpdir(), "cayda-evidence-"));
  const clock = fakeClock(NOW);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const { registry } = await openRegistry(dir, { clock, newId, log });
  try {
    const by = { id: "p1", name: "an" };
    const commune = { name: "Xã A", kind: "commune" as const, parent: null, validFrom: "2026-07-01" };
    const unit = await registry.addUnit(commune, by);
    const site = unit.ok ? await registry.addSite({ unit: unit.value.id, name: "Trụ sở" }, by) : unit;
    if (!site.ok) throw new Error(site.fault.code);
    const scoreAfter = async (age: number) => {
      const subject = { kind: "site" as const, id: site.value.id };
      await registry.saveScores(NOW - age, [{ subject, score: 95, penalties: [], inferred: false }]);
      const units = await unitEvidence({
        registry,
        store: { availability: () => Promise.resolve([]) },
        now: NOW,
        calendar: ALWAYS_OPEN,
        agents: [],
        devices: [],
        alerts: [],
        factOf: () => {
          throw new Error("there is no alert");
        },
      });
      return units[0]?.sites[0]?.score?.now;
    };
    expect(await scoreAfter(21 * DAY)).toBeUndefined();
    expect(await scoreAfter(HOUR)).toBe(95);
  } finally {
    await registry.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
