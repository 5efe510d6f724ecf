import type { Instant } from "../../core/clock.ts";
import type { Selector, Subquery } from "./ast.ts";
import { standing, widened } from "./rolled.ts";
import type { Rolled } from "./types.ts";
import {
  sortedByLabels,
  emptyColumn,
  labelMap,
  type Column,
  type Context,
  type Grid,
  type Loaded,
} from "./columns.ts";

/** At which time a step of a shifted selector looks: constant with `@`. */
export interface Looking {
  readonly first: Instant;
  readonly step: number;
  readonly count: number;
}

export function lookingOf(
  { offsetMs, at }: Pick<Selector | Subquery, "offsetMs" | "at">,
  grid: Grid,
  { from, to }: Context,
): Looking {
  const fixed = at === "start" ? from : at === "end" ? to : at;
  return fixed === undefined
    ? { first: grid.start - offsetMs, step: grid.step, count: grid.count }
    : { first: fixed - offsetMs, step: 0, count: grid.count };
}

/**
 * The samples of a selector within all its windows, sorted by labels. One load for the whole query; a selector that is
 * written twice is loaded once.
 */
export async function load(
  selector: Selector,
  grid: Grid,
  context: Context,
  func?: string,
): Promise<readonly Loaded[]> {
  const { matchers, rangeMs } = selector;
  const looking = lookingOf(selector, grid, context);
  const from = looking.first - (rangeMs ?? context.lookbackMs);
  const to = looking.first + looking.step * (looking.count - 1);
  const key = JSON.stringify([
    from,
    to,
    rangeMs,
    func,
    ...matchers.map(({ name, op, value }) => [name, op, value]),
  ]);
  const before = context.loaded.get(key);
  if (before !== undefined) return before;
  const found: Loaded[] = [];
  const request = { matchers, from, to, stepMs: grid.count > 1 ? grid.step : 0, rangeMs, func };
  for await (const { labels, warning, ...samples } of context.source.select(request)) {
    const { at } = samples;
    context.budget.loaded(1, at.length);
    if (context.budget.spend(at.length + 10)) await context.budget.breathe();
    if (warning !== undefined) context.warnings.add(warning);
    if (at.length > 0) found.push({ ...samples, labels: labelMap(Object.entries(labels)) });
  }
  const sorted = sortedByLabels(found);
  context.loaded.set(key, sorted);
  return sorted;
}

/** The last sample of each series at each step; with `times`, its time in seconds instead of its value. */
export async function instantColumns(
  selector: Selector,
  grid: Grid,
  context: Context,
  times = false,
): Promise<readonly Column[]> {
  const looking = lookingOf(selector, grid, context);
  // In whole milliseconds, "younger than the lookback" is "at most one less old".
  const edge = context.semantics === "v3" ? 1 : 0;
  const columns: Column[] = [];
  for (const series of await load(selector, grid, context)) {
    const column = emptyColumn(series.labels, grid.count, context.budget);
    const own = context.lookbackAsked ? 0 : (series.lookbackMs ?? 0);
    const oldest = Math.max(context.lookbackMs, own) - edge;
    if (fillLast(column, series, looking, { oldest, times })) columns.push(column);
    if (context.budget.spend(grid.count + series.at.length)) await context.budget.breathe();
  }
  return columns;
}

/** Whether there was any sample. */
function fillLast(
  column: Column,
  { at, values, rolled }: Loaded,
  looking: Looking,
  { oldest, times }: { readonly oldest: number; readonly times: boolean },
): boolean {
  let [next, any] = [0, false];
  for (let i = 0; i < looking.count; i += 1) {
    const now = looking.first + looking.step * i;
    while (next < at.length && (at[next] ?? 0) <= now) next += 1;
    const under = rolled === undefined ? undefined : standing(at, rolled, next, now);
    const seen = under === undefined ? at[next - 1] : now;
    if (seen === undefined || now - seen > oldest) continue;
    column.values[i] = times ? seen / 1_000 : (values[under ?? next - 1] ?? 0);
    column.present[i] = 1;
    any = true;
  }
  return any;
}

