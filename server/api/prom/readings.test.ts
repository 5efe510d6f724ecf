import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../../core/clock.ts";
import type { RollupAnswer, RollupStat } from "../../history-port.ts";
import { createEngine } from "../../promql/engine.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import { createPace } from "./pace.ts";
import { createMetricSource, type SourcePorts } from "./source.ts";

/**
 * The past whose readings are gone, asked as Grafana asks for one of its days: steps and windows of minutes. Readings every
 * minute since RAW, hours six days before, days twenty before those. A port counts one octet a second; a processor is at
 * 20 %, with one reading of 0 and one of 90 in each hour and day; the device was off from OFF for two hours.
 */
const RAW = 100 * DAY;
const HOURS = RAW - 6 * DAY;
const DAYS = HOURS - 20 * DAY;
const OFF = RAW - 2 * DAY;
const SHIFT = 7 * SECOND;

/** It restarts each day. */
const octets = (at: number) => ((at - DAYS) % DAY) / SECOND;
type Stats = Readonly<Partial<Record<RollupStat, (end: number) => number>>>;
const counts = (unit: "hour" | "day") => (unit === "hour" ? 60 : 1_440);

function rolled(
  unit: "hour" | "day",
  from: number,
  to: number,
  stats: Readonly<Record<string, Stats>>,
): RollupAnswer {
  const [start, end, length] = unit === "hour" ? [HOURS, RAW, HOUR] : [DAYS, RAW, DAY];
  const at = Array.from({ length: (end - start) / length }, (_, i) => start + i * length).filter(
    (time) => time >= from && time < to && (unit === "day" || time < OFF || time >= OFF + 2 * HOUR),
  );
  const column = (of: Stats) =>
    Object.fromEntries(
      Object.entries(of).map(([stat, value]) => [stat, at.map((time) => value(time + length))]),
    );
  return { at, fields: Object.fromEntries(Object.entries(stats).map(([field, of]) => [field, column(of)])) };
}

const store: SourcePorts["store"] = {
  entities: () => [
    { entity: "device:d1", kind: "device", site: "s1" },
    { entity: "port:d1/1", kind: "port", site: "s1" },
    { entity: "service:c1", kind: "service", site: "s1" },
  ],
  last: () => undefined,
  coverage: () => ({ raw: RAW, hour: HOURS, day: DAYS }),
  async raw(entity, from, to) {
    const every = entity.startsWith("service") ? 5 * MINUTE + 7 * SECOND : MINUTE;
    const first = Math.ceil((Math.max(RAW, from) - SHIFT) / every) * every + SHIFT;
    const at = Array.from(
      { length: Math.max(0, Math.ceil((to - first) / every)) },
      (_, i) => first + i * every,
    );
    if (entity.startsWith("port")) return { at, fields: { in_octets: at.map(octets) } };
    return { at, fields: entity.startsWith("device") ? { cpu: at.map(() => 20) } : { up: at.map(() => 1) } };
  },
  async rollups(entity, unit, from, to) {
    const count = () => counts(unit);
    if (entity.startsWith("port"))
      return rolled(unit, from, to, {
        in_octets: { last: octets, increase: () => counts(unit) * 60, count },
        oper_status: { min: () => 1, max: () => 7, mean: () => 1.4, last: () => 2, count },
      });
    if (!entity.startsWith("device")) return { at: [], fields: {} };
    return rolled(unit, from, to, {
      cpu: { min: () => 0, max: () => 90, mean: () => 20, last: () => 21, count },
    });
  },
};
const clock = fakeClock();
const source = createMetricSource(
  { store, labels: { of: (entity) => ({ entity }) } },
  new Set(["s1"]),
  createPace(clock, 1_000),
);
const engine = createEngine({ source, clock });

/** The value of the only series; undefined when there is none. */
async function value(query: string, at: number): Promise<number | undefined> {
  const { result } = await engine.instant(query, at);
  const rows = result as readonly { readonly value: number }[];
  expect(rows.length).toBeLessThan(2);
  return rows[0]?.value;
}

