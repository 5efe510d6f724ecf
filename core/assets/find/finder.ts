import type { RuleId } from "../../alerting/catalogue.ts";
import type { AssetEvidence, UnitEvidence } from "../evidence.ts";
import type { EvidenceRef, Finding, FindingKind } from "../findings.ts";
import type { AssetTables, SupportRow } from "../tables.ts";
import type { DateText } from "../types.ts";
import { addMonths, dateOf } from "../dates.ts";

/** What every finder gets. Pure: it looks nothing up. */
export interface FindContext {
  readonly tables: AssetTables;
  readonly today: DateText;
  /** By unit id. */
  readonly units: ReadonlyMap<string, UnitEvidence>;
  /** All assets of a unit. */
  readonly ofUnit: ReadonlyMap<string, readonly AssetEvidence[]>;
}
export type Finder = (evidence: AssetEvidence, context: FindContext) => readonly Finding[];

type About = Omit<Finding, "id" | "kind" | "unit" | "asset" | "category" | "params" | "since"> &
  Partial<Pick<Finding, "params" | "since">>;

/** A finding about one asset. */
export function about({ asset }: AssetEvidence, kind: FindingKind, said: About): Finding {
  return {
    since: null,
    params: {},
    ...said,
    id: `${kind}:${asset.id}`,
    kind,
    unit: asset.unit,
    asset: asset.id,
    category: asset.category,
  };
}

export const record = ({ asset }: AssetEvidence, field: string): EvidenceRef => ({
  kind: "record",
  asset: asset.id,
  field,
});

/** The inventory of its agent, as far as it has one; else the record. */
export const factOr = (evidence: AssetEvidence, field: string, recorded: string): EvidenceRef =>
  evidence.pc === undefined || evidence.device === undefined
    ? record(evidence, recorded)
    : { kind: "fact", device: evidence.device.id, of: "inventory", field };

export const tableRow = (
  table: string,
  key: string,
  { source, verified }: { readonly source: string; readonly verified: boolean },
): EvidenceRef => ({ kind: "table", table, key, source, verified });

export const alertRefs = (alerts: readonly { readonly id: string }[]): readonly EvidenceRef[] =>
  alerts.slice(0, 20).map(({ id }) => ({ kind: "alert", alert: id }) as const);

/** Alerts that are the thing's own: what something else explains is not its fault. */
export const ownAlerts = ({ alerts }: AssetEvidence, ...rules: readonly string[]) =>
  alerts.filter(({ rule, cause }) => cause === null && (rules.length === 0 || rules.includes(rule)));

/**
 * What breaks in a thing itself. Not power (a UPS that runs on its battery does its work), not cables and what hangs on them
 * (ports), not loops, toner or a full disk; batteries, disks and pages have findings of their own.
 */
const OWN_FAULTS = new Set<RuleId>([
  "device_down",
  "device_restarted",
  "device_cpu",
  "device_memory",
  "device_temperature",
  "device_fan",
  "printer_jam",
  "printer_offline",
]);

/** Its own faults within twelve months that somebody had to see to. */
export const faultsOf = (evidence: AssetEvidence) =>
  ownAlerts(evidence, ...OWN_FAULTS).filter(({ severity }) => severity !== "notice");

/** The day on which the first of them began; null when there is none. */
export function firstDay(alerts: readonly { readonly since: number }[]): DateText | null {
  let first = Number.POSITIVE_INFINITY;
  for (const { since } of alerts) first = Math.min(first, since);
  return Number.isFinite(first) ? dateOf(first) : null;
}

/** Whether support is over, ends within twelve months, or neither. */
export function supportState({ ends }: SupportRow, today: DateText): "over" | "soon" | undefined {
  if (ends === null) return undefined;
  if (ends < today) return "over";
  return ends <= addMonths(today, 12) ? "soon" : undefined;
}
