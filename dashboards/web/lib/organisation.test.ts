import { expect, test } from "vitest";
import type { UnitView } from "../../../core/wire/views.ts";
import { checkMerge, checkSite, checkUnit, placesFor, unitForm } from "./organisation.ts";

const unit = (id: string, parent: string | null, validTo: string | null = null): UnitView => ({
  id,
  name: `Xã ${id}`,
  kind: "commune",
  parent,
  validFrom: "2025-07-01",
  validTo,
  sites: [],
});
const seen = unitForm(unit("a", null));

test("only what differs from what was seen is sent", () => {
  expect(checkUnit(seen, seen)).toEqual({ ok: true, value: {} });
  expect(checkUnit({ ...seen, name: "  Xã Hương Sơn " }, seen)).toEqual({
    ok: true,
    value: { name: "Xã Hương Sơn" },
  });
  expect(checkUnit({ ...seen, kind: "cluster", parent: "t" }, seen)).toEqual({
    ok: true,
    value: { kind: "cluster", parent: "t" },
  });
  expect(checkUnit({ ...seen, parent: "" }, { ...seen, parent: "t" })).toEqual({
    ok: true,
    value: { parent: null },
  });
  expect(checkSite({ name: "Trụ sở", unit: "b" }, { name: "Trụ sở", unit: "a" })).toEqual({
    ok: true,
    value: { unit: "b" },
  });
});

test("a name must not be empty", () => {
  expect(checkUnit({ ...seen, name: " " }, seen)).toMatchObject({ ok: false, mistakes: { name: {} } });
  expect(checkSite({ name: "", unit: "a" }, { name: "x", unit: "a" })).toMatchObject({ ok: false });
});

test("a merger needs both units and a day that has come", () => {
  expect(checkMerge({ from: "", into: "", on: "" }, "2026-11-26")).toMatchObject({
    ok: false,
    mistakes: {
      from: { key: "web.mistake.choose" },
      into: { key: "web.mistake.choose" },
      on: { key: "web.mistake.required" },
    },
  });
  expect(checkMerge({ from: "a", into: "b", on: "31/02/2025" }, "2026-11-26")).toMatchObject({
    ok: false,
    mistakes: { on: { key: "web.mistake.date" } },
  });
  expect(checkMerge({ from: "a", into: "b", on: "1/7/2025" }, "2026-11-26")).toEqual({
    ok: true,
    value: { from: "a", into: "b", on: "2025-07-01" },
  });
  expect(checkMerge({ from: "a", into: "b", on: "26/11/2026" }, "2026-11-26")).toMatchObject({ ok: true });
  expect(checkMerge({ from: "a", into: "b", on: "27/11/2026" }, "2026-11-26")).toMatchObject({
    ok: false,
    mistakes: { on: { key: "web.mistake.dayToCome" } },
  });
});

test("a unit goes neither below itself nor to a unit that has ended", () => {
  const units = [
    unit("t", null),
    unit("a", "t"),
    unit("b", "a"),
    unit("c", "t"),
    unit("old", "c", "2025-06-30"),
  ];
  expect(placesFor("a", units).map(({ id }) => id)).toEqual(["t", "c"]);
});
