import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY, HOUR, legalDayOf, MINUTE, SECOND, startOfLegalDay, type Instant } from "../../core/clock.ts";
import type { Aggregate } from "../../core/wire/views.ts";
import type { RollupAnswer, RollupStat, RollupUnit } from "../../server/history-port.ts";
import type { SampleStore } from "../../server/ports.ts";
import { CONTRACT_START, type OpenedStore } from "./sample-store.ts";

/** 15:00 in Viet Nam. */
const T = CONTRACT_START;
/** The legal day two days before, which is over for every store. */
const D = startOfLegalDay(legalDayOf(T) - 2);
const PORT = "port:sw1/Gi0-7";
const TARGET = "target:gateway";
const DEVICE = "device:sw1";

type Fields = Readonly<Record<string, readonly (number | null)[]>>;

const every = (from: Instant, step: number, times: number) =>
  Array.from({ length: times }, (_, i) => from + i * step);

let number = 0;
async function put(
  store: SampleStore,
  entity: string,
  at: readonly Instant[],
  fields: Fields,
  site = "site-1",
) {
  number += 1;
  await store.append({
    block: `017f22e2-79b0-7cc3-98c5-${number.toString(16).padStart(12, "0")}`,
    site,
    receivedAt: T,
    samples: [
      {
        entity,
        at: [...at],
        fields: Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, [...values]])),
      },
    ],
  });
}

