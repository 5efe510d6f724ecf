import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memorySource, seriesOf } from "../../test/fakes/memory-series.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { createEngine } from "./engine.ts";
import { PromqlError, type Limits, type SourceSeries } from "./types.ts";

const T = 1_795_136_400_000;
const minutes = (count: number, value: (i: number) => number, from = T): [number, number][] =>
  Array.from({ length: count }, (_, i) => [from + i * 60_000, value(i)]);

function engineOf(all: readonly SourceSeries[], limits: Partial<Limits> = {}) {
  return createEngine({ source: memorySource(all), clock: realClock, limits });
}

async function valuesOf(query: string, all: readonly SourceSeries[], at = T + 600_000) {
  const { result, resultType } = await engineOf(all).instant(query, at);
  if (resultType !== "vector") throw new Error(resultType);
  return (result as readonly { readonly value: number }[]).map(({ value }) => value);
}

const up = [
  seriesOf(
    { __name__: "up", site: "a" },
    minutes(11, (i) => i),
  ),
];

describe("Prometheus 3", () => {
  test("leaves the left edge out of a range", async () => {
    expect(await valuesOf("count_over_time(up[5m])", up)).toEqual([5]);
    const matrix = await engineOf(up).instant("up[2m]", T + 600_000);
    expect(matrix.result).toEqual([
      {
        labels: { __name__: "up", site: "a" },
        at: Float64Array.of(T + 540_000, T + 600_000),
        values: Float64Array.of(9, 10),
      },
    ]);
  });

  test("leaves a sample out that is as old as the lookback", async () => {
    expect(await valuesOf("up", up, T + 600_000 + 299_999)).toEqual([10]);
    expect(await valuesOf("up", up, T + 600_000 + 300_000)).toEqual([]);
    expect((await engineOf(up).instant("up", T + 600_000 + 299_999, 60_000)).result).toEqual([]);
  });

  test("draws a counter out to where it was zero only after the threshold", async () => {
    // Samples at minutes 5 and 6 of a window of ten minutes: half a distance before, not the 48 s to zero.
    const late = [
      seriesOf(
        { __name__: "c_total" },
        minutes(2, (i) => 40 + i * 50, T + 300_000),
      ),
    ];
    expect((await valuesOf("increase(c_total[10m])", late))[0]).toBeCloseTo((50 * (60 + 30 + 30)) / 60, 9);
  });

  test("drops the name behind atan2", async () => {
    expect((await engineOf(up).instant("up atan2 1", T)).result).toMatchObject([{ labels: { site: "a" } }]);
  });
});

