import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assetEtag } from "../../../core/assets/etag.ts";
import type { AssetFields } from "../../../core/assets/types.ts";
import { etagOf, NO_ETAG } from "../../../core/etag.ts";
import { planEtag } from "../../../core/planning/etag.ts";
import type { Result } from "../../../core/result.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { someAsset, someProfile } from "../../../test/support/asset-kit.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import { openRegistry } from "../../../test/support/registry.ts";
import type { Registry } from "../../ports.ts";

/** What keeps two people, and two rows, from undoing one another. */
let dir: string;
let registry: Registry;
let unit: string;
let site: string;
let foreign: string;
const an = { id: "p1", name: "an" };
const binh = { id: "p2", name: "bình" };
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
const byBinh = { ok: false, fault: { code: "changed_since", params: { name: "bình" } } };

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-guards-"));
  const clock = fakeClock();
  // The clock stands still: ids in the order of their making tell what came last.
  let made = 0;
  const newId = () => uuidv7(clock.now() + (made += 1), (bytes) => crypto.getRandomValues(bytes));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  registry = (await openRegistry(dir, { clock, newId, log })).registry;
  const add = async (name: string) =>
    value(await registry.addUnit({ name, kind: "commune", parent: null, validFrom: "2025-07-01" }, an)).id;
  unit = await add("xã Hương Sơn");
  site = value(await registry.addSite({ unit, name: "Trụ sở" }, an)).id;
  foreign = value(await registry.addSite({ unit: await add("xã Mỹ Đức"), name: "Trụ sở" }, an)).id;
});
afterAll(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

function fields(over: Partial<AssetFields> = {}): AssetFields {
  const {
    id: _,
    state: _s,
    device: _d,
    liquidation: _l,
    repairs: _r,
    createdAt: _c,
    changedAt: _a,
    ...own
  } = someAsset();
  return { ...own, unit, site: null, ...over };
}
const add = async (over: Partial<AssetFields>) => value(await registry.addAsset(fields(over), an));

describe("who saves over somebody else's change is told, and nothing is overwritten", () => {
  test("an asset, and its device", async () => {
    const opened = await add({ code: "G-1" });
    const seen = assetEtag(opened);
    const now = value(await registry.changeAsset(opened.id, { room: "Kho" }, binh, seen));
    expect(await registry.changeAsset(opened.id, { room: "Một cửa" }, an, seen)).toMatchObject(byBinh);
    expect(await registry.linkAsset(opened.id, null, an, seen)).toMatchObject(byBinh);
    expect(await registry.asset(opened.id)).toEqual(now);
    expect((await registry.assetHistory(opened.id)).length).toBe(2);
    expect((await registry.changeAsset(opened.id, { room: "Một cửa" }, an, assetEtag(now))).ok).toBe(true);
  });

  test("a repair that was added meanwhile is no reason to refuse", async () => {
    const opened = await add({ code: "G-2" });
    value(await registry.addRepair(opened.id, { on: "2026-05-01", what: "Thay nguồn", cost: null }, binh));
    const changed = await registry.changeAsset(opened.id, { room: "Kho" }, an, assetEtag(opened));
    expect(value(changed)).toMatchObject({ room: "Kho", repairs: [{ what: "Thay nguồn" }] });
  });

  test("a unit's profile, from the first on", async () => {
    const first = someProfile({ unit, staff: 10 });
    value(await registry.saveUnitProfile(first, binh, NO_ETAG));
    expect(await registry.saveUnitProfile(someProfile({ unit, staff: 20 }), an, NO_ETAG)).toMatchObject(
      byBinh,
    );
    expect((await registry.unitProfiles())[0]?.staff).toBe(10);
    expect((await registry.saveUnitProfile(someProfile({ unit, staff: 20 }), an, etagOf(first))).ok).toBe(
      true,
    );
  });

  test("a plan: saving, removing, and what was bought of it", async () => {
    const scenario = {
      name: "Phương án 1",
      year: 2027,
      units: [unit],
      ceilings: { commune: 1 },
      total: null,
      must: [],
      never: [],
      edits: {},
    };
    const opened = value(await registry.savePlan(scenario, an));
    const change = { ...scenario, id: opened.id, ceilings: { commune: 2 } };
    const now = value(await registry.savePlan(change, binh, planEtag(opened)));
    expect(await registry.savePlan({ ...change, total: 5 }, an, planEtag(opened))).toMatchObject(byBinh);
    expect(await registry.removePlan(opened.id, an, planEtag(opened))).toMatchObject(byBinh);
    expect(await registry.plan(opened.id)).toEqual(now);
    const version = value(await registry.freezePlan(opened.id, "Bản gửi", "{}", an)).id;
    const bought = { candidate: "replace:a", quantity: 1, amount: 9, on: "2027-05-01", asset: null };
    value(await registry.setBought(version, bought, binh, NO_ETAG));
    const other = { ...bought, quantity: 2 };
    expect(await registry.setBought(version, other, an, NO_ETAG)).toMatchObject(byBinh);
    expect(await registry.boughtOf(version)).toEqual([bought]);
    expect((await registry.setBought(version, other, an, etagOf(bought))).ok).toBe(true);
    expect((await registry.removePlan(opened.id, an, planEtag(now))).ok).toBe(true);
  });

  test("of two who save at the same moment one is told", async () => {
    const opened = await add({ code: "G-3" });
    const seen = assetEtag(opened);
    const both = await Promise.all([
      registry.changeAsset(opened.id, { room: "Kho" }, an, seen),
      registry.changeAsset(opened.id, { room: "Một cửa" }, binh, seen),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe("an asset stands at a site of its own unit", () => {
  const refused = { ok: false, fault: { code: "bad_input", params: { field: "site" } } };
  test("when it is added, changed, moved and imported", async () => {
    const before = (await registry.assets({})).length;
    expect(await registry.addAsset(fields({ site: foreign }), an)).toMatchObject(refused);
    const rows = [
      { id: null, fields: fields({ code: "S-1" }) },
      { id: null, fields: fields({ code: "S-2", site: foreign }) },
    ];
    expect(await registry.importAssets(rows, an)).toMatchObject(refused);
    expect((await registry.assets({})).length).toBe(before);
    const { id } = await add({ code: "S-3", site });
    expect(await registry.changeAsset(id, { site: foreign }, an)).toMatchObject(refused);
    const to = { unit, site: foreign, on: "2026-01-01", note: null };
    expect(await registry.transferAssets([id], to, an)).toMatchObject(refused);
    expect(await registry.asset(id)).toMatchObject({ unit, site });
    expect(await registry.addAsset(fields({ site: "gone" }), an)).toMatchObject({
      fault: { code: "site_unknown" },
    });
  });
});

describe("codes may change places within one import", () => {
  test("swapped and shifted, in whatever order the rows stand", async () => {
    const [a, b, c] = [await add({ code: "T-1" }), await add({ code: "T-2" }), await add({ code: "T-3" })];
    const row = (id: string | null, code: string) => ({ id, fields: fields({ code }) });
    const codes = async () =>
      Promise.all([a, b, c].map(async ({ id }) => (await registry.asset(id))?.code ?? null));
    value(await registry.importAssets([row(a.id, "T-2"), row(b.id, "T-1")], an));
    expect(await codes()).toEqual(["T-2", "T-1", "T-3"]);
    const shifted = [row(null, "T-2"), row(a.id, "T-1"), row(b.id, "T-3"), row(c.id, "T-4")];
    expect(value(await registry.importAssets(shifted, an))).toEqual({ added: 1, changed: 3 });
    expect(await codes()).toEqual(["T-1", "T-3", "T-4"]);
    expect(await registry.addAsset(fields({ code: "t-4" }), an)).toMatchObject({
      fault: { code: "asset_code_taken" },
    });
  });

  test("where two would have one code in the end, all is as it was", async () => {
    const [a, b] = [await add({ code: "U-1" }), await add({ code: "U-2" })];
    const rows = [
      { id: a.id, fields: fields({ code: "U-3" }) },
      { id: b.id, fields: fields({ code: "u-3" }) },
    ];
    expect(await registry.importAssets(rows, an)).toMatchObject({ fault: { code: "asset_code_taken" } });
    expect(await registry.asset(a.id)).toEqual(a);
    expect(await registry.addAsset(fields({ code: "U-1" }), an)).toMatchObject({
      fault: { code: "asset_code_taken" },
    });
  });
});

test("a liquidated thing is not repaired any more", async () => {
  const { id } = await add({ code: "L-1" });
  value(await registry.liquidateAssets([id], { on: "2026-12-01", ground: "worn_out", decision: null }, an));
  const repair = { on: "2026-12-02", what: "Thay nguồn", cost: null };
  expect(await registry.addRepair(id, repair, an)).toMatchObject({ fault: { code: "asset_liquidated" } });
  expect((await registry.asset(id))?.repairs).toEqual([]);
});
