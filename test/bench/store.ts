import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { HOUR, MINUTE, type Clock } from "../../core/clock.ts";
import type { SampleStore } from "../../server/ports.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";
import { peakResidentMB } from "../support/process.ts";
import { siteBatches, WORKLOAD_START } from "./workload.ts";

/**
 * `npm run bench -- store [--json] [--hours=6] [--sites=22] [--seconds=60]`: the sample store alone, one durable commit
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
  const perMinute = 2 * sites;
  // Each batch is made just before it is stored, as a server has just parsed it, and outside the times.
  for (const batch of siteBatches({ sites, minutes: hours * 60 })) {
    if (performance.now() - started > seconds * 1_000) break;
    const now = WORKLOAD_START + (1 + acks.length / perMinute) * MINUTE;
    setTime(now);
    const usage = process.cpuUsage();
    stalls.begin();
    const began = performance.now();
    store.tick(now);
    await store.append({ block: batch.block, site: batch.site, receivedAt: now, samples: batch.samples });
    const took = performance.now() - began;
    stalls.end();
    const used = process.cpuUsage(usage);
    cpu += used.user + used.system;
    wall += took;
    acks.push(took);
    points += batch.points;
  }
  const sorted = Float64Array.from(acks).toSorted();
  return {
    points,
    pointsPerSecond: points / (wall / 1_000),
    cpuSecondsPerMillion: cpu / points,
    ackMsP50: sorted[sorted.length >> 1] ?? 0,
    ackMsP99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    longestStallMs: stalls.longest(),
    residentMB: peakResidentMB(process.pid),
  };
}

/** The longest turn of the event loop between `begin` and `end`: nobody else was served for that long. */
function watchStalls() {
  let longest = 0;
  let since = 0;
  let watching = false;
  let looking = false;
  const turn = () => {
    const now = performance.now();
    if (watching) longest = Math.max(longest, now - since);
    since = now;
  };
  const look = () => {
    turn();
    looking = watching;
    if (looking) setImmediate(look);
  };
  return {
    begin: () => {
      since = performance.now();
      watching = true;
      if (looking) return;
      looking = true;
      setImmediate(look);
    },
    end: () => {
      turn();
      watching = false;
    },
    longest: () => longest,
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

if (import.meta.main) {
  const option = (name: string, otherwise: number) =>
    Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1] ?? otherwise);
  const figures = await run({
    hours: option("hours", 6),
    sites: option("sites", 22),
    seconds: option("seconds", 60),
  });
  for (const [name, value] of Object.entries(figures))
    console.log(`${name.padEnd(22)} ${value.toPrecision(5)}`);
  if (process.argv.includes("--json")) console.log(JSON.stringify(figures));
}
