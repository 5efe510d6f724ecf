import fc from "fast-check";
import { expect, test } from "vitest";
import { optimise } from "./optimise.ts";
import type { PlanChoice, PlanItem, PlanRules } from "./types.ts";

const item = (id: string, cost: number, points: number, more: Partial<PlanItem> = {}): PlanItem => ({
  id,
  cost,
  points,
  source: "city",
  group: null,
  requires: [],
  ...more,
});
const rules = (more: Partial<PlanRules> = {}): PlanRules => ({
  ceilings: { city: 100 },
  must: [],
  never: [],
  minimums: [],
  ...more,
});

interface Tried {
  readonly ids: ReadonlySet<string>;
  readonly worth: readonly number[];
}
/** All that is feasible, by the words of the definition and nothing else. */
function feasible(items: readonly PlanItem[], { ceilings, total, never }: PlanRules): readonly PlanItem[][] {
  const sets: PlanItem[][] = [];
  for (let mask = 0; mask < 2 ** items.length; mask += 1) {
    const set = items.filter((_, at) => (mask >> at) % 2 === 1);
    const ids = new Set(set.map(({ id }) => id));
    const groups = set.flatMap(({ group }) => group ?? []);
    const spent = (source: string): number =>
      set.reduce((sum, one) => sum + (one.source === source ? one.cost : 0), 0);
    if (
      set.every(({ id, requires }) => !never.includes(id) && requires.every((other) => ids.has(other))) &&
      new Set(groups).size === groups.length &&
      set.every(({ source }) => spent(source) <= (ceilings[source] ?? 0)) &&
      set.reduce((sum, { cost }) => sum + cost, 0) <= (total ?? Infinity)
    ) {
      sets.push(set);
    }
  }
  return sets;
}
const worthOf = (set: readonly PlanItem[], { must, minimums }: PlanRules): readonly number[] => [
  set.filter(({ id }) => must.includes(id)).length,
  set.reduce((sum, { id, points }) => sum + (must.includes(id) ? points : 0), 0),
  ...minimums.map(({ items, atLeast }) =>
    Math.min(atLeast, set.filter(({ id }) => items.includes(id)).length),
  ),
  set.reduce((sum, { points }) => sum + points, 0),
  -set.reduce((sum, { cost }) => sum + cost, 0),
];
const compare = (a: readonly number[], b: readonly number[]): number =>
  a.map((value, at) => value - (b[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
const best = (sets: readonly PlanItem[][], of: PlanRules): Tried => {
  let first: Tried = { ids: new Set(), worth: [-1] };
  for (const set of sets) {
    const worth = worthOf(set, of);
    if (compare(worth, first.worth) > 0) first = { ids: new Set(set.map(({ id }) => id)), worth };
  }
  return first;
};

function expectOptimal(items: readonly PlanItem[], of: PlanRules): PlanChoice {
  const choice = optimise(items, of);
  const sets = feasible(items, of);
  const chosen = items.filter(({ id }) => choice.chosen.includes(id));
  expect(sets).toContainEqual(chosen);
  const worth = worthOf(chosen, of);
  const optimum = best(sets, of);
  expect(worth.slice(0, 2)).toEqual(optimum.worth.slice(0, 2));
  // How the musts are met is settled first; everything else is the best that this leaves.
  const musts = (set: readonly PlanItem[]): string =>
    set.flatMap(({ id }) => (of.must.includes(id) ? [id] : [])).join();
  expect(worth).toEqual(
    best(
      sets.filter((set) => musts(set) === musts(chosen)),
      of,
    ).worth,
  );
  expect(choice.exact).toBe(true);
  expect(choice.cost).toBe(-(worth.at(-1) ?? 0));
  expect(choice.points).toBe(worth.at(-2));
  return choice;
}

const SOURCES = ["city", "commune", "other"];
const instance = fc
  .record({
    size: fc.integer({ min: 0, max: 11 }),
    dear: fc.constantFrom(3, 20, 1_000_000),
    rich: fc.constantFrom(2, 12, 100),
    linked: fc.constantFrom(0, 0.2, 0.6),
  })
  .chain(({ size, dear, rich, linked }) => {
    const index = fc.integer({ min: 0, max: Math.max(0, size - 1) });
    const few = fc.array(index, { maxLength: 3 });
    const amount = fc.integer({ min: 0, max: dear });
    return fc.record({
      items: fc.array(
        fc.record({
          cost: amount,
          points: fc.integer({ min: 0, max: rich }),
          source: fc.constantFrom(...SOURCES),
          group: fc.integer({ min: 0, max: Math.ceil(5 / (linked + 0.1)) }),
          requires: fc.array(index, { maxLength: linked > 0 ? 2 : 0 }),
          link: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        { minLength: size, maxLength: size },
      ),
      linked: fc.constant(linked),
      ceilings: fc.array(fc.integer({ min: 0, max: (dear * Math.max(1, size) * 0.5) | 0 }), {
        minLength: 3,
        maxLength: 3,
      }),
      total: fc.option(fc.integer({ min: 0, max: (dear * Math.max(1, size) * 0.7) | 0 }), { nil: undefined }),
      must: few,
      never: fc.array(index, { maxLength: 1 }),
      minimums: fc.array(
        fc.record({ items: fc.array(index, { maxLength: 5 }), atLeast: fc.integer({ min: 0, max: 3 }) }),
        { maxLength: 3 },
      ),
    });
  })
  .map((drawn): readonly [PlanItem[], PlanRules] => {
    const id = (at: number): string => `i${String(at)}`;
    const ids = (list: readonly number[]): string[] => (drawn.items.length === 0 ? [] : list.map(id));
    return [
      drawn.items.map(({ link, group, requires, ...one }, at) =>
        item(id(at), one.cost, one.points, {
          source: one.source,
          group: group < 4 ? `g${String(group)}` : null,
          requires: link < drawn.linked ? ids(requires) : [],
        }),
      ),
      {
        ceilings: Object.fromEntries(SOURCES.map((source, at) => [source, drawn.ceilings[at] ?? 0])),
        ...(drawn.total === undefined ? {} : { total: drawn.total }),
        must: ids(drawn.must),
        never: ids(drawn.never),
        minimums: drawn.minimums.map(({ items, atLeast }, at) => ({
          id: `m${String(at)}`,
          items: ids(items),
          atLeast,
        })),
      },
    ];
  });

test("is the same as trying everything: groups, requirements, sources, total, must, never, minimums", () => {
  fc.assert(
    fc.property(instance, ([items, of]) => {
      expectOptimal(items, of);
    }),
    // A thousand of 14 lines each: brute-force.test.ts.
    { numRuns: 300 },
  );
});

test("splits a cluster that has too many options to list", () => {
  // One server that 20 lines require, of different prices: 2^20 sets, one hub.
  const lines = Array.from({ length: 20 }, (_, at) =>
    item(`l${String(at)}`, 7 + ((at * 5) % 11), 3 + ((at * 7) % 13), { requires: ["server"] }),
  );
  const items = [item("server", 40, 1), ...lines, item("alone", 60, 60)];
  const without = optimise(
    lines.map((line) => ({ ...line, requires: [] })),
    rules({ ceilings: { city: 60 } }),
  );
  const choice = optimise(items, rules());
  expect(choice).toMatchObject({ exact: true, points: 1 + without.points, cost: 40 + without.cost });
  expect(optimise(items, rules({ ceilings: { city: 64 } }))).toMatchObject({
    exact: true,
    chosen: ["alone"],
    points: 60,
  });
});

test("a budget of 0 buys what costs nothing, and says what is not met", () => {
  const items = [item("a", 5, 9), item("gift", 0, 1)];
  const choice = optimise(
    items,
    rules({ ceilings: { city: 0 }, must: ["a"], minimums: [{ id: "m", items: ["a"], atLeast: 1 }] }),
  );
  expect(choice).toEqual({
    chosen: ["gift"],
    cost: 0,
    points: 1,
    bySource: { city: 0 },
    unmet: [
      { rule: "a", missing: 1 },
      { rule: "m", missing: 1 },
    ],
    exact: true,
  });
  expect(optimise([], rules())).toEqual({
    chosen: [],
    cost: 0,
    points: 0,
    bySource: {},
    unmet: [],
    exact: true,
  });
});

test("must goes before points, and as many of them as fit", () => {
  const items = [item("big", 100, 50), item("small", 40, 1), item("other", 60, 2), item("best", 100, 90)];
  expect(optimise(items, rules({ must: ["big", "small", "other"] }))).toMatchObject({
    chosen: ["small", "other"],
    unmet: [{ rule: "big", missing: 1 }],
  });
});

test("minimums go before points, in their order", () => {
  const items = [item("pc1", 60, 1), item("pc2", 60, 2), item("best", 100, 90)];
  const first = { id: "first", items: ["pc1"], atLeast: 1 };
  const second = { id: "second", items: ["pc2"], atLeast: 1 };
  expect(optimise(items, rules({ minimums: [first, second] }))).toMatchObject({
    chosen: ["pc1"],
    unmet: [{ rule: "second", missing: 1 }],
  });
  expect(optimise(items, rules({ minimums: [second, first] })).chosen).toEqual(["pc2"]);
});

test("of equal plans the cheaper, of interchangeable lines the earlier", () => {
  expect(
    optimise([item("dear", 90, 5, { group: "g" }), item("cheap", 10, 5, { group: "g" })], rules()).chosen,
  ).toEqual(["cheap"]);
  const alike = ["a", "b", "c", "d"].map((id) => item(id, 40, 7));
  expect(optimise(alike, rules()).chosen).toEqual(["a", "b"]);
});

test("adds up in whole đồng to a thousand billion", () => {
  const items = [item("a", 1e12, 3), item("b", 1e12 - 1, 2), item("c", 1, 2)];
  expect(optimise(items, rules({ ceilings: { city: 1e12 } }))).toMatchObject({
    chosen: ["b", "c"],
    cost: 1e12,
    points: 4,
  });
});

test("refuses what is no amount of money", () => {
  for (const wrong of [-1, Number.NaN, 0.5, Infinity, 2 ** 53]) {
    expect(() => optimise([item("a", wrong, 1)], rules())).toThrow(RangeError);
    expect(() => optimise([item("a", 1, wrong)], rules())).toThrow(RangeError);
    expect(() => optimise([], rules({ ceilings: { city: wrong } }))).toThrow(RangeError);
    expect(() => optimise([], rules({ total: wrong }))).toThrow(RangeError);
  }
  expect(() => optimise([item("a", 1, 1), item("a", 1, 1)], rules())).toThrow(RangeError);
});
