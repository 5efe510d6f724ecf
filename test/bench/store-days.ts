import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY, HOUR, MINUTE, SECOND, type Clock, type Instant } from "../../core/clock.ts";
import type { SampleStore, StoredBlock } from "../../server/ports.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";
import { TEMPORARY } from "../../server/stores/samples/packs.ts";
import { peakResidentMB } from "../support/process.ts";
import { startPeer, type PeerFigures } from "./store-peers.ts";
import {
  percentile,
  processSeconds,
  threadSeconds,
  timeQueries,
  watchStalls,
  type QueryTimes,
} from "./store-watch.ts";
import { districtMinutes, pingHistory, WORKLOAD_START, type WorkloadBlock } from "./workload.ts";

/**
 * `npm run bench -- store --days 7 --json [--quick] [--alone]`: a district for days on end with its nights' work beside, then the
 * questions of the dashboards; and the same of InfluxDB and VictoriaMetrics, where they are installed, on a part of the load
 * (the first site for all days, every site for the last): the whole would take them an hour. Each has a bound of time; who
 * does not get through says how far it got.
 */
interface DaysPlan {
  readonly days: number;
  readonly sites: number;
  /** The first site's pings go back further by so much. */
  readonly pingDays: number;
  readonly rounds: number;
  /** Seconds that each store may load for. */
  readonly seconds: { readonly embedded: number; readonly peer: number };
}

export const planOf = (days: number, quick: boolean): DaysPlan =>
  quick
    ? { days: Math.min(days, 1), sites: 4, pingDays: 3, rounds: 10, seconds: { embedded: 40, peer: 20 } }
    : { days, sites: 22, pingDays: 23, rounds: 20, seconds: { embedded: 330, peer: 120 } };

/** Whole weeks before the other benchmarks: VictoriaMetrics refuses what lies in the future. */
const START = WORKLOAD_START - 35 * DAY;

type Figures = Record<string, unknown>;

/** `alone`: without the others, which take as long again. */
export async function runDays(plan: DaysPlan, alone = false): Promise<Figures> {
  const embedded = await measureEmbedded(plan);
  if (alone) return embedded;
  const influx = await measurePeer("influx", plan);
  const victoria = await measurePeer("victoria", plan);
  return { ...embedded, influx, victoria };
}

/** The clock of the data; `skip` also takes the real one on, past the pauses between two nights' jobs. */
function makeBenchClock() {
  let simulated = START - 24 * DAY;
  let skipped = 0;
  const clock: Clock = {
    now: () => simulated,
    monotonic: () => performance.now() + skipped,
    sleep: () => Promise.resolve(),
  };
  return {
    clock,
    set: (now: Instant) => {
      simulated = now;
    },
    skip: (ms: number) => {
      skipped += ms;
    },
  };
}
type BenchClock = ReturnType<typeof makeBenchClock>;

const log = {
  info: () => {},
  warn: () => {},
  error: (event: string, fields?: object) => console.error(event, fields),
};

