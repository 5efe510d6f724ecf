import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AssetFields } from "../../../core/assets/types.ts";
import type { Result } from "../../../core/result.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { assetFields, someProfile } from "../../../test/support/asset-kit.ts";
import { fakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import { openRegistry } from "../../../test/support/registry.ts";
import type { Registry } from "../../ports.ts";

let dir: string;
let clock: FakeClock;
let registry: Registry;
let unit: string;
let other: string;
const by = { id: "p1", name: "an" };
const binh = { id: "p2", name: "bình" };
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.fault.code);

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-assets-"));
  clock = fakeClock();
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  registry = (await openRegistry(dir, { clock, newId, log })).registry;
  const add = async (name: string) =>
    value(await registry.addUnit({ name, kind: "commune", parent: null, validFrom: "2025-07-01" }, by)).id;
  unit = await add("xã Hương Sơn");
  other = await add("xã Mỹ Đức");
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

const fields = (over: Partial<AssetFields> = {}): AssetFields => assetFields({ unit, site: null, ...over });
const add = async (over: Partial<AssetFields> = {}) => value(await registry.addAsset(fields(over), by));

describe("the register", () => {
  test("keeps what was entered, tells who changed what, and changes nothing that is the same", async () => {
    const asset = await add();
    expect(asset).toMatchObject({ ...fields(), state: "in_use", device: null, repairs: [] });
    expect(await registry.asset(asset.id)).toEqual(asset);
    await clock.advance(1_000);
    const changed = value(
      await registry.changeAsset(asset.id, { room: "Phòng 2", traits: { ramGb: 8 } }, binh),
    );
    expect(changed).toMatchObject({ room: "Phòng 2", traits: { ramGb: 8 }, name: asset.name });
    value(await registry.changeAsset(asset.id, { room: "Phòng 2" }, by));
    expect(await registry.assetHistory(asset.id)).toMatchObject([
      { what: "changed", by: "bình", changes: { room: ["Văn phòng", "Phòng 2"] } },
      { what: "added", by: "an" },
    ]);
  });

  test("a code belongs to one thing, however it is written, until that is liquidated", async () => {
    const first = await add({ code: "MT-01" });
    expect(await registry.addAsset(fields({ code: "mt -01" }), by)).toMatchObject({
      fault: { code: "asset_code_taken", params: { code: "mt -01", name: first.name } },
    });
    const second = await add({ code: null });
    expect(codeOf(await registry.changeAsset(second.id, { code: "MT-01" }, by))).toBe("asset_code_taken");
    value(
      await registry.liquidateAssets(
        [first.id],
        { on: "2026-12-01", ground: "worn_out", decision: "12/QĐ" },
        by,
      ),
    );
    expect(value(await registry.changeAsset(second.id, { code: "MT-01" }, by)).code).toBe("MT-01");
    expect((await registry.assets({})).map(({ id }) => id)).toEqual([second.id]);
    expect(await registry.assets({ liquidated: true })).toHaveLength(2);
    expect(await registry.asset(first.id)).toMatchObject({
      state: "liquidated",
      liquidation: { decision: "12/QĐ" },
    });
    expect(codeOf(await registry.changeAsset(first.id, { room: "x" }, by))).toBe("asset_liquidated");
  });

  test("an import is taken whole or not at all", async () => {
    const known = await add({ code: "A-0" });
    const rows = [1, 2, 3].map((n) => ({ id: null, fields: fields({ code: `A-${n}` }) }));
    const wrong = [...rows, { id: null, fields: fields({ code: "A-2" }) }];
    expect(codeOf(await registry.importAssets(wrong, by))).toBe("asset_code_taken");
    expect(await registry.assets({})).toHaveLength(1);
    await clock.advance(1_000);
    const change = { id: known.id, fields: fields({ code: "A-0", room: "Kho" }) };
    expect(value(await registry.importAssets([...rows, change], by))).toEqual({ added: 3, changed: 1 });
    expect(await registry.asset(known.id)).toMatchObject({ room: "Kho" });
    expect((await registry.assetHistory(known.id))[0]).toMatchObject({ what: "imported" });
  });

  test("things move in bulk when units merge, all or none, and their story goes with them", async () => {
    const ids = [(await add({ code: "1" })).id, (await add({ code: "2" })).id];
    await clock.advance(1_000);
    const to = { unit: other, site: null, on: "2026-01-01", note: "Sáp nhập" };
    expect(codeOf(await registry.transferAssets([...ids, "gone"], to, by))).toBe("asset_unknown");
    expect(await registry.assets({ units: [other] })).toEqual([]);
    expect(value(await registry.transferAssets([...ids, ids[0] ?? ""], to, by))).toEqual({ moved: 2 });
    expect((await registry.assets({ units: [other] })).map(({ unit: of }) => of)).toEqual([other, other]);
    expect(await registry.assets({ units: [unit] })).toEqual([]);
    expect((await registry.assetHistory(ids[0] ?? ""))[0]).toMatchObject({
      what: "moved",
      note: "Sáp nhập",
      changes: { unit: [unit, other] },
    });
    expect(codeOf(await registry.transferAssets(ids, { ...to, unit: "nowhere" }, by))).toBe("unit_unknown");
  });

  test("a device is one thing's", async () => {
    const site = value(await registry.addSite({ unit, name: "Trụ sở" }, by));
    const device = value(await registry.addDevice(site.id, { name: "SW-1", address: "127.0.0.9" }, by));
    const [first, second] = [await add({ code: "1" }), await add({ code: "2" })];
    expect(value(await registry.linkAsset(first.id, device.id, by)).device).toBe(device.id);
    expect(await registry.linkAsset(second.id, device.id, by)).toMatchObject({
      fault: { code: "device_claimed", params: { name: first.name } },
    });
    expect(codeOf(await registry.linkAsset(second.id, "gone", by))).toBe("device_unknown");
    value(await registry.linkAsset(first.id, null, by));
    expect(value(await registry.linkAsset(second.id, device.id, by)).device).toBe(device.id);
    value(await registry.removeDevice(device.id, by));
    expect((await registry.asset(second.id))?.device).toBe(device.id);
  });

  test("repairs are kept in the order of their days; pictures are what they say they are, few and small", async () => {
    const { id } = await add();
    value(await registry.addRepair(id, { on: "2026-05-01", what: "Thay nguồn", cost: 450_000 }, by));
    value(await registry.addRepair(id, { on: "2026-02-01", what: "Vệ sinh", cost: null }, by));
    expect((await registry.asset(id))?.repairs.map(({ on }) => on)).toEqual(["2026-02-01", "2026-05-01"]);
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]);
    expect(codeOf(await registry.addPhoto(id, { type: "image/png", data: jpeg }, by))).toBe("photo_type");
    expect(codeOf(await registry.addPhoto(id, { type: "image/jpeg", data: new Uint8Array(2) }, by))).toBe(
      "photo_type",
    );
    const large = new Uint8Array(1024 * 1024 + 1);
    large.set(jpeg);
    expect(codeOf(await registry.addPhoto(id, { type: "image/jpeg", data: large }, by))).toBe("photo_large");
    const photo = value(await registry.addPhoto(id, { type: "image/jpeg", data: jpeg }, by));
    expect(await registry.photo(photo.id)).toEqual({ asset: id, type: "image/jpeg", data: jpeg });
    for (let n = 1; n < 8; n += 1) value(await registry.addPhoto(id, { type: "image/jpeg", data: jpeg }, by));
    expect(codeOf(await registry.addPhoto(id, { type: "image/jpeg", data: jpeg }, by))).toBe("photo_many");
    value(await registry.removePhoto(photo.id, by));
    expect(await registry.photos(id)).toHaveLength(7);
    expect(codeOf(await registry.removePhoto(photo.id, by))).toBe("photo_unknown");
  });
});

