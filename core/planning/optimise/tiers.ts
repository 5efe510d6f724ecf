import type { PlanRules } from "../types.ts";
import type { Block } from "./blocks.ts";
import type { Frame, Option } from "./classes.ts";
import { amountAt } from "./lists.ts";
import { search, type Solution } from "./search.ts";

/** A choice of items, and what it is worth: tier by tier, the first that differs decides. */
export interface Found {
  readonly items: readonly number[];
  readonly worth: readonly number[];
  readonly exact: boolean;
}
export const NONE: Found = { items: [], worth: [-1], exact: true };

/** The best choice of one option of each class, by the tiers of `optimise`. */
export function solve(frame: Frame, rules: PlanRules, given: readonly (readonly Option[])[]): Found {
  const { classes, must, exact } = withMust(frame, given);
  const needs = needsOf(frame, rules, classes);
  const active = new Set<number>();
  for (;;) {
    const solution = search(blocksOf(classes, needs, active), frame.limits, frame.sources.length);
    if (solution === undefined) return { ...NONE, exact };
    const counts = countsOf(solution, needs.length);
    const short = needs.flatMap((need, which) => (amountAt(counts, which) < need ? [which] : []));
    if (short.length === 0) {
      return {
        items: solution.options.flatMap((option) => option.items),
        worth: [...must, ...needs, solution.points, -solution.cost],
        exact: exact && solution.exact,
      };
    }
    for (const which of short) active.add(which);
  }
}

const countsOf = (solution: Solution, minimums: number): readonly number[] =>
  Array.from({ length: minimums }, (_, which) =>
    solution.options.reduce((sum, option) => sum + amountAt(option.counts, which), 0),
  );

/** Each class with those options only that keep the best that can be had of what must be in. */
function withMust(
  frame: Frame,
  classes: readonly (readonly Option[])[],
): {
  readonly classes: readonly (readonly Option[])[];
  readonly must: readonly number[];
  readonly exact: boolean;
} {
  if (frame.must.size === 0) return { classes, must: [0, 0], exact: true };
  const heavy = frame.items.reduce((sum, item) => sum + item.points, 1);
  const weigh = (option: Option): number => option.must * heavy + option.mustPoints;
  const classOf = new Map<Option, number>();
  const blocks = classes.map((options, at) => {
    const weighed = options.map((option) => ({ ...option, points: weigh(option) }));
    for (const option of weighed) classOf.set(option, at);
    return { classes: [weighed], rows: [], need: [] };
  });
  const solution = search(blocks, frame.limits, frame.sources.length);
  if (solution === undefined) return { classes: [[]], must: [-1, 0], exact: true };
  const kept = new Map(solution.options.map((option) => [classOf.get(option), option.points]));
  return {
    classes: classes.map((options, at) => options.filter((option) => weigh(option) >= (kept.get(at) ?? 0))),
    must: [Math.floor(solution.points / heavy), solution.points % heavy],
    exact: solution.exact,
  };
}

/** How many of each minimum can be had, in their order, each with as many of those before. */
function needsOf(frame: Frame, rules: PlanRules, classes: readonly (readonly Option[])[]): readonly number[] {
  const most = rules.minimums.map(() => 0);
  for (const options of classes) {
    const counted = options.flatMap(({ items }) => items.flatMap((at) => frame.minimumsOf[at] ?? []));
    for (const which of new Set(counted)) {
      const counts = options.reduce((high, option) => Math.max(high, amountAt(option.counts, which)), 0);
      most[which] = Math.min(rules.minimums[which]?.atLeast ?? 0, amountAt(most, which) + counts);
    }
  }
  if (possible(frame, classes, most)) return most;
  const needs = most.map(() => 0);
  for (const [which, full] of most.entries()) {
    for (let count = full; count > 0; count -= 1) {
      needs[which] = count;
      if (possible(frame, classes, needs)) break;
      needs[which] = 0;
    }
  }
  return needs;
}

/** Whether so many of each minimum can be paid for: the cheapest plan that has them. */
function possible(frame: Frame, classes: readonly (readonly Option[])[], needs: readonly number[]): boolean {
  const cheap = classes.map((options) => options.map((option) => ({ ...option, points: -option.cost })));
  const active = new Set(needs.flatMap((need, which) => (need > 0 ? [which] : [])));
  return search(blocksOf(cheap, needs, active), frame.limits, frame.sources.length) !== undefined;
}

/** Classes that share a minimum that is active are one block. */
function blocksOf(
  classes: readonly (readonly Option[])[],
  needs: readonly number[],
  active: ReadonlySet<number>,
): readonly Block[] {
  const merged: { classes: (readonly Option[])[]; rows: Set<number> }[] = [];
  for (const options of classes) {
    const rows = new Set(
      [...active].filter((which) => options.some((option) => amountAt(option.counts, which) > 0)),
    );
    const block = { classes: [options], rows };
    for (let at = rows.size === 0 ? -1 : merged.length - 1; at >= 0; at -= 1) {
      const other = merged[at];
      if (other === undefined || ![...rows].some((row) => other.rows.has(row))) continue;
      block.classes.unshift(...other.classes);
      for (const row of other.rows) rows.add(row);
      merged.splice(at, 1);
    }
    merged.push(block);
  }
  return merged.map(({ classes, rows }) => ({
    classes,
    rows: [...rows],
    need: [...rows].map((row) => amountAt(needs, row)),
  }));
}
