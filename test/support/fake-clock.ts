import type { AbortSignalLike, Clock, Instant } from "../../core/clock.ts";

export interface FakeClock extends Clock {
  /** Moves time on and wakes the sleepers whose time has come, oldest first; lets their microtasks run in between. */
  advance(ms: number): Promise<void>;
  /** Changes the wall clock only, as a dead battery or NTP does. */
  setWall(now: Instant): void;
  readonly sleepers: number;
}

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock that moves only when the test says so. */
export function fakeClock(start: Instant = Date.UTC(2026, 10, 23, 8)): FakeClock {
  let monotonic = 0;
  let wallOffset = start;
  const sleepers = new Set<Sleeper>();
  const settle = async () => {
    // Real I/O (files, loopback sockets) needs turns of the event loop, not only microtasks.
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    now: () => wallOffset + monotonic,
    monotonic: () => monotonic,
    sleep: (ms: number, signal?: AbortSignalLike) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const sleeper: Sleeper = { due: monotonic + Math.max(0, ms), wake };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake, { once: true });
      }),
    async advance(ms) {
      const end = monotonic + ms;
      await settle();
      for (;;) {
        const next = [...sleepers].filter(({ due }) => due <= end).toSorted((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        monotonic = Math.max(monotonic, next.due);
        next.wake();
        await settle();
      }
      monotonic = end;
      await settle();
    },
    setWall: (now) => {
      wallOffset = now - monotonic;
    },
    get sleepers() {
      return sleepers.size;
    },
  };
}
