import type { AssetEvidence, PortEvidence } from "../evidence.ts";
import type { EvidenceRef, Finding, FindingKind } from "../findings.ts";
import { deviceSupport } from "../firmware.ts";
import type { SupportRow } from "../tables.ts";
import type { DateText } from "../types.ts";
import {
  about,
  alertRefs,
  firstDay,
  ownAlerts,
  record,
  supportState,
  tableRow,
  type FindContext,
  type Finder,
} from "./finder.ts";

const NETWORK = new Set(["switch", "router", "firewall", "access_point"]);

/** Network equipment: support, speed, bad ports, and what the PCs conclude about a switch that says nothing itself. */
export const switches: Finder = (evidence, context) => {
  if (!NETWORK.has(evidence.asset.category)) return [];
  const found = [...support(evidence, context), ...ports(evidence, context)];
  if (evidence.asset.category !== "switch") return found;
  return [...found, ...speed(evidence, context), ...unmanaged(evidence), ...loss(evidence, context)];
};

function support(evidence: AssetEvidence, context: FindContext): readonly Finding[] {
  const { asset, device } = evidence;
  const of = {
    vendor: device?.vendor ?? asset.vendor ?? "",
    model: device?.model ?? asset.model ?? "",
    ...(device?.version === undefined ? {} : { version: device.version }),
  };
  const { firmware, hardware } = deviceSupport(of, context.tables);
  return [
    ...supportFinding(evidence, context, firmware, "version", {
      over: "firmware_unsupported",
      soon: "firmware_ends_soon",
    }),
    ...supportFinding(evidence, context, hardware, "model", { over: "switch_unsupported" }),
  ];
}

function supportFinding(
  evidence: AssetEvidence,
  { today }: FindContext,
  row: SupportRow | undefined,
  field: "version" | "model",
  kinds: { readonly over: FindingKind; readonly soon?: FindingKind },
): readonly Finding[] {
  const state = row === undefined ? undefined : supportState(row, today);
  const kind = state === undefined ? undefined : kinds[state];
  if (row === undefined || kind === undefined) return [];
  const { device } = evidence;
  const seen: Pick<Finding, "basis" | "confidence"> =
    device === undefined ? { basis: "recorded", confidence: 0.7 } : { basis: "measured", confidence: 1 };
  const ref: EvidenceRef =
    device === undefined
      ? record(evidence, "model")
      : { kind: "fact", device: device.id, of: "identity", field };
  return [
    about(evidence, kind, {
      level: state === "over" ? "act" : "soon",
      since: state === "over" ? row.ends : null,
      basis: seen.basis,
      // The maker's page was not opened for every row.
      confidence: seen.confidence * (row.verified ? 1 : 0.6),
      params: { product: row.label, ends_date: row.ends ?? "" },
      evidence: [ref, tableRow("end-of-support", row.label, row)],
    }),
  ];
}

const FAST = 1_000;

/** So many links that never ran faster are the switch; fewer may be cameras, or cards that sleep. */
const ENOUGH_LINKS = 4;

/**
 * 10/100: as the record says, as all links of a month show, or as the PCs' gigabit cards do. A switch that is recorded as
 * gigabit, or of which one port ever was, is.
 */
function speed(evidence: AssetEvidence, context: FindContext): readonly Finding[] {
  const { asset, device } = evidence;
  const { fastestMbps: measured = 0, up = 0 } = device?.ports ?? {};
  const recorded = asset.traits.portMbps;
  if (Math.max(measured, recorded ?? 0) >= FAST) return [];
  if (device !== undefined && measured > 0 && up >= ENOUGH_LINKS) {
    const seen: EvidenceRef = { kind: "fact", device: device.id, of: "ports", field: "speed" };
    return [slow(evidence, measured, { basis: "measured", confidence: 0.9, evidence: [seen] })];
  }
  if (recorded !== undefined) {
    const said = record(evidence, "traits.portMbps");
    return [slow(evidence, recorded, { basis: "recorded", confidence: 0.8, evidence: [said] })];
  }
  const told = ofOnlySwitch(evidence, context, "switch_slow");
  if (told.length === 0) return [];
  const since = firstDay(told);
  return [slow(evidence, 100, { since, basis: "inferred", confidence: 0.7, evidence: alertRefs(told) })];
}

