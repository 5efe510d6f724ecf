import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { silent } from "../../test/support/log.ts";
import { run } from "../../test/support/run.ts";
import { openRegistry } from "../stores/registry/registry.ts";

let dir: string;
let dataDir: string;
let configFile: string;
let to: string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-backup-"));
  [dataDir, to] = [join(dir, "data"), join(dir, "copies")];
  configFile = join(dir, "own.yaml");
  writeFileSync(configFile, `dataDir: ${dataDir}\n`);
  const opened = await openRegistry(join(dataDir, "registry"), {
    clock: fakeClock(),
    newId: () => crypto.randomUUID(),
    log: silent,
  });
  await opened.registry.close();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const program = (...args: string[]) => run(process.execPath, ["server/backup/main.ts", ...args], false);

test("the program says where the copy lies and what is not in it", async () => {
  const done = await program("--to", to, "--config", configFile);
  expect(done.code).toBe(0);
  const [name = ""] = readdirSync(to);
  expect(done.output).toContain(join(to, name));
  expect(done.output).toContain(join(dataDir, "samples"));
  expect(existsSync(join(to, name, "registry", "credentials.key"))).toBe(true);
});

test("the program says which files lay elsewhere and where they are now", async () => {
  const calendar = join(dir, "calendar.yaml");
  writeFileSync(calendar, "years: {}\n");
  writeFileSync(configFile, `dataDir: ${dataDir}\nalerts:\n  calendar: ${calendar}\n`);
  const done = await program("--to", to, "--config", configFile);
  expect(done.code).toBe(0);
  const [name = ""] = readdirSync(to);
  expect(done.output).toContain(calendar);
  expect(existsSync(join(to, name, "elsewhere", calendar))).toBe(true);
});

test("what cannot be understood, or is not there, copies nothing, and is said", async () => {
  expect((await program("--into", to)).code).toBe(2);
  const nowhere = await program("--to", to, "--config", join(dir, "none.yaml"));
  expect([nowhere.code, nowhere.output]).toEqual([1, expect.stringContaining("none.yaml")]);
  rmSync(join(dataDir, "registry"), { recursive: true });
  const empty = await program("--to", to, "--config", configFile);
  expect([empty.code, empty.output]).toEqual([1, expect.stringContaining(join(dataDir, "registry"))]);
  expect(existsSync(to)).toBe(false);
});
