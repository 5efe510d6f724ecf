import type { AssetEvidence } from "../../assets/evidence.ts";
import type { Finding } from "../../assets/findings.ts";
import { inForce } from "../../assets/in-force.ts";
import { countedWith } from "../norms.ts";
import type { Candidate, PlanWarning } from "../types.ts";
import type { MakeContext } from "./maker.ts";

/**
 * Warns where a unit has more than its norm: of the replacements there, as many as it has too many, those of the fewest
 * points first, should be liquidated without a new one. Warnings never block.
 */
export function warnExcess(
  lines: readonly Candidate[],
  findings: readonly Finding[],
  context: MakeContext,
): readonly Candidate[] {
  const warned = new Map<string, PlanWarning>();
  for (const finding of findings) {
    if (finding.kind !== "too_many") continue;
    const { norm = 0, have = 0, missing = 0 } = finding.params;
    const over: PlanWarning = { code: "over_norm", params: { norm, have } };
    for (const id of beyond(lines, finding, Number(missing), context)) warned.set(id, over);
  }
  if (warned.size === 0) return lines;
  return lines.map((line) => {
    const over = warned.get(line.id);
    return over === undefined ? line : Object.assign({}, line, { warnings: line.warnings.concat(over) });
  });
}

function beyond(
  lines: readonly Candidate[],
  { unit, category }: Finding,
  excess: number,
  { tables, today }: MakeContext,
): readonly string[] {
  const row = inForce(tables.norms, today, (one) => one.category === category);
  const counted = new Set(row === undefined ? [] : countedWith(row));
  const replaced = lines
    .filter((line) => line.unit === unit && line.action === "replace" && counted.has(line.category))
    .toSorted((a, b) => a.points - b.points || (a.id < b.id ? -1 : 1));
  const ids: string[] = [];
  let left = excess;
  for (const { id, quantity } of replaced) {
    if (left <= 0) break;
    left -= quantity;
    ids.push(id);
  }
  return ids;
}

/** Hours without LAN at the site of a switch that has faults of its own: a reason for that switch too. */
export function withOutages(
  { asset, device }: AssetEvidence,
  own: readonly Finding[],
  ofUnit: readonly Finding[],
): readonly Finding[] {
  const site = device?.site ?? asset.site;
  if (asset.category !== "switch" || site === null || !own.some(({ kind }) => FAULTS.has(kind))) return own;
  return own.concat(ofUnit.filter(({ kind, id }) => kind === "outages" && id.endsWith(`:${site}`)));
}
const FAULTS: ReadonlySet<string> = new Set(["switch_loss", "switch_bad_ports", "faults_often", "broken"]);
