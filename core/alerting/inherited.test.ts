import { expect, test } from "vitest";
import { someSettings } from "../../test/support/alert-kit.ts";
import { inheritedSettings } from "./inherited.ts";

const usual = someSettings({ raise: 0.01, clear: 0.001 });
const parents = new Map([
  ["province", null],
  ["commune", "province"],
]);
const words = [
  { scope: { kind: "unit", id: "province" }, settings: { raise: 0.05, clear: 0.04 } },
  { scope: { kind: "unit", id: "commune" }, settings: { severity: "critical" } },
  { scope: { kind: "site", id: "s1" }, settings: { raise: 0.2, clear: 0.1 } },
  { scope: { kind: "device", id: "d1" }, settings: { raise: 0.9, clear: 0.8 } },
] as const;
const at = (place: Parameters<typeof inheritedSettings>[2]) =>
  inheritedSettings(usual, words, place, parents);

test("what is above a place holds there, its own word does not", () => {
  expect(at({ scope: { kind: "unit", id: "province" }, unit: "province" })).toEqual(usual);
  const commune = at({ scope: { kind: "unit", id: "commune" }, unit: "commune" });
  expect(commune).toEqual({ ...usual, raise: 0.05, clear: 0.04 });
  const site = at({ scope: { kind: "site", id: "s1" }, unit: "commune", site: "s1" });
  expect(site).toEqual({ ...usual, raise: 0.05, clear: 0.04, severity: "critical" });
  const device = at({ scope: { kind: "device", id: "d1" }, unit: "commune", site: "s1" });
  expect(device).toEqual({ ...usual, raise: 0.2, clear: 0.1, severity: "critical" });
});
