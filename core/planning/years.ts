import { optimise } from "./optimise.ts";
import type { PlanChoice, PlanItem, PlanRules } from "./types.ts";

export interface YearPlan {
  readonly year: number;
  /** What was left to choose from, with this year's points. */
  readonly items: readonly PlanItem[];
  readonly choice: PlanChoice;
}

/** Points that a line gains for each year that it waits, in percent of its first points, rounded up. */
const GROWTH_PERCENT = 10;

/**
 * Several years, one after the other: each year's plan is the optimum (proven) of what the years before left, because
 * each year's budget is decided in its own year and money does not carry over; it is not the optimum over all years
 * together. What waits grows: `points × (1 + growth × years waited)`, rounded up, so that nothing waits for ever behind
 * newer lines of like need. Once a line is in, the others of its group are settled, what requires it may follow, and it
 * counts for `must` and minimums of later years.
 */
export function planYears(
  items: readonly PlanItem[],
  years: readonly { readonly year: number; readonly rules: PlanRules }[],
  growth = GROWTH_PERCENT,
): readonly YearPlan[] {
  const done = new Set<string>();
  const settled = new Set<string>();
  return years.map(({ year, rules }, waited) => {
    const left: PlanItem[] = [];
    for (const item of items) {
      if (done.has(item.id) || (item.group !== null && settled.has(item.group))) continue;
      left.push({
        ...item,
        points: item.points + Math.ceil((item.points * growth * waited) / 100),
        requires: item.requires.filter((id) => !done.has(id)),
      });
    }
    const choice = optimise(left, {
      ...rules,
      must: rules.must.filter((id) => !done.has(id)),
      minimums: rules.minimums.map((minimum) => ({
        ...minimum,
        atLeast: Math.max(0, minimum.atLeast - minimum.items.filter((id) => done.has(id)).length),
      })),
    });
    for (const { id, group } of left) {
      if (!choice.chosen.includes(id)) continue;
      done.add(id);
      if (group !== null) settled.add(group);
    }
    return { year, items: left, choice };
  });
}
