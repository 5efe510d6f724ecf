import { DAY, HOUR, legalDayOf, SECOND, startOfLegalDay, type Instant } from "../../../core/clock.ts";
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
import type { Layout } from "./layout.ts";
import { mergeParts } from "./merge.ts";
import { columnOf } from "./rolled.ts";
import type { RollupRows } from "./rollup-rows.ts";
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
  const runs = joinRuns(
    runsOf(view, query, entity).flatMap((run) => (run.rolled ? knownRuns(view, query, entity, run) : [run])),
  );
  const toRead = runs.reduce((sum, { from, to, rolled }) => sum + (rolled ? 0 : to - from + 2 * REACH), 0);
  if (toRead > (query.to - query.from + 2 * REACH) / 2 && !hasGone(view, query))
    return readIncreases(view, query, entity, query);
  const found = runs.map((run) =>
    run.rolled ? rolledIncreases(view, query, entity, run) : readIncreases(view, query, entity, run),
  );
  return query.fields.map((_, i) => sumOf(Float64Array.from(found, (run) => run[i] ?? Number.NaN)));
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
    if (start < end) runs.push({ from: start, to: end, rolled });
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
  return joinRuns(runs);
}

/** Those that follow one another and are alike become one. */
function joinRuns(runs: readonly Run[]): readonly Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    if (before?.rolled === run.rolled) joined[joined.length - 1] = { ...before, to: run.to };
    else joined.push(run);
  }
  return joined;
}

/**
 * The hours of which roll-ups know every second, and the others, of which readings tell, as long as they are kept: what was
 * counted in a gap is in no hour's roll-up when it lies across several. Every hour that a gap touches is such an
 * other one, so all of the gap lies in one run of them.
 */
function knownRuns(view: CrossView, { fields }: TopQuery, { number }: CrossEntity, run: Run): readonly Run[] {
  const { from, to } = run;
  const rows = view.rollups(number, "hour", from, to, fields);
  if (hasGone(view, run)) return [run];
  if (rows === undefined) return [{ from, to, rolled: false }];
  const runs: Run[] = [];
  let row = 0;
  for (let at = from; at < to; at += HOUR) {
    while (row < rows.at.length && (rows.at[row] as number) < at) row += 1;
    const rolled = rows.at[row] === at && isKnown(rows, row, view.layout, fields);
    runs.push({ from: at, to: at + HOUR, rolled });
  }
  return joinRuns(runs);
}

/** Whether a row knows every second of its hour, give or take the thousandth to which it is kept. */
const isKnown = (rows: RollupRows, row: number, layout: Layout, fields: readonly string[]): boolean =>
  fields.every((field) => {
    const seconds = columnOf(rows, layout, field, "seconds");
    return seconds === undefined || (seconds[row] as number) >= HOUR / SECOND - 0.001;
  });

function rolledIncreases(
  view: CrossView,
  { fields }: TopQuery,
  { number }: CrossEntity,
  { from, to }: Run,
): readonly (number | null)[] {
  const rows = view.rollups(number, "hour", from, to, fields);
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
