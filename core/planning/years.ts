import { optimise } from "./optimise.ts";
import type { PlanChoice, PlanItem, PlanRules } from "./types.ts";

export interface YearPlan {
  readonly year: number;
  readonly rules: PlanRules;
  /** What was left to choose from, with this year's points. */
  readonly items: readonly PlanItem[];
  readonly choice: PlanChoice;
}
export interface YearRules {
  readonly year: number;
  readonly rules: PlanRules;
}
/** What a year does, and what it leaves to the next. Money is đồng. */
export interface YearSum {
  readonly year: number;
  readonly ceiling: number;
  readonly cost: number;
  readonly points: number;
  readonly chosen: readonly string[];
  /** Still to be done when it ends; of the alternatives for one thing that of the most points. */
  readonly left: readonly string[];
  readonly leftCost: number;
  readonly unmet: PlanChoice["unmet"];
  readonly exact: boolean;
}

/** Points that a line gains for each year that it waits, in percent of its first points, rounded up. */
const GROWTH_PERCENT = 10;

/**
 * Several years, one after the other: each year's plan is the optimum (proven) of what the years before left, because
 * each year's budget is decided in its own year and money does not carry over; it is not the optimum over all years
 * together. What waits grows: `points × (1 + growth × years waited)`, rounded up, so that nothing waits for ever behind
 * newer lines of like need. Once a line is in, the others of its group are settled, what requires it may follow, and it
 * counts for `must` and minimums of later years. A year is worked out when it is asked for: whoever shows them can do
 * other things in between.
 * @throws RangeError as `optimise`.
 */
export function* eachYear(
  items: readonly PlanItem[],
  years: readonly YearRules[],
  growth = GROWTH_PERCENT,
): Generator<YearPlan, void, undefined> {
  const done = new Set<string>();
  const settled = new Set<string>();
  for (const [waited, { year, rules }] of years.entries()) {
    const left: PlanItem[] = [];
    for (const item of items) {
      if (done.has(item.id) || (item.group !== null && settled.has(item.group))) continue;
      left.push({
        ...item,
        points: item.points + Math.ceil((item.points * growth * waited) / 100),
        requires: item.requires.filter((id) => !done.has(id)),
      });
    }
    const now = rulesAfter(rules, done, new Set(left.map(({ id }) => id)));
    const choice = optimise(left, now);
    const chosen = new Set(choice.chosen);
    for (const { id, group } of left) {
      if (!chosen.has(id)) continue;
      done.add(id);
      if (group !== null) settled.add(group);
    }
    yield { year, rules: now, items: left, choice };
  }
}

/** All years of `eachYear`. */
export const planYears = (
  items: readonly PlanItem[],
  years: readonly YearRules[],
  growth = GROWTH_PERCENT,
): readonly YearPlan[] => Array.from(eachYear(items, years, growth));

/** A locked line in whose place another one was taken is no longer asked for: the year that did so has told of it. */
const rulesAfter = (rules: PlanRules, done: ReadonlySet<string>, left: ReadonlySet<string>): PlanRules => ({
  ...rules,
  must: done.size === 0 ? rules.must : rules.must.filter((id) => left.has(id)),
  minimums: rules.minimums.map((minimum) => ({
    ...minimum,
    atLeast: Math.max(0, minimum.atLeast - minimum.items.filter((id) => done.has(id)).length),
  })),
});

/** All money that rules allow: their total, or the ceilings of their sources together. */
export function budgetOf({ ceilings, total }: Pick<PlanRules, "ceilings" | "total">): number {
  const sum = Object.values(ceilings).reduce((all, ceiling) => all + ceiling, 0);
  return total === undefined ? sum : Math.min(total, sum);
}

/**
 * Years in a row from `first` on, one for each of `totals`: the rules of the plan with that much money. The sources keep
 * their shares of it; a year with the plan's own money has the plan's own rules.
 */
export const yearsOf = (rules: PlanRules, first: number, totals: readonly number[]): readonly YearRules[] =>
  totals.map((total, at) => ({ year: first + at, rules: withMoney(rules, total) }));

function withMoney(rules: PlanRules, total: number): PlanRules {
  const own = budgetOf(rules);
  if (total === own) return rules;
  const share = (ceiling: number) =>
    own === 0 ? total : Math.min(total, Math.round(ceiling * (total / own)));
  const ceilings = Object.entries(rules.ceilings).map(
    ([source, ceiling]) => [source, share(ceiling)] as const,
  );
  return { ...rules, ceilings: Object.fromEntries(ceilings), total };
}

/**
 * What a year came to. What has no points and what `never` names is not left: nobody asks for it. Nor is what comes with a
 * line that is not left (the licences of a PC that was upgraded instead).
 */
export function sumOfYear({ year, rules, items, choice }: YearPlan): YearSum {
  const chosen = new Set(choice.chosen);
  const never = new Set(rules.never);
  const settled = new Set(
    items.flatMap(({ id, group }) => (chosen.has(id) && group !== null ? [group] : [])),
  );
  const left = new Map<string, PlanItem>();
  for (const item of items) {
    const { id, group, points } = item;
    if (points === 0 || chosen.has(id) || never.has(id) || (group !== null && settled.has(group))) continue;
    const thing = group === null ? `line ${id}` : `group ${group}`;
    const other = left.get(thing);
    if (other === undefined || points > other.points) left.set(thing, item);
  }
  removeFollowers(left, chosen);
  const rest = [...left.values()];
  return {
    year,
    ceiling: budgetOf(rules),
    cost: choice.cost,
    points: choice.points,
    chosen: choice.chosen,
    left: rest.map(({ id }) => id),
    leftCost: rest.reduce((sum, { cost }) => sum + cost, 0),
    unmet: choice.unmet,
    exact: choice.exact,
  };
}

/** Takes out what requires a line that is neither left nor in. */
function removeFollowers(left: Map<string, PlanItem>, chosen: ReadonlySet<string>): void {
  for (let size = -1; size !== left.size;) {
    size = left.size;
    const ids = new Set([...left.values()].map(({ id }) => id));
    for (const [thing, { requires }] of left)
      if (requires.some((id) => !chosen.has(id) && !ids.has(id))) left.delete(thing);
  }
}
