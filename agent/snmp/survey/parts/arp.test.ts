import { expect, test } from "vitest";
import { askedOf, octets, tableOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import { readArp } from "./arp.ts";

const MEDIA = "1.3.6.1.2.1.4.22.1";
const PHYSICAL = "1.3.6.1.2.1.4.35.1";
const OLD = "1.3.6.1.2.1.3.1.1";
const MAC = octets(2, 0, 0, 0, 0, 9);

async function arpOf(objects: SnmpObjects) {
  const { ask, known } = askedOf(objects);
  return readArp(ask, known);
}

test("both tables make one list, IPv6 with them, each address of an interface once", async () => {
  const objects = {
    ...tableOf(MEDIA, { "7.192.0.2.1": { 2: MAC }, "8.192.0.2.1": { 2: MAC } }),
    ...tableOf(PHYSICAL, {
      "7.1.4.192.0.2.1": { 4: MAC },
      "7.1.4.192.0.2.2": { 4: MAC },
      "7.2.16.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1": { 4: MAC },
      "7.4.20.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.2.0.0.0.7": { 4: MAC },
    }),
  };
  const mac = "02:00:00:00:00:09";
  expect(await arpOf(objects)).toEqual([
    { ip: "192.0.2.1", mac, ifIndex: 7 },
    { ip: "192.0.2.1", mac, ifIndex: 8 },
    { ip: "192.0.2.2", mac, ifIndex: 7 },
    { ip: "fe80::1", mac, ifIndex: 7 },
    { ip: "fe80::2", mac, ifIndex: 7 },
  ]);
});

test("the table of the first MIB serves where there is no other", async () => {
  expect(await arpOf(tableOf(OLD, { "7.1.192.0.2.1": { 2: MAC } }))).toEqual([
    { ip: "192.0.2.1", mac: "02:00:00:00:00:09", ifIndex: 7 },
  ]);
});

test("addresses in text are read; entries without an answer or with a broken index are left out", async () => {
  const objects = tableOf(MEDIA, {
    "7.192.0.2.1": { 2: "0:1b:21:1:2:3" },
    "7.192.0.2.2": { 2: octets(0, 0, 0, 0, 0, 0) },
    "7.192.0.2.3": { 2: "" },
    "7.192.0.2.4": { 2: 5 },
    "7.192.0.2.255": { 2: octets(255, 255, 255, 255, 255, 255) },
    "7.192.0.2": { 2: MAC },
    "7.192.0.2.999": { 2: MAC },
    "7.0.0.0.0": { 2: MAC },
  });
  expect(await arpOf(objects)).toEqual([
    { ip: "192.0.2.1", mac: "00:1b:21:01:02:03", ifIndex: 7 },
    { ip: "192.0.2.255", mac: "ff:ff:ff:ff:ff:ff", ifIndex: 7 },
  ]);
});
