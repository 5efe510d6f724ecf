import type { AssetEvidence } from "../../assets/evidence.ts";
import type { Finding } from "../../assets/findings.ts";
import type { PriceRow } from "../../assets/tables.ts";
import type { Candidate } from "../types.ts";
import { make, priceFor, priceOf, type MakeContext } from "./maker.ts";
import { replacement } from "./replacement.ts";
import { COMPUTERS, has, isHopeless, kinds, of, takesWindows11 } from "./thing.ts";

/** The lines that one thing gives rise to. */
export function linesOf(
  evidence: AssetEvidence,
  findings: readonly Finding[],
  context: MakeContext,
): readonly Candidate[] {
  const office = officeLicence(evidence, findings, context);
  const lines = [
    ...mend(evidence, findings, context),
    ...upgrades(evidence, findings, context),
    ...office,
    ...replacement(evidence, findings, context, office),
  ];
  return lines.filter(({ points }) => points > 0);
}

/**
 * Cheap work that ends the fault: cables, batteries, printers. Of a lot, what is measured is a fault of the one that is watched;
 * what the record says holds for all of it.
 */
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
        quantity: battery.every(({ basis }) => basis === "measured") ? 1 : asset.quantity,
        findings: battery,
      }),
    );
  const faulty = kinds(findings, "faults_often", "repairs");
  if (faulty.length > 0 && asset.category === "printer" && !has(findings, "age_over"))
    lines.push(
      make(context, {
        ...of(evidence, "repair"),
        price: priceFor(context, "printer", "repair"),
        quantity: Math.min(asset.quantity, repairedOf(faulty)),
        findings: faulty,
      }),
    );
  const disks = kinds(findings, "disk_failing");
  if (disks.length > 0 && asset.category === "server")
    lines.push(
      make(context, {
        ...of(evidence, "repair"),
        price: priceFor(context, "server", "repair"),
        findings: disks,
      }),
    );
  return lines;
}

/** Each repair was of one piece: no more than so many are at fault. */
const repairedOf = (findings: readonly Finding[]): number =>
  Math.max(1, ...kinds(findings, "repairs").map(({ params }) => Number(params["times"] ?? 1)));

/** Beside whatever is done with the PC: the licence moves with its user. */
function officeLicence(
  evidence: AssetEvidence,
  findings: readonly Finding[],
  context: MakeContext,
): readonly Candidate[] {
  const ended = kinds(findings, "office_unsupported", "office_ends_soon");
  if (ended.length === 0) return [];
  const { group: _, ...rest } = of(evidence, "license", "-office");
  return [
    make(context, {
      ...rest,
      category: "software",
      price: priceOf(context, "office"),
      quantity: evidence.asset.quantity,
      findings: ended,
    }),
  ];
}

/**
 * New parts for a PC that has years before it, and a licence where its processor takes Windows 11: each for itself, and all
 * together. They and a purchase are alternatives. A lot is made alike, so all of it gets them; a disk fails by itself.
 */
function upgrades(
  evidence: AssetEvidence,
  findings: readonly Finding[],
  context: MakeContext,
): readonly Candidate[] {
  const { asset } = evidence;
  if (!COMPUTERS.has(asset.category) || isHopeless(findings)) return [];
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
  const line = (suffix: string, price: PriceRow | undefined, reasons: readonly Finding[]) =>
    make(context, {
      ...of(evidence, "upgrade", suffix),
      price,
      quantity: reasons.every(({ kind }) => kind === "disk_failing") ? 1 : asset.quantity,
      findings: reasons,
    });
  const single = needed.map(([part, price, reasons]) => line(`-${part}`, price, reasons));
  if (needed.length < 2) return single;
  const price = together(needed.flatMap(([, row]) => row ?? []));
  const all = needed.flatMap(([, , reasons]) => reasons);
  return [...single, line("-all", price, all)];
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
