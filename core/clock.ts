/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * Days are counted by the legal time of Viet Nam, UTC+7 without summer time (Decision 134/2002/QD-TTg): availability "per
 * day" and the daily roll-ups mean the officer's day.
 */
export const DAY_OFFSET = 7 * HOUR;
/** The number of the legal day that an instant lies in, and where such a day begins. */
export const legalDayOf = (at: Instant): number => Math.floor((at + DAY_OFFSET) / DAY);
export const startOfLegalDay = (day: number): Instant => day * DAY - DAY_OFFSET;

/**
 * The only source of time. Pure functions take an {@link Instant}; shells hold a `Clock`, so that a test decides
 * what the time is and nobody sleeps for real.
 */
export interface Clock {
  /** Wall-clock time. May jump (a dead battery, NTP), so never measure a duration with it. */
  now(): Instant;
  /** Milliseconds that only ever grow; for durations. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when `signal` aborts; it never rejects. */
  sleep(ms: number, signal?: AbortSignalLike): Promise<void>;
}

/** The part of the platform's AbortSignal that the core needs; written out because the core has no DOM types. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
