import { expect, test } from "vitest";
import { portByLabel, portsOf } from "./ports.ts";
import type { DeviceEvidence } from "./types.ts";

const device: DeviceEvidence = {
  id: "sw",
  name: "sw",
  macs: [],
  ports: [
    { part: "GigabitEthernet1/0/1", ifIndex: 10101, bridgePort: 1, mac: "00:1b:54:00:00:11" },
    { part: "GigabitEthernet1/0/2", ifIndex: 10102, bridgePort: 2 },
    { part: "GigabitEthernet1/0/12", ifIndex: 2, bridgePort: 12 },
    { part: "TenGigabitEthernet1/0/1", ifIndex: 10201, operUp: false },
  ],
};

test.each([
  ["GigabitEthernet1/0/2", "GigabitEthernet1/0/2"],
  ["Gi1/0/2", "GigabitEthernet1/0/2"],
  ["gigabitethernet 1/0/12", "GigabitEthernet1/0/12"],
  ["Te1/0/1", "TenGigabitEthernet1/0/1"],
  ["00-1B-54-00-00-11", "GigabitEthernet1/0/1"],
  ["10102", "GigabitEthernet1/0/2"],
  ["12", "GigabitEthernet1/0/12"],
  // Interface 2 and bridge port 2 are different ports here.
  ["2", undefined],
  ["g", undefined],
  ["", undefined],
  ["Uplink to the hall", undefined],
])("the label %j means port %j", (label, part) => {
  expect(portByLabel(device, label)).toBe(part);
});

test("an aggregate and its members are one port, which is up as long as one member is", () => {
  const ports = portsOf(
    {
      id: "sw",
      name: "sw",
      macs: [],
      ports: [
        { part: "1", lag: "Trk1" },
        { part: "2", lag: "Trk1", operUp: false },
        { part: "3", operUp: false },
        { part: "Trk1", ifType: 161 },
      ],
    },
    ["9"],
    [],
  );
  const trunk = ports.indexOf("2") ?? -1;
  expect(ports.count).toBe(3);
  expect([ports.indexOf("1"), ports.indexOf("Trk1")]).toEqual([trunk, trunk]);
  expect(ports.nameOf(trunk)).toBe("Trk1");
  expect(ports.membersOf(trunk)).toEqual(["1", "2"]);
  expect([ports.usable(trunk), ports.usable(ports.indexOf("3") ?? -1)]).toEqual([true, false]);
  expect(ports.membersOf(ports.indexOf("9") ?? -1)).toEqual([]);
  expect(ports.indexOf("8")).toBeUndefined();
});
