import { expect, test } from "vitest";
import { previewSheet } from "./sheets.ts";
import { oneByOne } from "./turn.ts";

const RATE_LIMITED = { fault: { code: "rate_limited" } };

test("one piece of work after the other, whatever became of the one before; who is one too many is refused", async () => {
  const inTurn = oneByOne(1);
  const told: string[] = [];
  const gate = Promise.withResolvers<undefined>();
  const first = inTurn(async () => {
    told.push("first");
    await gate.promise;
    throw new Error("no room");
  });
  const second = inTurn(async () => void told.push("second"));
  await expect(inTurn(async () => void told.push("third"))).rejects.toMatchObject(RATE_LIMITED);
  expect(told).toEqual(["first"]);
  gate.resolve(undefined);
  await expect(first).rejects.toThrow("no room");
  await second;
  await inTurn(async () => void told.push("fourth"));
  expect(told).toEqual(["first", "second", "fourth"]);
});

test("spreadsheets that are read take a gigabyte each: not as many at once as somebody uploads", async () => {
  const context = {
    units: [],
    sites: [],
    unit: null,
    existing: [],
    elsewhere: [],
    fixedFrom: null,
    today: "2026-11-26",
  };
  const bytes = new TextEncoder().encode("Tên tài sản,Mã\n");
  const all = await Promise.allSettled(Array.from({ length: 12 }, () => previewSheet(bytes, context)));
  const refused = all.filter(({ status }) => status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  for (const one of refused) expect(one).toMatchObject({ reason: RATE_LIMITED });
  // Those that had room were read.
  expect(all.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(1);
});
