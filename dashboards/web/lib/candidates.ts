import type { Finding } from "../../../core/assets/findings.ts";
import type { PriceNorms } from "../../../core/planning/edit.ts";
import type { CounterUnit } from "../../../core/planning/scenario.ts";
import type { Candidate } from "../../../core/planning/types.ts";
import type { CandidatesView } from "../../../core/wire/plans.ts";

export type { CandidatesView };

/** Candidates with the findings that their reasons point to: the server sends each finding once. Pure. */
export const candidatesFrom = (view: CandidatesView): readonly Candidate[] =>
  view.candidates.map((line) => {
    const reasons = line.reasons.flatMap(([index, points]) => {
      const finding = view.findings[index];
      return finding === undefined ? [] : [{ finding: finding as unknown as Finding, points }];
    });
    return Object.assign({}, line, { reasons }) as unknown as Candidate;
  });

/** What the hard minimum of the one-stop counters needs to know; the schema's optional part is wider than the type. */
export const counterUnitsOf = ({ profiles }: CandidatesView): readonly CounterUnit[] =>
  profiles as readonly CounterUnit[];

/** What a price by hand is held against; the server sends rows of its tables as they are. */
export const priceNormsOf = ({ norms, overCap, today }: CandidatesView): PriceNorms =>
  ({ norms, overCap, today }) as unknown as PriceNorms;
