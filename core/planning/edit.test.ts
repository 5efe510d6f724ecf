import fc from "fast-check";
import { expect, test } from "vitest";
import { LANGUAGES } from "../messages/speaker.ts";
import { edited, type PriceNorms } from "./edit.ts";
import { sayWarning } from "./say.ts";
import type { Candidate, PlanScenario, PlanWarning } from "./types.ts";

const NORMS: PriceNorms = {
  today: "2026-11-25",
  norms: [
    { category: "desktop", per: 1, base: "staff", cap: 20_000_000, source: "QĐ 15/2025", verified: false },
  ],
  overCap: [
    { percent: 30, by: "province", source: "QĐ 15/2025", verified: true },
    { percent: 15, by: "head", source: "QĐ 15/2025", verified: true },
  ],
};
const LINE: Candidate = {
  id: "replace:a",
  unit: "u",
  action: "replace",
  category: "desktop",
  assets: ["a"],
  item: "Máy vi tính để bàn",
  priceKey: "desktop",
  quantity: 2,
  unitPrice: 15_000_000,
  amount: 30_000_000,
  source: "commune",
  points: 10,
  reasons: [],
  priority: 1,
  oneStop: false,
  group: "a",
  requires: [],
  ground: null,
  warnings: [
    { code: "no_ground", params: {} },
    { code: "price_old", params: { since_date: "2024-01-01" } },
    { code: "table_unverified", params: { table: "prices", key: "desktop" } },
    { code: "table_unverified", params: { table: "norms", key: "desktop" } },
  ],
};
const withEdit = (change: PlanScenario["edits"][string], line = LINE): Candidate =>
  edited(line, scenario({ [line.id]: change }), NORMS);
const scenario = (edits: PlanScenario["edits"]): PlanScenario => ({
  id: "s",
  name: "2027",
  year: 2027,
  units: ["u"],
  ceilings: {},
  total: null,
  must: [],
  never: [],
  edits,
});
const codes = ({ warnings }: { readonly warnings: readonly PlanWarning[] }) =>
  warnings.map(({ code }) => code);

test("a line that nobody changed is the same line", () => {
  expect(edited(LINE, scenario({}), NORMS)).toBe(LINE);
});

test.each([
  [20_000_000, undefined],
  [22_000_000, { percent: 10, by: "head" }],
  [26_000_000, { percent: 30, by: "province" }],
  [40_000_000, { percent: 100, by: "nobody" }],
])("a price of %d by hand is held against the cap again", (unitPrice, found) => {
  const line = withEdit({ unitPrice });
  expect(line.amount).toBe(unitPrice * 2);
  const over = line.warnings.find(({ code }) => code === "over_cap");
  if (found === undefined) expect(over).toBeUndefined();
  else expect(over?.params).toMatchObject({ cap_vnd: 20_000_000, price_vnd: unitPrice, ...found });
});

test("what was said of the list's price is no longer said of another, all else stays", () => {
  expect(codes(withEdit({ unitPrice: 16_000_000 }))).toEqual([
    "no_ground",
    "table_unverified",
    "price_by_hand",
  ]);
  const dear = { ...LINE, unitPrice: 25_000_000, warnings: [{ code: "over_cap", params: {} }] } as const;
  expect(codes(withEdit({ unitPrice: 18_000_000 }, dear))).toEqual(["price_by_hand"]);
  expect(codes(withEdit({ source: "city" }))).toEqual(codes(LINE));
  const unpriced = { ...LINE, unitPrice: 0, warnings: [{ code: "no_price", params: {} }] } as const;
  expect(codes(withEdit({ unitPrice: 18_000_000 }, unpriced))).toEqual([]);
});

test("more than is needed is told, less is not; parts have no cap", () => {
  expect(codes(withEdit({ quantity: 3 }))).toContain("more_than_needed");
  expect(codes(withEdit({ quantity: 1 }))).not.toContain("more_than_needed");
  expect(codes(withEdit({ unitPrice: 90_000_000 }, { ...LINE, action: "upgrade" }))).not.toContain(
    "over_cap",
  );
});

test("whatever is entered, the amount is price by quantity and every warning is a sentence", () => {
  fc.assert(
    fc.property(fc.nat(9e12), fc.integer({ min: 1, max: 100_000 }), (unitPrice, quantity) => {
      const line = withEdit({ unitPrice, quantity });
      expect(line.amount).toBe(unitPrice * quantity);
      expect(codes(line).includes("over_cap")).toBe(unitPrice > 20_000_000);
      for (const language of LANGUAGES)
        for (const warning of line.warnings)
          expect(sayWarning(language, warning)).toMatch(/^[^{}…]{20,}\.\s?$/u);
    }),
  );
});
