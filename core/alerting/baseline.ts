import { DAY_OFFSET, HOUR, type Instant } from "../clock.ts";

/**
 * What is usual: median and median absolute deviation (MAD), estimated while readings pass by, without keeping them.
 * Each reading moves the estimate by a step towards itself, however far away it is (stochastic approximation of a
 * quantile: Robbins and Monro 1951, Tierney 1983; steps of constant size as in "Frugal Streaming", Ma, Muthukrishnan,
 * Sandler 2013). One outlier therefore moves it as little as any other reading. The step is a share of the MAD, which
 * itself grows while readings stay far off: so a lasting change is learned within a few hundred readings.
 *
 * A baseline is slots of three numbers: median, MAD, how many readings.
 */
const WIDTH = 3;
/** Hours of the legal week. The slot after them takes every reading. */
const HOURS = 168;

export interface Usual {
  readonly median: number;
  readonly mad: number;
}

/** Readings before a slot is believed: half an hour at one in thirty seconds; of the one for all hours: two hours. */
const WARM_HOUR = 60;
const WARM = 240;
const SLOWEST = 0.01;
/** All hours together see ten times as much; a fault of an afternoon must not become usual there. */
const SLOWEST_ALL = 0.002;
/**
 * A slot that begins as all hours are counts as having seen an hour at one in thirty seconds: a fault that fills its first hour
 * makes its MAD four times as large, not a thousand times.
 */
const INHERITED = 120;

/** By hour of the week, 4 kB; for the few things that are looked at closely. */
export const createWeekly = (): Float64Array => new Float64Array((HOURS + 1) * WIDTH);
/** One slot; for the many. */
export const createSingle = (): Float64Array => new Float64Array(WIDTH);

const isWeekly = (baseline: Float64Array): boolean => baseline.length >= (HOURS + 1) * WIDTH;

/** Hours since Thursday 00:00 legal time, the day on which 1970 began. */
const hourOfWeek = (at: Instant): number => ((Math.floor((at + DAY_OFFSET) / HOUR) % HOURS) + HOURS) % HOURS;

const ALL = HOURS * WIDTH;

function learnSlot(
  baseline: Float64Array,
  from: number,
  value: number,
  floor: number,
  slowest = SLOWEST,
): void {
  const count = baseline[from + 2] ?? 0;
  baseline[from + 2] = Math.min(count + 1, 1e6);
  if (count === 0) {
    baseline[from] = value;
    baseline[from + 1] = floor;
    return;
  }
  const median = baseline[from] ?? 0;
  const mad = Math.max(baseline[from + 1] ?? 0, floor);
  // The first readings tell more than the thousandth.
  const gain = Math.max(2 / (count + 1), slowest);
  const off = value - median;
  const step = gain * mad;
  // No overshoot: what is nearer than a step is met.
  baseline[from] = median + Math.max(-step, Math.min(step, off));
  baseline[from + 1] = Math.max(floor, Math.abs(off) > mad ? mad * (1 + gain) : mad * (1 - gain));
}

/** Takes a reading in. `floor` is the smallest MAD that makes sense, in the value's unit, above 0. */
export function learn(baseline: Float64Array, at: Instant, value: number, floor: number): void {
  if (!Number.isFinite(value)) return;
  if (!isWeekly(baseline)) return learnSlot(baseline, 0, value, floor);
  const hour = hourOfWeek(at) * WIDTH;
  inherit(baseline, hour);
  learnSlot(baseline, hour, value, floor);
  learnSlot(baseline, ALL, value, floor, SLOWEST_ALL);
}

/** An hour of which too little is known begins as all hours are: else a fault would be all that it knows, and usual. */
function inherit(baseline: Float64Array, hour: number): void {
  if ((baseline[hour + 2] ?? 0) >= WARM_HOUR || (baseline[ALL + 2] ?? 0) < WARM) return;
  baseline.copyWithin(hour, ALL, ALL + WIDTH);
  baseline[hour + 2] = INHERITED;
}

/** What is usual at this hour of the week, else at any hour; undefined while too little was seen. */
export function usualAt(baseline: Float64Array | undefined, at: Instant): Usual | undefined {
  if (baseline === undefined) return undefined;
  if (isWeekly(baseline)) {
    const hour = slotOf(baseline, hourOfWeek(at) * WIDTH, WARM_HOUR);
    return hour ?? slotOf(baseline, ALL, WARM);
  }
  return slotOf(baseline, 0, WARM);
}

function slotOf(baseline: Float64Array, from: number, warm: number): Usual | undefined {
  const [median = 0, mad = 0, count = 0] = baseline.subarray(from, from + WIDTH);
  return count >= warm ? { median, mad } : undefined;
}

/** 1.4826 × MAD is the standard deviation of a normal distribution; five of them are no chance. */
const FAR = 5 * 1.4826;

/** Far above what is usual: by five deviations, twice the usual, and `least` in the value's unit at least. */
export const isFarAbove = (value: number, { median, mad }: Usual, least: number): boolean =>
  value - median > Math.max(FAR * mad, Math.abs(median), least);