test("a moment within a rolled-up hour or day has its value, and one that nothing was read in has none", async () => {
  for (const at of [RAW - DAY + 17 * MINUTE, RAW - 31 * MINUTE, HOURS + SECOND, DAYS + 10 * DAY + 5 * HOUR])
    expect(await value("cayda_device_cpu", at), String(at)).toBe(20);
  expect(await value("cayda_device_cpu", OFF + HOUR)).toBeUndefined();
  expect(await value("cayda_device_cpu", OFF - MINUTE)).toBe(20);
  expect(await value("cayda_device_cpu", DAYS - HOUR)).toBeUndefined();
  expect(await value("timestamp(cayda_device_cpu)", RAW - 31 * MINUTE)).toBe((RAW - 31 * MINUTE) / SECOND);
});

test("a day of the past is a line without holes at the steps and windows that Grafana picks for it", async () => {
  // A day and a bit, so that hours, the border and readings are in it; for 24 h it asks for [4m] every minute.
  const chart = async (query: string, from: number, to: number) => {
    const { result } = await engine.range(query, from, to, MINUTE);
    return result as readonly { readonly at: Float64Array; readonly values: Float64Array }[];
  };
  for (const [query, wanted] of [
    ["rate(cayda_port_in_octets_total[4m])", 1],
    ["irate(cayda_port_in_octets_total[4m])", 1],
    ["increase(cayda_port_in_octets_total[4m])", 240],
    ["avg_over_time(cayda_device_cpu[4m])", 20],
    ["cayda_device_cpu", 20],
  ] as const) {
    for (const [from, to] of [
      [RAW - DAY, RAW + HOUR],
      [HOURS - 2 * DAY, HOURS + 3 * HOUR],
    ] as const) {
      const [line, ...others] = await chart(query, from, to);
      expect(others).toEqual([]);
      expect(line?.at.length, query).toBe((to - from) / MINUTE + 1);
      for (const one of line?.values ?? []) expect(one, query).toBeCloseTo(wanted, 3);
    }
  }
});

test("what an hour knows answers the function: least, greatest, mean, how many, sum", async () => {
  const at = RAW - 31 * MINUTE;
  expect(await value("min_over_time(cayda_device_cpu[4m])", at)).toBe(0);
  expect(await value("max_over_time(cayda_device_cpu[3h])", at)).toBe(90);
  expect(await value("last_over_time(cayda_device_cpu[3h])", at)).toBe(21);
  expect(await value("count_over_time(cayda_device_cpu[3h])", at)).toBe(180);
  expect(await value("count_over_time(cayda_device_cpu[4m])", at)).toBeCloseTo(4, 9);
  expect(await value("sum_over_time(cayda_device_cpu[3h])", at)).toBe(3_600);
  // Days, hours and readings: each reading counts alike.
  const long = "[27d]";
  expect(await value(`avg_over_time(cayda_device_cpu${long})`, RAW + DAY)).toBeCloseTo(20, 9);
  expect(await value(`count_over_time(cayda_device_cpu${long})`, RAW + DAY)).toBe(
    20 * 1_440 + (6 * 24 - 2) * 60 + 1_440,
  );
});

test("a state is one that was read, never a mean of two", async () => {
  expect(await value("cayda_port_oper_status", RAW - 31 * MINUTE)).toBe(2);
  expect(await value("max_over_time(cayda_port_oper_status[1h])", RAW - 31 * MINUTE)).toBe(7);
  expect(await value("avg_over_time(cayda_port_oper_status[1h])", RAW - 31 * MINUTE)).toBe(1.4);
});

