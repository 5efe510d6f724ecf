import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { DAY, MINUTE, type Instant } from "../../core/clock.ts";
import { buildAll, DEFAULT_APP_URL } from "../../dashboards/grafana/build.ts";
import { fieldNames } from "../../core/entities.ts";
import type { Labels } from "../../core/exposition.ts";
import type { SampleStore } from "../../server/ports.ts";
import { openInfluxStore } from "../../server/stores/influx/open.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";
import { silent } from "../support/log.ts";
import { realClock } from "../support/real-clock.ts";
import { startInfluxd, type Influxd } from "../support/influxd.ts";
import { district, SITES, timesUntil } from "./support/grafana-district.ts";
import {
  filled,
  questions,
  screenOf,
  variablesOf,
  type Asked,
  type Chosen,
  type Dialect,
} from "./support/grafana.ts";
import { startPromApi, type PromApi } from "./support/prom-api.ts";

/**
 * Every query of every dashboard, variable, annotation and alert rule, in both dialects, against live data, filled in as
 * Grafana would: an error or an empty answer fails.
 */
type Json = Record<string, unknown>;
const now = Date.now();
const built = buildAll(DEFAULT_APP_URL);

/** One value of an answer: the newest, where it is a line over time. */
interface Row {
  /** Labels that tell the row from others, as text. */
  readonly of: string;
  readonly at: Instant;
  readonly value: number;
}

interface Backend {
  /** The rows of an answer. Rejects with what the server says. */
  ask(asked: Asked): Promise<readonly Row[]>;
  values(query: string): Promise<readonly string[]>;
}

function dashboardsOf(dialect: Dialect): readonly Json[] {
  const files = [...built].filter(([path]) => path.startsWith(`${dialect}/vi/`) && path.endsWith(".json"));
  return files.map(([, content]) => JSON.parse(content) as Json);
}

/** What a person has after choosing: everything, or one value where a dashboard begins with one. */
async function choices(dashboard: Json, dialect: Dialect, backend: Backend, first: boolean): Promise<Chosen> {
  const chosen = new Map<string, readonly string[] | "all">();
  for (const { name, text, all } of variablesOf(dashboard)) {
    const values = await backend.values(filled(text, dialect, chosen, screenOf(now, DAY, MINUTE)));
    expect(values, `${String(dashboard["uid"])}: ${text}`).not.toEqual([]);
    chosen.set(name, first ? values.slice(0, 1) : all ? "all" : values);
  }
  return chosen;
}

interface Answered {
  readonly asked: Asked;
  readonly rows: readonly Row[];
}

/** Answers, and what went wrong on the way. */
async function askAll(asked: readonly Asked[], backend: Backend, mayBeEmpty: boolean) {
  const answers: Answered[] = [];
  const failures: string[] = [];
  for (const question of asked) {
    const rows = await backend.ask(question).catch((error: unknown) => String(error));
    if (typeof rows === "string") failures.push(`${question.where}: ${rows}\n  ${question.text}`);
    else if (rows.length === 0 && !mayBeEmpty) failures.push(`${question.where}: empty\n  ${question.text}`);
    else answers.push({ asked: question, rows });
  }
  return { answers, failures };
}

/** Each test says how much it asked: none at all would be green as well. */
function suite(dialect: Dialect, backend: () => Backend, keep: Answered[]): void {
  test("every panel and annotation answers with rows", async () => {
    const failures: string[] = [];
    for (const dashboard of dashboardsOf(dialect)) {
      const all = questions(dashboard, dialect, await choices(dashboard, dialect, backend(), false), now);
      const done = await askAll(all, backend(), false);
      keep.push(...done.answers);
      failures.push(...done.failures);
    }
    expect(failures.join("\n")).toBe("");
    expect(keep.length).toBeGreaterThan(120);
  });

  test("no query fails with the first value of each variable, awkward names included", async () => {
    const failures: string[] = [];
    for (const dashboard of dashboardsOf(dialect)) {
      const chosen = await choices(dashboard, dialect, backend(), true);
      failures.push(...(await askAll(questions(dashboard, dialect, chosen, now), backend(), true)).failures);
    }
    expect(failures.join("\n")).toBe("");
  });

  test("every alert rule answers with rows", async () => {
    const { groups } = parse(built.get(`${dialect}/vi/alerting/cayda.yaml`) ?? "") as {
      groups: { rules: { title: string; data: { relativeTimeRange: { from: number }; model: Json }[] }[] }[];
    };
    const asked = groups
      .flatMap(({ rules }) => rules)
      .map(({ title, data: [first] }): Asked => {
        const model = first?.model ?? {};
        const screen = screenOf(
          now,
          (first?.relativeTimeRange.from ?? 0) * 1_000,
          Number(model["intervalMs"]),
        );
        const text = filled(String(model["query"] ?? model["expr"]), dialect, new Map(), screen);
        return { dialect, where: title, text, instant: model["instant"] === true, screen };
      });
    expect(asked).toHaveLength(8);
    const { answers, failures } = await askAll(asked, backend(), false);
    expect(failures.join("\n")).toBe("");
    keep.push(...answers);
  });
}

