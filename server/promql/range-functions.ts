import type { RangeFunction, Window } from "./select.ts";
import { addTo, quantileOf, type Sum } from "./statistics.ts";
import type { Semantics } from "./types.ts";

/**
 * Functions of one window, by Prometheus' rules (`promql/functions.go`). `param` is the scalar argument at the window's
 * step (the quantile; the seconds of predict_linear).
 */
export function rangeFunction(
  func: string,
  param: (step: number) => number,
  semantics: Semantics,
): RangeFunction | undefined {
  switch (func) {
    case "rate":
      return (window) => extrapolated(window, { counter: true, perSecond: true, semantics });
    case "increase":
      return (window) => extrapolated(window, { counter: true, perSecond: false, semantics });
    case "delta":
      return (window) => extrapolated(window, { counter: false, perSecond: false, semantics });
    case "quantile_over_time":
      return (window) => quantileOf(param(window.step), window.values.slice(window.lo, window.hi));
    case "predict_linear":
      return (window) => {
        const line = regression(window, window.end);
        return line === undefined ? undefined : line.slope * param(window.step) + line.intercept;
      };
    default:
      return SIMPLE[func];
  }
}

/** What tells of growth from one sample to the next. */
export const NEED_TWO: ReadonlySet<string> = new Set(["rate", "increase", "irate", "delta", "deriv"]);

const SIMPLE: Readonly<Record<string, RangeFunction>> = {
  irate: (window) => lastTwo(window, true),
  idelta: (window) => lastTwo(window, false),
  deriv: (window) => regression(window, window.at[window.lo] ?? 0)?.slope,
  resets: ({ resets, lo, hi }) => between(resets, lo + 1, hi).length,
  changes: ({ values, lo, hi }) => {
    let count = 0;
    for (let i = lo + 1; i < hi; i += 1) {
      const [one, other] = [values[i] ?? 0, values[i - 1] ?? 0];
      if (one !== other && !(Number.isNaN(one) && Number.isNaN(other))) count += 1;
    }
    return count;
  },
  sum_over_time: (window) => sumOf(window) * window.share,
  avg_over_time: (window) => sumOf(window) / readingsOf(window),
  min_over_time: (window) => extreme(window, (value, best) => value < best),
  max_over_time: (window) => extreme(window, (value, best) => value > best),
  count_over_time: (window) => readingsOf(window) * window.share,
  present_over_time: () => 1,
  last_over_time: ({ values, hi }) => values[hi - 1],
  first_over_time: ({ values, lo }) => values[lo],
  stddev_over_time: (window) => Math.sqrt(variance(window)),
  stdvar_over_time: variance,
  mad_over_time: ({ values, lo, hi }) => {
    const median = quantileOf(0.5, values.slice(lo, hi));
    return quantileOf(
      0.5,
      values.slice(lo, hi).map((value) => Math.abs(value - median)),
    );
  },
};

interface Kind {
  readonly counter: boolean;
  readonly perSecond: boolean;
  readonly semantics: Semantics;
}

/** `extrapolatedRate`: the growth between the first and the last sample, drawn out to the window's edges. */
function extrapolated(window: Window, kind: Kind): number | undefined {
  const { at, lo, hi, begin, end } = window;
  if (hi - lo < 2) return undefined;
  const [firstAt = 0, lastAt = 0] = [at[lo], at[hi - 1]];
  const growth = growthOf(window, kind.counter);
  const sampled = (lastAt - firstAt) / 1_000;
  const average = sampled / (hi - lo - 1);
  // A series that has no sample where the next one would be is taken to begin or end half a distance on.
  // Roll-ups are as far apart as they are long, whatever stands beside them.
  const near = (distance: number, sample: number) => {
    const apart = Math.max(average, (window.rolled?.spans[sample] ?? 0) / 1_000);
    return distance >= apart * 1.1 ? apart / 2 : distance;
  };
  const toStart = (firstAt - begin) / 1_000;
  const toZero = kind.counter ? zeroBefore(window, growth, sampled) : Infinity;
  const before =
    kind.semantics === "v3" ? Math.min(near(toStart, lo), toZero) : near(Math.min(toStart, toZero), lo);
  const factor = (sampled + before + near((end - lastAt) / 1_000, hi - 1)) / sampled;
  return kind.perSecond ? (growth * factor) / ((end - begin) / 1_000) : growth * factor * window.share;
}

