import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askedOf, octets, tableOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Library } from "../library.ts";
import { enterpriseOf, readEnterprises, readSystem } from "../system.ts";
import { readIdentity } from "./identity.ts";

const SYSTEM = "1.3.6.1.2.1.1";
const ENTITY = "1.3.6.1.2.1.47.1.1.1.1";
const ACME = "1.3.6.1.4.1.70001";

const acme: Knowledge = {
  vendor: "Acme",
  names: ["Acme Networks"],
  enterprises: [70_001],
  descriptions: ["^RoadRunner"],
  identity: [
    { when: { description: "gateway" }, class: "router" },
    { when: { says: { oid: `${ACME}.9`, match: "^brand B" } }, vendor: "Brand B" },
    {
      class: "switch",
      model: [
        { oid: `${ACME}.1.1.0`, match: "^AC-(.+)$", as: "AnvilCaster $1" },
        { description: "^Acme (\\w+)" },
      ],
      version: [{ entity: "software" }],
      serial: [{ oid: "{objectId}.7.0" }, { oid: `${ACME}.2`, match: "^S\\d+" }],
      baseMac: [{ oid: `${ACME}.1.3.0` }],
    },
  ],
};
const other: Knowledge = { vendor: "Other Works", enterprises: [70_002], identity: [{ class: "ups" }] };
const software: Knowledge = {
  vendor: "Soft Works",
  enterprises: [70_005],
  identity: [
    {
      class: "nas",
      model: [{ oid: "1.3.6.1.4.1.70005.1.0" }],
      version: [{ oid: "1.3.6.1.4.1.70005.2.0" }],
    },
  ],
};
const tux: Knowledge = { vendor: "Linux", system: true, identity: [{ model: [{ oid: `${ACME}.5.0` }] }] };
const shelf: Library = {
  makers: [acme, tux, other, software],
  agents: new Set([8_072, 70_005]),
  shared: new Set([8_072, 70_005, 9]),
};

interface Given {
  readonly descr?: string;
  readonly objectId?: string;
  readonly objects?: SnmpObjects;
}

async function identityOf(
  { descr = "", objectId = "", objects = {} }: Given,
  { makers = shelf.makers } = {},
) {
  const own: SnmpObjects = objectId === "" ? {} : { [`${SYSTEM}.2.0`]: { type: "oid", value: objectId } };
  const { ask, requests } = askedOf({ [`${SYSTEM}.1.0`]: descr, [`${SYSTEM}.3.0`]: 1, ...own, ...objects });
  const system = await readSystem(ask);
  const enterprises = await readEnterprises(ask, system.objectId);
  const { description } = system;
  const known = { description, objectId: system.objectId, enterprises, knowledge: [] };
  const identity = await readIdentity(ask, { ...known, system, library: { ...shelf, makers } });
  return { ...identity, requests: requests(), own: enterpriseOf(system.objectId) };
}

