import { DAY, DAY_OFFSET, HOUR, MINUTE, SECOND, type Instant } from "../../../core/clock.ts";

/** What lies between the series that the server answers and the lines that are drawn. Pure. */

export interface TimeRange {
  readonly from: Instant;
  readonly to: Instant;
}

export const PRESETS = {
  "15m": 15 * MINUTE,
  "1h": HOUR,
  "6h": 6 * HOUR,
  "24h": DAY,
  "7d": 7 * DAY,
  "30d": 30 * DAY,
  "1y": 365 * DAY,
  "3y": 3 * 365 * DAY,
} as const;
export type Preset = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as readonly Preset[];
/** A range that moves with the clock, or one that stands still. */
export type RangeChoice = Preset | TimeRange;

/** From the address bar: "6h", or "FROM-TO" in seconds since 1970; anything else is the default. */
export function parseRange(text: string | null | undefined, otherwise: Preset = "1h"): RangeChoice {
  if (text === null || text === undefined) return otherwise;
  const preset = PRESET_NAMES.find((name) => name === text);
  if (preset !== undefined) return preset;
  const [, from, to] = /^(\d{9,11})-(\d{9,11})$/.exec(text) ?? [];
  const range = { from: Number(from) * SECOND, to: Number(to) * SECOND };
  return range.from < range.to ? range : otherwise;
}

export function formatRange(choice: RangeChoice): string {
  return typeof choice === "string"
    ? choice
    : `${Math.floor(choice.from / SECOND)}-${Math.floor(choice.to / SECOND)}`;
}

/** Why a range of a person's own cannot be shown, or undefined when it can. */
export function rangeMistake(
  from: Instant | undefined,
  to: Instant | undefined,
  now: Instant,
): "missing" | "order" | "short" | "future" | undefined {
  if (from === undefined || to === undefined) return "missing";
  if (from >= to) return "order";
  if (from >= now) return "future";
  return to - from < 2 * MINUTE ? "short" : undefined;
}

const STEPS = [
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  DAY,
  7 * DAY,
] as const;
/** More points than this a chart of our width cannot show. */
const MOST_STEPS = 400;

/** The finest usual step that keeps the range drawable. */
export function stepFor({ from, to }: TimeRange): number {
  return STEPS.find((step) => (to - from) / step <= MOST_STEPS) ?? 30 * DAY;
}

/**
 * The range in whole steps, so that asking again a little later gives the same steps and one more; steps of days begin with
 * the legal day, as the server's daily summaries do.
 */
export function alignRange({ from, to }: TimeRange, step: number): TimeRange {
  const offset = step < HOUR ? 0 : DAY_OFFSET;
  return {
    from: Math.floor((from + offset) / step) * step - offset,
    to: Math.ceil((to + offset) / step) * step - offset,
  };
}

/** Steps so long hold many readings: their mean alone would hide what happened. */
export const isSummary = (stepMs: number): boolean => stepMs >= HOUR;

/** When the first of the values was measured, where the range begins clearly earlier; else undefined. */
export function startsLate(
  at: readonly Instant[],
  series: readonly Values[],
  stepMs: number,
): Instant | undefined {
  const first = at.findIndex((_, i) => series.some((values) => typeof values[i] === "number"));
  const [start, begins] = [at[0], at[first]];
  return start !== undefined && begins !== undefined && begins - start > 2 * stepMs ? begins : undefined;
}

export function rangeOf(choice: RangeChoice, now: Instant): TimeRange {
  return typeof choice === "string" ? { from: now - PRESETS[choice], to: now } : choice;
}

export type Values = readonly (number | null)[];

/**
 * The usual distance between measurements: the median of the distances, undefined when there are too few. Steps
 * finer than the rhythm of measuring leave empty steps that are no gap.
 */
export function usualDistance(at: readonly Instant[], values: Values): number | undefined {
  const distances: number[] = [];
  let last: number | undefined;
  values.forEach((value, i) => {
    const time = at[i];
    if (value === null || time === undefined) return;
    if (last !== undefined) distances.push(time - last);
    last = time;
  });
  if (distances.length < 2) return undefined;
  // oxlint-disable-next-line unicorn/no-array-sort -- our own array; toSorted needs Chrome 110
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)];
}

/**
 * The values as the chart takes them: null breaks the line, undefined is passed over. An empty step is a gap only
 * when nothing was measured for clearly longer than usual.
 */
export function withGaps(at: readonly Instant[], values: Values): (number | null | undefined)[] {
  const usual = usualDistance(at, values);
  if (usual === undefined) return [...values];
  const longest = usual * 2.5;
  const result: (number | null | undefined)[] = [...values];
  let last: number | undefined;
  values.forEach((value, i) => {
    if (value === null) return;
    if (last !== undefined && (at[i] ?? 0) - (at[last] ?? 0) <= longest) {
      for (let hole = last + 1; hole < i; hole += 1) result[hole] = undefined;
    }
    last = i;
  });
  return result;
}

