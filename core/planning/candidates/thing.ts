import { cpuMeaning } from "../../assets/cpu.ts";
import type { AssetEvidence } from "../../assets/evidence.ts";
import type { Finding, FindingKind } from "../../assets/findings.ts";
import type { AssetCategory } from "../../assets/types.ts";
import type { MakeContext, Making } from "./maker.ts";

export const kinds = (findings: readonly Finding[], ...wanted: readonly FindingKind[]) =>
  findings.filter(({ kind }) => wanted.includes(kind));
export const has = (findings: readonly Finding[], kind: FindingKind) =>
  findings.some((one) => one.kind === kind);

/** What each line about one thing has in common. */
export function of(
  { asset }: AssetEvidence,
  action: Making["action"],
  suffix = "",
): Omit<Making, "price" | "findings"> {
  return {
    id: `${action}${suffix}:${asset.id}`,
    unit: asset.unit,
    action,
    category: asset.category,
    assets: [asset.id],
    source: action === "repair" || action === "upgrade" ? "recurrent" : (asset.fundingSource ?? "commune"),
    oneStop: asset.oneStop,
    group: `thing:${asset.id}`,
  };
}

/** Each needs a licence of its own. */
export const COMPUTERS: ReadonlySet<AssetCategory> = new Set(["desktop", "laptop"]);

/** These are against the whole PC: new parts do not help it. */
export const isHopeless = (findings: readonly Finding[]): boolean =>
  has(findings, "not_windows11") || has(findings, "broken");

/** Known for certain; what is not known is not promised. */
export const takesWindows11 = ({ pc, asset }: AssetEvidence, { tables }: MakeContext): boolean =>
  cpuMeaning(pc?.cpu ?? asset.traits.cpu, tables)?.windows11 === true;
