import { DAY, legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import type { AvailabilityQuery, AvailabilityRow, QuantileQuery, QuantileRow } from "../../history-port.ts";
import {
  sumOf,
  type CrossEntity,
  type CrossQuestion,
  type CrossRow,
  type CrossView,
} from "./cross-question.ts";
import { top } from "./cross-top.ts";
import { mergeParts } from "./merge.ts";
import { nthSmallest } from "./nth-smallest.ts";
import { columnOf } from "./rolled.ts";

/** The answer, without an order but for `top`. */
export function answerCross(
  view: CrossView,
  question: CrossQuestion,
  entities: readonly CrossEntity[],
): readonly CrossRow[] {
  switch (question.ask) {
    case "top":
      return top(view, question, entities);
    case "quantile":
      return quantile(view, question, entities);
    case "availability":
      return entities.flatMap((entity) => availability(view, question, entity));
  }
}

function quantile(
  view: CrossView,
  query: QuantileQuery,
  entities: readonly CrossEntity[],
): readonly QuantileRow[] {
  const bySite = new Map<string, CrossEntity[]>();
  for (const entity of entities) {
    const same = bySite.get(entity.site) ?? [];
    same.push(entity);
    bySite.set(entity.site, same);
  }
  let day = legalDayOf(query.from);
  while (startOfLegalDay(day) < query.to && view.isGone(day)) day += 1;
  const rawFrom = Math.max(query.from, startOfLegalDay(day));
  const approximate = rawFrom > query.from;
  const rows: QuantileRow[] = [];
  for (const [site, members] of bySite) {
    const parts: Float64Array[] = [];
    for (const entity of members) {
      if (approximate) parts.push(...meansOf(view, query, entity, Math.min(rawFrom, query.to)));
      if (rawFrom < query.to) parts.push(...valuesOf(view, entity, rawFrom, query.to));
    }
    const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    let to = 0;
    for (const part of parts) {
      all.set(part, to);
      to += part.length;
    }
    if (all.length === 0) continue;
    const rank = Math.max(1, Math.ceil(all.length * query.quantile));
    rows.push({ site, value: nthSmallest(all, rank - 1), count: all.length, approximate });
  }
  return rows;
}

/** The readings of the one field, in any order. */
function valuesOf(view: CrossView, entity: CrossEntity, from: Instant, to: Instant): readonly Float64Array[] {
  const { days } = view;
  const merged = () => [presentOf(view.collect(entity, from, to).columns[0])];
  if (days === undefined) return merged();
  const parts: Float64Array[] = [];
  let last = -Infinity;
  for (let day = legalDayOf(from); startOfLegalDay(day) < to; day += 1) {
    const { at, columns } = days.filed(entity, day);
    last = Math.max(last, at.at(-1) ?? -Infinity);
    const end = firstNotBefore(at, to);
    parts.push(presentOf(columns[0]?.subarray(firstNotBefore(at, from), end)));
  }
  if (entity.fresh === undefined) return parts;
  const fresh = mergeParts([entity.fresh], entity.fresh.columns.length);
  // Out of order, it must be merged with what is in files.
  if ((fresh.at[0] ?? Infinity) <= last) return merged();
  return [...parts, presentOf(fresh.columns[0])];
}

function firstNotBefore(at: Float64Array, time: Instant): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function meansOf(view: CrossView, { from, field }: QuantileQuery, { number }: CrossEntity, to: Instant) {
  const rows = view.rollups(number, "hour", from, to, [field]);
  return rows === undefined ? [] : [presentOf(columnOf(rows, view.layout, field, "mean"))];
}

function presentOf(column: Float64Array | undefined): Float64Array {
  return column === undefined ? new Float64Array() : column.filter((value) => !Number.isNaN(value));
}

function availability(
  view: CrossView,
  query: AvailabilityQuery,
  entity: CrossEntity,
): readonly AvailabilityRow[] {
  const rows: AvailabilityRow[] = [];
  const add: AddDay = (day, answered, asked, count) => {
    if (!(asked > 0)) return;
    const ratio = Math.min(1, answered / asked);
    rows.push({ entity: entity.ref, site: entity.site, day, ratio, count });
  };
  const known = rolledDays(view, query, entity, add);
  for (let day = legalDayOf(query.from); startOfLegalDay(day) < query.to; day += 1) {
    const start = startOfLegalDay(day);
    // A day that is rolled up and has no row has no readings; of one that is asked for in part, readings are looked at.
    const whole = start >= query.from && start + DAY <= query.to;
    if (known.has(day) || (whole && view.isRolled(day, "day", entity))) continue;
    const [from, to] = [Math.max(query.from, start), Math.min(query.to, start + DAY)];
    const columns = columnsOf(view, entity, day, from, to);
    const [asked, answered] = columns.map(presentOf);
    if (asked === undefined) continue;
    const sum = sumOf(asked) ?? 0;
    if (query.kind === "device") add(start, sum, asked.length, asked.length);
    else add(start, sumOf(answered ?? new Float64Array()) ?? 0, sum, asked.length);
  }
  return rows.toSorted((a, b) => a.day - b.day);
}

/** The columns of a part of one legal day. */
function columnsOf(
  view: CrossView,
  entity: CrossEntity,
  day: number,
  from: Instant,
  to: Instant,
): readonly Float64Array[] {
  if (view.days === undefined) return view.collect(entity, from, to).columns;
  const filed = view.days.filed(entity, day);
  const { fresh } = entity;
  // What is in memory was written after what is in files.
  const { at, columns } = fresh === undefined ? filed : mergeParts([filed, fresh], filed.columns.length);
  const [first, end] = [firstNotBefore(at, from), firstNotBefore(at, to)];
  return columns.map((column) => column.subarray(first, end));
}

type AddDay = (day: Instant, answered: number, asked: number, count: number) => void;

/** Adds the days that roll-ups know; returns which. */
function rolledDays(
  view: CrossView,
  { kind, from, to }: AvailabilityQuery,
  entity: CrossEntity,
  add: AddDay,
): ReadonlySet<number> {
  const fields = kind === "device" ? ["up"] : ["sent", "received"];
  const rows = view.rollups(entity.number, "day", from, to, fields);
  const known = new Set<number>();
  if (rows === undefined) return known;
  const stat = (field: string, name: "mean" | "count", row: number) =>
    columnOf(rows, view.layout, field, name)?.[row] ?? Number.NaN;
  for (const [row, at] of rows.at.entries()) {
    const day = legalDayOf(at);
    if (at + DAY > to || !view.isRolled(day, "day", entity)) continue;
    known.add(day);
    const sum = (field: string) => stat(field, "mean", row) * stat(field, "count", row);
    if (kind === "device") add(at, sum("up"), stat("up", "count", row), stat("up", "count", row));
    else add(at, sum("received"), sum("sent"), stat("sent", "count", row));
  }
  return known;
}
