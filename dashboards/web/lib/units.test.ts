import fc from "fast-check";
import { expect, test } from "vitest";
import type { UnitView } from "../../../core/wire/views.ts";
import { firstUnit, livingUnits, unitTree } from "./units.ts";

const unit = (id: string, parent: string | null): UnitView => ({
  id,
  name: id,
  kind: "commune",
  parent,
  validFrom: "2025-07-01",
  validTo: null,
  sites: [],
});
const shape = (units: UnitView[]) =>
  unitTree(units).map(({ unit: { id }, depth }) => `${"-".repeat(depth)}${id}`);

test("every unit stands below its parent", () => {
  expect(shape([unit("b", "a"), unit("c", "b"), unit("a", null), unit("d", null)])).toEqual([
    "a",
    "-b",
    "--c",
    "d",
  ]);
});

test("a unit whose parent one may not see stands at the top", () => {
  expect(shape([unit("b", "hidden")])).toEqual(["b"]);
});

test("no unit is lost or shown twice, not even in a circle", () => {
  const id = fc.constantFrom("a", "b", "c", "d");
  const list = fc.uniqueArray(fc.tuple(id, fc.option(id)), { selector: ([name]) => name });
  fc.assert(
    fc.property(list, (pairs) => {
      const units = pairs.map(([name, parent]) => unit(name, parent));
      const shown = unitTree(units).map(({ unit: { id: name } }) => name);
      expect(shown.toSorted()).toEqual(units.map(({ id: name }) => name).toSorted());
    }),
  );
});

test("a choice begins with a unit of today, at the top; a merged one only where there is no other", () => {
  const merged = { ...unit("cũ", null), validTo: "2025-06-30" };
  expect(firstUnit([merged, unit("phòng", "xã"), unit("xã", null)])?.id).toBe("xã");
  expect(firstUnit([merged, unit("phòng", "xã")])?.id).toBe("phòng");
  expect(firstUnit([merged])?.id).toBe("cũ");
  expect(firstUnit([])).toBeUndefined();
});

test("units that have ended are not offered, but what is set for one stays to be seen", () => {
  const units = [{ ...unit("old", "a"), validTo: "2025-06-30" }, unit("a", null)];
  expect(livingUnits(units).map(({ id }) => id)).toEqual(["a"]);
  expect(livingUnits(units, "old").map(({ id }) => id)).toEqual(["old", "a"]);
});
