import type { AssetEvidence, UnitEvidence } from "../assets/evidence.ts";
import type { Finding } from "../assets/findings.ts";
import type { AssetTables } from "../assets/tables.ts";
import type { DateText } from "../assets/types.ts";
import { additions } from "./candidates/additions.ts";
import { warnExcess, withOutages } from "./candidates/excess.ts";
import { linesOf } from "./candidates/lines.ts";
import type { MakeContext } from "./candidates/maker.ts";
import type { Candidate } from "./types.ts";

export interface CandidateInput {
  readonly evidence: readonly AssetEvidence[];
  readonly units: readonly UnitEvidence[];
  readonly findings: readonly Finding[];
  readonly tables: AssetTables;
  readonly today: DateText;
}

/**
 * Everything that money could be spent on, each line with its reasons: for one thing a purchase, an upgrade or a repair are
 * alternatives (one `group`); licences are lines of their own that need their PC; what the norm lacks is added. Nothing is
 * proposed without a finding that has evidence, and nothing is bought for what a cable explains.
 */
export function candidatesOf({
  evidence,
  units,
  findings,
  tables,
  today,
}: CandidateInput): readonly Candidate[] {
  const context: MakeContext = { tables, today };
  const ofAsset = new Map<string, Finding[]>();
  const ofUnit = new Map<string, Finding[]>();
  for (const finding of findings) {
    const [map, key] = finding.asset === null ? [ofUnit, finding.unit] : [ofAsset, finding.asset];
    const list = map.get(key);
    if (list === undefined) map.set(key, [finding]);
    else list.push(finding);
  }
  const found: Candidate[] = [];
  for (const one of evidence) {
    if (one.asset.state === "liquidated") continue;
    const { id, unit } = one.asset;
    const own = withOutages(one, ofAsset.get(id) ?? [], ofUnit.get(unit) ?? []);
    for (const line of linesOf(one, own, context)) found.push(line);
  }
  for (const unit of units) {
    for (const line of additions(unit, ofUnit.get(unit.unit) ?? [], evidence, context)) found.push(line);
  }
  return warnExcess(found, findings, context);
}