test("nobody knows when it was counted across hours that were not read: no rate there", async () => {
  expect(await value("rate(cayda_port_in_octets_total[4m])", OFF + 2 * HOUR + MINUTE)).toBeUndefined();
  expect(await value("rate(cayda_port_in_octets_total[4m])", OFF + 3 * HOUR + MINUTE)).toBeCloseTo(1, 9);
  expect(await value("rate(cayda_port_in_octets_total[4m])", OFF + HOUR)).toBeUndefined();
});

test("what is read every five minutes is there all the time, unless somebody asks for a shorter lookback", async () => {
  for (let at = RAW + HOUR; at < RAW + 2 * HOUR; at += 10 * SECOND)
    expect(await value("cayda_service_up", at), String(at)).toBe(1);
  const seen = await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      engine.instant("cayda_service_up", RAW + HOUR + i * 10 * SECOND, MINUTE),
    ),
  );
  expect(seen.filter(({ result }) => (result as readonly unknown[]).length === 0).length).toBeGreaterThan(20);
});

test("a month of readings is asked for as hours where these say the same, and as readings where not", async () => {
  // Two readings an hour, of which none lies at its border; the value tells the hour.
  const FIRST = 500 * DAY;
  const reading = (i: number) => ({ at: FIRST + i * 30 * MINUTE + 13 * MINUTE, value: i % 97 });
  const all = Array.from({ length: 40 * 48 }, (_, i) => reading(i));
  let loaded = 0;
  const within = (from: number, to: number) => all.filter(({ at }) => at >= from && at < to);
  const long: SourcePorts["store"] = {
    ...store,
    coverage: () => ({ raw: FIRST, hour: FIRST, day: FIRST }),
    entities: () => [{ entity: "device:d1", kind: "device", site: "s1" }],
    raw: async (_, from, to) => {
      const some = within(from, to);
      loaded += some.length;
      return { at: some.map(({ at }) => at), fields: { cpu: some.map((one) => one.value) } };
    },
    rollups: async (_, unit, from, to) => {
      expect(unit).toBe("hour");
      const at = [...new Set(all.map((one) => Math.floor(one.at / HOUR) * HOUR))].filter(
        (time) => time >= from && time < to && time < FIRST + 39 * DAY + 7 * HOUR,
      );
      const stats = (of: (values: readonly number[]) => number) =>
        at.map((time) => of(within(time, time + HOUR).map((one) => one.value)));
      const sum = (values: readonly number[]) => values.reduce((before, one) => before + one, 0);
      const cpu = {
        min: stats((values) => Math.min(...values)),
        max: stats((values) => Math.max(...values)),
        mean: stats((values) => sum(values) / values.length),
        count: stats((values) => values.length),
      };
      return { at, fields: { cpu } };
    },
  };
  const labels = { of: (entity: string) => ({ entity }) };
  const ask = (from: SourcePorts["store"]) =>
    createEngine({
      source: createMetricSource({ store: from, labels }, new Set(["s1"]), createPace(clock, 1_000)),
      clock,
    });
  const [hours, readings] = [ask(long), ask({ ...long, rollups: async () => ({ at: [], fields: {} }) })];
  const end = FIRST + 39 * DAY + 11 * HOUR + 17 * MINUTE;
  for (const what of ["avg", "min", "max", "sum", "count"])
    for (const query of [
      `${what}_over_time(cayda_device_cpu[30d])`,
      `${what}_over_time(cayda_device_cpu[3d] offset 5d)`,
    ]) {
      loaded = 0;
      const [one] = (await hours.instant(query, end)).result as readonly { readonly value: number }[];
      expect(loaded, query).toBeLessThan(20);
      const [other] = (await readings.instant(query, end)).result as readonly { readonly value: number }[];
      expect(one?.value, query).toBeCloseTo(other?.value ?? Number.NaN, 6);
    }
  // A value for each day: days that begin with an hour, and days that do not.
  for (const [shift, most] of [
    [0, 20],
    [7 * MINUTE, Infinity],
  ] as const) {
    loaded = 0;
    const range = (engine: typeof hours) =>
      engine.range("avg_over_time(cayda_device_cpu[1d])", FIRST + DAY + shift, FIRST + 39 * DAY + shift, DAY);
    const found = (await range(hours)).result as readonly { readonly values: Float64Array }[];
    expect(loaded).toBeLessThan(most);
    const wanted = (await range(readings)).result as readonly { readonly values: Float64Array }[];
    expect(found[0]?.values).toHaveLength(39);
    for (const [i, value] of (found[0]?.values ?? []).entries())
      expect(value).toBeCloseTo(wanted[0]?.values[i] ?? Number.NaN, 6);
  }
  loaded = 0;
  await hours.instant("quantile_over_time(0.95, cayda_device_cpu[30d])", end);
  expect(loaded).toBe(30 * 48);
});

