import { DAY, HOUR, type Instant } from "../../../core/clock.ts";
import { fieldOf, type EntityKind } from "../../../core/entities.ts";
import { metricName, type Labels } from "../../../core/exposition.ts";
import type { RollupAnswer, RollupStat, RollupUnit } from "../../history-port.ts";
import type { SampleStore, StoredEntity } from "../../ports.ts";
import type { SelectRequest, SourceSeries } from "../../promql/types.ts";
import { anchored, asksForGrowth, falls, mayWrap, unwrapped, WRAP_FIELDS } from "./growth.ts";

type Store = Pick<SampleStore, "raw" | "rollups" | "coverage">;

/** An entity and those of its fields that were asked for. */
export interface Found extends StoredEntity {
  readonly fields: readonly string[];
  readonly labels: Labels;
}

const FROM_HOURS =
  "part of the range is older than the readings: hourly roll-ups stand for them, one sample at the end of each hour";
const FROM_DAYS =
  "part of the range is older than the hourly roll-ups: daily ones stand for them, one sample at the end of each day";

/** From when on each resolution is the finest; Infinity: never. */
export interface Bounds {
  readonly rawFrom: Instant;
  readonly hourFrom: Instant;
  readonly dayFrom: Instant;
}

export function boundsOf(store: Pick<Store, "coverage">): Bounds {
  const { raw, hour = Infinity, day: dayFrom = Infinity } = store.coverage();
  // Without any roll-ups, whatever there is are readings.
  const rawFrom = raw ?? (hour === Infinity && dayFrom === Infinity ? -Infinity : Infinity);
  return { rawFrom, hourFrom: Math.min(hour, rawFrom), dayFrom };
}

/** Samples of one field; `spans`, `counts` and `grown` (what was counted in it) are those of roll-ups and end with the last. */
interface Column {
  readonly at: number[];
  readonly values: number[];
  readonly spans: number[];
  readonly counts: number[];
  readonly grown: number[];
}
type Columns = ReadonlyMap<string, Column>;

type Wish = Pick<SelectRequest, "from" | "to" | "func" | "rangeMs" | "stepMs">;
interface Reading extends Wish, Pick<Found, "entity" | "kind"> {
  readonly store: Store;
  readonly columns: Columns;
}

/** Samples of one entity in [from, to]: readings as far back as there are, before them hourly and then daily roll-ups. */
export async function* readingsOf(
  store: Store,
  bounds: Bounds,
  { entity, kind, fields, labels }: Found,
  wish: Wish,
): AsyncGenerator<SourceSeries> {
  const { from, to } = wish;
  const columns: Columns = new Map(
    fields.map((field) => [field, { at: [], values: [], spans: [], counts: [], grown: [] }]),
  );
  const one: Reading = { store, entity, kind, columns, ...wish };
  const warning = await addRolled(one, bounds);
  const { rawFrom } = bounds;
  const since = Math.max(from, rawFrom);
  if (to >= rawFrom) await (isWholeHours(one) ? addHours : addReadings)({ ...one, from: since });
  for (const [field, { at, values, spans, counts }] of columns) {
    if (at.length === 0) continue;
    const rolled = { spans: Float64Array.from(spans), counts: Float64Array.from(counts) };
    yield {
      labels: { __name__: metricName(kind, field), ...labels },
      at: Float64Array.from(at),
      values: Float64Array.from(values),
      rolled: spans.length === 0 ? undefined : rolled,
      warning,
    };
  }
}

/** Adds what stands where readings are gone; what whoever asks should be told of it. */
async function addRolled(one: Reading, { rawFrom, hourFrom, dayFrom }: Bounds): Promise<string | undefined> {
  const { kind, columns, from, func } = one;
  const byDay = dayFrom < hourFrom && from < hourFrom && (await roll(one, "day", hourFrom));
  const byHour = hourFrom < rawFrom && from < rawFrom && (await roll(one, "hour", rawFrom));
  for (const [field, { values, grown }] of columns) {
    if (asksForGrowth(kind, field, func)) anchored(values, grown);
  }
  if (byDay) return FROM_DAYS;
  return byHour ? FROM_HOURS : undefined;
}

async function addReadings({ store, entity, kind, columns, from, to, func }: Reading): Promise<void> {
  const { at, fields } = await store.raw(entity, from, to + 1, [...columns.keys()]);
  for (const [field, column] of columns) {
    let read = { at, values: fields[field] ?? [] };
    if (asksForGrowth(kind, field, func) && mayWrap(kind, field) && falls(read.values)) {
      const more = await store.raw(entity, from, to + 1, [field, ...WRAP_FIELDS]);
      read = { at: more.at, values: unwrapped(kind, field, more) };
    }
    for (const [i, value] of read.values.entries()) {
      if (value !== null) push(column, read.at[i] ?? 0, value);
    }
  }
}

