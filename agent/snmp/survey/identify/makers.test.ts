import { expect, test } from "vitest";
import { askedOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import { readIdentity } from "../parts/identity.ts";
import { readEnterprises, readSystem } from "../system.ts";

/** Held to what is installed (`config/`): kinds that makers' words and numbers tell. */
const CASES: readonly (readonly [descr: string, enterprise: string, expected: object])[] = [
  [
    "Cisco IOS Software, C1000 Software (C1000-UNIVERSALK9-M), Version 15.2(7)E4",
    "9.1.1",
    { class: "switch" },
  ],
  [
    "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE1",
    "9.1.1",
    { class: "switch" },
  ],
  [
    "Cisco IOS Software, IE3x00 Software (IE3x00-UNIVERSALK9-M), Version 17.6.1",
    "9.1.1",
    { class: "switch" },
  ],
  ["Cisco IOS Software, C900 Software (C900-UNIVERSALK9-M), Version 15.8(3)M2", "9.1.1", { class: "router" }],
  ["IOS (tm) 2600 Software (C2600-IK9S-M), Version 12.2(8)T1", "9.1.1", { class: "router" }],
  ["Cisco IOS Software, C9800 Software (C9800_IOSXE-K9), Version 17.9.4", "9.1.1", { class: "access_point" }],
  [
    "Cisco IOS Software, C3600 Software (AP3G2-K9W7-M), Version 15.3(3)JF",
    "9.1.1",
    { class: "access_point" },
  ],
  ["Linux, Cisco Small Business RV345, Version 1.0.03.24", "9.6.1.30.1", { class: "router" }],
  [
    "Cisco Codec SoftW: TC7.3.6.55 MCU: Cisco TelePresence SX10 Date: 2016-05-09 S/N: A1",
    "5596.1",
    { vendor: "Cisco", class: "other", model: "TelePresence SX10", version: "TC7.3.6.55" },
  ],
  ["H3C Comware Software, Software Version 7.1.064 H3C MSR3620 Copyright", "25506.1.9", { class: "router" }],
  [
    "H3C Comware Software, Software Version 7.1.064 H3C WX2540H Copyright",
    "25506.1.9",
    { class: "access_point" },
  ],
  ["H3C Comware Software, Software Version 7.1.070 H3C S5130S-28S AC", "25506.1.9", { class: "switch" }],
  ["TL-ER6120", "11863.1.9", { vendor: "TP-Link", class: "router" }],
  [
    "Ubiquiti UniFi UCG-Max 4.0.20 Linux 5.4.213 ipq5322",
    "8072.3.2.10",
    { vendor: "Ubiquiti", class: "router" },
  ],
  ["Web card", "3941.1", { vendor: "Santak", class: "ups" }],
  ["Santak Castle 3KS", "8072.3.2.10", { vendor: "Santak", class: "ups" }],
  [
    "SCALANCE X204-2, 6GK5, HW: Version 4, FW: Version V5.2.1",
    "4196.1",
    { model: "SCALANCE X204-2", version: "V5.2.1" },
  ],
  ["FASTPATH Routing", "4413.1.2.2", { class: "switch" }],
];

test.each(CASES)("%s", async (descr, enterprise, expected) => {
  const objectId = `1.3.6.1.4.1.${enterprise}`;
  const objects: SnmpObjects = {
    "1.3.6.1.2.1.1.1.0": descr,
    "1.3.6.1.2.1.1.2.0": { type: "oid", value: objectId },
  };
  const { ask } = askedOf(objects);
  const system = await readSystem(ask);
  const enterprises = await readEnterprises(ask, objectId);
  const known = { description: system.description, objectId, enterprises, knowledge: [] };
  expect(await readIdentity(ask, { ...known, system })).toMatchObject(expected);
});
