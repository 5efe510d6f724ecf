import { DAY, HOUR, legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import { fieldOf } from "../../../core/entities.ts";
import type { TopQuery, TopRow } from "../../history-port.ts";
import { aggregate, fieldsFor, REACH } from "./aggregate.ts";
import {
  increases,
  rangeOf,
  sumOf,
  type CrossDays,
  type CrossEntity,
  type CrossView,
} from "./cross-question.ts";
import { mergeParts } from "./merge.ts";
import { columnOf, isCovered } from "./rolled.ts";
import { increaseOf, trackOf, type Track } from "./tracks.ts";

/** The entities whose counters grew most. */
export function top(view: CrossView, query: TopQuery, entities: readonly CrossEntity[]): readonly TopRow[] {
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
  days: CrossDays,
  { kind, fields, from, to }: TopQuery,
  entity: CrossEntity,
): readonly (number | null)[] | undefined {
  const { fresh } = entity;
  const merged = fresh === undefined ? undefined : mergeParts([fresh], fresh.columns.length);
  const columns = fieldsFor(kind, { series: increases({ fields }) });
  const found: (number | null)[] = [];
  for (const name of fields) {
    const tracks = filedTracks(days, entity, name, from, to);
    if ((merged?.at[0] ?? Infinity) <= (tracks.at(-1)?.last.at ?? -Infinity)) return undefined;
    const last = merged === undefined ? undefined : trackOf(kind, name, columns, merged);
    if (last !== undefined) tracks.push(last);
    const field = fieldOf(kind, name);
    found.push(field?.kind === "counter" ? increaseOf(field, tracks, from, to) : null);
  }
  return found;
}

function filedTracks(
  days: CrossDays,
  entity: CrossEntity,
  field: string,
  from: Instant,
  to: Instant,
): Track[] {
  const tracks: Track[] = [];
  for (let day = legalDayOf(from - REACH); startOfLegalDay(day) < to + REACH; day += 1) {
    const track = days.track(entity, day, field);
    if (track !== undefined) tracks.push(track);
  }
  return tracks;
}

function increasesOf(view: CrossView, query: TopQuery, entity: CrossEntity): readonly (number | null)[] {
  if (view.days !== undefined && query.to - query.from <= SHORT && !hasGone(view, query)) {
    const found = trackedIncreases(view.days, query, entity);
    if (found !== undefined) return found;
  }
  // Each run is asked for in any case: a view may have to learn first what it has to fetch.
  const found = runsOf(view, query, entity).map((run) =>
    run.rolled ? rolledIncreases(view, query, entity, run) : readIncreases(view, query, entity, run),
  );
  const known = found.filter((run) => run !== "gaps");
  // What was counted in a gap may lie across several hours, and outside of the run: only readings tell.
  if (known.length < found.length) return readIncreases(view, query, entity, query);
  return query.fields.map((_, i) => sumOf(Float64Array.from(known, (run) => run[i] ?? Number.NaN)));
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
