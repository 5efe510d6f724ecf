import { DAY, HOUR, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import { fieldNames, fieldOf, type EntityKind } from "../../../core/entities.ts";
import { COUNTER_STATS, GAUGE_STATS, type RollupUnit } from "../../history-port.ts";
import { count, countersOf, fieldsFor, REACH, type Counters } from "./aggregate.ts";
import { makeColumns } from "./columns.ts";
import type { Merged } from "./merge.ts";
import { nthSmallest } from "./nth-smallest.ts";
import { HOURS_A_DAY } from "./periods.ts";
import type { RollupRows } from "./rollup-rows.ts";

/** How far outside of the day the other half of a pair of counter readings may lie. */
export const ROLLUP_REACH = REACH;

export interface Rollups {
  /** Undefined when the day has no readings. */
  readonly hour: RollupRows | undefined;
  readonly day: RollupRows | undefined;
}

/**
 * The roll-ups of one entity and legal day. `readings` are those of the day and of {@link ROLLUP_REACH} around it, with a
 * column for each of the kind's fields in the table's order (further columns are passed over); `numbers` are these
 * fields' numbers in the store. The same definitions as for readings in steps of an hour, or of the day (aggregate.ts).
 */
export function rollupsOf(
  kind: EntityKind,
  numbers: readonly number[],
  readings: Merged,
  day: number,
): Rollups {
  const from = startOfLegalDay(day);
  const names = fieldNames(kind);
  const hours = new Map<number, readonly Float64Array[]>();
  const days = new Map<number, readonly Float64Array[]>();
  const rows = rowsOf(readings.at, from);
  for (const [i, name] of names.entries()) {
    const field = fieldOf(kind, name);
    const values = readings.columns[i];
    const number = numbers[i];
    if (field === undefined || values === undefined || number === undefined) continue;
    if (field.kind === "gauge") {
      const stats = gaugeStats(values, rows);
      keep(hours, number, stats.hours);
      keep(days, number, stats.day);
      continue;
    }
    const column = (other: string) => readings.columns[names.indexOf(other)];
    const counters = countersOf(kind, field, values, readings, column);
    keep(hours, number, counterStats(values, rows, counters, from, HOUR));
    keep(days, number, counterStats(values, [rows[0] ?? 0, rows.at(-1) ?? 0], counters, from, DAY));
  }
  return { hour: rowsWith("hour", from, HOURS_A_DAY, hours), day: rowsWith("day", from, 1, days) };
}

/** The numbers of the fields that roll-ups look at beyond their own day: counters, and what tells how they count. */
export function neighbourNumbers(kind: EntityKind, numbers: readonly number[]): ReadonlySet<number> {
  const names = fieldNames(kind);
  const counters = names.filter((name) => fieldOf(kind, name)?.kind === "counter");
  const fields = fieldsFor(kind, { series: counters.map((field) => ({ field, aggregate: "increase" })) });
  return new Set(numbers.filter((_, i) => fields.includes(names[i] ?? "")));
}

/** Where in the readings each hour of the day begins, and where the last one ends. */
function rowsOf(at: Float64Array, from: Instant): readonly number[] {
  const rows: number[] = [];
  let row = 0;
  for (let hour = 0; hour <= HOURS_A_DAY; hour += 1) {
    while (row < at.length && (at[row] as number) < from + hour * HOUR) row += 1;
    rows.push(row);
  }
  return rows;
}

/** A field that has no value in any row is left out. */
function keep(
  fields: Map<number, readonly Float64Array[]>,
  number: number,
  stats: readonly Float64Array[],
): void {
  if (stats.some((stat) => stat.some((value) => !Number.isNaN(value)))) fields.set(number, stats);
}

function emptyStats(stats: number, rows: number): readonly Float64Array[] {
  const columnAt = makeColumns(stats, rows);
  return Array.from({ length: stats }, (_, i) => columnAt(i).fill(Number.NaN));
}

const scratch = { values: new Float64Array(4_096) };

function gaugeStats(values: Float64Array, rows: readonly number[]) {
  const hours = emptyStats(GAUGE_STATS.length, HOURS_A_DAY);
  const day = emptyStats(GAUGE_STATS.length, 1);
  for (let hour = 0; hour < HOURS_A_DAY; hour += 1) {
    summarise(values, rows[hour] as number, rows[hour + 1] as number, hours, hour);
  }
  summarise(values, rows[0] as number, rows[HOURS_A_DAY] as number, day, 0);
  return { hours, day };
}

/** In the order of GAUGE_STATS. */
function summarise(
  values: Float64Array,
  first: number,
  end: number,
  stats: readonly Float64Array[],
  row: number,
): void {
  if (scratch.values.length < end - first) scratch.values = new Float64Array((end - first) * 2);
  const found = scratch.values;
  let size = 0;
  let sum = 0;
  let least = Infinity;
  let most = -Infinity;
  for (let i = first; i < end; i += 1) {
    const value = values[i] as number;
    if (value !== value) continue;
    found[size++] = value;
    sum += value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (size === 0) return;
  const last = found[size - 1] as number;
  const high = least === most ? most : nthSmallest(found.subarray(0, size), Math.ceil(size * 0.95) - 1);
  for (const [i, value] of [least, most, shortened(sum / size), high, last, size].entries()) {
    (stats[i] as Float64Array)[row] = value;
  }
}

/** In the order of COUNTER_STATS. `rows` say where each step's readings begin, and where the last one's end. */
function counterStats(
  values: Float64Array,
  rows: readonly number[],
  counters: Counters,
  from: Instant,
  stepMs: number,
): readonly Float64Array[] {
  const steps = rows.length - 1;
  const stats = emptyStats(COUNTER_STATS.length, steps);
  const [increases, seconds, rates, lasts, counts] = stats as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const counted = count({ from, to: from + steps * stepMs, stepMs }, steps, counters);
  for (let step = 0; step < steps; step += 1) {
    let readings = 0;
    for (let i = rows[step] as number; i < (rows[step + 1] as number); i += 1) {
      if (Number.isNaN(values[i])) continue;
      readings += 1;
      lasts[step] = values[i] as number;
    }
    if (readings > 0) counts[step] = readings;
    const covered = counted.seconds[step] as number;
    if (!(covered > 0)) continue;
    increases[step] = toThousandths(counted.amounts[step] as number);
    seconds[step] = toThousandths(covered);
    rates[step] = shortened(counted.fastest[step] as number);
  }
  return stats;
}

/** What was counted is split at the full hour, so it is no whole number; a thousandth of one is below notice. */
const toThousandths = (value: number) => Math.round(value * 1_000) / 1_000;

/** Seven significant digits, and no more than six behind the point: a few bytes instead of eight. */
export function shortened(value: number): number {
  const size = Math.abs(value);
  if (!(size > 0) || size === Infinity) return value;
  const digits = 6 - Math.floor(Math.log10(size));
  if (digits >= 0) {
    const power = 10 ** Math.min(digits, 6);
    return Math.round(value * power) / power;
  }
  const power = 10 ** -digits;
  return Math.round(value / power) * power;
}

/** Leaves out the rows in which no field has anything. */
function rowsWith(
  unit: RollupUnit,
  from: Instant,
  rows: number,
  fields: ReadonlyMap<number, readonly Float64Array[]>,
): RollupRows | undefined {
  const present: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (const stats of fields.values()) {
      if (!stats.some((stat) => !Number.isNaN(stat[row]))) continue;
      present.push(row);
      break;
    }
  }
  if (present.length === 0) return undefined;
  const at = Float64Array.from(present, (row) => from + row * HOUR);
  if (present.length === rows) return { unit, at, fields };
  const some = (stat: Float64Array) => Float64Array.from(present, (row) => stat[row] as number);
  return { unit, at, fields: new Map([...fields].map(([number, stats]) => [number, stats.map(some)])) };
}
