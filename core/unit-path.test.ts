import { expect, test } from "vitest";
import { unitPath } from "./unit-path.ts";

test("a path leads from the unit to the top, and out of a circle", () => {
  const parents = new Map([
    ["commune", "district"],
    ["district", "province"],
    ["province", null],
    ["a", "b"],
    ["b", "a"],
  ]);
  expect(unitPath("commune", parents)).toEqual(["commune", "district", "province"]);
  expect(unitPath("province", parents)).toEqual(["province"]);
  expect(unitPath("a", parents)).toEqual(["a", "b"]);
  expect(unitPath("gone", parents)).toEqual(["gone"]);
});
