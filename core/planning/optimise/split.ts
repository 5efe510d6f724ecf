import type { PlanRules } from "../types.ts";
import { clustersOf, optionsOf, removeOrphans, type Frame, type Option } from "./classes.ts";
import { amountAt, sorted } from "./lists.ts";
import { NONE, solve, type Found } from "./tiers.ts";

const MOST_OPTIONS = 500;

/**
 * The best set of items. A cluster that has too many sets to list (one line that many require) is split on the item that
 * most hangs on: once with it, when the rest of the cluster falls apart, and once without. `budget`: so many splits.
 */
export function bestSet(
  frame: Frame,
  rules: PlanRules,
  forced: ReadonlySet<number>,
  budget: { left: number },
): Found {
  const classes: (readonly Option[])[] = [];
  for (const cluster of clustersOf(frame, forced)) {
    const options = optionsOf(frame, cluster, forced, MOST_OPTIONS);
    if (options === undefined)
      return split(frame, rules, { forced, hub: hubOf(frame, cluster, forced), budget });
    if (options.length === 0) return NONE;
    classes.push(options);
  }
  return solve(frame, rules, classes);
}

function split(
  frame: Frame,
  rules: PlanRules,
  {
    forced,
    hub,
    budget,
  }: { readonly forced: ReadonlySet<number>; readonly hub: number; readonly budget: { left: number } },
): Found {
  budget.left -= 1;
  const found: Found[] = [];
  const wanted = withRequired(frame, hub, forced);
  const inside = withoutMates(frame, wanted);
  if ([...wanted].every((at) => inside.has(at)))
    found.push(bestSet({ ...frame, alive: inside }, rules, wanted, budget));
  const outside = new Set(frame.alive);
  outside.delete(hub);
  removeOrphans(outside, frame.requires);
  const possible = [...forced].every((at) => outside.has(at));
  if (possible && (budget.left > 0 || found.length === 0)) {
    found.push(bestSet({ ...frame, alive: outside }, rules, forced, budget));
  }
  const [best = NONE] = sorted(found, (a, b) => compareWorth(b.worth, a.worth));
  return { ...best, exact: budget.left > 0 && found.every(({ exact }) => exact) };
}

/** The item that most requirements join. */
function hubOf(frame: Frame, cluster: readonly number[], forced: ReadonlySet<number>): number {
  const links: number[] = [];
  for (const at of cluster) {
    for (const other of frame.requires[at] ?? []) {
      links[other] = amountAt(links, other) + 1;
      links[at] = amountAt(links, at) + 1;
    }
  }
  const [hub = -1] = sorted(
    cluster.filter((at) => !forced.has(at)),
    (a, b) => amountAt(links, b) - amountAt(links, a) || a - b,
  );
  return hub;
}

function withRequired(frame: Frame, hub: number, forced: ReadonlySet<number>): ReadonlySet<number> {
  const wanted = new Set([...forced, hub]);
  for (const at of wanted) for (const other of frame.requires[at] ?? []) wanted.add(other);
  return wanted;
}

/** What can be chosen beside those: not the others of their groups. */
function withoutMates(frame: Frame, wanted: ReadonlySet<number>): ReadonlySet<number> {
  const owner = new Map<string, number>();
  for (const at of wanted) {
    const group = frame.items[at]?.group ?? null;
    if (group !== null) owner.set(group, at);
  }
  const alive = new Set(frame.alive);
  for (const at of frame.alive) {
    const group = frame.items[at]?.group ?? null;
    if (group !== null && (owner.get(group) ?? at) !== at) alive.delete(at);
  }
  removeOrphans(alive, frame.requires);
  return alive;
}

function compareWorth(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const difference = value - amountAt(b, at);
    if (difference !== 0) return difference;
  }
  return 0;
}
