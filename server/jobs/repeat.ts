import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";

export interface Repeated {
  /** Lets the run that is under way finish. */
  stop(): Promise<void>;
}

/** Does `work` again and again, `everyMs` after the last one ended. A failure is logged and the next run comes. */
export function repeat(
  name: string,
  everyMs: number,
  work: () => Promise<void> | void,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Repeated {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(everyMs, stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        await work();
      } catch (error) {
        log.error("job_failed", { job: name, error });
      }
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
