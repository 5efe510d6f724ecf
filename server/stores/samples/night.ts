import { rmSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { DAY, HOUR, legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import type { ChunkFiles } from "./chunk-files.ts";
import type { ColdDays } from "./cold.ts";
import { compactDay, type CompactDone, type KindLayout } from "./compact-day.ts";
import type { NightJob } from "./compact-worker.ts";
import type { Memory } from "./memory.ts";
import { mergeMonth, type MonthDone } from "./merge-month.ts";
import { removeTemporary } from "./packs.ts";
import { endOfDay, monthOf } from "./periods.ts";
import { endOfMonth, MONTH_SETTLED } from "./rollup-files.ts";
import type { StoreParts } from "./store-parts.ts";

/**
 * The nightly work: days that are over become cold, with their roll-ups; months are put together. One job at a time on a
 * thread of its own, which only writes files beside those that are there; here they are put into place. The order makes
 * it safe to be killed at any point: roll-ups first (they can be made again from the same readings), then the cold day, and the
 * hot file goes last. Whoever reads meanwhile finds each reading in the hot file, in the cold one, or in both, where they
 * merge.
 */
export interface Night {
  tick(now: Instant): void;
  /** Days that are over and not cold. */
  behind(now: Instant): number;
  readonly last: NightReport | undefined;
  /** Why the last run failed; undefined after one that did not. */
  readonly failed: string | undefined;
  /** There is work and no room for it. */
  readonly paused: boolean;
  /** Ends the job under way; what it wrote is removed at the next start. */
  stop(): Promise<void>;
}

export interface NightReport {
  readonly day: number;
  readonly ms: number;
  readonly points: number;
}

/** Everybody's last hour is flushed by then (see `phaseOf`), and offices are empty. */
const BEGINS = 2.5 * HOUR;
const RETRY_MS = HOUR;
/** Between two jobs, while catching up. */
const PAUSE_MS = 2_000;
/** The thread decodes one entity at a time; the rest of it are indexes. */
const MAX_HEAP_MB = 256;
/** Otherwise a thread inherits the main one's, which is large. */
const MAX_YOUNG_MB = 24;

export interface NightParts extends StoreParts {
  /** Tests do it on their own thread. */
  readonly inline?: boolean | undefined;
  /** Resolves when no other thread reads the files: Windows does not replace or remove one that is open. */
  readonly idle?: () => Promise<void>;
  /** Whether there is room for a new file beside the old one; asked before each job that writes one. */
  readonly mayWrite?: (job: WritingJob) => boolean;
  /** Unlinks what is too old. */
  readonly expire?: (now: Instant) => void;
}

/** Jobs that write files before old ones go. */
export type WritingJob =
  | { readonly do: "day"; readonly day: number }
  | { readonly do: "month"; readonly month: number };
type NightJobName = WritingJob | { readonly do: "expire"; readonly now: Instant };

export function makeNight(parts: NightParts): Night {
  const { files, clock, log } = parts;
  const plan = makePlan(parts);
  const thread: Thread = { stopped: false, worker: undefined };
  let running: Promise<void> | undefined;
  let notBefore = 0;
  let last: NightReport | undefined;
  let failed: string | undefined;
  let paused = false;

  const run = async (job: NightJobName) => {
    try {
      last = (await perform(parts, plan.expiry, thread, job)) ?? last;
      if (plan.skipped.size === 0 && job.do !== "expire") failed = undefined;
      const pause = parts.inline !== true && job.do !== "expire";
      notBefore = clock.monotonic() + (pause ? PAUSE_MS : 0);
    } catch (error) {
      failed = String(error);
      // What it could not finish takes room, perhaps the very room that was missing.
      if (job.do !== "expire") removeTemporary(parts.dir);
      notBefore = clock.monotonic() + (job.do === "day" ? PAUSE_MS : RETRY_MS);
      if (job.do === "day") plan.skipped.add(job.day);
      log.error("samples_compaction_failed", { ...job, error: failed });
    }
  };
  return {
    tick: (now) => {
      if (running !== undefined || thread.stopped || clock.monotonic() < notBefore) return;
      const job = plan.next(now);
      // What only unlinks makes the very room that is missing.
      paused = job !== undefined && job.do !== "expire" && parts.mayWrite?.(job) === false;
      if (job === undefined || paused) return;
      running = run(job).finally(() => {
        running = undefined;
      });
    },
    behind: (now) => files.days().filter((day) => day < legalDayOf(now - BEGINS - DAY)).length,
    get last() {
      return last;
    },
    get failed() {
      return failed;
    },
    get paused() {
      return paused;
    },
    stop: async () => {
      thread.stopped = true;
      await thread.worker?.terminate();
      await running;
    },
  };
}

/** The thread of the job under way. */
interface Thread {
  stopped: boolean;
  worker: Worker | undefined;
}

/** Does a job, and puts into place what it wrote. */
async function perform(
  parts: NightParts,
  expiry: Expiry,
  thread: Thread,
  job: NightJobName,
): Promise<NightReport | undefined> {
  const { clock, log } = parts;
  if (job.do === "expire") {
    await expiry.run(job.now);
    return undefined;
  }
  expiry.again();
  const started = clock.monotonic();
  const work = jobOf(parts, job);
  const start = (worker: Worker) => (thread.worker = worker);
  const result = parts.inline === true ? inline(work) : await inThread(work, start);
  thread.worker = undefined;
  if (thread.stopped || result === undefined) return undefined;
  for (const name of result.damaged) parts.damaged(name);
  await unlinkable(parts);
  if (job.do === "month") {
    settleMonth(parts, job.month, result as MonthDone);
    return undefined;
  }
  const { points } = result as CompactDone;
  if (!settleDay(parts, job.day, result as CompactDone)) return undefined;
  const report = { day: job.day, ms: Math.round(clock.monotonic() - started), points };
  log.info("samples_compacted", report);
  return report;
}

/** What is to be done in a night, in which order. */
function makePlan(parts: NightParts) {
  const { memory, files, rollups } = parts;
  const expiry = makeExpiry(parts);
  /** Days that could not be done tonight: one bad file must not keep the others from their turn. */
  const skipped = new Set<number>();
  /** The legal day whose night's work is done. */
  let done = -1;
  return {
    expiry,
    skipped,
    next: (now: Instant): NightJobName | undefined => {
      const today = legalDayOf(now - BEGINS);
      // Days that became hot again by late data wait for the next night: each costs a day's file.
      if (done === today) return undefined;
      if (expiry.isDue(today)) return { do: "expire", now };
      const due = files.days().filter((one) => one < today && !skipped.has(one));
      const day = due.find((one) => isFlushed(memory, one));
      if (day !== undefined) return { do: "day", day };
      if (due.length > 0) return undefined;
      const month = rollups.hourDays
        .periods()
        .map(monthOf)
        .find((one) => endOfMonth(one) + MONTH_SETTLED <= startOfLegalDay(today));
      if (month !== undefined) return { do: "month", month };
      if (isFlushed(memory, today - 1)) {
        done = today;
        skipped.clear();
      }
      return undefined;
    },
  };
}

/** Windows does not unlink what another thread has open. */
async function unlinkable({ idle }: NightParts): Promise<void> {
  if (process.platform === "win32") await idle?.();
}

interface Expiry {
  isDue(today: number): boolean;
  again(): void;
  run(now: Instant): Promise<void>;
}

/** What is too old goes first of all, and again after each job: it makes room. */
function makeExpiry(parts: NightParts): Expiry {
  /** The legal day of the night in which nothing is left to go; -1 when something was done since. */
  let clean = -1;
  return {
    isDue: (today: number) => clean !== today,
    again: () => {
      clean = -1;
    },
    run: async (now: Instant) => {
      // What cannot go now goes after the next job, or tomorrow.
      clean = legalDayOf(now - BEGINS);
      await unlinkable(parts);
      parts.expire?.(now);
    },
  };
}

/** Whether all that is known of a day, and of the hour after it, is in files. */
function isFlushed(memory: Memory, day: number): boolean {
  const until = endOfDay(day) + HOUR;
  for (const site of memory.sites.values()) if (site.flushedUntil < until) return false;
  return true;
}

function jobOf({ dir, origin, memory }: NightParts, job: WritingJob): NightJob {
  if (job.do === "month") return { do: "month", job: { dir, origin, month: job.month } };
  const kinds: KindLayout[] = [...memory.layouts.values()].map(({ kind, numbers }) => ({ kind, numbers }));
  const places = new Map(kinds.map(({ kind }, place) => [kind, place]));
  const kindOf = new Map<number, number>();
  for (const { number, layout } of memory.headsByNumber.values()) {
    kindOf.set(number, places.get(layout.kind) ?? -1);
  }
  return { do: "day", job: { dir, origin, day: job.day, kinds, kindOf } };
}

const inline = (work: NightJob) => (work.do === "day" ? compactDay(work.job) : mergeMonth(work.job));

function inThread(
  work: NightJob,
  started: (thread: Worker) => void,
): Promise<CompactDone | MonthDone | undefined> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL("compact-worker.ts", import.meta.url), {
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: MAX_YOUNG_MB },
    });
    started(thread);
    thread.once("message", (result: CompactDone | MonthDone) => resolve(result));
    thread.once("error", reject);
    // Ended from outside, before it answered.
    thread.once("exit", () => resolve(undefined));
  });
}