describe("the maker", () => {
  it("is told by the enterprise number of sysObjectID, with what it makes", async () => {
    expect(await identityOf({ objectId: `${ACME}.3` })).toMatchObject({
      vendor: "Acme",
      from: { vendor: "enterprise number" },
    });
    expect(await identityOf({ objectId: "1.3.6.1.4.1.70002.1" })).toMatchObject({
      vendor: "Other Works",
      class: "ups",
    });
  });

  it("is told by its name or by words of its own, whoever made the agent's software", async () => {
    const objectId = "1.3.6.1.4.1.8072.3.2.10";
    expect(await identityOf({ objectId, descr: "ACME Networks X1" })).toMatchObject({ vendor: "Acme" });
    expect(await identityOf({ objectId, descr: "RoadRunner 3" })).toMatchObject({
      vendor: "Acme",
      from: { vendor: "sysDescr" },
    });
    expect((await identityOf({ objectId, descr: "Acmefoo X1" })).vendor).toBe("Linux");
  });

  it("is told by its objects, but not by those that others have too", async () => {
    const objectId = "1.3.6.1.4.1.8072.3.2.10";
    const objects = { "1.3.6.1.4.1.9.9.23.1.0": 1, [`${ACME}.1.1.0`]: "AC-7" };
    expect(await identityOf({ objectId, objects })).toMatchObject({ vendor: "Acme", model: "AnvilCaster 7" });
    const cdpOnly = await identityOf({ descr: "thing", objects: { "1.3.6.1.4.1.9.9.23.1.0": 1 } });
    expect(cdpOnly).not.toHaveProperty("vendor");
  });

  it("is what the chassis says where nothing else does, and a brand where a rule knows", async () => {
    const chassis = tableOf(ENTITY, { "1": { 5: 3, 12: "Roll & Sons Ltd.", 13: "R-9" } });
    expect(await identityOf({ objects: chassis })).toMatchObject({
      vendor: "Roll & Sons",
      model: "R-9",
      from: { vendor: "entPhysicalMfgName", model: "entPhysicalModelName" },
    });
    const branded = { [`${ACME}.9.1`]: "other", [`${ACME}.9.2`]: "brand B, really" };
    expect(await identityOf({ objectId: ACME, objects: branded })).toMatchObject({ vendor: "Brand B" });
  });

  it("is the system's name for a computer, with the rules of the system", async () => {
    const found = await identityOf({
      descr: "Linux host 6.1.0-9 #1 SMP x86_64",
      objectId: "1.3.6.1.4.1.8072.3.2.10",
    });
    expect(found).toMatchObject({ vendor: "Linux", class: "server", version: "6.1.0-9", model: "x86_64" });
  });

  it("does not get the kernel's version for its firmware", async () => {
    const found = await identityOf({ descr: "Linux box 4.4.60 #2 armv7l", objectId: `${ACME}.3` });
    expect(found).toMatchObject({ vendor: "Acme" });
    expect(found).not.toHaveProperty("version");
  });
});

