import { FaultError } from "../../core/result.ts";

/** How long whoever finds too many waiting is asked to wait, in seconds. */
const COME_BACK = 30;

/**
 * For work that takes much memory: one piece at a time, some wait, and who finds too many waiting is refused (FaultError
 * `rate_limited`) instead of being one more.
 */
export function oneByOne(mostWaiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  let here = 0;
  return async (work) => {
    if (here > mostWaiting) throw new FaultError("rate_limited", { seconds: COME_BACK });
    here += 1;
    const mine = before.then(work);
    before = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      here -= 1;
    }
  };
}
