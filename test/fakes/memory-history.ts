import { DAY, HOUR, legalDayOf, startOfLegalDay, type Instant } from "../../core/clock.ts";
import { fieldNames, fieldOf, type EntityKind } from "../../core/entities.ts";
import type {
  AvailabilityQuery,
  AvailabilityRow,
  History,
  QuantileQuery,
  QuantileRow,
  RollupAnswer,
  RollupStat,
  RollupUnit,
  TopQuery,
  TopRow,
} from "../../server/history-port.ts";
import type { RangeAnswer, RangeQuery, RawColumns, StoredEntity } from "../../server/ports.ts";
import { count, countersOf, REACH } from "../../server/stores/samples/aggregate.ts";

/** What the answers are computed from, each time anew. */
interface Readings {
  entities(): readonly StoredEntity[];
  raw(entity: string, from: Instant, to: Instant): RawColumns;
  range(query: RangeQuery): RangeAnswer;
  now(): Instant;
}

type Stats = Partial<Record<RollupStat, number>>;

const EVER = Number.MAX_SAFE_INTEGER;
const present = (values: readonly (number | null)[] = []) => values.filter((value) => value !== null);
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Answers about the far past and many entities, from all readings there are and by the simplest code. */
export function memoryHistory(readings: Readings): History {
  const of = ({
    kind,
    sites,
  }: {
    readonly kind: EntityKind;
    readonly sites?: readonly string[] | undefined;
  }) => readings.entities().filter((one) => one.kind === kind && (sites?.includes(one.site) ?? true));
  return {
    coverage: () => {
      const raw = readings
        .entities()
        .flatMap(({ entity }) => readings.raw(entity, 0, EVER).at.slice(0, 1))
        .toSorted((a, b) => a - b)[0];
      if (raw === undefined) return { raw, hour: undefined, day: undefined };
      return { raw, hour: startOf("hour", raw), day: startOf("day", raw) };
    },
    rollups: async (entity, unit, from, to) => {
      const kind = readings.entities().find((one) => one.entity === entity)?.kind;
      return kind === undefined ? { at: [], fields: {} } : rollups(readings, entity, kind, unit, from, to);
    },
    top: async (query) => top(readings, query, of(query)),
    quantile: async (query) => quantile(readings, query, of(query)),
    availability: async (query) => of(query).flatMap((one) => availability(readings, query, one)),
  };
}

const lengthOf = (unit: RollupUnit) => (unit === "hour" ? HOUR : DAY);
const startOf = (unit: RollupUnit, at: Instant) =>
  unit === "hour" ? Math.floor(at / HOUR) * HOUR : startOfLegalDay(legalDayOf(at));

function rollups(
  readings: Readings,
  entity: string,
  kind: EntityKind,
  unit: RollupUnit,
  from: Instant,
  to: Instant,
): RollupAnswer {
  const length = lengthOf(unit);
  const around = readings.raw(entity, from - DAY, to + DAY).at;
  const starts = new Set(around.map((at) => startOf(unit, at)));
  const rows = [...starts]
    .filter((at) => at >= from && at < to && at + length <= readings.now())
    .toSorted((a, b) => a - b)
    .map((at) => ({ at, fields: statsOf(readings, entity, kind, at, length) }));
  const fields: Record<string, Partial<Record<RollupStat, (number | null)[]>>> = {};
  for (const [i, row] of rows.entries()) {
    for (const [name, stats] of row.fields) {
      const columns = (fields[name] ??= {});
      for (const [stat, value] of Object.entries(stats) as [RollupStat, number][]) {
        const column = (columns[stat] ??= rows.map((): number | null => null));
        column[i] = value;
      }
    }
  }
  return { at: rows.map(({ at }) => at), fields };
}

function statsOf(readings: Readings, entity: string, kind: EntityKind, from: Instant, length: number) {
  const stats = new Map<string, Stats>();
  const { fields } = readings.raw(entity, from, from + length);
  for (const name of fieldNames(kind)) {
    const values = present(fields[name]);
    const last = values.at(-1);
    const read: Stats = last === undefined ? {} : { last, count: values.length };
    const more =
      fieldOf(kind, name)?.kind === "counter"
        ? counterStats(readings, entity, kind, name, { from, to: from + length, stepMs: length })
        : gaugeStats(values);
    const all = { ...read, ...more };
    if (Object.keys(all).length > 0) stats.set(name, all);
  }
  return stats;
}

function gaugeStats(values: readonly number[]): Stats {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max, p95] = [sorted[0], sorted.at(-1), sorted[Math.ceil(sorted.length * 0.95) - 1]];
  if (min === undefined || max === undefined || p95 === undefined) return {};
  return { min, max, p95, mean: sumOf(values) / values.length };
}

function counterStats(
  readings: Readings,
  entity: string,
  kind: EntityKind,
  name: string,
  step: Pick<RangeQuery, "from" | "to" | "stepMs">,
): Stats {
  const { at, fields } = readings.raw(entity, step.from - REACH, step.to + REACH);
  const column = (other: string) =>
    fields[other] && Float64Array.from(fields[other], (one) => one ?? Number.NaN);
  const [field, values] = [fieldOf(kind, name), column(name)];
  if (field === undefined || values === undefined) return {};
  const merged = { at: Float64Array.from(at), columns: [] };
  const { amounts, seconds, fastest } = count(step, 1, countersOf(kind, field, values, merged, column));
  if (!((seconds[0] ?? 0) > 0)) return {};
  return { increase: amounts[0] ?? 0, seconds: seconds[0] ?? 0, max_rate: fastest[0] ?? 0 };
}

function top(readings: Readings, query: TopQuery, entities: readonly StoredEntity[]): readonly TopRow[] {
  const { from, to, fields, limit } = query;
  const series = fields.map((field) => ({ field, aggregate: "increase" as const }));
  return entities
    .map(({ entity, site }) => {
      const { values } = readings.range({ entity, from, to, stepMs: to - from, series });
      const increases = values.map(([value]) => value ?? null);
      return { entity, site, increases, total: sumOf(present(increases)) };
    })
    .filter(({ total }) => total > 0)
    .toSorted((a, b) => b.total - a.total || (a.entity < b.entity ? -1 : 1))
    .slice(0, limit);
}

function quantile(
  readings: Readings,
  { field, from, to, quantile: part }: QuantileQuery,
  entities: readonly StoredEntity[],
): readonly QuantileRow[] {
  return [...new Set(entities.map(({ site }) => site))].flatMap((site) => {
    const values = entities
      .filter((one) => one.site === site)
      .flatMap(({ entity }) => present(readings.raw(entity, from, to).fields[field]))
      .toSorted((a, b) => a - b);
    const value = values[Math.max(1, Math.ceil(values.length * part)) - 1];
    return value === undefined ? [] : [{ site, value, count: values.length, approximate: false }];
  });
}

function availability(
  readings: Readings,
  { kind, from, to }: AvailabilityQuery,
  { entity, site }: StoredEntity,
): readonly AvailabilityRow[] {
  const rows: AvailabilityRow[] = [];
  for (let day = startOf("day", from); day < to; day += DAY) {
    const { fields } = readings.raw(entity, Math.max(from, day), Math.min(to, day + DAY));
    const asked = kind === "device" ? present(fields["up"]).map(() => 1) : present(fields["sent"]);
    const answered = sumOf(present(fields[kind === "device" ? "up" : "received"]));
    if (sumOf(asked) === 0) continue;
    rows.push({ entity, site, day, ratio: Math.min(1, answered / sumOf(asked)), count: asked.length });
  }
  return rows;
}