describe("model, version, serial number and MAC", () => {
  it("come from the maker's rules before the standard MIBs, each with its source", async () => {
    const found = await identityOf({
      objectId: `${ACME}.3`,
      descr: "Acme gateway",
      objects: {
        [`${ACME}.1.1.0`]: "AC-100",
        [`${ACME}.3.7.0`]: "SN: 77AB123",
        [`${ACME}.1.3.0`]: octets(0, 0x1b, 2, 3, 4, 5),
        ...tableOf(ENTITY, { "1": { 5: 3, 10: "2.5", 11: "OTHER123", 13: "M" } }),
      },
    });
    expect(found).toMatchObject({
      class: "router",
      model: "AnvilCaster 100",
      version: "2.5",
      serial: "77AB123",
      baseMac: "00:1b:02:03:04:05",
      from: { class: "rule", model: `${ACME}.1.1.0`, serial: `${ACME}.3.7.0`, baseMac: `${ACME}.1.3.0` },
    });
  });

  it("come from the first row of a column that fits", async () => {
    const objects = { [`${ACME}.2.1`]: "", [`${ACME}.2.2`]: "n/a", [`${ACME}.2.3`]: "S12345" };
    expect((await identityOf({ objectId: ACME, objects })).serial).toBe("S12345");
  });

  it("are not what a device says when it knows nothing", async () => {
    for (const nothing of [
      "0000000000",
      "N/A",
      "To be filled by O.E.M.",
      "Not Specified",
      "FFFFFFFF",
      "  ",
    ]) {
      const chassis = tableOf(ENTITY, { "1": { 5: 3, 11: nothing, 12: "Acme", 13: "acme" } });
      const found = await identityOf({ objectId: `${ACME}.3`, objects: chassis });
      expect(found).not.toHaveProperty("serial");
      expect(found).not.toHaveProperty("model");
    }
  });

  it("come last from the makers of the agent's software, whose objects others have too", async () => {
    const objects = {
      "1.3.6.1.4.1.70005.1.0": "SOFT-1",
      "1.3.6.1.4.1.70005.2.0": "9.8.7",
      ...tableOf(ENTITY, { "1": { 5: 3, 13: "M-24" } }),
    };
    const found = await identityOf({ objectId: "1.3.6.1.4.1.70002.1", objects });
    expect(found).toMatchObject({ vendor: "Other Works", model: "M-24", version: "9.8.7" });
    expect((await identityOf({ objectId: "1.3.6.1.4.1.70002.1" })).version).toBeUndefined();
    expect(await identityOf({ objects })).toMatchObject({ class: "nas", model: "M-24", version: "9.8.7" });
  });

  it("are the first member's that says something in a stack, not a power supply's", async () => {
    const rows = {
      "1": { 5: 11, 13: "STACK", 11: "" },
      "2": { 5: 6, 13: "PSU-1", 11: "PSU111" },
      "1000": { 5: 3, 13: "", 11: "" },
      "2000": { 5: 3, 13: "SW-48", 11: "MEMBER22" },
    };
    const found = await identityOf({ objects: tableOf(ENTITY, rows) });
    expect(found).toMatchObject({ model: "SW-48", serial: "MEMBER22" });
  });

  it("are those of a stack's first unit, also where units are no chassis", async () => {
    const rows = {
      "1": { 4: 0, 5: 11, 11: "", 13: "" },
      "11": { 4: 1, 5: 10, 11: "PORT1", 13: "SFP-1" },
      "101": { 4: 1, 5: 5, 11: "UNIT0001", 13: "SW-10T" },
      "201": { 4: 101, 5: 9, 11: "BOARD001", 13: "B-1" },
    };
    const found = await identityOf({ objects: tableOf(ENTITY, rows) });
    expect(found).toMatchObject({ model: "SW-10T", serial: "UNIT0001" });
  });

  it("come from words of RMON2-MIB and of the chassis where nothing else tells", async () => {
    const objects = {
      "1.3.6.1.2.1.16.19.3.0": "SG-2008 2.0",
      ...tableOf(ENTITY, { "1": { 5: 3, 2: "SomeOS 6.40.5 (stable) on a box" } }),
    };
    expect(await identityOf({ objects })).toMatchObject({
      model: "SG-2008",
      version: "6.40.5",
      from: { model: "probeHardwareRev", version: "entPhysicalDescr" },
    });
  });

  it("come from a printer's own MIBs and its IEEE 1284 device id", async () => {
    const found = await identityOf({
      descr: "print server card 1.14",
      objects: {
        "1.3.6.1.2.1.25.3.2.1.2.1": { type: "oid", value: "1.3.6.1.2.1.25.3.1.5" },
        "1.3.6.1.2.1.25.3.2.1.3.1": "Acme InkMaster 300 series",
        "1.3.6.1.2.1.43.5.1.1.17.1": "INK00042",
        "1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1": "MFG:Acme;CMD:PCL;MDL:InkMaster 300;",
      },
    });
    expect(found).toMatchObject({
      vendor: "Acme",
      class: "printer",
      model: "InkMaster 300",
      serial: "INK00042",
      from: { vendor: "IEEE 1284 device id", class: "Printer-MIB" },
    });
  });

  it("come from UPS-MIB and LLDP-MED", async () => {
    const ups = await identityOf({
      objects: {
        "1.3.6.1.2.1.33.1.1.1.0": "Volt Co.",
        "1.3.6.1.2.1.33.1.1.2.0": "V-3000",
        "1.3.6.1.2.1.33.1.1.3.0": "1.2",
      },
    });
    expect(ups).toMatchObject({ vendor: "Volt", class: "ups", model: "V-3000", version: "1.2" });
    const med = "1.0.8802.1.1.2.1.5.4795.1.2";
    const phone = await identityOf({ objects: { [`${med}.5.0`]: "PH00123", [`${med}.7.0`]: "P-20" } });
    expect(phone).toMatchObject({ model: "P-20", serial: "PH00123" });
  });
});

