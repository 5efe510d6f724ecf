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

/** From where somebody came in before. */
export interface FamiliarPlaces {
  has(name: string, peer: string): boolean;
  add(name: string, peer: string): void;
}

/**
 * Remembers who signed in from which address, since the start. Failures under a name count for each such place by themselves:
 * else anybody on the network could keep the one officer out, by wrong passwords under that name every few minutes.
 */
export function familiarPlaces(): FamiliarPlaces {
  const known = new Set<string>();
  const keyOf = (name: string, peer: string) => `${peer} ${name}`;
  return {
    has: (name, peer) => known.has(keyOf(name, peer)),
    add(name, peer) {
      const key = keyOf(name, peer);
      known.delete(key);
      known.add(key);
      const [oldest] = known;
      if (known.size > MOST_KEYS && oldest !== undefined) known.delete(oldest);
    },
  };
}
