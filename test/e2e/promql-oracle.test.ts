import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { createEngine, type Engine } from "../../server/promql/engine.ts";
import { formatValue, PromqlError, type QueryResult } from "../../server/promql/types.ts";
import { memorySource } from "../fakes/memory-series.ts";
import { startPrometheus } from "../support/prometheus.ts";
import { realClock } from "../support/real-clock.ts";
import { DATA_START, oracleSeries, openMetricsOf } from "./support/promql-data.ts";
import { QUERIES } from "./support/promql-queries.ts";
import { randomQueries } from "./support/promql-random.ts";

const present = spawnSync("prometheus", ["--version"]).error === undefined;
if (!present)
  process.stderr.write("SKIPPED: PromQL is not compared with Prometheus, which is not installed\n");

/** Moments that lie on samples, between them, and in gaps. */
const INSTANTS = [DATA_START + 6_000_000, DATA_START + 3_601_234, DATA_START + 9_007_500].slice(
  0,
  // The ranges hold many moments already; CAYDA_TEST_LONG=1 asks about the others, too.
  process.env["CAYDA_TEST_LONG"] === "1" ? 3 : 1,
);
const RANGES = [
  { from: DATA_START + 1_800_000, to: DATA_START + 5_400_000, step: 60_000 },
  { from: DATA_START + 4_001_000, to: DATA_START + 8_000_000, step: 217_000 },
];

/** CAYDA_TEST_LONG=1 makes more, CAYDA_TEST_SEED=n others. */
const RANDOM = process.env["CAYDA_TEST_LONG"] === "1" ? 10_000 : 1_000;

type Shape = Readonly<Record<string, string>>;
type Sample = [number, string];
interface Rows {
  readonly type: string;
  readonly rows: readonly { readonly labels: Shape; readonly samples: readonly Sample[] }[];
}
type Outcome = Rows | { readonly error: string };

/** What Prometheus sends, for whatever type. */
interface Sent {
  readonly status: string;
  readonly errorType?: string;
  readonly error?: string;
  readonly data?: { readonly resultType: string; readonly result: unknown };
}

async function ask(url: string, path: string, params: Record<string, string>): Promise<Outcome> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: "POST",
    body: new URLSearchParams(params),
  });
  const { data, errorType = "" } = (await response.json()) as Sent;
  if (data === undefined) return { error: errorType };
  const { resultType: type, result } = data;
  if (type === "scalar" || type === "string")
    return { type, rows: [{ labels: {}, samples: [result as Sample] }] };
  const rows = result as { metric: Shape; value?: Sample; values?: Sample[] }[];
  return {
    type,
    rows: rows.map(({ metric, value, values }) => ({
      labels: metric,
      samples: values ?? (value ? [value] : []),
    })),
  };
}

async function own(act: () => Promise<QueryResult>): Promise<Outcome> {
  try {
    return rowsOf(await act());
  } catch (cause) {
    if (cause instanceof PromqlError) return { error: cause.errorType };
    throw cause;
  }
}

function rowsOf(result: QueryResult): Rows {
  const type = result.resultType;
  if (result.resultType === "string")
    return { type, rows: [{ labels: {}, samples: [[result.result.at / 1_000, result.result.value]] }] };
  if (result.resultType === "scalar")
    return {
      type,
      rows: [{ labels: {}, samples: [[result.result.at / 1_000, formatValue(result.result.value)]] }],
    };
  if (result.resultType === "vector")
    return {
      type,
      rows: result.result.map(({ labels, at, value }) => ({
        labels,
        samples: [[at / 1_000, formatValue(value)]],
      })),
    };
  return {
    type,
    rows: result.result.map(({ labels, at, values }) => ({
      labels,
      samples: Array.from(at, (time, i): Sample => [time / 1_000, formatValue(values[i] ?? 0)]),
    })),
  };
}

const keyOf = (labels: Shape) =>
  JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));

function sameNumber(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [Number(a.replace("Inf", "Infinity")), Number(b.replace("Inf", "Infinity"))];
  // What is left of numbers that cancel each other out is noise in either.
  return Math.abs(x - y) <= Math.max(1e-9 * Math.max(Math.abs(x), Math.abs(y)), 1e-15);
}

