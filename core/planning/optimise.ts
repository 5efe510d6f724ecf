import type { PlanChoice, PlanItem, PlanRules } from "./types.ts";
import { frameOf, type Frame } from "./optimise/classes.ts";
import { into } from "./optimise/lists.ts";
import { bestSet } from "./optimise/split.ts";

/**
 * The best plan within the ceilings, proven.
 *
 * Feasible is a set of items that spends of each source at most its ceiling and in all at most `total`, has at most one
 * item of each group, no item of `never`, and with each item all that it requires. Of all feasible sets it answers the
 * first by, in this order:
 * 1. `must`: the most items of them, then the most of their points. When that can be had in several ways, one of them is
 *    fixed (a cheapest), class by class (a class is what groups and requirements join), before the rest is decided;
 * 2. each of `minimums`, in its order: the most items of it, up to `atLeast`;
 * 3. the most points;
 * 4. the least money;
 * 5. of items that are interchangeable (same money, points, source and part in the rules) the earlier ones.
 * What of 1 and 2 cannot be is `unmet`: `rule` is the item's or the minimum's id.
 *
 * Method: `optimise/classes.ts` (classes of options), `optimise/prices.ts` (linear bound), `optimise/search.ts` (core),
 * `optimise/combine.ts` (dynamic programme). A relaxation that already keeps a rule is optimal under the rule, so
 * minimums are enforced only where they bind. `exact` is false only when a bound on the work was reached.
 * @throws RangeError when money or points are negative, not whole or too large to add up exactly: callers check.
 */
export function optimise(items: readonly PlanItem[], rules: PlanRules): PlanChoice {
  checkInput(items, rules);
  const frame = frameOf(items, rules);
  const chosen = bestSet(frame, rules, new Set(), { left: MOST_BRANCHES });
  return choiceOf(items, rules, earliest(frame, rules, chosen.items), chosen.exact);
}

const MOST_BRANCHES = 400;
const LARGEST = Number.MAX_SAFE_INTEGER;

function checkInput(items: readonly PlanItem[], rules: PlanRules): void {
  const whole = (value: number, what: string): void => {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${what}: ${String(value)}`);
  };
  let cost = 0;
  let points = 1;
  const ids = new Set<string>();
  for (const item of items) {
    whole(item.cost, `cost of ${item.id}`);
    whole(item.points, `points of ${item.id}`);
    if (ids.has(item.id)) throw new RangeError(`two items ${item.id}`);
    ids.add(item.id);
    cost += item.cost;
    points += item.points;
  }
  if (cost > LARGEST || points * (rules.must.length + 2) > LARGEST)
    throw new RangeError("too large to add up");
  for (const [source, ceiling] of Object.entries(rules.ceilings)) whole(ceiling, `ceiling of ${source}`);
  if (rules.total !== undefined) whole(rules.total, "total");
  for (const minimum of rules.minimums) whole(minimum.atLeast, `minimum ${minimum.id}`);
}

/** Items that differ in nothing that counts change places, so that the earlier ones are in. */
function earliest(frame: Frame, rules: PlanRules, chosen: readonly number[]): ReadonlySet<number> {
  const alone = new Map<string, number[]>();
  const needed = new Set(frame.requires.flat());
  const must = new Set(rules.must);
  for (const at of frame.alive) {
    const item = frame.items[at];
    if (item === undefined || item.group !== null || item.requires.length > 0 || needed.has(at)) continue;
    const key = JSON.stringify([
      item.cost,
      item.points,
      item.source,
      must.has(item.id),
      frame.minimumsOf[at],
    ]);
    into(alone, key, at);
  }
  const set = new Set(chosen);
  for (const same of alone.values()) {
    const inside = same.filter((at) => set.has(at)).length;
    for (const [order, at] of same.entries()) {
      if (order < inside) set.add(at);
      else set.delete(at);
    }
  }
  return set;
}

function choiceOf(
  items: readonly PlanItem[],
  rules: PlanRules,
  set: ReadonlySet<number>,
  exact: boolean,
): PlanChoice {
  const chosen = items.filter((_, at) => set.has(at));
  const ids = new Set(chosen.map(({ id }) => id));
  const bySource: Record<string, number> = {};
  for (const { source, cost } of chosen) bySource[source] = (bySource[source] ?? 0) + cost;
  const unmet = [...new Set(rules.must)].filter((id) => !ids.has(id)).map((rule) => ({ rule, missing: 1 }));
  for (const { id, items: of, atLeast } of rules.minimums) {
    const have = [...new Set(of)].filter((one) => ids.has(one)).length;
    if (have < atLeast) unmet.push({ rule: id, missing: atLeast - have });
  }
  return {
    chosen: chosen.map(({ id }) => id),
    cost: chosen.reduce((sum, item) => sum + item.cost, 0),
    points: chosen.reduce((sum, item) => sum + item.points, 0),
    bySource,
    unmet,
    exact,
  };
}
