import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FINDING_KINDS } from "../core/assets/findings.ts";
import { ASSET_CATEGORIES } from "../core/assets/types.ts";
import { readAssetTables } from "./asset-tables.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "cayda-tables-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("the shipped tables are whole: sources, prices that exist, a weight for each finding", () => {
  const read = readAssetTables();
  if (!read.ok) throw new Error(read.mistakes.join("\n"));
  const { support, prices, weights, wear, cpus, norms } = read.value;
  expect(support.length).toBeGreaterThan(150);
  expect(support.filter(({ source, verified }) => verified && !source.startsWith("https://"))).toEqual([]);
  expect(new Set(support.map(({ product, label, version }) => `${product} ${label} ${version}`)).size).toBe(
    support.length,
  );
  const keys = new Set(prices.map(({ key }) => key));
  expect(keys.size).toBe(prices.length);
  expect(prices.flatMap((row) => row.with ?? []).filter((key) => !keys.has(key))).toEqual([]);
  expect(FINDING_KINDS.filter((kind) => weights.points[kind] === undefined)).toEqual([]);
  for (const { category, years, percent } of wear) {
    expect(ASSET_CATEGORIES).toContain(category);
    expect(Math.abs(years * percent - 100)).toBeLessThan(percent);
  }
  expect(cpus.filter(({ windows11 }) => windows11).length).toBeGreaterThan(5);
  expect(norms.length).toBeGreaterThan(3);
});

test("one's own file stands for the shipped one; a mistake names file, row and field", () => {
  const row = {
    key: "pc-desktop",
    category: "desktop",
    action: "replace",
    vi: "Máy tính",
    en: "PC",
    price: 14_000_000,
  };
  const file = (price: unknown) =>
    writeFileSync(
      join(dir, "prices.yaml"),
      JSON.stringify({ rows: [{ ...row, price, source: "báo giá 12/2026", verified: true }] }),
    );
  file(14_000_000);
  const read = readAssetTables(dir);
  expect(read.ok && read.value.prices).toHaveLength(1);
  file(-5);
  const wrong = readAssetTables(dir, "en");
  expect(wrong.ok ? [] : wrong.mistakes).toEqual([expect.stringContaining("rows.0.price")]);
});

test("a table of one's own under a wrong name is told, not passed over", () => {
  writeFileSync(join(dir, "price.yaml"), "rows: []");
  writeFileSync(join(dir, "ghi-chu.txt"), "của tôi");
  const read = readAssetTables(dir, "en");
  expect(read.ok ? [] : read.mistakes).toEqual([expect.stringMatching(/price\.yaml.*prices\.yaml/)]);
});