describe("a counter of 32 bits", () => {
  const [WRAP, PER_SECOND] = [2 ** 32, 12_000_000];
  const at = Array.from({ length: 30 }, (_, i) => RAW + i * MINUTE);
  /** A port at 96 Mb/s, which wraps every six minutes; `restart`: at that reading it begins at zero. */
  const engineOf = (bits: number, restart = -1) => {
    const values = at.map((_, i) => (restart >= 0 && i >= restart ? i - restart : i) * 60 * PER_SECOND);
    const fields: Readonly<Record<string, readonly number[]>> = {
      in_octets: values.map((value) => (bits === 32 ? value % WRAP : value)),
      counter_bits: at.map(() => bits),
      counters_since: at.map((_, i) => (restart >= 0 && i >= restart ? RAW / SECOND + restart * 60 : 0)),
      speed: at.map(() => 100_000_000),
    };
    const asked: (readonly string[] | undefined)[] = [];
    const wrapping: SourcePorts["store"] = {
      ...store,
      coverage: () => ({ raw: RAW, hour: undefined, day: undefined }),
      entities: () => [{ entity: "port:d1/1", kind: "port", site: "s1" }],
      raw: async (_, from, to, names = []) => {
        asked.push(names);
        const rows = [...at.keys()].filter((i) => (at[i] ?? 0) >= from && (at[i] ?? 0) < to);
        const column = (name: string) => rows.map((row) => fields[name]?.[row] ?? null);
        return {
          at: rows.map((row) => at[row] ?? 0),
          fields: Object.fromEntries(names.map((name) => [name, column(name)])),
        };
      },
    };
    const labels = { of: (entity: string) => ({ entity }) };
    const of = createMetricSource({ store: wrapping, labels }, new Set(["s1"]), createPace(clock, 1_000));
    return { engine: createEngine({ source: of, clock }), asked };
  };
  const rates = async (engine: ReturnType<typeof createEngine>, query: string) => {
    const { result } = await engine.range(query, RAW + 10 * MINUTE, RAW + 29 * MINUTE, MINUTE);
    return [...((result as readonly { readonly values: Float64Array }[])[0]?.values ?? [])];
  };

  test("goes on where it wrapped, so that nothing is missing of its rate", async () => {
    const { engine } = engineOf(32);
    for (const query of ["rate(cayda_port_in_octets_total[5m])", "irate(cayda_port_in_octets_total[5m])"])
      for (const rate of await rates(engine, query)) expect(rate).toBeCloseTo(PER_SECOND, 0);
    // What it stood at is told as it was read.
    const [last = 0] = (await rates(engine, "max_over_time(cayda_port_in_octets_total[5m])")).slice(-1);
    expect(last).toBeLessThan(WRAP);
  });

  test("falls where its device restarted, and nothing else is read where nothing falls", async () => {
    const restarted = await rates(engineOf(32, 20).engine, "increase(cayda_port_in_octets_total[2m])");
    for (const grown of restarted) expect(grown).toBeLessThanOrEqual(2.01 * 60 * PER_SECOND);
    const { engine, asked } = engineOf(64);
    await rates(engine, "rate(cayda_port_in_octets_total[5m])");
    expect(asked).toEqual([["in_octets"]]);
  });
});
