import type { Finding } from "../../../core/assets/findings.ts";
import { FUNDING_SOURCES, type FundingSource } from "../../../core/assets/types.ts";
import type { Candidate, Explanation, PlanScenario } from "../../../core/planning/types.ts";
import type { Plan } from "../../../core/planning/scenario.ts";
import type { PlanView } from "../../../core/wire/plans.ts";
import { sorted } from "./table.ts";

/** The scenario that a person turns over, and what its lines look like. Pure: `core/planning` works the plan out. */

export const scenarioOf = ({
  changedAt: _at,
  changedBy: _by,
  etag: _tag,
  ...scenario
}: PlanView): PlanScenario => scenario as PlanScenario;

/** As the server takes it. */
export const bodyOf = ({ id: _id, ...body }: PlanScenario): Omit<PlanScenario, "id"> => body;

/** All money of a plan: its total ceiling, or the ceilings of its sources together. */
export const moneyOf = ({
  ceilings,
  total,
}: {
  readonly ceilings: Readonly<Partial<Record<FundingSource, number | undefined>>>;
  readonly total: number | null;
}): number => {
  const sum = Object.values(ceilings).reduce<number>((all, one) => all + (one ?? 0), 0);
  return total === null ? sum : Math.min(total, sum);
};

export const withCeiling = (
  scenario: PlanScenario,
  source: FundingSource,
  amount: number | null,
): PlanScenario => {
  const ceilings: Partial<Record<FundingSource, number>> = { ...scenario.ceilings };
  if (amount === null) delete ceilings[source];
  else ceilings[source] = amount;
  return { ...scenario, ceilings };
};

export type Lock = "must" | "never" | "free";
export const lockOf = ({ must, never }: Pick<PlanScenario, "must" | "never">, id: string): Lock =>
  must.includes(id) ? "must" : never.includes(id) ? "never" : "free";

export const withLock = (scenario: PlanScenario, id: string, lock: Lock): PlanScenario => {
  const without = (ids: readonly string[]) => ids.filter((one) => one !== id);
  return {
    ...scenario,
    must: lock === "must" ? [...without(scenario.must), id] : without(scenario.must),
    never: lock === "never" ? [...without(scenario.never), id] : without(scenario.never),
  };
};

/** A change by hand; what equals the candidate's own figure is no change. */
export function withEdit(
  scenario: PlanScenario,
  candidate: Pick<Candidate, "id" | "unitPrice" | "quantity" | "source">,
  change: PlanScenario["edits"][string],
): PlanScenario {
  const edit = Object.fromEntries(
    Object.entries(change).filter(
      ([name, value]) => value !== candidate[name as "unitPrice" | "quantity" | "source"],
    ),
  );
  const { [candidate.id]: _before, ...others } = scenario.edits;
  return {
    ...scenario,
    edits: Object.keys(edit).length === 0 ? others : { ...others, [candidate.id]: edit },
  };
}

export interface PlanLine {
  readonly candidate: Candidate;
  readonly explanation: Explanation | undefined;
  readonly in: boolean;
  readonly lock: Lock;
  readonly edited: boolean;
}

/** Every line with why it is in or out, the chosen ones by priority and points, then the others. */
export function linesOf(plan: Plan, scenario: PlanScenario): readonly PlanLine[] {
  const chosen = new Set(plan.choice.chosen);
  const why = new Map(plan.explanations.map((one) => [one.id, one]));
  const [must, never] = [new Set(scenario.must), new Set(scenario.never)];
  return plan.candidates.map((candidate) => ({
    candidate,
    explanation: why.get(candidate.id),
    in: chosen.has(candidate.id),
    lock: must.has(candidate.id) ? "must" : never.has(candidate.id) ? "never" : "free",
    edited: Object.hasOwn(scenario.edits, candidate.id),
  }));
}

