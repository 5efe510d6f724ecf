import { describe, expect, test } from "vitest";
import { askedOf, octets, tableOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import { readForwarding } from "./forwarding.ts";

const IF = "1.3.6.1.2.1.2.2.1";
const BRIDGE = "1.3.6.1.2.1.17";
const BASE_PORT = `${BRIDGE}.1.4.1`;
const FDB = `${BRIDGE}.4.3.1`;
const Q_FDB = `${BRIDGE}.7.1.2.2.1`;
const VLAN = `${BRIDGE}.7.1.4.2.1`;
const VTP = "1.3.6.1.4.1.9.9.46.1.3.1.1";

type Options = Parameters<typeof askedOf>[1];
async function rowsOf(objects: SnmpObjects, options?: Options) {
  const { ask, known } = askedOf(objects, options);
  return readForwarding(ask, known);
}

const bridge = {
  ...tableOf(IF, { 101: { 2: "p1", 6: octets(2, 0, 0, 0, 1, 1) }, 102: { 2: "p2" } }),
  ...tableOf(BASE_PORT, { 1: { 2: 101 }, 2: { 2: 102 } }),
};

describe("a forwarding table", () => {
  test("without VLANs", async () => {
    const objects = {
      ...bridge,
      ...tableOf(FDB, {
        "2.0.0.0.0.1": { 2: 1, 3: 3 },
        "2.0.0.0.0.2": { 2: 7, 3: 3 },
        "2.0.0.0.0.3": { 2: 2, 3: 2 },
        "2.0.0.0.0.4": { 2: 0, 3: 4 },
        "2.0.0.0.1.1": { 2: 2, 3: 5 },
      }),
    };
    expect(await rowsOf(objects)).toEqual([
      { mac: "02:00:00:00:00:01", port: "p1", ifIndex: 101 },
      { mac: "02:00:00:00:00:02" },
      { mac: "02:00:00:00:00:04", own: true },
      { mac: "02:00:00:00:01:01", port: "p2", ifIndex: 102, own: true },
    ]);
  });

  test("with its own address: learned on a socket it went round in a circle, elsewhere it is the device itself", async () => {
    const objects = {
      ...tableOf(IF, {
        101: { 2: "p1", 3: 6, 6: octets(2, 0, 0, 0, 1, 1) },
        102: { 2: "p2", 3: 6, 6: octets(2, 0, 0, 0, 1, 2) },
        103: { 2: "CPU", 3: 1 },
      }),
      ...tableOf(BASE_PORT, { 1: { 2: 101 }, 2: { 2: 102 }, 3: { 2: 103 } }),
      ...tableOf(FDB, { "2.0.0.0.1.1": { 2: 2, 3: 3 }, "2.0.0.0.1.2": { 2: 3, 3: 3 } }),
    };
    expect(await rowsOf(objects)).toEqual([
      { mac: "02:00:00:00:01:01", port: "p2", ifIndex: 102 },
      { mac: "02:00:00:00:01:02", port: "CPU", ifIndex: 103, own: true },
    ]);
  });

  test("with VLANs: by what the device says of its databases; of a shared one nobody knows", async () => {
    const objects = {
      ...bridge,
      ...tableOf(VLAN, { "0.10": { 3: 1 }, "0.20": { 3: 2 }, "0.30": { 3: 2 } }),
      ...tableOf(Q_FDB, {
        "1.2.0.0.0.0.1": { 2: 1, 3: 3 },
        "2.2.0.0.0.0.1": { 2: 2, 3: 3 },
        "3.2.0.0.0.0.1": { 2: 2, 3: 3 },
      }),
    };
    expect((await rowsOf(objects)).map(({ port, vlan }) => [port, vlan])).toEqual([
      ["p1", 10],
      ["p2", undefined],
      ["p2", undefined],
    ]);
  });

  test("with VLANs of which the device says nothing: a database has the VLAN's number", async () => {
    const objects = {
      ...bridge,
      ...tableOf(Q_FDB, { "10.2.0.0.0.0.1": { 2: 1 }, "70000.2.0.0.0.0.1": { 2: 1 } }),
    };
    expect((await rowsOf(objects)).map(({ vlan }) => vlan)).toEqual([10, undefined]);
  });

  test("of Juniper: by the tags of its databases", async () => {
    const objects = {
      ...bridge,
      ...tableOf("1.3.6.1.4.1.2636.3.48.1.3.1.1", { 4: { 2: "office", 3: 120, 5: 65_536 } }),
      ...tableOf(Q_FDB, { "65536.2.0.0.0.0.1": { 2: 1 }, "9.2.0.0.0.0.1": { 2: 1 } }),
    };
    expect((await rowsOf(objects, { enterprises: [2_636] })).map(({ vlan }) => vlan)).toEqual([
      undefined,
      120,
    ]);
  });

  test("that is there twice counts once; one that has more is taken too", async () => {
    const same = {
      ...bridge,
      ...tableOf(Q_FDB, { "1.2.0.0.0.0.1": { 2: 1 } }),
      ...tableOf(FDB, { "2.0.0.0.0.1": { 2: 1 } }),
    };
    expect(await rowsOf(same)).toHaveLength(1);
    const more = { ...same, ...tableOf(FDB, { "200.0.0.0.0.1": { 2: 2 } }) };
    expect((await rowsOf(more)).map(({ mac, vlan }) => [mac, vlan])).toEqual([
      ["02:00:00:00:00:01", 1],
      ["02:00:00:00:00:01", undefined],
      ["c8:00:00:00:00:01", undefined],
    ]);
  });

  test("whose rows are counted instead of named", async () => {
    const objects = { ...bridge, ...tableOf(FDB, { 1: { 1: octets(2, 0, 0, 0, 0, 7), 2: 1 }, 2: { 2: 1 } }) };
    expect(await rowsOf(objects)).toEqual([{ mac: "02:00:00:00:00:07", port: "p1", ifIndex: 101 }]);
  });

  test("of a device without a table of bridge ports: they are ifIndexes", async () => {
    const objects = { ...tableOf(IF, { 3: { 2: "p3" } }), ...tableOf(FDB, { "2.0.0.0.0.1": { 2: 3 } }) };
    expect(await rowsOf(objects)).toEqual([{ mac: "02:00:00:00:00:01", port: "p3", ifIndex: 3 }]);
  });

  test("with ifIndexes where ports of the bridge are due", async () => {
    const objects = { ...bridge, ...tableOf(FDB, { "2.0.0.0.0.1": { 2: 102 }, "2.0.0.0.0.2": { 2: 0 } }) };
    expect((await rowsOf(objects)).map(({ port }) => port)).toEqual(["p2", undefined]);
    const mixed = { ...bridge, ...tableOf(FDB, { "2.0.0.0.0.1": { 2: 102 }, "2.0.0.0.0.2": { 2: 1 } }) };
    expect((await rowsOf(mixed)).map(({ port }) => port)).toEqual([undefined, "p1"]);
  });

  test("of TP-Link: ports counted from one, though the bridge's begin elsewhere", async () => {
    const objects = {
      ...tableOf(IF, { 49_170: { 2: "gigabitEthernet 1/0/18" } }),
      ...tableOf(BASE_PORT, { 49_170: { 2: 49_170 } }),
      ...tableOf(FDB, { "2.0.0.0.0.1": { 2: 18 } }),
    };
    expect((await rowsOf(objects)).map(({ ifIndex }) => ifIndex)).toEqual([49_170]);
  });

  test("of the IEEE's own MIB", async () => {
    const objects = {
      ...bridge,
      ...tableOf("1.3.111.2.802.1.1.4.1.2.2.1", { "1.10.2.0.0.0.0.1": { 2: 1 } }),
    };
    expect(await rowsOf(objects)).toEqual([{ mac: "02:00:00:00:00:01", port: "p1", ifIndex: 101, vlan: 10 }]);
  });
});

describe("Cisco's table of each VLAN", () => {
  const vlan = (state: number, type: number) => ({ 2: state, 3: type, 4: "name" });
  const main = {
    ...bridge,
    "1.3.6.1.2.1.1.3.0": 5,
    ...tableOf(VTP, {
      "1.1": vlan(1, 1),
      "1.10": vlan(1, 1),
      "1.20": vlan(2, 1),
      "1.30": vlan(1, 1),
      "1.1002": vlan(1, 2),
    }),
    ...tableOf(FDB, { "2.0.0.0.0.1": { 2: 1, 3: 3 } }),
  };
  const context = (port: number, ifIndex: number) => ({
    "1.3.6.1.2.1.1.3.0": 5,
    ...tableOf(BASE_PORT, { [port]: { 2: ifIndex } }),
    ...tableOf(FDB, { "2.0.0.0.0.9": { 2: port, 3: 3 } }),
  });

  test("is read in a context of its own, for VLANs that work", async () => {
    const contexts = { 10: context(5, 102), 20: context(6, 101), 30: context(7, 101) };
    const rows = await rowsOf(main, { enterprises: [9], contexts });
    expect(rows.map(({ mac, port, vlan: id }) => [mac, port, id])).toEqual([
      ["02:00:00:00:00:01", "p1", 1],
      ["02:00:00:00:00:09", "p2", 10],
      ["02:00:00:00:00:09", "p1", 30],
    ]);
  });

  test("is not there on a device without contexts", async () => {
    expect(await rowsOf(main, { enterprises: [9] })).toEqual([
      { mac: "02:00:00:00:00:01", port: "p1", ifIndex: 101 },
    ]);
  });
});

test("26,000 rows are read, without their status, in about as many requests as packets need", async () => {
  const rows = Object.fromEntries(
    Array.from({ length: 26_000 }, (_, i) => [`1.2.0.0.0.${i >> 8}.${i & 255}`, { 2: 1, 3: 3 }]),
  );
  const { ask, known, requests } = askedOf({ ...bridge, ...tableOf(Q_FDB, rows) });
  expect(await readForwarding(ask, known)).toHaveLength(26_000);
  expect(requests()).toBeLessThan(560);
});

test("a device that forwards nothing costs one question", async () => {
  const { ask, known, requests } = askedOf({ "1.3.6.1.2.1.1.1.0": "a thing" });
  expect(await readForwarding(ask, known)).toEqual([]);
  expect(requests()).toBe(1);
});
