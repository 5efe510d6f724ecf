import { expect, test } from "vitest";
import { assetStart, newThings } from "./plan-asset.ts";

const KNOWN = {
  id: "add:u1:desktop",
  unit: "u1",
  action: "add",
  category: "desktop",
  source: "city",
  oneStop: true,
} as const;
const bought = (quantity: number, amount: number) => ({
  item: "Máy vi tính để bàn",
  bought: { quantity, amount, on: "2027-03-05" },
});

test("the form begins with what plan and purchase know", () => {
  expect(assetStart(KNOWN, bought(1, 14_500_000), [])).toEqual({
    unit: "u1",
    category: "desktop",
    name: "Máy vi tính để bàn",
    quantity: "1",
    oneStop: true,
    inUseOn: "05/03/2027",
    originalValue: "14.500.000",
    fundingSource: "city",
  });
});

test("of several the rest is entered, at its share of the money", () => {
  expect(assetStart(KNOWN, bought(3, 45_000_000), [{ quantity: 1 }])).toMatchObject({
    quantity: "2",
    originalValue: "30.000.000",
  });
});

test("nothing is left when all of it is in the books, nothing was bought, or the line mends what is there", () => {
  expect(assetStart(KNOWN, bought(2, 9), [{ quantity: 1 }, { quantity: 1 }])).toBeUndefined();
  expect(assetStart(KNOWN, bought(0, 0), [])).toBeUndefined();
  expect(assetStart(KNOWN, { item: "x", bought: null }, [])).toBeUndefined();
  expect(assetStart(undefined, bought(1, 9), [])).toBeUndefined();
  const candidates = (["replace", "add", "license", "upgrade", "repair"] as const).map((action) => ({
    ...KNOWN,
    id: action,
    action,
  }));
  const document = JSON.stringify({ candidates });
  expect([...newThings({ document }).keys()]).toEqual(["replace", "add", "license"]);
});
