import { expect, test } from "vitest";
import { planOrder } from "./order.ts";

const of = (line: string) => planOrder(line.split(" "), "en");
const reason = (line: string): string => {
  const ordered = of(line);
  return ordered.ok ? "" : ordered.reason;
};

test("a budget is the ceiling of all sources together; a named source has its own beside it", () => {
  expect(of("--year 2027 --budget 500.000.000 --source city=300000000 --out a")).toMatchObject({
    ok: true,
    order: {
      total: 500_000_000,
      ceilings: { commune: 500_000_000, city: 300_000_000, other: 500_000_000 },
      units: [],
    },
  });
  expect(of("--year 2027 --source city=7 --out a --unit x --unit y")).toMatchObject({
    ok: true,
    order: { total: null, ceilings: { city: 7 }, units: ["x", "y"] },
  });
});

test("who issues the documents of several units can be said", () => {
  expect(of("--year 2027 --budget 5 --out a --unit x --unit y --issuer z")).toMatchObject({
    order: { units: ["x", "y"], issuer: "z" },
  });
});

test("a budget of nothing is a budget", () => {
  expect(of("--year 2027 --budget 0 --out a")).toMatchObject({ ok: true, order: { total: 0 } });
});

test("several years: one unless more are asked for, later ones with the first one's money or their own", () => {
  expect(of("--year 2027 --budget 5 --out a")).toMatchObject({ order: { years: 1, yearBudgets: {} } });
  expect(
    of("--year 2027 --budget 5 --years 3 --year-budget 2028=7.000 --year-budget 2029=0 --out a"),
  ).toMatchObject({ ok: true, order: { years: 3, yearBudgets: { 2028: 7_000, 2029: 0 } } });
});

test.each([
  ["--year 2027 --budget -5 --out a", "“-5”"],
  ["--year 2027 --budget abc --out a", "“abc”"],
  ["--year 2027 --budget 1.5 --out a", "“1.5”"],
  ["--year 2027 --budget 1e9 --out a", "“1e9”"],
  ["--year 2027 --budget 99999999999999 --out a", "“99999999999999”"],
  ["--year 27 --budget 5 --out a", "“27”"],
  ["--budget 5 --out a", "year"],
  ["--year 2027 --budget 5", "--out"],
  ["--year 2027 --out a", "budget"],
  ["--year 2027 --source moon=5 --out a", "“moon=5”"],
  ["--year 2027 --source city --out a", "“city”"],
  ["--year 2027 --budget 5 --years 6 --out a", "“6”"],
  ["--year 2027 --budget 5 --years 0 --out a", "“0”"],
  ["--year 2027 --budget 5 --years -1 --out a", "“-1”"],
  ["--year 2027 --budget 5 --years 2 --year-budget 2027=5 --out a", "“2027=5”"],
  ["--year 2027 --budget 5 --years 2 --year-budget 2029=5 --out a", "“2029=5”"],
  ["--year 2027 --budget 5 --year-budget 2028=5 --out a", "“2028=5”"],
  ["--year 2027 --budget 5 --years 2 --year-budget 2028=x --out a", "“x”"],
  ["--year 2027 --budget 5 --years 2 --year-budget nonsense --out a", "“nonsense”"],
  ["--nonsense", "Usage"],
])("%s is told apart", (line, told) => {
  expect(reason(line)).toContain(told);
});

test("mistakes are told together, in the language that was asked for", () => {
  const told = reason("--year 1 --budget x --lang vi");
  expect(told.split("\n")).toHaveLength(3);
  expect(told).toContain("không dùng được");
});
