import type { AssetEvidence, UnitEvidence } from "../../assets/evidence.ts";
import type { Finding } from "../../assets/findings.ts";
import { counterUnits } from "../scenario.ts";
import type { Candidate } from "../types.ts";
import { licencesOf, NO_LICENCES } from "./licence.ts";
import { make, priceFor, type MakeContext, type Making } from "./maker.ts";
import { COMPUTERS } from "./thing.ts";

/**
 * What the norm allows and the unit lacks: one line for each thing, so that a part of it can be bought. As many PCs serve the
 * one-stop counter as it has desks without one that works; of what a counter shares the first stands there.
 */
export function additions(
  { unit, profile }: UnitEvidence,
  findings: readonly Finding[],
  evidence: readonly AssetEvidence[],
  context: MakeContext,
): readonly Candidate[] {
  const counters = profile?.counters ?? null;
  const [served] = counterUnits(evidence, [{ unit, counters }]);
  const equipped = evidence.some(({ asset }) => asset.unit === unit && asset.oneStop);
  // Where nobody said how many desks there are, there is one at least if something serves it.
  let waiting = counters === null ? Number(equipped) : Math.max(0, counters - (served?.working ?? 0));
  const shared = equipped || (counters ?? 0) > 0 ? 1 : 0;
  return findings.flatMap((finding): Candidate[] => {
    const { category, params } = finding;
    if (finding.kind !== "too_few" || category === null) return [];
    const price = priceFor(context, category, "add");
    const missing = Number(params["missing"] ?? 0);
    const isPc = COMPUTERS.has(category);
    const atCounters = isPc ? Math.min(waiting, missing) : shared;
    if (isPc) waiting -= atCounters;
    const lines: Candidate[] = [];
    for (let n = 1; n <= missing; n += 1) {
      const making: Making = {
        id: `add:${unit}:${category}:${n}`,
        unit,
        action: "add",
        category,
        assets: [],
        price,
        source: "commune",
        findings: [finding],
        // Of what is added the first goes where citizens wait.
        oneStop: n <= atCounters,
      };
      const licences = isPc ? licencesOf(`${unit}:${category}:${n}`, making, context) : NO_LICENCES;
      lines.push(make(context, { ...making, requires: licences.ids }), ...licences.lines);
    }
    return lines;
  });
}
