import type { PlanItem, PlanRules } from "../types.ts";
import { amountAt, into, sorted } from "./lists.ts";

/**
 * Items that groups and requirements join are contracted into one class of options, of which exactly one is taken:
 * the multiple-choice knapsack (Sinha & Zoltners 1979). Each option is a whole set of items that may stand together.
 */
export interface Option {
  /** Indices of items, rising. */
  readonly items: readonly number[];
  readonly points: number;
  /** đồng, all sources. */
  readonly cost: number;
  /** đồng by source (rows), and in total if there is such a ceiling (last row). */
  readonly use: readonly number[];
  /** How many items of each minimum. */
  readonly counts: readonly number[];
  /** How many of the items that must be in. */
  readonly must: number;
  readonly mustPoints: number;
}
export interface Frame {
  readonly items: readonly PlanItem[];
  readonly sources: readonly string[];
  readonly limits: readonly number[];
  readonly must: ReadonlySet<number>;
  /** Minimums that each item counts for. */
  readonly minimumsOf: readonly (readonly number[])[];
  readonly minimums: number;
  readonly requires: readonly (readonly number[])[];
  /** What can be chosen at all: not forbidden, and all that it requires neither. */
  readonly alive: ReadonlySet<number>;
}

export function frameOf(items: readonly PlanItem[], rules: PlanRules): Frame {
  const index = new Map(items.map((item, at) => [item.id, at]));
  const sources = [...new Set(items.map((item) => item.source))];
  const limits = sources.map((source) =>
    Object.hasOwn(rules.ceilings, source) ? (rules.ceilings[source] ?? 0) : 0,
  );
  if (rules.total !== undefined) limits.push(rules.total);
  const never = new Set(rules.never);
  const requires = items.map((item) => item.requires.map((id) => index.get(id) ?? -1));
  const alive = new Set<number>();
  for (const [at, item] of items.entries()) if (!never.has(item.id)) alive.add(at);
  removeOrphans(alive, requires);
  const minimumsOf: number[][] = items.map(() => []);
  for (const [which, minimum] of rules.minimums.entries()) {
    for (const id of new Set(minimum.items)) minimumsOf[index.get(id) ?? -1]?.push(which);
  }
  return {
    items,
    sources,
    limits,
    must: new Set(rules.must.flatMap((id) => index.get(id) ?? [])),
    minimumsOf,
    minimums: rules.minimums.length,
    requires,
    alive,
  };
}

/** Takes out what requires something that is not there, until nothing does. */
export function removeOrphans(alive: Set<number>, requires: readonly (readonly number[])[]): void {
  for (let size = -1; size !== alive.size;) {
    size = alive.size;
    for (const at of alive) if (requires[at]?.some((other) => !alive.has(other))) alive.delete(at);
  }
}

/** Connected by group or requirement; what is `forced` in joins nothing, because it is decided. */
export function clustersOf(frame: Frame, forced: ReadonlySet<number>): readonly (readonly number[])[] {
  const root = new Map<number, number>();
  const find = (at: number): number => {
    let top = at;
    for (let up = root.get(top); up !== undefined && up !== top; up = root.get(top)) top = up;
    root.set(at, top);
    return top;
  };
  const join = (a: number, b: number): void => {
    root.set(Math.max(find(a), find(b)), Math.min(find(a), find(b)));
  };
  const ofGroup = new Map<string, number>();
  for (const at of frame.alive) {
    const group = frame.items[at]?.group ?? null;
    if (group !== null) {
      join(at, ofGroup.get(group) ?? at);
      ofGroup.set(group, at);
    }
    for (const other of frame.requires[at] ?? []) if (!forced.has(at) && !forced.has(other)) join(at, other);
  }
  const clusters = new Map<number, number[]>();
  for (const at of sorted(frame.alive, (a, b) => a - b)) into(clusters, find(at), at);
  return [...clusters.values()];
}

