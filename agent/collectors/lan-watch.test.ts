import type { NetworkInterfaceInfo } from "node:os";
import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../core/clock.ts";
import type { LanTask } from "../../core/wire/assignment.ts";
import { fact } from "../../core/wire/block.ts";
import { makeAssignment } from "../../test/support/assignment.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import type { DhcpServer } from "../lan/dhcp.ts";
import type { Gateway } from "../lan/gateway.ts";
import { createLanWatchCollector, type LanWatchOptions } from "./lan-watch.ts";

const OWN = "f4:8e:38:00:00:07";
const ROUTER = "f4:8e:38:00:00:01";
const OTHER = "f4:8e:38:00:00:09";
const lan: LanTask = { peers: [], everyMs: MINUTE, count: 5, dhcpEveryMs: HOUR };
const never = new AbortController().signal;

const card = (address: string, mac: string): NetworkInterfaceInfo => ({
  family: "IPv4",
  address,
  netmask: "255.255.255.0",
  mac,
  internal: false,
  cidr: `${address}/24`,
});

function setUp(change: Partial<LanWatchOptions> = {}, task = lan) {
  const clock = fakeClock();
  const logged: unknown[] = [];
  const note = (event: string, fields?: Record<string, unknown>) => void logged.push([event, fields]);
  const log = { info: note, warn: note, error: note };
  const tools = { clock, now: () => clock.now() + 0.4, random: () => 0, log };
  const seen = {
    gateway: { ip: "10.1.2.1", card: "lan0", own: undefined } as Gateway | undefined,
    neighbours: new Map([["10.1.2.1", ROUTER]]),
    dhcp: [{ ip: "10.1.2.1", router: "10.1.2.1" }] as DhcpServer[],
    asked: [] as unknown[],
    cards: { lan0: [card("10.1.2.7", OWN.toUpperCase())] } as Record<string, NetworkInterfaceInfo[]>,
  };
  const collect = createLanWatchCollector({
    platform: "win32",
    gateway: async () => seen.gateway,
    neighbours: async () => new Map(seen.neighbours),
    cards: () => seen.cards,
    ask: async ({ mac, broadcast }) => {
      seen.asked.push([mac, broadcast]);
      return { ok: true, value: seen.dhcp };
    },
    ...change,
  });
  const run = async () => {
    const [job] = collect(makeAssignment({ lan: task }), tools);
    const { samples, events, facts } = (await job?.run(never)) ?? { samples: [], events: [], facts: [] };
    expect([samples, events]).toEqual([[], []]);
    for (const one of facts) expect(fact.safeParse(JSON.parse(JSON.stringify(one))).success).toBe(true);
    return facts;
  };
  const after = async (ms: number) => {
    await clock.advance(ms);
    return run();
  };
  return { collect, tools, clock, seen, logged, run, after };
}

test("what is seen is told at once, then when it changes, and once a day", async () => {
  const { run, after, seen } = setUp({}, { ...lan, dhcpEveryMs: undefined });
  const [first] = await run();
  expect(first).toMatchObject({
    type: "lan_watch",
    device: "pc1",
    gateway: { ip: "10.1.2.1", mac: ROUTER },
    conflicts: [],
    dhcp: [],
  });
  await after(2 * HOUR);
  expect(await after(MINUTE)).toEqual([]);
  seen.neighbours.set("10.1.2.1", OTHER);
  expect(await after(11 * MINUTE)).toMatchObject([{ gateway: { mac: OTHER } }]);
  expect(await after(MINUTE)).toEqual([]);
  // News stay fresh for an hour: what was heard long ago raises no alarm.
  expect(await after(5 * MINUTE)).toHaveLength(1);
  await after(2 * HOUR);
  expect(await after(10 * MINUTE)).toEqual([]);
  expect(await after(DAY)).toHaveLength(1);
});

test("a gateway that is looked for anew keeps its card, another gateway does not get it", async () => {
  const { run, after, seen } = setUp({}, { ...lan, dhcpEveryMs: undefined });
  await run();
  seen.neighbours.clear();
  expect(await after(MINUTE)).toEqual([]);
  seen.gateway = { ip: "10.1.2.254", card: "lan0", own: undefined };
  expect(await after(11 * MINUTE)).toMatchObject([{ gateway: { ip: "10.1.2.254" } }]);
  seen.gateway = undefined;
  // It was the last, as far as anybody knows.
  expect(await after(11 * MINUTE)).toMatchObject([{ gateway: { ip: "10.1.2.254" } }]);
});