const answered: Record<Dialect, Answered[]> = { influx: [], prometheus: [] };

const influxdHere = existsSync("/usr/bin/influxd");
if (!influxdHere) process.stderr.write("SKIPPED: InfluxQL of the dashboards: influxd is not installed\n");

describe.skipIf(!influxdHere)("InfluxQL, on InfluxDB", () => {
  let influxd: Influxd;
  let dir: string;
  let backend: Backend;
  beforeAll(async () => {
    influxd = await startInfluxd();
    await influx(influxd.url, 'CREATE DATABASE "net"');
    dir = await mkdtemp(join(tmpdir(), "cayda-grafana-"));
    await fillInflux(influxd.url, dir);
    backend = influxBackend(influxd.url);
  });
  afterAll(async () => {
    await influxd?.close();
    await rm(dir, { recursive: true, force: true });
  });
  suite("influx", () => backend, answered.influx);
});

describe("PromQL, on Cayda's own API", () => {
  let api: PromApi;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "cayda-grafana-"));
    const store = await openSampleStore({ dir, clock: realClock, log: silent });
    await fill(store);
    api = await startPromApi(store, { labels: LABELS, sites: SITES });
  });
  afterAll(async () => {
    await api?.close();
    await rm(dir, { recursive: true, force: true });
  });
  suite("prometheus", () => promBackend(api), answered.prometheus);
});

interface PromSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

const promBackend = ({ get }: PromApi): Backend => ({
  ask: async ({ text, instant, screen: { from, to, stepMs } }) => {
    const { resultType, result } = (await (instant
      ? get("query", { query: text, time: String(to / 1_000) })
      : get("query_range", {
          query: text,
          start: String(from / 1_000),
          end: String(to / 1_000),
          step: String(stepMs / 1_000),
        }))) as { resultType: string; result: readonly PromSeries[] };
    if (resultType !== "vector" && resultType !== "matrix")
      throw new Error(`a ${resultType} is nothing that a panel shows`);
    return result.map(({ metric, value, values = [] }) => {
      const [at, newest] = value ?? values.at(-1) ?? [Number.NaN, "NaN"];
      return { of: promKey(metric), at: at * 1_000, value: Number(newest) };
    });
  },
  values: async (query) => {
    const [, match = "", label = ""] = /^label_values\((.*), (\w+)\)$/.exec(query) ?? [];
    return (await get(`label/${label}/values`, { "match[]": match })) as readonly string[];
  },
});

const promKey = ({ __name__, ...labels }: Readonly<Record<string, string>>) => keyOf(labels);

describe.skipIf(!influxdHere)("both dialects say the same", () => {
  const pairs = () =>
    answered.influx.map((one, index) => ({
      one,
      other: answered.prometheus[index] ?? { asked: one.asked, rows: [] },
    }));

  test("for each panel and alert the same things", () => {
    expect(answered.influx.length).toBe(answered.prometheus.length);
    // An annotation in InfluxQL is a list of points, without labels.
    const lines = pairs().filter(({ one }) => !one.asked.where.includes("annotation"));
    const different = lines
      .filter(({ one, other }) => {
        const [a, b] = [one.rows, other.rows].map((rows) =>
          rows
            .map(({ of }) => of)
            .toSorted()
            .join("\n"),
        );
        return a !== b && !isBest(other.asked);
      })
      .map(({ one, other }) => `${one.asked.where}: ${one.rows.length} and ${other.rows.length}`);
    expect(different).toEqual([]);
  });

  test("for each number nearly the same", () => {
    // Roll-ups are of finished days; PromQL counts today in. Reports are counted in steps of other lengths.
    const single = pairs().filter(
      ({ one, other }) =>
        other.asked.instant &&
        !one.asked.text.includes("_1d") &&
        !other.asked.text.includes("count_over_time"),
    );
    expect(single.length).toBeGreaterThan(80);
    const different = single.filter(({ one, other }) => {
      // InfluxQL tells in the row's time when something was last so.
      const seen = other.asked.text.includes("timestamp(");
      const a = one.rows.map(({ at, value }) => (seen ? at : value)).toSorted((x, y) => x - y);
      const b = other.rows.map(({ value }) => value).toSorted((x, y) => x - y);
      return a.length !== b.length || a.some((value, index) => !near(value, b[index] ?? Number.NaN, seen));
    });
    expect(
      different.map(({ one, other }) =>
        [one, other].map(({ asked, rows }) => `${asked.where}: ${rows.map(({ value }) => value).join(" ")}`),
      ),
    ).toEqual([]);
  });
});

