import { HOUR, SECOND } from "../../../core/clock.ts";
import { fieldOf, type EntityKind, type Field } from "../../../core/entities.ts";
import { fastestOctets, increase, wrapOf } from "../../../core/rates.ts";
import { FaultError } from "../../../core/result.ts";
import { isPaired } from "../../../core/wire/views.ts";
import type { RangeAnswer, RangeQuery } from "../../ports.ts";
import type { Merged } from "./merge.ts";
import { nthSmallest } from "./nth-smallest.ts";

/**
 * Readings into steps.
 *
 * avg, min, max, last: of the readings in the step. p95: nearest rank, the smallest reading that at least 95 % of the
 * step's readings do not exceed. increase, rate: of a counter, from each pair of readings that follow one another:
 *
 * - What was counted between them (core/rates.ts; nothing when the counter restarted) belongs to the time between
 *   them, evenly; each step gets the share that overlaps it. So the steps' sum is what was really counted, and a step
 *   shorter than the polling interval is not empty.
 * - A pair further apart than three usual intervals (the median of the field's) is a gap: nobody knows when in it the
 *   counting happened, so it counts only for a step that holds all of it.
 * - rate is the increase divided by the seconds of the step that pairs cover, not by the step's length; max_rate is the
 *   greatest rate of one pair that touches the step.
 *
 * A step with nothing has null. A field that the kind does not have, and a rate of a gauge, have no values at all.
 */
export function aggregate(
  query: RangeQuery,
  kind: EntityKind,
  fields: readonly string[],
  readings: Merged,
): RangeAnswer {
  const at = stepsOf(query);
  const column = (name: string) => {
    const index = fields.indexOf(name);
    return index < 0 ? undefined : readings.columns[index];
  };
  const values = query.series.map(({ field: name, aggregate }) => {
    const field = fieldOf(kind, name);
    const values = column(name);
    if (field === undefined || values === undefined) return at.map(() => null);
    if (aggregate === "rate" || aggregate === "max_rate" || aggregate === "increase") {
      if (field.kind !== "counter") return at.map(() => null);
      const counted = count(query, at.length, countersOf(kind, field, values, readings, column));
      return finish(counted.amounts, (sum, i) => {
        const covered = counted.seconds[i] as number;
        if (!(covered > 0)) return null;
        if (aggregate === "max_rate") return counted.fastest[i] as number;
        return aggregate === "rate" ? sum / covered : sum;
      });
    }
    return summarise(query, at.length, readings.at, values, SUMMARIES[aggregate]);
  });
  return { at, values };
}

const MAX_STEPS = 1_000_000;

/** The start of each step. Throws FaultError `range_invalid` or `range_too_large`. */
export function stepsOf({ from, to, stepMs }: RangeQuery): readonly number[] {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || !(from < to)) {
    throw new FaultError("range_invalid", { reason: "from < to" });
  }
  if (!Number.isSafeInteger(stepMs) || stepMs < 1)
    throw new FaultError("range_invalid", { reason: "step > 0" });
  const steps = Math.ceil((to - from) / stepMs);
  if (steps > MAX_STEPS) throw new FaultError("range_too_large", { points: steps, max: MAX_STEPS });
  const at: number[] = [];
  for (let i = 0; i < steps; i += 1) at.push(from + i * stepMs);
  return at;
}

/** The fields that are needed to answer a query: those asked for, and what tells how their counters wrap. */
export function fieldsFor(kind: EntityKind, { series }: Pick<RangeQuery, "series">): readonly string[] {
  const fields = new Set(
    series.map(({ field }) => field).filter((field) => fieldOf(kind, field) !== undefined),
  );
  if (kind === "port" && needsPairs({ series })) for (const field of COUNTER_FIELDS) fields.add(field);
  return [...fields];
}

/** How far outside the range the other half of a pair of counter readings may lie. */
export const REACH = 3 * HOUR;

