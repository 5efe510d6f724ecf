import { cpuMeaning } from "../../assets/cpu.ts";
import type { AssetEvidence } from "../../assets/evidence.ts";
import type { Finding, FindingKind } from "../../assets/findings.ts";
import type { PriceRow } from "../../assets/tables.ts";
import type { AssetCategory, FundingSource, LiquidationGround } from "../../assets/types.ts";
import type { Candidate, PlanWarning } from "../types.ts";
import { make, priceFor, priceOf, type MakeContext, type Making } from "./maker.ts";

/** The lines that one thing gives rise to. */
export function linesOf(
  evidence: AssetEvidence,
  findings: readonly Finding[],
  context: MakeContext,
): readonly Candidate[] {
  const lines = [
    ...mend(evidence, findings, context),
    ...upgrades(evidence, findings, context),
    ...replacement(evidence, findings, context),
  ];
  return lines.filter(({ points }) => points > 0);
}

const kinds = (findings: readonly Finding[], ...wanted: readonly FindingKind[]) =>
  findings.filter(({ kind }) => wanted.includes(kind));
const has = (findings: readonly Finding[], kind: FindingKind) => findings.some((one) => one.kind === kind);

const sourceOf = ({ asset }: AssetEvidence): FundingSource => asset.fundingSource ?? "commune";

function of(
  evidence: AssetEvidence,
  action: Making["action"],
  suffix = "",
): Omit<Making, "price" | "findings"> {
  const { asset } = evidence;
  return {
    id: `${action}${suffix}:${asset.id}`,
    unit: asset.unit,
    action,
    category: asset.category,
    assets: [asset.id],
    source: action === "repair" || action === "upgrade" ? "recurrent" : sourceOf(evidence),
    oneStop: asset.oneStop,
    group: `thing:${asset.id}`,
  };
}

/** Cheap work that ends the fault: cables, batteries, printers. */
function mend(
  evidence: AssetEvidence,
  findings: readonly Finding[],
  context: MakeContext,
): readonly Candidate[] {
  const { asset } = evidence;
  const lines: Candidate[] = [];
  const cables = kinds(findings, "cable_fault");
  if (cables.length > 0) {
    const places = Math.max(1, ...cables.map(({ params }) => Number(params["bad"] ?? 1)));
    const { group: _, ...rest } = of(evidence, "repair", "-cable");
    // A cable is mended beside whatever else is done with the thing.
    lines.push(
      make(context, {
        ...rest,
        category: "cabling",
        price: priceOf(context, "cable"),
        quantity: places,
        findings: cables,
      }),
    );
  }
  const battery = kinds(findings, "battery_failing");
  if (battery.length > 0 && asset.category === "ups")
    lines.push(
      make(context, {
        ...of(evidence, "repair"),
        price: priceFor(context, "ups", "repair"),
        findings: battery,
      }),
    );
  const faulty = kinds(findings, "faults_often", "repairs");
  if (faulty.length > 0 && asset.category === "printer" && !has(findings, "age_over"))
    lines.push(
      make(context, {
        ...of(evidence, "repair"),
        price: priceFor(context, "printer", "repair"),
        findings: faulty,
      }),
    );
  return lines;
}

/** Each needs a licence of its own. */
export const COMPUTERS: ReadonlySet<AssetCategory> = new Set(["desktop", "laptop"]);
/** These are against the whole PC: new parts do not help it. */
const HOPELESS: readonly FindingKind[] = ["not_windows11", "broken"];

/**
 * New parts for a PC that has years before it, and a licence where its processor takes Windows 11: each for itself, and all
 * together. They and a purchase are alternatives.
 */
function upgrades(
  evidence: AssetEvidence,
  findings: readonly Finding[],
  context: MakeContext,
): readonly Candidate[] {
  const { asset } = evidence;
  if (!COMPUTERS.has(asset.category) || HOPELESS.some((kind) => has(findings, kind))) return [];
  const laptop = asset.category === "laptop" ? "-laptop" : "";
  const parts: (readonly [string, PriceRow | undefined, readonly Finding[]])[] = [
    ["disk", priceOf(context, `ssd${laptop}`), kinds(findings, "disk_slow", "disk_failing", "disk_small")],
    [
      "ram",
      priceOf(context, `ram${laptop}`),
      kinds(findings, "ram_small").filter(({ level }) => level === "act"),
    ],
    [
      "os",
      priceOf(context, "os-windows"),
      takesWindows11(evidence, context) ? kinds(findings, "os_unsupported", "os_ends_soon") : [],
    ],
  ];
  const needed = parts.filter(([, price, reasons]) => price !== undefined && reasons.length > 0);
  const single = needed.map(([part, price, reasons]) =>
    make(context, { ...of(evidence, "upgrade", `-${part}`), price, findings: reasons }),
  );
  if (needed.length < 2) return single;
  const price = together(needed.flatMap(([, row]) => row ?? []));
  const all = needed.flatMap(([, , reasons]) => reasons);
  return [...single, make(context, { ...of(evidence, "upgrade", "-all"), price, findings: all })];
}

