import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parseArgs } from "node:util";
import { HOUR, MINUTE, type Clock } from "../../core/clock.ts";
import type { SampleStore } from "../../server/ports.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";
import { peakResidentMB } from "../support/process.ts";
import { planOf, runDays } from "./store-days.ts";
import { provinceOf, runProvince } from "./store-province.ts";
import { percentile, processSeconds, watchStalls } from "./store-watch.ts";
import { districtMinutes, WORKLOAD_START } from "./workload.ts";

/**
 * `npm run bench -- store [--json] [--hours=6] [--sites=22] [--seconds=60]` (and see store-days.ts, store-province.ts): the sample store alone, one durable commit
 * (fsync) for each batch of about 700 points, flushes included. Making the workload is not in the times.
 */
export interface StoreBenchOptions {
  readonly hours?: number;
  readonly sites?: number;
  /** No new simulated minute begins after so many real seconds. */
  readonly seconds?: number;
  readonly dir?: string;
}

export async function run({ hours = 6, sites = 22, seconds = 60, dir }: StoreBenchOptions = {}): Promise<
  Record<string, number>
> {
  const folder = dir ?? mkdtempSync(join(tmpdir(), "cayda-bench-"));
  let simulated = WORKLOAD_START;
  const clock: Clock = {
    now: () => simulated,
    monotonic: () => performance.now(),
    sleep: () => Promise.resolve(),
  };
  const log = {
    info: () => {},
    warn: () => {},
    error: (event: string, fields?: object) => console.error(event, fields),
  };
  try {
    const store = await openSampleStore({ dir: folder, clock, log });
    const measured = await load(store, { hours, sites, seconds }, (now) => (simulated = now));
    await store.close();
    const began = performance.now();
    const again = await openSampleStore({ dir: folder, clock, log });
    const reopenMs = performance.now() - began;
    const { headPoints, points } = again.stats();
    simulated += 3 * HOUR;
    await flushAll(again, simulated);
    await again.close();
    return {
      ...measured,
      bytesPerPoint: sizeOf(folder, /^day-.*[.](db|cold)|[.]roll$/) / points,
      writeAheadMB: sizeOf(folder, /^write-ahead/) / 1e6,
      reopenMs,
      replayedPoints: headPoints,
    };
  } finally {
    if (dir === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function load(
  store: SampleStore,
  { hours, sites, seconds }: Required<Omit<StoreBenchOptions, "dir">>,
  setTime: (now: number) => void,
): Promise<Record<string, number>> {
  const stalls = watchStalls();
  const acks: number[] = [];
  let wall = 0;
  let cpu = 0;
  let points = 0;
  const started = performance.now();
  // Each minute is made before it is stored, as a server has just parsed it, and outside the times.
  for (const { now, batches } of districtMinutes({ sites, minutes: hours * 60 })) {
    if (performance.now() - started > seconds * 1_000) break;
    const made = batches.flatMap((make) => make());
    const at = now + MINUTE;
    setTime(at);
    const usage = processSeconds();
    stalls.begin();
    const began = performance.now();
    for (const { block, site, samples } of made) {
      const asked = performance.now();
      store.tick(at);
      await store.append({ block, site, receivedAt: at, samples });
      acks.push(performance.now() - asked);
    }
    wall += performance.now() - began;
    stalls.end();
    cpu += processSeconds() - usage;
    for (const batch of made) points += batch.points;
  }
  return {
    points,
    pointsPerSecond: points / (wall / 1_000),
    cpuSecondsPerMillion: (cpu * 1e6) / points,
    ackMsP50: percentile(acks, 0.5),
    ackMsP99: percentile(acks, 0.99),
    longestStallMs: stalls.longestMs,
    residentMB: peakResidentMB(process.pid),
  };
}

async function flushAll(store: SampleStore, now: number): Promise<void> {
  for (let turn = 0; store.stats().headPoints > 0 && turn < 1_000; turn += 1) {
    store.tick(now);
    for (let i = 0; i < 20; i += 1) await nextTurn();
  }
}

function sizeOf(dir: string, name: RegExp): number {
  return readdirSync(dir)
    .filter((file) => name.test(file))
    .reduce((sum, file) => sum + statSync(join(dir, file)).size, 0);
}

async function figuresOf(): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean" },
      quick: { type: "boolean", default: false },
      province: { type: "boolean" },
      alone: { type: "boolean", default: false },
      days: { type: "string" },
      hours: { type: "string", default: "6" },
      sites: { type: "string", default: "22" },
      seconds: { type: "string", default: "60" },
    },
  });
  if (values.province === true) return await runProvince(provinceOf(values.quick));
  if (values.days !== undefined)
    return await runDays(planOf(Number(values.days), values.quick), values.alone);
  return await run({
    hours: Number(values.hours),
    sites: Number(values.sites),
    seconds: Number(values.seconds),
  });
}

if (import.meta.main) {
  const figures = await figuresOf();
  for (const [name, value] of Object.entries(figures)) {
    const shown = typeof value === "number" ? value.toPrecision(5) : JSON.stringify(value, undefined, 2);
    console.log(`${name.padEnd(22)} ${shown}`);
  }
  if (process.argv.includes("--json")) console.log(JSON.stringify(figures));
}
