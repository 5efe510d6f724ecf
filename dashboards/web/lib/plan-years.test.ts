import { expect, test } from "vitest";
import type { Candidate } from "../../../core/planning/types.ts";
import type { YearSum } from "../../../core/planning/years.ts";
import { UNDONE, yearLines } from "./plan-years.ts";

const sum = (year: number, chosen: readonly string[], left: readonly string[]): YearSum => ({
  year,
  ceiling: 0,
  cost: 0,
  points: 0,
  chosen,
  left,
  leftCost: 0,
  unmet: [],
  exact: true,
});
const candidates = ["a", "b", "c", "d"].map((id) => ({ id }) as Candidate);

test("each line stands in its year, then what the last year leaves; what is no candidate any more is not shown", () => {
  const lines = yearLines(
    [sum(2027, ["b"], ["a", "c", "gone"]), sum(2028, ["a"], ["c", "gone"])],
    candidates,
  );
  expect(lines.map(({ candidate, year }) => [candidate.id, year])).toEqual([
    ["b", "2027"],
    ["a", "2028"],
    ["c", UNDONE],
  ]);
  expect(["2028", UNDONE, "2027"].toSorted()).toEqual(["2027", "2028", UNDONE]);
});

test("before the first year is worked out there are no lines", () => {
  expect(yearLines([], candidates)).toEqual([]);
});
