import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../../core/clock.ts";
import { PromqlError } from "../../promql/types.ts";

/** How one question shares the event loop with everybody else, and when it is over. */
export interface Pace {
  /** Milliseconds that are left. Throws PromqlError timeout when there are none, or when nobody waits for the answer any more. */
  left(): number;
  /**
   * To be called after each small piece of work: undefined while others can still wait, else a promise that lets the event loop
   * turn (and rejects as `left` throws).
   */
  step(): Promise<void> | undefined;
}

const SLICE_MS = 5;

export function createPace(
  clock: Pick<Clock, "monotonic">,
  timeMs: number,
  signal?: { readonly aborted: boolean },
): Pace {
  const end = clock.monotonic() + timeMs;
  let slice = clock.monotonic();
  const left = () => {
    if (signal?.aborted === true) throw new PromqlError("timeout", "nobody waits for the answer any more");
    const rest = end - clock.monotonic();
    if (rest <= 0) throw new PromqlError("timeout", `query took longer than ${timeMs} ms`);
    return rest;
  };
  const turn = async () => {
    await setImmediate();
    slice = clock.monotonic();
    left();
  };
  return { left, step: () => (clock.monotonic() - slice < SLICE_MS ? undefined : turn()) };
}