/** Means and shares are kept to about seven digits. */
function expectClose(
  found: readonly (number | null | undefined)[],
  expected: readonly (number | null)[],
): void {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    if (value === null) expect(found[i] ?? null).toBeNull();
    else
      expect(Math.abs((found[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-6 + 0.002);
  }
}

/** Each statistic of a field as a column of the answer. */
function expectRollup(
  { at, fields }: RollupAnswer,
  field: string,
  expected: Partial<Record<RollupStat, readonly (number | null)[]>>,
): void {
  for (const [stat, values] of Object.entries(expected) as [RollupStat, readonly (number | null)[]][]) {
    expectClose(fields[field]?.[stat] ?? at.map(() => null), values);
  }
}

/** The behaviour of every sample store about the far past and many entities, in addition to `sampleStoreContract`. */
export function sampleHistoryContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as history`, () => {
    let opened: OpenedStore;
    let store: SampleStore;
    beforeEach(async () => {
      opened = await open();
      ({ store } = opened);
    });
    afterEach(() => opened.remove());
    /** Holds right after the writes, when the days that are over were put away, and after a restart. */
    const always = async (check: () => Promise<void>) => {
      await check();
      await opened.compact?.(T + 3 * DAY);
      await check();
      store = await opened.reopen();
      await check();
    };
    const context: Context = { store: () => store, always, opened: () => opened };
    describe("coverage", () => describeCoverage(context));
    describe("rollups", () => describeRollups(context));
    describe("top", () => describeTop(context));
    describe("quantile", () => describeQuantile(context));
    describe("availability", () => describeAvailability(context));
    describe("raw of some fields", () => describeRaw(context));
    describe("range of whole hours and days", () => describeRange(context));
  });
}

interface Context {
  readonly store: () => SampleStore;
  readonly opened: () => OpenedStore;
  readonly always: (check: () => Promise<void>) => Promise<void>;
}

function describeCoverage({ store, always }: Context): void {
  test("is of nothing while there is nothing", async () => {
    expect(store().coverage()).toEqual({ raw: undefined, hour: undefined, day: undefined });
  });

  test("begins with the first reading, give or take the legal day it lies in", async () => {
    const at = D + 5 * HOUR;
    await put(store(), TARGET, [at, T], { loss: [0, 0] });
    await always(async () => {
      const { raw, hour, day } = store().coverage();
      expect(raw).toBeGreaterThanOrEqual(D);
      expect(raw).toBeLessThanOrEqual(at);
      for (const start of [hour, day]) {
        expect(start ?? D).toBeGreaterThanOrEqual(D);
        expect(start ?? D).toBeLessThanOrEqual(at);
      }
    });
  });
}

function describeRollups({ store, always, opened }: Context): void {
  const rollups = (entity: string, unit: RollupUnit, from: Instant, to: Instant) =>
    store().rollups(entity, unit, from, to);

  test("of a gauge: least, greatest, mean, 95th percentile, last and number of the hour's readings", async () => {
    const values = Array.from({ length: 20 }, (_, i) => ((i * 7) % 20) + 1);
    await put(store(), TARGET, every(D + HOUR, MINUTE, 20), { rtt_avg: values });
    await put(store(), TARGET, [D + 4 * HOUR], { rtt_avg: [3.5], jitter: [0] });
    await always(async () => {
      const answer = await rollups(TARGET, "hour", D, D + DAY);
      expect(answer.at).toEqual([D + HOUR, D + 4 * HOUR]);
      expectRollup(answer, "rtt_avg", {
        min: [1, 3.5],
        max: [20, 3.5],
        mean: [10.5, 3.5],
        p95: [19, 3.5],
        last: [values.at(-1) ?? 0, 3.5],
        count: [20, 1],
      });
      expectRollup(answer, "jitter", { min: [null, 0], count: [null, 1] });
      expect(Object.keys(answer.fields).toSorted()).toEqual(["jitter", "rtt_avg"]);
    });
  });

  test("of a counter: increase, seconds known, greatest rate, last reading and number of readings", async () => {
    // Every 10 minutes from a quarter to the hour on: the pair across the full hour is shared out.
    const at = every(D + 45 * MINUTE, 10 * MINUTE, 5);
    await put(store(), PORT, at, { in_octets: [0, 6_000, 12_000, 24_000, 24_000] });
    await always(async () => {
      const answer = await rollups(PORT, "hour", D, D + DAY);
      expect(answer.at).toEqual([D, D + HOUR]);
      expectRollup(answer, "in_octets", {
        increase: [9_000, 15_000],
        seconds: [900, 1_500],
        max_rate: [10, 20],
        last: [6_000, 24_000],
        count: [2, 3],
      });
    });
  });

  test("of a counter that restarted: what was counted before and after, and nothing in between", async () => {
    const at = every(D + HOUR, MINUTE, 5);
    await put(store(), PORT, at, {
      in_errors: [100, 160, 5, 65, 125],
      counters_since: [1e9, 1e9, 1.1e9, 1.1e9, 1.1e9],
    });
    await always(async () => {
      const answer = await rollups(PORT, "hour", D, D + DAY);
      expectRollup(answer, "in_errors", {
        increase: [180],
        seconds: [180],
        max_rate: [1],
        last: [125],
        count: [5],
      });
    });
  });

  test("of days are of legal days, and percentiles of the whole day", async () => {
    const at = [D - SECOND, D, D + 3 * HOUR, D + DAY - SECOND, D + DAY];
    await put(store(), TARGET, at, { rtt_avg: [9, 1, 2, 30, 7] });
    await always(async () => {
      const answer = await rollups(TARGET, "day", D - 3 * DAY, D + DAY);
      expect(answer.at).toEqual([D - DAY, D]);
      expectRollup(answer, "rtt_avg", {
        min: [9, 1],
        max: [9, 30],
        mean: [9, 11],
        p95: [9, 30],
        last: [9, 30],
        count: [1, 3],
      });
    });
  });

  test("are of what begins in [from, to) and is over", async () => {
    await put(store(), TARGET, [D + HOUR, D + 2 * HOUR, T - HOUR, T], { loss: [0, 0.5, 1, 0] });
    await always(async () => {
      expect((await rollups(TARGET, "hour", D + HOUR + 1, T + DAY)).at).toEqual([D + 2 * HOUR, T - HOUR]);
      expect((await rollups(TARGET, "hour", D, D + 2 * HOUR)).at).toEqual([D + HOUR]);
      expect((await rollups(TARGET, "day", D, T + DAY)).at).toEqual([D]);
      expect(await rollups("target:nobody", "hour", D, T)).toEqual({ at: [], fields: {} });
    });
  });

  test("know what came late, also after the day was put away", async () => {
    await put(store(), TARGET, every(D + HOUR, MINUTE, 3), { rtt_avg: [1, 2, 3] });
    await opened().compact?.(T + 3 * DAY);
    await put(store(), TARGET, [D + HOUR + 30 * MINUTE, D + HOUR], { rtt_avg: [10, 5] });
    await always(async () => {
      for (const unit of ["hour", "day"] as const) {
        const answer = await rollups(TARGET, unit, D, D + DAY);
        expectRollup(answer, "rtt_avg", { min: [2], max: [10], mean: [5], last: [10], count: [4] });
      }
    });
  });
}

function describeTop({ store, always }: Context): void {
  const at = every(D + 20 * HOUR, 5 * MINUTE, 97);
  /** Eight hours across a midnight, so many a reading. */
  const growing = (each: number) => at.map((_, i) => 1_000 + i * each);

  test("are those that grew most, greatest first, with what each field grew", async () => {
    await put(store(), "port:sw1/1", at, { in_errors: growing(1), out_errors: growing(2) });
    await put(store(), "port:sw1/2", at, { in_errors: growing(5) });
    await put(store(), "port:sw1/3", at, { in_errors: growing(0), out_errors: growing(0) });
    await put(store(), "port:sw2/1", at, { in_errors: growing(4), out_errors: growing(0) }, "site-2");
    const [from, to] = [D + 21 * HOUR, D + 27 * HOUR];
    const query = { kind: "port", fields: ["in_errors", "out_errors"], from, to, limit: 20 } as const;
    await always(async () => {
      const rows = await store().top(query);
      expect(rows.map(({ entity, site }) => [entity, site])).toEqual([
        ["port:sw1/2", "site-1"],
        ["port:sw2/1", "site-2"],
        ["port:sw1/1", "site-1"],
      ]);
      expectClose(
        rows.map(({ total }) => total),
        [360, 288, 216],
      );
      expectClose(
        rows.flatMap(({ increases }) => increases),
        [360, null, 288, 0, 72, 144],
      );
      expect((await store().top({ ...query, limit: 1 })).map(({ entity }) => entity)).toEqual(["port:sw1/2"]);
      expect((await store().top({ ...query, sites: ["site-2"] })).map(({ site }) => site)).toEqual([
        "site-2",
      ]);
      expect(await store().top({ ...query, sites: [] })).toEqual([]);
      expect(await store().top({ ...query, from: to + 3 * HOUR, to: to + 4 * HOUR })).toEqual([]);
    });
  });

  test("count to the second at the ends of the range, and no restart", async () => {
    const values = growing(60).map((value, i) => (i < 60 ? value : value - 4_000));
    await put(store(), "port:sw1/1", at, { in_errors: values });
    // From 20:07:30 on, of the pair 20:05 – 20:10 the half; the pair of the restart is nobody's.
    const query = { kind: "port", fields: ["in_errors"], limit: 5 } as const;
    const from = D + 20 * HOUR + 7.5 * MINUTE;
    await always(async () => {
      expectClose(
        (await store().top({ ...query, from, to: D + 21 * HOUR })).map(({ total }) => total),
        [630],
      );
      expectClose(
        (await store().top({ ...query, from, to: D + 28 * HOUR })).map(({ total }) => total),
        [5_610],
      );
    });
  });
}

function describeQuantile({ store, always }: Context): void {
  test("is of all readings of a site, by nearest rank", async () => {
    const at = every(D + 23 * HOUR, 6 * MINUTE, 20);
    const values = at.map((_, i) => i + 1);
    await put(store(), "target:t1", at, { rtt_avg: values });
    await put(store(), "target:t2", at, { rtt_avg: values.map((value) => value + 20) });
    await put(store(), "target:t3", at, { rtt_avg: values.map(() => 7.5) }, "site-2");
    await put(store(), "target:t4", at, { loss: values.map(() => 0) }, "site-3");
    const query = { kind: "target", field: "rtt_avg", quantile: 0.95, from: D, to: D + 2 * DAY } as const;
    const sorted = async (change: object = {}) =>
      (await store().quantile({ ...query, ...change })).toSorted((a, b) => (a.site < b.site ? -1 : 1));
    const two = { site: "site-2", value: 7.5, count: 20, approximate: false };
    await always(async () => {
      expect(await sorted()).toEqual([{ site: "site-1", value: 38, count: 40, approximate: false }, two]);
      expect(await sorted({ sites: ["site-2"] })).toEqual([two]);
      expect((await sorted({ quantile: 0 }))[0]?.value).toBe(1);
      expect((await sorted({ quantile: 1 }))[0]?.value).toBe(40);
      const part = await sorted({ from: at[5], to: at[15], quantile: 0.5 });
      expect(part.map(({ value, count }) => [value, count])).toEqual([
        [15, 20],
        [7.5, 10],
      ]);
      expect(await sorted({ from: D - 2 * DAY, to: D - DAY })).toEqual([]);
    });
  });
}

function describeAvailability({ store, always }: Context): void {
  const byDay = async (kind: "device" | "target", from: Instant, to: Instant, sites?: readonly string[]) => {
    const rows = await store().availability({ kind, from, to, sites });
    return rows
      .toSorted((a, b) => (a.entity === b.entity ? a.day - b.day : a.entity < b.entity ? -1 : 1))
      .map(({ entity, site, day, ratio, count }) => [
        entity,
        site,
        day,
        Math.round(ratio * 1e6) / 1e6,
        count,
      ]);
  };

  test("of a device is how many of its polls it answered, for each legal day", async () => {
    const at = every(D + 20 * HOUR, HOUR, 8);
    await put(store(), DEVICE, at, { up: [1, 1, 1, 0, 1, 0, 0, 0] });
    await put(store(), "device:sw2", [D + HOUR], { up: [0] }, "site-2");
    await put(store(), "device:sw3", [D + HOUR], { cpu: [5] }, "site-2");
    await always(async () => {
      expect(await byDay("device", D - DAY, D + 2 * DAY)).toEqual([
        [DEVICE, "site-1", D, 0.75, 4],
        [DEVICE, "site-1", D + DAY, 0.25, 4],
        ["device:sw2", "site-2", D, 0, 1],
      ]);
      expect(await byDay("device", D, D + DAY, ["site-2"])).toEqual([["device:sw2", "site-2", D, 0, 1]]);
    });
  });

  test("of a target is how many of its pings came back", async () => {
    const at = every(D + 22 * HOUR, HOUR, 4);
    await put(store(), TARGET, at, { sent: [10, 10, 5, 5], received: [10, 9, 0, 5] });
    await always(async () => {
      expect(await byDay("target", D, D + 2 * DAY)).toEqual([
        [TARGET, "site-1", D, 0.95, 2],
        [TARGET, "site-1", D + DAY, 0.5, 2],
      ]);
    });
  });

  test("of days that the range cuts is of what lies inside", async () => {
    await put(store(), DEVICE, every(D, HOUR, 48), {
      up: Array.from({ length: 48 }, (_, i) => Number(i % 24 < 12)),
    });
    await always(async () => {
      expect(await byDay("device", D + 6 * HOUR, D + 30 * HOUR)).toEqual([
        [DEVICE, "site-1", D, 0.333333, 18],
        [DEVICE, "site-1", D + DAY, 1, 6],
      ]);
    });
  });
}

function describeRaw({ store, always }: Context): void {
  test("gives the named fields, and the times at which one of them was read", async () => {
    const at = every(D, MINUTE, 3);
    await put(store(), PORT, at, {
      in_octets: [1, null, 3],
      out_octets: [null, 5, null],
      in_errors: [7, 8, 9],
    });
    await always(async () => {
      expect(await store().raw(PORT, D, D + HOUR, ["in_octets"])).toEqual({
        at: [at[0], at[2]],
        fields: { in_octets: [1, 3] },
      });
      expect(await store().raw(PORT, D, D + HOUR, ["in_octets", "out_octets"])).toEqual({
        at,
        fields: { in_octets: [1, null, 3], out_octets: [null, 5, null] },
      });
      expect(await store().raw(PORT, D, D + HOUR, ["speed"])).toEqual({ at: [], fields: {} });
    });
  });
}

function describeRange({ store, always }: Context): void {
  test("max_rate is the greatest rate between two readings that touches the step", async () => {
    const at = every(D, MINUTE, 5);
    await put(store(), PORT, at, { in_octets: [0, 60, 1_260, 1_260, 1_320] });
    const maxRate = async (stepMs: number) => {
      const series = [{ field: "in_octets", aggregate: "max_rate" } as const];
      return (await store().range({ entity: PORT, from: D, to: D + 6 * MINUTE, stepMs, series })).values[0];
    };
    await always(async () => {
      expectClose((await maxRate(2 * MINUTE)) ?? [], [20, 1, null]);
      // The pair of the second minute touches both steps.
      expectClose((await maxRate(90 * SECOND)) ?? [], [20, 20, 1, null]);
    });
  });

  test("is the same before and after the days are put away", async () => {
    const at = every(D - 3 * HOUR, 10 * MINUTE, 160).filter((_, i) => i % 17 !== 3 && (i < 60 || i > 75));
    await put(store(), PORT, at, {
      in_octets: at.map((_, i) => (i < 90 ? i * i * 1_000 : (i - 90) * 50_000)),
      speed: at.map((_, i) => (i % 50 === 0 ? 1e8 : 1e9)),
    });
    const counter: readonly Aggregate[] = ["rate", "max_rate", "increase", "last", "avg"];
    const gauge: readonly Aggregate[] = ["avg", "min", "max", "p95", "last"];
    const series = [
      ...counter.map((aggregate) => ({ field: "in_octets", aggregate })),
      ...gauge.map((aggregate) => ({ field: "speed", aggregate })),
    ];
    const ranges = [
      { from: D - 5 * HOUR, to: D + 30 * HOUR, stepMs: HOUR },
      { from: D - DAY, to: D + 30.5 * HOUR, stepMs: 6 * HOUR },
      { from: D - DAY, to: D + 2 * DAY, stepMs: DAY },
      { from: D + 2.5 * HOUR, to: D + 12 * HOUR, stepMs: HOUR },
      { from: D, to: D + 2 * HOUR, stepMs: 10 * MINUTE },
    ];
    const ask = () => Promise.all(ranges.map((range) => store().range({ entity: PORT, series, ...range })));
    const before = await ask();
    expect(before[0]?.values[0]?.filter((value) => value !== null).length).toBeGreaterThan(20);
    await always(async () => {
      for (const [i, answer] of (await ask()).entries()) {
        expect(answer.at).toEqual(before[i]?.at);
        for (const [j, values] of answer.values.entries()) expectClose(values, before[i]?.values[j] ?? []);
      }
    });
  });
}
