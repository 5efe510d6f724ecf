import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { MINUTE, SECOND, type Clock } from "../../core/clock.ts";
import type { SampleStore } from "../../server/ports.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";
import { peakResidentMB, residentMB } from "../support/process.ts";
import { processSeconds, threadSeconds, watchStalls } from "./store-watch.ts";
import { districtMinutes, WORKLOAD_START, type WorkloadBlock } from "./workload.ts";

/**
 * `npm run bench -- store --province --json [--quick]`: 550 sites, 754,600 series. Two hours of data as fast as they go in, a
 * commit for each second of a province's data; then at the real pace for a while, each batch when it comes and its own
 * commit, for the share of a core that it takes; then how long it takes to start again.
 */
interface ProvincePlan {
  readonly sites: number;
  readonly hours: number;
  /** Bound of the first part. */
  readonly seconds: number;
  readonly paceSeconds: number;
}

export const provinceOf = (quick: boolean): ProvincePlan =>
  quick
    ? { sites: 100, hours: 2, seconds: 60, paceSeconds: 15 }
    : { sites: 550, hours: 2, seconds: 360, paceSeconds: 90 };

export async function runProvince(plan: ProvincePlan): Promise<Record<string, unknown>> {
  const dir = mkdtempSync(join(tmpdir(), "cayda-bench-province-"));
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
  const setTime = (now: number) => (simulated = now);
  try {
    // What makes the measurements is in this process too, and no part of the store.
    const bare = residentMB(process.pid);
    const minutes = districtMinutes({
      sites: plan.sites,
      minutes: plan.hours * 60 + 2 + plan.paceSeconds / 60,
    });
    minutes.next();
    const workloadMB = residentMB(process.pid) - bare;
    const store = await openSampleStore({ dir, clock, log });
    const fast = await loadFast(store, plan, minutes, setTime);
    const began = performance.now();
    const { headPoints, entities } = store.stats();
    const statsMs = performance.now() - began;
    const pace = await loadAtPace(store, plan, minutes, setTime);
    const peak = peakResidentMB(process.pid);
    await store.close();
    const opening = performance.now();
    const again = await openSampleStore({ dir, clock, log });
    const reopenMs = performance.now() - opening;
    await again.close();
    return {
      series: plan.sites * 1_372,
      entities,
      ...fast,
      pace,
      residentMB: peak,
      workloadMB,
      storeMB: peak - workloadMB,
      headPoints,
      statsMs,
      reopenMs,
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Batches in a commit: a second of a province is 12,500 points. */
const GROUP = 18;

async function loadFast(
  store: SampleStore,
  { hours, seconds }: ProvincePlan,
  minutes: Iterator<{ now: number; batches: readonly (() => readonly WorkloadBlock[])[] }>,
  setTime: (now: number) => void,
): Promise<Record<string, unknown>> {
  // In the first minute all 85,800 entities are new at once, within a second: what no province ever does.
  const [beginning, later] = [watchStalls(true), watchStalls(true)];
  let [wall, cpu, points, done] = [0, 0, 0, 0];
  const started = performance.now();
  while (done < hours * 60 && performance.now() - started < seconds * 1_000) {
    const minute = minutes.next();
    if (minute.done === true) break;
    const { now, batches } = minute.value;
    const stalls = done === 0 ? beginning : later;
    for (let first = 0; first < batches.length; first += GROUP / 2) {
      const made = batches.slice(first, first + GROUP / 2).flatMap((make) => make());
      const at = now + MINUTE + Math.floor((first / batches.length) * MINUTE);
      setTime(at);
      const usage = threadSeconds();
      stalls.begin();
      const began = performance.now();
      store.tick(at);
      await Promise.all(made.map((batch) => append(store, batch, at)));
      wall += performance.now() - began;
      stalls.end();
      cpu += threadSeconds() - usage;
      for (const batch of made) points += batch.points;
    }
    done += 1;
  }
  return {
    minutes: done,
    points,
    pointsPerSecond: points / (wall / 1_000),
    cpuSecondsPerMillion: (cpu * 1e6) / points,
    longestStallMs: later.longestMs,
    longestStallCpuMs: later.longestCpuMs,
    firstMinuteStallMs: beginning.longestMs,
    loadSeconds: (performance.now() - started) / 1_000,
  };
}

const append = (store: SampleStore, batch: WorkloadBlock, receivedAt: number) =>
  store.append({ block: batch.block, site: batch.site, receivedAt, samples: batch.samples });

async function loadAtPace(
  store: SampleStore,
  { sites, paceSeconds }: ProvincePlan,
  minutes: Iterator<{ now: number; batches: readonly (() => readonly WorkloadBlock[])[] }>,
  setTime: (now: number) => void,
): Promise<Record<string, unknown>> {
  // Node's own watch: looking at every turn would take the very time that is measured here.
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const every = MINUTE / sites;
  let [points, making, longestAck] = [0, 0, 0];
  // What the threads of V8 still do about the load of before is no part of this pace.
  await pause(SETTLE_MS);
  const started = performance.now();
  const before = processSeconds();
  let due = started;
  let lastTick = 0;
  let minute = minutes.next();
  while (minute.done !== true && performance.now() - started < paceSeconds * 1_000) {
    const { now, batches } = minute.value;
    for (const [i, make] of batches.entries()) {
      due += every;
      const wait = due - performance.now();
      if (wait > 0) await pause(wait);
      const usage = threadSeconds();
      const made = make();
      making += threadSeconds() - usage;
      const at = now + MINUTE + Math.floor((i * MINUTE) / sites);
      setTime(at);
      if (performance.now() - lastTick > SECOND) {
        store.tick(at);
        lastTick = performance.now();
      }
      for (const batch of made) {
        const asked = performance.now();
        await append(store, batch, at);
        longestAck = Math.max(longestAck, performance.now() - asked);
        points += batch.points;
      }
      if (performance.now() - started > paceSeconds * 1_000) break;
    }
    minute = minutes.next();
  }
  delay.disable();
  const seconds = (performance.now() - started) / 1_000;
  return {
    seconds,
    pointsPerSecond: points / seconds,
    // Without what making the workload took.
    coreShare: (processSeconds() - before - making) / seconds,
    longestAckMs: longestAck,
    eventLoopDelayMs: delay.max / 1e6,
  };
}

const SETTLE_MS = 5_000;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
