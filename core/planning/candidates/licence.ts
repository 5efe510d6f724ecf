import type { Candidate } from "../types.ts";
import { make, priceOf, type MakeContext, type Making } from "./maker.ts";

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
