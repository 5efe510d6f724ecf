import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR } from "../../../core/clock.ts";
import type { Result } from "../../../core/result.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import { openRegistry, rawSql } from "../../../test/support/registry.ts";
import type { Registry } from "../../ports.ts";

let dir: string;
let key: string;
let registry: Registry;
let device: string;
let mail: string;
let agent: string;
const clock = fakeClock();
const by = { id: "p1", name: "an" };
const credential = { version: "2c", community: "bi-mat-2c" } as const;
const channel = {
  kind: "mail",
  name: "Thư",
  enabled: true,
  settings: { host: "mail" },
  secrets: { password: "bi-mat" },
} as const;
const logged: string[] = [];
const log = {
  info: () => undefined,
  warn: (event: string) => void logged.push(event),
  error: (event: string) => void logged.push(event),
};

const open = async (forgetSecrets = false) => {
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  registry = (await openRegistry(dir, { clock, newId, log, forgetSecrets })).registry;
};
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
const polled = async () => (await registry.assignment(agent))?.snmp.map((one) => one.credential);
const secretNames = async () => (await registry.channels()).map(({ secrets }) => secrets);
const lost = (count: number) => ({ fault: { code: "secrets_key_lost", params: { file: key, count } } });

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-sealed-"));
  key = join(dir, "credentials.key");
  logged.length = 0;
  await open();
  const unit = value(
    await registry.addUnit({ name: "Xã A", kind: "commune", parent: null, validFrom: "2026-07-01" }, by),
  );
  const site = value(await registry.addSite({ unit: unit.id, name: "Trụ sở" }, by)).id;
  value(await registry.addToken(site, { hash: "t", expiresAt: clock.now() + HOUR, uses: 1 }, by));
  const about = { hostname: "PC-1", platform: "linux", version: "1", secretHash: "s" };
  agent = value(await registry.enrol("t", about)).agent.id;
  device = value(await registry.addDevice(site, { address: "127.0.0.1", credential }, by)).id;
  mail = value(await registry.setChannel(undefined, channel, by)).id;
  await registry.lease(site, agent);
  await registry.close();
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("a registry that comes back without the key of its secrets", () => {
  test("is not opened with a new one; with its own key again it is as it was", async () => {
    renameSync(key, `${key}.kept`);
    await expect(open()).rejects.toMatchObject(lost(2));
    expect(existsSync(key)).toBe(false);
    renameSync(`${key}.kept`, key);
    await open();
    expect(await polled()).toEqual([credential]);
    expect(await secretNames()).toEqual([["password"]]);
    expect(logged).toEqual([]);
  });

  test.each([
    ["the key of another registry", Buffer.alloc(32, 7)],
    ["a key that was written in part", Buffer.alloc(0)],
  ])("is not opened with %s either", async (_, other) => {
    writeFileSync(key, other);
    await expect(open()).rejects.toMatchObject(lost(2));
    expect(readFileSync(key)).toEqual(other);
  });

  test("goes on without them when somebody says so: they are entered again, and the next start asks nothing", async () => {
    writeFileSync(key, Buffer.alloc(32, 7));
    await open(true);
    expect(logged).toEqual(["secrets_forgotten"]);
    expect(readFileSync(`${key}.other`)).toEqual(Buffer.alloc(32, 7));
    expect((await registry.device(device))?.hasCredential).toBe(false);
    expect(await polled()).toEqual([]);
    expect(await secretNames()).toEqual([[]]);
    value(await registry.changeDevice(device, { credential }, by));
    value(await registry.setChannel(mail, channel, by));
    await registry.close();
    await open();
    expect(await polled()).toEqual([credential]);
    expect((await registry.channelSettings(mail))?.secrets).toEqual({ password: "bi-mat" });
  });

  test("loses nothing by that word while the key is there", async () => {
    await open(true);
    expect(logged).toEqual([]);
    expect(await polled()).toEqual([credential]);
    expect(await secretNames()).toEqual([["password"]]);
  });

  test("gets a new key when there is nothing to lose", async () => {
    rmSync(key);
    await rawSql(dir, "UPDATE devices SET credential = NULL; UPDATE channels SET secrets = NULL");
    await open();
    expect(readFileSync(key)).toHaveLength(32);
  });
});

test("one secret that does not open leaves the others alone, is logged, and can be entered again", async () => {
  await rawSql(dir, "UPDATE channels SET secrets = 'v1.AAAA'");
  await open();
  expect(logged).toEqual(["secrets_unreadable"]);
  expect(await polled()).toEqual([credential]);
  expect(await secretNames()).toEqual([[]]);
  expect((await registry.channelSettings(mail))?.secrets).toEqual({});
  value(await registry.setChannel(mail, channel, by));
  expect(await secretNames()).toEqual([["password"]]);
  await rawSql(dir, "UPDATE devices SET credential = 'v1.AAAA' WHERE credential IS NOT NULL");
  expect(await polled()).toEqual([]);
});
