import { optimise } from "./optimise.ts";
import type { Explanation, PlanChoice, PlanItem, PlanRules } from "./types.ts";

/**
 * Why each line is in or out, for all items in their order, from the plan that `optimise` chose. Quick (one more plan
 * at most); `explainOne` adds what a change would do, which takes several.
 *
 * In: `must` (params `for`: the line that must be in and requires it, when it is not one itself); `minimum` (`rule`; it
 * would not be in without the minimums); `worth` (`points`, `cost`).
 * Out, first that holds. Obstacles that no priority overcomes: `never`; `requires` (`what`: can itself never be in);
 * `no_source` (`source` has no money); `no_money` (`missing`: the line with all that it requires costs so much more than
 * the ceiling). What took its place: `alternative` (`other`: chosen of the same group); `over_must` (`missing`: beside
 * the lines that must be in); `requires` (`what`: could be in, but is not); `worth_less` (`points`, `cost`, `left`:
 * money left for it, `missing`: what it costs beyond that, 0 when it earns nothing).
 */
export function explain(
  items: readonly PlanItem[],
  rules: PlanRules,
  choice: PlanChoice,
): readonly Explanation[] {
  const view = viewOf(items, rules, choice);
  const free = bindingMinimums(items, rules, choice);
  return items.map((item) => (view.chosen.has(item.id) ? whyIn(view, item, free) : whyOut(view, item)));
}

/**
 * As `explain`, with what would change. In for its worth: `lostPoints`, what the best plan without it has less. Out but
 * possible: `lostPoints`, what the best plan with it has less; `breaks`: the minimum or other must that forcing it in
 * would cost; `extra`: raised by so many đồng, the ceilings that bind it let it into the best plan (absent: none found).
 */
export function explainOne(
  items: readonly PlanItem[],
  rules: PlanRules,
  choice: PlanChoice,
  id: string,
): Explanation | undefined {
  const item = items.find((one) => one.id === id);
  if (item === undefined) return undefined;
  const view = viewOf(items, rules, choice);
  if (view.chosen.has(id)) {
    const why = whyIn(view, item, bindingMinimums(items, rules, choice));
    if (why.because !== "worth") return why;
    const without = optimise(items, { ...rules, never: [...rules.never, id] });
    return { ...why, params: { ...why.params, lostPoints: choice.points - without.points } };
  }
  const why = whyOut(view, item);
  if (!SOFT.has(why.because) || (why.because === "requires" && hopeless(view, item) !== undefined))
    return why;
  const forced = optimise(items, { ...rules, must: [...rules.must, id] });
  const before = new Map(choice.unmet.map(({ rule, missing }) => [rule, missing]));
  const broken = forced.unmet.find(({ rule, missing }) => missing > (before.get(rule) ?? 0));
  const extra = why.because === "worth_less" ? extraFor(items, rules, view, item) : undefined;
  return {
    ...why,
    params: {
      ...why.params,
      ...(forced.chosen.includes(id) ? { lostPoints: choice.points - forced.points } : {}),
      ...(broken === undefined ? {} : { breaks: broken.rule }),
      ...(extra === undefined ? {} : { extra }),
    },
  };
}
const SOFT: ReadonlySet<string> = new Set(["alternative", "requires", "worth_less"]);

type Out = Extract<Explanation, { in: false }>;
type In = Extract<Explanation, { in: true }>;

interface View {
  readonly rules: PlanRules;
  readonly byId: ReadonlyMap<string, PlanItem>;
  readonly chosen: ReadonlySet<string>;
  readonly never: ReadonlySet<string>;
  readonly must: ReadonlySet<string>;
  /** Chosen because a line that must be in requires it → that line; those lines themselves. */
  readonly forced: ReadonlyMap<string, string>;
  readonly ofGroup: ReadonlyMap<string, string>;
  readonly spent: Readonly<Record<string, number>>;
  readonly cost: number;
}

function viewOf(items: readonly PlanItem[], rules: PlanRules, choice: PlanChoice): View {
  const byId = new Map(items.map((item) => [item.id, item]));
  const chosen = new Set(choice.chosen);
  const forced = new Map<string, string>();
  for (const id of rules.must) {
    if (chosen.has(id))
      for (const { id: with_ } of bundleOf(byId, id)) if (!forced.has(with_)) forced.set(with_, id);
  }
  const ofGroup = new Map<string, string>();
  for (const id of chosen) {
    const group = byId.get(id)?.group ?? null;
    if (group !== null) ofGroup.set(group, id);
  }
  return {
    rules,
    byId,
    chosen,
    never: new Set(rules.never),
    must: new Set(rules.must),
    forced,
    ofGroup,
    spent: choice.bySource,
    cost: choice.cost,
  };
}

/** The item and all that it requires, near and far. */
function bundleOf(byId: ReadonlyMap<string, PlanItem>, id: string): readonly PlanItem[] {
  const ids = new Set([id]);
  for (const one of ids) for (const other of byId.get(one)?.requires ?? []) ids.add(other);
  return [...ids].flatMap((one) => byId.get(one) ?? []);
}