const slow = (
  evidence: AssetEvidence,
  mbps: number,
  known: Pick<Finding, "basis" | "confidence" | "evidence"> & Partial<Pick<Finding, "since">>,
): Finding => about(evidence, "switch_slow", { level: "act", params: { mbps }, ...known });

const isUnmanaged = ({ asset, device }: AssetEvidence): boolean =>
  asset.traits.managed === false && device === undefined;

/** What PCs conclude about "the switch" of a site is about this one where the site has no other unmanaged one. */
function ofOnlySwitch(evidence: AssetEvidence, { units, ofUnit }: FindContext, rule: string) {
  const { asset, device } = evidence;
  if (device !== undefined || asset.traits.managed === true) return [];
  const sites = units.get(asset.unit)?.sites ?? [];
  // A unit of one site has its things there, whether the record says so or not.
  const siteOf = (one: AssetEvidence) => one.asset.site ?? (sites.length === 1 ? sites[0]?.site : undefined);
  const here = siteOf(evidence);
  const others = (ofUnit.get(asset.unit) ?? []).filter(
    (one) =>
      one.asset.category === "switch" &&
      one.device === undefined &&
      (siteOf(one) === here || siteOf(one) === undefined) &&
      one !== evidence,
  );
  const site = sites.find((one) => one.site === here);
  if (others.length > 0 || site === undefined) return [];
  return site.alerts.filter((alert) => alert.rule === rule && alert.cause === null);
}

function unmanaged(evidence: AssetEvidence): readonly Finding[] {
  if (!isUnmanaged(evidence)) return [];
  return [
    about(evidence, "switch_unmanaged", {
      level: "watch",
      basis: "recorded",
      confidence: 0.9,
      evidence: [record(evidence, "traits.managed")],
    }),
  ];
}

function loss(evidence: AssetEvidence, context: FindContext): readonly Finding[] {
  const told = ofOnlySwitch(evidence, context, "switch_loss");
  if (told.length === 0) return [];
  return [
    about(evidence, "switch_loss", {
      level: "act",
      since: firstDay(told),
      basis: "inferred",
      confidence: 0.75,
      params: { times: told.length },
      evidence: alertRefs(told),
    }),
  ];
}

/** Ports whose packets are damaged often enough to be felt. */
const isBad = ({ errors, packets }: PortEvidence, { limits }: FindContext["tables"]): boolean =>
  packets >= limits.portPackets && errors / packets >= limits.portErrorRatio;

/** A few bad ports are cables and are mended; many are the switch. */
function ports(evidence: AssetEvidence, { tables, today }: FindContext): readonly Finding[] {
  const bad = evidence.badPorts
    .filter((port) => isBad(port, tables))
    .toSorted((a, b) => b.errors / b.packets - a.errors / a.packets);
  const [worst] = bad;
  if (worst === undefined) return [];
  const total = evidence.device?.ports?.up ?? 0;
  const isSwitch = total > 0 && bad.length >= 2 && bad.length / total >= tables.limits.badPortShare;
  const begun = bad.flatMap(({ since }) => (since === null ? [] : [{ since }]));
  return [
    about(evidence, isSwitch ? "switch_bad_ports" : "cable_fault", {
      level: isSwitch ? "act" : "mend",
      since: firstDay(begun),
      basis: "measured",
      confidence: isSwitch ? 0.85 : 0.9,
      params: {
        bad: bad.length,
        ports: total,
        port: worst.name,
        worst_ratio: worst.errors / worst.packets,
        behind: bad
          .flatMap(({ behind }) => behind)
          .slice(0, 5)
          .join(", "),
      },
      evidence: [...seriesOf(bad, today), ...alertRefs(ownAlerts(evidence, "port_errors", "port_duplex"))],
    }),
  ];
}

const WINDOW_MS = 30 * 86_400_000;

function seriesOf(ports: readonly PortEvidence[], today: DateText): readonly EvidenceRef[] {
  const to = Date.parse(`${today}T00:00:00+07:00`);
  return ports.slice(0, 8).map(({ entity }): EvidenceRef => ({
    kind: "series",
    entity,
    field: "in_errors",
    aggregate: "increase",
    from: to - WINDOW_MS,
    to,
  }));
}
