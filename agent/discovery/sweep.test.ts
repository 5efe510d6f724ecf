import { afterEach, describe, expect, test } from "vitest";
import type { DiscoveryTask } from "../../core/wire/assignment.ts";
import { startSnmpDevices, type DeviceSpec, type FakeDevices } from "../../test/fakes/snmp-device/devices.ts";
import { makeSwitch } from "../../test/fakes/snmp-device/switch.ts";
import { makeTree, type Entry } from "../../test/fakes/snmp-device/tree.ts";
import { integer, ipAddress, octets } from "../../test/fakes/snmp-device/values.ts";
import { startNetbios } from "../../test/fakes/netbios.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { openNetbiosProbe } from "../lan/netbios-probe.ts";
import { localNets } from "../lan/nets.ts";
import { createSessionOpener } from "../snmp/session.ts";
import { foundHosts } from "./found.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { sweep, type SweepTools } from "./sweep.ts";

/** Real sockets on the loopback, and a clock that the test moves on while they work. */
const closers: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const mac = (last: number) => Uint8Array.from([0xf4, 0x8e, 0x38, 0, 0, last]);

/** BRIDGE-MIB, ENTITY-MIB and the address table beside the system group. */
function identityOf(number: number, addresses: readonly string[]): [string, Entry[1]][] {
  return [
    ["1.3.6.1.2.1.17.1.1.0", octets(mac(number))],
    ...addresses.map((one): [string, Entry[1]] => [`1.3.6.1.2.1.4.20.1.1.${one}`, ipAddress(one)]),
    ["1.3.6.1.2.1.47.1.1.1.1.5.1", integer(3)],
    ["1.3.6.1.2.1.47.1.1.1.1.5.2", integer(9)],
    ["1.3.6.1.2.1.47.1.1.1.1.11.1", octets(`SER-000${number}`)],
    ["1.3.6.1.2.1.47.1.1.1.1.11.2", octets("MODULE-1")],
  ];
}

function switchTree(number: number, addresses: readonly string[], identified = true) {
  const { tree } = makeSwitch({
    clock: realClock,
    ports: 4,
    name: "Switch",
    port: () => ({ mac: mac(100 + number) }),
  });
  for (const [oid, source] of identified ? identityOf(number, addresses) : []) tree.set(oid, source);
  return tree;
}

async function start(devices: readonly DeviceSpec[]): Promise<FakeDevices> {
  const fakes = await startSnmpDevices({ clock: realClock, devices });
  closers.push(() => fakes.close());
  return fakes;
}

const AUTH = { protocol: "sha", password: "wrong-password" } as const;

const taskFor = (port: number, change: Partial<DiscoveryTask> = {}): DiscoveryTask => ({
  revision: 1,
  ranges: [{ first: "127.0.3.1", last: "127.0.3.12" }],
  ports: [port],
  credentials: [
    { id: "first", credential: { version: "2c", community: "khac" } },
    { id: "second", credential: { version: "2c", community: "xa" } },
  ],
  perSecond: 20,
  reverseDns: false,
  worked: [],
  spared: [],
  ...change,
});

interface Around {
  readonly netbiosPort?: number;
  readonly ledger?: Ledger;
  readonly tools?: Partial<SweepTools>;
}

async function run(task: DiscoveryTask, { netbiosPort = 9, ledger, tools }: Around = {}) {
  const clock = fakeClock();
  const netbios = await openNetbiosProbe({ random: () => 0.5, port: netbiosPort });
  closers.push(() => netbios.close());
  const over = new AbortController();
  const running = sweep(task, {
    clock,
    random: () => 0.5,
    open: createSessionOpener({ timeoutMs: 100 }),
    nets: localNets({}),
    netbios,
    neighbours: () => Promise.resolve(new Map()),
    echo: () => Promise.resolve(false),
    reverse: undefined,
    ledger: ledger ?? createLedger(clock),
    signal: new AbortController().signal,
    ...tools,
  }).finally(() => {
    over.abort();
  });
  while (!over.signal.aborted) await clock.advance(20);
  return { swept: await running, clock };
}

