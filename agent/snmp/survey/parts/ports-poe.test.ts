import { describe, expect, test } from "vitest";
import { askedOf, tableOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import { readPoe } from "./ports-poe.ts";
import { readTransceivers } from "./ports-transceivers.ts";

const IF = "1.3.6.1.2.1.2.2.1";
const PSE = "1.3.6.1.2.1.105.1.1.1";
const ENTITY = "1.3.6.1.2.1.47.1.1.1.1";
const ALIAS = "1.3.6.1.2.1.47.1.3.2.1";
const BASE_PORT = "1.3.6.1.2.1.17.1.4.1";
const ifIndexOid = (ifIndex: number) => ({ type: "oid" as const, value: `1.3.6.1.2.1.2.2.1.1.${ifIndex}` });

async function poeOf(objects: SnmpObjects, enterprises: readonly number[] = []) {
  const { ask, known } = askedOf(objects, { enterprises });
  return Object.fromEntries(await readPoe(ask, known));
}

describe("power over Ethernet", () => {
  test("of a stack: units and ports as in the ports' names, with a maker's watts", async () => {
    const objects = {
      ...tableOf(IF, {
        101: { 2: "GigabitEthernet1/0/1", 3: 6 },
        102: { 2: "GigabitEthernet1/0/2", 3: 6 },
        201: { 2: "GigabitEthernet2/0/1", 3: 6 },
        900: { 2: "Vlan-interface1/1", 3: 53 },
      }),
      ...tableOf(PSE, {
        "1.1": { 3: 1, 6: 3 },
        "1.2": { 3: 2, 6: 2 },
        "2.1": { 3: 1, 6: 4 },
        "3.1": { 3: 1, 6: 3 },
      }),
      ...tableOf("1.3.6.1.4.1.25506.2.14.1.1", { "1.1": { 5: 15_400 }, "2.1": { 5: 100 } }),
    };
    expect(await poeOf(objects, [25_506])).toEqual({
      101: { state: "delivering", watts: 15.4 },
      102: { state: "off" },
      201: { state: "fault" },
    });
  });

  test("of a single unit: the port of the bridge, else the ifIndex", async () => {
    const ports = tableOf(IF, {
      11: { 2: "port one", 3: 6 },
      12: { 2: "port two", 3: 6 },
      1: { 2: "vlan", 3: 53 },
    });
    const bridge = tableOf(BASE_PORT, { 1: { 2: 11 }, 2: { 2: 12 } });
    const pse = tableOf(PSE, { "1.1": { 3: 1, 6: 2 }, "1.2": { 3: 1, 6: 3 } });
    expect(await poeOf({ ...ports, ...bridge, ...pse })).toEqual({
      11: { state: "searching" },
      12: { state: "delivering" },
    });
    expect(await poeOf({ ...tableOf(IF, { 2: { 2: "b", 3: 6 } }), ...pse })).toEqual({
      2: { state: "delivering" },
    });
  });

  test("of Cisco: by the physical port", async () => {
    const objects = {
      ...tableOf(IF, { 10_101: { 2: "Gi", 3: 6 } }),
      ...tableOf(ALIAS, { "1010.0": { 2: ifIndexOid(10_101) } }),
      ...tableOf("1.3.6.1.4.1.9.9.402.1.2.1", { "1.1": { 9: 6_300, 11: 1_010 } }),
      ...tableOf(PSE, { "1.1": { 3: 1, 6: 3 } }),
    };
    expect(await poeOf(objects, [9])).toEqual({ 10_101: { state: "delivering", watts: 6.3 } });
  });

  test("of MikroTik", async () => {
    const objects = {
      ...tableOf(IF, { 5: { 2: "ether5", 3: 6 }, 6: { 2: "ether6", 3: 6 } }),
      ...tableOf("1.3.6.1.4.1.14988.1.1.15.1.1", {
        5: { 3: 3, 6: 48 },
        6: { 3: 2, 6: 0 },
        7: { 3: 3, 6: 1 },
      }),
    };
    expect(await poeOf(objects, [14_988])).toEqual({
      5: { state: "delivering", watts: 4.8 },
      6: { state: "searching" },
    });
  });

  test("without sense is none", async () => {
    const objects = {
      ...tableOf(IF, { 1: { 2: "a", 3: 6 } }),
      ...tableOf(PSE, { "1.1": { 3: "x", 6: 77 } }),
    };
    expect(await poeOf(objects)).toEqual({});
  });
});

describe("transceivers", () => {
  const plugged = async (objects: SnmpObjects, enterprises: readonly number[] = []) => {
    const { ask, known } = askedOf(objects, { enterprises });
    return Object.fromEntries(await readTransceivers(ask, known));
  };

  test("are told by the maker's table, empty cages and copper sockets left out", async () => {
    const objects = tableOf("1.3.6.1.4.1.25506.2.70.1.1.1", {
      25: { 2: "1000_BASE_LX_SFP" },
      26: { 2: "1000_BASE_T" },
      27: { 2: "" },
      28: { 2: "UNKNOWN" },
    });
    expect(await plugged(objects, [25_506])).toEqual({ 25: "1000_BASE_LX_SFP" });
  });

  test("are told by ENTITY-MIB: the port itself, or the module in it, or by its name", async () => {
    const objects = {
      ...tableOf(IF, { 51: { 2: "GigabitEthernet1/0/51" } }),
      ...tableOf(ALIAS, { "1062.0": { 2: ifIndexOid(52) }, "70.0": { 2: ifIndexOid(7) } }),
      ...tableOf(ENTITY, {
        10: { 2: "28-port SFP switch", 4: 0, 13: "SW-28" },
        60: { 2: "SFP container", 4: 10, 13: "cage" },
        61: { 2: "40G QSFP+ port", 4: 10, 13: "X" },
        62: { 2: "1000BaseLX SFP", 4: 60, 13: "" },
        71: { 2: "Transceiver(slot:1-port:7)", 4: 70, 13: "GLC-LH" },
        90: { 2: "1000BaseT GBIC", 4: 60, 7: "GigabitEthernet1/0/51", 13: "GLC-T" },
        1062: { 2: "1000BaseSX SFP", 4: 60, 13: "GLC-SX" },
      }),
    };
    expect(await plugged(objects)).toEqual({ 52: "GLC-SX", 7: "GLC-LH", 51: "GLC-T" });
  });
});
