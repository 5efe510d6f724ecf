import fc from "fast-check";
import { expect, test } from "vitest";
import { optimise } from "./optimise.ts";
import type { PlanItem, PlanRules } from "./types.ts";
import { budgetOf, eachYear, planYears, sumOfYear, yearsOf } from "./years.ts";

const item = (id: string, cost: number, points: number, more: Partial<PlanItem> = {}): PlanItem => ({
  id,
  cost,
  points,
  source: "city",
  group: null,
  requires: [],
  ...more,
});
const year = (
  of: number,
  city: number,
  more: Partial<PlanRules> = {},
): { year: number; rules: PlanRules } => ({
  year: of,
  rules: { ceilings: { city }, must: [], never: [], minimums: [], ...more },
});

test("what one year leaves is planned in the next, and grows by a tenth of its first points a year", () => {
  const items = [item("a", 60, 50), item("b", 50, 31), item("c", 40, 20)];
  const plans = planYears(items, [year(2027, 60), year(2028, 50), year(2029, 50)]);
  expect(plans.map(({ choice }) => choice.chosen)).toEqual([["a"], ["b"], ["c"]]);
  expect(plans.map(({ choice }) => choice.points)).toEqual([50, 35, 24]);
  expect(plans[1]?.items.map(({ id }) => id)).toEqual(["b", "c"]);
});

test("one of a group settles it; what requires a bought line may follow; must and minimums are met once", () => {
  const items = [
    item("repair", 20, 5, { group: "g" }),
    item("replace", 100, 9, { group: "g" }),
    item("licence", 30, 4, { requires: ["repair"] }),
    item("pc1", 30, 1),
    item("pc2", 30, 1),
  ];
  const rules = { must: ["repair"], minimums: [{ id: "m", items: ["pc1", "pc2"], atLeast: 1 }] };
  const plans = planYears(items, [year(2027, 50, rules), year(2028, 30, rules), year(2029, 500, rules)]);
  expect(plans.map(({ choice }) => choice.chosen)).toEqual([["repair", "pc1"], ["licence"], ["pc2"]]);
  expect(plans.flatMap(({ choice }) => choice.unmet)).toEqual([]);
});

test("nothing is bought twice, no year spends more than it has, every year is proven", () => {
  const drawn = fc.record({
    cost: fc.integer({ min: 0, max: 30 }),
    points: fc.integer({ min: 0, max: 20 }),
    group: fc.constantFrom(null, "g"),
  });
  fc.assert(
    fc.property(
      fc.array(drawn, { maxLength: 12 }),
      fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 5 }),
      (some, budgets) => {
        const items = some.map(({ cost, points, group }, at) =>
          item(`i${String(at)}`, cost, points, { group }),
        );
        const plans = planYears(
          items,
          budgets.map((budget, at) => year(2027 + at, budget)),
        );
        const chosen = plans.flatMap(({ choice }) => choice.chosen);
        expect(new Set(chosen).size).toBe(chosen.length);
        for (const [at, { choice }] of plans.entries()) {
          expect(choice.cost).toBeLessThanOrEqual(budgets[at] ?? 0);
          expect(choice.exact).toBe(true);
        }
      },
    ),
  );
});

test("a locked line in whose place another one was taken is asked for once, not in every year", () => {
  const items = [item("replace", 100, 9, { group: "g" }), item("repair", 20, 5, { group: "g" })];
  const rules = { must: ["replace", "unknown"] };
  const plans = planYears(items, [year(2027, 50, rules), year(2028, 500, rules)]);
  expect(plans.map(({ choice }) => choice.unmet.map(({ rule }) => rule))).toEqual([
    ["replace", "unknown"],
    [],
  ]);
});

test("years with the plan's own money have its own rules; with other money the sources keep their shares", () => {
  const rules: PlanRules = {
    ceilings: { city: 300, commune: 100 },
    must: ["a"],
    never: ["b"],
    minimums: [],
  };
  const [own, half, none] = yearsOf(rules, 2027, [400, 200, 0]);
  expect(own).toEqual({ year: 2027, rules });
  expect(half).toEqual({
    year: 2028,
    rules: { ...rules, ceilings: { city: 150, commune: 50 }, total: 200 },
  });
  expect(none?.rules.ceilings).toEqual({ city: 0, commune: 0 });
  // Each source may have all of the total: it stays so.
  const either = { ...rules, ceilings: { city: 400, commune: 400 }, total: 400 };
  expect(yearsOf(either, 2027, [700])[0]?.rules).toMatchObject({
    ceilings: { city: 700, commune: 700 },
    total: 700,
  });
  // A plan without money says nothing of shares.
  expect(yearsOf({ ...rules, ceilings: { city: 0 } }, 2027, [90])[0]?.rules.ceilings).toEqual({ city: 90 });
  expect(budgetOf(rules)).toBe(400);
  expect(budgetOf({ ...rules, total: 350 })).toBe(350);
  expect(budgetOf({ ...rules, total: 450 })).toBe(400);
});