/** Several rows of the price list as one line. */
function together(rows: readonly PriceRow[]): PriceRow | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const join = (of: (row: PriceRow) => string, by: string) => rows.map(of).join(by);
  return {
    ...first,
    key: join(({ key }) => key, "+"),
    vi: join(({ vi }) => vi, " + "),
    en: join(({ en }) => en, " + "),
    price: rows.reduce((sum, { price }) => sum + price, 0),
    verified: rows.every(({ verified }) => verified),
  };
}

const takesWindows11 = ({ pc, asset }: AssetEvidence, { tables }: MakeContext): boolean =>
  cpuMeaning(pc?.cpu ?? asset.traits.cpu, tables)?.windows11 === true;

/** What parts and licences mend is no reason to buy the whole again, where they can. */
const MENDED_BY_PARTS: ReadonlySet<FindingKind> = new Set<FindingKind>([
  "disk_slow",
  "disk_small",
  "ram_small",
  "os_unsupported",
  "os_ends_soon",
  "office_unsupported",
  "office_ends_soon",
]);
const NEVER_A_PURCHASE: ReadonlySet<FindingKind> = new Set<FindingKind>([
  "cable_fault",
  "fine",
  "unknown_age",
  "too_few",
  "too_many",
  "outages",
]);
/** Reasons that stand for themselves; the others only add to them. */
const ENOUGH: ReadonlySet<FindingKind> = new Set<FindingKind>([
  "age_over",
  "os_unsupported",
  "not_windows11",
  "broken",
  "disk_failing",
  "firmware_unsupported",
  "switch_slow",
  "switch_bad_ports",
  "switch_loss",
  "switch_unsupported",
  "repairs",
  "faults_often",
  "pages_high",
  "battery_failing",
]);

function replacement(
  evidence: AssetEvidence,
  findings: readonly Finding[],
  context: MakeContext,
): readonly Candidate[] {
  const { asset } = evidence;
  const hopeless = HOPELESS.some((kind) => has(findings, kind)) || !COMPUTERS.has(asset.category);
  const reasons = findings.filter(
    ({ kind }) =>
      !NEVER_A_PURCHASE.has(kind) && (hopeless || has(findings, "age_over") || !MENDED_BY_PARTS.has(kind)),
  );
  if (!reasons.some(({ kind }) => ENOUGH.has(kind))) return [];
  // An old thing that is measured and works is kept: its age is said, and costs it some points.
  const said = has(findings, "fine") ? [...reasons, ...kinds(findings, "fine")] : reasons;
  const price = replacementPrice(evidence, context);
  const ground = groundOf(evidence, findings);
  const warnings: PlanWarning[] = ground === null ? [{ code: "no_ground", params: {} }] : [];
  const making: Making = {
    ...of(evidence, "replace"),
    price,
    quantity: asset.quantity,
    findings: said,
    ground,
    warnings,
  };
  if (!COMPUTERS.has(asset.category)) return [make(context, making)];
  const licence = licenceOf(asset.id, making, context);
  const main = make(context, {
    ...making,
    requires: [licence.id],
    warnings: [...warnings, { code: "licence_apart", params: {} }],
  });
  return [main, licence];
}

/** A switch is bought with as many ports as it had. */
function replacementPrice({ asset, device }: AssetEvidence, context: MakeContext) {
  if (asset.category !== "switch") return priceFor(context, asset.category, "replace");
  const ports = device?.ports?.total ?? asset.traits.ports;
  return priceOf(context, ports !== undefined && ports <= 10 ? "switch-8" : "switch-24");
}

/** Grounds of liquidation (Luật QLSDTSC Đ45, from memory): the end of its time, or damage that is not worth a repair. */
function groundOf({ asset }: AssetEvidence, findings: readonly Finding[]): LiquidationGround | null {
  if (has(findings, "broken")) return "beyond_repair";
  const old = findings.find(({ kind }) => kind === "age_over");
  if (has(findings, "worn") || old?.basis === "recorded") return "worn_out";
  const repaired = findings.find(({ kind }) => kind === "repairs");
  const cost = Number(repaired?.params["cost_vnd"] ?? 0);
  return repaired !== undefined && asset.originalValue !== null && cost * 2 >= asset.originalValue
    ? "repair_uneconomic"
    : null;
}

/**
 * The licence of a new PC, on a line of its own: the norm's cap is for the machine alone, and the old licence stays with the
 * old machine. Neither is bought without the other, so the licence counts for a single point.
 */
export function licenceOf(key: string, pc: Making, context: MakeContext): Candidate {
  const line = make(context, {
    id: `license:${key}`,
    unit: pc.unit,
    action: "license",
    category: "software",
    assets: pc.assets,
    price: priceOf(context, "os-windows"),
    quantity: pc.quantity ?? 1,
    source: pc.source,
    findings: pc.findings,
    oneStop: pc.oneStop,
    requires: [pc.id],
  });
  const reasons = line.reasons.slice(0, 1).map(({ finding }) => ({ finding, points: 1 }));
  return { ...line, reasons, points: reasons.length, priority: 3 };
}
