import { expect, test } from "vitest";
import type { RuleSettings } from "../../../core/alerting/types.ts";
import type { RuleView } from "../../../core/wire/alerts.ts";
import { someSettings } from "../../../test/support/alert-kit.ts";
import { heldAt, ownSettings, saidIn, type WantedSettings } from "./threshold.ts";

const defaults = someSettings({ raise: 0.01, clear: 0.001 });
const units = [
  { id: "province", parent: null },
  { id: "commune", parent: "province" },
];
const site = { scope: { kind: "site", id: "s1" }, unit: "commune", site: "s1" } as const;
const word = (kind: "unit" | "site", id: string, settings: Partial<RuleSettings>) => {
  return { scope: { kind, id }, scopeName: id, settings, etag: id };
};
const held = (...overrides: RuleView["overrides"]) => heldAt({ defaults, overrides }, site, units);
const asShown = ({ now }: ReturnType<typeof held>): WantedSettings => now;

test("below a unit that has its own threshold, the default can be put back", () => {
  const there = held(word("unit", "province", { raise: 0.05, clear: 0.04 }));
  expect(there.now.raise).toBe(0.05);
  expect(ownSettings(there, { ...asShown(there), raise: 0.01 })).toEqual({ raise: 0.01 });
});

test("what nobody touched goes on following what is above", () => {
  const there = held(word("unit", "province", { raise: 0.05, clear: 0.04 }));
  expect(ownSettings(there, { ...asShown(there), severity: "critical" })).toEqual({ severity: "critical" });
  expect(ownSettings(there, asShown(there))).toEqual({});
});

test("what was set for the place before stays, also what the form does not show", () => {
  const own = { raise: 0.02, clear: 0.015, hours: "office" } as const;
  const there = held(word("site", "s1", own));
  expect(there.inherited).toEqual(defaults);
  expect(ownSettings(there, { ...asShown(there), holdMs: 60_000 })).toEqual({ ...own, holdMs: 60_000 });
  expect(ownSettings(there, { ...asShown(there), raise: 0.03 })).toEqual({ raise: 0.03, hours: "office" });
});

test("a number that looks the same in the field is the same, a rule without a threshold has none", () => {
  const there = held(word("unit", "commune", { raise: 1 / 3, clear: 0.1 }));
  expect(ownSettings(there, { ...asShown(there), raise: 0.333_333 })).toEqual({});
  expect(ownSettings(there, { ...asShown(there), raise: undefined })).toEqual({});
});

test("before a place is chosen the defaults are shown", () => {
  expect(heldAt({ defaults, overrides: [] }, undefined, [])).toEqual({
    inherited: defaults,
    now: defaults,
    own: undefined,
  });
});

test.each([
  [{ severity: "critical" }, ["severity"]],
  [{ holdMs: 60_000 }, ["holdMs"]],
  [{ raise: 0.05, clear: 0.04, holdMs: 60_000 }, ["raise", "holdMs"]],
  [{ enabled: false, raise: 0.05 }, ["enabled"]],
  [{ enabled: true }, ["enabled"]],
  [{ hours: "office" }, []],
] as const)("of the override %o only what it says itself is shown", (settings, said) => {
  expect(saidIn(settings)).toEqual(said);
});
