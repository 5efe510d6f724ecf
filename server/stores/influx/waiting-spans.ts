import { legalDayOf, type Instant } from "../../../core/clock.ts";
import { REACH } from "../samples/aggregate.ts";

/**
 * From when to when each waiting block has readings. After weeks without InfluxDB there are some hundred thousand of them, and every
 * question about the past asks: so nothing here looks through all of them but {@link WaitingSpans.oldest}, once after each batch
 * that went.
 */
export interface WaitingSpans {
  add(seq: number, min: Instant, max: Instant): void;
  delete(seq: number): void;
  /** The oldest waiting reading; undefined when none waits. */
  oldest(): Instant | undefined;
  /** Whether readings of a legal day wait, or such as are near enough to pair with its own. */
  touch(day: number): boolean;
}

export function makeWaitingSpans(): WaitingSpans {
  const spans = new Map<number, readonly [Instant, Instant]>();
  /** How many blocks reach from which legal day to which; most are within one. */
  const days = new Map<string, { readonly first: number; readonly last: number; count: number }>();
  let oldest: Instant | undefined = Infinity;
  const daysOf = (min: Instant, max: Instant) => {
    const [first, last] = [legalDayOf(min - REACH), legalDayOf(max + REACH)];
    return { key: `${first}-${last}`, first, last };
  };
  const remove = (seq: number) => {
    const span = spans.get(seq);
    if (span === undefined) return;
    spans.delete(seq);
    if (span[0] === oldest) oldest = undefined;
    const { key } = daysOf(...span);
    const same = days.get(key);
    if (same === undefined) return;
    same.count -= 1;
    if (same.count === 0) days.delete(key);
  };
  return {
    add: (seq, min, max) => {
      remove(seq);
      spans.set(seq, [min, max]);
      if (oldest !== undefined) oldest = Math.min(oldest, min);
      const { key, first, last } = daysOf(min, max);
      const same = days.get(key);
      if (same === undefined) days.set(key, { first, last, count: 1 });
      else same.count += 1;
    },
    delete: remove,
    oldest: () => {
      if (oldest === undefined) {
        oldest = Infinity;
        for (const [min] of spans.values()) if (min < oldest) oldest = min;
      }
      return oldest === Infinity ? undefined : oldest;
    },
    touch: (day) => {
      for (const { first, last } of days.values()) if (first <= day && day <= last) return true;
      return false;
    },
  };
}
