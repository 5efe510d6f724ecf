import { DAY, type Clock } from "../../core/clock.ts";

/**
 * How often a device refused a version 3 user. Many lock the user, or the asking PC, out after a few wrong passwords;
 * discovery must not be what does that.
 */
export interface Ledger {
  may(place: string, user: string): boolean;
  refused(place: string, user: string): void;
}

/** Refusals of one user at one place within a day; the next attempt waits until the oldest is a day old. */
export const MOST_REFUSALS = 2;

export function createLedger(clock: Pick<Clock, "monotonic">): Ledger {
  const refusals = new Map<string, readonly number[]>();
  const recent = (key: string) => {
    const since = clock.monotonic() - DAY;
    const times = (refusals.get(key) ?? []).filter((at) => at > since);
    if (times.length === 0) refusals.delete(key);
    return times;
  };
  const keyOf = (place: string, user: string) => `${place} ${user}`;
  return {
    may: (place, user) => recent(keyOf(place, user)).length < MOST_REFUSALS,
    refused(place, user) {
      const key = keyOf(place, user);
      refusals.set(key, [...recent(key), clock.monotonic()]);
    },
  };
}
