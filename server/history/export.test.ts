import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DAY, MINUTE } from "../../core/clock.ts";
import { silent } from "../../test/support/log.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { run } from "../../test/support/run.ts";
import { parseServerConfig } from "../config.ts";
import { openNames, openStoreFor } from "./stores.ts";

/** The program itself, on a folder as a server leaves it. */
let dir: string;
let config: string;
let site: string;
let device: string;
const NOW = Date.now();
const at = Array.from({ length: 2_000 }, (_, i) => NOW - 2 * DAY + i * MINUTE);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-export-"));
  config = join(dir, "server.yaml");
  const yaml = `dataDir: ${join(dir, "data")}\n`;
  writeFileSync(config, yaml);
  const parsed = parseServerConfig(yaml, {}, "en", config);
  if (!parsed.ok) throw new Error(parsed.mistakes.join());
  const names = await openNames(parsed.config, realClock, silent);
  const unit = await names.registry.addUnit({
    name: "Xã A",
    kind: "commune",
    parent: null,
    validFrom: "2026-01-01",
  });
  if (!unit.ok) throw new Error("no unit");
  const place = await names.registry.addSite({ unit: unit.value.id, name: "Trụ sở" });
  if (!place.ok) throw new Error("no site");
  site = place.value.id;
  const added = await names.registry.addDevice(site, { name: "SW-Tầng1", address: "127.0.0.9" });
  if (!added.ok) throw new Error("no device");
  device = added.value.id;
  const store = await openStoreFor("embedded", parsed.config, names, realClock, silent);
  await store.append({
    block: "017f22e2-79b0-7cc3-98c4-000000000001",
    site,
    receivedAt: NOW,
    samples: [
      { entity: `port:${device}/Gi0/7`, at, fields: { in_octets: at.map((_, i) => i * 1_000) } },
      { entity: `device:${device}`, at, fields: { up: at.map(() => 1) } },
    ],
  });
  await store.close();
  await names.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let out: string;
beforeEach(() => (out = mkdtempSync(join(dir, "out-"))));
const exported = (...args: string[]) =>
  run(process.execPath, ["server/history/main.ts", "export", "--config", config, "--json", ...args], false);

test("a device's whole history becomes a table", async () => {
  const file = join(out, "a.csv");
  const { code, output } = await exported("--device", device, "--out", file);
  expect(code, output).toBe(0);
  const text = readFileSync(file, "utf8");
  expect(JSON.parse(output)).toEqual({
    out: file,
    entities: 2,
    rows: 2 * at.length,
    bytes: Buffer.byteLength(text),
  });
  const rows = text.trimEnd().split("\r\n");
  expect(rows).toHaveLength(1 + 2 * at.length);
  expect(rows[0]).toMatch(/^\uFEFFThời điểm,/u);
  expect(text).toContain(`,${at[5]},Trụ sở,SW-Tầng1,port,Gi0/7,`);
  expect(readdirSync(out)).toEqual(["a.csv"]);
});

test("what is replaced is replaced whole; Parquet holds the chosen field", async () => {
  const file = join(out, "a.parquet");
  writeFileSync(file, "old");
  const entity = `port:${device}/Gi0/7`;
  const { code, output } = await exported(
    "--entity",
    entity,
    "--fields",
    "in_octets",
    "--format",
    "parquet",
    "--out",
    file,
  );
  expect(code, output).toBe(0);
  const bytes = new Uint8Array(readFileSync(file)).buffer;
  const rows = await parquetReadObjects({ file: bytes, columns: ["time", "in_octets"] });
  expect(rows).toHaveLength(at.length);
  expect(rows[3]).toEqual({ time: new Date(at[3] ?? 0), in_octets: 3_000 });
});

test("a site that is not there is said, and leaves no file; neither does a folder that is missing", async () => {
  const wrong = await exported("--site", "nowhere", "--out", join(out, "a.csv"));
  expect(wrong.code).toBe(1);
  expect(wrong.output).not.toBe("");
  const nowhere = await exported("--site", site, "--out", join(out, "no", "a.csv"));
  expect(nowhere.code).toBe(1);
  expect(nowhere.output).toMatch(/^Máy này không cho ghi tệp: ENOENT.*\n$/u);
  expect(readdirSync(out)).toEqual([]);
});

test("a copy of a site that is not there, or by a configuration that is not, is no success with nothing", async () => {
  const copy = (...args: string[]) =>
    run(
      process.execPath,
      ["server/history/main.ts", "copy", "--from", "embedded", "--to", "influx", "--json", ...args],
      false,
    );
  const nowhere = await copy("--config", config, "--site", "nowhere");
  expect(nowhere.output).toMatch(/^Không có điểm này/u);
  expect(nowhere.code).toBe(1);
  const slip = join(dir, "sever.yaml");
  const mistyped = await copy("--config", slip);
  expect(mistyped.output).toContain(slip);
  expect(mistyped.code).toBe(1);
  const empty = join(dir, "empty.yaml");
  writeFileSync(empty, `dataDir: ${join(dir, "dta")}\n`);
  const elsewhere = await copy("--config", empty);
  expect(elsewhere.output).toContain(join(dir, "dta"));
  expect(elsewhere.code).toBe(1);
  expect(readdirSync(dir)).not.toContain("dta");
});