test("no total is too large to plan with, and none is exceeded", () => {
  const dong = fc.integer({ min: 0, max: 9_999_999_999_999 });
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom("city", "commune", "other"), dong), dong, (ceilings, total) => {
      const rules: PlanRules = { ceilings, must: [], never: [], minimums: [] };
      const [next] = yearsOf(rules, 2027, [total]);
      if (next === undefined) throw new Error("a year was asked for");
      expect(budgetOf(next.rules)).toBeLessThanOrEqual(total);
      expect(() => planYears([item("a", 1, 1)], [next])).not.toThrow();
    }),
  );
});

test("what a year leaves: once for each thing, without what is not wanted, and without what another line settled", () => {
  const items = [
    item("in", 60, 90),
    item("next", 30, 50),
    item("repair", 20, 5, { group: "g" }),
    item("replace", 100, 9, { group: "g" }),
    item("never", 10, 99),
    item("worthless", 10, 0),
  ];
  const [first, second] = planYears(items, [
    year(2027, 60, { never: ["never"] }),
    year(2028, 130, { never: ["never"] }),
  ]).map((one) => sumOfYear(one));
  expect(first).toMatchObject({ year: 2027, ceiling: 60, cost: 60, chosen: ["in"], leftCost: 130 });
  expect(first?.left).toEqual(["next", "replace"]);
  expect(second).toMatchObject({ chosen: ["next", "replace"], left: [], leftCost: 0 });
});

test("the licences of a PC that was upgraded instead are not left; those of one that waits are", () => {
  const pc = (id: string, upgrade: number) => [
    item(`replace:${id}`, 100, 20, { group: id, requires: [`license:${id}`, `office:${id}`] }),
    item(`license:${id}`, 30, 1, { requires: [`replace:${id}`] }),
    item(`office:${id}`, 40, 1, { requires: [`replace:${id}`] }),
    item(`upgrade:${id}`, upgrade, 19, { group: id }),
  ];
  const [only] = planYears([...pc("a", 10), ...pc("b", 90)], [year(2027, 20)]).map((one) => sumOfYear(one));
  expect(only).toMatchObject({ chosen: ["upgrade:a"], leftCost: 170 });
  expect(only?.left).toEqual(["replace:b", "license:b", "office:b"]);
});

test("the first year is the plan itself, and a year is worked out only when it is asked for", () => {
  const items = [item("a", 60, 50), item("b", 50, 31)];
  const rules: PlanRules = { ceilings: { city: 60 }, must: [], never: [], minimums: [] };
  const years = eachYear(items, yearsOf(rules, 2027, [60, -1]));
  const { value } = years.next();
  expect(value?.choice).toEqual(optimise(items, rules));
  // The second has a budget that nothing can be planned with.
  expect(() => years.next()).toThrow(RangeError);
});

test("of all years together every line is in one, left at the end, or settled by another", () => {
  const drawn = fc.record({
    cost: fc.integer({ min: 0, max: 30 }),
    points: fc.integer({ min: 0, max: 20 }),
    group: fc.constantFrom(null, "g", "h"),
  });
  fc.assert(
    fc.property(
      fc.array(drawn, { maxLength: 12 }),
      fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 5 }),
      (some, totals) => {
        const items = some.map(({ cost, points, group }, at) =>
          item(`i${String(at)}`, cost, points, { group }),
        );
        const rules: PlanRules = { ceilings: { city: 30 }, must: [], never: [], minimums: [] };
        const sums = planYears(items, yearsOf(rules, 2027, totals)).map((one) => sumOfYear(one));
        const done = sums.flatMap(({ chosen }) => chosen);
        const left = sums.at(-1)?.left ?? [];
        const thingOf = new Map(items.map(({ id, group }) => [id, group ?? id]));
        const things = [...done, ...left].map((id) => thingOf.get(id));
        expect(new Set(things).size).toBe(things.length);
        const wanted = new Set(items.filter(({ points }) => points > 0).map(({ id }) => thingOf.get(id)));
        for (const thing of wanted) expect(things).toContain(thing);
        for (const [at, { cost, ceiling }] of sums.entries()) {
          expect(cost).toBeLessThanOrEqual(ceiling);
          expect(ceiling).toBeLessThanOrEqual(totals[at] ?? 0);
        }
      },
    ),
  );
});
