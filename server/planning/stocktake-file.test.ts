import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ALWAYS_OPEN } from "../../core/alerting/calendar.ts";
import type { AssetFields } from "../../core/assets/types.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { assetFields, shippedTables } from "../../test/support/asset-kit.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import type { Assets } from "../assets-port.ts";
import type { Registry } from "../ports.ts";
import { openRegistry } from "../stores/registry/registry.ts";
import { must } from "./demo-must.ts";
import { stockTakeRecord } from "./stocktake-file.ts";

/** A commune's books, of which a stock-take makes its record. */
const by = { id: "p1", name: "an" };
const tables = shippedTables();
const clock = fakeClock(Date.parse("2027-03-01T08:00:00+07:00"));
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let dir: string;
let registry: Registry & Assets;
let unit: string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-stocktake-"));
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  ({ registry } = await openRegistry(dir, { clock, newId, log }));
  const commune = { name: "Xã Hương Sơn", kind: "commune", parent: null, validFrom: "2025-07-01" } as const;
  unit = must(await registry.addUnit(commune, by)).id;
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

const add = async (name: string, over: Partial<AssetFields> = {}): Promise<string> =>
  must(await registry.addAsset(assetFields({ unit, site: null, code: null, name, ...over }), by)).id;
const namesOf = async (of: string, on: string, counted: readonly string[] = []): Promise<string[]> =>
  Object.keys(await recordOf(on, counted, "fixed", of)).toSorted();
const addUnit = async (name: string): Promise<string> =>
  must(await registry.addUnit({ name, kind: "commune", parent: null, validFrom: "2025-07-01" }, by)).id;
const move = async (id: string, to: string, on: string): Promise<void> =>
  void must(await registry.transferAssets([id], { unit: to, site: null, on, note: null }, by));
const leave = async (id: string, on: string): Promise<void> =>
  void must(await registry.liquidateAssets([id], { on, ground: "worn_out", decision: null }, by));

const sources = () => {
  const gathered = { assets: [], units: [], findings: [], today: "2027-03-01" };
  return { registry, gathered, candidates: [], tables, clock, calendar: ALWAYS_OPEN };
};
/** name → what the books say remains, and what was counted of it. */
async function recordOf(
  on: string,
  counted: readonly string[] = [],
  book: "fixed" | "tool" = "fixed",
  of = unit,
) {
  const seen = counted.map((asset) => ({ asset, quantity: 1, condition: null, note: null }));
  const record = await stockTakeRecord(sources(), { unit: of, units: [of], on }, seen, book, "vi");
  return Object.fromEntries(
    record.groups.flatMap(({ lines }) =>
      lines.map((line) => [line.name, [line.books.remaining, line.counted?.remaining]] as const),
    ),
  );
}

test("on 31 December the year's wear is in what remains, the day before it is not", async () => {
  await add("PC", { inUseOn: "2024-03-01", originalValue: 15_000_000 });
  expect(await recordOf("2026-12-31")).toEqual({ PC: [6_000_000, undefined] });
  expect(await recordOf("2026-12-30")).toEqual({ PC: [9_000_000, undefined] });
});

test("what was bought in the year of the take has its whole value, in the books and as counted", async () => {
  const fresh = await add("PC", { inUseOn: "2027-02-10", originalValue: 15_000_000 });
  await add("Ghế", { book: "tool", category: "other", inUseOn: "2027-02-10", originalValue: 900_000 });
  expect(await recordOf("2027-06-30", [fresh])).toEqual({ PC: [15_000_000, 15_000_000] });
  expect(await recordOf("2027-06-30", [], "tool")).toEqual({ Ghế: [null, undefined] });
});

test("a take keeps what was liquidated after its day, and has nothing that came later", async () => {
  const counted = await add("đã kiểm", { inUseOn: "2024-03-01", originalValue: 15_000_000 });
  const gone = await add("đã thanh lý", { inUseOn: "2024-03-01" });
  await add("chưa rõ ngày", { inUseOn: null });
  await add("mua sau", { inUseOn: "2027-01-01" });
  await add("cùng ngày", { inUseOn: "2026-12-31", originalValue: 15_000_000 });
  await leave(gone, "2026-12-31");
  const before = await recordOf("2026-12-31", [counted]);
  expect(before).toEqual({
    "đã kiểm": [6_000_000, 6_000_000],
    "chưa rõ ngày": [null, undefined],
    "cùng ngày": [12_000_000, undefined],
  });
  await leave(counted, "2027-01-15");
  expect(await recordOf("2026-12-31", [counted])).toEqual(before);
  expect(Object.keys(await recordOf("2027-01-15"))).toEqual(["chưa rõ ngày", "cùng ngày", "mua sau"]);
});

