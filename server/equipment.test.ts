import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE } from "../core/clock.ts";
import type { PlacementView, TopologyView } from "../core/wire/topology.ts";
import type { DeviceView, Overview } from "../core/wire/views.ts";
import {
  enrolAgent,
  startTestServer,
  type Person,
  type TestAgent,
  type TestServer,
} from "../test/support/start-server.ts";

/** What devices say of themselves, from a block to the page: identity, neighbours, supplies, the map of the site. */
let server: TestServer;
let admin: Person;
let site: string;
let pc: TestAgent;
const ids = { sw1: "", sw2: "", printer: "" };

const [SW1, SW2, PC, STRANGER] = ["01", "02", "11", "66"].map((end) => `00:1b:54:00:00:${end}`);

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  const { body } = await admin.call<Overview>("GET", "/api/overview");
  site = body.units[0]?.sites[0]?.id ?? "";
  pc = await enrolAgent(server, admin, site);
  for (const [place, name] of (["sw1", "sw2", "printer"] as const).entries()) {
    const device = { name: name.toUpperCase(), address: `127.0.2.${place + 1}` };
    ids[name] = (await admin.call<{ id: string }>("POST", `/api/sites/${site}/devices`, device)).body.id;
  }
});
afterAll(() => server.end());

const view = async (id: string) => (await admin.call<DeviceView>("GET", `/api/devices/${id}`)).body;
const send = async (facts: object[], samples: object[] = []) => {
  const answer = await pc.send(pc.block({ facts, samples } as never));
  expect(answer.code).toBeUndefined();
};
const noLan = { neighbours: [], forwarding: [], arp: [], vlans: [] };

test("a device is what it says, unless a person said otherwise; an older word does not replace a newer one", async () => {
  const at = server.clock.now();
  const base = { type: "identity", device: ids.sw1 };
  const from = { model: "entPhysicalModelName" };
  await send([{ ...base, at, class: "switch", vendor: "Cisco", model: "SG250-26", serial: "DNI1", from }]);
  await send([{ ...base, at: at - MINUTE, class: "router", vendor: "Old", from: {} }]);
  expect(await view(ids.sw1)).toMatchObject({
    class: "switch",
    vendor: "Cisco",
    model: "SG250-26",
    identity: { at, value: { serial: "DNI1", from } },
  });
  await admin.call("PATCH", `/api/devices/${ids.sw1}`, { class: "router" });
  expect((await view(ids.sw1)).class).toBe("router");
  await admin.call("PATCH", `/api/devices/${ids.sw1}`, { class: "unknown" });
  expect((await view(ids.sw1)).class).toBe("switch");
});

test("a part of a PC's inventory that gave no answer this time stays as it was known", async () => {
  const inventory = (at: number, parts: object) =>
    send([{ type: "inventory", device: pc.device, at, inventory: parts }]);
  const at = server.clock.now();
  const disks = [{ name: "Disk 0", kind: "hdd", bytes: 5e11, health: "failing" }];
  await inventory(at - 2 * MINUTE, { hostname: "VP-03", model: "OptiPlex 3020", disks });
  await inventory(at - MINUTE, { hostname: "VP-03B" });
  expect((await view(pc.device)).inventory).toMatchObject({
    hostname: "VP-03B",
    model: "OptiPlex 3020",
    disks,
  });
  // What comes late is older than all of that.
  await inventory(at - 9 * MINUTE, { hostname: "OLD", disks: [] });
  expect((await view(pc.device)).inventory).toMatchObject({ hostname: "VP-03B", disks });
});

test("a printer's supplies and sensors are on its page", async () => {
  const at = server.clock.now();
  const printer = {
    type: "printer",
    device: ids.printer,
    at,
    supplies: [{ kind: "toner", name: "Black", percent: 4 }],
    trays: [{ name: "Tray 1", empty: true }],
    alerts: [],
    errors: ["lowToner"],
  };
  const supply = { entity: `supply:${ids.printer}/Black`, at: [at], fields: { level: [4] } };
  const sensor = { entity: `sensor:${ids.printer}/Fuser`, at: [at], fields: { temperature: [181] } };
  await send([printer], [supply, sensor]);
  const shown = await view(ids.printer);
  expect(shown.printerFacts?.value).toMatchObject({
    supplies: [{ name: "Black", percent: 4 }],
    errors: ["lowToner"],
  });
  expect(shown.supplies).toMatchObject([{ name: "Black", latest: { level: { value: 4, at } } }]);
  expect(shown.sensors).toMatchObject([{ name: "Fuser", latest: { temperature: { value: 181, at } } }]);
});

