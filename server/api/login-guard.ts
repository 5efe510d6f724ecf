import { MINUTE, SECOND, type Clock, type Instant } from "../../core/clock.ts";
import { FaultError } from "../../core/result.ts";

/** Failures that cost nothing: people mistype. */
const FREE = 5;
const LONGEST = 5 * MINUTE;
/** Failures are forgotten after this long without a new one. */
const FORGET = 30 * MINUTE;
/** A flood of made-up names must not fill the memory. */
const MOST_KEYS = 10_000;

export interface LoginGuard {
  /** Throws `rate_limited` while the key has to wait. */
  check(key: string): void;
  failed(key: string): void;
  passed(key: string): void;
}

/** Slows guessing down: after five failures of a key (an address, a user name) each further one doubles its wait. */
export function loginGuard(clock: Clock): LoginGuard {
  const failures = new Map<string, { count: number; at: Instant; until: Instant }>();
  return {
    check(key) {
      const wait = (failures.get(key)?.until ?? 0) - clock.monotonic();
      if (wait > 0) throw new FaultError("rate_limited", { seconds: Math.ceil(wait / SECOND) });
    },
    failed(key) {
      const now = clock.monotonic();
      const before = failures.get(key);
      const count = before === undefined || now - before.at > FORGET ? 1 : before.count + 1;
      const wait = count < FREE ? 0 : Math.min(LONGEST, SECOND * 2 ** (count - FREE));
      failures.delete(key);
      failures.set(key, { count, at: now, until: now + wait });
      const oldest = failures.keys().next().value;
      if (failures.size > MOST_KEYS && oldest !== undefined) failures.delete(oldest);
    },
    passed(key) {
      failures.delete(key);
    },
  };
}
