import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY, HOUR } from "../../../core/clock.ts";
import type { Result } from "../../../core/result.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { assignment as schema } from "../../../core/wire/assignment.ts";
import { fakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import { openRegistry } from "../../../test/support/registry.ts";
import type { AgentRecord, Registry } from "../../ports.ts";
import { nearHosts } from "./lan-task.ts";

let dir: string;
let clock: FakeClock;
let registry: Registry;
let site: string;
let count = 0;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-lan-task-"));
  clock = fakeClock();
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  ({ registry } = await openRegistry(dir, { clock, newId, log }));
  const unit = value(
    await registry.addUnit({ name: "Hương Sơn", kind: "commune", parent: null, validFrom: "2026-07-01" }),
  );
  site = value(await registry.addSite({ unit: unit.id, name: "Trụ sở" })).id;
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A PC whose agent has told its cards' addresses. */
async function joins(...addresses: readonly string[]): Promise<AgentRecord> {
  count += 1;
  value(await registry.addToken(site, { hash: `t${count}`, expiresAt: clock.now() + HOUR, uses: 1 }));
  const about = { hostname: `PC-${count}`, platform: "win32", version: "1", secretHash: `s${count}` };
  const { agent } = value(await registry.enrol(`t${count}`, about));
  const inventory = { cards: [{ name: "Ethernet", addresses: ["fe80::1", ...addresses] }] };
  await registry.record({
    agent: agent.id,
    site,
    block: `b${count}`,
    receivedAt: clock.now(),
    events: [],
    facts: [{ type: "inventory", device: agent.device, at: clock.now(), inventory }],
  });
  return agent;
}
const lanOf = async (agent: AgentRecord) => (await registry.assignment(agent.id))?.lan;
const peersOf = async (agent: AgentRecord) => (await lanOf(agent))?.peers.map(({ device }) => device);

describe("a PC watches its LAN only where a person set the site up", () => {
  test("not on a fresh machine, whatever its cards are", async () => {
    const agent = await joins("10.1.2.7");
    value(await registry.addTarget(site, { name: "Máy này", address: "127.0.0.1" }));
    value(await registry.addTarget(site, { name: "Máy này", address: "localhost" }));
    value(await registry.addDevice(site, { address: "127.0.0.2" }));
    expect(await registry.assignment(agent.id)).not.toHaveProperty("lan");
  });

  test.each<[string, () => Promise<unknown>]>([
    ["a ping target", () => registry.addTarget(site, { name: "Cổng", address: "10.1.2.1" })],
    ["a ping target by its name", () => registry.addTarget(site, { name: "Cổng", address: "tinh.example" })],
    ["a device", () => registry.addDevice(site, { address: "10.1.2.2" })],
    [
      "ranges to look for devices in",
      () =>
        registry.setDiscovery(
          site,
          { ranges: ["10.1.2.0/24"], credentials: [], paused: true, autoAccept: false, reverseDns: false },
          { id: "p", name: "an" },
        ),
    ],
    ["another PC of the same network", () => joins("10.1.2.8")],
  ])("%s beyond loopback", async (_, setUp) => {
    const agent = await joins("10.1.2.7");
    await setUp();
    const given = await registry.assignment(agent.id);
    expect(given?.lan).toMatchObject({ everyMs: 60_000, count: 5, dhcpEveryMs: HOUR });
    expect(schema.safeParse(given).success).toBe(true);
  });

  test("a target that was taken away does not count", async () => {
    const agent = await joins("10.1.2.7");
    const target = value(await registry.addTarget(site, { name: "Cổng", address: "10.1.2.1" }));
    await registry.removeTarget(target.id);
    expect(await lanOf(agent)).toBeUndefined();
  });
});

describe("the peers of a PC", () => {
  test("are PCs of its own network with their addresses, never itself, few, and watched evenly", async () => {
    const agents: AgentRecord[] = [];
    for (let host = 1; host <= 9; host += 1) agents.push(await joins(`10.1.2.${host}`));
    await joins("10.1.3.1");
    const watched = new Map<string, number>();
    for (const agent of agents) {
      const peers = (await lanOf(agent))?.peers ?? [];
      expect(peers).toHaveLength(3);
      for (const { device, address } of peers) {
        expect(address).toMatch(/^10\.1\.2\.[1-9]$/);
        expect(device).not.toBe(agent.device);
        watched.set(device, (watched.get(device) ?? 0) + 1);
      }
    }
    expect([...watched.values()]).toEqual(agents.map(() => 3));
    // However many PCs there are, the site asks for DHCP servers about as often.
    expect((await lanOf(agents[0] as AgentRecord))?.dhcpEveryMs).toBe(2 * HOUR);
  });

  test("are the same all day and others the next", async () => {
    const agents: AgentRecord[] = [];
    for (let host = 1; host <= 9; host += 1) agents.push(await joins(`10.1.2.${host}`));
    const [agent] = agents;
    if (agent === undefined) throw new Error("no agent");
    const today = await peersOf(agent);
    await clock.advance(HOUR);
    expect(await peersOf(agent)).toEqual(today);
    await clock.advance(DAY);
    expect(await peersOf(agent)).not.toEqual(today);
  });

  test("are no PCs that were revoked, or not heard for weeks", async () => {
    const [one, gone, silent, other] = [
      await joins("10.1.2.1"),
      await joins("10.1.2.2"),
      await joins("10.1.2.3"),
      await joins("10.1.2.4"),
    ];
    for (const agent of [one, gone, silent, other]) registry.heard(agent.id);
    await registry.flush();
    await registry.revokeAgent(gone.id, { id: "p", name: "an" });
    await clock.advance(15 * DAY);
    for (const agent of [one, other]) registry.heard(agent.id);
    await registry.flush();
    expect(await peersOf(one)).toEqual([other.device]);
  });
});

test("inner networks of virtual machines are not shared; of two networks the one with more PCs counts", () => {
  const hosts = [
    { id: "a", addresses: ["192.168.56.1", "10.1.2.1"] },
    { id: "b", addresses: ["192.168.56.1", "10.1.2.2"] },
    { id: "c", addresses: ["192.168.9.3", "10.1.2.3"] },
    { id: "d", addresses: ["192.168.9.4"] },
    { id: "e", addresses: [] },
  ];
  const near = (self: string) => nearHosts(hosts, self).map(({ id, address }) => `${id} ${address}`);
  expect(near("a")).toEqual(["a 10.1.2.1", "b 10.1.2.2", "c 10.1.2.3"]);
  expect(near("c")).toEqual(near("a"));
  expect(near("d")).toEqual(["c 192.168.9.3", "d 192.168.9.4"]);
  expect(near("e")).toEqual([]);
});

test("two PCs with the same address are both there, so that others see the conflict", () => {
  const hosts = [
    { id: "a", addresses: ["10.1.2.1"] },
    { id: "b", addresses: ["10.1.2.50"] },
    { id: "c", addresses: ["10.1.2.50"] },
  ];
  expect(nearHosts(hosts, "a").map(({ id }) => id)).toEqual(["a", "b", "c"]);
});
