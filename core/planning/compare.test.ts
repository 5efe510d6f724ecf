import fc from "fast-check";
import { expect, test } from "vitest";
import { boughtOnce, compareBought, hoursAround } from "./compare.ts";

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

const YEAR = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];
/** Watched from the month `from` of 2026 on to the month `to`; the hours of each month are its number, or `of` it. */
const site = (from: number, to: number, of = (month: number) => month) => ({
  outageHours: YEAR.slice(from - 1, to).map((month) => ({
    month: `2026-${month}`,
    hours: of(Number(month)),
  })),
});

test("hours before and after: the mean of three whole months on either side, the month of the purchase in neither", () => {
  // March, April, May against July, August, September.
  expect(hoursAround([site(2, 10)], "2026-06-17", "2026-10-05")).toEqual({
    before: 4,
    after: 8,
    afterDue: null,
  });
  const none = site(1, 12, () => 0);
  expect(hoursAround([none], "2026-06-17", "2026-12-05")).toMatchObject({ before: 0, after: 0 });
  expect(hoursAround([site(2, 10), site(2, 10)], "2026-06-17", "2026-10-05")).toMatchObject({
    before: 8,
    after: 16,
  });
});

test("the quarter after is told when it is over, and until then from when", () => {
  const at = (today: string, to: number) => hoursAround([site(1, to)], "2026-06-30", today);
  expect(at("2026-09-30", 9)).toEqual({ before: 4, after: null, afterDue: "2026-10-01" });
  expect(at("2026-10-01", 10)).toEqual({ before: 4, after: 8, afterDue: null });
});

test("a month that was not watched to its end is unknown, never zero; so is a unit without sites", () => {
  const nothing = { before: null, after: null, afterDue: null };
  expect(hoursAround([], "2026-06-17", "2026-12-05")).toEqual(nothing);
  expect(hoursAround([{ outageHours: [] }], "2026-06-17", "2026-12-05")).toEqual(nothing);
  // Watching began in March: of March nobody knows the beginning.
  expect(hoursAround([site(3, 12)], "2026-06-17", "2026-12-05")).toMatchObject({ before: null, after: 8 });
  // It ended in September, and nobody watches any more.
  expect(hoursAround([site(1, 9)], "2026-06-17", "2026-12-05")).toEqual({ ...nothing, before: 4 });
  expect(hoursAround([site(1, 7)], "2026-06-17", "2026-08-05")).toEqual({ ...nothing, before: 4 });
});

test("a site that is watched only since the purchase is no change for the worse", () => {
  const sites = [site(1, 12), site(5, 12, () => 90)];
  expect(hoursAround(sites, "2026-06-17", "2026-12-05")).toMatchObject({ before: 4, after: 8 });
  const apart = [site(1, 6), site(6, 12)];
  expect(hoursAround(apart, "2026-06-17", "2026-12-05")).toMatchObject({ before: 4, after: null });
});

test("a figure is never told of a quarter that somebody did not watch, and is never more than all sites together", () => {
  const sites = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
      .map(([a, b]) => [a, b] as const),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(sites, fc.integer({ min: 1, max: 12 }), (spans, month) => {
      const on = `2026-${String(month).padStart(2, "0")}-15`;
      const { before, after } = hoursAround(
        spans.map(([from, to]) => site(from, to, () => 1)),
        on,
        "2026-12-31",
      );
      const watched = (first: number, last: number) =>
        spans.filter(([from, to]) => from < first && to > last).length;
      const [was, is] = [watched(month - 3, month - 1), watched(month + 1, month + 3)];
      expect(before === null).toBe(was === 0);
      if (after !== null) expect(is).toBeGreaterThan(0);
      expect(before ?? 0).toBeLessThanOrEqual(was);
      expect(after ?? 0).toBeLessThanOrEqual(is);
      if (before !== null && after !== null) expect(before).toBe(after);
    }),
  );
});

test("a purchase that two versions tell of counts once, by the one frozen last; one taken back tells nothing", () => {
  const bought = (candidate: string, amount: number, on = "2027-03-01", quantity = 1) => ({
    candidate,
    quantity,
    amount,
    on,
  });
  const may = { id: "may", frozenAt: 5, bought: [bought("pc", 10), bought("switch", 7), bought("ups", 3)] };
  const june = {
    id: "june",
    frozenAt: 6,
    bought: [bought("pc", 12, "2027-02-01"), bought("switch", 0, "2027-03-01", 0), bought("ups", 0)],
  };
  const once = (...versions: readonly (typeof may)[]) =>
    boughtOnce(versions).map(({ version, purchase }) => [version.id, purchase.candidate, purchase.amount]);
  // A gift is a purchase: one for nothing.
  const told = [
    ["june", "pc", 12],
    ["may", "switch", 7],
    ["june", "ups", 0],
  ];
  expect(once(may, june)).toEqual(told);
  expect(once(june, may, june)).toEqual(told);
  expect(once()).toEqual([]);
});
