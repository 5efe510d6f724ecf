import fc from "fast-check";
import { expect, test } from "vitest";
import { someAsset } from "../../test/support/asset-kit.ts";
import { asOf, type AssetMove } from "./as-of.ts";

const UNITS = ["u0", "u1", "u2"] as const;
const day = (n: number): string => `2026-01-${String(n + 1).padStart(2, "0")}`;

test("on every day a thing is with the unit that had it at the end of that day", () => {
  const days = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.constantFrom(...UNITS)), { maxLength: 8 });
  fc.assert(
    fc.property(days, (given) => {
      const journey = given.toSorted(([a], [b]) => a - b);
      const unitAfter = (n: number) => journey.findLast(([on]) => on <= n)?.[1] ?? "u0";
      const moves = journey.map(([on], i): AssetMove => ({
        asset: "a1",
        from: journey[i - 1]?.[1] ?? "u0",
        on: day(on),
      }));
      const asset = someAsset({ unit: unitAfter(9), inUseOn: null });
      for (let n = 0; n <= 9; n += 1) {
        const after = moves.filter(({ on }) => on > day(n));
        const at = UNITS.filter(
          (unit) => asOf([asset], after, { units: new Set([unit]), on: day(n) }, new Set()).length === 1,
        );
        expect(at).toEqual([unitAfter(n)]);
      }
    }),
  );
});

test("what was counted is there, whatever is said of it since", () => {
  const asset = someAsset({
    unit: "u9",
    inUseOn: "2027-01-01",
    liquidation: { on: "2026-01-01", ground: "worn_out", decision: null },
  });
  const of = { units: new Set(["u1"]), on: "2026-12-31" };
  expect(asOf([asset], [], of, new Set())).toEqual([]);
  expect(asOf([asset], [], of, new Set([asset.id]))).toEqual([asset]);
});
