import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../../../core/clock.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import type { Fact } from "../../../core/wire/block.ts";
import { MAX_PORTS } from "../../../core/wire/limits.ts";
import type { Result } from "../../../core/result.ts";
import { fakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import { openRegistry, rawSql } from "../../../test/support/registry.ts";
import type { AgentRecord, Registry, SiteRecord } from "../../ports.ts";
import { NEWEST_VERSION } from "./migrations.ts";
import { createVault } from "./vault.ts";

let dir: string;
let clock: FakeClock;
let registry: Registry;

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const by = { id: "p1", name: "an" };
const open = async (trapPort?: number) => {
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  return (await openRegistry(dir, { clock, newId, log, trapPort })).registry;
};
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
const query = (sql: string) => rawSql(dir, sql);

async function makeSite(name = "Trụ sở"): Promise<SiteRecord> {
  const unit = value(
    await registry.addUnit({ name, kind: "commune", parent: null, validFrom: "2026-07-01" }, by),
  );
  return value(await registry.addSite({ unit: unit.id, name }, by));
}
let count = 0;
async function enrol(site: string): Promise<AgentRecord> {
  count += 1;
  value(await registry.addToken(site, { hash: `t${count}`, expiresAt: clock.now() + HOUR, uses: 1 }));
  const about = { hostname: `PC-${count}`, platform: "win32", version: "1", secretHash: `s${count}` };
  return value(await registry.enrol(`t${count}`, about)).agent;
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-registry-"));
  clock = fakeClock();
  registry = await open();
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("the database", () => {
  test("is brought to this program's version once, and opened again as it is", async () => {
    const site = await makeSite();
    await registry.close();
    registry = await open();
    expect(await registry.sites()).toEqual([site]);
    expect(await query("SELECT version FROM schema_version")).toEqual([{ version: NEWEST_VERSION }]);
  });

  test("of a newer Cayda is left alone, and the mistake says so", async () => {
    await registry.close();
    await query("UPDATE schema_version SET version = 99 RETURNING version");
    await expect(open()).rejects.toMatchObject({ fault: { code: "store_newer", params: { found: 99 } } });
    await query(`UPDATE schema_version SET version = ${NEWEST_VERSION} RETURNING version`);
    registry = await open();
  });
});

describe("credentials", () => {
  const credential = { version: "2c", community: "bi-mat-2c" } as const;

  test("open again as they were, for their own device only, and not after a change of a single byte", () => {
    const vault = createVault(Buffer.alloc(32, 7));
    const sealed = vault.seal(credential, "d1");
    expect(vault.open(sealed, "d1")).toEqual(credential);
    expect(sealed).not.toContain("bi-mat");
    expect(vault.seal(credential, "d1")).not.toBe(sealed);
    expect(vault.open(sealed, "d2")).toBeUndefined();
    expect(createVault(Buffer.alloc(32, 8)).open(sealed, "d1")).toBeUndefined();
    expect(vault.open("v1.", "d1")).toBeUndefined();
    const bytes = Buffer.from(sealed.slice(3), "base64url");
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(vault.open(`v1.${changed.toString("base64url")}`, "d1")).toBeUndefined();
    }
  });

  test("reach the holder of the lease in clear, and no audit line", async () => {
    const site = await makeSite();
    const agent = await enrol(site.id);
    const device = value(await registry.addDevice(site.id, { address: "127.0.0.1", credential }, by));
    value(
      await registry.changeDevice(
        device.id,
        { credential: { ...credential, community: "moi-hon" }, name: "SW" },
        by,
      ),
    );
    await registry.lease(site.id, agent.id);
    const assignment = await registry.assignment(agent.id);
    expect(assignment?.snmp).toMatchObject([
      { device: device.id, port: 161, credential: { community: "moi-hon" } },
    ]);
    const audit = (await query('SELECT action, "before", "after" FROM audit ORDER BY rowid')) as {
      action: string;
      after: string;
    }[];
    expect(audit.map(({ action }) => action)).toEqual([
      "unit_added",
      "site_added",
      "device_added",
      "device_changed",
    ]);
    expect(JSON.parse(audit[3]?.after ?? "")).toEqual({ name: "SW", credential: true });
    expect(JSON.stringify(audit)).not.toMatch(/bi-mat|moi-hon/);
  });

  test("can be taken away: then the device is not polled", async () => {
    const site = await makeSite();
    const agent = await enrol(site.id);
    const device = value(await registry.addDevice(site.id, { address: "127.0.0.1", credential }));
    value(await registry.changeDevice(device.id, { credential: null }));
    await registry.lease(site.id, agent.id);
    expect((await registry.assignment(agent.id))?.snmp).toEqual([]);
    expect((await registry.device(device.id))?.hasCredential).toBe(false);
  });

  test("whoever polls the site's devices takes their traps, where the server wants them", async () => {
    const site = await makeSite();
    const [polling, other] = [await enrol(site.id), await enrol(site.id)];
    value(await registry.addDevice(site.id, { address: "127.0.0.1", credential }));
    await registry.lease(site.id, polling.id);
    expect(await registry.assignment(polling.id)).not.toHaveProperty("traps");
    await registry.close();
    registry = await open(1_162);
    expect((await registry.assignment(polling.id))?.traps).toEqual({ port: 1_162 });
    expect(await registry.assignment(other.id)).not.toHaveProperty("traps");
  });

  test("a key file of another length is refused", async () => {
    await registry.close();
    writeFileSync(join(dir, "credentials.key"), "short");
    await expect(open()).rejects.toThrow("32 bytes");
    rmSync(join(dir, "credentials.key"));
    registry = await open();
  });
});

describe("last-seen times", () => {
  test("are known at once and written in batches", async () => {
    const site = await makeSite();
    const agent = await enrol(site.id);
    registry.heard(agent.id);
    expect((await registry.agent(agent.id))?.lastSeen).toBe(clock.now());
    expect(await query("SELECT last_seen FROM agents")).toEqual([{ last_seen: null }]);
    await registry.flush();
    expect(await query("SELECT last_seen FROM agents")).toEqual([{ last_seen: clock.now() }]);
    await clock.advance(MINUTE);
    registry.heard(agent.id, "2");
    await registry.close();
    registry = await open();
    expect(await registry.agent(agent.id)).toMatchObject({ lastSeen: clock.now(), version: "2" });
  });
});

describe("evidence", () => {
  test("of blocks that come at the same moment is all kept", async () => {
    const site = await makeSite();
    const agent = await enrol(site.id);
    const at = clock.now();
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        registry.record({
          agent: agent.id,
          site: site.id,
          block: `b${index}`,
          receivedAt: at,
          events: [{ type: "agent_started", at: at + index, version: "1" }],
          facts: [],
        }),
      ),
    );
    expect(await registry.events(agent.device, 100)).toHaveLength(50);
  });

  test("that cannot be stored fails for its sender, and the next is stored all the same", async () => {
    const site = await makeSite();
    const agent = await enrol(site.id);
    const block = (device: string): Parameters<Registry["record"]>[0] => {
      const facts: Fact[] = [{ type: "contact", device, at: clock.now(), ok: true }];
      return { agent: agent.id, site: site.id, block: device, receivedAt: clock.now(), events: [], facts };
    };
    await expect(registry.record(block("no-such-device"))).rejects.toThrow();
    await registry.record(block(agent.device));
    expect((await registry.device(agent.device))?.contact).toMatchObject({ ok: true });
  });

  test("that cannot be stored takes nothing down that came at the same moment", async () => {
    const site = await makeSite();
    const agent = await enrol(site.id);
    const block = (device: string, index: number): Parameters<Registry["record"]>[0] => ({
      agent: agent.id,
      site: site.id,
      block: `b${index}`,
      receivedAt: clock.now(),
      events: [{ type: "agent_started", at: clock.now(), version: "1" }],
      facts: [{ type: "contact", device, at: clock.now(), ok: true }],
    });
    const devices = [agent.device, agent.device, "no-such-device", agent.device, agent.id];
    const ends = await Promise.allSettled(
      devices.map((device, index) => registry.record(block(device, index))),
    );
    expect(ends.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
    ]);
    const kept = await query("SELECT block FROM events ORDER BY block");
    expect(kept).toEqual([{ block: "b0" }, { block: "b1" }, { block: "b3" }]);
  });

  test("about ports keeps when each was seen first and last, and an old block changes nothing", async () => {
    const site = await makeSite();
    const { id: agent, device } = await enrol(site.id);
    const seen = (at: number, alias: string) =>
      registry.record({
        agent,
        site: site.id,
        block: `b${at}`,
        receivedAt: at,
        events: [],
        facts: [{ type: "ports", device, at, ports: [{ part: "eth0", name: "eth0", alias }] }],
      });
    await seen(1_000, "một");
    await seen(3_000, "ba");
    await seen(2_000, "hai");
    expect(await registry.ports(device)).toMatchObject([{ alias: "ba", firstSeen: 1_000, lastSeen: 3_000 }]);
  });

  test("about ports lists those without a number before the others", async () => {
    const site = await makeSite();
    const { id: agent, device } = await enrol(site.id);
    const ports = [
      { part: "a", name: "a", ifIndex: 2 },
      { part: "b", name: "b" },
      { part: "c", name: "c", ifIndex: 1 },
    ];
    const facts: Fact[] = [{ type: "ports", device, at: 1_000, ports }];
    await registry.record({ agent, site: site.id, block: "b1", receivedAt: 1_000, events: [], facts });
    const names = (list: readonly { readonly name: string }[] = []) => list.map(({ name }) => name).join("");
    expect(names(await registry.ports(device))).toBe("bca");
    expect(names((await registry.portsOf(site.id)).get(device))).toBe("bca");
  });

  test("about ports that have other names each time forgets the oldest, of that device alone", async () => {
    const site = await makeSite();
    const { id: agent, device } = await enrol(site.id);
    const other = await enrol(site.id);
    const seen = (of: string, at: number, names: readonly string[]) =>
      registry.record({
        agent,
        site: site.id,
        block: `${of}-${at}`,
        receivedAt: at,
        events: [],
        facts: [{ type: "ports", device: of, at, ports: names.map((part) => ({ part, name: part })) }],
      });
    const names = (visit: number) => Array.from({ length: MAX_PORTS }, (_, i) => `veth${visit}-${i}`);
    await seen(other.device, 500, ["eth0"]);
    for (const visit of [1, 2, 3]) await seen(device, visit * 1_000, names(visit));
    const kept = await registry.ports(device);
    expect(kept).toHaveLength(2 * MAX_PORTS);
    expect(Math.min(...kept.map(({ lastSeen }) => lastSeen))).toBe(2_000);
    expect(await registry.ports(other.device)).toHaveLength(1);
  });
});

test("a change of what may send or is polled moves the revision; being heard does not", async () => {
  const site = await makeSite();
  const agent = await enrol(site.id);
  const moves = async (change: () => Promise<unknown> | void) => {
    const before = registry.revision();
    await change();
    return registry.revision() > before;
  };
  expect(await moves(() => registry.addDevice(site.id, { address: "127.0.0.1" }))).toBe(true);
  expect(await moves(() => registry.revokeAgent(agent.id))).toBe(true);
  expect(await moves(() => registry.heard(agent.id))).toBe(false);
  expect(await moves(() => registry.flush())).toBe(false);
});

test("removing a PC revokes its agent; its site is still known for blocks under way", async () => {
  const site = await makeSite();
  const agent = await enrol(site.id);
  value(await registry.removeDevice(agent.device, by));
  expect(await registry.device(agent.device)).toBeUndefined();
  expect((await registry.agent(agent.id))?.revokedAt).toBe(clock.now());
  expect(await registry.siteOf(agent.device)).toBe(site.id);
  expect((await registry.removeDevice(agent.device)).ok).toBe(false);
});
