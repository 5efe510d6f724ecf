import type { Clock } from "../core/clock.ts";
import { SECOND } from "../core/clock.ts";
import type { AgentLog, Job, Reading } from "./collectors/collector.ts";

export interface RunFigures {
  /** Due while the previous run still went on. */
  skipped: number;
  /** Timed out or thrown. */
  failed: number;
  longestMs: number;
}

/** One job's runs: never two at a time, each with an end. */
export interface Runner {
  /** Aborted once the job is stopped. */
  readonly signal: AbortSignal;
  /** Starts a run, or counts it as skipped while one goes on. Resolves when the run is over; never rejects. */
  run(): Promise<void>;
  /** Aborts, waits a short while for the run to end, then closes the job. */
  stop(): Promise<void>;
}

/** How long a run that was told to stop may take to do so. */
const GRACE = 2 * SECOND;

interface RunParts {
  readonly clock: Clock;
  readonly log: AgentLog;
  readonly onReading: (reading: Reading) => void;
}

export function createRunner(job: Job, parts: RunParts, figures: RunFigures): Runner {
  const life = new AbortController();
  let current: Promise<void> | undefined;
  return {
    signal: life.signal,
    async run() {
      if (life.signal.aborted) return;
      if (current !== undefined) {
        figures.skipped += 1;
        parts.log.warn("job_skipped", { job: job.id });
        return;
      }
      current = runOnce(job, parts, figures, life.signal);
      await current;
      current = undefined;
    },
    async stop() {
      life.abort();
      if (current !== undefined) await endsWithin(parts.clock, current, GRACE);
      job.close?.();
    },
  };
}

async function runOnce(job: Job, parts: RunParts, figures: RunFigures, life: AbortSignal): Promise<void> {
  const { clock, log, onReading } = parts;
  const started = clock.monotonic();
  const abort = new AbortController();
  const onStop = () => abort.abort();
  life.addEventListener("abort", onStop, { once: true });
  const work = async (): Promise<void> => {
    try {
      const reading = await job.run(abort.signal);
      // What a stopped job read half-way through would look like a silent device.
      if (!life.aborted) onReading(reading);
    } catch (error) {
      if (abort.signal.aborted) return;
      figures.failed += 1;
      log.error("job_failed", { job: job.id, error });
    }
  };
  const over = work();
  if (!(await endsWithin(clock, over, job.timeoutMs))) {
    figures.failed += 1;
    log.warn("job_timeout", { job: job.id, ms: job.timeoutMs });
    abort.abort();
    // A deaf run gets some time, so that the next one does not start beside it at once.
    if (!(await endsWithin(clock, over, GRACE))) log.error("job_stuck", { job: job.id });
  }
  life.removeEventListener("abort", onStop);
  figures.longestMs = Math.max(figures.longestMs, clock.monotonic() - started);
}

/** Whether `work` (which never rejects) is over before `ms` have passed. */
async function endsWithin(clock: Clock, work: Promise<void>, ms: number): Promise<boolean> {
  const over = new AbortController();
  let ended = false;
  const done = async () => {
    await work;
    ended = true;
  };
  await Promise.race([done(), clock.sleep(ms, over.signal)]);
  over.abort();
  return ended;
}
