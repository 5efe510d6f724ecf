import type { Clock, Instant } from "../core/clock.ts";
import { DAY, HOUR, SECOND } from "../core/clock.ts";
import type { AgentLog, Job, Reading } from "./collectors/collector.ts";
import { calendar } from "./calendar.ts";
import { createRunner, type Runner, type RunFigures } from "./run.ts";

export interface ScheduleParts {
  /** Durations and rhythm follow `monotonic()`. */
  readonly clock: Clock;
  /** Corrected wall-clock time, for calendar jobs. */
  readonly now: () => Instant;
  readonly log: AgentLog;
  readonly onReading: (reading: Reading) => void;
  /** When calendar jobs last ran, kept over restarts. */
  readonly lastRuns: {
    get(id: string): Instant | undefined;
    set(id: string, at: Instant): void;
  };
}

export interface Schedule {
  /** Makes these the jobs. A job with the same id and version goes on undisturbed. */
  setJobs(jobs: readonly Job[]): void;
  /** Counts since the start; the longest run since the last call. */
  figures(): RunFigures;
  /** Aborts what runs, waits for it a short while, frees everything. */
  stop(): Promise<void>;
}

/** A job that is new runs within this time, whatever its interval. */
const FIRST_RUN_WITHIN = 10 * SECOND;
/** Timers hold 24 days at most, and the wall clock may be set while we sleep. */
const LONGEST_NAP = HOUR / 2;

export function createSchedule(parts: ScheduleParts): Schedule {
  const { clock, log } = parts;
  const origin = clock.monotonic();
  const figures = { skipped: 0, failed: 0, longestMs: 0 };
  const live = new Map<string, { readonly version: string; readonly runner: Runner }>();
  const leaving = new Set<Promise<void>>();

  const end = (id: string): void => {
    const ended = live.get(id)?.runner.stop();
    live.delete(id);
    if (ended === undefined) return;
    const left = ended.finally(() => leaving.delete(left));
    leaving.add(left);
  };
  const begin = (job: Job): void => {
    const runner = createRunner(job, parts, figures);
    live.set(job.id, { version: job.version, runner });
    const loop =
      "cron" in job.when
        ? keepCalendar(parts, job.id, job.when, runner)
        : keepRhythm(clock, origin, { ...job, everyMs: job.when.everyMs }, runner);
    loop.catch((error: unknown) => log.error("schedule_broken", { job: job.id, error }));
  };

  return {
    setJobs(jobs) {
      const wanted = new Map<string, Job>();
      for (const job of jobs) {
        if (wanted.has(job.id)) log.error("job_twice", { job: job.id });
        else wanted.set(job.id, job);
      }
      for (const [id, { version }] of live) if (wanted.get(id)?.version !== version) end(id);
      for (const [id, job] of wanted) if (!live.has(id)) begin(job);
    },
    figures() {
      const now = { ...figures };
      figures.longestMs = 0;
      return now;
    },
    async stop() {
      for (const id of live.keys()) end(id);
      await Promise.all(leaving);
    },
  };
}

/**
 * Runs every `everyMs` on a grid that the job's id shifts, so that many jobs spread over the cycle. The grid is fixed:
 * lateness does not add up, and what the machine slept through is not made up for.
 */
async function keepRhythm(
  clock: Clock,
  origin: number,
  { id, everyMs, again }: Pick<Job, "id" | "again"> & { readonly everyMs: number },
  runner: Runner,
): Promise<void> {
  const phase = Math.floor(spread(id) * everyMs);
  const gridAfter = (at: number) =>
    origin + phase + (Math.floor((at - origin - phase) / everyMs) + 1) * everyMs;
  const start = clock.monotonic();
  let due = start + (phase % FIRST_RUN_WITHIN);
  let first = true;
  for (;;) {
    await sleepUntil(clock, due, runner.signal);
    if (runner.signal.aborted) return;
    const ran = runner.run();
    // The run after the first one falls on the grid, but not so soon that the device is asked twice at once.
    const from = first ? due + everyMs / 2 : Math.max(due, clock.monotonic());
    first = false;
    due = gridAfter(from);
    if (again !== undefined) void runAgain(clock, ran, { again, before: due }, runner);
  }
}

/** Once more and once more as long as the job asks for it, but not so late that it would meet its next turn. */
async function runAgain(
  clock: Clock,
  first: Promise<void>,
  { again, before }: { readonly again: NonNullable<Job["again"]>; readonly before: number },
  runner: Runner,
): Promise<void> {
  let started = clock.monotonic();
  await first;
  for (let ms = again(); ms !== undefined; ms = again()) {
    const due = Math.max(started + ms, clock.monotonic());
    if (due > before - ms / 2) return;
    await sleepUntil(clock, due, runner.signal);
    if (runner.signal.aborted) return;
    started = clock.monotonic();
    await runner.run();
  }
}

/** Runs when the calendar says, once more where due times passed while nobody was there to run it. */
async function keepCalendar(
  { clock, now, log, lastRuns }: ScheduleParts,
  id: string,
  when: { readonly cron: string; readonly atStart: boolean },
  runner: Runner,
): Promise<void> {
  const times = calendar(when.cron);
  if (times === undefined) log.error("cron_invalid", { job: id, cron: when.cron });
  const runNow = async () => {
    await runner.run();
    // Noted after the run: one that was cut short by the end of the agent is caught up with.
    if (!runner.signal.aborted) lastRuns.set(id, now());
  };
  if (when.atStart) {
    await clock.sleep(spread(id) * FIRST_RUN_WITHIN, runner.signal);
    if (runner.signal.aborted) return;
    await runNow();
  }
  if (times === undefined) return;
  let since = lastRuns.get(id) ?? now();
  // Noted also when it never ran: else a PC that is off at the due time would never get to it.
  lastRuns.set(id, since);
  while (!runner.signal.aborted) {
    // A time in the future was noted by a wrong clock.
    if (since > now() + DAY) since = now();
    const due = times.next(since);
    if (due === undefined) return;
    if (now() < due) await clock.sleep(Math.min(due - now(), LONGEST_NAP), runner.signal);
    if (runner.signal.aborted || now() < due) continue;
    await runNow();
    since = now();
  }
}

async function sleepUntil(clock: Clock, due: number, signal: AbortSignal): Promise<void> {
  // Timers may fire a little early; a run before its time would count as two.
  for (let left = due - clock.monotonic(); left > 0 && !signal.aborted; left = due - clock.monotonic()) {
    await clock.sleep(Math.min(left, LONGEST_NAP), signal);
  }
}

/** A number in [0, 1) that is always the same for an id (FNV-1a, 32 bits, then mixed). */
function spread(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  // The last characters of FNV-1a reach the low bits only; ids of one site differ just there.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
