import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { assetEtag } from "../../../core/assets/etag.ts";
import type { Result } from "../../../core/result.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { assetFields } from "../../../test/support/asset-kit.ts";
import { fakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import { openRegistry, rawSql } from "../../../test/support/registry.ts";
import type { Registry } from "../../ports.ts";

let dir: string;
let clock: FakeClock;
let registry: Registry;
let unit: string;
const an = { id: "p1", name: "an" };
const binh = { id: "p2", name: "bình" };
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.fault.code);
const add = async (over: object = {}) =>
  value(await registry.addAsset(assetFields({ unit, site: null, code: null, ...over }), an));

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-liquidation-"));
  clock = fakeClock();
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  registry = (await openRegistry(dir, { clock, newId, log })).registry;
  const commune = { name: "xã Hương Sơn", kind: "commune", parent: null, validFrom: "2025-07-01" } as const;
  unit = value(await registry.addUnit(commune, an)).id;
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

const HOW = { on: "2026-10-01", ground: "worn_out", decision: null } as const;
const NUMBER = { ...HOW, decision: "12/QĐ-UBND" };

test("the decision's number is added later; story and audit tell of it, and twice is once", async () => {
  const { id } = await add();
  value(await registry.liquidateAssets([id], HOW, an));
  await clock.advance(1_000);
  expect(value(await registry.correctLiquidation([id], NUMBER, binh))).toEqual({ done: 1 });
  expect(await registry.asset(id)).toMatchObject({ state: "liquidated", liquidation: NUMBER });
  expect((await registry.assetHistory(id))[0]).toMatchObject({
    by: "bình",
    what: "changed",
    changes: { decision: [null, "12/QĐ-UBND"] },
  });
  expect(value(await registry.correctLiquidation([id], NUMBER, an))).toEqual({ done: 0 });
  const audit = await rawSql(
    dir,
    `SELECT actor_name, "before", "after" FROM audit WHERE action = 'asset_liquidation_corrected'`,
  );
  expect(audit).toMatchObject([
    { actor_name: "bình", before: JSON.stringify(HOW), after: JSON.stringify(NUMBER) },
  ]);
});

test("of several all or none: one that is not liquidated, or not there, refuses the others, too", async () => {
  const [gone, here] = [await add(), await add()];
  value(await registry.liquidateAssets([gone.id], HOW, an));
  expect(codeOf(await registry.correctLiquidation([gone.id, here.id], NUMBER, an))).toBe(
    "asset_not_liquidated",
  );
  expect(codeOf(await registry.correctLiquidation([gone.id, "nothing"], NUMBER, an))).toBe("asset_unknown");
  expect((await registry.asset(gone.id))?.liquidation).toEqual(HOW);
});

test("somebody else's correction is not written over", async () => {
  const { id } = await add();
  value(await registry.liquidateAssets([id], HOW, an));
  const opened = await registry.asset(id);
  const seen = opened === undefined ? "" : assetEtag(opened);
  await clock.advance(1_000);
  value(await registry.correctLiquidation([id], NUMBER, binh, seen));
  expect(await registry.correctLiquidation([id], { ...HOW, on: "2026-09-01" }, an, seen)).toMatchObject({
    fault: { code: "changed_since", params: { name: "bình" } },
  });
  expect((await registry.asset(id))?.liquidation).toEqual(NUMBER);
});
