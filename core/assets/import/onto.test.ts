import { expect, test } from "vitest";
import type { AssetFields } from "../types.ts";
import { ontoExisting } from "./onto.ts";
import { IMPORT_FIELDS } from "./preview-types.ts";

const before: AssetFields = {
  unit: "hs",
  site: "s1",
  book: "fixed",
  category: "printer",
  code: "MI-01",
  name: "Máy in",
  vendor: "HP",
  model: "M404",
  serial: "SN-9",
  mac: null,
  quantity: 1,
  room: "Một cửa",
  person: null,
  oneStop: true,
  inUseOn: "2021-03-01",
  originalValue: 5_000_000,
  fundingSource: "commune",
  supplier: "FPT",
  warrantyUntil: null,
  condition: "good",
  notes: "giữ",
  traits: { ramGb: 1, ports: 4 },
};
const row: AssetFields = {
  ...before,
  unit: "vk",
  site: null,
  book: "tool",
  serial: null,
  room: null,
  oneStop: false,
  originalValue: 5_500_000,
  condition: null,
  notes: null,
  traits: { ramGb: 2 },
};

test("a sheet of three columns changes these, and nothing else", () => {
  const columns = new Set(["name", "code", "originalValue"] as const);
  expect(ontoExisting(before, row, columns, false)).toEqual({ ...before, originalValue: 5_500_000 });
});

test("an empty cell of a column that is there takes the value away", () => {
  const columns = new Set(["name", "room", "ramGb", "ports"] as const);
  expect(ontoExisting(before, row, columns, false)).toEqual({ ...before, room: null, traits: { ramGb: 2 } });
});

test("a heading that names another unit moves its rows", () => {
  expect(ontoExisting(before, row, new Set(["name"] as const), true)).toMatchObject({
    unit: "vk",
    site: null,
  });
});

test("a sheet with every column says everything", () => {
  expect(ontoExisting(before, row, new Set(IMPORT_FIELDS), true)).toEqual(row);
});

test("an empty cell in the column of units moves nothing, and a site of another unit is not taken along", () => {
  const columns = new Set(["name", "unit", "site"] as const);
  const there = { ...row, site: "s9" };
  expect(ontoExisting(before, there, columns, false)).toMatchObject({ unit: "hs", site: "s1" });
  expect(ontoExisting(before, there, columns, true)).toMatchObject({ unit: "vk", site: "s9" });
});