test("what a range query answers at a step is what an instant query answers then", async () => {
  const queries = [
    "rate(c_total[5m])",
    "sum by (a) (c_total)",
    "max_over_time(c_total[3m:1m])",
    "topk(1, c_total)",
    "c_total > 5",
    "absent(c_total)",
  ];
  const samples = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 20 })), {
    selector: ([minute]) => minute,
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(samples, { maxLength: 4 }),
      fc.constantFrom(...queries),
      async (lists, query) => {
        const all = lists.map((list, i) =>
          seriesOf(
            { __name__: "c_total", a: String(i % 2), b: String(i) },
            list.toSorted(([x], [y]) => x - y).map(([minute, value]) => [T + minute * 60_000, value]),
          ),
        );
        const engine = engineOf(all);
        const { result } = await engine.range(query, T, T + 2_400_000, 90_000);
        const rows = result as readonly { labels: unknown; at: Float64Array; values: Float64Array }[];
        for (let at = T; at <= T + 2_400_000; at += 90_000) {
          const wanted = rows.flatMap(({ labels, at: times, values }) =>
            times.includes(at) ? [{ labels, at, value: values[times.indexOf(at)] }] : [],
          );
          const { result: instant } = await engine.instant(query, at);
          expect(new Set(instant as readonly unknown[])).toEqual(new Set(wanted));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("resets are added up over a long window as one by one", async () => {
  const counter = [
    seriesOf(
      { __name__: "c_total" },
      minutes(1_000, (i) => (i * 7) % 50),
    ),
  ];
  let growth = 0;
  for (let i = 991; i < 1_000; i += 1)
    growth += Math.max(0, ((i * 7) % 50) - (((i - 1) * 7) % 50)) || (i * 7) % 50;
  const [increase = 0] = await valuesOf("increase(c_total[10m])", counter, T + 999 * 60_000);
  expect(increase).toBeCloseTo(growth + (growth * Math.min(60, (540 * ((990 * 7) % 50)) / growth)) / 540, 6);
});

describe("names that the asker chooses", () => {
  test("labels may be called like members of objects", async () => {
    const { result } = await engineOf(up).instant(`label_replace(up, "__proto__", "x", "", "")`, T);
    const [row] = result as readonly { readonly labels: object }[];
    expect(Object.entries(row?.labels ?? {})).toContainEqual(["__proto__", "x"]);
    await expect(engineOf(up).instant("toString(up)", T)).rejects.toThrow("unknown function");
    await expect(engineOf(up).instant("constructor(up)", T)).rejects.toThrow(PromqlError);
  });
});

describe("limits", () => {
  const many = Array.from({ length: 300 }, (_, i) =>
    seriesOf(
      { __name__: "up", i: String(i) },
      minutes(100, () => 1),
    ),
  );
  const range = (query: string, limits: Partial<Limits>, step = 60_000) =>
    engineOf(many, limits).range(query, T, T + 6_000_000, step);

  test.each<[string, string, Partial<Limits>, number, string, string]>([
    ["series", "up", { series: 100 }, 60_000, "execution", "too many series"],
    ["samples", "up", { samples: 1_000 }, 60_000, "execution", "too many samples"],
    ["steps", "up", { steps: 50 }, 60_000, "bad_data", "exceeded maximum resolution of 50 points"],
    ["values", "up + up", { cells: 10_000 }, 60_000, "execution", "too many values"],
    ["subqueries", "max_over_time(up[1d:1s])", {}, 60_000, "execution", "subquery has"],
    ["subqueries of numbers", "max_over_time(vector(1)[100y:1ms])", {}, 60_000, "execution", "subquery has"],
    [
      "counted values",
      `count_values("v", time() + up)`,
      { cells: 40_000 },
      60_000,
      "execution",
      "too many values",
    ],
    ["time", "sum(quantile_over_time(0.5, up[1h]))", { timeMs: 1 }, 60_000, "timeout", "longer than 1 ms"],
    ["step", "up", {}, 0, "bad_data", "zero or negative"],
  ])("of %s", async (_, query, limits, step, errorType, message) => {
    await expect(range(query, limits, step)).rejects.toMatchObject({
      name: "PromqlError",
      errorType,
      message: expect.stringContaining(message) as unknown,
    });
  });

  test("the event loop turns while a query works", async () => {
    // Time of this thread, so that a busy machine does not count.
    const spent = () => process.threadCpuUsage().user / 1_000;
    let [last, longest, turns, done] = [spent(), 0, 0, false];
    const watch = () => {
      longest = Math.max(longest, spent() - last);
      last = spent();
      turns += 1;
      if (!done) setImmediate(watch);
    };
    watch();
    await engineOf(many).range("sum(quantile_over_time(0.5, up[1h]))", T, T + 6_000_000, 10_000);
    done = true;
    expect(turns).toBeGreaterThan(10);
    // 10 ms is the aim; the room is for code that is not compiled yet.
    expect(longest).toBeLessThan(60);
  });
});

test("warnings of the source are told once", async () => {
  const all = [1, 2].map((i) => ({
    ...seriesOf(
      { __name__: "up", i: String(i) },
      minutes(3, () => 1),
    ),
    warning: "coarse",
  }));
  const source = {
    async *select() {
      yield* all;
    },
  };
  const engine = createEngine({ source, clock: realClock });
  expect((await engine.instant("up", T)).warnings).toEqual(["coarse"]);
});

test("a selector alone", () => {
  const engine = engineOf([]);
  expect(engine.parseSelector(`up{site=~"a.*"}`)).toMatchObject([
    { name: "__name__", op: "=", value: "up" },
    { name: "site", op: "=~", value: "a.*" },
  ]);
  for (const text of ["up[5m]", "up offset 5m", "sum(up)", "1", "up{"])
    expect(() => engine.parseSelector(text)).toThrow();
});
