import { DAY, SECOND } from "../../core/clock.ts";

/** A function of one value; `params` are the scalar arguments at the value's step. Undefined: no value. */
export type ValueFunction = (value: number, one?: number, two?: number) => number | undefined;

const degrees = 180 / Math.PI;

/** Whole seconds, towards zero as Go converts them. */
const dateOf = (seconds: number) => new Date(Math.trunc(seconds) * SECOND);

/** Functions that treat each value by itself, as in Prometheus' `promql/functions.go`. */
export const VALUE_FUNCTIONS: ReadonlyMap<string, ValueFunction> = new Map<string, ValueFunction>([
  ...(
    [
      "abs",
      "acos",
      "acosh",
      "asin",
      "asinh",
      "atan",
      "atanh",
      "ceil",
      "cos",
      "cosh",
      "exp",
      "floor",
      "log10",
      "log2",
      "sin",
      "sinh",
      "sqrt",
      "tan",
      "tanh",
    ] as const
  ).map((name): [string, ValueFunction] => [name, (value) => Math[name](value)]),
  ["ln", (value) => Math.log(value)],
  ["deg", (value) => value * degrees],
  ["rad", (value) => value / degrees],
  ["sgn", (value) => (value < 0 ? -1 : value > 0 ? 1 : value)],
  [
    "clamp",
    (value, min = -Infinity, max = Infinity) => (max < min ? undefined : Math.max(min, Math.min(max, value))),
  ],
  ["clamp_min", (value, min = -Infinity) => Math.max(min, value)],
  ["clamp_max", (value, max = Infinity) => Math.min(max, value)],
  [
    "round",
    (value, nearest = 1) => {
      // By the inverse, as Prometheus does, so that 0.1 gives 0.3 and not 0.30000000000000004.
      const inverse = 1 / nearest;
      return Math.floor(value * inverse + 0.5) / inverse;
    },
  ],
  // Of a time in seconds, in UTC.
  ["minute", (value) => dateOf(value).getUTCMinutes()],
  ["hour", (value) => dateOf(value).getUTCHours()],
  ["day_of_week", (value) => dateOf(value).getUTCDay()],
  ["day_of_month", (value) => dateOf(value).getUTCDate()],
  ["month", (value) => dateOf(value).getUTCMonth() + 1],
  ["year", (value) => dateOf(value).getUTCFullYear()],
  [
    "day_of_year",
    (value) => {
      const at = dateOf(value);
      return Math.floor((at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / DAY) + 1;
    },
  ],
  [
    "days_in_month",
    (value) => {
      const at = dateOf(value);
      return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
    },
  ],
]);
