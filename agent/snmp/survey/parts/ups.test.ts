import { describe, expect, it } from "vitest";
import { askedOf, tableOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import type { UpsRule } from "../knowledge.ts";
import { readUpsMib } from "./ups-mib.ts";
import { readUps } from "./ups.ts";

const UPS = "1.3.6.1.2.1.33.1";
const MAKER = "1.3.6.1.4.1.99999.1";

async function readOf(objects: SnmpObjects, ups: readonly UpsRule[] = []) {
  const { ask, known, requests } = askedOf(objects);
  const knowledge = [{ vendor: "Maker", ups }];
  const reading = await readUps(ask, { ...known, knowledge, identity: { from: {} } });
  return { reading, sensors: (await readUpsMib(ask))?.sensors, requests: requests() };
}

const standard = {
  [`${UPS}.2.1.0`]: 2,
  [`${UPS}.2.2.0`]: 0,
  [`${UPS}.2.3.0`]: 44,
  [`${UPS}.2.4.0`]: 97,
  [`${UPS}.2.5.0`]: 546,
  [`${UPS}.2.7.0`]: 24,
  [`${UPS}.4.1.0`]: 3,
  [`${UPS}.6.1.0`]: 0,
  ...tableOf(`${UPS}.3.3.1`, { 1: { 3: 231, 4: 12 } }),
  ...tableOf(`${UPS}.4.4.1`, { 1: { 2: 230, 3: 10, 4: 210, 5: 21 } }),
};

describe("a UPS", () => {
  it("with UPS-MIB is read from it", async () => {
    const { reading, sensors } = await readOf(standard);
    expect(reading).toEqual({
      chargePercent: 97,
      runtimeMinutes: 44,
      loadPercent: 21,
      inputVolts: 231,
      outputVolts: 230,
      batteryVolts: 54.6,
      temperatureCelsius: 24,
      onBattery: false,
      outputSource: 3,
      batteryStatus: 2,
      replaceBattery: false,
    });
    expect(sensors).toContainEqual({ kind: "voltage", name: "Input", value: 231, unit: "V" });
    expect(sensors).toContainEqual({ kind: "current", name: "Output", value: 1, unit: "A" });
    expect(sensors).toContainEqual({ kind: "power", name: "Output", value: 210, unit: "W" });
  });

  it("with three lines tells the first, and the load of the busiest", async () => {
    const lines = { 1: { 2: 230, 5: 7 }, 2: { 2: 231, 5: 19 }, 3: { 2: 229, 5: 88 } };
    const { reading, sensors } = await readOf({ [`${UPS}.2.4.0`]: 100, ...tableOf(`${UPS}.4.4.1`, lines) });
    expect(reading).toMatchObject({ loadPercent: 7, highestLoadPercent: 88, outputVolts: 230 });
    expect(sensors?.map(({ name }) => name)).toEqual(["Output line 1", "Output line 2", "Output line 3"]);
  });

  it("runs on its battery when it says so, or when it counts seconds on it", async () => {
    expect((await readOf({ ...standard, [`${UPS}.4.1.0`]: 5 })).reading?.onBattery).toBe(true);
    const counting = { [`${UPS}.2.2.0`]: 30, [`${UPS}.2.4.0`]: 80 };
    expect((await readOf(counting)).reading?.onBattery).toBe(true);
  });

  it("asks for a new battery by its alarm", async () => {
    const alarm = { type: "oid", value: `${UPS}.6.3.1` } as const;
    const { reading } = await readOf({
      ...standard,
      [`${UPS}.6.1.0`]: 1,
      ...tableOf(`${UPS}.6.2.1`, { 3: { 2: alarm } }),
    });
    expect(reading?.replaceBattery).toBe(true);
  });

  it("that counts tenths of a volt, or sends sentinels, is not believed to the letter", async () => {
    const { reading } = await readOf({
      [`${UPS}.2.3.0`]: 65_535,
      [`${UPS}.2.4.0`]: 255,
      [`${UPS}.2.5.0`]: 2_211,
      [`${UPS}.2.7.0`]: 0,
      ...tableOf(`${UPS}.3.3.1`, { 1: { 3: 2_313 } }),
      ...tableOf(`${UPS}.4.4.1`, { 1: { 5: 65_535 } }),
    });
    expect(reading).toEqual({ inputVolts: 231.3, batteryVolts: 221.1 });
  });

  it("is completed from its maker's objects, which never overrule UPS-MIB", async () => {
    const rule: UpsRule = {
      chargePercent: `${MAKER}.1.0`,
      runtimeMinutes: { oid: `${MAKER}.2.0`, divide: 6_000 },
      loadPercent: { oid: `${MAKER}.3.1.5`, divide: 10 },
      onBattery: { oid: `${MAKER}.4.0`, values: [3] },
      replaceBattery: { oid: `${MAKER}.5.0`, values: [2] },
    };
    const own = { [`${MAKER}.1.0`]: 50, [`${MAKER}.2.0`]: 264_000, [`${MAKER}.3.1.5.1`]: 176 };
    const flags = { [`${MAKER}.4.0`]: 3, [`${MAKER}.5.0`]: 1 };
    const { reading } = await readOf({ [`${UPS}.2.4.0`]: 99, ...own, ...flags }, [rule]);
    expect(reading).toEqual({
      chargePercent: 99,
      runtimeMinutes: 44,
      loadPercent: 17.6,
      onBattery: true,
      replaceBattery: false,
    });
  });

  it("of which UPS-MIB has all the rest is asked for its maker's word on the battery", async () => {
    const rule: UpsRule = {
      replaceBattery: { oid: `${MAKER}.5.0`, values: [2] },
      chargePercent: `${MAKER}.1.0`,
    };
    const bad = await readOf({ ...standard, [`${MAKER}.1.0`]: 50, [`${MAKER}.5.0`]: 2 }, [rule]);
    expect(bad.reading).toMatchObject({ chargePercent: 97, replaceBattery: true });
    const good = await readOf({ ...standard, [`${MAKER}.5.0`]: 1 }, [rule]);
    expect(good.reading?.replaceBattery).toBe(false);
    expect((await readOf(standard, [rule])).reading?.replaceBattery).toBe(false);
  });

  it("that neither counts its alarms nor has a maker's flag says nothing of it", async () => {
    const { [`${UPS}.6.1.0`]: _, ...others } = standard;
    expect((await readOf(others)).reading?.replaceBattery).toBeUndefined();
  });

  it("is none without a battery", async () => {
    const strip = tableOf(`${UPS}.4.4.1`, { 1: { 2: 230, 5: 21 } });
    expect((await readOf(strip)).reading).toBeUndefined();
    expect((await readOf({ [`${UPS}.2.1.0`]: 1 })).reading).toBeUndefined();
    expect(await readOf({})).toMatchObject({ reading: undefined, sensors: undefined, requests: 1 });
  });
});
