import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { MINUTE, SECOND } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import type { ChunkFiles } from "./chunk-files.ts";
import { fieldsOf, reachOf, type CrossEntity, type CrossQuestion, type CrossRow } from "./cross-question.ts";
import type { CrossAnswer, CrossMessage, CrossSetup } from "./cross-worker.ts";
import type { EntityHead } from "./head.ts";
import { partOfHead } from "./merge.ts";
import { daysInHead } from "./rolled.ts";
import type { StoreParts } from "./store-parts.ts";

/**
 * Questions that touch a whole district go to a thread of their own, which reads the same files; what lies in memory only is
 * sent along. The thread is started by the first question and ends when nobody asked for some minutes.
 */
export interface Cross {
  ask(question: CrossQuestion): Promise<readonly CrossRow[]>;
  /** Resolves when no question is under way: then no other thread has a file open that matters (Windows). */
  readonly idle: () => Promise<void>;
  stop(): Promise<void>;
}

/** A long gathering lets others have the event loop this often. */
const SLICE_MS = 6;
/** Longer than any sensible question: a thread that takes so long is stuck, or the machine far too small. */
const PATIENCE_MS = 60 * SECOND;
const IDLE_MS = 5 * MINUTE;
const MAX_HEAP_MB = 512;
/** Otherwise a thread inherits the main one's, which is large. */
const MAX_YOUNG_MB = 24;
/** More waiting than this means that somebody asks in a loop. */
const MAX_WAITING = 32;

export function makeCross(parts: StoreParts): Cross {
  let thread: Thread | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let stopped = false;
  let number = 0;
  let key = "";
  let generation = 0;
  const idle = makeIdleTimer(() => {
    void thread?.end();
    thread = undefined;
  });

  const perform = async (question: CrossQuestion): Promise<readonly CrossRow[]> => {
    if (stopped) throw new FaultError("store_busy");
    const entities = await gather(parts, question);
    if (stopped) throw new FaultError("store_busy");
    const now = filesKey(parts);
    if (now !== key) generation += 1;
    key = now;
    number += 1;
    const hotDays = hotDaysOf(parts.files);
    const asked = (thread ??= startThread(parts));
    const answer = await asked
      .ask({ id: number, question, entities, hotDays, generation })
      .catch((error: unknown) => {
        if (thread === asked) thread = undefined;
        void asked.end();
        throw error;
      });
    for (const name of answer.damaged) parts.damaged(name);
    if (answer.error === undefined) return answer.rows;
    parts.log.error("samples_question_failed", { ask: question.ask, error: answer.error });
    throw new FaultError("store_busy");
  };
  const performInTurn = async (question: CrossQuestion, turn: Promise<unknown>) => {
    try {
      await turn;
      return await perform(question);
    } finally {
      waiting -= 1;
      idle.start();
    }
  };
  return {
    ask: (question) => {
      if (waiting >= MAX_WAITING) return Promise.reject(new FaultError("store_busy"));
      waiting += 1;
      const answer = performInTurn(question, queue);
      queue = answer.catch(() => undefined);
      return answer;
    },
    idle: async () => void (await queue),
    stop: async () => {
      stopped = true;
      await thread?.end();
      await queue;
      idle.stop();
    },
  };
}

function hotDaysOf(files: ChunkFiles): CrossMessage["hotDays"] {
  return files.days().map((day) => {
    const { made, seq, points } = files.totalsOf(day) ?? {};
    return { day, state: [made, seq, points].join() };
  });
}

/** Does `work` when nothing began for some minutes. */
function makeIdleTimer(work: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    start: () => {
      clearTimeout(timer);
      timer = setTimeout(work, IDLE_MS);
      timer.unref();
    },
    stop: () => clearTimeout(timer),
  };
}

/** Tells whether files came or went since, or were made anew. */
function filesKey({ files, cold, rollups }: StoreParts): string {
  const periods = [files.days(), cold.periods(), rollups.hourDays.periods(), rollups.hourMonths.periods()];
  const made = [
    files.days().map((day) => files.totalsOf(day)?.made),
    cold.periods().map((day) => cold.about(day)?.made),
  ];
  return [...periods, ...made].map((list) => list.join()).join("|");
}

/** The entities that a question is about, with what of them is in memory; the event loop is not held up. */
async function gather(parts: StoreParts, question: CrossQuestion): Promise<readonly CrossEntity[]> {
  const { memory, clock } = parts;
  const sites = question.sites === undefined ? undefined : new Set(question.sites);
  const layout = memory.layouts.get(question.kind);
  const fields = fieldsOf(question);
  const entities: CrossEntity[] = [];
  let started = clock.monotonic();
  for (const head of memory.heads.values()) {
    if (head.layout !== layout || head.site === undefined) continue;
    if (sites !== undefined && !sites.has(head.site.name)) continue;
    entities.push(entityOf(head, head.site.name, question, fields));
    if (clock.monotonic() - started < SLICE_MS) continue;
    await nextTurn();
    started = clock.monotonic();
  }
  return entities;
}

function entityOf(
  head: EntityHead,
  site: string,
  question: CrossQuestion,
  fields: readonly string[],
): CrossEntity {
  const { number, ref } = head;
  if (head.count === 0) return { number, ref, site, fresh: undefined, freshDays: [] };
  const reach = reachOf(question);
  const fresh = partOfHead(head, question.from - reach, question.to + reach, fields);
  return { number, ref, site, fresh, freshDays: [...daysInHead(head)] };
}

interface Thread {
  ask(message: CrossMessage): Promise<CrossAnswer>;
  end(): Promise<void>;
}

function startThread({ dir, origin, memory }: StoreParts): Thread {
  const fields = [...memory.layouts.values()].flatMap(({ kind, names, numbers }) =>
    names.map((name, i) => [kind, name, numbers[i] ?? 0] as const),
  );
  const setup: CrossSetup = { dir, origin, fields };
  const worker = new Worker(new URL("cross-worker.ts", import.meta.url), {
    workerData: setup,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: MAX_YOUNG_MB },
  });
  // A waiting thread does not keep the program alive.
  worker.unref();
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        worker.ref();
        const done = () => {
          clearTimeout(timer);
          worker.unref();
          worker.off("message", answered).off("error", failed).off("exit", ended);
        };
        const answered = (answer: CrossAnswer) => {
          done();
          resolve(answer);
        };
        const failed = (error: Error) => {
          done();
          reject(error);
        };
        const ended = () => failed(new FaultError("store_busy"));
        const timer = setTimeout(
          () => failed(new FaultError("query_slow", { seconds: PATIENCE_MS / SECOND })),
          PATIENCE_MS,
        );
        worker.on("message", answered).on("error", failed).on("exit", ended);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        worker.postMessage(message);
      }),
    end: async () => void (await worker.terminate()),
  };
}