/** Of equals, each engine takes which it likes. */
const isBest = ({ text }: Asked) => /^(topk|bottomk)/.test(text);

/** PromQL extrapolates an increase to the ends of the range, InfluxQL counts from the first reading to the last. */
const near = (a: number, b: number, time: boolean) =>
  Math.abs(a - b) <= (time ? MINUTE : Math.max(1e-9, 0.08 * Math.abs(b)));

interface Series {
  readonly tags?: Json;
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
}

async function influx(url: string, q: string): Promise<readonly Series[]> {
  const body = new URLSearchParams({ db: "net", epoch: "ms", q });
  const response = await fetch(`${url}/query`, { method: "POST", body });
  const answer = (await response.json()) as {
    error?: string;
    results?: readonly { error?: string; series?: readonly Series[] }[];
  };
  const error = answer.error ?? answer.results?.find((result) => result.error !== undefined)?.error;
  if (error !== undefined) throw new Error(error);
  return answer.results?.flatMap(({ series }) => series ?? []) ?? [];
}

const influxBackend = (url: string): Backend => ({
  ask: async ({ text }) => (await influx(url, text)).flatMap(influxRow),
  values: async (query) => {
    const series = await influx(url, query);
    const values = series.flatMap((one) =>
      one.values.map((row) => String(row[one.columns.indexOf("value")])),
    );
    return [...new Set(values)].toSorted();
  },
});

/** Labels stand beside the series, or with top() and bottom() in columns of their own. */
function influxRow({ tags = {}, columns, values }: Series): readonly Row[] {
  const complete = values.filter((row) => typeof row[1] === "number");
  const rows = columns.length > 2 ? complete : complete.slice(-1);
  return rows.map((row) => {
    const own = Object.fromEntries(columns.slice(2).map((name, at) => [name, row[at + 2]]));
    return { of: keyOf({ ...tags, ...own }), at: Number(row[0]), value: Number(row[1]) };
  });
}

const keyOf = (labels: Json) =>
  JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const LABELS = new Map<string, Labels>(district().map((one) => [one.entity, one.labels]));

/** Puts the district's readings into a store. */
async function fill(store: SampleStore): Promise<void> {
  const times = timesUntil(now);
  for (const { entity, kind, site, read } of district()) {
    const rows = times.flatMap((at) => {
      const fields = read(now - at);
      return fields === undefined ? [] : [{ at, fields }];
    });
    const fields = Object.fromEntries(
      fieldNames(kind)
        .filter((name) => rows.some((row) => row.fields[name] !== undefined))
        .map((name) => [name, rows.map((row) => row.fields[name] ?? null)]),
    );
    const samples = [{ entity, at: rows.map(({ at }) => at), fields }];
    await store.append({ block: randomUUID(), site, receivedAt: now, samples });
  }
}

/** Through Cayda's own store, so that the schema is the one that it really writes; roll-ups included. */
async function fillInflux(url: string, dir: string): Promise<void> {
  const store = await openInfluxStore({
    dir,
    target: { url, database: "net", auth: { mode: "none" } },
    tags: { refresh: () => Promise.resolve(), of: (entity) => LABELS.get(entity) ?? {} },
    clock: realClock,
    log: silent,
    random: () => 0.5,
  });
  await fill(store);
  while ((store.stats().figures["outbox_blocks"] ?? 0) > 0)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await store.rollUp(now);
  expect(store.stats().troubles).toEqual([]);
  await store.close();
}
