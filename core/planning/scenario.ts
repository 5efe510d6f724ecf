import type { AssetEvidence } from "../assets/evidence.ts";
import type { AssetCategory, UnitProfile } from "../assets/types.ts";
import { edited, type PriceNorms } from "./edit.ts";
import { explain } from "./explain.ts";
import { optimise } from "./optimise.ts";
import { sorted } from "./optimise/lists.ts";
import type { Candidate, Explanation, PlanChoice, PlanItem, PlanRules, PlanScenario } from "./types.ts";

/** What the hard minimum needs to know of a unit. `working`: its one-stop PCs that work; absent: judged by the candidates. */
export interface CounterUnit {
  readonly unit: string;
  readonly counters: number | null;
  readonly working?: number;
}
/** A plan worked out. */
export interface Plan {
  /** The candidates with the changes by hand, those that are planned with: `items` are theirs, in this order. */
  readonly candidates: readonly Candidate[];
  readonly items: readonly PlanItem[];
  readonly rules: PlanRules;
  readonly choice: PlanChoice;
  readonly explanations: readonly Explanation[];
  /** Candidates without a price: nothing is known that could be planned. */
  readonly unpriced: readonly string[];
  /** Ids in `must` and `never` that are no candidates (any more). */
  readonly gone: readonly string[];
}
/** What other ceilings would change. */
export interface Shift {
  readonly choice: PlanChoice;
  readonly fallsOut: readonly string[];
  readonly comesIn: readonly string[];
}

/**
 * The plan of a scenario: its edits applied, its hard minimums made, optimised and explained. The caller chooses the
 * candidates (those of the scenario's units and what is below them), and gives the norms that prices by hand are held
 * against. Quick enough for a ceiling that is being dragged.
 * @throws RangeError when an edit or a ceiling is negative or not whole.
 */
export function quickPlanOf(
  candidates: readonly Candidate[],
  scenario: PlanScenario,
  units: readonly CounterUnit[] = [],
  norms?: PriceNorms,
): Plan {
  const all = candidates.map((candidate) => edited(candidate, scenario, norms));
  const priced = all.filter(({ unitPrice }) => unitPrice > 0);
  const ids = new Set(all.map(({ id }) => id));
  const items = priced.map(itemOf);
  // A line of quantity 0 was taken out by hand: it costs nothing, and would be in for nothing.
  const none = priced.flatMap(({ id, quantity }) => (quantity === 0 ? [id] : []));
  const rules: PlanRules = {
    ceilings: scenario.ceilings,
    ...(scenario.total === null ? {} : { total: scenario.total }),
    must: scenario.must.filter((id) => ids.has(id)),
    never: [...new Set([...scenario.never.filter((id) => ids.has(id)), ...none])],
    minimums: oneStopMinimums(units, priced),
  };
  const choice = optimise(items, rules);
  return {
    candidates: priced,
    items,
    rules,
    choice,
    explanations: explain(items, rules, choice),
    unpriced: all.flatMap(({ id, unitPrice }) => (unitPrice > 0 ? [] : [id])),
    gone: [...new Set([...scenario.must, ...scenario.never])].filter((id) => !ids.has(id)),
  };
}

/** As `quickPlanOf`, with what 20 % less and 20 % more of every ceiling would change. */
export function planOf(
  candidates: readonly Candidate[],
  scenario: PlanScenario,
  units: readonly CounterUnit[] = [],
  norms?: PriceNorms,
): Plan & { readonly sensitivity: { readonly less20: Shift; readonly more20: Shift } } {
  const plan = quickPlanOf(candidates, scenario, units, norms);
  return { ...plan, sensitivity: { less20: shift(plan, 80), more20: shift(plan, 120) } };
}

/** The same plan with every ceiling at so many percent. */
export function shift(
  { items, rules, choice }: Pick<Plan, "items" | "rules" | "choice">,
  percent: number,
): Shift {
  const scaled = (amount: number): number => Math.floor((amount * percent) / 100);
  const other = optimise(items, {
    ...rules,
    ceilings: Object.fromEntries(
      Object.entries(rules.ceilings).map(([source, amount]) => [source, scaled(amount)]),
    ),
    ...(rules.total === undefined ? {} : { total: scaled(rules.total) }),
  });
  const [before, after] = [new Set(choice.chosen), new Set(other.chosen)];
  return {
    choice: other,
    fallsOut: choice.chosen.filter((id) => !after.has(id)),
    comesIn: other.chosen.filter((id) => !before.has(id)),
  };
}

