import { expect, test } from "vitest";
import type { PlanScenario } from "../../../core/planning/types.ts";
import { mergedUnits, withSuccessors } from "./plan-units.ts";

const unit = (id: string, parent: string | null, validTo: string | null = null) => ({
  id,
  name: `Xã ${id}`,
  parent,
  validTo,
});
const UNITS = [
  unit("province", null),
  unit("new", "province"),
  unit("other", "province"),
  unit("old", "new", "2025-06-30"),
  unit("older", "old", "2019-12-31"),
];
const scenario = (units: readonly string[]): PlanScenario => ({
  id: "p",
  name: "Kế hoạch 2027",
  year: 2027,
  units,
  ceilings: { commune: 1 },
  total: null,
  must: ["replace:a"],
  never: [],
  edits: {},
});

test("a merged unit of a plan is told with the living unit above it, also through two mergers", () => {
  const merged = mergedUnits(scenario(["older", "other", "old"]), UNITS);
  expect(merged.map(({ from, into }) => [from.id, into.id])).toEqual([
    ["older", "new"],
    ["old", "new"],
  ]);
  expect(withSuccessors(scenario(["older", "other", "old"]), merged)).toEqual(scenario(["new", "other"]));
});

test("a plan of units that are there today is left alone, and so is one whose successor is not seen", () => {
  expect(mergedUnits(scenario(["new", "other"]), UNITS)).toEqual([]);
  expect(mergedUnits(scenario(["old", "gone"]), [unit("old", "new", "2025-06-30")])).toEqual([]);
  const circle = [unit("a", "b", "2025-06-30"), unit("b", "a", "2025-06-30")];
  expect(mergedUnits(scenario(["a"]), circle)).toEqual([]);
});
