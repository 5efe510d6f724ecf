import type { Candidate } from "../types.ts";
import { make, priceOf, type MakeContext, type Making } from "./maker.ts";

/** The licences of a PC: the lines that come with it, and the ids of all that it needs. */
export interface Licences {
  readonly lines: readonly Candidate[];
  readonly ids: readonly string[];
}
export const NO_LICENCES: Licences = { lines: [], ids: [] };

/**
 * The licences of a new PC as the price list names them (`with`), each on a line of its own: the norm's cap is for the machine
 * alone, and the old licence stays with the old machine. PC and licences are not bought without one another. `there`: lines
 * that stand for themselves and will do as well, where the licence goes with its user.
 */
export function licencesOf(
  key: string,
  pc: Making,
  context: MakeContext,
  there: readonly Candidate[] = [],
): Licences {
  const lines: Candidate[] = [];
  const ids: string[] = [];
  for (const licence of new Set(pc.price?.with)) {
    const known = there.find(({ priceKey, points }) => priceKey === licence && points > 0);
    const line = known ?? licenceOf(key, licence, pc, context);
    if (known === undefined) lines.push(line);
    // What has no price yet is not planned with; a PC that needs it could never be bought.
    if (line.unitPrice > 0) ids.push(line.id);
  }
  return { lines, ids };
}

/** The system has the PC's own id, and each other licence its name with it: ids are kept in plans, whatever else is listed. */
const SYSTEM = "os-windows";

/** It comes with the PC, so it counts for a single point. */
function licenceOf(key: string, licence: string, pc: Making, context: MakeContext): Candidate {
  const line = make(context, {
    id: licence === SYSTEM ? `license:${key}` : `license:${key}:${licence}`,
    unit: pc.unit,
    action: "license",
    category: "software",
    assets: pc.assets,
    price: priceOf(context, licence),
    quantity: pc.quantity ?? 1,
    source: pc.source,
    findings: pc.findings,
    oneStop: pc.oneStop,
    requires: [pc.id],
  });
  const reasons = line.reasons.slice(0, 1).map(({ finding }) => ({ finding, points: 1 }));
  return { ...line, reasons, points: reasons.length, priority: 3 };
}
