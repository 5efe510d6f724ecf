import { expect, test } from "vitest";
import { hostStorage } from "../../../../test/fakes/snmp-host-storage.ts";
import { askedOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpObjects } from "../../../../test/fakes/snmp-map-session.ts";
import type { PoolRule } from "../knowledge.ts";
import { readStorage } from "./storage.ts";

const OWN = "1.3.6.1.4.1.32473.7";
const DISK = "1.3.6.1.4.1.2021.9.1";

async function read(objects: SnmpObjects, storage: readonly PoolRule[] = []) {
  const { ask, known } = askedOf(objects);
  return readStorage(ask, { ...known, knowledge: [{ vendor: "Example", storage }] });
}

test("fixed disks and flash are volumes, memory and removable media are not", async () => {
  const objects = hostStorage([
    [2, "RAM", 1_024, 1_000, 200],
    [4, "/var\tlog", 4_096, 1_000, 250],
    [7, "CD", 2_048, 1_000, 1_000],
    [9, "Flash", 1_024, 1_000, 0],
    [4, "empty slot", 4_096, 0, 0],
  ]);
  expect(await read(objects)).toEqual([
    { name: "/var log", totalBytes: 4_096_000, usedBytes: 1_024_000, percent: 25 },
    { name: "Flash", totalBytes: 1_024_000, usedBytes: 0, percent: 0 },
  ]);
});

test("sizes that ran over 31 bits are what they were meant to be", async () => {
  const objects = hostStorage([[4, "E:", 4_096, -2_000_000_000, -2_147_483_648]]);
  expect(await read(objects)).toEqual([
    { name: "E:", totalBytes: 2_294_967_296 * 4_096, usedBytes: 2_147_483_648 * 4_096, percent: 93.6 },
  ]);
});

test("a type out of hrFSTypes is a disk, unless it is that of a pseudo file system", async () => {
  const objects = {
    ...hostStorage([
      [4, "/", 1_024, 1_000, 500],
      [4, "/dev", 1_024, 1_000, 1_000],
    ]),
    "1.3.6.1.2.1.25.2.3.1.2.1": { type: "oid", value: "1.3.6.1.2.1.25.3.9.3" } as const,
    "1.3.6.1.2.1.25.2.3.1.2.2": { type: "oid", value: "1.3.6.1.2.1.25.3.9.1" } as const,
  };
  expect((await read(objects)).map(({ name }) => name)).toEqual(["/"]);
});

test("kernel interfaces and images of installed software are no volumes", async () => {
  const names = ["/dev", "/dev/shm", "/dev/hd4", "/sys/fs/cgroup", "/system", "udev on /dev", "/proc/acpi"];
  const images = ["/dev/md0, mounted on: /packages/mnt/os", "/dev/da0, mounted on: /var"];
  const rows = [...names, ...images].map((name) => [4, name, 4_096, 1_000, 1] as const);
  expect((await read(hostStorage(rows))).map(({ name }) => name)).toEqual([
    "/dev/shm",
    "/dev/hd4",
    "/system",
    "/dev/da0, mounted on: /var",
  ]);
});

test("the maker's volumes stand before the general ones, each name once", async () => {
  const host = hostStorage([
    [4, "pool", 4_096, 1_000, 250],
    [4, "/", 4_096, 1_000, 250],
  ]);
  const rule: PoolRule = {
    name: { oid: `${OWN}.1.2` },
    total: `${OWN}.1.3`,
    used: `${OWN}.1.4`,
    unit: `${OWN}.1.5`,
  };
  const objects = {
    ...host,
    [`${OWN}.1.2.1`]: "pool",
    [`${OWN}.1.3.1`]: 40,
    [`${OWN}.1.4.1`]: 10,
    [`${OWN}.1.5.1`]: 512,
  };
  expect(await read(objects, [rule])).toEqual([
    { name: "pool", totalBytes: 20_480, usedBytes: 5_120, percent: 25 },
    { name: "/", totalBytes: 4_096_000, usedBytes: 1_024_000, percent: 25 },
  ]);
});

test("UCD's disks tell where there is nothing else", async () => {
  const disk = { [`${DISK}.2.1`]: "/", [`${DISK}.6.1`]: 1_000, [`${DISK}.8.1`]: 250 };
  expect(await read(disk)).toEqual([{ name: "/", totalBytes: 1_024_000, usedBytes: 256_000, percent: 25 }]);
  const rows = await read({ ...disk, ...hostStorage([[4, "C:", 4_096, 1_000, 1]]) });
  expect(rows.map(({ name }) => name)).toEqual(["C:"]);
});

test("what does not say how much is used is left out, never empty", async () => {
  const rows = Object.entries(
    hostStorage([
      [4, "/a", 4_096, 1_000, 1],
      [4, "/b", 4_096, 1_000, 1],
    ]),
  );
  const objects = Object.fromEntries(rows.filter(([oid]) => oid !== "1.3.6.1.2.1.25.2.3.1.6.1"));
  expect((await read(objects)).map(({ name }) => name)).toEqual(["/b"]);
});

test("rows with values of other types are left out", async () => {
  const rows = hostStorage([
    [4, "/a", 4_096, 1_000, 1],
    [4, "/b", 4_096, 1_000, 1],
    [4, "/c", 4_096, 1_000, 1],
  ]);
  const objects = { ...rows, "1.3.6.1.2.1.25.2.3.1.4.1": "4096", "1.3.6.1.2.1.25.2.3.1.2.2": 4 };
  expect((await read(objects)).map(({ name }) => name)).toEqual(["/c"]);
});
