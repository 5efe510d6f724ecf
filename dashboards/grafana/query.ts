import type { EntityKind, ENTITIES, FieldName } from "../../core/entities.ts";
import type { DeviceClass } from "../../core/survey.ts";
import type { Choice, Label, LabelOf } from "./labels.ts";

/**
 * What a panel asks, said once: `influxql.ts` and `promql.ts` put it into the two dialects. Kinds, fields and labels are
 * those of `core/entities.ts` and `core/exposition.ts`; a name that is not there does not compile.
 */

type Table = typeof ENTITIES;
type OfKind<K extends EntityKind, F extends "gauge" | "counter"> = {
  [N in FieldName<K>]: Table[K][N & keyof Table[K]] extends { readonly kind: F } ? N : never;
}[FieldName<K>];
export type Gauge<K extends EntityKind> = OfKind<K, "gauge">;
export type Counter<K extends EntityKind> = OfKind<K, "counter">;

/** How readings of one entity become one value: within a step of a chart, or within the whole range. */
export type Over = "mean" | "min" | "max" | "last" | "sum";
/** How values of several entities become one. */
export type Across = "sum" | "mean" | "min" | "max" | "count";

/** A reading, the rate or the increase of a counter, and what is reckoned with them, for one entity. */
export type Expression =
  | { readonly op: "read"; readonly field: string; readonly over: Over }
  | { readonly op: "rate" | "increase"; readonly field: string }
  | { readonly op: "+" | "/"; readonly left: Expression; readonly right: Expression }
  | { readonly op: "times"; readonly of: Expression; readonly factor: number };

/** Entities of a kind: of what is chosen at the top of the dashboard, and of the given classes only. */
export interface Source<K extends EntityKind = EntityKind> {
  readonly kind: K;
  readonly choices: readonly Choice[];
  readonly classes: readonly DeviceClass[];
}

export type Comparison = "=" | "<" | ">";

export interface ValueQuery {
  /** `chart`: a value for each step; `range`: one value for the whole range. */
  readonly form: "chart" | "range";
  readonly from: Source;
  readonly value: Expression;
  readonly across: Across;
  readonly by: readonly Label[];
  /** Only entities whose value is so. */
  readonly only?: readonly [Comparison, number];
  /** Only so many, the greatest or the least. */
  readonly best?: readonly ["top" | "bottom", number];
}

/** When each entity was last read (with that value, if one is given). */
export interface LastSeenQuery {
  readonly form: "lastSeen";
  readonly from: Source;
  readonly field: string;
  readonly equal?: number;
  readonly by: readonly Label[];
}

/** A value for each legal day, from the daily roll-ups where the store has them. */
export interface DailyQuery {
  readonly form: "daily";
  readonly from: Source;
  readonly field: string;
  readonly statistic: DailyStatistic;
  readonly factor: number;
  readonly across: Across;
  readonly by: readonly Label[];
}

/** The mean of a gauge over many days, in which each reading counts alike; from the daily roll-ups. */
export interface LongMeanQuery {
  readonly form: "longMean";
  readonly from: Source;
  readonly field: string;
  readonly factor: number;
  readonly by: readonly Label[];
}

/** How often a field was read in each step: a zero where nothing came from somebody who was heard within the range. */
export interface ReportsQuery {
  readonly form: "reports";
  readonly from: Source;
  readonly field: string;
  readonly by: readonly Label[];
}

export type Query = ValueQuery | LastSeenQuery | DailyQuery | LongMeanQuery | ReportsQuery;

export type DailyStatistic = "mean" | "min" | "max" | "p95" | "last" | "increase";

/** What one kind can be asked. `choices` are the variables of the dashboard that apply; `classes` empty means all. */
export function ask<K extends EntityKind>(
  kind: K,
  choices: readonly (Choice & LabelOf<NoInfer<K>>)[],
  classes: readonly DeviceClass[] = [],
) {
  const from: Source<K> = { kind, choices, classes };
  type By = { readonly by: readonly LabelOf<K>[]; readonly across?: Across };
  type Which = Pick<ValueQuery, "only" | "best">;
  return {
    read: (field: Gauge<K>, over: Over = "mean"): Expression => ({ op: "read", field, over }),
    rate: (field: Counter<K>): Expression => ({ op: "rate", field }),
    increase: (field: Counter<K>): Expression => ({ op: "increase", field }),
    chart: (value: Expression, { by, across = "mean" }: By): Query => ({
      form: "chart",
      from,
      value,
      across,
      by,
    }),
    range: (value: Expression, { by, across = "max", ...which }: By & Which): Query => ({
      form: "range",
      from,
      value,
      across,
      by,
      ...which,
    }),
    /** How many entities have a value that is so. */
    count: (value: Expression, only?: readonly [Comparison, number]): Query => ({
      form: "range",
      from,
      value,
      across: "count",
      by: [],
      ...(only === undefined ? {} : { only }),
    }),
    lastSeen: (field: Gauge<K>, by: readonly LabelOf<K>[], equal?: number): Query => ({
      form: "lastSeen",
      from,
      field,
      by,
      ...(equal === undefined ? {} : { equal }),
    }),
    daily: (
      field: Gauge<K> | Counter<K>,
      statistic: DailyStatistic,
      { by, across = "mean", factor = 1 }: By & { readonly factor?: number },
    ): Query => ({ form: "daily", from, field, statistic, factor, across, by }),
    reports: (field: Gauge<K>, by: readonly LabelOf<K>[]): Query => ({ form: "reports", from, field, by }),
    longMean: (field: Gauge<K>, factor: number, by: readonly LabelOf<K>[]): Query => ({
      form: "longMean",
      from,
      field,
      factor,
      by,
    }),
  };
}

export const plus = (left: Expression, right: Expression): Expression => ({ op: "+", left, right });
export const per = (left: Expression, right: Expression): Expression => ({ op: "/", left, right });
export const times = (of: Expression, factor: number): Expression => ({ op: "times", of, factor });
/** `part` in percent of `whole`. */
export const percent = (part: Expression, whole: Expression): Expression => times(per(part, whole), 100);
