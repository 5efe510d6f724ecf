import type { ValueType } from "./ast.ts";

export interface Signature {
  readonly args: readonly ValueType[];
  /** How many of the last arguments may be missing; Infinity: the last may come any number of times, or not at all. */
  readonly optional: number;
  readonly returns: ValueType;
}

const S = "scalar";
const V = "instant vector";
const R = "range vector";
const T = "string";

const signature = (args: readonly ValueType[], optional = 0, returns: ValueType = V): Signature => ({
  args,
  optional,
  returns,
});
const named = (names: string, of: Signature) =>
  names.split(" ").map((name): [string, Signature] => [name, of]);

/** Functions by name, as in Prometheus' documentation ("Query functions"). */
export const FUNCTIONS: ReadonlyMap<string, Signature> = new Map([
  ...named(
    "absent abs acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn sin sinh sqrt tan tanh sort sort_desc timestamp",
    signature([V]),
  ),
  ...named("day_of_month day_of_week day_of_year days_in_month hour minute month year", signature([V], 1)),
  ...named(
    "absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate last_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time first_over_time mad_over_time",
    signature([R]),
  ),
  ...named("clamp_max clamp_min", signature([V, S])),
  ["clamp", signature([V, S, S])],
  ["round", signature([V, S], 1)],
  ["predict_linear", signature([R, S])],
  ["quantile_over_time", signature([S, R])],
  ["label_replace", signature([V, T, T, T, T])],
  ["label_join", signature([V, T, T, T], Infinity)],
  ["scalar", signature([V], 0, S)],
  ["vector", signature([S])],
  ["time", signature([], 0, S)],
  ["pi", signature([], 0, S)],
]);

/** Functions of Prometheus that this engine does not have: a query that uses one is refused, never answered wrongly. */
export const REFUSED_FUNCTIONS: ReadonlySet<string> = new Set([
  "double_exponential_smoothing",
  "holt_winters",
  "histogram_avg",
  "histogram_count",
  "histogram_fraction",
  "histogram_quantile",
  "histogram_quantiles",
  "histogram_stddev",
  "histogram_stdvar",
  "histogram_sum",
  "info",
  "sort_by_label",
  "sort_by_label_desc",
  "start_timestamp",
  "ts_of_first_over_time",
  "ts_of_last_over_time",
  "ts_of_max_over_time",
  "ts_of_min_over_time",
  "start",
  "end",
  "range",
  "step",
]);

/** Aggregations by the type of their parameter; undefined: they have none. */
export const AGGREGATIONS: ReadonlyMap<string, ValueType | undefined> = new Map([
  ...["sum", "avg", "min", "max", "count", "group", "stddev", "stdvar"].map((op): [string, undefined] => [
    op,
    undefined,
  ]),
  ["topk", S],
  ["bottomk", S],
  ["quantile", S],
  ["count_values", T],
]);
