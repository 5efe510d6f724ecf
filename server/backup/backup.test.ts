import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { uuidv7 } from "../../core/uuid.ts";
import type { Result } from "../../core/result.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { silent } from "../../test/support/log.ts";
import type { Registry } from "../ports.ts";
import { openRegistry } from "../stores/registry/registry.ts";
import { backUp, ELSEWHERE, type NamedFile } from "./copy.ts";

let dir: string;
let dataDir: string;
let configFile: string;
let to: string;
let registry: Registry;
const clock = fakeClock();
const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
const open = async (data: string) =>
  (await openRegistry(join(data, "registry"), { clock, newId, log: silent })).registry;
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
const addUnit = async (name: string) =>
  value(await registry.addUnit({ name, kind: "commune", parent: null, validFrom: "2026-07-01" })).id;
const wish = () => ({
  dataDir,
  configFile,
  named: [] as NamedFile[],
  to,
  now: Date.UTC(2026, 10, 25, 19, 30, 5),
  keys: true,
});

/** A registry in use: its latest rows are in the log beside it, not in its file. */
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-backup-"));
  [dataDir, to] = [join(dir, "data"), join(dir, "copies")];
  configFile = join(dir, "own.yaml");
  writeFileSync(configFile, `dataDir: ${dataDir}\n`);
  registry = await open(dataDir);
  const site = value(await registry.addSite({ unit: await addUnit("Xã A"), name: "Trụ sở" }));
  const credential = { version: "2c", community: "bi-mat-2c" } as const;
  value(await registry.addDevice(site.id, { address: "127.0.0.9", credential }));
  mkdirSync(join(dataDir, "tls"));
  writeFileSync(join(dataDir, "tls", "server.key"), "key", { mode: 0o600 });
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

test("a copy that is made while the registry is in use is a data folder as it was at that moment", async () => {
  const units = await registry.units();
  const { folder, bytes } = backUp(wish());
  expect(folder).toBe(join(to, "cayda-2026-11-26-023005"));
  await addUnit("Xã B");
  const copy = await open(folder);
  try {
    expect(await copy.units()).toEqual(units);
    expect(await copy.sites()).toEqual(await registry.sites());
    expect(await copy.devices()).toMatchObject([{ address: "127.0.0.9", hasCredential: true }]);
  } finally {
    await copy.close();
  }
  expect(readFileSync(join(folder, "tls", "server.key"), "utf8")).toBe("key");
  expect(readFileSync(join(folder, "server.yaml"), "utf8")).toContain("dataDir");
  expect(bytes).toBeGreaterThan(10_000);
  expect(readdirSync(to)).toEqual(["cayda-2026-11-26-023005"]);
  for (const name of [".", "tls/server.key", "registry/credentials.key", "registry/registry.sqlite"])
    expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0);
});

test("a copy without the keys says at once that the secrets in it cannot be opened", async () => {
  const { folder } = backUp({ ...wish(), keys: false });
  expect(readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted()).toEqual([
    "registry",
    "registry/registry.sqlite",
  ]);
  await expect(open(folder)).rejects.toMatchObject({
    fault: { code: "secrets_key_lost", params: { count: 1 } },
  });
});

test("files that the configuration names come along: to their place, or apart when they lay outside; secrets only with the keys", async () => {
  const [rules, key] = [join(dataDir, "own", "rules.yaml"), join(dir, "ssl", "cayda.key")];
  for (const file of [rules, key, join(dataDir, "tables", "prices.yaml")]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, file);
  }
  const named = [
    { path: rules, secret: false },
    { path: key, secret: true },
    { path: join(dir, "gone.yaml"), secret: false },
  ];
  const whole = backUp({ ...wish(), named });
  expect(readFileSync(join(whole.folder, "own", "rules.yaml"), "utf8")).toBe(rules);
  expect(whole.elsewhere).toEqual([key]);
  const apart = join(whole.folder, ELSEWHERE, key);
  expect(readFileSync(apart, "utf8")).toBe(key);
  expect(statSync(apart).mode & 0o077).toBe(0);
  const bare = backUp({ ...wish(), named, keys: false, now: wish().now + 1_000 });
  expect(bare.elsewhere).toEqual([]);
  expect(readdirSync(bare.folder).toSorted()).toEqual(["own", "registry", "tables"]);
});

test("of a damaged registry no copy is left that could be taken for a good one", async () => {
  await registry.close();
  const file = join(dataDir, "registry", "registry.sqlite");
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0x5a, 100));
  expect(() => backUp(wish())).toThrow(
    expect.objectContaining({ fault: { code: "store_damaged", params: { file } } }) as Error,
  );
  expect(readdirSync(to)).toEqual([]);
});