/** Pairs of readings reach over the ends of the range. */
export const needsPairs = ({ series }: Pick<RangeQuery, "series">) =>
  series.some(({ aggregate }) => isPaired(aggregate));

const COUNTER_FIELDS = ["counters_since", "counter_bits", "speed"];
export const GAP_INTERVALS = 3;

/** One number of a step's readings, given in their order and never empty. */
type Summary = (values: Float64Array) => number;
const SUMMARIES: Readonly<Record<"avg" | "min" | "max" | "p95" | "last", Summary>> = {
  avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  min: (values) => values.reduce((least, value) => Math.min(least, value), Infinity),
  max: (values) => values.reduce((most, value) => Math.max(most, value), -Infinity),
  p95: (values) => values.toSorted()[Math.ceil(values.length * 0.95) - 1] as number,
  last: (values) => values.at(-1) as number,
};

function summarise(
  { from, to, stepMs }: RangeQuery,
  steps: number,
  at: Float64Array,
  values: Float64Array,
  summary: Summary,
): (number | null)[] {
  const answer: (number | null)[] = Array.from({ length: steps }, () => null);
  const found = new Float64Array(at.length);
  let size = 0;
  let step = -1;
  const close = () => {
    if (size > 0) answer[step] = summary(found.subarray(0, size));
    size = 0;
  };
  for (let i = 0; i < at.length; i += 1) {
    const time = at[i] as number;
    const value = values[i] as number;
    if (Number.isNaN(value) || time < from || time >= to) continue;
    const next = Math.floor((time - from) / stepMs);
    if (next !== step) close();
    step = next;
    found[size++] = value;
  }
  close();
  return answer;
}

/** A counter's readings that are there, each with what its own sample says about the counter. */
export interface Counters {
  readonly at: Float64Array;
  /** What was counted since the reading before; NaN when that cannot be known. The first is NaN. */
  readonly counted: Float64Array;
}

export function countersOf(
  kind: EntityKind,
  field: Field,
  values: Float64Array,
  readings: Merged,
  column: (name: string) => Float64Array | undefined,
): Counters {
  const [since, bits, speed] = COUNTER_FIELDS.map((name) => (kind === "port" ? column(name) : undefined));
  // Nearly always every sample has the counter, and then these are the samples' own times.
  const all = values.every((value) => value === value);
  const at = all ? readings.at : new Float64Array(values.length);
  const counted = new Float64Array(values.length);
  const reading = (row: number) => ({
    at: readings.at[row] as number,
    value: values[row] as number,
    since: present(since?.[row]),
  });
  const between = (before: number, after: number) => {
    const wrap = wrapOf(field, present(bits?.[after]) ?? present(bits?.[before]));
    const fastest = fastestOctets(larger(present(speed?.[before]), present(speed?.[after])));
    return increase(reading(before), reading(after), wrap, fastest) ?? Number.NaN;
  };
  // Not known counts as the same.
  const isSameStart = (before: number, after: number) =>
    since === undefined || !(Math.abs((since[before] as number) - (since[after] as number)) > 0);
  let before = -1;
  let last = Number.NaN;
  let size = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    if (value !== value) continue;
    if (!all) at[size] = readings.at[i] as number;
    // Nearly every pair: it counted on, and nothing restarted. This runs for every reading of a year's charts.
    if (last >= 0 && value >= last && isSameStart(before, i)) counted[size] = value - last;
    else counted[size] = before < 0 ? Number.NaN : between(before, i);
    before = i;
    last = value;
    size += 1;
  }
  return all ? { at, counted } : { at: at.subarray(0, size), counted: counted.subarray(0, size) };
}

const present = (value: number | undefined) =>
  value === undefined || Number.isNaN(value) ? undefined : value;
const larger = (a: number | undefined, b: number | undefined) => Math.max(a ?? 0, b ?? 0);

