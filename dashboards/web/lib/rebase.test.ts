import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlanScenario } from "../../../core/planning/types.ts";
import { clashesOf, isStale, rebased, rebasedPlan } from "./rebase.ts";

const opened = { name: "Máy in", room: "Văn thư", person: "" };

test("what a person did not touch is as somebody else saved it, what they typed stays", () => {
  const mine = { ...opened, room: "Kho" };
  const now = { ...opened, person: "Bình" };
  expect(rebased(mine, opened, now)).toEqual({ name: "Máy in", room: "Kho", person: "Bình" });
  expect(clashesOf(mine, opened, now)).toEqual({});
});

test("where both changed one field, the form says what the new version has", () => {
  const mine = { ...opened, room: "Kho", person: "An" };
  expect(clashesOf(mine, opened, { ...opened, room: "Một cửa", person: "An" })).toEqual({
    room: { key: "web.mistake.changed", params: { value: "Một cửa" } },
  });
  expect(clashesOf(mine, opened, { ...opened, room: "" })["room"]?.params).toEqual({ value: "—" });
});

test("nothing that either of the two did is lost, unless both did it to one part", () => {
  const parts = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.integer({ min: 0, max: 2 }));
  fc.assert(
    fc.property(parts, parts, parts, (mine, before, now) => {
      const result: Record<string, number> = rebased(mine, before, now);
      for (const name of ["a", "b", "c", "d"]) {
        expect(result[name]).toBe(mine[name] === before[name] ? now[name] : mine[name]);
      }
    }),
  );
});

test("fields within a field are taken part by part", () => {
  const before = { name: "Thư", texts: { host: "a", port: "25" } };
  const mine = { ...before, texts: { host: "b", port: "25" } };
  const now = { name: "Thư 2", texts: { host: "a", port: "587" } };
  expect(rebased(mine, before, now)).toEqual({ name: "Thư 2", texts: { host: "b", port: "587" } });
  expect(clashesOf(mine, before, { ...now, texts: { host: "c", port: "25" } })).toEqual({
    host: { key: "web.mistake.changed", params: { value: "c" } },
  });
});

const plan: PlanScenario = {
  id: "p",
  name: "Phương án",
  year: 2027,
  units: ["u"],
  ceilings: { commune: 5, city: 7 },
  total: null,
  must: ["a", "b"],
  never: ["c"],
  edits: { a: { quantity: 2 } },
};

test("a plan takes the ceilings, prices and locks of both", () => {
  const mine: PlanScenario = {
    ...plan,
    ceilings: { commune: 6 },
    must: ["b", "d"],
    never: ["c", "e"],
    edits: { ...plan.edits, b: { unitPrice: 9 } },
  };
  const now: PlanScenario = {
    ...plan,
    name: "Phương án 2",
    ceilings: { commune: 5, city: 7, other: 1 },
    must: ["a", "b", "e"],
    never: ["d"],
    edits: { a: { quantity: 3 } },
  };
  expect(rebasedPlan(mine, plan, now)).toEqual({
    ...plan,
    name: "Phương án 2",
    ceilings: { commune: 6, other: 1 },
    must: ["b", "d"],
    never: ["e"],
    edits: { a: { quantity: 3 }, b: { unitPrice: 9 } },
  });
});

test("only the server's word makes a form stale", () => {
  const refused = (code: string) => ({ kind: "fault" as const, status: 409, code, says: "…" });
  expect(isStale({ ok: false, problem: refused("changed_since") })).toBe(true);
  expect(isStale({ ok: false, problem: refused("asset_code_taken") })).toBe(false);
  expect(isStale({ ok: false, problem: { kind: "offline" } })).toBe(false);
  expect(isStale({ ok: true, value: {} })).toBe(false);
});