test("a stock-take: by id or code, the second look counts, closed is closed", async () => {
  const { id } = await add({ code: "MT-07" });
  const take = value(
    await registry.openStockTake({ name: "Kiểm kê 0h 01/01/2027", unit, on: "2027-01-01" }, by),
  );
  const seen = { asset: id, quantity: 1, condition: "good" as const, note: null };
  value(await registry.countAsset(take.id, seen, by));
  expect(
    value(await registry.countAsset(take.id, { ...seen, asset: " mt-07", condition: "poor" }, binh)).asset,
  ).toBe(id);
  expect(await registry.seenOf(take.id)).toMatchObject([{ asset: id, condition: "poor", by: "bình" }]);
  expect(codeOf(await registry.countAsset(take.id, { ...seen, asset: "XX" }, by))).toBe("asset_unknown");
  expect(codeOf(await registry.countAsset("gone", seen, by))).toBe("stocktake_unknown");
  expect(await registry.stockLines(take.id)).toBeUndefined();
  const asset = await registry.asset(id);
  const lines = asset === undefined ? [] : [{ asset, remaining: 6_000_000 }];
  value(await registry.closeStockTake(take.id, lines, by));
  value(await registry.changeAsset(id, { name: "Tên khác" }, by));
  expect(await registry.stockLines(take.id)).toEqual([{ asset, remaining: 6_000_000 }]);
  expect(codeOf(await registry.countAsset(take.id, seen, by))).toBe("stocktake_closed");
  expect(await registry.stockTakes([unit])).toMatchObject([{ id: take.id, closedAt: clock.now() }]);
  expect(await registry.stockTakes([other])).toEqual([]);
});

