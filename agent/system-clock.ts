import type { AbortSignalLike, Clock } from "../core/clock.ts";

/** The real clock. Made in compose or main only; everything else takes a `Clock`. */
export function systemClock(): Clock {
  return {
    // oxlint-disable-next-line eslint/no-restricted-properties -- the one place where real time comes in
    now: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: (ms: number, signal?: AbortSignalLike) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const end = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", end);
          resolve();
        };
        const timer = setTimeout(end, Math.max(0, ms));
        signal?.addEventListener("abort", end, { once: true });
      }),
  };
}
