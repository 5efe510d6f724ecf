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

test("a budget of nothing is a budget", () => {
  expect(of("--year 2027 --budget 0 --out a")).toMatchObject({ ok: true, order: { total: 0 } });
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
  ["--nonsense", "Usage"],
])("%s is told apart", (line, told) => {
  expect(reason(line)).toContain(told);
});

test("mistakes are told together, in the language that was asked for", () => {
  const told = reason("--year 1 --budget x --lang vi");
  expect(told.split("\n")).toHaveLength(3);
  expect(told).toContain("không dùng được");
});
