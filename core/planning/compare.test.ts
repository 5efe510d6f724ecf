import { expect, test } from "vitest";
import { beforeAfter, compareBought } from "./compare.ts";

test("a plan beside what was bought: as planned, dearer, cheaper, in part, not at all, beside the plan", () => {
  const candidates = ["same", "dear", "cheap", "part", "none"].map((id) => ({
    id,
    quantity: 2,
    amount: 200,
  }));
  const bought = (candidate: string, quantity: number, amount: number, on = "2027-03-01") => ({
    candidate,
    quantity,
    amount,
    on,
  });
  const compared = compareBought(
    candidates,
    candidates.map(({ id }) => id),
    [
      bought("same", 1, 100, "2027-05-01"),
      bought("same", 1, 100, "2027-04-01"),
      bought("dear", 2, 221),
      bought("cheap", 3, 270),
      bought("part", 1, 100),
      bought("extra", 1, 7),
    ],
  );
  expect(
    compared.lines.map(({ candidate, outcome, unitDifference }) => [candidate, outcome, unitDifference]),
  ).toEqual([
    ["same", "as_planned", 0],
    ["dear", "dearer", 11],
    ["cheap", "cheaper", -10],
    ["part", "partly", 0],
    ["none", "not_bought", null],
    ["extra", "not_planned", null],
  ]);
  expect(compared.lines[0]?.bought).toEqual({ quantity: 2, amount: 200, on: "2027-05-01" });
  expect(compared).toMatchObject({ planned: 1_000, bought: 798, unplanned: 7 });
});

test("an entry that was taken back is no purchase", () => {
  const candidates = [{ id: "a", quantity: 1, amount: 100 }];
  const none = { candidate: "a", quantity: 0, amount: 0, on: "2027-03-01" };
  const { lines, bought } = compareBought(candidates, ["a"], [none, { ...none, candidate: "extra" }]);
  expect(lines).toEqual([
    {
      candidate: "a",
      planned: { quantity: 1, amount: 100 },
      bought: null,
      outcome: "not_bought",
      unitDifference: null,
    },
  ]);
  expect(bought).toBe(0);
});

test("an indicator before and after: the mean of the days measured, null when none was", () => {
  const measured = [1, 2, 3, 10, 11].map((day) => ({ day, value: day }));
  expect(beforeAfter(measured, 3, 90)).toEqual({ before: 1.5, after: 10.5, change: 9 });
  expect(beforeAfter(measured, 11, 2)).toEqual({ before: 10, after: null, change: null });
  expect(beforeAfter([], 3, 90)).toEqual({ before: null, after: null, change: null });
});