/**
 * All sets of a cluster's items that may stand together, without those that another beats in everything; `undefined`
 * when there are more than `most`. Empty when what is forced cannot be.
 */
export function optionsOf(
  frame: Frame,
  cluster: readonly number[],
  forced: ReadonlySet<number>,
  most: number,
): readonly Option[] | undefined {
  const order = requiredFirst(frame, cluster);
  const inside = new Set(cluster);
  const found: Option[] = [];
  const taken = new Set<number>();
  const groups = new Set<string | null>();
  const fits = (at: number): boolean =>
    (frame.requires[at] ?? []).every(
      (other) => taken.has(other) || (!inside.has(other) && forced.has(other)),
    );
  let visited = 0;
  const take = (depth: number, at: number): void => {
    const group = frame.items[at]?.group ?? null;
    if (group !== null && groups.has(group)) return;
    // What is required stands earlier in the order, except in a circle: there the end of the branch decides.
    if (!fits(at) && !(frame.requires[at] ?? []).some((other) => order.indexOf(other) >= depth)) return;
    taken.add(at);
    groups.add(group);
    visit(depth + 1);
    taken.delete(at);
    groups.delete(group);
  };
  const visit = (depth: number): void => {
    visited += 1;
    if (visited > most * 8) return;
    const at = order[depth];
    if (at !== undefined) {
      take(depth, at);
      if (!forced.has(at)) visit(depth + 1);
    } else if ([...taken].every(fits))
      found.push(
        optionFrom(
          frame,
          sorted(taken, (a, b) => a - b),
        ),
      );
  };
  visit(0);
  if (visited > most * 8 || found.length > most) return undefined;
  return found.filter(({ use }) => use.every((amount, row) => amount <= amountAt(frame.limits, row)));
}

function requiredFirst(frame: Frame, cluster: readonly number[]): readonly number[] {
  const inside = new Set(cluster);
  const order = new Set<number>();
  const open = new Set<number>();
  const visit = (at: number): void => {
    if (order.has(at) || open.has(at) || !inside.has(at)) return;
    open.add(at);
    for (const other of frame.requires[at] ?? []) visit(other);
    order.add(at);
  };
  for (const at of cluster) visit(at);
  return [...order];
}

function optionFrom(frame: Frame, items: readonly number[]): Option {
  const use: number[] = frame.limits.map(() => 0);
  const counts: number[] = Array.from({ length: frame.minimums }, () => 0);
  let points = 0;
  let cost = 0;
  let must = 0;
  let mustPoints = 0;
  for (const at of items) {
    const item = frame.items[at];
    if (item === undefined) continue;
    points += item.points;
    cost += item.cost;
    if (frame.must.has(at)) {
      must += 1;
      mustPoints += item.points;
    }
    const row = frame.sources.indexOf(item.source);
    use[row] = amountAt(use, row) + item.cost;
    for (const minimum of frame.minimumsOf[at] ?? []) counts[minimum] = (counts[minimum] ?? 0) + 1;
  }
  if (use.length > frame.sources.length) use[use.length - 1] = cost;
  return { items, points, cost, use, counts, must, mustPoints };
}

/**
 * Dominance (Kellerer, Pferschy & Pisinger 2004, §11.2): without options that another beats, which costs no more from any
 * source, has as many points, and counts as much for the minimums `rows`.
 */
export function withoutBeaten(options: readonly Option[], rows: readonly number[]): readonly Option[] {
  if (options.length < 2) return options;
  const kept: Option[] = [];
  for (const option of sorted(options, (a, b) => b.points - a.points || a.cost - b.cost)) {
    if (!kept.some((other) => beats(other, option, rows))) kept.push(option);
  }
  return kept;
}

function beats(a: Option, b: Option, rows: readonly number[]): boolean {
  if (a.points < b.points) return false;
  for (const [row, amount] of a.use.entries()) if (amount > amountAt(b.use, row)) return false;
  return rows.every((row) => amountAt(a.counts, row) >= amountAt(b.counts, row));
}