test("the yearly wear is written once: a second run, and other figures, change nothing", async () => {
  const { id } = await add();
  const row = { asset: id, year: 2026, amount: 3_000_000, accumulated: 9_000_000, remaining: 6_000_000 };
  expect(value(await registry.saveWear(2026, [row], by))).toEqual({ written: 1, kept: 0 });
  expect(value(await registry.saveWear(2026, [{ ...row, amount: 1 }], by))).toEqual({ written: 0, kept: 1 });
  expect(await registry.wearRows({ year: 2026 })).toEqual([row]);
  expect(await registry.wearRows({ units: [other] })).toEqual([]);
  const unknown = { ...row, year: 2027, asset: "gone" };
  expect(codeOf(await registry.saveWear(2027, [{ ...row, year: 2027 }, unknown], by))).toBe("asset_unknown");
  expect(await registry.wearRows({ year: 2027 })).toEqual([]);
  const next = { ...row, year: 2027 };
  const twice = [next, { ...next, amount: 1 }];
  expect(value(await registry.saveWear(2027, twice, by))).toEqual({ written: 1, kept: 1 });
  expect(await registry.wearRows({ year: 2027 })).toMatchObject([{ amount: row.amount }]);
});

test("plans are changed, frozen versions are not; what was bought stands beside them", async () => {
  const scenario = {
    name: "Phương án 1",
    year: 2027,
    units: [unit],
    ceilings: { commune: 500_000_000 },
    total: null,
    must: [],
    never: [],
    edits: {},
  };
  const plan = value(await registry.savePlan(scenario, by));
  const version = value(await registry.freezePlan(plan.id, "Trình tháng 6", '{"chosen":[]}', by));
  value(await registry.savePlan({ ...scenario, id: plan.id, name: "Phương án 1b" }, binh));
  expect(await registry.plan(plan.id)).toMatchObject({ name: "Phương án 1b", changedBy: "bình" });
  expect(await registry.planVersion(version.id)).toMatchObject({
    name: "Trình tháng 6",
    document: '{"chosen":[]}',
  });
  const bought = { candidate: "replace:a1", quantity: 1, amount: 14_500_000, on: "2027-03-01", asset: null };
  value(await registry.setBought(version.id, bought, by));
  value(await registry.setBought(version.id, { ...bought, amount: 14_000_000 }, by));
  expect(await registry.boughtOf(version.id)).toEqual([{ ...bought, amount: 14_000_000 }]);
  value(await registry.removePlan(plan.id, by));
  expect(await registry.plans()).toEqual([]);
  expect(await registry.planVersions(plan.id)).toHaveLength(1);
  expect(codeOf(await registry.savePlan({ ...scenario, id: plan.id }, by))).toBe("plan_unknown");
  expect(codeOf(await registry.setBought("gone", bought, by))).toBe("version_unknown");
});

test("a thing remembers the line of the plan that it was bought as, and the line its things", async () => {
  const scenario = {
    name: "P",
    year: 2027,
    units: [unit],
    ceilings: {},
    total: null,
    must: [],
    never: [],
    edits: {},
  };
  const plan = value(await registry.savePlan(scenario, by));
  const version = value(await registry.freezePlan(plan.id, "Trình", "{}", by)).id;
  const line = { version, candidate: `add:${unit}:desktop` };
  const first = value(await registry.addAsset(fields({ code: "M1" }), by, line));
  await clock.advance(1);
  const second = value(await registry.addAsset(fields({ code: "M2" }), by, line));
  const apart = await add({ code: "M3" });
  expect(await registry.planLineOf(first.id)).toEqual(line);
  expect(await registry.planLineOf(apart.id)).toBeUndefined();
  expect(await registry.assetsOfVersion(version)).toEqual([
    { candidate: line.candidate, asset: first },
    { candidate: line.candidate, asset: second },
  ]);
  const gone = await registry.addAsset(fields({ code: "M4" }), by, { ...line, version: "gone" });
  expect(codeOf(gone)).toBe("version_unknown");
  expect((await registry.assets({})).map(({ code }) => code)).not.toContain("M4");
  // One that was in the books before can be named with the purchase.
  const bought = { candidate: line.candidate, quantity: 3, amount: 3, on: "2027-03-01" };
  value(await registry.setBought(version, { ...bought, asset: apart.id }, by));
  expect(await registry.planLineOf(apart.id)).toEqual(line);
  expect(codeOf(await registry.setBought(version, { ...bought, asset: "gone" }, by))).toBe("asset_unknown");
});

test("a unit's profile is saved and replaced", async () => {
  value(await registry.saveUnitProfile(someProfile({ unit }), by));
  value(await registry.saveUnitProfile(someProfile({ unit, staff: 55 }), by));
  expect(await registry.unitProfiles()).toMatchObject([{ unit, staff: 55 }]);
  expect(codeOf(await registry.saveUnitProfile(someProfile({ unit: "gone" }), by))).toBe("unit_unknown");
});
