import { ENTITIES, fieldOf, hasParts, type EntityKind, type FieldName } from "./entities.ts";

/**
 * How measurements are called outside of Cayda: one rule for the Prometheus API, /metrics, InfluxDB and Grafana.
 *
 * Prometheus: `cayda_<kind>_<field>`, a counter with `_total` behind it. InfluxDB: measurement `<kind>`, field `<field>`;
 * roll-ups in measurements of their own, `<kind>_1h` and `<kind>_1d`, with fields `<field>_<statistic>`.
 *
 * Labels (tags in InfluxDB) of every entity: `unit`, `site`, `site_id`; then by kind
 *
 * - of a device (port, volume, sensor, supply, peer, device, host, ups, printer): `device`, `device_id`, `class`;
 * - target: `target`, `target_id`;
 * - agent: `agent`, `agent_id`;
 * - service: `service`, `service_id` (of the check: a service has one id for each site that looks at it);
 *
 * and of kinds of which a device has several, the part under the name of the kind (`port="Gi0/7"`).
 */
export function metricName(kind: EntityKind, field: string): string {
  return `cayda_${kind}_${field}${fieldOf(kind, field)?.kind === "counter" ? "_total" : ""}`;
}

/** The metric of a name, or undefined when there is none. */
export function metricOf(name: string): { readonly kind: EntityKind; readonly field: string } | undefined {
  return METRICS.get(name);
}

/** Every metric's name, in the order of the table of entities. */
export const METRIC_NAMES: readonly string[] = (Object.keys(ENTITIES) as EntityKind[]).flatMap((kind) =>
  Object.keys(ENTITIES[kind]).map((field) => metricName(kind, field)),
);

const METRICS: ReadonlyMap<string, { readonly kind: EntityKind; readonly field: FieldName }> = new Map(
  (Object.keys(ENTITIES) as EntityKind[]).flatMap((kind) =>
    Object.keys(ENTITIES[kind]).map((field) => [
      metricName(kind, field),
      { kind, field: field as FieldName },
    ]),
  ),
);

/** The label that tells whom an entity belongs to, without `_id`. */
export function ownerLabel(kind: EntityKind): "device" | "target" | "agent" | "service" {
  return kind === "target" || kind === "agent" || kind === "service" ? kind : "device";
}

/** The label that holds the part of an entity; undefined for kinds of which an owner has one. */
export const partLabel = (kind: EntityKind): EntityKind | undefined => (hasParts(kind) ? kind : undefined);

/** Labels of one entity by name. All values are text that a person may read; those that end in `_id` never change. */
export type Labels = Readonly<Record<string, string>>;
