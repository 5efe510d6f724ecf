import { expect, test } from "vitest";
import { askedOf, counter32, octets, tableOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import { readStp } from "./stp.ts";

const BRIDGE = "1.3.6.1.2.1.17";
const STP = `${BRIDGE}.2`;

async function stpOf(objects: SnmpObjects) {
  const { ask, known } = askedOf(objects);
  return readStp(ask, known);
}

test("a spanning tree: root, way to it, changes, and the ports", async () => {
  const objects = {
    [`${BRIDGE}.1.1.0`]: octets(2, 0, 0, 0, 0, 1),
    [`${STP}.2.0`]: 32_768,
    [`${STP}.4.0`]: counter32(12),
    [`${STP}.5.0`]: octets(0x10, 0, 2, 0, 0, 0, 0, 9),
    [`${STP}.6.0`]: 20_000,
    [`${STP}.7.0`]: 2,
    ...tableOf(`${STP}.15.1`, {
      1: { 3: 2 },
      2: { 3: 5, 8: octets(0x10, 0, 2, 0, 0, 0, 0, 9), 9: octets(0x80, 0x07) },
      3: { 3: 77 },
    }),
    ...tableOf("1.3.6.1.2.1.2.2.1", { 101: { 2: "p1" }, 102: { 2: "p2" } }),
    ...tableOf(`${BRIDGE}.1.4.1`, { 1: { 2: 101 }, 2: { 2: 102 } }),
  };
  expect(await stpOf(objects)).toEqual({
    root: "4096/02:00:00:00:00:09",
    bridge: "32768/02:00:00:00:00:01",
    rootPort: 2,
    rootCost: 20_000,
    topologyChanges: 12,
    ports: [
      { ifIndex: 101, bridgePort: 1, state: 2 },
      {
        ifIndex: 102,
        bridgePort: 2,
        state: 5,
        designatedBridge: "4096/02:00:00:00:00:09",
        designatedPort: "8007",
      },
    ],
  });
});

test("a bridge id in hexadecimal text is read", async () => {
  expect(await stpOf({ [`${STP}.5.0`]: "8000020000000009" })).toEqual({
    root: "32768/02:00:00:00:00:09",
    ports: [],
  });
});

test.each<[string, SnmpObjects]>([
  ["a device without one", {}],
  ["a bridge that runs none", { [`${STP}.2.0`]: 32_768, [`${STP}.5.0`]: octets(0, 0, 0, 0, 0, 0, 0, 0) }],
  ["a bridge that says nonsense", { [`${STP}.5.0`]: 5, [`${STP}.15.1.3.1`]: "x" }],
])("%s has no spanning tree", async (_, objects) => expect(await stpOf(objects)).toBeUndefined());