/** What pairs of readings bring to each step; `fastest` is the greatest rate (a second) of a pair that touches it. */
export function count(
  range: Pick<RangeQuery, "from" | "to" | "stepMs">,
  steps: number,
  { at, counted }: Counters,
): Counted {
  const { from, to, stepMs } = range;
  const found: Counted = {
    amounts: new Float64Array(steps),
    seconds: new Float64Array(steps),
    fastest: new Float64Array(steps).fill(Number.NaN),
  };
  const longest = GAP_INTERVALS * usualInterval(at);
  // The step in which the pair before lay, and from when to when it goes.
  let [step, left, right] = [0, Infinity, -Infinity];
  for (let i = 1; i < at.length; i += 1) {
    const amount = counted[i] as number;
    const start = at[i - 1] as number;
    const end = at[i] as number;
    if (amount !== amount || end <= from || start >= to) continue;
    // Nearly every pair lies in one step, and in that of the pair before. A reading on the border belongs to what was before.
    if (start < left || end > right) {
      const first = Math.floor((start - from) / stepMs);
      const last = Math.ceil((end - from) / stepMs) - 1;
      if (first !== last || start < from || end > to) {
        if (end - start <= longest) share(found, range, amount, start, end);
        continue;
      }
      step = first;
      left = from + step * stepMs;
      right = Math.min(left + stepMs, to);
    }
    addShare(found, step, amount, end - start, end - start);
  }
  return found;
}

interface Counted {
  readonly amounts: Float64Array;
  readonly seconds: Float64Array;
  readonly fastest: Float64Array;
}

/** To the step, of what was counted in `wholeMs`, the part of `ms`. */
function addShare(
  { amounts, seconds, fastest }: Counted,
  step: number,
  amount: number,
  ms: number,
  wholeMs: number,
): void {
  const rate = (amount * SECOND) / wholeMs;
  if (!(rate <= (fastest[step] as number))) fastest[step] = rate;
  // All of it as it is: a share of one must not lose a bit.
  amounts[step] = (amounts[step] as number) + (ms === wholeMs ? amount : (amount * ms) / wholeMs);
  seconds[step] = (seconds[step] as number) + ms / SECOND;
}

/** Divides what was counted between `start` and `end` over the steps that it touches. */
function share(
  found: Counted,
  { from, to, stepMs }: Pick<RangeQuery, "from" | "to" | "stepMs">,
  amount: number,
  start: number,
  end: number,
): void {
  const first = Math.max(Math.floor((start - from) / stepMs), 0);
  const last = Math.min(Math.ceil((end - from) / stepMs), found.amounts.length) - 1;
  for (let step = first; step <= last; step += 1) {
    const left = Math.max(start, from + step * stepMs);
    const right = Math.min(end, from + (step + 1) * stepMs, to);
    addShare(found, step, amount, right - left, end - start);
  }
}

/** The fields of one sample share its times, which never change, and each asks. */
const known = new WeakMap<Float64Array, number>();

/** The median of the times between readings. */
export function usualInterval(at: Float64Array): number {
  let usual = known.get(at);
  if (usual === undefined) known.set(at, (usual = medianInterval(at)));
  return usual;
}

function medianInterval(at: Float64Array): number {
  if (at.length < 2) return 0;
  const intervals = new Float64Array(at.length - 1);
  // What more than half of them are is the median; nearly always they are all alike.
  const first = (at[1] as number) - (at[0] as number);
  let same = 0;
  for (let i = 1; i < at.length; i += 1) {
    const interval = (at[i] as number) - (at[i - 1] as number);
    intervals[i - 1] = interval;
    if (interval === first) same += 1;
  }
  if (same * 2 > intervals.length) return first;
  return nthSmallest(intervals, intervals.length >> 1);
}

function finish(sums: Float64Array, value: (sum: number, step: number) => number | null): (number | null)[] {
  const found: (number | null)[] = [];
  for (let step = 0; step < sums.length; step += 1) found.push(value(sums[step] as number, step));
  return found;
}