test("a take keeps what went to another unit after its day, counted or not, and has nothing that came from there", async () => {
  const other = await addUnit("Xã Mỹ Đức");
  const day = "2026-12-31";
  const [counted, uncounted] = [await add("đã kiểm"), await add("chưa kiểm")];
  const [theirs, corrected] = [await add("của bên kia", { unit: other }), await add("sửa tay")];
  const before = await recordOf(day, [counted]);
  expect(Object.keys(before).toSorted()).toEqual(["chưa kiểm", "sửa tay", "đã kiểm"]);
  await move(counted, other, "2027-01-15");
  await move(uncounted, other, "2027-01-15");
  await move(theirs, unit, "2027-01-15");
  must(await registry.changeAsset(corrected, { unit: other }, by));
  expect(await recordOf(day, [counted])).toEqual(before);
  expect(await namesOf(other, day)).toEqual(["của bên kia"]);
  expect(await namesOf(unit, "2027-01-15")).toEqual(["của bên kia", "sửa tay"]);
  // Back again, and away once more: it is the first move after the day that says where it was.
  await move(uncounted, unit, "2027-02-01");
  await move(uncounted, other, "2027-02-20");
  expect(await recordOf(day, [counted])).toEqual(before);
  expect(await namesOf(unit, "2027-02-10")).toContain("chưa kiểm");
  expect(await namesOf(unit, "2027-02-20")).not.toContain("chưa kiểm");
});

test("what was counted is in the record even where it went before the day", async () => {
  const other = await addUnit("Xã Mỹ Đức");
  const counted = await add("đã kiểm");
  await move(counted, other, "2026-12-30");
  expect(await namesOf(unit, "2026-12-31", [counted])).toEqual(["đã kiểm"]);
  expect(await namesOf(unit, "2026-12-31")).toEqual([]);
});

test("the document of a closed take prints what was kept, and what was counted in the moment of its closing", async () => {
  const kept = await add("tên ngày kiểm kê", { inUseOn: "2024-03-01", originalValue: 15_000_000 });
  const late = await add("đếm sau cùng", { inUseOn: "2024-03-01", originalValue: 5_000_000 });
  const take = must(await registry.openStockTake({ name: "Kiểm kê", unit, on: "2026-12-31" }, by));
  for (const asset of [kept, late])
    must(await registry.countAsset(take.id, { asset, quantity: 1, condition: null, note: null }, by));
  const asset = await registry.asset(kept);
  if (asset === undefined) throw new Error("it is not there");
  must(await registry.closeStockTake(take.id, [{ asset, remaining: 6_000_000 }], by));
  must(await registry.changeAsset(kept, { name: "tên mới", originalValue: 1_000_000 }, by));
  const of = { unit, units: [unit], on: take.on, kept: await registry.stockLines(take.id) };
  const record = await stockTakeRecord(sources(), of, await registry.seenOf(take.id), "fixed", "vi");
  expect(record.groups.flatMap(({ lines }) => lines.map(({ name, books }) => [name, books]))).toEqual([
    ["tên ngày kiểm kê", { quantity: 1, originalValue: 15_000_000, remaining: 6_000_000 }],
    ["đếm sau cùng", expect.objectContaining({ originalValue: 5_000_000 })],
  ]);
});

test("a merger changes no record of a day before it: not that of the unit that ended, nor that of its successor", async () => {
  const old = await addUnit("Xã Vạn Kim");
  const [mine, theirs] = [await add("của xã mới"), await add("của xã cũ", { unit: old })];
  const merger = { into: unit, on: "2027-02-01" };
  // A second click tells the same merger again.
  for (let click = 0; click < 2; click += 1) must(await registry.mergeUnit(old, merger, by));
  await move(theirs, unit, "2027-02-01");
  expect(await namesOf(old, "2026-12-31", [theirs])).toEqual(["của xã cũ"]);
  expect(await namesOf(unit, "2026-12-31", [mine])).toEqual(["của xã mới"]);
  expect(await namesOf(unit, "2027-02-01")).toEqual(["của xã cũ", "của xã mới"]);
});
