import { expect, test } from "vitest";
import { HOUR } from "../../../core/clock.ts";
import { fullestRollups } from "./rollup-keep.ts";
import type { RollupRows } from "./rollup-rows.ts";

/** Rows of one field: the hour, a value, how many readings. */
const part = (rows: readonly (readonly [number, number, number])[], field = 1): RollupRows => ({
  unit: "hour",
  at: Float64Array.from(rows, ([hour]) => hour * HOUR),
  fields: new Map([
    [field, [Float64Array.from(rows, ([, value]) => value), Float64Array.from(rows, ([, , count]) => count)]],
  ]),
});
const rowsOf = (rows: RollupRows | undefined, field = 1) => {
  const [values, counts] = rows?.fields.get(field) ?? [];
  return [...(rows?.at ?? [])].map((at, i) => [at / HOUR, values?.[i], counts?.[i]]);
};

test("of one hour the row with the most readings stands, the newer of two that have as many", () => {
  const older = part([
    [1, 10, 60],
    [2, 20, 60],
    [3, 30, 5],
  ]);
  const newer = part([
    [1, 11, 1],
    [2, 21, 60],
    [3, 31, 60],
    [4, 41, 1],
  ]);
  expect(rowsOf(fullestRollups("hour", [older, newer]))).toEqual([
    [1, 10, 60],
    [2, 21, 60],
    [3, 31, 60],
    [4, 41, 1],
  ]);
});

test("readings of all fields count, and a row stands whole", () => {
  const older: RollupRows = {
    ...part([[1, 10, 3]]),
    fields: new Map([...part([[1, 10, 3]]).fields, ...part([[1, 5, 3]], 2).fields]),
  };
  const kept = fullestRollups("hour", [older, part([[1, 11, 5]])]);
  expect(rowsOf(kept)).toEqual([[1, 10, 3]]);
  expect(rowsOf(kept, 2)).toEqual([[1, 5, 3]]);
});

test("nothing of nothing", () => {
  expect(fullestRollups("hour", [])).toBeUndefined();
  expect(fullestRollups("hour", [part([])])).toBeUndefined();
});
