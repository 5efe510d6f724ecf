import { expect, test } from "vitest";
import { changesOf, checkAsset, emptyAsset, formOf } from "./asset-form.ts";
import {
  dayOf,
  differenceOf,
  filterAssets,
  labelMeans,
  NO_FILTER,
  readDate,
  readMoney,
  subtree,
  totalsOf,
  writeMoney,
} from "./assets.ts";

test("amounts are read as people write them, and nothing else is taken for one", () => {
  for (const text of ["15000000", "15.000.000", "15,000,000", "15 000 000 đ", "15.000.000 đồng"])
    expect(readMoney(text), text).toBe(15_000_000);
  expect(readMoney("  ")).toBeNull();
  for (const text of ["-5", "1.5", "15.00", "mười triệu", "1e6", "15.000.00", "99.999.999.999.999"])
    expect(readMoney(text), text).toBeUndefined();
  expect(writeMoney(15_000_000)).toBe("15.000.000");
  expect(readMoney(writeMoney(999_999_999_999))).toBe(999_999_999_999);
});

test("dates are days of the calendar", () => {
  expect(readDate("5/9/2024")).toBe("2024-09-05");
  expect(readDate("2024-02-29")).toBe("2024-02-29");
  expect(readDate("2018")).toBe("2018-01-01");
  expect(readDate("")).toBeNull();
  for (const text of ["29/02/2023", "32/1/2024", "1/13/2024", "hôm qua", "0024-01-01"])
    expect(readDate(text), text).toBeUndefined();
  // Half past five in the evening of UTC is the next day in Vietnam.
  expect(dayOf(Date.UTC(2026, 4, 31, 17, 30), "Asia/Ho_Chi_Minh")).toBe("2026-06-01");
});

const TODAY = "2026-11-25";

test("an asset says which field is wrong, and keeps what the form does not show", () => {
  const bad = checkAsset(
    { ...emptyAsset("u1"), mac: "xx", quantity: "0", originalValue: "1.5", inUseOn: "31/2/2024" },
    TODAY,
  );
  expect(bad.ok ? [] : Object.keys(bad.mistakes)).toEqual([
    "name",
    "mac",
    "quantity",
    "originalValue",
    "inUseOn",
  ]);
  const good = checkAsset(
    { ...emptyAsset("u1"), name: " Máy bàn ", mac: "AA-BB-CC-00-11-22", ramGb: "8" },
    TODAY,
    { unit: "u1", site: "s1", traits: { disk: "ssd", cpu: "i3" } },
  );
  expect(good).toMatchObject({
    ok: true,
    value: {
      name: "Máy bàn",
      mac: "aa:bb:cc:00:11:22",
      site: "s1",
      originalValue: null,
      traits: { disk: "ssd", ramGb: 8 },
    },
  });
  expect(good.ok && "cpu" in good.value.traits).toBe(false);
});

test("a day to come is no day in use, but one that is in the books does not stop other changes", () => {
  const form = { ...emptyAsset("u1"), name: "Máy bàn", inUseOn: "26/11/2026" };
  expect(checkAsset(form, TODAY)).toMatchObject({ mistakes: { inUseOn: { key: "web.mistake.dayToCome" } } });
  expect(checkAsset(form, TODAY, { inUseOn: "2026-11-26" }).ok).toBe(true);
  expect(checkAsset({ ...form, inUseOn: "25/11/2026" }, TODAY).ok).toBe(true);
});

test("what was not touched is not sent, whatever the order of its parts", () => {
  const checked = checkAsset({ ...emptyAsset("u1"), name: "Máy bàn" }, TODAY);
  const fields = checked.ok ? checked.value : undefined;
  const traits = { cpu: "i3", disk: "ssd", ramGb: 8 };
  const asset = { ...fields, traits } as unknown as Parameters<typeof formOf>[0];
  const again = checkAsset(formOf(asset), TODAY, asset);
  expect(again.ok && changesOf(asset, again.value)).toEqual({});
  const more = checkAsset({ ...formOf(asset), ramGb: "16", room: "P1" }, TODAY, asset);
  expect(more.ok && changesOf(asset, more.value)).toEqual({ room: "P1", traits: { ...traits, ramGb: 16 } });
});

const UNITS = [
  { id: "h", parent: null },
  { id: "x", parent: "h" },
  { id: "p", parent: "x" },
  { id: "y", parent: "h" },
];

test("a unit is filtered with all below it, and sums leave unknown values out and say so", () => {
  expect([...subtree(UNITS, "x")]).toEqual(["x", "p"]);
  const asset = { category: "desktop", condition: null, book: "fixed", quantity: 2 } as const;
  const assets = [
    { ...asset, unit: "p", originalValue: 10, remaining: 4 },
    { ...asset, unit: "y", originalValue: null, remaining: null },
  ] as unknown as Parameters<typeof filterAssets>[0];
  expect(filterAssets(assets, { ...NO_FILTER, unit: "x" }, UNITS)).toEqual([assets[0]]);
  expect(filterAssets(assets, { ...NO_FILTER, condition: "none" }, UNITS)).toHaveLength(2);
  expect(totalsOf(assets)).toEqual({ lines: 2, things: 4, value: 10, remaining: 4, withoutValue: 1 });
});

test("labels mean their asset, and a count is compared with the books", () => {
  expect(labelMeans("http://10.0.0.1:8080/assets/ab-1?take=t")).toBe("ab-1");
  expect(labelMeans(" cayda:asset:ab_1 ")).toBe("ab_1");
  expect(labelMeans(" MVT-0012 ")).toBe("MVT-0012");
  const asset = { quantity: 2, condition: "good" } as const;
  expect(differenceOf(asset, undefined)).toBe("missing");
  expect(differenceOf(asset, { quantity: 1, condition: null })).toBe("less");
  expect(differenceOf(asset, { quantity: 3, condition: null })).toBe("more");
  expect(differenceOf(asset, { quantity: 2, condition: "poor" })).toBe("worse");
  expect(differenceOf(asset, { quantity: 2, condition: null })).toBeUndefined();
});
