import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askedOf, tableOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { SensorRule } from "../knowledge.ts";
import { readPrinter, readSupplies } from "./printer.ts";
import { readSensors } from "./sensors.ts";
import { readUps } from "./ups.ts";

const ENTITY_SENSOR = "1.3.6.1.2.1.99.1.1.1";
const CISCO = "1.3.6.1.4.1.9.9.91.1.1.1.1";
const PHYSICAL = "1.3.6.1.2.1.47.1.1.1.1";
const OWN = "1.3.6.1.4.1.99999.7.1";

type Options = Parameters<typeof askedOf>[1];
function readOf(objects: SnmpObjects, sensors: readonly SensorRule[] = [], options?: Options) {
  const { ask, known } = askedOf(objects, options);
  return readSensors(ask, { ...known, knowledge: [{ vendor: "Maker", sensors }] });
}

describe("ENTITY-SENSOR-MIB", () => {
  it("gives values with their scale and precision, under the names of ENTITY-MIB", async () => {
    const sensors = await readOf({
      ...tableOf(ENTITY_SENSOR, {
        7: { 1: 8, 2: 9, 3: 1, 4: 415, 5: 1 },
        8: { 1: 4, 2: 8, 3: 0, 4: 3_300, 5: 1 },
        9: { 1: 10, 2: 9, 3: 0, 4: 4_200, 5: 1 },
        10: { 1: 6, 2: 10, 3: 2, 4: 123, 5: 1 },
      }),
      ...tableOf(PHYSICAL, {
        7: { 2: "Sensor", 7: "Inlet Temp" },
        8: { 2: "3.3 V rail", 7: "8" },
        9: { 2: "Fan" },
      }),
    });
    expect(sensors).toEqual([
      { kind: "temperature", name: "Inlet Temp", value: 41.5, unit: "celsius" },
      { kind: "voltage", name: "3.3 V rail voltage", value: 3.3, unit: "V" },
      { kind: "fanspeed", name: "Fan", value: 4_200, unit: "rpm" },
      { kind: "power", name: "Sensor 10 power", value: 1_230, unit: "W" },
    ]);
  });

  it("leaves out what does not work, overflows, or is of another kind", async () => {
    const sensors = await readOf(
      tableOf(ENTITY_SENSOR, {
        1: { 1: 8, 2: 9, 3: 0, 4: 40, 5: 2 },
        2: { 1: 8, 2: 9, 3: 0, 4: 1_000_000_000, 5: 1 },
        3: { 1: 12, 2: 9, 3: 0, 4: 1, 5: 1 },
        4: { 1: 8, 2: 99, 3: 0, 4: 40, 5: 1 },
        5: { 1: 8, 2: 9, 3: 0, 4: 800, 5: 1 },
        6: { 1: 10, 2: 9, 3: 0, 4: 42, 5: 1 },
      }),
    );
    expect(sensors).toEqual([]);
  });

  it("is read in Cisco's elder form only from Cisco", async () => {
    const elder = tableOf(CISCO, { 1: { 1: 8, 2: 9, 3: 0, 4: 40, 5: 1 } });
    expect(await readOf(elder, [], { enterprises: [9] })).toHaveLength(1);
    expect(await readOf(elder)).toEqual([]);
  });
});

describe("the makers' own sensors", () => {
  it("are read by the rules, in celsius, within their bounds", async () => {
    const table = tableOf(OWN, {
      1: { 2: "Board", 3: 455, 4: 1 },
      2: { 2: "Rack", 3: 770, 4: 2 },
      3: { 2: "Broken", 3: 32_767, 4: 1 },
      4: { 2: "Cold", 3: 20, 4: 1 },
    });
    const value = { oid: `${OWN}.3`, divide: 10 };
    const name = { oid: `${OWN}.2` };
    const rules: SensorRule[] = [
      { kind: "temperature", value, name, least: 5, only: { oid: `${OWN}.4`, match: "^1$" } },
      { kind: "temperature", value, name, unit: "fahrenheit", only: { oid: `${OWN}.4`, match: "^2$" } },
    ];
    expect(await readOf(table, rules)).toEqual([
      { kind: "temperature", name: "Board temperature", value: 45.5, unit: "celsius" },
      { kind: "temperature", name: "Rack temperature", value: 25, unit: "celsius" },
    ]);
  });

  it("are named after what they are where the device has no name", async () => {
    const rule: SensorRule = { kind: "fanspeed", value: `${OWN}.3` };
    expect(await readOf(tableOf(OWN, { 1: { 3: 0 } }), [rule])).toEqual([
      { kind: "fanspeed", name: "fanspeed 1", value: 0, unit: "rpm" },
    ]);
  });

  it("of one name are told apart by their rows, and those of two tables told once", async () => {
    const name = { oid: `${OWN}.2` };
    const rules: SensorRule[] = [
      { kind: "fanspeed", value: `${OWN}.3`, name },
      { kind: "fanspeed", value: "1.3.6.1.4.1.99999.8.0", name: "Rear fan" },
    ];
    const fans = tableOf(OWN, { "1.4": { 2: "Fan", 3: 4_100 }, "2.4": { 2: "Fan", 3: 4_100 } });
    const rear = { ...tableOf(OWN, { 9: { 2: "Rear fan", 3: 5_000 } }), "1.3.6.1.4.1.99999.8.0": 5_040 };
    const sensors = await readOf({ ...fans, ...rear }, rules);
    expect(sensors.map(({ name: given }) => given)).toEqual(["Fan 1.4", "Fan 2.4", "Rear fan"]);
  });

  it("of one table are read together", async () => {
    const value = { oid: `${OWN}.3`, ignore: [0] };
    const rules: SensorRule[] = [
      { kind: "temperature", value, name: { oid: `${OWN}.2` } },
      { kind: "voltage", value: { oid: `${OWN}.4`, divide: 1_000 }, name: { oid: `${OWN}.2` } },
    ];
    const objects = tableOf(OWN, { 7: { 2: "sfp7", 3: 41, 4: 3_302 }, 8: { 2: "sfp8", 3: 0 } });
    const { ask, known, requests } = askedOf(objects);
    expect(await readSensors(ask, { ...known, knowledge: [{ vendor: "Maker", sensors: rules }] })).toEqual([
      { kind: "temperature", name: "sfp7 temperature", value: 41, unit: "celsius" },
      { kind: "voltage", name: "sfp7 voltage", value: 3.302, unit: "V" },
    ]);
    expect(requests()).toBeLessThanOrEqual(3);
  });

  it("of Net-SNMP's host are those of LM-SENSORS-MIB", async () => {
    const chips = tableOf("1.3.6.1.4.1.2021.13.16.2.1", { 1: { 2: "CPU", 3: 52_500 } });
    expect(await readOf(chips, [], { enterprises: [2_021] })).toEqual([
      { kind: "temperature", name: "CPU temperature", value: 52.5, unit: "celsius" },
    ]);
  });
});

