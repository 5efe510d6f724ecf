import { MINUTE, type Instant } from "../../../core/clock.ts";
import { fieldNames, type EntityKind } from "../../../core/entities.ts";
import { METRIC_NAMES, metricName, metricOf, type Labels } from "../../../core/exposition.ts";
import type { SampleStore } from "../../ports.ts";
import type { Matcher, Source } from "../../promql/types.ts";
import type { LabelSource } from "../export/selection.ts";
import type { Pace } from "./pace.ts";
import { boundsOf, readingsOf, type Found } from "./readings.ts";

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

/** What is read less often than every few minutes stands until it is read again: three intervals, as on the pages. */
const SELDOM: Partial<Record<EntityKind, number>> = { service: 15 * MINUTE };
/** How long a last value counts as one of now, in milliseconds. */
export const freshFor = (kind: EntityKind): number => SELDOM[kind] ?? 5 * MINUTE;

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
    async *select({ matchers, from, ...rest }) {
      // Once for all series: the store looks through what waits in memory for it.
      const bounds = boundsOf(store);
      for await (const found of find(matchers)) {
        const lookbackMs = SELDOM[found.kind];
        const earlier = rest.rangeMs === undefined ? (lookbackMs ?? 0) : 0;
        const wish = { ...rest, from: from - earlier };
        for await (const series of readingsOf(store, bounds, found, wish)) yield { ...series, lookbackMs };
      }
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

export const breathe = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Every field of a kind as a metric, for /metrics. */
export const metricsOf = (kind: EntityKind): readonly { readonly field: string; readonly name: string }[] =>
  fieldNames(kind).map((field) => ({ field, name: metricName(kind, field) }));