describe("the class", () => {
  it("is what a device does where nothing tells", async () => {
    const bridge = await identityOf({ objects: { "1.3.6.1.2.1.17.1.2.0": 26 } });
    expect(bridge).toMatchObject({ class: "switch", from: { class: "dot1dBaseNumPorts" } });
    const ports = Object.fromEntries(
      Array.from({ length: 24 }, (_, i) => [`1.3.6.1.2.1.2.2.1.3.${i + 1}`, 6]),
    );
    expect(await identityOf({ objects: ports })).toMatchObject({
      class: "switch",
      from: { class: "ifType" },
    });
    for (const type of [71, 188]) {
      const radio = await identityOf({ objects: { "1.3.6.1.2.1.2.2.1.3.2": type } });
      expect(radio).toMatchObject({ class: "access_point" });
    }
    const four = Object.fromEntries([1, 2, 3, 4].map((i) => [`1.3.6.1.2.1.2.2.1.3.${i}`, 6]));
    expect(await identityOf({ objects: four })).not.toHaveProperty("class");
    const learns = { ...four, "1.3.6.1.2.1.17.7.1.2.2.1.2.1.2.0.0.0.0.1": 3 };
    expect(await identityOf({ objects: learns })).toMatchObject({
      class: "switch",
      from: { class: "dot1dTpFdbPort" },
    });
    const routes = await identityOf({ objects: { [`${SYSTEM}.7.0`]: 4, "1.3.6.1.2.1.4.1.0": 1 } });
    expect(routes).toMatchObject({ class: "router", from: { class: "ipForwarding" } });
  });

  it("is what it tells its neighbours that it does, before what its ports look like", async () => {
    const does = (bits: number) => ({
      "1.0.8802.1.1.2.1.3.6.0": octets(bits),
      "1.3.6.1.2.1.17.1.2.0": 26,
      ...Object.fromEntries([1, 2, 3, 4].map((i) => [`1.3.6.1.2.1.2.2.1.3.${i}`, 6])),
    });
    const from = { class: "lldpLocSysCapEnabled" };
    expect(await identityOf({ objects: does(0x30) })).toMatchObject({ class: "access_point", from });
    expect(await identityOf({ objects: does(0x24) })).toMatchObject({ class: "other", from });
    expect(await identityOf({ objects: does(0x20) })).toMatchObject({ class: "switch", from });
    expect(await identityOf({ objects: does(0x08) })).toMatchObject({ class: "router", from });
    const both = await identityOf({ objects: does(0x28) });
    expect(both).toMatchObject({ class: "switch", from: { class: "dot1dBaseNumPorts" } });
  });

  it("is what its words say", async () => {
    expect((await identityOf({ descr: "Dual temperature sensor" })).class).toBe("sensor");
    expect((await identityOf({ descr: "IP camera" })).class).toBe("camera");
    expect(await identityOf({ descr: "something" })).not.toHaveProperty("class");
  });
});

it("asks little: what is absent costs no walk", async () => {
  const { requests } = await identityOf({ descr: "Acme switch", objectId: `${ACME}.3` });
  expect(requests).toBeLessThanOrEqual(8);
});

it("bears whatever a device answers", async () => {
  const value: fc.Arbitrary<SnmpValue> = fc.oneof(
    fc.record({ type: fc.constantFrom("integer" as const, "gauge32" as const), value: fc.integer() }),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => ({ type: "octets" as const, value: bytes })),
    fc.constantFrom<SnmpValue>(
      { type: "oid", value: "0.0" },
      { type: "address", value: "1.2.3.4" },
      { type: "absent" },
    ),
  );
  const places = [
    ...[1, 2, 4, 5, 6, 7].map((n) => `${SYSTEM}.${n}.0`),
    ...[2, 5, 7, 10, 11, 12, 13].flatMap((column) => [1, 2].map((row) => `${ENTITY}.${column}.${row}`)),
    "1.3.6.1.2.1.17.1.1.0",
    "1.3.6.1.2.1.33.1.1.1.0",
    "1.3.6.1.2.1.43.5.1.1.17.1",
    "1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1",
    ...["1.1.0", "1.3.0", "2.1", "2.2", "7.0", "9.1"].map((rest) => `${ACME}.${rest}`),
  ];
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...places), value), async (objects) => {
      const { from, ...found } = await identityOf({ descr: "Acme X", objectId: ACME, objects });
      expect(typeof from).toBe("object");
      for (const text of Object.values(found)) {
        if (typeof text === "string") expect(text.length).toBeLessThanOrEqual(512);
        expect(text).not.toBe("");
      }
    }),
    { numRuns: 200 },
  );
});