describe("a UPS", () => {
  it("has its temperature and voltages among the sensors", async () => {
    const sensors = await readOf({ "1.3.6.1.2.1.33.1.2.5.0": 546, "1.3.6.1.2.1.33.1.2.7.0": 24 });
    expect(sensors).toEqual([
      { kind: "temperature", name: "Battery temperature", value: 24, unit: "celsius" },
      { kind: "voltage", name: "Battery voltage", value: 54.6, unit: "V" },
    ]);
  });
});

const ENTRIES = [
  [ENTITY_SENSOR, 5],
  [CISCO, 5],
  [PHYSICAL, 7],
  ["1.3.6.1.2.1.33.1.2", 7],
  ["1.3.6.1.2.1.33.1.4.4.1", 5],
  ["1.3.6.1.2.1.43.11.1.1", 9],
  ["1.3.6.1.2.1.43.8.2.1", 18],
  ["1.3.6.1.2.1.43.18.1.1", 8],
  ["1.3.6.1.2.1.25.3.5.1", 2],
  [OWN, 4],
] as const;
const value: fc.Arbitrary<SnmpValue> = fc.oneof(
  fc.integer().map((number): SnmpValue => ({ type: "integer", value: number })),
  fc.nat().map((number): SnmpValue => ({ type: "gauge32", value: number })),
  fc.maxSafeNat().map((number): SnmpValue => ({ type: "counter64", value: number })),
  fc.uint8Array({ maxLength: 40 }).map((bytes): SnmpValue => ({ type: "octets", value: bytes })),
  fc.constantFrom<SnmpValue>(
    { type: "octets", value: new Uint8Array(12_000).fill(0x41) },
    { type: "octets", value: new TextEncoder().encode('<img src=x onerror="alert(1)">\r\n=cmd|calc') },
    { type: "oid", value: "1.3.6.1.2.1.33.1.6.3.1" },
    { type: "absent" },
  ),
);
const object = fc
  .tuple(fc.constantFrom(...ENTRIES), fc.nat(), fc.constantFrom("0", "1", "2", "1.1", "1.2", "9.9.9"), value)
  .map(([[entry, columns], pick, row, given]) => [`${entry}.${(pick % columns) + 1}.${row}`, given] as const);

function textsIn(found: unknown): string[] {
  if (typeof found === "string") return [found];
  return typeof found === "object" && found !== null ? Object.values(found).flatMap(textsIn) : [];
}

it("whatever a device says, what is read of it is clean and bounded", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(object, { maxLength: 50 }), async (objects) => {
      const { ask, known } = askedOf(Object.fromEntries(objects), { enterprises: [9] });
      const rules: SensorRule[] = [{ kind: "humidity", value: `${OWN}.3`, name: { oid: `${OWN}.2` } }];
      const knowledge = [{ vendor: "Maker", sensors: rules, ups: [{ chargePercent: `${OWN}.4` }] }];
      const identified = { ...known, knowledge, identity: { from: {} } };
      const sensors = await readSensors(ask, identified);
      const parts = [readUps, readPrinter, readSupplies].map((read) => read(ask, identified));
      for (const text of textsIn([sensors, await Promise.all(parts)])) {
        expect(text).not.toMatch(/\p{C}/u);
        expect(text.length).toBeLessThanOrEqual(1_100);
      }
      for (const { kind, value: measured } of sensors) {
        expect(Number.isFinite(measured)).toBe(true);
        if (kind === "humidity") expect(measured).toBeLessThanOrEqual(100);
      }
    }),
    { numRuns: 150 },
  );
});
