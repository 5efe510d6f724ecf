import { HOUR, legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import { fieldOf } from "../../../core/entities.ts";
import { isPaired } from "../../../core/wire/views.ts";
import type { RollupUnit } from "../../history-port.ts";
import type { RangeAnswer, RangeQuery, RawColumns } from "../../ports.ts";
import { aggregate, fieldsFor, needsPairs, REACH, stepsOf } from "./aggregate.ts";
import type { ChunkFiles } from "./chunk-files.ts";
import type { ColdDays } from "./cold.ts";
import type { Collect } from "./collect.ts";
import { firstRawDay, isGone, standsAlone } from "./gone.ts";
import type { EntityHead } from "./head.ts";
import { withoutEmpty } from "./merge.ts";
import { endOfDay } from "./periods.ts";
import { daysInHead, intoSteps, isCovered, isExact, lengthOf, unitFor } from "./rolled.ts";
import type { RollupFiles } from "./rollup-files.ts";
import type { RollupRows } from "./rollup-rows.ts";

export interface Reader {
  range(head: EntityHead | undefined, query: RangeQuery): Promise<RangeAnswer>;
  raw(
    head: EntityHead | undefined,
    from: Instant,
    to: Instant,
    fields?: readonly string[],
  ): Promise<RawColumns>;
}

export interface ReaderParts {
  readonly files: Pick<ChunkFiles, "days" | "has">;
  readonly cold: Pick<ColdDays, "periods" | "has">;
  readonly rollups: Pick<RollupFiles, "read" | "hasDay" | "hasDayRow" | "firstDay">;
  readonly collect: Collect;
}

export function makeReader(parts: ReaderParts): Reader {
  const { collect } = parts;
  return {
    range: async (head, query) => {
      const at = stepsOf(query);
      const values = query.series.map(() => at.map((): number | null => null));
      if (head === undefined) return { at, values };
      const unit = unitFor(query);
      const rowsInStep = unit === undefined ? 0 : query.stepMs / lengthOf(unit);
      const exact = (one: RangeQuery["series"][number]) =>
        unit !== undefined && isExact(head.layout.kind, one.field, one.aggregate, rowsInStep);
      const rolled = places(query, exact);
      const others = places(query, (one) => !exact(one));
      if (unit !== undefined) await stitch(parts, head, query, unit, rolled, values);
      await fromReadings(parts, head, query, others, values);
      fromThePast(parts, head, query, others, values);
      return { at, values };
    },
    raw: async (head, from, to, wanted) => {
      if (head === undefined) return { at: [], fields: {} };
      const names =
        wanted === undefined ? head.layout.names : wanted.filter((name) => head.layout.indexOf.has(name));
      const found = await collect(head, from, to, names);
      const { at, columns } = wanted === undefined ? found : withoutEmpty(found);
      const fields: Record<string, (number | null)[]> = {};
      for (const [i, name] of names.entries()) {
        const column = columns[i] ?? new Float64Array();
        if (column.every((value) => Number.isNaN(value))) continue;
        fields[name] = Array.from(column, (value) => (Number.isNaN(value) ? null : value));
      }
      return { at: [...at], fields };
    },
  };
}

/** Which of the query's series. */
type Places = readonly number[];

const places = (query: RangeQuery, wanted: (one: RangeQuery["series"][number]) => boolean): Places =>
  query.series.flatMap((one, place) => (wanted(one) ? [place] : []));

/** Computes some of the series from what was read, and puts them into `values` from step `first` on. */
async function fromReadings(
  { collect }: Pick<ReaderParts, "collect">,
  head: EntityHead,
  query: RangeQuery,
  which: Places,
  values: (number | null)[][],
  first = 0,
): Promise<void> {
  if (which.length === 0) return;
  const some = { ...query, series: which.flatMap((place) => query.series[place] ?? []) };
  const { kind } = head.layout;
  const fields = fieldsFor(kind, some);
  const reach = needsPairs(some) ? REACH : 0;
  const readings = await collect(head, query.from - reach, query.to + reach, fields);
  for (const [i, found] of aggregate(some, kind, fields, readings).values.entries()) {
    const into = values[which[i] ?? -1];
    if (into === undefined) continue;
    for (let step = 0; step < found.length; step += 1) into[first + step] = found[step] ?? null;
  }
}

/** Steps whose days are all rolled up come from the roll-ups, runs of others from readings. */
async function stitch(
  parts: ReaderParts,
  head: EntityHead,
  query: RangeQuery,
  unit: RollupUnit,
  which: Places,
  values: (number | null)[][],
): Promise<void> {
  if (which.length === 0) return;
  const { from, to, stepMs } = query;
  const isRolled = rolledDays(parts, head, unit);
  const steps = Math.ceil((to - from) / stepMs);
  const startOf = (step: number) => Math.min(from + step * stepMs, to);
  const rolledStep = (step: number) => {
    const last = legalDayOf(startOf(step + 1) - 1);
    for (let day = legalDayOf(startOf(step)); day <= last; day += 1) if (!isRolled(day)) return false;
    // The last step may end before its hour does.
    return (startOf(step + 1) - from) % lengthOf(unit) === 0;
  };
  for (let first = 0; first < steps;) {
    const rolled = rolledStep(first);
    let end = first + 1;
    while (end < steps && rolledStep(end) === rolled) end += 1;
    const run = { ...query, from: startOf(first), to: startOf(end) };
    if (!rolled) await fromReadings(parts, head, run, which, values, first);
    else {
      const rows = fromRollups(parts, head, run, unit, which, values, { from, stepMs });
      if (stepMs > lengthOf(unit)) await acrossGaps(parts, head, run, rows, which, values, first);
    }
    first = end;
  }
}

function fromRollups(
  { rollups }: ReaderParts,
  head: EntityHead,
  { from, to, series }: RangeQuery,
  unit: RollupUnit,
  which: Places,
  values: (number | null)[][],
  grid: Pick<RangeQuery, "from" | "stepMs">,
): RollupRows | undefined {
  const { layout, number } = head;
  const wanted = new Set(
    which.map((place) => layout.numbers[layout.indexOf.get(series[place]?.field ?? "") ?? -1] ?? 0),
  );
  const rows = rollups.read(number, unit, from, to, wanted);
  if (rows === undefined) return undefined;
  for (const place of which) {
    const [one, into] = [series[place], values[place]];
    if (one !== undefined && into !== undefined) intoSteps(rows, layout, one, grid, into);
  }
  return rows;
}

/**
 * What was counted in a gap belongs to the step that holds all of the gap (aggregate.ts), and to no row of the roll-ups when
 * it lies across several. So steps that are not known to the second come from readings, as long as these are kept.
 */
async function acrossGaps(
  parts: ReaderParts,
  head: EntityHead,
  run: RangeQuery,
  rows: RollupRows | undefined,
  which: Places,
  values: (number | null)[][],
  first: number,
): Promise<void> {
  const { from, to, stepMs, series } = run;
  const paired = which.filter((place) => {
    const one = series[place];
    return one !== undefined && isPaired(one.aggregate) && fieldOf(head.layout.kind, one.field) !== undefined;
  });
  if (paired.length === 0) return;
  const fields = paired.flatMap((place) => series[place]?.field ?? []);
  const steps = Math.ceil((to - from) / stepMs);
  for (let step = 0; step < steps; step += 1) {
    const start = from + step * stepMs;
    const end = Math.min(start + stepMs, to);
    if (rows !== undefined && isCovered(rows, head.layout, fields, start, end)) continue;
    if (hasGone(parts, start, end)) continue;
    await fromReadings(parts, head, { ...run, from: start, to: end }, paired, values, first + step);
  }
}

/** Whether roll-ups are all that is left of a part of the range. */
function hasGone(parts: ReaderParts, from: Instant, to: Instant): boolean {
  for (let day = legalDayOf(from); startOfLegalDay(day) < to; day += 1) if (isGone(parts, day)) return true;
  return false;
}

/** Whether what the roll-ups say of a day is all there is to say: nothing of it came since, or its own readings have gone. */
export function rolledDays(
  parts: Omit<ReaderParts, "collect">,
  head: EntityHead,
  unit: RollupUnit,
): (day: number) => boolean {
  const { files, cold, rollups } = parts;
  const fresh = daysInHead(head);
  return (day) => {
    if (files.has(day) || fresh.has(day)) return standsAlone(parts, head.number, unit, day);
    const there = unit === "hour" ? rollups.hasDay(day) : rollups.hasDayRow(day);
    return there || !cold.has(day);
  };
}

/**
 * Where readings are gone, the value of an hour stands in the step in which the hour begins, and where hours are gone, that
 * of a day. Charts of the far past ask for whole hours or days; this is for whoever does not, and for `inexact`: the series that
 * roll-ups cannot tell as exactly as readings, and which nothing else tells any more.
 */
function fromThePast(
  parts: ReaderParts,
  head: EntityHead,
  query: RangeQuery,
  inexact: Places,
  values: (number | null)[][],
): void {
  const firstDay = firstRawDay(parts) ?? Infinity;
  const firstHour = parts.rollups.firstDay("hour") ?? firstDay;
  const all = query.series.map((_, place) => place);
  const gone = (unit: RollupUnit, before: number) => {
    const to = Math.min(query.to, startOfLegalDay(before));
    const from = unit === "hour" ? Math.ceil(query.from / HOUR) * HOUR : endOfDay(legalDayOf(query.from - 1));
    if (from >= to) return;
    const filled = query.series.map((_, place) => values[place]?.map((): number | null => null) ?? []);
    fromRollups(parts, head, { ...query, from, to }, unit, all, filled, query);
    // Of such steps, readings are what came late.
    const wholly = query.stepMs < lengthOf(unit) ? 0 : Math.floor((to - query.from) / query.stepMs);
    for (const [place, into] of values.entries()) {
      const late = inexact.includes(place) ? wholly : 0;
      for (const [step, value] of (filled[place] ?? []).entries()) {
        into[step] = step < late ? (value ?? into[step] ?? null) : (into[step] ?? value);
      }
    }
  };
  gone("hour", firstDay);
  gone("day", firstHour);
}
