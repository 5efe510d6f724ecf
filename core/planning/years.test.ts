import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlanItem, PlanRules } from "./types.ts";
import { planYears } from "./years.ts";

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
