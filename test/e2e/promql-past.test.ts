import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND, startOfLegalDay } from "../../core/clock.ts";
import { DAYS, DEVICE, FIRST_DAY, GONE, oldStores, PORT } from "../support/old-store.ts";
import { startPromApi, type PromApi } from "./support/prom-api.ts";

/** Weeks of a real store whose readings are gone but for the last days, over HTTP, as Grafana asks for one of them. */
let dir: string;
let api: PromApi;
const labels = new Map([DEVICE, PORT, GONE].map((entity) => [entity, { entity }]));
const sites = ["site-0", "site-1"].map((id) => ({ id, unit: "unit-1", name: id }));

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-past-"));
  const stores = oldStores();
  const store = await stores.open(dir);
  await stores.fill(store);
  api = await startPromApi(store, { labels, sites });
}, 60_000);
afterAll(async () => {
  await api.close();
  rmSync(dir, { recursive: true, force: true });
});

interface Line {
  readonly values: readonly (readonly [number, string])[];
}

async function line(query: string, from: number, to: number, stepMs = MINUTE): Promise<Line["values"]> {
  const params = {
    query,
    start: String(from / SECOND),
    end: String(to / SECOND),
    step: String(stepMs / SECOND),
  };
  const { result } = (await api.get("query_range", params)) as { readonly result: readonly Line[] };
  expect(result.length).toBeLessThan(2);
  return result[0]?.values ?? [];
}

async function value(query: string, at: number): Promise<number> {
  const { result } = (await api.get("query", { query, time: String(at / SECOND) })) as {
    readonly result: readonly { readonly value: readonly [number, string] }[];
  };
  return Number(result[0]?.value[1]);
}

/** Eight in the morning of a day of which hours are left; the office measures until seven past twelve. */
const MORNING = startOfLegalDay(FIRST_DAY + 20) + 8 * HOUR;

test("a morning of two months ago is a line, minute by minute", async () => {
  const cpu = await line("cayda_device_cpu", MORNING, MORNING + 5 * HOUR);
  expect(cpu).toHaveLength(301);
  const mean = await line("avg_over_time(cayda_device_cpu[4m])", MORNING, MORNING + 5 * HOUR);
  expect(mean).toHaveLength(301);
  expect(new Set(mean.map(([, one]) => one))).toEqual(new Set(cpu.map(([, one]) => one)));
  // The counter grows by one a minute. In the first hour nobody knows what it had been before.
  const rate = await line("rate(cayda_port_in_octets_total[4m])", MORNING, MORNING + 4 * HOUR - 1);
  expect(rate.map(([at]) => at * SECOND - MORNING).slice(0, 2)).toEqual([HOUR, HOUR + MINUTE]);
  expect(rate).toHaveLength(180);
  for (const [, one] of rate) expect(Number(one)).toBeCloseTo(1 / 60, 6);
  expect(await line("cayda_device_cpu", MORNING + 6 * HOUR, MORNING + 20 * HOUR)).toEqual([]);
});

test("weeks of hours and readings count each reading alike", async () => {
  const end = startOfLegalDay(FIRST_DAY + DAYS) + 2 * HOUR;
  const up = `avg_over_time(cayda_device_up[${DAYS + 1}d])`;
  expect(await value(up, end)).toBeCloseTo(0.95, 6);
  expect(await value("avg_over_time(cayda_device_up[3d])", end)).toBeCloseTo(0.95, 6);
  expect(await value(`count_over_time(cayda_device_up[${DAYS + 1}d])`, end)).toBe(DAYS * 20);
  expect(await value("min_over_time(cayda_device_up[4m])", MORNING + 30 * MINUTE)).toBe(0);
  const days = await line("avg_over_time(cayda_device_up[1d])", startOfLegalDay(FIRST_DAY + 1), end, DAY);
  expect(days).toHaveLength(DAYS);
  for (const [, one] of days) expect(Number(one)).toBeCloseTo(0.95, 6);
});