/** What hours know just as well as their readings. */
const BY_HOURS: ReadonlySet<string | undefined> = new Set(
  ["avg", "min", "max", "sum", "count"].map((what) => `${what}_over_time`),
);

/**
 * Whether hourly roll-ups answer as readings would: functions that they know, over windows that begin and end with an hour or of which
 * there is one alone. A month of a district's readings is tens of millions.
 */
function isWholeHours({ kind, columns, from, to, func, rangeMs = 0, stepMs }: Reading): boolean {
  if (!BY_HOURS.has(func) || rangeMs < 6 * HOUR || to - from < 2 * DAY) return false;
  if ([...columns.keys()].some((field) => fieldOf(kind, field)?.kind === "counter")) return false;
  return to - from === rangeMs || [from, rangeMs, stepMs].every((ms) => ms % HOUR === 0);
}

/** Adds whole hours as their roll-ups, and readings before the first and after the last of them. */
async function addHours(one: Reading): Promise<void> {
  const { from, to, columns } = one;
  const first = Math.ceil(from / HOUR) * HOUR;
  const rows = await one.store.rollups(one.entity, "hour", first, to - HOUR + 1);
  const [start, last] = [rows.at[0], rows.at.at(-1)];
  if (start === undefined || last === undefined) return addReadings(one);
  if (from < start) await addReadings({ ...one, to: start - 1 });
  pushRows(one, columns, "hour", rows);
  await addReadings({ ...one, from: last + HOUR });
}

/**
 * Adds the roll-ups that stand for a part of the range and the one before them, each at its end and none that ends after
 * `bound`; whether there were any.
 */
async function roll(one: Reading, unit: RollupUnit, bound: Instant): Promise<boolean> {
  const { store, entity, columns, from, to } = one;
  const length = unit === "hour" ? HOUR : DAY;
  const end = Math.min(to, bound - length + 1);
  const rows = await store.rollups(entity, unit, from - 2 * length, end);
  pushRows(one, columns, unit, rows);
  return rows.at.length > 0;
}

function pushRows(
  { kind, func }: Pick<Reading, "kind" | "func">,
  columns: Columns,
  unit: RollupUnit,
  { at, fields }: RollupAnswer,
): void {
  const length = unit === "hour" ? HOUR : DAY;
  for (const [field, column] of columns) {
    const { count = [], ...stats }: RollupAnswer["fields"][string] = fields[field] ?? {};
    for (const [i, value] of (stats[statOf(kind, field, func)] ?? []).entries()) {
      if (value === null) continue;
      const rolled = { span: length, count: count[i] ?? 1, grown: stats.increase?.[i] ?? 0 };
      // Its last millisecond, so that it never lies where the next one's first reading may.
      push(column, (at[i] ?? 0) + length - 1, value, rolled);
    }
  }
}

const BY_FUNCTION: ReadonlyMap<string | undefined, Exclude<RollupStat, "count">> = new Map([
  ["min_over_time", "min"],
  ["max_over_time", "max"],
  ["avg_over_time", "mean"],
  ["sum_over_time", "mean"],
]);

/** What of a roll-up answers the function. A state is one that was read: there is no mean of "up" and "testing". */
function statOf(kind: EntityKind, name: string, func: string | undefined): Exclude<RollupStat, "count"> {
  const field = fieldOf(kind, name);
  if (field?.kind === "counter") return "last";
  return BY_FUNCTION.get(func) ?? (field?.unit === "state" || func === "last_over_time" ? "last" : "mean");
}

/** Times must ascend strictly; at one time the finer resolution, which comes later, wins. */
function push(
  { at, values, spans, counts, grown }: Column,
  time: Instant,
  value: number,
  rolled?: { readonly span: number; readonly count: number; readonly grown: number },
): void {
  if (at.at(-1) === time) {
    at.pop();
    values.pop();
    spans.splice(at.length);
    counts.splice(at.length);
    grown.splice(at.length);
  }
  at.push(time);
  values.push(value);
  if (rolled === undefined) return;
  for (let place = spans.length; place < at.length - 1; place += 1) {
    spans.push(0);
    counts.push(1);
    grown.push(0);
  }
  spans.push(rolled.span);
  counts.push(rolled.count);
  grown.push(rolled.grown);
}
