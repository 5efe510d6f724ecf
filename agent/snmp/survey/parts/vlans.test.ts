import { expect, test } from "vitest";
import { askedOf, octets, tableOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import { readVlans } from "./vlans.ts";

const Q = "1.3.6.1.2.1.17.7.1.4";
const VTP = "1.3.6.1.4.1.9.9.46.1.3.1.1";

async function vlansOf(objects: SnmpObjects, enterprises: readonly number[] = []) {
  const { ask, known } = askedOf(objects, { enterprises });
  return readVlans(ask, known);
}

test.each<[string, SnmpObjects, readonly number[], unknown]>([
  [
    "Q-BRIDGE-MIB, with names as they are, and without those that cannot be",
    tableOf(`${Q}.3.1`, { 1: { 1: "default\0\0" }, 20: { 1: "" }, 4095: { 1: "x" }, 70_000: { 1: "y" } }),
    [],
    [{ id: 1, name: "default" }, { id: 20 }],
  ],
  [
    "the IEEE's own MIB",
    tableOf("1.3.111.2.802.1.1.4.1.4.3.1", { "1.7": { 3: "camera" } }),
    [],
    [{ id: 7, name: "camera" }],
  ],
  [
    "Cisco's VTP, Ethernet only",
    tableOf(VTP, { "1.10": { 2: 1, 3: 1, 4: "office" }, "1.1002": { 2: 1, 3: 2, 4: "fddi-default" } }),
    [],
    [{ id: 10, name: "office" }],
  ],
  [
    "Huawei's names beside Q-BRIDGE-MIB's numbers",
    {
      ...tableOf(`${Q}.3.1`, { 5: { 1: "" } }),
      ...tableOf("1.3.6.1.4.1.2011.5.25.42.3.1.1.1.1", { 5: { 2: "họp" } }),
    },
    [2_011],
    [{ id: 5, name: "họp" }],
  ],
  [
    "Juniper, by tag",
    tableOf("1.3.6.1.4.1.2636.3.40.1.5.1.5.1", { 3: { 2: "office", 5: 120 }, 4: { 2: "none", 5: 0 } }),
    [2_636],
    [{ id: 120, name: "office" }],
  ],
  ["the VLANs in use, without names", tableOf(`${Q}.2.1`, { "0.3": { 6: 2 } }), [], [{ id: 3 }]],
  [
    "the VLANs of the ports",
    tableOf(`${Q}.5.1`, { 1: { 1: 9 }, 2: { 1: 9 }, 3: { 1: octets(1) } }),
    [],
    [{ id: 9 }],
  ],
  ["none", {}, [], []],
])("VLANs from %s", async (_, objects, enterprises, expected) => {
  expect(await vlansOf(objects, enterprises)).toEqual(expected);
});