/** Chosen lines that would not be in if there were no minimums. */
function bindingMinimums(
  items: readonly PlanItem[],
  rules: PlanRules,
  choice: PlanChoice,
): ReadonlySet<string> {
  if (rules.minimums.length === 0) return new Set();
  const free = optimise(items, { ...rules, minimums: [] });
  if (free.points === choice.points && free.cost === choice.cost) return new Set();
  const without = new Set(free.chosen);
  return new Set(choice.chosen.filter((id) => !without.has(id)));
}

function whyIn(view: View, item: PlanItem, needed: ReadonlySet<string>): In {
  const { id, points, cost } = item;
  if (view.must.has(id)) return { id, in: true, because: "must", params: {} };
  const forced = view.forced.get(id);
  if (forced !== undefined) return { id, in: true, because: "must", params: { for: forced } };
  const rule = needed.has(id) ? view.rules.minimums.find(({ items }) => items.includes(id)) : undefined;
  if (rule !== undefined)
    return { id, in: true, because: "minimum", params: { rule: rule.id, points, cost } };
  return { id, in: true, because: "worth", params: { points, cost } };
}

/** What it requires that can never be in. */
function hopeless(view: View, item: PlanItem): string | undefined {
  const bundle = bundleOf(view.byId, item.id);
  const unknown = bundle.flatMap(({ requires }) => requires.find((other) => !view.byId.has(other)) ?? []);
  if (unknown[0] !== undefined) return unknown[0];
  const groups = new Map<string, string>();
  for (const { id, group, source, cost } of bundle) {
    if (view.never.has(id)) return id;
    if (id !== item.id && cost > ceilingOf(view.rules, source)) return id;
    if (group !== null && groups.has(group)) return id === item.id ? groups.get(group) : id;
    if (group !== null) groups.set(group, id);
  }
  return undefined;
}
const ceilingOf = (rules: PlanRules, source: string): number =>
  Object.hasOwn(rules.ceilings, source) ? (rules.ceilings[source] ?? 0) : 0;

function whyOut(view: View, item: PlanItem): Out {
  const { id, points, cost, group, source } = item;
  const out = (because: Out["because"], params: Out["params"]): Out => ({ id, in: false, because, params });
  if (view.never.has(id)) return out("never", {});
  const what = hopeless(view, item);
  if (what !== undefined) return out("requires", { what });
  if (cost > 0 && ceilingOf(view.rules, source) === 0) return out("no_source", { source });
  const bundle = bundleOf(view.byId, id);
  const missing = lacking(view.rules, bundle);
  if (missing > 0) return out("no_money", { missing });
  const other = group === null ? undefined : view.ofGroup.get(group);
  if (other !== undefined) return out("alternative", { other });
  const musts = [...view.forced.keys()].flatMap((one) => view.byId.get(one) ?? []);
  const beside = lacking(view.rules, [...new Set([...musts, ...bundle])]);
  if (beside > 0) return out("over_must", { missing: beside });
  const absent = item.requires.find((one) => one !== id && !view.chosen.has(one));
  if (absent !== undefined) return out("requires", { what: absent });
  const left = leftFor(view, source);
  return out("worth_less", { points, cost, left, missing: Math.max(0, cost - left) });
}

/** By how much the items exceed the ceilings, where they do so most. */
function lacking(rules: PlanRules, items: readonly PlanItem[]): number {
  const spent = new Map<string, number>();
  let total = 0;
  for (const { source, cost } of items) {
    spent.set(source, (spent.get(source) ?? 0) + cost);
    total += cost;
  }
  let missing = Math.max(0, total - (rules.total ?? Infinity));
  for (const [source, cost] of spent) missing = Math.max(missing, cost - ceilingOf(rules, source));
  return missing;
}

const leftFor = (view: View, source: string): number =>
  Math.min(
    ceilingOf(view.rules, source) - (view.spent[source] ?? 0),
    (view.rules.total ?? Infinity) - view.cost,
  );

/** Tried upwards from what is missing: more money may first go to something that is worth more. */
function extraFor(
  items: readonly PlanItem[],
  rules: PlanRules,
  view: View,
  item: PlanItem,
): number | undefined {
  const missing = item.cost - leftFor(view, item.source);
  if (missing <= 0 || item.points === 0) return undefined;
  const enough = items.reduce((sum, { cost }) => sum + cost, 0);
  for (let [extra, tries] = [missing, 0]; tries < 6; tries += 1) {
    const raised = raise(rules, item.source, extra);
    if (optimise(items, raised).chosen.includes(item.id)) return extra;
    if (extra >= enough) return undefined;
    extra = Math.min(enough, extra + Math.max(item.cost, Math.floor(extra / 2)));
  }
  return undefined;
}

/** The ceiling of a source, and the total if there is one, raised by `extra` đồng. */
export function raise(rules: PlanRules, source: string, extra: number): PlanRules {
  return {
    ...rules,
    ceilings: { ...rules.ceilings, [source]: ceilingOf(rules, source) + extra },
    ...(rules.total === undefined ? {} : { total: rules.total + extra }),
  };
}
