import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../core/clock.ts";
import type { RollupAnswer } from "../../history-port.ts";
import { createEngine } from "../../promql/engine.ts";
import type { SourceSeries } from "../../promql/types.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import { createPace } from "./pace.ts";
import { createMetricSource, type SourcePorts } from "./source.ts";

const RAW = 100 * DAY;
const HOURS = RAW - 2 * HOUR;
const DAYS = HOURS - 3 * DAY;

/** Readings every minute since RAW, hours two before, days three before; the value says which. */
const store: SourcePorts["store"] = {
  entities: () => [
    { entity: "device:d1", kind: "device", site: "s1" },
    { entity: "device:d2", kind: "device", site: "s2" },
  ],
  last: () => new Map([["cpu", { at: RAW, value: 1 }]]),
  coverage: () => ({ raw: RAW, hour: HOURS, day: DAYS }),
  async raw(_, from, to) {
    const at = [0, 1, 2].map((i) => RAW + i * MINUTE).filter((time) => time >= from && time < to);
    return { at, fields: { cpu: at.map((time) => (time === RAW + MINUTE ? null : 1)) } };
  },
  async rollups(_, unit, from, to): Promise<RollupAnswer> {
    const [start, length, count] = unit === "hour" ? [HOURS, HOUR, 2] : [DAYS, DAY, 3];
    const at = Array.from({ length: count }, (_unused, i) => start + i * length).filter(
      (time) => time >= from && time < to,
    );
    return { at, fields: { cpu: { mean: at.map(() => (unit === "hour" ? 60 : 24)) } } };
  },
};
const clock = fakeClock();
const labels: SourcePorts["labels"] = { of: (entity) => ({ entity }) };
const source = createMetricSource({ store, labels }, new Set(["s1"]), createPace(clock, 1_000));
const matchers = createEngine({ source, clock }).parseSelector("cayda_device_cpu");

async function read(from: number, to: number): Promise<readonly SourceSeries[]> {
  const all: SourceSeries[] = [];
  for await (const one of source.select({
    matchers,
    from,
    to,
    stepMs: 0,
    rangeMs: undefined,
    func: undefined,
  }))
    all.push(one);
  return all;
}

test("readings come first, before them hours and then days, each at its end; what was not read stays absent", async () => {
  const [series, ...others] = await read(0, RAW + DAY);
  expect(others).toEqual([]);
  expect(series?.labels).toEqual({ __name__: "cayda_device_cpu", entity: "device:d1" });
  const seen = [...(series?.at ?? [])].map((at, i) => [at, series?.values[i]]);
  expect(seen).toEqual([
    [DAYS + DAY - 1, 24],
    [DAYS + 2 * DAY - 1, 24],
    // The hours begin where the third day ends, and readings where the second hour ends.
    [HOURS - 1, 24],
    [HOURS + HOUR - 1, 60],
    [RAW - 1, 60],
    [RAW, 1],
    [RAW + 2 * MINUTE, 1],
  ]);
  expect(series?.warning).toContain("daily");
});

test("a range of readings alone has no warning, and its both ends belong to it", async () => {
  const [series] = await read(RAW, RAW + 2 * MINUTE);
  expect([...(series?.at ?? [])]).toEqual([RAW, RAW + 2 * MINUTE]);
  expect(series?.warning).toBeUndefined();
});

test("whoever asks is told that samples are roll-ups", async () => {
  const answer = await createEngine({ source, clock }).instant("cayda_device_cpu", HOURS + HOUR);
  expect(answer.warnings).toHaveLength(1);
  expect(answer.warnings[0]).toContain("hourly");
});

test("entities without a sample cost time, too: others get their turn every few milliseconds, and it ends when it should", async () => {
  let [time, read, others, over] = [0, 0, 0, false];
  const kind = "device" as const;
  const empty: SourcePorts["store"] = {
    ...store,
    entities: () => Array.from({ length: 1_000 }, (_, i) => ({ entity: `device:d${i}`, kind, site: "s1" })),
    raw: async () => {
      time += 1;
      read += 1;
      return { at: [], fields: {} };
    },
  };
  const other = () => {
    others += 1;
    if (!over) setImmediate(other);
  };
  setImmediate(other);
  const pace = createPace({ monotonic: () => time }, 600);
  const all = createMetricSource({ store: empty, labels }, new Set(["s1"]), pace);
  const wish = { matchers, from: RAW, to: RAW + DAY, stepMs: 0, rangeMs: undefined, func: undefined };
  await expect(all.select(wish)[Symbol.asyncIterator]().next()).rejects.toThrow("longer than 600 ms");
  over = true;
  expect(read).toBeGreaterThanOrEqual(600);
  expect(read).toBeLessThan(610);
  expect(others).toBeGreaterThan(100);
});
