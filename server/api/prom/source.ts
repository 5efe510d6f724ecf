import { DAY, HOUR, type Instant } from "../../../core/clock.ts";
import { fieldNames, fieldOf, type EntityKind } from "../../../core/entities.ts";
import { METRIC_NAMES, metricName, metricOf, type Labels } from "../../../core/exposition.ts";
import type { RollupUnit } from "../../history-port.ts";
import type { SampleStore, StoredEntity } from "../../ports.ts";
import type { Matcher, Source, SourceSeries } from "../../promql/types.ts";
import type { LabelSource } from "../export/selection.ts";
import type { Pace } from "./pace.ts";

/** The metric store as PromQL sees it: the entities of some sites only, whatever is asked. */
export interface MetricSource extends Source {
  /** Labels of the series that any of the sets of matchers fits, with `__name__`; of those that were read since `since`. */
  series(sets: readonly (readonly Matcher[])[], since: Instant): AsyncIterable<Labels>;
  /** The metrics' names that there is an entity of. */
  metrics(): readonly string[];
}

export interface SourcePorts {
  readonly store: Pick<SampleStore, "entities" | "last" | "raw" | "rollups" | "coverage">;
  /** Refreshed by the caller. */
  readonly labels: Pick<LabelSource, "of">;
}

const FROM_HOURS =
  "part of the range is older than the readings: hourly roll-ups stand for them, one sample at the end of each hour";
const FROM_DAYS =
  "part of the range is older than the hourly roll-ups: daily ones stand for them, one sample at the end of each day";

export function createMetricSource(
  { store, labels }: SourcePorts,
  sites: ReadonlySet<string>,
  pace: Pace,
): MetricSource {
  const entities = () => store.entities().filter(({ site }) => sites.has(site));
  const find = async function* (matchers: readonly Matcher[]): AsyncGenerator<Found> {
    const fieldsBy = wantedFields(matchers);
    const others = matchers.filter(({ name }) => name !== "__name__");
    for (const one of entities()) {
      // Whatever was done for the entity before this one, also when nothing came of it.
      const turn = pace.step();
      if (turn !== undefined) await turn;
      const fields = fieldsBy.get(one.kind);
      if (fields === undefined) continue;
      const own = labels.of(one.entity);
      if (others.every((matcher) => matcher.matches(own[matcher.name] ?? "")))
        yield { ...one, fields, labels: own };
    }
  };
  return {
    async *select({ matchers, from, to }) {
      // Once for all series: the store looks through what waits in memory for it.
      const bounds = boundsOf(store);
      for await (const found of find(matchers)) yield* readingsOf(store, bounds, found, from, to);
    },
    async *series(sets, since) {
      const told = new Set<string>();
      for (const matchers of sets) {
        for await (const { entity, kind, fields, labels: own } of find(matchers)) {
          const last = store.last(entity);
          for (const field of fields) {
            const key = `${field} ${entity}`;
            const at = last?.get(field)?.at;
            if (at === undefined || at < since || told.has(key)) continue;
            told.add(key);
            yield { __name__: metricName(kind, field), ...own };
          }
        }
      }
    },
    metrics() {
      const kinds = new Set(entities().map(({ kind }) => kind));
      return METRIC_NAMES.filter((name) => kinds.has(metricOf(name)?.kind as EntityKind));
    },
  };
}

interface Found extends StoredEntity {
  readonly fields: readonly string[];
  readonly labels: Labels;
}

/** By kind, the fields whose metrics' names fit; kinds without any are absent. */
function wantedFields(matchers: readonly Matcher[]): Map<EntityKind, string[]> {
  const names = matchers.filter(({ name }) => name === "__name__");
  const wanted = new Map<EntityKind, string[]>();
  for (const name of METRIC_NAMES) {
    const metric = metricOf(name);
    if (metric === undefined || !names.every((matcher) => matcher.matches(name))) continue;
    const fields = wanted.get(metric.kind);
    if (fields === undefined) wanted.set(metric.kind, [metric.field]);
    else fields.push(metric.field);
  }
  return wanted;
}

