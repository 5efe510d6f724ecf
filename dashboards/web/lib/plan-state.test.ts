import { expect, test } from "vitest";
import { quickPlanOf } from "../../../core/planning/scenario.ts";
import type { Candidate, PlanScenario } from "../../../core/planning/types.ts";
import {
  askedBySource,
  byUnit,
  filterFindings,
  linesOf,
  lockOf,
  sliderEnd,
  sliderStep,
  sourcesOf,
  withCeiling,
  withEdit,
  withLock,
} from "./plan-state.ts";

const candidate = (id: string, amount: number, points: number, more: Partial<Candidate> = {}): Candidate => ({
  id,
  unit: "u1",
  action: "replace",
  category: "desktop",
  assets: [],
  item: id,
  priceKey: "desktop",
  quantity: 1,
  unitPrice: amount,
  amount,
  source: "commune",
  points,
  reasons: [],
  priority: 2,
  oneStop: false,
  group: null,
  requires: [],
  ground: null,
  warnings: [],
  ...more,
});
const SCENARIO: PlanScenario = {
  id: "p",
  name: "p",
  year: 2027,
  units: ["u1"],
  ceilings: { commune: 20 },
  total: null,
  must: [],
  never: [],
  edits: {},
};
const LINES = [candidate("a", 15, 50), candidate("b", 10, 40), candidate("c", 10, 30, { unit: "u2" })];
const chosen = (scenario: PlanScenario) =>
  linesOf(quickPlanOf(LINES, scenario), scenario)
    .filter((line) => line.in)
    .map((line) => line.candidate.id);

test("a moved ceiling and a lock change which lines are in, and each says why", () => {
  expect(chosen(SCENARIO)).toEqual(["b", "c"]);
  expect(chosen(withCeiling(SCENARIO, "commune", 25))).toEqual(["a", "b"]);
  expect(chosen(withLock(SCENARIO, "a", "must"))).toEqual(["a"]);
  expect(chosen(withLock(SCENARIO, "b", "never"))).toEqual(["a"]);
  const lines = linesOf(quickPlanOf(LINES, SCENARIO), SCENARIO);
  expect(lines.map(({ explanation }) => explanation?.because)).toEqual(["worth_less", "worth", "worth"]);
});

test("a line is locked in, out, or free, never both", () => {
  const must = withLock(SCENARIO, "a", "must");
  expect([lockOf(must, "a"), lockOf(withLock(must, "a", "never"), "a")]).toEqual(["must", "never"]);
  expect(withLock(withLock(must, "a", "never"), "a", "free")).toEqual(SCENARIO);
});

test("a change by hand is kept, and what equals the price list is no change", () => {
  const [a] = LINES;
  if (a === undefined) throw new Error("no line");
  const edited = withEdit(SCENARIO, a, { unitPrice: 9, quantity: 1, source: "commune" });
  expect(edited.edits).toEqual({ a: { unitPrice: 9 } });
  expect(chosen(edited)).toEqual(["a", "b"]);
  expect(withEdit(edited, a, { unitPrice: 15 }).edits).toEqual({});
});

test("a source without a ceiling has no money; one that nobody asks is not shown", () => {
  expect(withCeiling(SCENARIO, "commune", null).ceilings).toEqual({});
  const asked = askedBySource([
    ...LINES,
    candidate("d", 99, 1, { group: "g" }),
    candidate("e", 50, 1, { group: "g" }),
  ]);
  // Of alternatives only one is ever paid.
  expect(asked).toEqual({ commune: 15 + 10 + 10 + 99 });
  expect(sourcesOf({ ceilings: { city: 5 } }, asked)).toEqual(["commune", "city"]);
});

test("a slider reaches beyond what is given, and to what is asked where that is near, in steps that a hand can hit", () => {
  for (const [asked, ceiling] of [
    [0, 0],
    [1_234_567_890, 500_000_000],
    [10_000_000, 2_000_000_000],
  ] as const) {
    const end = sliderEnd(asked, ceiling);
    expect(end).toBeGreaterThanOrEqual(ceiling);
    expect(end).toBeGreaterThanOrEqual(ceiling === 0 ? asked : Math.min(asked, ceiling * 4));
    expect(end / sliderStep(end)).toBeLessThanOrEqual(510);
    expect(sliderStep(end) % 100_000).toBe(0);
  }
});

test("units are summed from what is in, dearest first", () => {
  const lines = linesOf(quickPlanOf(LINES, withCeiling(SCENARIO, "commune", 35)), SCENARIO);
  expect(byUnit(lines)).toEqual([
    { unit: "u1", lines: 2, amount: 25 },
    { unit: "u2", lines: 1, amount: 10 },
  ]);
});

test("what is still fine is shown only on wish", () => {
  const findings = [
    { unit: "x", level: "act" },
    { unit: "y", level: "fine" },
  ] as const;
  const within = (unit: string) => new Set([unit]);
  expect(filterFindings(findings, { unit: "", level: "", fine: false }, within)).toEqual([findings[0]]);
  expect(filterFindings(findings, { unit: "", level: "", fine: true }, within)).toHaveLength(2);
  expect(filterFindings(findings, { unit: "y", level: "fine", fine: false }, within)).toEqual([findings[1]]);
  expect(filterFindings(findings, { unit: "x", level: "fine", fine: true }, within)).toEqual([]);
});