describe("a sweep", () => {
  test("finds exactly the devices that are there, one with five addresses once", async () => {
    const five = [1, 2, 3, 4, 5].map((last) => `127.0.3.${last}`);
    const tree = switchTree(
      1,
      five.map((one) => one.replace("127", "10")),
    );
    const fakes = await start([{ address: "127.0.3.1", community: "xa", tree }]);
    const { port } = fakes.device;
    const more = await start([
      ...five.slice(1).map((address): DeviceSpec => ({ address, port, community: "xa", tree })),
      { address: "127.0.3.8", port, community: "khac", tree: switchTree(2, [], false) },
      { address: "127.0.3.9", port, community: "xa", tree: switchTree(3, [], false) },
    ]);
    const pc = await startNetbios(
      { mac: "f4:8e:38:00:00:77", names: [{ name: "VP-03", kind: 0 }] },
      { address: "127.0.3.11" },
    );
    closers.push(() => pc.close());
    const { swept, clock } = await run(taskFor(port), { netbiosPort: pc.port });
    const hosts = foundHosts(swept.hosts);
    expect(swept.scanned).toBe(12);
    expect(
      hosts.map(({ addresses, seen, credential, netbios }) => [addresses, seen, credential, netbios]),
    ).toEqual([
      [five, ["snmp"], "second", undefined],
      [["127.0.3.8"], ["snmp"], "first", undefined],
      [["127.0.3.9"], ["snmp"], "second", undefined],
      [["127.0.3.11"], ["netbios"], undefined, "VP-03"],
    ]);
    expect(hosts[0]?.snmp).toMatchObject({
      name: "Switch",
      serial: "SER-0001",
      baseMac: "f4:8e:38:00:00:01",
      ownAddresses: five.map((one) => one.replace("127", "10")),
      macs: ["f4:8e:38:00:00:65"],
    });
    // Twelve datagrams and twelve devices, at most twenty a second, and a time for answers.
    expect(clock.monotonic()).toBeGreaterThan((24 / 20) * 1_000);
    expect(
      more.log.entries().every(({ type }) => type === "get" || type === "getBulk" || type === "getNext"),
    ).toBe(true);
  });

  test("does not hammer a device with a wrong version 3 password, whatever is asked of it", async () => {
    const users = [
      { name: "an", auth: { protocol: "sha", password: "right-password" } as const },
      { name: "binh", auth: { protocol: "sha", password: "right-password" } as const },
    ];
    const fakes = await start([{ address: "127.0.3.1", users, tree: makeTree([]) }]);
    const credentials = ["an", "an", "binh", "binh", "an"].map((user, at) => ({
      id: `c${at}`,
      credential: { version: "3" as const, user, auth: AUTH },
    }));
    const ledger = createLedger(realClock);
    const task = taskFor(fakes.device.port, { credentials });
    const wrong = () =>
      fakes.log.entries().filter(({ outcome }) => outcome === "report: wrongDigests").length;
    const first = await run(task, { ledger });
    expect(foundHosts(first.swept.hosts)).toMatchObject([{ fault: "snmp_auth", refused: ["c0", "c1"] }]);
    expect(wrong()).toBe(2);
    for (let sweeps = 0; sweeps < 4; sweeps += 1) await run(task, { ledger });
    // Two for each user, over all sweeps of the day.
    expect(wrong()).toBe(4);
  });

  test("asks first with what worked the last time, and with each community once", async () => {
    const fakes = await start([{ address: "127.0.3.1", community: "xa", tree: switchTree(3, [], false) }]);
    const strangers = () =>
      fakes.log.entries().filter(({ outcome }) => outcome === "unknown community").length;
    await run(taskFor(fakes.device.port));
    expect(strangers()).toBe(1);
    const worked = [{ address: "127.0.3.1", credential: "second" }];
    const { swept } = await run(taskFor(fakes.device.port, { worked }));
    expect(foundHosts(swept.hosts)).toMatchObject([{ credential: "second" }]);
    expect(strangers()).toBe(1);
  });

  test("spares what the server says was refused today", async () => {
    const users = [{ name: "an", auth: { protocol: "sha", password: "right-password" } as const }];
    const fakes = await start([{ address: "127.0.3.1", users, tree: makeTree([]) }]);
    const credentials = [{ id: "c0", credential: { version: "3" as const, user: "an", auth: AUTH } }];
    const spared = [{ address: "127.0.3.1", credentials: ["c0"] }];
    await run(taskFor(fakes.device.port, { credentials, spared }));
    expect(fakes.log.entries().map(({ outcome }) => outcome)).not.toContain("report: wrongDigests");
  });

  test("says of a device that keeps silent on the community that it does speak SNMP", async () => {
    const users = [{ name: "an" }];
    const fakes = await start([{ address: "127.0.3.1", community: "bi-mat", users, tree: makeTree([]) }]);
    const { swept } = await run(taskFor(fakes.device.port));
    expect(foundHosts(swept.hosts)).toMatchObject([{ seen: ["snmp"], fault: "snmp_refused" }]);
  });

  test("believes a card that is alone only while the kernel goes on seeing it", async () => {
    const near = localNets({ eth0: [{ family: "IPv4", address: "10.9.9.1", netmask: "255.255.255.0" }] });
    const task = taskFor(9, { ranges: [{ first: "10.9.9.2", last: "10.9.9.3" }], credentials: [] });
    let looks = 0;
    const neighbours = () => {
      looks += 1;
      const there = [["10.9.9.2", "f4:8e:38:00:00:02"]] as const;
      return Promise.resolve(new Map(looks === 1 ? [...there, ["10.9.9.3", "f4:8e:38:00:00:03"]] : there));
    };
    const silent = { ask: () => undefined, answers: new Map(), close: () => undefined };
    const open = () => Promise.reject(new Error("nothing may be opened without credentials"));
    const { swept } = await run(task, {
      tools: {
        nets: near,
        neighbours,
        netbios: silent,
        open: () => open().catch(() => ({ ok: false, fault: { code: "snmp_address", params: {} } })),
      },
    });
    expect(swept.hosts.map(({ addresses }) => addresses)).toEqual([["10.9.9.2"]]);
    expect(looks).toBe(2);
  });

  test("sends nothing to its own address and to the addresses of everybody", async () => {
    const near = localNets({ eth0: [{ family: "IPv4", address: "10.9.9.1", netmask: "255.255.255.248" }] });
    const asked: string[] = [];
    const netbios = {
      ask: (address: string) => void asked.push(address),
      answers: new Map(),
      close: () => undefined,
    };
    const task = taskFor(9, { ranges: [{ first: "10.9.9.0", last: "10.9.9.9" }] });
    const pinged: string[] = [];
    const echo = (address: string) => {
      pinged.push(address);
      return Promise.resolve(false);
    };
    await run(task, { tools: { nets: near, netbios, echo } });
    expect(asked).toEqual([2, 3, 4, 5, 6, 8, 9].map((last) => `10.9.9.${last}`));
    // Behind a router the kernel sees no cards.
    expect(pinged).toEqual(["10.9.9.8", "10.9.9.9"]);
  });

  test("ends at once when it is told to", async () => {
    const stop = new AbortController();
    const asked: string[] = [];
    const netbios = {
      ask: (address: string) => {
        asked.push(address);
        if (asked.length === 3) stop.abort();
      },
      answers: new Map(),
      close: () => undefined,
    };
    const { swept } = await run(taskFor(9), { tools: { netbios, signal: stop.signal } });
    expect(asked).toHaveLength(3);
    expect(swept.hosts).toEqual([]);
  });
});
