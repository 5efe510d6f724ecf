/** What the settings say about a metric store that keeps its files itself, with the defaults. */

/** How long what is kept; whole calendar units, the present one not counted. */
export interface Retention {
  /** Readings as they were read. */
  readonly rawDays: number;
  readonly hourlyMonths: number;
  readonly dailyYears: number;
}

/** Every reading for a month and a bit, so that two months can be held side by side; hours for three years, days for ten. */
export const RETENTION: Retention = { rawDays: 35, hourlyMonths: 36, dailyYears: 10 };

export interface DiskLimits {
  /** Less than this free is said. */
  readonly warnBytes: number;
  /** The nightly work leaves so much free: without it there still is room for readings. */
  readonly reserveBytes: number;
}

/**
 * Two gigabytes are a month of a district of 22 sites (about 60 MB a day), time enough to do something about it. A quarter of
 * one is what such a district writes ahead in a day, so that with the nightly work stopped, ingest goes on over a weekend.
 */
export const DISK_LIMITS: DiskLimits = { warnBytes: 2 * 1024 ** 3, reserveBytes: 256 * 1024 ** 2 };
