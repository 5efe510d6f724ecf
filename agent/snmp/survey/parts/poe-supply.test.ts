import { expect, test } from "vitest";
import { askedOf, tableOf } from "../../../../test/fakes/snmp-asked.ts";
import { readPoeSupply } from "./poe-supply.ts";

const supplyOf = (rows: Parameters<typeof tableOf>[1]) => {
  const { ask, known } = askedOf(tableOf("1.3.6.1.2.1.105.1.3.1.1", rows));
  return readPoeSupply(ask, known);
};

test("all supplies that are on, added up", async () => {
  expect(
    await supplyOf({ 1: { 2: 370, 3: 1, 4: 120 }, 2: { 2: 370, 3: 1, 4: 65 }, 3: { 2: 370, 3: 2, 4: 0 } }),
  ).toEqual({ budgetWatts: 740, usedWatts: 185 });
});

test("a supply that does not say whether it is on counts", async () => {
  expect(await supplyOf({ 1: { 2: 65, 4: 0 } })).toEqual({ budgetWatts: 65, usedWatts: 0 });
});

test("what is not said, not there or not possible is absent", async () => {
  expect(await supplyOf({})).toBeUndefined();
  expect(await supplyOf({ 1: { 2: 370, 3: 1 } })).toBeUndefined();
  expect(await supplyOf({ 1: { 2: 370, 3: 3, 4: 20 } })).toBeUndefined();
  expect(await supplyOf({ 1: { 2: 0, 3: 1, 4: 0 } })).toBeUndefined();
  expect(await supplyOf({ 1: { 2: 370, 3: 1, 4: 61_000 } })).toBeUndefined();
});
