import type { Instant } from "../core/clock.ts";
import type { EntityKind } from "../core/entities.ts";
import type { SampleColumns } from "../core/wire/block.ts";
import type { Aggregate } from "../core/wire/views.ts";

/**
 * What the server needs of a metric store. Shaped by the need: any implementation passes `test/contracts/sample-store.ts`.
 * Samples are raw; rates, resets and wraps are derived on read with `core/rates.ts`.
 */
export interface SampleStore {
  /**
   * Stores a block. Resolves once it is durable (it survives kill -9 from then on); `known` when a block of this id
   * was stored before, in which case nothing changes. Points of one entity at one time merge field by field, the
   * later write wins. Rejects with FaultError `store_full` when the disk cannot take it; then nothing was stored.
   */
  append(block: StoredBlock): Promise<{ readonly known: boolean }>;
  /** The newest value of each field of an entity, from memory; undefined when there never was one. */
  last(entity: string): LastValues | undefined;
  /** The newest two values of each field: enough for a rate now. Undefined when there never was one. */
  lastTwo(entity: string): LastPair | undefined;
  /** Everything of one entity in [from, to), aggregated into steps; `at` holds every step, empty ones included. */
  range(query: RangeQuery): Promise<RangeAnswer>;
  /** Raw readings of one entity in [from, to), oldest first, each time once. */
  raw(entity: string, from: Instant, to: Instant): Promise<RawColumns>;
  /** Entities with samples, of one site or of all. */
  entities(site?: string): readonly StoredEntity[];
  /** Figures about the store itself, for /metrics, the settings page and the benchmarks. */
  stats(): StoreStats;
  /** Housekeeping that is due at `now`: flush of finished hours. Called about once a second; never stalls for long. */
  tick(now: Instant): void;
  /** Commits what is under way and closes. */
  close(): Promise<void>;
}

export interface StoredBlock {
  readonly block: string;
  readonly site: string;
  readonly receivedAt: Instant;
  readonly samples: readonly SampleColumns[];
}

export interface StoredEntity {
  readonly entity: string;
  readonly kind: EntityKind;
  readonly site: string;
}

export type LastValues = ReadonlyMap<string, { readonly at: Instant; readonly value: number }>;
export interface LastPair {
  readonly newer: LastValues;
  /** The reading before; a field with one reading only is absent. */
  readonly older: LastValues;
}

export interface RangeQuery {
  readonly entity: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly stepMs: number;
  readonly series: readonly { readonly field: string; readonly aggregate: Aggregate }[];
}

export interface RangeAnswer {
  readonly at: readonly Instant[];
  /** Same order as the query's series; null where the step has no value. */
  readonly values: readonly (readonly (number | null)[])[];
}

export interface RawColumns {
  readonly at: readonly Instant[];
  readonly fields: Readonly<Record<string, readonly (number | null)[]>>;
}

export interface StoreStats {
  readonly entities: number;
  readonly points: number;
  readonly headPoints: number;
  readonly bytesOnDisk: number;
  readonly commits: number;
  readonly knownBlocks: number;
}

/** One line of the log: an event name and fields, never a sentence. */
export interface Log {
  info(event: string, fields?: Record<string, unknown>): void;
  warn(event: string, fields?: Record<string, unknown>): void;
  error(event: string, fields?: Record<string, unknown>): void;
}