/** Money that is asked for, by source: how far a slider needs to go. */
export function askedBySource(
  candidates: readonly Candidate[],
): Readonly<Partial<Record<FundingSource, number>>> {
  const asked: Partial<Record<FundingSource, number>> = {};
  const seen = new Map<string, number>();
  for (const { source, amount, group, id } of candidates) {
    // Of alternatives only the dearest would ever be paid.
    const key = `${source} ${group ?? id}`;
    const before = seen.get(key) ?? 0;
    if (amount <= before) continue;
    seen.set(key, amount);
    asked[source] = (asked[source] ?? 0) + amount - before;
  }
  return asked;
}

/** The sources that matter here: those with a ceiling, and those that lines ask. */
export const sourcesOf = (
  scenario: Pick<PlanScenario, "ceilings">,
  asked: Readonly<Partial<Record<FundingSource, number>>>,
): readonly FundingSource[] =>
  FUNDING_SOURCES.filter((source) => scenario.ceilings[source] !== undefined || asked[source] !== undefined);

/** The end of a slider: a round figure beyond what is asked, but near enough to what is given that a hand can hit it. */
export function sliderEnd(asked: number, ceiling: number): number {
  const far = ceiling > 0 ? Math.min(asked, ceiling * MOST_TIMES) : asked;
  const most = Math.max(far, ceiling, 10_000_000);
  const step = 10 ** (Math.floor(Math.log10(most)) - 1);
  return Math.ceil(most / step) * step;
}
const MOST_TIMES = 4;
/** As fine as one can drag: about five hundred steps of whole hundred thousands. */
export const sliderStep = (end: number): number =>
  Math.max(100_000, Math.round(end / 500 / 100_000) * 100_000);

export interface UnitSum {
  readonly unit: string;
  readonly lines: number;
  readonly amount: number;
}

/** What each unit gets, dearest first. */
export function byUnit(lines: readonly PlanLine[]): readonly UnitSum[] {
  const sums = new Map<string, { lines: number; amount: number }>();
  for (const { candidate, in: chosen } of lines) {
    if (!chosen) continue;
    const sum = sums.get(candidate.unit) ?? { lines: 0, amount: 0 };
    sums.set(candidate.unit, { lines: sum.lines + 1, amount: sum.amount + candidate.amount });
  }
  return sorted(
    [...sums].map(([unit, sum]) => Object.assign({ unit }, sum)),
    (a, b) => b.amount - a.amount,
  );
}

export interface FindingFilter {
  readonly unit: string;
  readonly level: "" | Finding["level"];
  /** What speaks for keeping things is shown only on wish. */
  readonly fine: boolean;
}

const LEVELS: readonly Finding["level"][] = ["act", "soon", "mend", "watch", "fine"];
export const levelRank = (level: Finding["level"]): number => LEVELS.indexOf(level);

export const filterFindings = <Shown extends Pick<Finding, "unit" | "level">>(
  findings: readonly Shown[],
  { unit, level, fine }: FindingFilter,
  within: (unit: string) => ReadonlySet<string>,
): readonly Shown[] => {
  const units = unit === "" ? undefined : within(unit);
  return findings.filter(
    (finding) =>
      (units === undefined || units.has(finding.unit)) &&
      (level === "" ? fine || finding.level !== "fine" : finding.level === level),
  );
};

export interface LineGroup {
  readonly item: string;
  readonly unit: string;
  readonly lines: number;
  readonly quantity: number;
  readonly amount: number;
}

/** Lines of one item and unit together, in the order in which they first occur: forty PCs are one sentence. */
export function grouped(
  lines: readonly Pick<Candidate, "item" | "unit" | "quantity" | "amount">[],
): readonly LineGroup[] {
  const groups = new Map<string, LineGroup>();
  for (const { item, unit, quantity, amount } of lines) {
    const key = `${unit} ${item}`;
    const before = groups.get(key) ?? { item, unit, lines: 0, quantity: 0, amount: 0 };
    groups.set(key, {
      item,
      unit,
      lines: before.lines + 1,
      quantity: before.quantity + quantity,
      amount: before.amount + amount,
    });
  }
  return [...groups.values()];
}
