import { expect, test } from "vitest";
import { changeLines } from "./asset-history.ts";

test("a transfer tells from where to where and its day, not what stayed", () => {
  const changes = { unit: ["u1", "u2"], site: [null, null], on: [null, "2025-07-01"] } as const;
  expect(changeLines("moved", changes)).toEqual([
    { field: "unit", before: "u1", after: "u2" },
    { field: "on", before: undefined, after: "2025-07-01" },
  ]);
});

test("parts of a PC are told one by one; one that was not known before is a change from nothing", () => {
  const changes = { traits: [{ cpu: "i3" }, { cpu: "i3", ramGb: 8 }], room: ["P1", null] } as const;
  expect(changeLines("changed", changes)).toEqual([
    { field: "ramGb", before: null, after: 8 },
    { field: "room", before: "P1", after: null },
  ]);
});

test("a row that was imported over an asset tells what it changed; a new asset changed nothing", () => {
  expect(changeLines("imported", { originalValue: [1, 2] })).toHaveLength(1);
  expect(changeLines("imported", {})).toEqual([]);
  expect(changeLines("added", { name: [null, "A"] })).toEqual([]);
});
