import { DAY, DAY_OFFSET, HOUR, legalDayOf, SECOND, type Instant } from "../../../core/clock.ts";
import { fieldOf, type EntityKind } from "../../../core/entities.ts";
import type { Aggregate } from "../../../core/wire/views.ts";
import { COUNTER_STATS, GAUGE_STATS, type RollupStat, type RollupUnit } from "../../history-port.ts";
import type { RangeQuery } from "../../ports.ts";
import type { EntityHead } from "./head.ts";
import type { Layout } from "./layout.ts";
import type { RollupRows } from "./rollup-rows.ts";

/** Answers for steps of whole hours or legal days, from roll-ups instead of readings. */

/** The coarsest roll-ups whose rows fill the query's steps exactly; undefined when a row may lie across two steps. */
export function unitFor({ from, stepMs }: Pick<RangeQuery, "from" | "stepMs">): RollupUnit | undefined {
  if (stepMs % DAY === 0 && (from + DAY_OFFSET) % DAY === 0) return "day";
  return stepMs % HOUR === 0 && from % HOUR === 0 ? "hour" : undefined;
}

export const lengthOf = (unit: RollupUnit): number => (unit === "day" ? DAY : HOUR);

/**
 * Whether an aggregate of steps can be told from roll-ups just as from the readings. A 95th percentile cannot be made of
 * several; of a counter, roll-ups know what was counted and not what it stood at.
 */
export function isExact(kind: EntityKind, field: string, aggregate: Aggregate, rowsInStep: number): boolean {
  const counter = fieldOf(kind, field)?.kind === "counter";
  if (aggregate === "rate" || aggregate === "max_rate" || aggregate === "increase") return counter;
  if (aggregate === "last") return true;
  return !counter && (aggregate !== "p95" || rowsInStep === 1);
}

/** One statistic of a field as a column; undefined when the rows do not have the field. */
export function columnOf(
  rows: RollupRows,
  layout: Layout,
  field: string,
  stat: RollupStat,
): Float64Array | undefined {
  const names: readonly RollupStat[] =
    fieldOf(layout.kind, field)?.kind === "counter" ? COUNTER_STATS : GAUGE_STATS;
  const number = layout.numbers[layout.indexOf.get(field) ?? -1];
  return number === undefined ? undefined : rows.fields.get(number)?.[names.indexOf(stat)];
}

/**
 * The values of one series from roll-ups, put into `into` by step; steps of which the rows say nothing keep what they have.
 * With several rows in a step: means weighted by their counts, rates by their seconds; of the 95th percentiles the
 * greatest, which the true one does not exceed by much.
 */
export function intoSteps(
  rows: RollupRows,
  layout: Layout,
  { field, aggregate }: RangeQuery["series"][number],
  { from, stepMs }: Pick<RangeQuery, "from" | "stepMs">,
  into: (number | null)[],
): void {
  const column = (stat: RollupStat) => columnOf(rows, layout, field, stat);
  const combine = COMBINE[aggregate](column);
  if (combine === undefined) return;
  for (let row = 0; row < rows.at.length;) {
    const step = Math.floor(((rows.at[row] as number) - from) / stepMs);
    let end = row + 1;
    while (end < rows.at.length && Math.floor(((rows.at[end] as number) - from) / stepMs) === step) end += 1;
    const value = combine(row, end);
    if (step >= 0 && step < into.length && value !== undefined) into[step] = value;
    row = end;
  }
}

type Column = (stat: RollupStat) => Float64Array | undefined;
/** One value of the rows from `first` to before `end`; undefined when they have none. */
type Combine = (first: number, end: number) => number | undefined;

const picked =
  (stat: RollupStat, pick: (a: number, b: number) => number) =>
  (column: Column): Combine | undefined => {
    const values = column(stat);
    if (values === undefined) return undefined;
    return (first, end) => {
      let found: number | undefined;
      for (let i = first; i < end; i += 1) {
        const value = values[i] as number;
        if (!Number.isNaN(value)) found = found === undefined ? value : pick(found, value);
      }
      return found;
    };
  };

const weighted =
  (sum: (value: number, weight: number) => number, value: RollupStat, weight: RollupStat, divide: boolean) =>
  (column: Column): Combine | undefined => {
    const [values, weights] = [column(value), column(weight)];
    if (values === undefined || weights === undefined) return undefined;
    return (first, end) => {
      let total = 0;
      let weighed = 0;
      for (let i = first; i < end; i += 1) {
        if (Number.isNaN(values[i]) || Number.isNaN(weights[i])) continue;
        total += sum(values[i] as number, weights[i] as number);
        weighed += weights[i] as number;
      }
      if (!(weighed > 0)) return undefined;
      return divide ? total / weighed : total;
    };
  };

const COMBINE: Readonly<Record<Aggregate, (column: Column) => Combine | undefined>> = {
  avg: weighted((value, weight) => value * weight, "mean", "count", true),
  min: picked("min", Math.min),
  max: picked("max", Math.max),
  p95: picked("p95", Math.max),
  last: picked("last", (_, later) => later),
  rate: weighted((value) => value, "increase", "seconds", true),
  increase: weighted((value) => value, "increase", "seconds", false),
  max_rate: picked("max_rate", Math.max),
};

/** The legal days of which readings are in memory only. */
export function daysInHead({ rows, count, shape }: EntityHead): ReadonlySet<number> {
  const days = new Set<number>();
  for (let row = 0; row < count; row += 1) days.add(legalDayOf(rows[row * shape.stride] as number));
  return days;
}

/**
 * Whether the rows that begin in [from, to) know every second of these counters; of a counter that they do not have at
 * all there is nothing to know.
 */
export function isCovered(
  rows: RollupRows,
  layout: Layout,
  fields: readonly string[],
  from: Instant,
  to: Instant,
): boolean {
  return fields.every((field) => {
    const seconds = columnOf(rows, layout, field, "seconds");
    if (seconds === undefined) return true;
    let known = 0;
    for (let row = 0; row < rows.at.length; row += 1) {
      const at = rows.at[row] as number;
      if (at >= from && at < to && !Number.isNaN(seconds[row])) known += seconds[row] as number;
    }
    // Each row is kept to a thousandth of a second.
    return known >= (to - from) / SECOND - 0.001 * rows.at.length;
  });
}
