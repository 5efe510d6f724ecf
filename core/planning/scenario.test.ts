import { expect, test } from "vitest";
import type { AssetEvidence } from "../assets/evidence.ts";
import type { Finding } from "../assets/findings.ts";
import { compareScenarios, counterUnits, oneStopMinimums, planOf, quickPlanOf } from "./scenario.ts";
import type { Candidate, PlanScenario } from "./types.ts";

const line = (id: string, unitPrice: number, points: number, more: Partial<Candidate> = {}): Candidate => {
  const quantity = more.quantity ?? 1;
  return {
    id,
    unit: "u1",
    action: "replace",
    category: "desktop",
    assets: [],
    item: "Máy vi tính để bàn",
    priceKey: "desktop",
    quantity,
    unitPrice,
    amount: unitPrice * quantity,
    source: "city",
    points,
    reasons: [],
    priority: 1,
    oneStop: false,
    group: null,
    requires: [],
    ground: null,
    warnings: [],
    ...more,
  };
};
const scenario = (more: Partial<PlanScenario> = {}): PlanScenario => ({
  id: "s",
  name: "2027",
  year: 2027,
  units: ["u1"],
  ceilings: { city: 100 },
  total: null,
  must: [],
  never: [],
  edits: {},
  ...more,
});
const broken: Finding = {
  id: "broken:a",
  kind: "broken",
  level: "act",
  unit: "u1",
  asset: "a",
  category: "desktop",
  since: null,
  basis: "recorded",
  confidence: 1,
  params: {},
  evidence: [],
};

test("plans with the prices, quantities and sources changed by hand", () => {
  const candidates = [line("a", 60, 9), line("b", 50, 5, { quantity: 2 }), line("c", 10, 1)];
  expect(planOf(candidates, scenario()).choice.chosen).toEqual(["a", "c"]);
  const edits = { a: { unitPrice: 90 }, b: { quantity: 1 }, c: { source: "commune" as const } };
  const plan = planOf(candidates, scenario({ edits, ceilings: { city: 139, commune: 10 } }));
  expect(plan.candidates.map(({ amount }) => amount)).toEqual([90, 50, 10]);
  expect(plan.choice).toMatchObject({ chosen: ["a", "c"], bySource: { city: 90, commune: 10 } });
  expect(() => planOf(candidates, scenario({ edits: { a: { unitPrice: 0.5 } } }))).toThrow(RangeError);
});

test("what has no price, no quantity or is no candidate any more is not planned, and named", () => {
  const plan = quickPlanOf(
    [line("free", 0, 9), line("a", 10, 1), line("none", 10, 9)],
    scenario({ must: ["a", "old"], never: ["older"], edits: { none: { quantity: 0 } } }),
  );
  expect(plan).toMatchObject({
    unpriced: ["free"],
    gone: ["old", "older"],
    choice: { chosen: ["a"], unmet: [] },
  });
  expect(plan.explanations).toEqual([
    { id: "a", in: true, because: "must", params: {} },
    { id: "none", in: false, because: "never", params: {} },
  ]);
});

test("says what 20 % less and more of every ceiling would change", () => {
  const { sensitivity } = planOf(
    [line("a", 60, 9), line("b", 40, 5), line("c", 20, 1)],
    scenario({ total: 100 }),
  );
  expect(sensitivity.less20).toMatchObject({
    fallsOut: ["b"],
    comesIn: ["c"],
    choice: { cost: 80, points: 10 },
  });
  expect(sensitivity.more20).toMatchObject({
    fallsOut: [],
    comesIn: ["c"],
    choice: { cost: 120, points: 15 },
  });
});

test("each one-stop counter has a working PC before anything else is bought", () => {
  const candidates = [
    line("best", 100, 99),
    line("fix", 30, 1, {
      oneStop: true,
      reasons: [{ finding: broken, points: 1 }],
      group: "a",
      action: "repair",
    }),
    line("new", 60, 2, { oneStop: true, reasons: [{ finding: broken, points: 2 }], group: "a" }),
    line("old-but-works", 60, 50, { oneStop: true }),
  ];
  const units = [{ unit: "u1", counters: 2, working: 1 }];
  expect(oneStopMinimums(units, candidates)).toEqual([
    { id: "counters:u1", items: ["fix", "new"], atLeast: 1 },
  ]);
  expect(planOf(candidates, scenario(), units).choice).toMatchObject({
    chosen: ["fix", "old-but-works"],
    unmet: [],
  });
  // Two are missing and one line could give one.
  expect(planOf(candidates, scenario(), [{ unit: "u1", counters: 3, working: 1 }]).choice.unmet).toEqual([
    { rule: "counters:u1", missing: 1 },
  ]);
  for (const enough of [
    { unit: "u1", counters: 1, working: 1 },
    { unit: "u1", counters: null },
    { unit: "u2", counters: 2 },
  ]) {
    expect(oneStopMinimums([enough], candidates)).toEqual([]);
  }
});

test("a line of several PCs covers as many counters", () => {
  const add = line("add", 10, 1, { action: "add", quantity: 3, oneStop: true });
  expect(oneStopMinimums([{ unit: "u1", counters: 4, working: 1 }], [add])).toMatchObject([
    { items: ["add"], atLeast: 1 },
  ]);
});

test("counts the one-stop PCs in use that work", () => {
  const asset = (more: object): AssetEvidence =>
    ({
      asset: {
        unit: "u1",
        category: "desktop",
        oneStop: true,
        state: "in_use",
        condition: "good",
        quantity: 1,
        ...more,
      },
    }) as AssetEvidence;
  const evidence = [
    asset({}),
    asset({ condition: null, category: "laptop" }),
    asset({ condition: "broken" }),
    asset({ state: "stored" }),
    asset({ oneStop: false }),
    asset({ category: "printer" }),
    asset({ unit: "u2" }),
  ];
  expect(counterUnits(evidence, [{ unit: "u1", counters: 3 }])).toEqual([
    { unit: "u1", counters: 3, working: 2 },
  ]);
});

test("two scenarios side by side", () => {
  const candidates = [line("a", 60, 9), line("b", 50, 5, { source: "commune" }), line("c", 40, 1)];
  const a = quickPlanOf(candidates, scenario());
  const b = quickPlanOf(candidates, scenario({ ceilings: { city: 60, commune: 50 } }));
  expect(compareScenarios(a, b)).toEqual({
    both: ["a"],
    onlyA: ["c"],
    onlyB: ["b"],
    cost: 10,
    points: 4,
    bySource: { city: -40, commune: 50 },
  });
});
