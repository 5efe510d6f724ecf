import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ALWAYS_OPEN } from "../../core/alerting/calendar.ts";
import type { AssetEvidence } from "../../core/assets/evidence.ts";
import { findingsOf } from "../../core/assets/find.ts";
import type { AssetTables } from "../../core/assets/tables.ts";
import { candidatesOf } from "../../core/planning/candidates.ts";
import { planOf } from "../../core/planning/scenario.ts";
import { uuidv7 } from "../../core/uuid.ts";
import {
  assetFields,
  shippedTables,
  someEvidence,
  someProfile,
  someUnit,
  TODAY,
} from "../../test/support/asset-kit.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import type { Assets } from "../assets-port.ts";
import type { Registry } from "../ports.ts";
import { openRegistry } from "../stores/registry/registry.ts";
import { must } from "./demo-must.ts";
import { legalFor } from "./sources.ts";
import { demandTable, wearTable } from "./unit-files.ts";

/** Documents of a unit that need no plan. */
const by = { id: "p1", name: "an" };
const shipped = shippedTables();
const clock = fakeClock(Date.parse(`${TODAY}T08:00:00+07:00`));
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let dir: string;
let registry: Registry & Assets;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-papers-"));
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  ({ registry } = await openRegistry(dir, { clock, newId, log }));
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

const sourcesOf = (assets: readonly AssetEvidence[], tables: AssetTables) => {
  const units = [someUnit({ profile: someProfile() })];
  const findings = findingsOf({ assets, units, tables, today: TODAY });
  const candidates = candidatesOf({ evidence: assets, units, findings, tables, today: TODAY });
  const gathered = { assets, units, findings, today: TODAY };
  return { registry, gathered, candidates, tables, clock, calendar: ALWAYS_OPEN };
};

test("the wear table tells which rates nobody has checked", async () => {
  const commune = { name: "Xã Hương Sơn", kind: "commune", parent: null, validFrom: "2025-07-01" } as const;
  const unit = must(await registry.addUnit(commune, by)).id;
  for (const category of ["desktop", "camera"] as const)
    must(await registry.addAsset(assetFields({ unit, site: null, code: null, category }), by));
  const told = async (checked: (category: string) => boolean) => {
    const wear = shipped.wear.map((row) => Object.assign({}, row, { verified: checked(row.category) }));
    const of = { unit, units: new Set([unit]), year: 2026 };
    return (await wearTable(sourcesOf([], { ...shipped, wear }), of, "vi")).warnings.join("\n");
  };
  expect(shipped.wear.some(({ verified }) => verified)).toBe(false);
  expect(await told(() => false)).toMatch(/chưa được đối chiếu với văn bản gốc: .*Máy vi tính để bàn/);
  expect(await told((category) => category === "desktop")).toMatch(/văn bản gốc: Camera giám sát\. /);
  expect(await told(() => true)).toBe("");
});

describe("the demand table", () => {
  test("all licences of a machine are one set", () => {
    const sources = sourcesOf([someEvidence({ inUseOn: "2015-03-01", condition: "broken" })], shipped);
    const scenario = {
      id: "s",
      name: "2027",
      year: 2027,
      units: ["u1"],
      ceilings: { commune: 30_000_000 },
      total: null,
      must: ["replace:a1"],
      never: [],
      edits: {},
    };
    const plan = planOf(sources.candidates, scenario);
    expect(plan.choice.chosen.filter((id) => id.startsWith("license:a1"))).toHaveLength(3);
    const of = { unit: "u1", units: new Set(["u1"]), year: 2027 };
    expect(demandTable(sources, of, "vi", plan).units[0]?.cells).toMatchObject({
      pc: { norm: 10, have: 1, liquidate: 1 },
      printer: { norm: 5, have: 0 },
      licences: { have: 0, wanted: 1 },
    });
  });

  test("where several kinds stand together no norm of one of them holds for all", () => {
    const evidence = [someEvidence({ category: "router", originalValue: 1 })];
    const of = { unit: "u1", units: new Set(["u1"]), year: 2027 };
    expect(demandTable(sourcesOf(evidence, shipped), of, "vi").units[0]?.cells.other).toEqual({
      norm: null,
      have: 1,
      liquidate: 0,
      wanted: 1,
    });
  });
});

test("documents rest on the legal bases of one's own file, where there is one", () => {
  const tablesDir = join(dir, "tables");
  const shippedOnes = legalFor({ tablesDir }, "year", TODAY);
  expect(shippedOnes.length).toBeGreaterThan(1);
  mkdirSync(tablesDir);
  const own = { text: "Kế hoạch số 12/KH-UBND", for: ["year"], source: "văn thư", verified: true };
  const write = (legal: object[]) =>
    writeFileSync(join(tablesDir, "documents.yaml"), JSON.stringify({ legal }));
  write([own]);
  expect(legalFor({ tablesDir }, "year", TODAY)).toEqual([
    { text: own.text, source: own.source, verified: true },
  ]);
  write([{ ...own, verified: "rồi" }]);
  expect(() => legalFor({ tablesDir }, "year", TODAY)).toThrow(
    expect.objectContaining({ fault: expect.objectContaining({ code: "config_invalid" }) }) as Error,
  );
});
