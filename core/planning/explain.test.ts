import fc from "fast-check";
import { expect, test } from "vitest";
import { explain, explainOne, raise } from "./explain.ts";
import { optimise } from "./optimise.ts";
import type { Explanation, PlanItem, PlanRules } from "./types.ts";

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
const because = (items: readonly PlanItem[], of: PlanRules): Record<string, Explanation["because"]> =>
  Object.fromEntries(explain(items, of, optimise(items, of)).map((why) => [why.id, why.because]));

test("says for each line why it is in or out", () => {
  const items = [
    item("locked", 30, 1, { requires: ["part"] }),
    item("part", 10, 0),
    item("good", 20, 40),
    item("counter", 25, 1),
    item("banned", 1, 99),
    item("lonely", 1, 99, { requires: ["banned"] }),
    item("elsewhere", 1, 99, { source: "investment" }),
    item("huge", 101, 99),
    item("replace", 15, 60, { group: "g" }),
    item("repair", 5, 20, { group: "g" }),
    item("large", 61, 99),
    item("small", 25, 2),
    item("licence", 1, 1, { requires: ["small"] }),
  ];
  const of = rules({
    must: ["locked"],
    never: ["banned"],
    minimums: [{ id: "counters", items: ["counter"], atLeast: 1 }],
  });
  const choice = optimise(items, of);
  expect(explain(items, of, choice)).toEqual([
    { id: "locked", in: true, because: "must", params: {} },
    { id: "part", in: true, because: "must", params: { for: "locked" } },
    { id: "good", in: true, because: "worth", params: { points: 40, cost: 20 } },
    { id: "counter", in: true, because: "minimum", params: { rule: "counters", points: 1, cost: 25 } },
    { id: "banned", in: false, because: "never", params: {} },
    { id: "lonely", in: false, because: "requires", params: { what: "banned" } },
    { id: "elsewhere", in: false, because: "no_source", params: { source: "investment" } },
    { id: "huge", in: false, because: "no_money", params: { missing: 1 } },
    { id: "replace", in: true, because: "worth", params: { points: 60, cost: 15 } },
    { id: "repair", in: false, because: "alternative", params: { other: "replace" } },
    { id: "large", in: false, because: "over_must", params: { missing: 1 } },
    { id: "small", in: false, because: "worth_less", params: { points: 2, cost: 25, left: 0, missing: 25 } },
    { id: "licence", in: false, because: "requires", params: { what: "small" } },
  ]);
});

test("says what would change", () => {
  const items = [item("a", 60, 60), item("b", 50, 45), item("c", 40, 30)];
  const choice = optimise(items, rules());
  expect(choice.chosen).toEqual(["a", "c"]);
  // Without a: b and c. With b: b and c. From 110: a and b.
  expect(explainOne(items, rules(), choice, "a")?.params).toEqual({ points: 60, cost: 60, lostPoints: 15 });
  expect(explainOne(items, rules(), choice, "b")?.params).toMatchObject({
    lostPoints: 15,
    left: 0,
    missing: 50,
    extra: 50,
  });
  expect(explainOne(items, rules(), choice, "unknown")).toBeUndefined();
});

const instance = fc
  .record({
    drawn: fc.array(
      fc.record({
        cost: fc.integer({ min: 1, max: 40 }),
        points: fc.integer({ min: 0, max: 30 }),
        source: fc.constantFrom("city", "city", "city", "commune", "other"),
        group: fc.constantFrom(null, null, null, "g", "h"),
        requires: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 1 }),
        linked: fc.boolean(),
      }),
      { minLength: 1, maxLength: 10 },
    ),
    city: fc.integer({ min: 0, max: 150 }),
    total: fc.option(fc.integer({ min: 0, max: 150 }), { nil: undefined }),
    must: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 2 }),
    never: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 2 }),
    minimum: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
  })
  .map(({ drawn, city, total, must, never, minimum }): readonly [PlanItem[], PlanRules] => {
    const ids = (list: readonly number[]): string[] =>
      [...new Set(list)].filter((at) => at < drawn.length).map((at) => `i${String(at)}`);
    return [
      drawn.map(({ requires, linked, ...one }, at) => ({
        ...one,
        id: `i${String(at)}`,
        requires: linked ? ids(requires.filter((other) => other !== at)) : [],
      })),
      {
        ceilings: { city, commune: 40 },
        ...(total === undefined ? {} : { total }),
        must: ids(must),
        never: ids(never),
        minimums: [{ id: "m", items: ids(minimum), atLeast: 2 }],
      },
    ];
  });