/** The samples of one window: those with an index in [lo, hi). */
export interface Window {
  at: Float64Array;
  values: Float64Array;
  /** What its first samples stand for; undefined when all are readings. */
  rolled: Rolled | undefined;
  /** The window as a part of what its samples stand for: less than 1 where roll-ups are longer than it. */
  share: number;
  /** Where the next value is less than the one before it: indexes of the lesser ones. */
  resets: readonly number[];
  lo: number;
  hi: number;
  /** The window's edges in milliseconds. */
  begin: Instant;
  end: Instant;
  /** The step that asks. */
  step: number;
}

/** A function of a window; undefined: no answer at this step. It is not called for empty windows. */
export type RangeFunction = (window: Window) => number | undefined;

/**
 * A function over the windows of each series, one cursor per edge: no searching.
 *
 * @param cost how many of a window's samples the function looks at
 */
export async function windowColumns(
  series: readonly Loaded[],
  {
    looking,
    rangeMs,
    apply,
    least,
  }: {
    readonly looking: Looking;
    readonly rangeMs: number;
    readonly apply: RangeFunction;
    /** Samples that the function needs for an answer. */
    readonly least: 1 | 2;
  },
  context: Context,
): Promise<readonly Column[]> {
  const { budget, semantics } = context;
  const columns: Column[] = [];
  for (const { labels, at, values, rolled } of series) {
    const column = emptyColumn(labels, looking.count, budget);
    const resets = resetsOf(values);
    const window: Window = {
      at,
      values,
      resets,
      rolled,
      share: 1,
      lo: 0,
      hi: 0,
      begin: 0,
      end: 0,
      step: 0,
    };
    let any = false;
    for (let i = 0; i < looking.count; i += 1) {
      move(window, looking.first + looking.step * i, rangeMs, semantics === "v3");
      window.step = i;
      if (budget.spend(window.hi - window.lo + 5)) await budget.breathe();
      const seen = rolled === undefined ? window : widened(window, rolled, least);
      const value = seen.hi > seen.lo ? apply(seen) : undefined;
      if (value === undefined) continue;
      column.values[i] = value;
      column.present[i] = 1;
      any = true;
    }
    if (any) columns.push(column);
  }
  return columns;
}

function move(window: Window, end: Instant, rangeMs: number, open: boolean): void {
  const { at } = window;
  // Times are whole milliseconds, so an open edge is one that begins a millisecond later.
  const first = end - rangeMs + (open ? 1 : 0);
  let { lo, hi } = window;
  while (hi < at.length && (at[hi] ?? 0) <= end) hi += 1;
  while (lo < hi && (at[lo] ?? 0) < first) lo += 1;
  window.lo = lo;
  window.hi = hi;
  window.begin = end - rangeMs;
  window.end = end;
}

function resetsOf(values: Float64Array): readonly number[] {
  const resets: number[] = [];
  for (let i = 1; i < values.length; i += 1) if ((values[i] ?? 0) < (values[i - 1] ?? 0)) resets.push(i);
  return resets;
}

/** A subquery's columns as series, their steps being the times of samples. */
export function seriesOf(columns: readonly Column[], grid: Grid, context: Context): readonly Loaded[] {
  return columns.map(({ labels, values, present }) => {
    const count = present.reduce((sum, one) => sum + one, 0);
    context.budget.loaded(0, count);
    const series = { labels, at: new Float64Array(count), values: new Float64Array(count) };
    let next = 0;
    for (let i = 0; i < grid.count; i += 1) {
      if (present[i] !== 1) continue;
      series.at[next] = grid.start + grid.step * i;
      series.values[next] = values[i] ?? 0;
      next += 1;
    }
    return series;
  });
}

/** The steps of a subquery: multiples of its own step, whatever moment is asked about. */
export function subqueryGrid({ rangeMs, stepMs }: Subquery, looking: Looking, context: Context): Grid {
  const step = stepMs ?? context.limits.defaultStepMs;
  const last = looking.first + looking.step * (looking.count - 1);
  const start = Math.ceil((looking.first - rangeMs) / step) * step;
  return { start, step, count: Math.max(0, Math.floor((last - start) / step) + 1) };
}
