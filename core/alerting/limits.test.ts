import fc from "fast-check";
import { expect, test } from "vitest";
import { RULE_IDS, ruleKind } from "./catalogue.ts";
import { clearOf, isLimit, isOrdered, largestLimit } from "./limits.ts";

test("a share is a threshold up to 100 per cent, toner below it, and nothing is none", () => {
  expect([0.05, 1, 1.01, 0, -1, Number.NaN].map((n) => isLimit("port_errors", n))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect([10, 99.9, 100].map((n) => isLimit("printer_toner", n))).toEqual([true, true, false]);
  expect(isLimit("target_down", 1)).toBe(false);
  expect(largestLimit("target_down")).toBeUndefined();
});

test("what is good again keeps its distance: a tenth of the errors, twice the toner but never above full", () => {
  expect(clearOf("port_errors", { raise: 0.01, clear: 0.001 }, 0.05)).toBeCloseTo(0.005);
  expect(clearOf("printer_toner", { raise: 10, clear: 20 }, 20)).toBe(40);
  expect(clearOf("printer_toner", { raise: 10, clear: 20 }, 70)).toBe(100);
});

test("whatever threshold is taken, good lies on its good side", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...RULE_IDS),
      fc.double({ min: 0.001, max: 1e6, noNaN: true }),
      fc.double({ min: 0.001, max: 0.99, noNaN: true }),
      fc.double({ min: 0, max: 120, noNaN: true }),
      (rule, usual, share, raise) => {
        fc.pre(isLimit(rule, raise));
        const clear = ruleKind(rule).worse === "above" ? usual * share : usual / share;
        expect(isOrdered(rule, { raise, clear: clearOf(rule, { raise: usual, clear }, raise) })).toBe(true);
      },
    ),
  );
});