/** False when the day's hot file is no longer what the thread read: the work was in vain, and is done again. */
function settleDay({ files, cold, rollups }: NightParts, day: number, result: CompactDone): boolean {
  const now = files.totalsOf(day);
  const { hot } = result;
  if (now === undefined || now.made !== hot.made || now.seq !== hot.seq || now.points !== hot.points) {
    for (const path of [result.cold, result.hours, result.days]) rmSync(path, { force: true });
    return false;
  }
  rollups.hourDays.install(day, result.hours);
  rollups.dayMonths.install(monthOf(day), result.days);
  cold.install(day, result.cold);
  files.remove(day);
  return true;
}

function settleMonth({ rollups }: NightParts, month: number, { path, days }: MonthDone): void {
  rollups.hourMonths.install(month, path);
  for (const day of days) rollups.hourDays.remove(day);
}

/** After a kill between the last two steps of `settleDay`: the hot file is in the cold one, all of it. */
export function dropCooled(files: ChunkFiles, cold: ColdDays): void {
  for (const day of files.days()) {
    const [hot, cooled] = [files.totalsOf(day), cold.about(day)];
    if (hot === undefined || cooled === undefined || hot.made !== cooled.made) continue;
    // Had it not gone, and taken late readings since, it would hold more than what was made cold.
    if (hot.seq <= cooled.seq) files.remove(day);
  }
}
