import fc from "fast-check";
import { expect, test } from "vitest";
import { DEVICE_CLASSES, type DeviceSurvey } from "../../../core/survey.ts";
import { fact as factSchema } from "../../../core/wire/block.ts";
import { MAX_BLOCK_BYTES, MAX_FORWARDING } from "../../../core/wire/limits.ts";
import { surveyFacts } from "./facts.ts";
import { vitalSamples } from "./samples.ts";
import { entityRef, parseEntityRef } from "../../../core/entities.ts";

const AT = Date.UTC(2026, 10, 25);

const EMPTY: DeviceSurvey = {
  identity: { from: {} },
  ports: [],
  neighbours: [],
  forwarding: [],
  arp: [],
  vlans: [],
  stp: undefined,
  supplies: [],
  printer: undefined,
  ups: undefined,
  processors: [],
  memory: [],
  storage: [],
  sensors: [],
  wireless: undefined,
  poeSupply: undefined,
};

/** Texts and numbers as no device should give them. */
const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    " ",
    "\u0000",
    "<img onerror=1>",
    "=cmd|' /C calc'!A0",
    "x".repeat(3_000),
    "\u202Eevil",
  ),
);
const mac = fc.oneof(text, fc.constantFrom("00:1b:54:00:4c:a0", "zz:zz", "00-1B-54-00-4C-A0"));
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-1, 0, 4_096, 2 ** 40, Number.NaN));
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 6 });

const anySurvey: fc.Arbitrary<DeviceSurvey> = fc.record({
  identity: fc.record(
    {
      class: fc.constantFrom(...DEVICE_CLASSES),
      vendor: text,
      model: text,
      version: text,
      serial: text,
      baseMac: mac,
      from: fc.record({ vendor: text, serial: text }, { requiredKeys: [] }),
    },
    { requiredKeys: ["from"] },
  ),
  ports: fc.constant([]),
  neighbours: some(
    fc.record(
      {
        protocol: fc.constantFrom("lldp" as const, "cdp" as const),
        localPort: text,
        localIfIndex: number,
        remoteName: text,
        remotePortDescr: text,
        remoteChassis: text,
        capabilities: some(text),
      },
      { requiredKeys: ["protocol"] },
    ),
  ),
  forwarding: some(fc.record({ mac, port: text, ifIndex: number, vlan: number }, { requiredKeys: ["mac"] })),
  arp: some(fc.record({ ip: text, mac, ifIndex: number }, { requiredKeys: ["ip", "mac"] })),
  vlans: some(fc.record({ id: number, name: text }, { requiredKeys: ["id"] })),
  stp: fc.option(
    fc.record({
      root: text,
      rootPort: number,
      rootCost: number,
      ports: some(fc.record({ bridgePort: number, state: number, designatedBridge: text })),
    }),
    { nil: undefined },
  ),
  supplies: some(fc.record({ kind: text, name: text, percent: number }, { requiredKeys: ["kind", "name"] })),
  printer: fc.option(
    fc.record({
      errors: some(text),
      pages: number,
      trays: some(fc.record({ name: text, percent: number })),
      alerts: some(fc.record({ severity: fc.constantFrom("critical" as const, "other" as const), text })),
    }),
    { nil: undefined },
  ),
  ups: fc.option(fc.record({ chargePercent: number, onBattery: fc.boolean() }), { nil: undefined }),
  processors: some(fc.record({ percent: number })),
  memory: some(fc.record({ name: text, totalBytes: number, percent: number })),
  storage: some(fc.record({ name: text, totalBytes: number, usedBytes: number })),
  sensors: some(
    fc.record({
      kind: fc.constantFrom("temperature" as const, "state" as const),
      name: text,
      value: number,
      unit: text,
    }),
  ),
  wireless: fc.option(fc.record({ clients: number, radios: fc.constant([]) }), { nil: undefined }),
  poeSupply: fc.option(fc.record({ budgetWatts: number, usedWatts: number }), { nil: undefined }),
});

test("whatever a device says, its facts and figures pass the protocol's check", () => {
  fc.assert(
    fc.property(anySurvey, (survey) => {
      for (const fact of surveyFacts("d1", AT, survey)) {
        expect(factSchema.safeParse(JSON.parse(JSON.stringify(fact))).error).toBeUndefined();
      }
      for (const { entity } of vitalSamples("d1", AT, survey)) {
        expect(parseEntityRef(entity)?.owner, entity).toBe("d1");
      }
    }),
    { numRuns: 300 },
  );
});

