import type { Instant } from "../core/clock.ts";
import type { EntityKind } from "../core/entities.ts";

/**
 * What the metric store answers about the far past and about many entities at once. Part of `SampleStore`
 * (`server/ports.ts`); any implementation passes `test/contracts/sample-store.ts`.
 */
export interface History {
  /** Since when there is something of each resolution (a file begins with its legal day); undefined: nothing yet. */
  coverage(): Coverage;
  /** Finished hours or legal days (`startOfLegalDay`) of one entity that begin in [from, to), oldest first. */
  rollups(entity: string, unit: RollupUnit, from: Instant, to: Instant): Promise<RollupAnswer>;
  /** The entities of a kind whose counters grew most in [from, to), greatest first; those without growth are absent. */
  top(query: TopQuery): Promise<readonly TopRow[]>;
  /** A quantile of all readings of a gauge in [from, to), for each site that has any; sites in no order. */
  quantile(query: QuantileQuery): Promise<readonly QuantileRow[]>;
  /** How much of each legal day in [from, to) the devices (or targets) answered; days without readings are absent. */
  availability(query: AvailabilityQuery): Promise<readonly AvailabilityRow[]>;
}

export interface Coverage {
  /** Readings as they were read. */
  readonly raw: Instant | undefined;
  readonly hour: Instant | undefined;
  readonly day: Instant | undefined;
}

export type RollupUnit = "hour" | "day";

/**
 * Of a gauge. `p95` by nearest rank over the readings of the hour (or of the whole day), like the aggregate of that name.
 * `mean`, and everything else that is not a reading itself, is kept to seven significant digits.
 */
export const GAUGE_STATS = ["min", "max", "mean", "p95", "last", "count"] as const;
/**
 * Of a counter: what was counted and in how many seconds of the hour that is known (increase / seconds = mean rate), the
 * greatest rate between two readings, the last reading, and how many readings.
 */
export const COUNTER_STATS = ["increase", "seconds", "max_rate", "last", "count"] as const;
export type RollupStat = (typeof GAUGE_STATS)[number] | (typeof COUNTER_STATS)[number];

export interface RollupAnswer {
  /** The start of each hour or day. */
  readonly at: readonly Instant[];
  /** By field, then by statistic: as many values as times, null where the field had no readings. */
  readonly fields: Readonly<Record<string, Partial<Record<RollupStat, readonly (number | null)[]>>>>;
}

/** Roll-ups of some legal days of one month, as another store has them. */
export interface RolledMonth {
  readonly unit: RollupUnit;
  /** Ascending. The store that takes them in has no roll-ups of these days, and of none before them. */
  readonly days: readonly number[];
  readonly entities: readonly { readonly entity: string; readonly site: string }[];
  /** The rows of an entity on these days. */
  readonly rows: (entity: string) => Promise<RollupAnswer>;
  /** Nothing more comes for these days. */
  readonly complete: boolean;
}

/** A store that takes in roll-ups of days whose readings are gone. */
export interface TakesRollups {
  /**
   * Resolves with the number of rows once they are durable; until then nothing has changed, or nothing that the same call made
   * once more would not mend. To be called while nobody else works on the store. Rejects with a FaultError when it does not take part.
   */
  takeRollups(month: RolledMonth): Promise<number>;
}

/** Whose entities: those of these sites; undefined means all. */
interface Across {
  readonly kind: EntityKind;
  readonly sites?: readonly string[] | undefined;
  readonly from: Instant;
  readonly to: Instant;
}

export interface TopQuery extends Across {
  /** Counters; their increases are added up. */
  readonly fields: readonly string[];
  readonly limit: number;
}
export interface TopRow {
  readonly entity: string;
  readonly site: string;
  /** In the order of the query's fields; null where the field has no increase. */
  readonly increases: readonly (number | null)[];
  readonly total: number;
}

export interface QuantileQuery extends Across {
  readonly field: string;
  /** 0 to 1; nearest rank. */
  readonly quantile: number;
}
export interface QuantileRow {
  readonly site: string;
  readonly value: number;
  /** Readings that it is made of. */
  readonly count: number;
  /** Part of the range is older than the raw readings: its hourly means stand for them. */
  readonly approximate: boolean;
}

export interface AvailabilityQuery extends Across {
  /** device: the mean of `up`; target: received of sent. */
  readonly kind: "device" | "target";
}
export interface AvailabilityRow {
  readonly entity: string;
  readonly site: string;
  /** Where the legal day begins. */
  readonly day: Instant;
  /** 0 to 1 */
  readonly ratio: number;
  /** Readings that it is made of. */
  readonly count: number;
}
