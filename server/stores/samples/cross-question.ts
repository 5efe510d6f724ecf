import type { Instant } from "../../../core/clock.ts";
import type {
  AvailabilityQuery,
  AvailabilityRow,
  QuantileQuery,
  QuantileRow,
  TopQuery,
  TopRow,
} from "../../history-port.ts";
import { fieldsFor, REACH } from "./aggregate.ts";
import type { Layout } from "./layout.ts";
import type { Merged, Part } from "./merge.ts";
import type { RollupRows } from "./rollup-rows.ts";
import type { Track } from "./tracks.ts";

/** Questions about many entities at once. Pure but for the view: runs on the thread that has the files open. */
export type CrossQuestion =
  | ({ readonly ask: "top" } & TopQuery)
  | ({ readonly ask: "quantile" } & QuantileQuery)
  | ({ readonly ask: "availability" } & AvailabilityQuery);
export type CrossRow = TopRow | QuantileRow | AvailabilityRow;

/** An entity that is asked about, with what of it lies in the memory of the thread that owns the store. */
export interface CrossEntity {
  readonly number: number;
  readonly ref: string;
  readonly site: string;
  /** Columns in the order of {@link fieldsOf}; undefined when there is nothing. */
  readonly fresh: Part | undefined;
  /** The legal days of which it has readings in memory. */
  readonly freshDays: readonly number[];
}

export interface CrossDays {
  /** The readings of a legal day that are in files; columns in the order of {@link fieldsOf}. */
  filed(entity: CrossEntity, day: number): Merged;
  /** What files say of a counter in a legal day. */
  track(entity: CrossEntity, day: number, field: string): Track | undefined;
}

export interface CrossView {
  readonly layout: Layout;
  /** Readings in [from, to); columns in the order of {@link fieldsOf}. */
  collect(entity: CrossEntity, from: Instant, to: Instant): Merged;
  /** What is worked out once for a day's files, where there are such; without it, everything is collected. */
  readonly days?: CrossDays;
  rollups(
    entity: number,
    unit: "hour" | "day",
    from: Instant,
    to: Instant,
    fields: readonly string[],
  ): RollupRows | undefined;
  /** Whether roll-ups know all of a legal day of an entity. */
  isRolled(day: number, unit: "hour" | "day", entity: CrossEntity): boolean;
  /** Whether roll-ups are all that is left of a legal day. */
  isGone(day: number): boolean;
}

/** How far outside of its range a question looks for the other half of a pair. */
export const reachOf = (question: CrossQuestion): number => (question.ask === "top" ? REACH : 0);

/** The fields that a question needs. */
export function fieldsOf(question: CrossQuestion): readonly string[] {
  switch (question.ask) {
    case "top":
      return fieldsFor(question.kind, { ...rangeOf(question), series: increases(question) });
    case "quantile":
      return [question.field];
    case "availability":
      return question.kind === "device" ? ["up"] : ["sent", "received"];
  }
}

export const rangeOf = ({ from, to }: { readonly from: Instant; readonly to: Instant }) => ({
  entity: "",
  from,
  to,
  stepMs: Math.max(1, to - from),
});
export const increases = ({ fields }: Pick<TopQuery, "fields">) =>
  fields.map((field) => ({ field, aggregate: "increase" as const }));

/** Null when no value is there. */
export function sumOf(column: Float64Array): number | null {
  let sum: number | null = null;
  for (const value of column) if (!Number.isNaN(value)) sum = (sum ?? 0) + value;
  return sum;
}