const itemOf = ({ id, amount, points, source, group, requires }: Candidate): PlanItem => ({
  id,
  cost: amount,
  points,
  source,
  group,
  requires,
});

const PCS: ReadonlySet<AssetCategory> = new Set<AssetCategory>(["desktop", "laptop"]);

/**
 * "At least one working PC at each one-stop counter": for each unit that has fewer working ones than counters, at least
 * as many lines as are missing, of those that give its counters a working PC (a new one, or one in place of a broken
 * one; replacing a PC that works adds none). A minimum counts lines, so of a line of several PCs one is enough where it
 * covers what is missing.
 */
export function oneStopMinimums(
  units: readonly CounterUnit[],
  candidates: readonly Candidate[],
): PlanRules["minimums"] {
  return units.flatMap(({ unit, counters, working }) => {
    const lines = candidates.filter((line) => line.unit === unit && givesWorkingPc(line));
    const things = new Map<string, number>();
    for (const line of lines) {
      const thing = line.group ?? line.id;
      things.set(thing, Math.max(things.get(thing) ?? 0, line.quantity));
    }
    let missing = working === undefined ? Math.min(counters ?? 0, things.size) : (counters ?? 0) - working;
    let atLeast = 0;
    for (const pcs of sorted(things.values(), (a, b) => b - a)) {
      if (missing <= 0) break;
      missing -= pcs;
      atLeast += 1;
    }
    // What is missing beyond all lines stays missing, and is said.
    atLeast += Math.max(0, missing);
    return atLeast === 0 ? [] : [{ id: `counters:${unit}`, items: lines.map(({ id }) => id), atLeast }];
  });
}

const givesWorkingPc = ({ oneStop, category, action, quantity, reasons }: Candidate): boolean =>
  oneStop &&
  quantity > 0 &&
  PCS.has(category) &&
  (action === "add" ||
    ((action === "replace" || action === "repair") &&
      reasons.some(({ finding }) => finding.kind === "broken")));

/** How many one-stop PCs of each unit work: in use, and not broken by the record. */
export function counterUnits(
  evidence: readonly AssetEvidence[],
  profiles: readonly Pick<UnitProfile, "unit" | "counters">[],
): readonly CounterUnit[] {
  return profiles.map(({ unit, counters }) => {
    const working = evidence.filter(
      ({ asset }) =>
        asset.unit === unit &&
        asset.oneStop &&
        PCS.has(asset.category) &&
        asset.state === "in_use" &&
        asset.condition !== "broken",
    );
    return { unit, counters, working: working.reduce((sum, { asset }) => sum + asset.quantity, 0) };
  });
}

/** Two scenarios side by side. Amounts and points: those of `b` less those of `a`. */
export function compareScenarios(
  a: Pick<Plan, "choice">,
  b: Pick<Plan, "choice">,
): {
  readonly both: readonly string[];
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
  readonly cost: number;
  readonly points: number;
  readonly bySource: Readonly<Record<string, number>>;
} {
  const [inA, inB] = [new Set(a.choice.chosen), new Set(b.choice.chosen)];
  const sources = [...new Set([...Object.keys(a.choice.bySource), ...Object.keys(b.choice.bySource)])];
  return {
    both: a.choice.chosen.filter((id) => inB.has(id)),
    onlyA: a.choice.chosen.filter((id) => !inB.has(id)),
    onlyB: b.choice.chosen.filter((id) => !inA.has(id)),
    cost: b.choice.cost - a.choice.cost,
    points: b.choice.points - a.choice.points,
    bySource: Object.fromEntries(
      sources.map((source) => [source, (b.choice.bySource[source] ?? 0) - (a.choice.bySource[source] ?? 0)]),
    ),
  };
}
