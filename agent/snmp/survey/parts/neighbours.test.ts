import { describe, expect, test } from "vitest";
import { askedOf, octets, tableOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import { readNeighbours } from "./neighbours.ts";

const IF = "1.3.6.1.2.1.2.2.1";
const IFX = "1.3.6.1.2.1.31.1.1.1";
const LLDP = "1.0.8802.1.1.2.1";
const LLDP2 = "1.3.111.2.802.1.1.13.1";
const CDP = "1.3.6.1.4.1.9.9.23.1";
const FDP = "1.3.6.1.4.1.1991.1.1.3.20.1.2.1.1";
const EDP = "1.3.6.1.4.1.1916.1.13.2.1";
const NDP = "1.3.6.1.4.1.2011.6.7.5.6.1";
const MAC = octets(2, 0, 0, 0, 0, 9);

async function neighboursOf(objects: SnmpObjects, enterprises: readonly number[] = []) {
  const { ask, known } = askedOf(objects, { enterprises });
  return readNeighbours(ask, known);
}

const ports = {
  ...tableOf(IF, {
    101: { 2: "GigabitEthernet0/1", 6: octets(2, 0, 0, 0, 1, 1) },
    102: { 2: "GigabitEthernet0/2", 6: octets(2, 0, 0, 0, 1, 2) },
  }),
  ...tableOf(IFX, { 101: { 1: "Gi0/1" }, 102: { 1: "Gi0/2", 18: "uplink" } }),
};

describe("LLDP neighbours", () => {
  const remote = (index: string) =>
    tableOf(`${LLDP}.4.1.1`, { [index]: { 4: 4, 5: MAC, 6: 5, 7: "24", 9: "sw2" } });

  test("come with all that they said, and the address to manage them", async () => {
    const objects = {
      ...ports,
      ...tableOf(`${LLDP}.3.7.1`, { 1: { 2: 5, 3: "Gi0/1", 4: "GigabitEthernet0/1" } }),
      ...tableOf(`${LLDP}.4.1.1`, {
        "0.1.3": {
          4: 4,
          5: MAC,
          6: 3,
          7: octets(2, 0, 0, 0, 0, 24),
          8: "port 24",
          9: "sw2",
          10: "A switch",
          12: octets(0x28, 0),
        },
      }),
      ...tableOf(`${LLDP}.4.2.1`, {
        "0.1.3.1.4.192.0.2.7": { 3: 2 },
        "0.1.3.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1": { 3: 2 },
      }),
    };
    expect(await neighboursOf(objects)).toEqual([
      {
        protocol: "lldp",
        localPort: "Gi0/1",
        localIfIndex: 101,
        remoteName: "sw2",
        remotePort: "02:00:00:00:00:18",
        remotePortDescr: "port 24",
        remoteChassis: "02:00:00:00:00:09",
        remoteAddress: "192.0.2.7",
        remoteDescription: "A switch",
        capabilities: ["bridge", "router"],
      },
    ]);
  });

  test.each<[string, SnmpObjects, number | undefined]>([
    ["the local id names", tableOf(`${LLDP}.3.7.1`, { 2: { 2: 5, 3: "Gi0/2" } }), 102],
    ["the local id names by alias", tableOf(`${LLDP}.3.7.1`, { 2: { 2: 1, 3: "uplink" } }), 102],
    [
      "the local description names",
      tableOf(`${LLDP}.3.7.1`, { 2: { 2: 7, 3: "x", 4: "GigabitEthernet0/2" } }),
      102,
    ],
    [
      "has the address that is the local id",
      tableOf(`${LLDP}.3.7.1`, { 2: { 2: 3, 3: octets(2, 0, 0, 0, 1, 2) } }),
      102,
    ],
    ["the local id numbers", tableOf(`${LLDP}.3.7.1`, { 2: { 2: 7, 3: "102" } }), 102],
    ["is the port of the bridge", tableOf("1.3.6.1.2.1.17.1.4.1", { 2: { 2: 102 } }), 102],
    ["nobody knows", {}, undefined],
  ])("stand at the port that %s", async (_, objects, ifIndex) => {
    const [found] = await neighboursOf({ ...ports, ...remote("0.2.1"), ...objects });
    expect(found?.localIfIndex).toBe(ifIndex);
    expect(found?.localPort).toBe(ifIndex === undefined ? undefined : "Gi0/2");
    expect(found?.remoteName).toBe("sw2");
  });

  test("stand at the ifIndex where the port number is one", async () => {
    const [found] = await neighboursOf({ ...ports, ...remote("0.102.1") });
    expect(found?.localPort).toBe("Gi0/2");
  });

  test.each<[string, Record<number, number | string | ReturnType<typeof octets>>, string | undefined]>([
    ["a MAC as text", { 4: 4, 5: "02-00-00-00-00-09" }, "02:00:00:00:00:09"],
    ["a MAC whose kind is not said", { 5: MAC }, "02:00:00:00:00:09"],
    ["an IPv4 address", { 4: 5, 5: octets(1, 192, 0, 2, 1) }, "192.0.2.1"],
    ["a name of six letters", { 4: 7, 5: "switch" }, "switch"],
    ["raw bytes", { 4: 7, 5: octets(1, 2, 3, 0xff) }, "01:02:03:ff"],
    ["nothing", { 4: 7, 5: "" }, undefined],
    ["no address", { 4: 4, 5: octets(0, 0, 0, 0, 0, 0) }, undefined],
    ["a number where text is due", { 4: 7, 5: 12 }, undefined],
  ])("are known by %s", async (_, columns, chassis) => {
    const [found] = await neighboursOf(tableOf(`${LLDP}.4.1.1`, { "0.1.1": { ...columns, 9: "sw2" } }));
    expect(found?.remoteChassis).toBe(chassis);
  });

  test("that say nothing are left out", async () => {
    expect(await neighboursOf(tableOf(`${LLDP}.4.1.1`, { "0.1.1": { 4: 7, 9: "" } }))).toEqual([]);
  });

  test("of the MIB of 2009 stand at an ifIndex, and count once where both are there", async () => {
    const second = {
      ...tableOf(`${LLDP2}.4.1.1`, {
        "0.102.1.5": { 5: 4, 6: MAC, 7: 5, 8: "24", 10: "sw2", 13: octets(0x20) },
      }),
      ...tableOf(`${LLDP2}.4.2.1`, { "0.102.1.5.1.4.192.0.2.8": { 3: 2 } }),
    };
    const expected = {
      protocol: "lldp",
      localPort: "Gi0/2",
      localIfIndex: 102,
      remoteName: "sw2",
      remotePort: "24",
    };
    const found = await neighboursOf({ ...ports, ...second });
    expect(found).toEqual([
      {
        ...expected,
        remoteChassis: "02:00:00:00:00:09",
        remoteAddress: "192.0.2.8",
        capabilities: ["bridge"],
      },
    ]);
    expect(await neighboursOf({ ...ports, ...second, ...remote("0.102.1") })).toHaveLength(1);
  });

  test("may spell their capabilities in hexadecimal", async () => {
    const [found] = await neighboursOf(tableOf(`${LLDP}.4.1.1`, { "0.1.1": { 9: "sw2", 12: "20 00 " } }));
    expect(found?.capabilities).toEqual(["bridge"]);
  });
});

test("CDP neighbours", async () => {
  const objects = {
    ...ports,
    ...tableOf(`${CDP}.2.1.1`, {
      "101.4": {
        4: octets(192, 0, 2, 9),
        5: "IOS 15",
        6: "ap1",
        7: "Gi0",
        8: "AIR",
        9: octets(0, 0, 0, 0x0a),
      },
      "500.1": { 6: "ap2", 7: "Gi0" },
      "102.9": {},
    }),
    ...tableOf(`${CDP}.1.1.1`, { 500: { 6: "Gi0/2" } }),
  };
  expect(await neighboursOf(objects)).toEqual([
    {
      protocol: "cdp",
      localPort: "Gi0/1",
      localIfIndex: 101,
      remoteName: "ap1",
      remotePort: "Gi0",
      remoteAddress: "192.0.2.9",
      remoteDescription: "AIR IOS 15",
      capabilities: ["bridge"],
    },
    { protocol: "cdp", localPort: "Gi0/2", localIfIndex: 102, remoteName: "ap2", remotePort: "Gi0" },
  ]);
});

test("FDP neighbours, with those that were heard by CDP", async () => {
  const objects = {
    ...ports,
    ...tableOf(FDP, {
      "101.1": { 3: "icx", 7: "1/1/1", 9: "Router", 10: "FDP" },
      "102.1": { 3: "cat", 7: "Gi1", 10: "CDP" },
    }),
  };
  expect(await neighboursOf(objects, [1_991])).toEqual([
    {
      protocol: "fdp",
      localPort: "Gi0/1",
      localIfIndex: 101,
      remoteName: "icx",
      remotePort: "1/1/1",
      capabilities: ["router"],
    },
    { protocol: "cdp", localPort: "Gi0/2", localIfIndex: 102, remoteName: "cat", remotePort: "Gi1" },
  ]);
});

test("EDP neighbours", async () => {
  const objects = {
    ...ports,
    ...tableOf(EDP, { "101.0.0.2.0.0.0.0.9": { 3: "x450", 4: "16.2", 5: 1, 6: 24 } }),
  };
  expect(await neighboursOf(objects, [1_916])).toEqual([
    {
      protocol: "edp",
      localPort: "Gi0/1",
      localIfIndex: 101,
      remoteName: "x450",
      remotePort: "1:24",
      remoteChassis: "02:00:00:00:00:09",
      remoteDescription: "16.2",
      capabilities: ["bridge"],
    },
  ]);
});

test("NDP neighbours of Huawei", async () => {
  const port = [...new TextEncoder().encode("GE0/1")];
  const index = ["102", 6, 2, 0, 0, 0, 0, 9, port.length, ...port].join(".");
  const objects = { ...ports, ...tableOf(NDP, { [index]: { 3: "s5700", 5: "S5700-28C" } }) };
  expect(await neighboursOf(objects, [2_011])).toEqual([
    {
      protocol: "ndp",
      localPort: "Gi0/2",
      localIfIndex: 102,
      remoteName: "s5700",
      remotePort: "GE0/1",
      remoteChassis: "02:00:00:00:00:09",
      remoteDescription: "S5700-28C",
    },
  ]);
});

test("a device that heard nobody costs one question", async () => {
  const { ask, known, requests } = askedOf({ "1.3.6.1.2.1.1.1.0": "a thing" }, { enterprises: [9] });
  expect(await readNeighbours(ask, known)).toEqual([]);
  expect(requests()).toBe(1);
});
