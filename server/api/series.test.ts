import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../core/clock.ts";
import { autoStep, finestStep } from "./series.ts";

test.each([
  [5 * MINUTE, 5 * SECOND, 10 * SECOND],
  [HOUR, MINUTE, 2 * MINUTE],
  [DAY, MINUTE, 5 * MINUTE],
  [30 * DAY, MINUTE, 2 * HOUR],
  [365 * DAY, MINUTE, DAY],
])("a range of %d ms read every %d ms is shown in steps of %d ms", (range, interval, step) => {
  expect(autoStep(range, interval)).toBe(step);
});

test("a step is never so narrow that regular readings leave it empty, nor so many that nobody can see them", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4_000 * DAY }),
      fc.integer({ min: SECOND, max: DAY }),
      (range, interval) => {
        const step = autoStep(range, interval);
        expect(step).toBeGreaterThanOrEqual(interval);
        expect(range / step).toBeLessThanOrEqual(500);
      },
    ),
  );
});

test("where only hours or days are kept, steps are no narrower; of a young store they are as ever", () => {
  const kept = { raw: 1_000 * DAY, hour: 500 * DAY, day: 100 * DAY };
  expect(finestStep(1_000 * DAY, kept)).toBe(0);
  expect(finestStep(999 * DAY, kept)).toBe(HOUR);
  expect(finestStep(499 * DAY, kept)).toBe(DAY);
  expect(finestStep(0, { raw: DAY, hour: undefined, day: undefined })).toBe(0);
  expect(finestStep(0, { raw: DAY, hour: DAY, day: DAY })).toBe(0);
  expect(finestStep(0, { raw: undefined, hour: undefined, day: undefined })).toBe(0);
  expect(autoStep(HOUR, MINUTE, HOUR)).toBe(HOUR);
});
