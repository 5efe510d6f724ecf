import { expect, test } from "vitest";
import { askedOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import type { PoolRule } from "../knowledge.ts";
import { hostStorage } from "../../../../test/fakes/snmp-host-storage.ts";
import { readMemory } from "./memory.ts";

const OWN = "1.3.6.1.4.1.32473.7";
const UCD = "1.3.6.1.4.1.2021.4";

async function read(objects: SnmpObjects, memory: readonly PoolRule[] = []) {
  const { ask, known } = askedOf(objects);
  return readMemory(ask, { ...known, knowledge: [{ vendor: "Example", memory }] });
}

test("a device without any of it has none", async () => {
  expect(await read({})).toEqual([]);
});

test("buffers and cache are taken off the physical memory, and shown as parts of it", async () => {
  const objects = hostStorage([
    [2, "Physical memory", 1_024, 1_000, 800],
    [3, "Virtual memory", 1_024, 2_000, 900],
    [1, "Memory buffers", 1_024, 1_000, 100],
    [1, "Cached memory", 1_024, 300, 300],
    [1, "Shared memory", 1_024, 0, 0],
    [1, "Available memory", 1_024, 500, 0],
    [3, "Swap space", 1_024, 0, 0],
    [4, "/", 1_024, 9_000, 1],
  ]);
  expect(await read(objects)).toEqual([
    { name: "Physical memory", totalBytes: 1_024_000, usedBytes: 409_600, percent: 40 },
    { name: "Virtual memory", totalBytes: 2_048_000, usedBytes: 921_600, percent: 45 },
    { name: "Memory buffers", totalBytes: 1_024_000, usedBytes: 102_400, percent: 10 },
    { name: "Cached memory", totalBytes: 1_024_000, usedBytes: 307_200, percent: 30 },
  ]);
});

test("the main memory comes first, wherever the device lists it", async () => {
  const objects = hostStorage([
    [3, "Virtual Memory", 65_536, 2_000, 900],
    [2, "Physical Memory", 65_536, 1_000, 800],
  ]);
  expect((await read(objects)).map(({ name }) => name)).toEqual(["Physical Memory", "Virtual Memory"]);
});

test("an agent that has taken the cache off already is believed", async () => {
  const objects = hostStorage([
    [2, "Physical memory", 1_024, 1_000, 200],
    [1, "Cached memory", 1_024, 300, 300],
  ]);
  expect((await read(objects))[0]).toMatchObject({ name: "Physical memory", percent: 20 });
});

test("kernel allocations and buffers counted in pieces are no memory", async () => {
  const objects = hostStorage([
    [2, "UMA: pipe", 1_024, 1_000, 200],
    [2, "Free Tx buffers", 1, 128, 97],
  ]);
  expect(await read(objects)).toEqual([]);
});

test("what is in use is held against the size of the memory where it stands elsewhere", async () => {
  const rows = hostStorage([[2, "Real Memory Metrics", 1_024, 250, 200]]);
  expect(await read({ ...rows, "1.3.6.1.2.1.25.2.2.0": 1_000 })).toEqual([
    { name: "Real Memory Metrics", totalBytes: 1_024_000, usedBytes: 204_800, percent: 20 },
  ]);
});

test("UCD's memory tells where HOST-RESOURCES-MIB does not", async () => {
  const objects = { [`${UCD}.5.0`]: 1_000, [`${UCD}.6.0`]: 200, [`${UCD}.14.0`]: 100, [`${UCD}.15.0`]: 200 };
  expect(await read({ ...objects, [`${UCD}.3.0`]: 400, [`${UCD}.4.0`]: 300 })).toEqual([
    { name: "Physical memory", totalBytes: 1_024_000, usedBytes: 512_000, percent: 50 },
    { name: "Memory buffers", totalBytes: 1_024_000, usedBytes: 102_400, percent: 10 },
    { name: "Cached memory", totalBytes: 1_024_000, usedBytes: 204_800, percent: 20 },
    { name: "Swap space", totalBytes: 409_600, usedBytes: 102_400, percent: 25 },
  ]);
});

test("the maker's pools come first; any two of the sizes or a percentage do", async () => {
  const host = hostStorage([[2, "RAM", 1_024, 1_000, 200]]);
  const two = await read({ ...host, [`${OWN}.1.0`]: 75, [`${OWN}.2.0`]: 25 }, [
    { used: `${OWN}.1.0`, free: { oid: `${OWN}.2.0` } },
  ]);
  expect(two).toEqual([{ name: "Memory", totalBytes: 100, usedBytes: 75, percent: 75 }]);
  const percent = await read({ [`${OWN}.1.0`]: 75 }, [{ name: "DRAM", freePercent: `${OWN}.1.0` }]);
  expect(percent).toEqual([{ name: "DRAM", percent: 25 }]);
  const both = await read({ [`${OWN}.1.0`]: 75, [`${OWN}.2.0`]: 2 }, [
    { total: { oid: `${OWN}.2.0`, multiply: 1_024 }, percent: `${OWN}.1.0` },
  ]);
  expect(both).toEqual([{ name: "Memory", totalBytes: 2_048, usedBytes: 1_536, percent: 75 }]);
});

test("sizes that cannot be are no pool", async () => {
  const rule: PoolRule = { total: `${OWN}.1.0`, used: `${OWN}.2.0` };
  expect(await read({ [`${OWN}.1.0`]: 0, [`${OWN}.2.0`]: 0 }, [rule])).toEqual([]);
  expect(await read({ [`${OWN}.1.0`]: 10, [`${OWN}.2.0`]: 11 }, [rule])).toEqual([]);
  expect(await read({ [`${OWN}.1.0`]: 10, [`${OWN}.2.0`]: -1 }, [rule])).toEqual([]);
  expect(await read({ [`${OWN}.1.0`]: 10 }, [rule])).toEqual([]);
});

test("columns of which the first is empty for a row are filled from the second", async () => {
  const rule: PoolRule = {
    percent: `${OWN}.4.1`,
    total: [
      { oid: `${OWN}.4.2`, ignore: [0], multiply: 1_048_576 },
      { oid: `${OWN}.4.3`, unsigned: true },
    ],
  };
  const objects = {
    [`${OWN}.4.1.1`]: 50,
    [`${OWN}.4.1.2`]: 25,
    [`${OWN}.4.2.1`]: 8_192,
    [`${OWN}.4.2.2`]: 0,
    [`${OWN}.4.3.2`]: -1_535_721_472,
  };
  expect((await read(objects, [rule])).map(({ totalBytes }) => totalBytes)).toEqual([
    8_589_934_592, 2_759_245_824,
  ]);
});
