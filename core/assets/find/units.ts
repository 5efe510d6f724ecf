import type { SiteEvidence, UnitEvidence } from "../evidence.ts";
import type { EvidenceRef, Finding, FindingKind } from "../findings.ts";
import { needsOf } from "../../planning/norms.ts";
import { alertRefs, firstDay, tableRow, type FindContext } from "./finder.ts";

/** What concerns a unit: too few or too many things against the norm, and hours without LAN. */
export function unitFindings(unit: UnitEvidence, context: FindContext): readonly Finding[] {
  return [...against(unit, context), ...unit.sites.flatMap((site) => outages(unit, site, context))];
}

function against(unit: UnitEvidence, { tables, today, ofUnit }: FindContext): readonly Finding[] {
  const assets = (ofUnit.get(unit.unit) ?? []).map(({ asset }) => asset);
  return needsOf(unit.profile, assets, tables, today).flatMap(({ row, allowed, have }): Finding[] => {
    if (allowed === have) return [];
    const kind: FindingKind = have < allowed ? "too_few" : "too_many";
    const evidence: EvidenceRef[] = [
      { kind: "profile", unit: unit.unit, field: row.base === "unit" ? "unit" : row.base },
      ...(row.leadersOwn === true ? [{ kind: "profile", unit: unit.unit, field: "leaders" } as const] : []),
      tableRow("norms", row.category, row),
    ];
    return [
      {
        id: `${kind}:${unit.unit}:${row.category}`,
        kind,
        level: have < allowed ? "act" : "watch",
        unit: unit.unit,
        asset: null,
        category: row.category,
        since: null,
        basis: "recorded",
        confidence: 0.9,
        params: { norm: allowed, have, missing: Math.abs(allowed - have) },
        evidence,
      },
    ];
  });
}

/** Months with more hours without LAN than people put up with. */
function outages(
  unit: UnitEvidence,
  { site, name, alerts, outageHours, people }: SiteEvidence,
  { tables }: FindContext,
): readonly Finding[] {
  const bad = outageHours.filter(({ hours }) => hours >= tables.limits.outageHoursMonth);
  if (bad.length === 0) return [];
  const hours = bad.reduce((sum, month) => sum + month.hours, 0);
  const own = alerts.filter(({ cause }) => cause === null);
  const told = own.length > 0 ? own : alerts;
  // What cannot be opened is not said.
  if (told.length === 0) return [];
  return [
    {
      id: `outages:${unit.unit}:${site}`,
      kind: "outages",
      level: "act",
      unit: unit.unit,
      asset: null,
      category: null,
      since: firstDay(told),
      basis: "measured",
      confidence: 0.9,
      params: { site: name, hours: Math.round(hours), months: bad.length, people },
      evidence: alertRefs(told),
    },
  ];
}