type Columns = ReadonlyMap<string, { readonly at: number[]; readonly values: number[] }>;

/** Samples of one entity in [from, to]: readings as far back as there are, before them hourly and then daily roll-ups. */
async function* readingsOf(
  store: SourcePorts["store"],
  { rawFrom, hourFrom, dayFrom }: ReturnType<typeof boundsOf>,
  { entity, kind, fields, labels }: Found,
  from: Instant,
  to: Instant,
): AsyncGenerator<SourceSeries> {
  const columns: Columns = new Map(fields.map((field) => [field, { at: [], values: [] }]));
  const one = { store, entity, kind, columns, from };
  const byDay =
    dayFrom < hourFrom &&
    from < hourFrom &&
    (await roll({ ...one, unit: "day", to: Math.min(to, hourFrom) }));
  const byHour =
    hourFrom < rawFrom && from < rawFrom && (await roll({ ...one, unit: "hour", to: Math.min(to, rawFrom) }));
  const warning = byDay ? FROM_DAYS : byHour ? FROM_HOURS : undefined;
  if (to >= rawFrom) await addReadings({ ...one, from: Math.max(from, rawFrom), to });
  for (const [field, { at, values }] of columns) {
    if (at.length === 0) continue;
    yield {
      labels: { __name__: metricName(kind, field), ...labels },
      at: Float64Array.from(at),
      values: Float64Array.from(values),
      warning,
    };
  }
}

/** From when on each resolution is the finest; Infinity: never. */
function boundsOf(store: SourcePorts["store"]) {
  const { raw, hour = Infinity, day: dayFrom = Infinity } = store.coverage();
  // Without any roll-ups, whatever there is are readings.
  const rawFrom = raw ?? (hour === Infinity && dayFrom === Infinity ? -Infinity : Infinity);
  return { rawFrom, hourFrom: Math.min(hour, rawFrom), dayFrom };
}

async function addReadings({
  store,
  entity,
  columns,
  from,
  to,
}: Omit<Rolling, "unit" | "kind">): Promise<void> {
  const { at, fields } = await store.raw(entity, from, to + 1, [...columns.keys()]);
  for (const [field, column] of columns) {
    for (const [i, value] of (fields[field] ?? []).entries()) {
      if (value !== null) push(column, at[i] ?? 0, value);
    }
  }
}

interface Rolling {
  readonly store: SourcePorts["store"];
  readonly entity: string;
  readonly kind: EntityKind;
  readonly columns: Columns;
  readonly unit: RollupUnit;
  readonly from: Instant;
  readonly to: Instant;
}

/** Adds the roll-ups that end in [from, to], each at its end; whether there were any. */
async function roll({ store, entity, kind, columns, unit, from, to }: Rolling): Promise<boolean> {
  if (from > to) return false;
  const length = unit === "hour" ? HOUR : DAY;
  const { at, fields } = await store.rollups(entity, unit, from - length, to - length + 1);
  for (const [field, column] of columns) {
    const stat = fieldOf(kind, field)?.kind === "counter" ? "last" : "mean";
    for (const [i, value] of (fields[field]?.[stat] ?? []).entries()) {
      if (value !== null) push(column, (at[i] ?? 0) + length, value);
    }
  }
  return at.length > 0;
}

/** Times must ascend strictly; at one time the finer resolution, which comes later, wins. */
function push(
  { at, values }: { readonly at: number[]; readonly values: number[] },
  time: Instant,
  value: number,
): void {
  if (at.at(-1) === time) values[values.length - 1] = value;
  else {
    at.push(time);
    values.push(value);
  }
}

export const breathe = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Every field of a kind as a metric, for /metrics. */
export const metricsOf = (kind: EntityKind): readonly { readonly field: string; readonly name: string }[] =>
  fieldNames(kind).map((field) => ({ field, name: metricName(kind, field) }));
