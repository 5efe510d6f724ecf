import type { AssetEvidence, UnitEvidence } from "../../assets/evidence.ts";
import type { Finding } from "../../assets/findings.ts";
import type { Candidate } from "../types.ts";
import { licenceOf } from "./licence.ts";
import { make, priceFor, type MakeContext, type Making } from "./maker.ts";
import { COMPUTERS } from "./thing.ts";

/** What the norm allows and the unit lacks: one line for each thing, so that a part of it can be bought. */
export function additions(
  { unit }: UnitEvidence,
  findings: readonly Finding[],
  evidence: readonly AssetEvidence[],
  context: MakeContext,
): readonly Candidate[] {
  const oneStop = evidence.some(({ asset }) => asset.unit === unit && asset.oneStop);
  return findings.flatMap((finding): Candidate[] => {
    const { category, params } = finding;
    if (finding.kind !== "too_few" || category === null) return [];
    const price = priceFor(context, category, "add");
    const missing = Number(params["missing"] ?? 0);
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
        oneStop: oneStop && n === 1,
      };
      if (!COMPUTERS.has(category)) lines.push(make(context, making));
      else {
        const licence = licenceOf(`${unit}:${category}:${n}`, making, context);
        lines.push(make(context, { ...making, requires: [licence.id] }), licence);
      }
    }
    return lines;
  });
}
