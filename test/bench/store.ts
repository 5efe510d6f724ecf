import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { HOUR, MINUTE, type Clock } from "../../core/clock.ts";
import type { SampleStore } from "../../server/ports.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";
import { peakResidentMB } from "../support/process.ts";
import { siteBatches, WORKLOAD_START, type WorkloadBlock } from "./workload.ts";

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
      bytesPerPoint: sizeOf(folder, /^hot-/) / points,
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
  const times = { wall: 0, user: 0, system: 0 };
  let points = 0;
  const started = performance.now();
  const perMinute = 2 * sites;
  const all = siteBatches({ sites, minutes: hours * 60 });
  for (let minute = 0; minute < hours * 60 && performance.now() - started < seconds * 1_000; minute += 1) {
    const batches = take(all, perMinute);
    const cpu = process.cpuUsage();
    const began = performance.now();
    stalls.begin();
    for (const [i, batch] of batches.entries()) {
      const now = WORKLOAD_START + (minute + 1 + i / perMinute) * MINUTE;
      setTime(now);
      store.tick(now);
      const sent = performance.now();
      await store.append({ block: batch.block, site: batch.site, receivedAt: now, samples: batch.samples });
      acks.push(performance.now() - sent);
      points += batch.points;
    }
    stalls.end();
    times.wall += performance.now() - began;
    const used = process.cpuUsage(cpu);
    times.user += used.user;
    times.system += used.system;
  }
  const sorted = Float64Array.from(acks).toSorted();
  return {
    points,
    pointsPerSecond: points / (times.wall / 1_000),
    cpuSecondsPerMillion: (times.user + times.system) / points,
    ackMsP50: sorted[sorted.length >> 1] ?? 0,
    ackMsP99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    longestStallMs: stalls.longest(),
    residentMB: peakResidentMB(process.pid),
    residentMBNow: process.memoryUsage.rss() / 1e6,
  };
}

function take(blocks: Generator<WorkloadBlock>, count: number): WorkloadBlock[] {
  const taken: WorkloadBlock[] = [];
  while (taken.length < count) {
    const { value, done } = blocks.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

/** The longest turn of the event loop between `begin` and `end`: nobody else was served for that long. */
function watchStalls() {
  let longest = 0;
  let since: number | undefined;
  const look = () => {
    if (since === undefined) return;
    const now = performance.now();
    longest = Math.max(longest, now - since);
    since = now;
    setImmediate(look);
  };
  return {
    begin: () => {
      since = performance.now();
      setImmediate(look);
    },
    end: () => {
      if (since !== undefined) longest = Math.max(longest, performance.now() - since);
      since = undefined;
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