/** Places of values with a gap on both sides: a line cannot show them, so they get a dot. */
export function lonelyPoints(values: readonly (number | null | undefined)[]): number[] {
  const known = values.flatMap((value, i) => (value === undefined ? [] : [{ value, i }]));
  return known.flatMap(({ value, i }, k) =>
    value !== null && (known[k - 1]?.value ?? null) === null && (known[k + 1]?.value ?? null) === null
      ? [i]
      : [],
  );
}

/** The last value that was measured, at or before `until`. */
export function lastKnown(values: Values, until = values.length - 1): number | undefined {
  for (let i = Math.min(until, values.length - 1); i >= 0; i -= 1) {
    const value = values[i];
    if (value !== null && value !== undefined) return i;
  }
  return undefined;
}

export interface Peak {
  readonly value: number;
  readonly at: Instant;
}

/** The highest value and when; undefined where nothing was measured. */
export function peakOf(at: readonly Instant[], values: Values): Peak | undefined {
  let peak: Peak | undefined;
  values.forEach((value, i) => {
    if (value !== null && (peak === undefined || value > peak.value)) peak = { value, at: at[i] ?? 0 };
  });
  return peak;
}

/** Each step's sum over the series; null where none of them was measured. */
export function sumOf(series: readonly Values[]): (number | null)[] {
  return (series[0] ?? []).map((_, i) => {
    const known = series.map((values) => values[i] ?? null).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  });
}

/** Since when something other than zero is counted, how much in all, and whether it still goes on at the end. */
export interface Finding {
  readonly since: Instant;
  readonly total: number;
  readonly lasts: boolean;
}

/** What the chart of a counter that should stay at zero says; "none" is a finding too, undefined is no data. */
export function countedFinding(at: readonly Instant[], increases: Values): Finding | "none" | undefined {
  const measured = increases.filter((value) => value !== null);
  if (measured.length === 0) return undefined;
  const first = increases.findIndex((value) => value !== null && value > 0);
  if (first < 0) return "none";
  return {
    since: at[first] ?? 0,
    total: measured.reduce((sum, value) => sum + value, 0),
    lasts: measured.slice(-3).some((value) => value > 0),
  };
}

export interface Segment {
  readonly from: Instant;
  readonly to: Instant;
  /** Null: nothing was measured. */
  readonly value: number | null;
}

/** A reading of states as stretches of the same state; short holes belong to the stretch before them. */
export function segmentsOf(at: readonly Instant[], values: Values, stepMs: number): Segment[] {
  const filled = withGaps(at, values);
  const segments: { from: Instant; to: Instant; value: number | null }[] = [];
  filled.forEach((given, i) => {
    const from = at[i];
    if (from === undefined) return;
    const open = segments.at(-1);
    const value = given === undefined ? (open?.value ?? null) : given;
    if (open !== undefined && open.value === value) open.to = from + stepMs;
    else segments.push({ from, to: from + stepMs, value });
  });
  return segments;
}

/** SVG path of a sparkline in a box, "" when there is nothing to draw. Zero is the bottom unless values go below it. */
export function sparkPath(
  values: readonly (number | null | undefined)[],
  width: number,
  height: number,
  /** The value at the upper edge; the highest of the values when it is not given. */
  top = 0,
): string {
  const known = values.filter((value): value is number => typeof value === "number");
  if (known.length === 0 || values.length < 2) return "";
  const low = Math.min(0, ...known);
  const high = Math.max(top, ...known, low + Number.EPSILON);
  const scale = high - low > 1e-12 ? (height - 2) / (high - low) : 0;
  const parts: string[] = [];
  let pen = "M";
  values.forEach((value, i) => {
    if (value === undefined) return;
    if (value === null) {
      pen = "M";
      return;
    }
    const x = (i / (values.length - 1)) * width;
    parts.push(`${pen}${x.toFixed(1)} ${(height - 1 - (value - low) * scale).toFixed(1)}`);
    pen = "L";
  });
  return parts.join("");
}

/** Top of the scale: a little air above the data; the threshold only when the data come near it, else it flattens them. */
export function scaleTop(values: readonly Values[], threshold?: number, least = 0): number {
  let top = least;
  for (const list of values) for (const value of list) if (value !== null && value > top) top = value;
  if (threshold !== undefined && top >= threshold * 0.5) top = Math.max(top, threshold);
  return top === 0 ? 1 : top * 1.08;
}