/** The plan with the reason taken away, or the line forced in against it. */
function check(items: readonly PlanItem[], of: PlanRules, why: Explanation): void {
  const choice = optimise(items, of);
  const { id, params } = why;
  const inPlan = (changed: PlanRules, among = items): boolean => optimise(among, changed).chosen.includes(id);
  // Before all other musts, alone.
  const forced = { ...of, must: [id] };
  const one = items.find((other) => other.id === id);
  if (one === undefined) throw new Error(id);
  switch (why.because) {
    case "must": {
      const cause = String(params["for"] ?? id);
      expect(of.must).toContain(cause);
      // Not itself the reason any more, it may be in for its worth only.
      const without = { ...of, must: of.must.filter((other) => other !== cause) };
      const after = explain(items, without, optimise(items, without)).find((other) => other.id === id);
      if (after?.because === "must") expect(after.params["for"]).not.toBe(cause);
      break;
    }
    case "minimum":
      expect(inPlan({ ...of, minimums: [] })).toBe(false);
      break;
    case "worth": {
      const without = optimise(items, { ...of, never: [...of.never, id] });
      expect(choice.points - without.points).toBe(params["lostPoints"]);
      break;
    }
    case "never":
      expect(inPlan(forced)).toBe(false);
      expect(of.never).toContain(id);
      break;
    case "no_source":
      expect(inPlan(forced)).toBe(false);
      expect(
        optimise([{ ...one, requires: [] }], {
          ...forced,
          ceilings: { [one.source]: one.cost },
          total: one.cost,
        }).chosen,
      ).toEqual([id]);
      break;
    case "no_money": {
      expect(inPlan(forced)).toBe(false);
      const missing = Number(params["missing"]);
      const sources = new Set(items.map(({ source }) => source));
      const richer = [...sources].reduce<PlanRules>((so, source) => raise(so, source, missing), {
        ...forced,
        minimums: [],
      });
      expect(inPlan(richer)).toBe(true);
      break;
    }
    case "over_must": {
      // Alone it could be in; with the locked lines, one of them or it is out.
      expect(inPlan(forced)).toBe(true);
      const locked = new Set([...of.must, id]);
      const both = optimise(items, { ...of, must: [...locked] });
      expect(both.unmet.filter(({ rule }) => locked.has(rule))).not.toEqual([]);
      break;
    }
    case "alternative":
      expect(choice.chosen).toContain(params["other"]);
      if (inPlan({ ...of, must: [...of.must, id] })) {
        expect(optimise(items, { ...of, must: [...of.must, id] }).chosen).not.toContain(params["other"]);
      }
      break;
    case "requires":
      // A line that requires another of its own group can never be in.
      if (inPlan(forced)) expect(choice.chosen).not.toContain(params["what"]);
      if (inPlan(forced) && items.some((other) => other.id === params["what"])) {
        expect(optimise(items, forced).chosen).toContain(params["what"]);
      }
      break;
    case "worth_less": {
      const lost = params["lostPoints"];
      if (lost !== undefined) {
        expect(choice.points - optimise(items, { ...of, must: [...of.must, id] }).points).toBe(lost);
        if (params["breaks"] === undefined) expect(lost).toBeGreaterThanOrEqual(0);
      }
      if (params["extra"] !== undefined)
        expect(inPlan(raise(of, one.source, Number(params["extra"])))).toBe(true);
      break;
    }
    default:
      throw new Error(JSON.stringify(why));
  }
}

test("taking the stated reason away changes the outcome, and forcing a line in costs what is said", () => {
  fc.assert(
    fc.property(instance, ([items, of]) => {
      const choice = optimise(items, of);
      const all = explain(items, of, choice);
      expect(all.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
      for (const quick of all) {
        const why = explainOne(items, of, choice, quick.id);
        if (why === undefined) throw new Error(quick.id);
        expect(why).toMatchObject(quick);
        expect(why.in).toBe(choice.chosen.includes(why.id));
        check(items, of, why);
      }
    }),
    { numRuns: 120 },
  );
});

test("plans like these meet every reason", () => {
  const seen = new Set<string>();
  // A seed, since some reasons are rare.
  for (const [items, of] of fc.sample(instance, { seed: 1, numRuns: 400 })) {
    for (const { because } of explain(items, of, optimise(items, of))) seen.add(because);
    if (seen.size === 10) break;
  }
  expect(seen.size).toBe(10);
});

test("a locked line that another locked line leaves no money for", () => {
  expect(because([item("a", 60, 1), item("b", 60, 2)], rules({ must: ["a", "b"] }))).toEqual({
    a: "over_must",
    b: "must",
  });
});
