import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../clock.ts";
import { addToHour, hourSum, isNewer, newestOf, push, sumInto, windowOf, type Shape } from "./windows.ts";

const SHAPE: Shape = { rows: 3, columns: 2 };
const T = 1_000 * HOUR;

test("a window sums what is young enough and forgets the oldest row", () => {
  const ring = windowOf(new Map(), "a", SHAPE);
  const sums = new Float64Array(2);
  for (let i = 0; i < 5; i += 1) push(ring, SHAPE, T + i * MINUTE, [1, 10 * i]);
  expect(sumInto(sums, ring, SHAPE, HOUR)).toBe(3);
  expect([...sums]).toEqual([3, 90]);
  expect(sumInto(sums, ring, SHAPE, 2 * MINUTE)).toBe(2);
});

test("the same reading is not new; a clock that was set back empties the window", () => {
  const ring = windowOf(new Map(), "a", SHAPE);
  push(ring, SHAPE, T, [1, 1]);
  expect(isNewer(ring, T)).toBe(false);
  expect(isNewer(ring, T - HOUR)).toBe(true);
  expect(newestOf(ring)).toBe(0);
});

test("an hour holds what happened in it, in whatever order it is told", () => {
  const windows = new Map<string, Float64Array>();
  addToHour(windows, "a", T, 2);
  addToHour(windows, "a", T + 20 * MINUTE, 3);
  addToHour(windows, "a", T + 10 * MINUTE, 1);
  expect(hourSum(windows, "a", T + 30 * MINUTE)).toBe(6);
  expect(hourSum(windows, "a", T + 65 * MINUTE)).toBe(4);
  addToHour(windows, "a", T + 3 * HOUR, 1);
  expect(hourSum(windows, "a", T + 3 * HOUR)).toBe(1);
  addToHour(windows, "a", T, Number.NaN);
  expect(hourSum(windows, "b", T)).toBe(0);
});