test("hostile names are stored clean and come back as text", async () => {
  const lan = {
    type: "lan",
    device: ids.printer,
    at: server.clock.now(),
    ...noLan,
    neighbours: [{ protocol: "lldp", localPort: "e0", remoteName: "<img src=x onerror=alert(1)>\u0000\n" }],
  };
  await send([lan]);
  expect((await view(ids.printer)).lan?.neighbours).toMatchObject([
    { remoteName: "<img src=x onerror=alert(1)>" },
  ]);
});

test("the site's map says which port a PC is on, and where an address is that nobody knows", async () => {
  const at = server.clock.now();
  const ports = (device: string, mac: string | undefined) => ({
    type: "ports",
    device,
    at,
    ports: ["Gi1", "Gi7", "Gi24"].map((part, i) => ({ part, name: part, ifIndex: i + 1, ifType: 6, mac })),
  });
  const learned = (mac: string | undefined, ifIndex: number) => ({ mac, ifIndex, port: "?", vlan: 1 });
  const lan = (device: string, rest: object) => ({ type: "lan", device, at, ...noLan, ...rest });
  await send([
    { type: "identity", device: ids.sw2, at, class: "switch", from: {} },
    {
      type: "inventory",
      device: pc.device,
      at,
      inventory: { hostname: "VP-03", cards: [{ name: "eth0", mac: PC, addresses: [] }] },
    },
    ports(ids.sw1, SW1),
    ports(ids.sw2, SW2),
    lan(ids.sw1, {
      neighbours: [
        {
          protocol: "lldp",
          localPort: "Gi24",
          localIfIndex: 3,
          remoteName: "SW2",
          remoteChassis: SW2,
          remotePort: "Gi24",
        },
      ],
      forwarding: [learned(SW2, 3), learned(PC, 3), learned(STRANGER, 1)],
    }),
    lan(ids.sw2, {
      neighbours: [
        {
          protocol: "lldp",
          localPort: "Gi24",
          localIfIndex: 3,
          remoteName: "SW1",
          remoteChassis: SW1,
          remotePort: "Gi24",
        },
      ],
      forwarding: [learned(SW1, 3), learned(STRANGER, 3), learned(PC, 2)],
    }),
  ]);
  const { body: map } = await admin.call<TopologyView>("GET", `/api/sites/${site}/topology`);
  expect(map.readAt).toBe(at);
  const trunk = map.links.find(({ ends }) => ends.every(({ node }) => node === ids.sw1 || node === ids.sw2));
  expect(trunk).toMatchObject({ confidence: "measured", state: "active" });
  expect(trunk?.evidence.length).toBeGreaterThan(0);

  const where = async (of: string) =>
    (await admin.call<PlacementView>("GET", `/api/sites/${site}/where?of=${encodeURIComponent(of)}`)).body;
  const placed = { device: ids.sw2, deviceName: "SW2", port: "Gi7", exact: true };
  expect(await where("VP-03")).toMatchObject({ ...placed, name: "VP-03" });
  expect(await where(pc.device)).toMatchObject(placed);
  expect(await where(PC?.toUpperCase().replaceAll(":", "-") ?? "")).toMatchObject(placed);
  expect(await where(STRANGER ?? "")).toMatchObject({ device: ids.sw1, port: "Gi1" });
  expect((await admin.call("GET", `/api/sites/${site}/where?of=VP-99`)).code).toBe("place_unknown");
});

test("a switch that hears its own hello on another port has a loop, which spanning tree has shut", async () => {
  const bridge = `32768/${SW1}`;
  const hello = { designatedBridge: bridge, designatedPort: "8001" };
  const ports = [
    { ifIndex: 1, bridgePort: 1, state: 5, ...hello },
    { ifIndex: 2, bridgePort: 2, state: 2, ...hello },
  ];
  const stp = { bridge, root: bridge, ports };
  await send([{ type: "lan", device: ids.sw1, at: server.clock.now() + 1, ...noLan, stp }]);
  const { body: map } = await admin.call<TopologyView>("GET", `/api/sites/${site}/topology`);
  expect(map.loops).toMatchObject([{ kind: "self", device: ids.sw1, ports: ["Gi7"], blocked: true }]);
});
