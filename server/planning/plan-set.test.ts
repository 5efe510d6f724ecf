import { expect, test } from "vitest";
import { InputError } from "./input-error.ts";
import { setsOf } from "./plan-set.ts";

const unit = (id: string, name: string, parent: string | null = null) => ({
  id,
  name,
  parent,
  kind: "commune" as const,
  validFrom: "2025-07-01",
  validTo: null,
});
const UNITS = [
  unit("h", "Thành phố Hà Nội"),
  unit("a", "Xã Hương Sơn", "h"),
  unit("b", "Xã Mỹ Đức", "h"),
  unit("c", "Phường Đại Mỗ"),
  unit("d", "xã  hương sơn"),
  unit("e", "…"),
];

test("a plan of one unit is issued by it, in the folder that was asked for", () => {
  expect(setsOf(UNITS, ["a"], undefined, "vi")).toEqual([{ folder: "", issuer: "a" }]);
});

test("of several each has its own papers, in a folder of its name, unless one unit is said to issue them all", () => {
  expect(setsOf(UNITS, ["a", "b"], undefined, "vi")).toEqual([
    { folder: "xa-huong-son", issuer: "a", part: "a" },
    { folder: "xa-my-duc", issuer: "b", part: "b" },
  ]);
  for (const issuer of ["a", "b", "h"])
    expect(setsOf(UNITS, ["a", "b"], issuer, "vi")).toEqual([{ folder: "", issuer }]);
});

test("two units of one name, and one without letters, have folders of their own", () => {
  const folders = setsOf(UNITS, ["a", "c", "d", "e"], undefined, "vi").map(({ folder }) => folder);
  expect(folders).toEqual(["xa-huong-son-a", "phuong-dai-mo", "xa-huong-son-d", "e"]);
});

test("a unit that is not above all of them cannot issue their papers: the units that can are named", () => {
  expect(() => setsOf(UNITS, ["a", "c"], "h", "vi")).toThrow(InputError);
  expect(() => setsOf(UNITS, ["a", "c"], "h", "vi")).toThrow(/Xã Hương Sơn, Phường Đại Mỗ/);
});
