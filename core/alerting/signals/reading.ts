import { SECOND, type Instant } from "../../clock.ts";
import { fieldOf, type EntityKind } from "../../entities.ts";
import { increase, wrapOf } from "../../rates.ts";
import type { LastValue, ReadingPair } from "../site-model.ts";
import { LATE_MS, type AlertEvidence, type EvidenceSeries, type Subject } from "../types.ts";
import type { SignalContext } from "../site-model.ts";

export type Aggregate = EvidenceSeries["aggregate"];
type Params = Readonly<Record<string, string | number | undefined>>;

/** The newest value of a field. */
export const newest = (pair: ReadingPair | undefined, field: string): LastValue | undefined =>
  pair?.newer.get(field);
export const newestValue = (pair: ReadingPair | undefined, field: string): number | undefined =>
  pair?.newer.get(field)?.value;

/** A field's value if it is of the reading at `at`: what was not read then is not known then. */
export function valueAt(pair: ReadingPair, field: string, at: number): number | undefined {
  const last = pair.newer.get(field);
  return last?.at === at ? last.value : undefined;
}

/**
 * What a counter counted up to the reading at `at`; undefined when it was not read then, restarted, or the reading before
 * is too long ago to tell of now.
 */
export function counted(kind: EntityKind, pair: ReadingPair, field: string, at: number): number | undefined {
  const newer = pair.newer.get(field);
  const older = pair.older.get(field);
  const described = fieldOf(kind, field);
  if (newer === undefined || older === undefined || described === undefined) return undefined;
  if (newer.at !== at || newer.at - older.at > LATE_MS) return undefined;
  return increase(
    { at: older.at, value: older.value, since: pair.older.get("counters_since")?.value },
    { at: newer.at, value: newer.value, since: pair.newer.get("counters_since")?.value },
    wrapOf(described, pair.newer.get("counter_bits")?.value),
  );
}

/** Seconds since the last answer that is remembered; undefined when none is. */
export const silentFor = (answered: string | number | undefined, at: Instant): number | undefined =>
  answered === undefined ? undefined : Math.max(0, Math.round((at - Number(answered)) / SECOND));

/** Params without those that are not known: a sentence with them is left out then. */
export function params(values: Params): AlertEvidence["params"] {
  const known: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) known[name] = value;
  return known;
}

export const evidence = (
  values: Params,
  entity: string,
  series: readonly (readonly [string, Aggregate])[],
  attached: readonly string[] = [],
): AlertEvidence => ({
  params: params(values),
  series: series.map(([field, aggregate]) => ({ entity, field, aggregate })),
  ...(attached.length === 0 ? {} : { attached }),
});

export const deviceSubject = ({ model }: SignalContext, device: string): Subject => ({
  kind: "device",
  key: `device:${device}`,
  site: model.id,
  device,
});
