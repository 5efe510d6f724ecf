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
const leave = async (id: string, on: string): Promise<void> =>
  void must(await registry.liquidateAssets([id], { on, ground: "worn_out", decision: null }, by));

/** name → what the books say remains, and what was counted of it. */
async function recordOf(on: string, counted: readonly string[] = [], book: "fixed" | "tool" = "fixed") {
  const gathered = { assets: [], units: [], findings: [], today: "2027-03-01" };
  const sources = { registry, gathered, candidates: [], tables, clock, calendar: ALWAYS_OPEN };
  const seen = counted.map((asset) => ({ asset, quantity: 1, condition: null, note: null }));
  const record = await stockTakeRecord(sources, { unit, units: [unit], on }, seen, book, "vi");
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
