import { flushCompileCache } from "node:module";
import { MINUTE, SECOND, type Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";

/** The agents have a moment to hand over what they kept. */
const FIRST_BLOCKS = 2 * SECOND;
const AGAIN = MINUTE;

/**
 * What waits until blocks are taken: judging, and loading the pages that nobody asked for yet. A part that cannot start (its
 * file lies on a share that is away) is tried again every minute: without it nobody would be told of anything.
 */
export function startTheRest(
  parts: readonly (() => Promise<unknown>)[],
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const start = async (part: () => Promise<unknown>): Promise<void> => {
    while (!signal.aborted) {
      try {
        await part();
        return;
      } catch (error) {
        if (signal.aborted) return;
        log.error("part_not_started", { error });
        await clock.sleep(AGAIN, signal);
      }
    }
  };
  const all = async () => {
    await clock.sleep(FIRST_BLOCKS, signal);
    for (const part of parts) if (!signal.aborted) await start(part);
    // What was compiled for them, too, is kept for the next start.
    flushCompileCache();
  };
  const running = all();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
