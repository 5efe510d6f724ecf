import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../core/clock.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import type { Fact } from "../../../core/wire/block.ts";
import type { DiscoveryInput } from "../../../core/wire/discovery.ts";
import type { FoundHost } from "../../../core/wire/found.ts";
import type { Result } from "../../../core/result.ts";
import { fakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import { openRegistry, rawSql, storedText } from "../../../test/support/registry.ts";
import type { Registry } from "../../ports.ts";

let dir: string;
let clock: FakeClock;
let registry: Registry;
let site: string;
let agent: { readonly id: string; readonly device: string };
let blocks = 0;

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const by = { id: "p1", name: "an" };
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-discovery-"));
  clock = fakeClock();
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  registry = (await openRegistry(dir, { clock, newId, log })).registry;
  const unit = { name: "Xã", kind: "commune", parent: null, validFrom: "2026-07-01" } as const;
  const { id } = value(await registry.addUnit(unit, by));
  site = value(await registry.addSite({ unit: id, name: "Trụ sở" }, by)).id;
  value(await registry.addToken(site, { hash: "t", expiresAt: clock.now() + HOUR, uses: 1 }));
  const about = { hostname: "PC-1", platform: "linux", version: "1", secretHash: "s" };
  agent = value(await registry.enrol("t", about)).agent;
  await registry.lease(site, agent.id);
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

const COMMUNITY = "bi-mat-cua-xa";
const settings = (change: Partial<DiscoveryInput> = {}): DiscoveryInput => ({
  ranges: ["10.1.2.0/24"],
  credentials: [{ name: "Đọc", credential: { version: "2c", community: COMMUNITY } }],
  autoAccept: false,
  paused: false,
  reverseDns: false,
  ...change,
});
const set = async (change: Partial<DiscoveryInput> = {}) =>
  value(await registry.setDiscovery(site, settings(change), by));
const view = async () => {
  const read = await registry.discovery(site);
  if (read === undefined) throw new Error("no site");
  return read;
};
const task = async () => (await registry.assignment(agent.id))?.discovery;
const credential = async () => (await view()).settings?.credentials[0]?.id ?? "";

const host = (last: number, change: Partial<FoundHost> = {}): FoundHost => ({
  addresses: [`10.1.2.${last}`],
  seen: ["arp"],
  ...change,
});
const speaker = async (last: number, change: Partial<FoundHost> = {}): Promise<FoundHost> =>
  host(last, {
    seen: ["arp", "snmp"],
    port: 161,
    credential: await credential(),
    snmp: { name: "Switch", serial: `SER-00${last}`, objectId: "1.3.6.1.4.1.9.1.1" },
    ...change,
  });

/** The agent carries out what it was asked for and reports; time goes on by a day. */
async function sweep(hosts: readonly FoundHost[], change: Partial<Extract<Fact, { type: "found" }>> = {}) {
  const startedAt = clock.now();
  await clock.advance(MINUTE);
  await report(hosts, {
    revision: (await task())?.revision ?? 1,
    startedAt,
    finishedAt: clock.now(),
    ...change,
  });
  await clock.advance(DAY);
}
async function report(
  hosts: readonly FoundHost[],
  about: Partial<Extract<Fact, { type: "found" }>>,
  block?: string,
) {
  blocks += 1;
  const at = about.finishedAt ?? clock.now();
  await registry.record({
    agent: agent.id,
    site,
    block: block ?? `b${blocks}`,
    receivedAt: clock.now(),
    events: [],
    facts: [
      {
        type: "found",
        device: agent.device,
        at,
        revision: 1,
        part: 0,
        parts: 1,
        startedAt: at - MINUTE,
        finishedAt: at,
        scanned: 254,
        hosts: [...hosts],
        ...about,
      },
    ],
  });
}
const states = async () => (await view()).found.map(({ address, state }) => `${address} ${state}`).toSorted();
const events = async () => (await view()).events.map(({ type, detail }) => `${type} ${detail["address"]}`);

describe("the settings", () => {
  test.each([
    [["10.0.0.0/8"], "sweep_range_large"],
    [["0.0.0.0/8"], "sweep_range_invalid"],
    [["224.0.0.0/24"], "sweep_range_invalid"],
    [["10.1.2.0/24", "x"], "sweep_range_invalid"],
  ])("refuse %j", async (ranges, code) => {
    const answer = await registry.setDiscovery(site, settings({ ranges }), by);
    expect(answer).toMatchObject({ ok: false, fault: { code } });
    expect((await view()).status).toBe("off");
    expect(await task()).toBeUndefined();
  });

  test("hold credentials that nobody can read: not in the answer, not in the audit, not in the file", async () => {
    await set();
    const audit = JSON.stringify(await rawSql(dir, 'SELECT action, "after" FROM audit'));
    expect(audit).toContain("discovery_set");
    for (const text of [JSON.stringify(await view()), audit]) expect(text).not.toContain(COMMUNITY);
    await registry.flush();
    expect(await storedText(dir, "discovery_credentials")).not.toContain(COMMUNITY);
    expect((await task())?.credentials[0]?.credential).toEqual({ version: "2c", community: COMMUNITY });
  });

  test("keep the credentials that are named, in their new order", async () => {
    await set({
      credentials: ["a", "b"].map((name) => ({
        name,
        credential: { version: "2c", community: name } as const,
      })),
    });
    const [a, b] = (await view()).settings?.credentials ?? [];
    await set({ credentials: [{ id: b?.id ?? "" }, { id: a?.id ?? "" }] });
    expect((await view()).settings?.credentials.map(({ name }) => name)).toEqual(["b", "a"]);
    const twice = await registry.setDiscovery(site, settings({ credentials: [{ id: "x" }] }), by);
    expect(twice).toMatchObject({ ok: false, fault: { code: "not_found" } });
    expect((await task())?.credentials.map(({ credential: { version } }) => version)).toEqual(["2c", "2c"]);
  });
});

describe("a sweep is asked for", () => {
  test("when ranges are set, until it is reported, and again a day later", async () => {
    expect(await task()).toBeUndefined();
    await set();
    expect(await task()).toMatchObject({ revision: 1, ranges: [{ first: "10.1.2.1", last: "10.1.2.254" }] });
    expect((await view()).status).toBe("waiting");
    await report([], { revision: 1 });
    expect(await task()).toBeUndefined();
    expect(await view()).toMatchObject({
      status: "idle",
      next: clock.now() + DAY,
      last: { scanned: 254, found: 0 },
    });
    await clock.advance(DAY - MINUTE);
    expect(await task()).toBeUndefined();
    await clock.advance(MINUTE);
    expect((await task())?.revision).toBe(2);
  });

  test("at once when a person wants one, and not while it is paused", async () => {
    expect(await registry.scanNow(site, by)).toMatchObject({ ok: false, fault: { code: "discovery_off" } });
    await set();
    await report([], { revision: 1 });
    value(await registry.scanNow(site, by));
    value(await registry.scanNow(site, by));
    expect((await task())?.revision).toBe(2);
    await set({ paused: true });
    expect(await task()).toBeUndefined();
    expect((await view()).status).toBe("paused");
    expect((await registry.scanNow(site, by)).ok).toBe(false);
  });

  test("of the holder of the lease only", async () => {
    await set();
    value(await registry.addToken(site, { hash: "t2", expiresAt: clock.now() + HOUR, uses: 1 }));
    const about = { hostname: "PC-2", platform: "linux", version: "1", secretHash: "s2" };
    const other = value(await registry.enrol("t2", about)).agent;
    expect((await registry.assignment(other.id))?.discovery).toBeUndefined();
  });

  test("anew when the ranges change, whatever an older one reports", async () => {
    await set();
    await set({ ranges: ["10.1.3.0/24"] });
    const wanted = (await task())?.revision ?? 0;
    expect(wanted).toBeGreaterThan(1);
    await report([host(5)], { revision: 1 });
    expect(await states()).toEqual([]);
    expect((await task())?.revision).toBe(wanted);
  });

  test("with what worked the last time", async () => {
    await set();
    await sweep([await speaker(2)]);
    expect((await task())?.worked).toEqual([{ address: "10.1.2.2", credential: await credential() }]);
    await set({ credentials: [] });
    expect((await task())?.worked).toEqual([]);
  });

  test("without the credentials that a device refused today", async () => {
    await set();
    const id = await credential();
    await report([host(5, { seen: ["snmp"], fault: "snmp_auth", refused: [id] })], { revision: 1 });
    value(await registry.scanNow(site, by));
    expect((await task())?.spared).toEqual([{ address: "10.1.2.5", credentials: [id] }]);
    await clock.advance(DAY + 1);
    expect((await task())?.spared).toEqual([]);
  });
});

describe("what was found", () => {
  test("is not polled before somebody accepts it; then it is, with the credential that worked", async () => {
    await set();
    await sweep([await speaker(2), host(9, { netbios: "VP-09" })]);
    expect(await states()).toEqual(["10.1.2.2 new", "10.1.2.9 new"]);
    expect((await registry.assignment(agent.id))?.snmp).toEqual([]);
    const found = (await view()).found.find(({ address }) => address === "10.1.2.2")?.id ?? "";
    const device = value(await registry.acceptFound(site, found, by));
    expect(value(await registry.acceptFound(site, found, by))).toBe(device);
    expect((await registry.assignment(agent.id))?.snmp).toMatchObject([
      { device, address: "10.1.2.2", port: 161, credential: { community: COMMUNITY } },
    ]);
    expect(await states()).toContain("10.1.2.2 accepted");
    await sweep([await speaker(2)]);
    expect(await states()).toContain("10.1.2.2 accepted");
  });

  test("is accepted by itself where the site says so, if it can be read", async () => {
    await set({ autoAccept: true });
    await sweep([await speaker(2), host(9)]);
    expect(await states()).toEqual(["10.1.2.2 accepted", "10.1.2.9 new"]);
    expect((await registry.assignment(agent.id))?.snmp).toHaveLength(1);
  });

  test("stays ignored until it shall be shown again", async () => {
    await set();
    await sweep([await speaker(2)]);
    const found = (await view()).found[0]?.id ?? "";
    value(await registry.ignoreFound(site, found, true, by));
    await sweep([await speaker(2)]);
    expect(await states()).toEqual(["10.1.2.2 ignored"]);
    value(await registry.ignoreFound(site, found, false, by));
    expect(await states()).toEqual(["10.1.2.2 new"]);
    expect((await registry.ignoreFound(site, "none", true, by)).ok).toBe(false);
  });

  test("is the same thing at another address the next day", async () => {
    await set();
    await sweep([await speaker(2)]);
    await sweep([{ ...(await speaker(2)), addresses: ["10.1.2.77"] }]);
    expect(await states()).toEqual(["10.1.2.77 new"]);
  });

  test("is known when it is a device already, and moved when it is elsewhere now", async () => {
    await set();
    await sweep([await speaker(2)]);
    const device = value(await registry.acceptFound(site, (await view()).found[0]?.id ?? "", by));
    const seen = { addresses: ["10.1.2.77"] };
    await sweep([{ ...(await speaker(2)), ...seen }]);
    expect((await view()).found).toMatchObject([{ state: "accepted", device, movedFrom: "10.1.2.2" }]);
    expect(await events()).toEqual(["device_moved 10.1.2.77"]);
    await sweep([{ ...(await speaker(2)), ...seen }]);
    expect(await events()).toHaveLength(1);
    value(await registry.acceptFound(site, (await view()).found[0]?.id ?? "", by));
    expect((await registry.device(device))?.address).toBe("10.1.2.77");
    await sweep([{ ...(await speaker(2)), ...seen }]);
    expect((await view()).found).toMatchObject([{ movedFrom: null }]);
  });

  test("is recognised by the cards of a device that was never found before", async () => {
    await set();
    const device = value(await registry.addDevice(site, { address: "10.1.2.2" }, by));
    const ports = [{ part: "1", name: "1", mac: "f4:8e:38:00:00:02" }];
    await registry.record({
      agent: agent.id,
      site,
      block: "ports",
      receivedAt: clock.now(),
      events: [],
      facts: [{ type: "ports", device: device.id, at: clock.now(), ports }],
    });
    await sweep([host(77, { mac: "f4:8e:38:00:00:02" })]);
    expect((await view()).found).toMatchObject([
      { state: "known", device: device.id, movedFrom: "10.1.2.2" },
    ]);
  });

  test("of a device that was removed is new again", async () => {
    await set();
    await sweep([await speaker(2)]);
    const device = value(await registry.acceptFound(site, (await view()).found[0]?.id ?? "", by));
    value(await registry.removeDevice(device, by));
    await sweep([await speaker(2)]);
    expect((await view()).found).toMatchObject([{ state: "new", device: null }]);
  });

  test("takes in what was its own part, and that is no loss", async () => {
    await set();
    const half = { snmp: { name: "Switch" } };
    await sweep([await speaker(2, half), await speaker(3, half)]);
    expect(await states()).toEqual(["10.1.2.2 new", "10.1.2.3 new"]);
    const whole = { ...(await speaker(2)), addresses: ["10.1.2.2", "10.1.2.3"] };
    for (let day = 0; day < 3; day += 1) await sweep([whole]);
    expect(await states()).toEqual(["10.1.2.2 new"]);
    expect(await events()).toEqual([]);
  });

  test("is forgotten after a month when it only passed by", async () => {
    await set();
    await sweep([await speaker(2), host(40), host(41)]);
    value(await registry.ignoreFound(site, (await view()).found[1]?.id ?? "", true, by));
    await clock.advance(31 * DAY);
    await sweep([await speaker(2)]);
    expect((await view()).found.map(({ state }) => state).toSorted()).toEqual(["ignored", "new"]);
  });

  test("outside the ranges does not count, and without ranges nothing does", async () => {
    await report([host(2)], { revision: 1 });
    expect(await states()).toEqual([]);
    await set();
    await report([{ ...host(2), addresses: ["10.9.9.9"] }, host(3)], { revision: 1 });
    expect(await states()).toEqual(["10.1.2.3 new"]);
    await report([host(4)], { revision: 99 });
    expect(await states()).toEqual(["10.1.2.3 new"]);
  });

  test("of a part that comes again, or before the others, counts once", async () => {
    await set();
    const two = { revision: 1, parts: 2 };
    await report([host(3)], { ...two, part: 1 }, "b-second");
    expect((await view()).status).toBe("waiting");
    await report([host(3)], { ...two, part: 1 }, "b-second");
    expect((await view()).status).toBe("waiting");
    await report([host(2)], { ...two, part: 0 });
    expect(await view()).toMatchObject({ status: "idle", last: { found: 2 } });
    expect(await states()).toEqual(["10.1.2.2 new", "10.1.2.3 new"]);
  });
});

describe("events", () => {
  test("tell of what is new, except what the first sweep finds and passing telephones", async () => {
    await set();
    await sweep([await speaker(2)]);
    expect(await events()).toEqual([]);
    const telephone = host(40, { mac: "da:a1:19:00:00:01" });
    await sweep([await speaker(2), await speaker(3), host(9, { mac: "f4:8e:38:00:00:09" }), telephone]);
    expect((await events()).toSorted()).toEqual(["device_found 10.1.2.3", "device_found 10.1.2.9"]);
    expect(await states()).toContain("10.1.2.40 new");
  });

  test("tell of a device that two complete sweeps missed, once, and when it is back; a PC is off and no news", async () => {
    await set();
    await sweep([await speaker(2), host(9, { netbios: "VP-09" })]);
    await sweep([]);
    expect(await events()).toEqual([]);
    await sweep([]);
    expect(await events()).toEqual(["device_vanished 10.1.2.2"]);
    await sweep([]);
    expect(await events()).toHaveLength(1);
    expect((await view()).found.find(({ address }) => address === "10.1.2.2")?.vanishedAt).not.toBeNull();
    await sweep([await speaker(2)]);
    expect(await events()).toEqual(["device_returned 10.1.2.2", "device_vanished 10.1.2.2"]);
  });

  test("do not tell of a miss that a part not yet here may explain", async () => {
    await set();
    await sweep([await speaker(2)]);
    await sweep([]);
    const revision = (await task())?.revision ?? 0;
    const about = { revision, parts: 2, startedAt: clock.now() - MINUTE, finishedAt: clock.now() };
    await report([], { ...about, part: 0 });
    expect(await events()).toEqual([]);
    await report([await speaker(2)], { ...about, part: 1 });
    expect(await events()).toEqual([]);
  });
});
