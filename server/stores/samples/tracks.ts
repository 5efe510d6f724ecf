import { fieldOf, type EntityKind, type Field } from "../../../core/entities.ts";
import { fastestOctets, increase, wrapOf } from "../../../core/rates.ts";
import type { Instant } from "../../../core/clock.ts";
import { countersOf, GAP_INTERVALS, usualInterval } from "./aggregate.ts";
import type { Merged } from "./merge.ts";

/**
 * What a counter did over a stretch of readings, as short as it can be said: most error counters of most ports do nothing
 * all day. The increase of any range follows from it as from the readings (aggregate.ts).
 */
export interface Track {
  readonly first: Reading;
  readonly last: Reading;
  /** Pairs of readings between which something was counted: start, end, amount of each, in order of time. */
  readonly grown: Float64Array;
  /** Pairs further apart than usual, which may be gaps, in the same form; they are not among `grown`. */
  readonly long: Float64Array;
  /** Pairs between which nobody knows what was counted: start and end of each. */
  readonly unknown: Float64Array;
  /** The median of the times between readings. */
  readonly usual: number;
  readonly pairs: number;
}

interface Reading {
  readonly at: Instant;
  readonly value: number;
  readonly since: number | undefined;
  readonly bits: number | undefined;
  readonly speed: number | undefined;
}

const LONG = 1.5;

/** Undefined when the counter has no readings. `fields` name the columns. */
export function trackOf(
  kind: EntityKind,
  name: string,
  fields: readonly string[],
  readings: Merged,
): Track | undefined {
  const field = fieldOf(kind, name);
  const column = (other: string) => readings.columns[fields.indexOf(other)];
  const values = column(name);
  if (field === undefined || values === undefined) return undefined;
  const present = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? undefined : value;
  const reading = (row: number): Reading => ({
    at: readings.at[row] as number,
    value: values[row] as number,
    since: kind === "port" ? present(column("counters_since")?.[row]) : undefined,
    bits: kind === "port" ? present(column("counter_bits")?.[row]) : undefined,
    speed: kind === "port" ? present(column("speed")?.[row]) : undefined,
  });
  const has = (value: number) => !Number.isNaN(value);
  const [first, last] = [values.findIndex(has), values.findLastIndex(has)];
  if (first < 0) return undefined;
  const { at, counted } = countersOf(kind, field, values, readings, column);
  const usual = usualInterval(at);
  const [grown, long, unknown]: [number[], number[], number[]] = [[], [], []];
  for (let i = 1; i < at.length; i += 1) {
    const [start, end, amount] = [at[i - 1] as number, at[i] as number, counted[i] as number];
    if (Number.isNaN(amount)) unknown.push(start, end);
    else if (end - start > LONG * usual) long.push(start, end, amount);
    else if (amount > 0) grown.push(start, end, amount);
  }
  return {
    first: reading(first),
    last: reading(last),
    grown: Float64Array.from(grown),
    long: Float64Array.from(long),
    unknown: Float64Array.from(unknown),
    usual,
    pairs: at.length - 1,
  };
}

export const bytesOf = ({ grown, long, unknown }: Track): number =>
  (grown.length + long.length + unknown.length) * 8 + 500;

/** What was counted in [from, to), of tracks that follow one another in time; null when no pair of readings tells. */
export function increaseOf(
  field: Field,
  tracks: readonly Track[],
  from: Instant,
  to: Instant,
): number | null {
  const longest = GAP_INTERVALS * usualOf(tracks);
  const sum = { amount: 0, covered: 0 };
  const share = (start: Instant, end: Instant, amount: number) => {
    const overlap = Math.min(end, to) - Math.max(start, from);
    if (overlap <= 0) return;
    // In a gap nobody knows when the counting happened.
    if (end - start > longest && (start < from || end > to)) return;
    sum.covered += overlap;
    sum.amount += overlap === end - start ? amount : (amount * overlap) / (end - start);
  };
  let before: Track | undefined;
  for (const track of tracks) {
    if (before !== undefined) {
      const amount = between(field, before.last, track.first);
      if (amount !== undefined) share(before.last.at, track.first.at, amount);
    }
    before = track;
    const { first, last, grown, long, unknown } = track;
    // All of it is covered, but for what is taken off here or counted apart.
    sum.covered += overlapOf(first.at, last.at, from, to);
    for (let i = 0; i < unknown.length; i += 2)
      sum.covered -= overlapOf(unknown[i], unknown[i + 1], from, to);
    for (let i = 0; i < long.length; i += 3) {
      sum.covered -= overlapOf(long[i], long[i + 1], from, to);
      share(long[i] as number, long[i + 1] as number, long[i + 2] as number);
    }
    const covered = sum.covered;
    for (let i = firstAfter(grown, from); i < grown.length && (grown[i] as number) < to; i += 3) {
      share(grown[i] as number, grown[i + 1] as number, grown[i + 2] as number);
    }
    sum.covered = covered;
  }
  return sum.covered > 0 ? sum.amount : null;
}

function overlapOf(start: number | undefined, end: number | undefined, from: Instant, to: Instant): number {
  return Math.max(0, Math.min(end ?? 0, to) - Math.max(start ?? 0, from));
}

/** The first pair that ends after an instant. */
function firstAfter(pairs: Float64Array, at: Instant): number {
  let low = 0;
  let high = pairs.length / 3;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pairs[middle * 3 + 1] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low * 3;
}

function between(field: Field, before: Reading, after: Reading): number | undefined {
  const wrap = wrapOf(field, after.bits ?? before.bits);
  return increase(before, after, wrap, fastestOctets(Math.max(before.speed ?? 0, after.speed ?? 0)));
}

/** The usual interval of most pairs. */
function usualOf(tracks: readonly Track[]): number {
  const [only] = tracks;
  if (tracks.length === 1 && only !== undefined) return only.usual;
  const all = tracks.filter(({ pairs }) => pairs > 0).toSorted((a, b) => a.usual - b.usual);
  let left = all.reduce((sum, { pairs }) => sum + pairs, 0) / 2;
  for (const { usual, pairs } of all) {
    left -= pairs;
    if (left <= 0) return usual;
  }
  return Infinity;
}