test("a table that is larger than a block is cut, and says by how much", () => {
  const forwarding = Array.from({ length: MAX_FORWARDING + 20_000 }, (_, i) => ({
    mac: `02:00:00:${[i >> 16, (i >> 8) & 255, i & 255].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`,
    port: "GigabitEthernet1/0/24",
    vlan: 1,
  }));
  const [, lan] = surveyFacts("d1", AT, { ...EMPTY, forwarding });
  expect(lan).toMatchObject({ type: "lan", cut: 20_000 });
  expect(JSON.stringify(lan).length).toBeLessThan(MAX_BLOCK_BYTES * 0.8);
});

test("a device that has no LAN tables tells of none, and one that is no printer of no supplies", () => {
  expect(surveyFacts("d1", AT, EMPTY).map(({ type }) => type)).toEqual(["identity"]);
});

test("two sensors of one name stay two, and a supply of unknown level has no figure", () => {
  const sensor = { kind: "temperature" as const, name: "Fan\u0000 tray", unit: "celsius" };
  const samples = vitalSamples("d1", AT, {
    ...EMPTY,
    sensors: [
      { ...sensor, value: 31 },
      { ...sensor, value: 44 },
    ],
    supplies: [{ kind: "toner", name: "Black", level: "some" }],
  });
  expect(samples.map(({ entity, values }) => [entity, values])).toEqual([
    [entityRef("device", "d1"), expect.objectContaining({ temperature: 44, cpu: undefined })],
    [entityRef("sensor", "d1", "Fan tray"), { temperature: 31 }],
    [entityRef("sensor", "d1", "Fan tray #2"), { temperature: 44 }],
  ]);
});

test("a UPS that only says that it is on battery has the output source of RFC 1628", () => {
  const ups = { onBattery: true, runtimeMinutes: 12, chargePercent: 70 };
  const [figures] = vitalSamples("d1", AT, { ...EMPTY, ups });
  expect(figures).toMatchObject({ entity: "ups:d1", values: { output_source: 5, runtime: 720, charge: 70 } });
});

test.each<[string, NonNullable<DeviceSurvey["ups"]>, number | undefined]>([
  [
    "zero minutes beside a charged battery are not known",
    { runtimeMinutes: 0, chargePercent: 100 },
    undefined,
  ],
  ["and known beside an empty one", { runtimeMinutes: 0, chargePercent: 4 }, 0],
  ["and beside one that is low", { runtimeMinutes: 0, chargePercent: 60, batteryStatus: 3 }, 0],
  ["or whose charge is not said", { runtimeMinutes: 0 }, 0],
])("what is left of a UPS: %s", (_, ups, runtime) => {
  expect(vitalSamples("d1", AT, { ...EMPTY, ups })[0]?.values["runtime"]).toBe(runtime);
});

test("what a UPS says of its battery is stored, and nothing where it says nothing", () => {
  const stored = (ups: DeviceSurvey["ups"]) =>
    vitalSamples("d1", AT, { ...EMPTY, ups })[0]?.values["replace_battery"];
  expect(stored({ chargePercent: 100, replaceBattery: true })).toBe(1);
  expect(stored({ chargePercent: 100, replaceBattery: false })).toBe(0);
  expect(stored({ chargePercent: 100 })).toBeUndefined();
});

test("memory of which the device gives only the share has no bytes", () => {
  const memory = [{ name: "Memory", percent: 97 }];
  const values = vitalSamples("d1", AT, { ...EMPTY, memory })[0]?.values;
  expect(values).toMatchObject({ memory: 97, memory_total: undefined, memory_used: undefined });
});

test("the temperature of a device is that of a chip only where it has no other", () => {
  const sensor = (name: string, value: number) => ({
    kind: "temperature" as const,
    unit: "celsius",
    name,
    value,
  });
  const of = (...sensors: DeviceSurvey["sensors"]) =>
    vitalSamples("d1", AT, { ...EMPTY, sensors })[0]?.values["temperature"];
  expect(of(sensor("1/1-Switch-ASIC", 71), sensor("Inlet", 31), sensor("Basic board", 40))).toBe(40);
  expect(of(sensor("CPU Temp", 81), sensor("PHY Temp", 67))).toBe(81);
});
