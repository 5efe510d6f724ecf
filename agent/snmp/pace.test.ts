import fc from "fast-check";
import { expect, test } from "vitest";
import { followPace, FULL_PACE, type Pace } from "./pace.ts";

const after = (readings: readonly number[], from: Pace = FULL_PACE) => readings.reduce(followPace, from);
const times = (count: number, ms: number) => Array.from({ length: count }, () => ms);
const usual = after(times(10, 20));

test("a device that answers as ever is read every time", () => {
  expect(usual).toMatchObject({ usualMs: 20, every: 1 });
  expect(after([18, 25, 40, 22, 31, 19, 45, 20], usual).every).toBe(1);
});

test("one or two slow readings are no reason", () => {
  expect(after([200, 200, 20, 200, 200, 20], usual).every).toBe(1);
});

test("three in a row halve the reading, six quarter it, and more do not stop it", () => {
  expect(after(times(2, 200), usual).every).toBe(1);
  expect(after(times(3, 200), usual).every).toBe(2);
  expect(after(times(6, 200), usual).every).toBe(4);
  expect(after(times(20, 200), usual).every).toBe(4);
});

test("a device that recovers is read more again, step by step", () => {
  const slow = after(times(6, 200), usual);
  expect(after(times(3, 22), slow).every).toBe(2);
  expect(after(times(6, 22), slow).every).toBe(1);
});

test("a device that stays slower is taken as it is, in time", () => {
  expect(after(times(120, 80), usual)).toMatchObject({ every: 1 });
});

test("a few milliseconds more are the network, whatever the factor", () => {
  expect(after(times(10, 25), after(times(10, 1))).every).toBe(1);
});

test("it is always 1, 2 or 4, and the usual stays between the extremes", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 10_000, noNaN: true }), { minLength: 1 }), (readings) => {
      const pace = after(readings);
      expect([1, 2, 4]).toContain(pace.every);
      expect(pace.usualMs).toBeGreaterThanOrEqual(Math.min(...readings) - 1e-9);
      expect(pace.usualMs).toBeLessThanOrEqual(Math.max(...readings) + 1e-9);
    }),
  );
});
