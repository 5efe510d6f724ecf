import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { seededRandom } from "../fakes/snmp-device/faults.ts";
import { mutate } from "./mutate.ts";
import { TARGETS, type Target } from "./targets.ts";

/** The thread in which inputs are tried; `main.ts` watches it from outside, so that one that never ends is noticed. */
export interface Finding {
  readonly target: string;
  readonly what: string;
  readonly input: Uint8Array;
}

export interface Progress {
  readonly runs: number;
  /** Memory in use after a collection: now, less what it was after the warm-up. */
  readonly growthMB: number;
  readonly perTarget: Readonly<Record<string, number>>;
}

interface Order {
  readonly shared: SharedArrayBuffer;
  readonly seed: number;
  readonly seconds: number;
  readonly only: string | undefined;
}

const SLOW_MS = 100;
const AT_ONCE = 200;
/** Each kind of finding is told this often. */
const MOST_ALIKE = 3;

// A thread cannot be started with this flag.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function usedMB(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

async function work({ shared, seed, seconds, only }: Order): Promise<void> {
  const head = new Int32Array(shared, 0, 2);
  const place = new Uint8Array(shared, 8);
  const random = seededRandom(seed);
  const targets = TARGETS.filter(({ name }) => only === undefined || name === only);
  const counts = new Map<string, number>();
  const alike = new Map<string, number>();
  let runs = 0;
  const attempt = (target: Target, input: Uint8Array) => {
    place.set(input.subarray(0, place.length));
    Atomics.store(head, 1, input.length);
    Atomics.add(head, 0, 1);
    const what = outcomeOf(target, input);
    runs += 1;
    counts.set(target.name, (counts.get(target.name) ?? 0) + 1);
    if (what === undefined) return;
    const kind = `${target.name}: ${what.replaceAll(/\d+/g, "#")}`;
    const before = alike.get(kind) ?? 0;
    alike.set(kind, before + 1);
    if (before < MOST_ALIKE) tell({ target: target.name, what, input });
  };
  const round = () => {
    for (const target of targets) {
      for (let i = 0; i < AT_ONCE; i += 1) {
        const seedOf = () => target.seeds[Math.floor(random() * target.seeds.length)] ?? new Uint8Array();
        attempt(target, mutate(seedOf(), seedOf(), random));
      }
    }
  };
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1_000;
  // Compilers and caches fill first.
  while (passed() < seconds / 10) {
    round();
    await nextTurn();
  }
  const usedAtFirst = usedMB();
  while (passed() < seconds) {
    round();
    await nextTurn();
  }
  const growthMB = usedMB() - usedAtFirst;
  tell({ runs, growthMB, perTarget: Object.fromEntries(counts) });
}

function tell(message: Finding | Progress): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
  parentPort?.postMessage(message);
}

/** Requests end as promises do: in another turn. */
const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));

function outcomeOf({ run }: Target, input: Uint8Array): string | undefined {
  const began = performance.now();
  try {
    run(Uint8Array.from(input));
  } catch (error) {
    return `throws ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
  }
  const ms = performance.now() - began;
  if (ms <= SLOW_MS) return undefined;
  // The machine may have been busy with something else.
  const again = performance.now();
  run(Uint8Array.from(input));
  return performance.now() - again > SLOW_MS ? `takes ${Math.round(ms)} ms` : undefined;
}

await work(workerData as Order);
