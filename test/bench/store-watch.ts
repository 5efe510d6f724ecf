import { monitorEventLoopDelay } from "node:perf_hooks";

/** What the store's benchmarks measure with. */

interface StallWatch {
  begin(): void;
  end(): void;
  /** The longest turn of the event loop between `begin` and `end`, in ms: nobody else was served for that long. */
  readonly longestMs: number;
  /** The most CPU that this thread spent in one turn, in ms: what a machine that others use too does not spoil. */
  readonly longestCpuMs: number;
  /** As Node's own histogram of the event loop's delay sees it, over everything between the first and the last. */
  readonly delayMs: number;
}

/** `cpu`: ask for the thread's time in each turn, which costs some microseconds. */
export function watchStalls(cpu = false): StallWatch {
  // Its resolution is part of each delay that it reports.
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  const used = () => {
    if (!cpu) return 0;
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let [longestMs, longestCpuMs] = [0, 0];
  let [since, sinceCpu] = [0, 0];
  let watching = false;
  let looking = false;
  const turn = () => {
    const now = performance.now();
    const nowCpu = used();
    if (watching) {
      longestMs = Math.max(longestMs, now - since);
      longestCpuMs = Math.max(longestCpuMs, nowCpu - sinceCpu);
    }
    since = now;
    sinceCpu = nowCpu;
  };
  const look = () => {
    turn();
    looking = watching;
    if (looking) setImmediate(look);
  };
  return {
    begin: () => {
      since = performance.now();
      sinceCpu = used();
      watching = true;
      if (looking) return;
      looking = true;
      setImmediate(look);
    },
    end: () => {
      turn();
      watching = false;
    },
    get longestMs() {
      return longestMs;
    },
    get longestCpuMs() {
      return longestCpuMs;
    },
    get delayMs() {
      return histogram.max / 1e6;
    },
  };
}

/** The value below which so much (0 to 1) of them is; 0 of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** CPU seconds of the calling thread, and of the whole process. */
export const threadSeconds = () => secondsOf(process.threadCpuUsage());
export const processSeconds = () => secondsOf(process.cpuUsage());
const secondsOf = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6;

const QUERIES = ["last", "portDay", "portWeek", "topErrors", "rttQuantile", "availability"] as const;
export type Query = (typeof QUERIES)[number];

export interface QueryTimes {
  readonly queriesMs: Readonly<Partial<Record<Query, number>>>;
  readonly queriesP95Ms: Readonly<Partial<Record<Query, number>>>;
  /** How much each answered (rows, steps or values), so that nobody is fast by answering nothing. */
  readonly answered: Readonly<Partial<Record<Query, number>>>;
}

const ABOUT_ONE: ReadonlySet<Query> = new Set(["last", "portDay", "portWeek"]);
const ROUNDS_ABOUT_ONE = 200;

/** Asks each question so often, first once for nothing; one that throws is said and left out. */
export async function timeQueries(
  ask: Readonly<Record<Query, (round: number) => number | Promise<number>>>,
  rounds: number,
): Promise<QueryTimes> {
  const queriesMs: Partial<Record<Query, number>> = {};
  const queriesP95Ms: Partial<Record<Query, number>> = {};
  const answered: Partial<Record<Query, number>> = {};
  for (const name of QUERIES) {
    const times: number[] = [];
    try {
      answered[name] = await ask[name](0);
      // Questions about one entity take a fraction of a millisecond once their code is compiled, as it is in a server that
      // runs for months: more rounds, of which the first are not counted.
      const more = ABOUT_ONE.has(name) ? ROUNDS_ABOUT_ONE : 0;
      for (let round = 1; round <= more; round += 1) await ask[name](round);
      for (let round = 1; round <= rounds + more; round += 1) {
        const began = performance.now();
        await ask[name](round);
        times.push(performance.now() - began);
      }
    } catch (error) {
      process.stderr.write(`${name}: ${String(error)}\n`);
      continue;
    }
    queriesMs[name] = percentile(times, 0.5);
    queriesP95Ms[name] = percentile(times, 0.95);
  }
  return { queriesMs, queriesP95Ms, answered };
}