function growthOf({ values, resets, lo, hi }: Window, counter: boolean): number {
  let growth = (values[hi - 1] ?? 0) - (values[lo] ?? 0);
  // A counter that began anew had counted up to where it fell.
  if (counter) for (const reset of between(resets, lo + 1, hi)) growth += values[reset - 1] ?? 0;
  return growth;
}

/** How many seconds before its first sample the counter would have been zero; infinite when it cannot be told. */
function zeroBefore({ values, lo }: Window, growth: number, sampled: number): number {
  const first = values[lo] ?? 0;
  return growth > 0 && first >= 0 ? sampled * (first / growth) : Infinity;
}

/** Those of ascending numbers in [from, to). */
function between(sorted: readonly number[], from: number, to: number): readonly number[] {
  if (sorted.length === 0) return sorted;
  const [lo, hi] = [lowerBound(sorted, from), lowerBound(sorted, to)];
  return sorted.slice(lo, hi);
}

function lowerBound(sorted: readonly number[], wanted: number): number {
  let [lo, hi] = [0, sorted.length];
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    if ((sorted[middle] ?? 0) < wanted) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}

function lastTwo({ at, values, lo, hi }: Window, rate: boolean): number | undefined {
  if (hi - lo < 2) return undefined;
  const [last, before] = [values[hi - 1] ?? 0, values[hi - 2] ?? 0];
  if (!rate) return last - before;
  const growth = last < before ? last : last - before;
  return growth / (((at[hi - 1] ?? 0) - (at[hi - 2] ?? 0)) / 1_000);
}

/** Of all readings: a roll-up counts as often as it was read. */
function sumOf({ values, rolled, lo, hi }: Window): number {
  const sum: Sum = { value: 0, rest: 0 };
  for (let i = lo; i < hi; i += 1) addTo(sum, (values[i] ?? 0) * (rolled?.counts[i] ?? 1));
  return sum.value + sum.rest;
}

function readingsOf({ rolled, lo, hi }: Window): number {
  if (rolled === undefined) return hi - lo;
  let count = 0;
  for (let i = lo; i < hi; i += 1) count += rolled.counts[i] ?? 1;
  return count;
}

function extreme({ values, lo, hi }: Window, better: (value: number, best: number) => boolean): number {
  let best = values[lo] ?? 0;
  for (let i = lo + 1; i < hi; i += 1) {
    const value = values[i] ?? 0;
    if (better(value, best) || Number.isNaN(best)) best = value;
  }
  return best;
}

/** Of the whole window as a population (Welford's method). */
function variance({ values, lo, hi }: Window): number {
  let [mean, squares] = [0, 0];
  for (let i = lo; i < hi; i += 1) {
    const value = values[i] ?? 0;
    const distance = value - mean;
    mean += distance / (i - lo + 1);
    squares += distance * (value - mean);
  }
  return squares / (hi - lo);
}

/** Least squares through the samples; the intercept is the line's value at `origin`. Per second. */
function regression(
  { at, values, lo, hi }: Window,
  origin: number,
): { readonly slope: number; readonly intercept: number } | undefined {
  const count = hi - lo;
  if (count < 2) return undefined;
  const first = values[lo] ?? 0;
  const sums = {
    x: { value: 0, rest: 0 },
    y: { value: 0, rest: 0 },
    xy: { value: 0, rest: 0 },
    xx: { value: 0, rest: 0 },
  };
  let constant = true;
  for (let i = lo; i < hi; i += 1) {
    const [x, y] = [((at[i] ?? 0) - origin) / 1_000, values[i] ?? 0];
    if (y !== first) constant = false;
    addTo(sums.x, x);
    addTo(sums.y, y);
    addTo(sums.xy, x * y);
    addTo(sums.xx, x * x);
  }
  if (constant)
    return Number.isFinite(first)
      ? { slope: 0, intercept: first }
      : { slope: Number.NaN, intercept: Number.NaN };
  const of = ({ value, rest }: Sum) => value + rest;
  const [x, y] = [of(sums.x), of(sums.y)];
  const slope = (of(sums.xy) - (x * y) / count) / (of(sums.xx) - (x * x) / count);
  return { slope, intercept: y / count - (slope * x) / count };
}