async function measureEmbedded(plan: DaysPlan): Promise<Figures> {
  const dir = mkdtempSync(join(tmpdir(), "cayda-bench-days-"));
  const time = makeBenchClock();
  try {
    const store = await openSampleStore({ dir, clock: time.clock, log });
    const pings = await loadPings(store, plan, time);
    const loaded = await load(store, plan, time, dir);
    const end = time.clock.now();
    const compactionMs = await coolDown(store, dir, time);
    const { points } = store.stats();
    const bytes = {
      cold: sizeOf(dir, /[.]cold$/),
      rollups: sizeOf(dir, /[.]roll$/),
      hot: sizeOf(dir, /^day-.*[.]db/),
    };
    const used = processSeconds() - threadSeconds();
    const answers = await timeQueries(askEmbedded(store, plan, end), plan.rounds);
    const stats = store.stats();
    await store.close();
    return {
      ...loaded,
      points,
      pingPoints: pings,
      bytesPerPoint: (bytes.cold + bytes.rollups + bytes.hot) / points,
      bytes,
      // All but this thread: the nights' work, and a little of the collector's.
      compactionCpuSecondsPerDistrictDay: used / (points / (plan.sites * POINTS_PER_SITE_DAY)),
      compactionTailMs: compactionMs,
      damaged: stats.damaged,
      ...answers,
      residentAfterQueriesMB: peakResidentMB(process.pid),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const POINTS_PER_SITE_DAY = 1_372 * 1_440;

const storedOf = (batch: WorkloadBlock, receivedAt: Instant): StoredBlock => ({
  block: batch.block,
  site: batch.site,
  receivedAt,
  samples: batch.samples,
});

const pingsOf = ({ pingDays }: DaysPlan) =>
  pingHistory({ start: START - pingDays * DAY, epoch: START, minutes: pingDays * 1_440, sites: 1 });

async function loadPings(store: SampleStore, plan: DaysPlan, time: BenchClock): Promise<number> {
  let points = 0;
  for (const batch of pingsOf(plan)) {
    time.set(batch.madeAt);
    time.skip(5 * SECOND);
    await store.append(storedOf(batch, batch.madeAt));
    points += batch.points;
    // An hour of data in a moment: flush and compaction must have their turns.
    for (let turn = 0; turn < 4; turn += 1) {
      store.tick(batch.madeAt);
      await pause(0);
    }
  }
  return points;
}

async function load(
  store: SampleStore,
  { days, sites, seconds }: DaysPlan,
  time: BenchClock,
  dir: string,
): Promise<Figures> {
  const stalls = watchStalls();
  const acks: number[] = [];
  let [wall, cpu, points, minutes] = [0, 0, 0, 0];
  // While the night's thread works on the other core; a district's night takes half a minute of the day's 86,400 seconds.
  const beside = { wall: 0, points: 0 };
  const started = performance.now();
  for (const { now, batches } of districtMinutes({
    sites,
    start: START,
    epoch: START,
    minutes: days * 1_440,
  })) {
    if (performance.now() - started > seconds.embedded * 1_000) break;
    // Each minute is made before it is stored, and outside the times.
    const made = batches.flatMap((make) => make());
    const at = now + MINUTE;
    time.set(at);
    const night = readdirSync(dir).some((name) => name.endsWith(TEMPORARY));
    const usage = threadSeconds();
    stalls.begin();
    const began = performance.now();
    for (const batch of made) {
      const asked = performance.now();
      store.tick(at);
      await store.append(storedOf(batch, at));
      acks.push(performance.now() - asked);
    }
    const took = performance.now() - began;
    stalls.end();
    cpu += threadSeconds() - usage;
    const stored = made.reduce((sum, batch) => sum + batch.points, 0);
    wall += took;
    points += stored;
    if (night) {
      beside.wall += took;
      beside.points += stored;
    }
    minutes += 1;
    // The nights' work waits in real time, of which hardly any passes here.
    time.skip(SECOND);
  }
  return {
    days: minutes / 1_440,
    loadedPoints: points,
    pointsPerSecond: points / (wall / 1_000),
    pointsPerSecondByDay: (points - beside.points) / ((wall - beside.wall) / 1_000),
    pointsPerSecondBesideNight: beside.points / (beside.wall / 1_000),
    cpuSecondsPerMillion: (cpu * 1e6) / points,
    ackMsP50: percentile(acks, 0.5),
    ackMsP95: percentile(acks, 0.95),
    longestStallMs: stalls.longestMs,
    eventLoopDelayMs: stalls.delayMs,
    residentMB: peakResidentMB(process.pid),
    loadSeconds: (performance.now() - started) / 1_000,
  };
}

/** Lets the days pass until everything is cold; returns how long that took. */
async function coolDown(store: SampleStore, dir: string, time: BenchClock): Promise<number> {
  const began = performance.now();
  const end = time.clock.now();
  const hot = () => readdirSync(dir).some((name) => /^day-.*[.]db$/.test(name));
  while ((hot() || store.stats().headPoints > 0) && performance.now() - began < 180_000) {
    // No further than needed, or what is oldest would be too old to be kept.
    time.set(Math.min(time.clock.now() + HOUR / 4, end + 2 * DAY));
    time.skip(3 * SECOND);
    store.tick(time.clock.now());
    await pause(5);
  }
  return performance.now() - began;
}

const wholeHour = (at: Instant) => Math.ceil(at / HOUR) * HOUR;

function askEmbedded(store: SampleStore, { days }: DaysPlan, end: Instant) {
  const entities = store.entities("site-0");
  const ports = store.entities().filter(({ kind }) => kind === "port");
  const port = (round: number) => ports[(round * 97) % ports.length]?.entity ?? "";
  const day = { from: end - DAY, to: end };
  const octets = (aggregates: readonly ("rate" | "max_rate")[]) =>
    aggregates.flatMap((aggregate) =>
      (["in_octets", "out_octets"] as const).map((field) => ({ field, aggregate })),
    );
  const filled = (values: readonly (readonly (number | null)[])[]) =>
    values.flat().filter((value) => value !== null).length;
  return {
    last: () => entities.reduce((sum, { entity }) => sum + (store.last(entity)?.size ?? 0), 0),
    portDay: async (round: number) => {
      const answer = await store.range({
        entity: port(round),
        ...day,
        stepMs: 5 * MINUTE,
        series: octets(["rate"]),
      });
      return filled(answer.values);
    },
    portWeek: async (round: number) => {
      const answer = await store.range({
        entity: port(round),
        // Whole hours, as our pages ask (server/api/series.ts).
        from: wholeHour(end) - Math.max(days, 1) * DAY,
        to: wholeHour(end),
        stepMs: HOUR,
        series: octets(["rate", "max_rate"]),
      });
      return filled(answer.values);
    },
    topErrors: async () =>
      (await store.top({ kind: "port", ...day, fields: ["in_errors", "out_errors"], limit: 20 })).length,
    rttQuantile: async () =>
      (await store.quantile({ kind: "target", ...day, field: "rtt_avg", quantile: 0.95 })).length,
    availability: async () =>
      (await store.availability({ kind: "target", sites: ["site-0"], from: end - 30 * DAY, to: end })).length,
  };
}

type PeerDays = PeerFigures & QueryTimes & { readonly days: number };
type PeerName = "influx" | "victoria";

async function measurePeer(name: PeerName, plan: DaysPlan): Promise<PeerDays | undefined> {
  const peer = await startPeer(name);
  if (peer === undefined) return undefined;
  const { days, sites, seconds } = plan;
  try {
    for (const batch of pingsOf(plan)) await peer.write([batch]);
    const started = performance.now();
    let end = START;
    for (const { now, batches } of districtMinutes({
      sites,
      start: START,
      epoch: START,
      minutes: days * 1_440,
    })) {
      if (performance.now() - started > seconds.peer * 1_000) break;
      const all = now >= START + (days - 1) * DAY;
      const made = (all ? batches : batches.slice(0, 1)).flatMap((make) => make());
      await peer.load(made);
      end = now + MINUTE;
    }
    const figures = await peer.figures();
    const answers = await timeQueries(peer.ask({ end, days }), plan.rounds);
    return { ...figures, ...answers, days: (end - START) / DAY };
  } finally {
    await peer.close();
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function sizeOf(dir: string, name: RegExp): number {
  return readdirSync(dir)
    .filter((file) => name.test(file))
    .reduce((sum, file) => sum + statSync(join(dir, file)).size, 0);
}
