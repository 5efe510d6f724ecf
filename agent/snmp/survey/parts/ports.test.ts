import { describe, expect, test } from "vitest";
import { askedOf, counter32, counter64, gauge, octets, tableOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import { readPorts } from "./ports.ts";

const IF = "1.3.6.1.2.1.2.2.1";
const IFX = "1.3.6.1.2.1.31.1.1.1";
const LAG = "1.2.840.10006.300.43.1.2.1.1";
const STACK = "1.3.6.1.2.1.31.1.2.1";

async function portsOf(objects: SnmpObjects, enterprises: readonly number[] = []) {
  const { ask, known } = askedOf(objects, { enterprises });
  return readPorts(ask, known);
}

describe("the ports of a device", () => {
  test("have names, states, addresses and all 64 bits of their counters", async () => {
    const objects = {
      ...tableOf(IF, {
        5: {
          2: "GigabitEthernet0/5",
          3: 6,
          5: gauge(1_000_000_000),
          6: octets(2, 0, 0, 0, 0, 5),
          7: 1,
          8: 2,
          13: counter32(1),
          14: counter32(2),
          19: counter32(3),
          20: counter32(4),
        },
      }),
      ...tableOf(IFX, {
        5: {
          1: "Gi0/5",
          6: counter64(18_446_744_073_709_551_615n),
          10: counter64(7n),
          7: counter64(8n),
          11: counter64(9n),
          15: gauge(1_000),
          18: "Phòng một cửa",
        },
      }),
    };
    expect(await portsOf(objects)).toEqual([
      {
        ifIndex: 5,
        name: "Gi0/5",
        descr: "GigabitEthernet0/5",
        alias: "Phòng một cửa",
        ifType: 6,
        speedBps: 1_000_000_000,
        admin: 1,
        oper: 2,
        mac: "02:00:00:00:00:05",
        counters: {
          inOctets: "18446744073709551615",
          outOctets: "7",
          inErrors: "2",
          outErrors: "4",
          inDiscards: "1",
          outDiscards: "3",
          inUcastPkts: "8",
          outUcastPkts: "9",
        },
      },
    ]);
  });

  test("of an old device without ifXTable are read with their 32-bit counters", async () => {
    const objects = tableOf(IF, { 1: { 2: "eth0", 10: counter32(4_294_967_295), 16: counter32(0) } });
    expect(await portsOf(objects)).toEqual([
      { ifIndex: 1, name: "eth0", descr: "eth0", counters: { inOctets: "4294967295", outOctets: "0" } },
    ]);
  });

  test("of a device with ifXTable alone are there too", async () => {
    expect(await portsOf(tableOf(IFX, { 3: { 1: "wan" } }))).toEqual([
      { ifIndex: 3, name: "wan", counters: {} },
    ]);
  });

  test("take the 32-bit counters where the 64-bit ones stand still or are missing", async () => {
    const objects = {
      ...tableOf(IF, {
        1: { 2: "a", 10: counter32(5), 16: counter32(6) },
        2: { 2: "b", 10: counter32(7), 16: counter32(8) },
      }),
      ...tableOf(IFX, { 1: { 1: "a", 6: counter64(0n), 10: counter64(0n) }, 2: { 1: "b" } }),
    };
    const ports = await portsOf(objects);
    expect(ports.map(({ counters }) => counters)).toEqual([
      { inOctets: "5", outOctets: "6" },
      { inOctets: "7", outOctets: "8" },
    ]);
  });

  test("an ifIndex of 0 is a port; an index of two parts is none", async () => {
    const ports = await portsOf(tableOf(IF, { 0: { 2: "cpu" }, "1.2": { 2: "odd" } }));
    expect(ports.map(({ ifIndex, name }) => [ifIndex, name])).toEqual([[0, "cpu"]]);
  });

  test("say nothing of what has the wrong type or cannot be", async () => {
    const objects = tableOf(IF, {
      1: {
        2: 5,
        3: -1,
        5: -1,
        6: "abc",
        7: 9,
        8: 0,
        10: -5,
        13: "many",
        14: { type: "timeticks", value: 5 },
      },
    });
    expect(await portsOf(objects)).toEqual([{ ifIndex: 1, name: "#1", counters: {} }]);
  });

  test("keep an address of zeros, as the device says it", async () => {
    const [port] = await portsOf(tableOf(IF, { 1: { 2: "lo", 6: octets(0, 0, 0, 0, 0, 0) } }));
    expect(port?.mac).toBe("00:00:00:00:00:00");
  });

  test.each<[string, number | undefined, number | undefined, number | undefined]>([
    ["ifSpeed", 100_000_000, undefined, 100_000_000],
    ["exact where ifHighSpeed is rounded", 1_544_000, 2, 1_544_000],
    ["ifHighSpeed where ifSpeed is at its end", 4_294_967_295, 10_000, 1e10],
    ["ifHighSpeed where ifSpeed started over", 1_410_065_408, 10_000, 1e10],
    ["ifHighSpeed where ifSpeed is zero", 0, 1_000, 1e9],
    ["at least what fits ifSpeed, where nothing else is said", 4_294_967_295, undefined, 4_294_967_295],
    ["ifSpeed where ifHighSpeed cannot be", 4_294_967_295, 4_294_967_295, 4_294_967_295],
    ["unknown where both are zero", 0, 0, undefined],
  ])("speed is %s", async (_, speed, high, expected) => {
    const objects = {
      ...tableOf(IF, { 1: { 2: "a", ...(speed === undefined ? {} : { 5: gauge(speed) }) } }),
      ...tableOf(IFX, { 1: { 1: "a", ...(high === undefined ? {} : { 15: gauge(high) }) } }),
    };
    expect((await portsOf(objects))[0]?.speedBps).toBe(expected);
  });
});

describe("members of an aggregate", () => {
  const ports = tableOf(IF, {
    1: { 2: "p1", 3: 6 },
    2: { 2: "p2", 3: 6 },
    3: { 2: "p3", 3: 6 },
    9: { 2: "lag1", 3: 161 },
  });
  const lags = async (objects: SnmpObjects) =>
    (await portsOf({ ...ports, ...objects })).map(({ name, lag }) => [name, lag]);

  test("are those attached to it, by LACP", async () => {
    const attached = tableOf(LAG, { 1: { 13: 9 }, 2: { 13: 0 }, 3: { 13: 77 }, 9: { 13: 9 } });
    expect(await lags(attached)).toEqual([
      ["p1", 9],
      ["p2", undefined],
      ["p3", undefined],
      ["lag1", undefined],
    ]);
  });

  test("are those stacked below it", async () => {
    const stacked = tableOf(STACK, {
      "0.9": { 3: 1 },
      "9.1": { 3: 1 },
      "9.2": { 3: 2 },
      "1.0": { 3: 1 },
      "9.88": { 3: 1 },
    });
    expect(await lags(stacked)).toEqual([
      ["p1", 9],
      ["p2", undefined],
      ["p3", undefined],
      ["lag1", undefined],
    ]);
  });
});

test("a device without interfaces costs one question", async () => {
  const { ask, known, requests } = askedOf({ "1.3.6.1.2.1.1.1.0": "a thing" });
  expect(await readPorts(ask, known)).toEqual([]);
  expect(requests()).toBe(1);
});

test("52 ports cost no more than 25 requests", async () => {
  const row = (i: number) => ({
    2: `GigabitEthernet1/0/${i}`,
    3: 6,
    5: gauge(1e9),
    7: 1,
    8: 1,
    13: counter32(0),
    14: counter32(0),
    19: counter32(0),
    20: counter32(0),
  });
  const numbers = Array.from({ length: 52 }, (_, i) => i + 1);
  const { ask, known, requests } = askedOf({
    ...tableOf(IF, Object.fromEntries(numbers.map((i) => [i, row(i)]))),
    ...tableOf(
      IFX,
      Object.fromEntries(
        numbers.map((i) => [i, { 1: `Gi1/0/${i}`, 6: counter64(1n), 10: counter64(2n), 15: gauge(1_000) }]),
      ),
    ),
  });
  expect(await readPorts(ask, known)).toHaveLength(52);
  expect(requests()).toBeLessThanOrEqual(25);
});
