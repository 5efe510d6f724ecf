import type { AssetEvidence } from "../../assets/evidence.ts";
import type { Finding, FindingKind } from "../../assets/findings.ts";
import type { LiquidationGround } from "../../assets/types.ts";
import type { Candidate, PlanWarning } from "../types.ts";
import { licencesOf } from "./licence.ts";
import { make, priceFor, priceOf, type MakeContext, type Making } from "./maker.ts";
import { COMPUTERS, has, isHopeless, kinds, of, takesWindows11 } from "./thing.ts";

/** What new parts mend is no reason to buy the whole again, while the thing has years before it. */
const MENDED_BY_PARTS: ReadonlySet<FindingKind> = new Set<FindingKind>([
  "disk_slow",
  "disk_small",
  "disk_failing",
  "ram_small",
]);
/** A licence mends these where the processor is known to take Windows 11. */
const MENDED_BY_WINDOWS: ReadonlySet<FindingKind> = new Set<FindingKind>(["os_unsupported", "os_ends_soon"]);
/** Never a reason for a new thing: they are mended, have a line of their own, or speak for keeping it. */
const NEVER_A_PURCHASE: ReadonlySet<FindingKind> = new Set<FindingKind>([
  "cable_fault",
  "fine",
  "unknown_age",
  "too_few",
  "too_many",
  "office_unsupported",
  "office_ends_soon",
]);
/** Reasons that stand for themselves; the others only add to them. Firmware is updated before anything is bought. */
const ENOUGH: ReadonlySet<FindingKind> = new Set<FindingKind>([
  "age_over",
  "os_unsupported",
  "not_windows11",
  "broken",
  "disk_failing",
  "switch_slow",
  "switch_bad_ports",
  "switch_loss",
  "switch_unsupported",
  "repairs",
  "faults_often",
  "pages_high",
  "battery_failing",
]);

/** The thing bought anew, if a finding speaks for that, and for a PC its licences; `own`: lines of licences that it has anyhow. */
export function replacement(
  evidence: AssetEvidence,
  findings: readonly Finding[],
  context: MakeContext,
  own: readonly Candidate[],
): readonly Candidate[] {
  const { asset } = evidence;
  const reasons = findings.filter((finding) => speaksForNew(evidence, finding, findings, context));
  if (!reasons.some(({ kind }) => ENOUGH.has(kind))) return [];
  const ground = groundOf(evidence, findings);
  const warnings: PlanWarning[] = ground === null ? [{ code: "no_ground", params: {} }] : [];
  const making: Making = {
    ...of(evidence, "replace"),
    ...priceOfNew(evidence, context),
    // An old thing that is measured and works is kept: that is said too, and its age counts little.
    findings: [...reasons, ...kinds(findings, "fine")],
    ground,
    warnings,
  };
  if (!COMPUTERS.has(asset.category)) return [make(context, making)];
  const { lines, ids } = licencesOf(asset.id, making, context, own);
  const apart: readonly PlanWarning[] = ids.length === 0 ? [] : [{ code: "licence_apart", params: {} }];
  const main = make(context, { ...making, requires: ids, warnings: [...warnings, ...apart] });
  return [main, ...lines];
}

function speaksForNew(
  evidence: AssetEvidence,
  { kind, level }: Finding,
  findings: readonly Finding[],
  context: MakeContext,
): boolean {
  if (NEVER_A_PURCHASE.has(kind)) return false;
  // Little memory or disk that is not used up is nobody's reason.
  if (MENDED_BY_PARTS.has(kind) && level === "watch") return false;
  if (isHopeless(findings) || has(findings, "age_over")) return true;
  const { category } = evidence.asset;
  if (MENDED_BY_PARTS.has(kind)) return !COMPUTERS.has(category) && category !== "server";
  return !(MENDED_BY_WINDOWS.has(kind) && COMPUTERS.has(category) && takesWindows11(evidence, context));
}

/** The largest switch that is one thing: 24 ports and their uplinks. */
const ONE_SWITCH = 28;

/** A switch is bought with as many ports as it had: whole switches. */
function priceOfNew(
  { asset, device }: AssetEvidence,
  context: MakeContext,
): Pick<Making, "price"> & { readonly quantity: number } {
  if (asset.category !== "switch")
    return { price: priceFor(context, asset.category, "replace"), quantity: asset.quantity };
  const ports = device?.ports?.total ?? asset.traits.ports ?? 24;
  return {
    price: priceOf(context, ports <= 10 ? "switch-8" : "switch-24"),
    quantity: asset.quantity * (ports > ONE_SWITCH ? Math.ceil(ports / ONE_SWITCH) : 1),
  };
}

/**
 * Grounds of liquidation (Luật Quản lý, sử dụng tài sản công, Điều 45, from memory): the end of its time, or damage that is
 * not worth a repair. The end of the maker's support is none.
 */
function groundOf({ asset }: AssetEvidence, findings: readonly Finding[]): LiquidationGround | null {
  if (has(findings, "broken")) return "beyond_repair";
  const old = findings.find(({ kind }) => kind === "age_over");
  if (has(findings, "worn") || old?.basis === "recorded") return "worn_out";
  const repaired = findings.find(({ kind }) => kind === "repairs");
  const cost = Number(repaired?.params["cost_vnd"] ?? 0);
  return repaired !== undefined && cost > 0 && asset.originalValue !== null && cost * 2 >= asset.originalValue
    ? "repair_uneconomic"
    : null;
}
