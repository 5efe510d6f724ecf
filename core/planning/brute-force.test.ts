import fc from "fast-check";
import { expect, test } from "vitest";
import { optimise } from "./optimise.ts";
import type { PlanItem, PlanRules } from "./types.ts";

/** The optimiser against every subset of 14 lines, by bits, so that a thousand cases take seconds. */
const SIZE = 14;
const SOURCES = ["city", "commune", "recurrent"] as const;

interface Everything {
  /** Sets that keep the hard rules. */
  readonly feasible: readonly number[];
  readonly worthOf: (set: number) => readonly number[];
  readonly maskOf: (ids: readonly string[]) => number;
}

function bitsOf(set: number): number {
  let left = set;
  let bits = 0;
  for (; left !== 0; left &= left - 1) bits += 1;
  return bits;
}

/** Sums of each set from those of the set without its lowest line. */
function sumsOf(values: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  for (let set = 1; set < sums.length; set += 1) {
    const lowest = 31 - Math.clz32(set & -set);
    sums[set] = (sums[set & (set - 1)] ?? 0) + (values[lowest] ?? 0);
  }
  return sums;
}

function everything(items: readonly PlanItem[], rules: PlanRules): Everything {
  const place = new Map(items.map(({ id }, at) => [id, at]));
  const maskOf = (ids: readonly string[]): number => {
    let mask = 0;
    for (const id of ids) mask |= 1 << (place.get(id) ?? 31);
    return mask;
  };
  const needed = items.map(({ requires }) => maskOf(requires));
  const rivals = items.map(({ id, group }) =>
    group === null
      ? 0
      : maskOf(items.flatMap((other) => (other.group === group && other.id !== id ? [other.id] : []))),
  );
  const never = maskOf(rules.never);
  const cost = sumsOf(items.map((item) => item.cost));
  const points = sumsOf(items.map((item) => item.points));
  const purses = SOURCES.map((source) => ({
    spent: sumsOf(items.map((item) => (item.source === source ? item.cost : 0))),
    ceiling: rules.ceilings[source] ?? 0,
  }));
  const isFeasible = (set: number): boolean => {
    if ((set & never) !== 0 || (cost[set] ?? 0) > (rules.total ?? Infinity)) return false;
    if (purses.some(({ spent, ceiling }) => (spent[set] ?? 0) > ceiling)) return false;
    for (let left = set; left !== 0; left &= left - 1) {
      const at = 31 - Math.clz32(left & -left);
      if (((needed[at] ?? 0) & ~set) !== 0 || ((rivals[at] ?? 0) & set) !== 0) return false;
    }
    return true;
  };
  const feasible: number[] = [];
  for (let set = 0; set < 2 ** items.length; set += 1) if (isFeasible(set)) feasible.push(set);
  const must = maskOf(rules.must);
  const minimums = rules.minimums.map((one) => ({ mask: maskOf(one.items), atLeast: one.atLeast }));
  const worthOf = (set: number): readonly number[] => [
    bitsOf(set & must),
    points[set & must] ?? 0,
    ...minimums.map(({ mask, atLeast }) => Math.min(atLeast, bitsOf(set & mask))),
    points[set] ?? 0,
    -(cost[set] ?? 0),
  ];
  return { feasible, worthOf, maskOf };
}

function better(a: readonly number[], b: readonly number[]): boolean {
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? 0;
    if (value !== other) return value > other;
  }
  return false;
}

function bestOf(sets: readonly number[], worthOf: Everything["worthOf"]): readonly number[] {
  let first: readonly number[] = [-1];
  for (const set of sets) {
    const worth = worthOf(set);
    if (better(worth, first)) first = worth;
  }
  return first;
}

const at = fc.integer({ min: 0, max: SIZE - 1 });
/** From small whole numbers, where much is equal, to prices of real equipment. */
const scales = fc.constantFrom(
  { most: 4, step: 1, points: 3 },
  { most: 30, step: 1, points: 20 },
  { most: 2_500, step: 10_000, points: 60 },
  { most: 40_000_000, step: 1, points: 100 },
);
const drawn = scales.chain(({ most, step, points }) =>
  fc.record({
    lines: fc.array(
      fc.record({
        cost: fc.integer({ min: 0, max: most }).map((n) => n * step),
        points: fc.integer({ min: 0, max: points }),
        source: fc.constantFrom(...SOURCES),
        group: fc.constantFrom(null, null, null, null, "a", "b", "c"),
        requires: fc.oneof(
          { weight: 3, arbitrary: fc.constant<readonly number[]>([]) },
          { weight: 1, arbitrary: fc.array(at, { maxLength: 2 }) },
        ),
      }),
      { minLength: SIZE, maxLength: SIZE },
    ),
    shares: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }),
    total: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    must: fc.array(at, { maxLength: 4 }),
    never: fc.array(at, { maxLength: 2 }),
    minimums: fc.array(
      fc.record({ items: fc.array(at, { maxLength: 6 }), atLeast: fc.integer({ min: 0, max: 4 }) }),
      { maxLength: 3 },
    ),
  }),
);

const instance = drawn.map((one): readonly [PlanItem[], PlanRules] => {
  const ids = (list: readonly number[]): string[] => list.map((n) => `i${n}`);
  const items = one.lines.map((line, n): PlanItem =>
    Object.assign({}, line, { id: `i${n}`, requires: ids(line.requires) }),
  );
  const all = items.reduce((sum, { cost }) => sum + cost, 0);
  const part = (share: number): number => Math.floor((all * share) / 150);
  return [
    items,
    {
      ceilings: Object.fromEntries(SOURCES.map((source, n) => [source, part(one.shares[n] ?? 0)])),
      ...(one.total === undefined ? {} : { total: part(one.total) }),
      must: ids(one.must),
      never: ids(one.never),
      minimums: one.minimums.map(({ items: of, atLeast }, n) => ({ id: `m${n}`, items: ids(of), atLeast })),
    },
  ];
});

test("is the best of all 16,384 sets of 14 lines, a thousand times", () => {
  let cases = 0;
  fc.assert(
    fc.property(instance, ([items, rules]) => {
      cases += 1;
      const { feasible, worthOf, maskOf } = everything(items, rules);
      const choice = optimise(items, rules);
      const chosen = maskOf(choice.chosen);
      expect(feasible.includes(chosen)).toBe(true);
      expect(choice.exact).toBe(true);
      const worth = worthOf(chosen);
      // As many musts as can be had, and of the most points …
      expect(worth.slice(0, 2)).toEqual(bestOf(feasible, worthOf).slice(0, 2));
      // … and, with these, the best of everything else.
      const must = maskOf(rules.must);
      const same = feasible.filter((set) => (set & must) === (chosen & must));
      expect(worth).toEqual(bestOf(same, worthOf));
      expect([choice.points, -choice.cost]).toEqual(worth.slice(-2));
    }),
    { numRuns: 1_000 },
  );
  expect(cases).toBe(1_000);
});