/** The first difference, or undefined. */
function difference(ours: Outcome, theirs: Outcome, ordered: boolean): string | undefined {
  if ("error" in ours || "error" in theirs)
    return "error" in ours && "error" in theirs ? undefined : JSON.stringify([ours, theirs]).slice(0, 400);
  if (ours.type !== theirs.type) return `${ours.type} instead of ${theirs.type}`;
  const sort = (rows: Rows["rows"]) =>
    ordered ? rows : rows.toSorted((a, b) => (keyOf(a.labels) < keyOf(b.labels) ? -1 : 1));
  const [left, right] = [sort(ours.rows), sort(theirs.rows)];
  if (left.length !== right.length) return `${left.length} series instead of ${right.length}`;
  for (const [i, row] of left.entries()) {
    const other = right[i];
    if (other === undefined || keyOf(row.labels) !== keyOf(other.labels))
      return `${keyOf(row.labels)} instead of ${keyOf(other?.labels ?? {})}`;
    if (row.samples.length !== other.samples.length)
      return `${keyOf(row.labels)}: ${row.samples.length} samples instead of ${other.samples.length}`;
    for (const [j, [at, value]] of row.samples.entries()) {
      const [time = 0, wanted = ""] = other.samples[j] ?? [];
      if (Math.abs(at - time) > 1e-6 || !sameNumber(value, wanted))
        return `${keyOf(row.labels)} at ${at}: ${value} instead of ${wanted} at ${time}`;
    }
  }
  return undefined;
}

test.skipIf(!present)(
  "answers as Prometheus does, or refuses",
  async () => {
    const all = oracleSeries();
    const prometheus = await startPrometheus(openMetricsOf(all));
    try {
      const engine = createEngine({ source: memorySource(all), clock: realClock, semantics: "v2" });
      const { differences, refused, equal, points, bothRefused } = await compareAll(
        engine,
        prometheus.url,
        QUERIES,
      );
      process.stdout.write(
        `PromQL: ${QUERIES.length} queries, ${equal} answers equal to Prometheus' (${points} points), ${bothRefused} refused by both; ` +
          `refused here alone: ${[...refused].join("; ") || "none"}\n`,
      );
      expect(differences).toEqual([]);
      expect([...refused].filter((query) => !/^(?:histogram_|holt_winters)/.test(query))).toEqual([]);
      expect(equal).toBeGreaterThan(2_150);
      const next = randomQueries(Number(process.env["CAYDA_TEST_SEED"] ?? 20_261_126));
      const random = Array.from({ length: RANDOM }, next);
      const made = await compareAll(engine, prometheus.url, random);
      process.stdout.write(`PromQL at random: ${made.equal} equal, ${made.bothRefused} refused by both\n`);
      expect(made.differences).toEqual([]);
      expect([...made.refused]).toEqual([]);
      expect(made.equal).toBeGreaterThan(2 * RANDOM);
    } finally {
      await prometheus.close();
    }
  },
  process.env["CAYDA_TEST_LONG"] === "1" ? 600_000 : 90_000,
);

async function compareAll(engine: Engine, url: string, queries: readonly string[]) {
  const tally = {
    equal: 0,
    points: 0,
    bothRefused: 0,
    refused: new Set<string>(),
    differences: [] as string[],
  };
  const compare = async (query: string, where: string, ours: Promise<Outcome>, theirs: Promise<Outcome>) => {
    const [mine, wanted] = [await ours, await theirs];
    if ("error" in mine && mine.error === "execution" && !("error" in wanted)) {
      tally.refused.add(query);
      return;
    }
    const different = difference(mine, wanted, where === "instant" && query.startsWith("sort"));
    if (different !== undefined) tally.differences.push(`${query} (${where}): ${different}`);
    else if ("error" in mine) tally.bothRefused += 1;
    else {
      tally.equal += 1;
      tally.points += mine.rows.reduce((sum, { samples }) => sum + samples.length, 0);
    }
  };
  for (const query of queries) {
    for (const at of INSTANTS)
      await compare(
        query,
        "instant",
        own(() => engine.instant(query, at)),
        ask(url, "query", { query, time: String(at / 1_000) }),
      );
    for (const { from, to, step } of RANGES)
      await compare(
        query,
        "range",
        own(() => engine.range(query, from, to, step)),
        ask(url, "query_range", {
          query,
          start: String(from / 1_000),
          end: String(to / 1_000),
          step: String(step / 1_000),
        }),
      );
  }
  return tally;
}