test("an address with two owners is told while it lasts", async () => {
  const { run, after, seen } = setUp();
  await run();
  for (const mac of [ROUTER, OTHER, ROUTER]) {
    seen.neighbours.set("10.1.2.30", mac);
    await after(MINUTE);
  }
  expect(await after(5 * MINUTE)).toMatchObject([
    { conflicts: [{ ip: "10.1.2.30", macs: [ROUTER, OTHER] }] },
  ]);
  expect(await after(7 * MINUTE)).toMatchObject([{ conflicts: [] }]);
});

test("a laptop that goes to another network and back finds no conflict there", async () => {
  const { run, after, seen } = setUp();
  await run();
  for (const [address, mac] of [
    ["10.1.2.7", ROUTER],
    ["10.1.2.8", OTHER],
    ["10.1.2.7", ROUTER],
  ] as const) {
    seen.cards = { lan0: [card(address, OWN)] };
    seen.neighbours.set("10.1.2.1", mac);
    for (const fact of await after(MINUTE)) expect(fact).toMatchObject({ conflicts: [] });
  }
});

test("two cards in networks with the same addresses say nothing of conflicts", async () => {
  const { run, after, seen } = setUp();
  seen.cards = { lan0: [card("10.1.2.7", OWN)], wlan0: [card("10.1.2.77", OWN.replace("07", "17"))] };
  await run();
  for (const mac of [ROUTER, OTHER, ROUTER]) {
    seen.neighbours.set("10.1.2.30", mac);
    expect(await after(MINUTE)).toEqual([]);
  }
});

test("over a tunnel nobody is asked for addresses", async () => {
  const { run, seen } = setUp();
  seen.cards = { lan0: [card("10.1.2.7", "00:00:00:00:00:00")] };
  await run();
  expect(seen.asked).toEqual([]);
});

test("DHCP servers are asked for at the start and every hour, from the card that leads to the gateway", async () => {
  const { run, after, seen } = setUp();
  expect(await run()).toMatchObject([{ dhcp: [{ ip: "10.1.2.1", router: "10.1.2.1", mac: ROUTER }] }]);
  for (let minute = 0; minute < 59; minute += 1) await after(MINUTE);
  expect(seen.asked).toEqual([[OWN, "10.1.2.255"]]);
  await after(MINUTE);
  expect(seen.asked).toHaveLength(2);
});

test("a second server is told, looked at closely, and gone when it was silent three times", async () => {
  const { run, after, seen } = setUp();
  await run();
  seen.dhcp.push({ ip: "10.1.2.99", router: undefined });
  expect(await after(HOUR)).toMatchObject([{ dhcp: [{ ip: "10.1.2.1" }, { ip: "10.1.2.99" }] }]);
  seen.dhcp.pop();
  expect(await after(5 * MINUTE)).toMatchObject([{ dhcp: [{}, {}] }]);
  expect(await after(5 * MINUTE)).toMatchObject([{ dhcp: [{}, {}] }]);
  expect(await after(5 * MINUTE)).toMatchObject([{ dhcp: [{ ip: "10.1.2.1" }] }]);
});

test("one lost answer means nothing", async () => {
  const { run, after, seen } = setUp();
  await run();
  await after(2 * HOUR);
  const servers = seen.dhcp.splice(0);
  expect(await after(HOUR)).toEqual([]);
  seen.dhcp.push(...servers);
  expect(await after(HOUR)).toEqual([]);
});

test("where the port is taken it is said once, and the rest goes on", async () => {
  const { run, after, logged } = setUp({ ask: async () => ({ ok: false, fault: "EACCES" }) });
  expect(await run()).toMatchObject([{ gateway: { mac: ROUTER }, dhcp: [] }]);
  await after(HOUR);
  await after(HOUR);
  expect(logged).toEqual([["dhcp_not_asked", { reason: "EACCES" }]]);
});

test("without a task there is no job, and other peers do not make it another", () => {
  const { collect, tools } = setUp();
  expect(collect(makeAssignment(), tools)).toEqual([]);
  const [one] = collect(makeAssignment({ lan }), tools);
  const [other] = collect(
    makeAssignment({ lan: { ...lan, peers: [{ device: "d2", address: "10.1.2.9" }] } }),
    tools,
  );
  expect(one?.version).toBe(other?.version);
});
