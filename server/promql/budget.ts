import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../core/clock.ts";
import { PromqlError, type Limits } from "./types.ts";

/** What one query may still use, and when it has to let others at the event loop. */
export interface Budget {
  /** Counts series and samples that were loaded. Throws PromqlError execution when they are too many. */
  loaded(series: number, samples: number): void;
  /** Counts values that are about to be computed, before memory is taken. Throws PromqlError execution. */
  cells(count: number): void;
  /** Counts small steps of work; true when it is time to {@link breathe}. */
  spend(work: number): boolean;
  /** Lets the event loop turn once. Throws PromqlError timeout when the query's time is over. */
  breathe(): Promise<void>;
}

/** Work (about as long as adding a number) between two looks at the clock: well under a millisecond. */
const WORK_PER_LOOK = 20_000;
const SLICE_MS = 5;

export function createBudget(limits: Limits, clock: Clock): Budget {
  const end = clock.monotonic() + limits.timeMs;
  let slice = clock.monotonic();
  const used = { series: 0, samples: 0, cells: 0, work: 0 };
  const count = (what: "series" | "samples" | "cells", more: number, text: string) => {
    used[what] += more;
    if (used[what] > limits[what])
      throw new PromqlError(
        "execution",
        `query ${text}, more than the limit of ${limits[what]}: ask for less`,
      );
  };
  return {
    loaded(series, samples) {
      count("series", series, "selects too many series");
      count("samples", samples, "loads too many samples");
    },
    cells: (more) => count("cells", more, "computes too many values (series x steps)"),
    spend(work) {
      used.work += work;
      if (used.work < WORK_PER_LOOK) return false;
      used.work = 0;
      return clock.monotonic() - slice >= SLICE_MS;
    },
    async breathe() {
      await setImmediate();
      slice = clock.monotonic();
      if (slice > end) throw new PromqlError("timeout", `query took longer than ${limits.timeMs} ms`);
    },
  };
}
