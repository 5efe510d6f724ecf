import { fieldOf } from "../../../core/entities.ts";
import { DAY, HOUR, legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import type {
  AvailabilityQuery,
  AvailabilityRow,
  QuantileQuery,
  QuantileRow,
  TopQuery,
  TopRow,
} from "../../history-port.ts";
import { aggregate, fieldsFor, REACH } from "./aggregate.ts";
import type { Layout } from "./head.ts";
import { mergeParts, type Merged, type Part } from "./merge.ts";
import { columnOf, isCovered } from "./rolled.ts";
import type { RollupRows } from "./rollup-rows.ts";
import { increaseOf, trackOf, type Track } from "./tracks.ts";

/** Questions about many entities at once. Pure but for the view: runs on the thread that has the files open. */
export type CrossQuestion =
  | ({ readonly ask: "top" } & TopQuery)
  | ({ readonly ask: "quantile" } & QuantileQuery)
  | ({ readonly ask: "availability" } & AvailabilityQuery);
export type CrossRow = TopRow | QuantileRow | AvailabilityRow;

/** An entity that is asked about, with what of it lies in the memory of the thread that owns the store. */
export interface CrossEntity {
  readonly number: number;
  readonly ref: string;
  readonly site: string;
  /** Columns in the order of {@link fieldsOf}; undefined when there is nothing. */
  readonly fresh: Part | undefined;
  /** The legal days of which it has readings in memory. */
  readonly freshDays: readonly number[];
}

export interface CrossView {
  readonly layout: Layout;
  /** Readings in [from, to); columns in the order of {@link fieldsOf}. */
  collect(entity: CrossEntity, from: Instant, to: Instant): Merged;
  /** The readings of a legal day that are in files; columns in the order of {@link fieldsOf}. */
  filed(entity: CrossEntity, day: number): Merged;
  /** What files say of a counter in a legal day. */
  track(entity: CrossEntity, day: number, field: string): Track | undefined;
  rollups(
    entity: number,
    unit: "hour" | "day",
    from: Instant,
    to: Instant,
    fields: readonly string[],
  ): RollupRows | undefined;
  /** Whether roll-ups know all of a legal day of an entity. */
  isRolled(day: number, unit: "hour" | "day", entity: CrossEntity): boolean;
  /** Whether roll-ups are all that is left of a legal day. */
  isGone(day: number): boolean;
}

/** How far outside of its range a question looks for the other half of a pair. */
export const reachOf = (question: CrossQuestion): number => (question.ask === "top" ? REACH : 0);

/** The fields that a question needs. */
export function fieldsOf(question: CrossQuestion): readonly string[] {
  switch (question.ask) {
    case "top":
      return fieldsFor(question.kind, { ...rangeOf(question), series: increases(question) });
    case "quantile":
      return [question.field];
    case "availability":
      return question.kind === "device" ? ["up"] : ["sent", "received"];
  }
}

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

const rangeOf = ({ from, to }: { readonly from: Instant; readonly to: Instant }) => ({
  entity: "",
  from,
  to,
  stepMs: Math.max(1, to - from),
});
const increases = ({ fields }: Pick<TopQuery, "fields">) =>
  fields.map((field) => ({ field, aggregate: "increase" as const }));

function top(view: CrossView, query: TopQuery, entities: readonly CrossEntity[]): readonly TopRow[] {
  const rows: TopRow[] = [];
  for (const entity of entities) {
    const sums = increasesOf(view, query, entity);
    const total = sums.reduce((sum: number, value) => sum + (value ?? 0), 0);
    if (total > 0) rows.push({ entity: entity.ref, site: entity.site, increases: sums, total });
  }
  const order = (a: TopRow, b: TopRow) => b.total - a.total || (a.entity < b.entity ? -1 : 1);
  return rows.toSorted(order).slice(0, query.limit);
}

/** Up to so long a range, tracks (tracks.ts) are quicker than hourly roll-ups with readings at both ends. */
const SHORT = 3 * DAY;

/** Whether roll-ups are all that is left of a part of the range. */
function hasGone(view: CrossView, { from, to }: Pick<TopQuery, "from" | "to">): boolean {
  for (let day = legalDayOf(from); startOfLegalDay(day) < to; day += 1) if (view.isGone(day)) return true;
  return false;
}

/** Undefined when what is in memory came out of order: then it must be merged with what is in files. */
function trackedIncreases(
  view: CrossView,
  { kind, fields, from, to }: TopQuery,
  entity: CrossEntity,
): readonly (number | null)[] | undefined {
  const fresh = entity.fresh === undefined ? undefined : mergeParts([entity.fresh], entity.fresh.columns.length);
  const columns = fieldsFor(kind, { ...rangeOf({ from, to }), series: increases({ fields }) });
  const increased: (number | null)[] = [];
  for (const name of fields) {
    const field = fieldOf(kind, name);
    const tracks: Track[] = [];
    for (let day = legalDayOf(from - REACH); startOfLegalDay(day) < to + REACH; day += 1) {
      const track = view.track(entity, day, name);
      if (track !== undefined) tracks.push(track);
    }
    const first = fresh?.at[0];
    if (fresh !== undefined && first !== undefined) {
      if (first <= (tracks.at(-1)?.last.at ?? -Infinity)) return undefined;
      const track = trackOf(kind, name, columns, fresh);
      if (track !== undefined) tracks.push(track);
    }
    increased.push(field?.kind === "counter" ? increaseOf(field, tracks, from, to) : null);
  }
  return increased;
}

function increasesOf(view: CrossView, query: TopQuery, entity: CrossEntity): readonly (number | null)[] {
  if (query.to - query.from <= SHORT && !hasGone(view, query)) {
    const found = trackedIncreases(view, query, entity);
    if (found !== undefined) return found;
  }
  const sums: (number | null)[] = query.fields.map(() => null);
  for (const run of runsOf(view, query, entity)) {
    const rolled = run.rolled ? rolledIncreases(view, query, entity, run) : undefined;
    // What was counted in a gap may lie across several hours, and outside of the run: only readings tell.
    if (rolled === "gaps") return readIncreases(view, query, entity, query);
    for (const [i, value] of (rolled ?? readIncreases(view, query, entity, run)).entries()) {
      if (value !== null && value !== undefined) sums[i] = (sums[i] ?? 0) + value;
    }
  }
  return sums;
}

interface Run {
  readonly from: Instant;
  readonly to: Instant;
  readonly rolled: boolean;
}

/** The range cut into what roll-ups know (whole hours of days that are rolled up) and the rest. */
function runsOf(view: CrossView, { from, to }: TopQuery, entity: CrossEntity): readonly Run[] {
  const runs: Run[] = [];
  const add = (start: Instant, end: Instant, rolled: boolean) => {
    if (start >= end) return;
    const before = runs.at(-1);
    if (before !== undefined && before.rolled === rolled) runs[runs.length - 1] = { ...before, to: end };
    else runs.push({ from: start, to: end, rolled });
  };
  for (let at = from; at < to;) {
    const day = legalDayOf(at);
    const end = Math.min(to, startOfLegalDay(day + 1));
    if (view.isRolled(day, "hour", entity)) {
      const first = Math.min(end, Math.ceil(at / HOUR) * HOUR);
      const last = Math.max(first, Math.floor(end / HOUR) * HOUR);
      add(at, first, false);
      add(first, last, true);
      add(last, end, false);
    } else add(at, end, false);
    at = end;
  }
  return runs;
}

/** "gaps" when roll-ups do not know every second, and the readings are still there. */
function rolledIncreases(
  view: CrossView,
  { fields }: TopQuery,
  { number }: CrossEntity,
  { from, to }: Run,
): readonly (number | null)[] | "gaps" {
  const rows = view.rollups(number, "hour", from, to, fields);
  if (rows === undefined || !isCovered(rows, view.layout, fields, from, to)) {
    if (!hasGone(view, { from, to })) return "gaps";
  }
  return fields.map((field) => {
    const column = rows === undefined ? undefined : columnOf(rows, view.layout, field, "increase");
    return column === undefined ? null : sumOf(column);
  });
}

/** Null when no value is there. */
function sumOf(column: Float64Array): number | null {
  let sum: number | null = null;
  for (const value of column) if (!Number.isNaN(value)) sum = (sum ?? 0) + value;
  return sum;
}

function readIncreases(
  view: CrossView,
  query: TopQuery,
  entity: CrossEntity,
  run: Pick<Run, "from" | "to">,
): readonly (number | null)[] {
  const question = { ...rangeOf(run), series: increases(query) };
  const readings = view.collect(entity, run.from - REACH, run.to + REACH);
  const { values } = aggregate(question, query.kind, fieldsFor(query.kind, question), readings);
  return values.map(([value]) => value ?? null);
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
    const parts = members.flatMap((entity) => [
      ...(approximate ? meansOf(view, query, entity, Math.min(rawFrom, query.to)) : []),
      ...(rawFrom < query.to ? [presentOf(view.collect(entity, rawFrom, query.to).columns[0])] : []),
    ]);
    const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    let to = 0;
    for (const part of parts) {
      all.set(part, to);
      to += part.length;
    }
    if (all.length === 0) continue;
    all.sort();
    const rank = Math.max(1, Math.ceil(all.length * query.quantile));
    rows.push({ site, value: all[rank - 1] as number, count: all.length, approximate });
  }
  return rows;
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
  { kind, from, to }: AvailabilityQuery,
  entity: CrossEntity,
): readonly AvailabilityRow[] {
  const rows: AvailabilityRow[] = [];
  const { ref, site } = entity;
  const add = (day: Instant, answered: number, asked: number, count: number) => {
    if (asked > 0) rows.push({ entity: ref, site, day, ratio: Math.min(1, answered / asked), count });
  };
  const fields = kind === "device" ? ["up"] : ["sent", "received"];
  const rolled = view.rollups(entity.number, "day", from, to, fields);
  const known = new Set<number>();
  for (const [i, at] of (rolled?.at ?? []).entries()) {
    const day = legalDayOf(at);
    if (rolled === undefined || at + DAY > to || !view.isRolled(day, "day", entity)) continue;
    known.add(day);
    const stat = (field: string, name: "mean" | "count") =>
      columnOf(rolled, view.layout, field, name)?.[i] ?? Number.NaN;
    const sum = (field: string) => stat(field, "mean") * stat(field, "count");
    if (kind === "device") add(at, sum("up"), stat("up", "count"), stat("up", "count"));
    else add(at, sum("received"), sum("sent"), stat("sent", "count"));
  }
  for (let day = legalDayOf(from); startOfLegalDay(day) < to; day += 1) {
    const start = startOfLegalDay(day);
    // A day that is rolled up and has no row has no readings; of one that is asked for in part, readings are looked at.
    const whole = start >= from && start + DAY <= to;
    if (known.has(day) || (whole && view.isRolled(day, "day", entity))) continue;
    const { columns } = view.collect(entity, Math.max(from, start), Math.min(to, start + DAY));
    const [asked, answered] = columns.map(presentOf);
    if (asked === undefined) continue;
    if (kind === "device") add(start, sumOf(asked) ?? 0, asked.length, asked.length);
    else add(start, sumOf(answered ?? new Float64Array()) ?? 0, sumOf(asked) ?? 0, asked.length);
  }
  return rows.toSorted((a, b) => a.day - b.day);
}
