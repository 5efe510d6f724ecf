import type { NetworkInterfaceInfo } from "node:os";
import { expect, test } from "vitest";
import { HOUR } from "../../core/clock.ts";
import { createListedCards, driveLetters, portableSource } from "./portable.ts";

const address = (mac: string, internal = false): NetworkInterfaceInfo => ({
  address: "10.0.0.2",
  netmask: "255.255.255.0",
  family: "IPv4",
  mac,
  internal,
  cidr: "10.0.0.2/24",
});
const ETHERNET = { "Ethernet 2": [address("A4:BB:6D:12:34:56")] };
const LOOPBACK = { "Loopback Pseudo-Interface 1": [address("00:00:00:00:00:00", true)] };

test("a card that Windows lists is up; when it is listed no more it is down, and each change is counted", () => {
  let listed: NodeJS.Dict<NetworkInterfaceInfo[]> = { ...ETHERNET, ...LOOPBACK };
  const cards = createListedCards({ networkInterfaces: () => listed }, "win32");
  const fact = { part: "Ethernet 2", name: "Ethernet 2", mac: "a4:bb:6d:12:34:56" };
  expect(cards()).toEqual([{ fact, values: { oper_status: 1, link_changes: 0 } }]);
  listed = LOOPBACK;
  expect(cards()).toEqual([{ fact, values: { oper_status: 2, link_changes: 1 } }]);
  expect(cards()).toEqual([{ fact, values: { oper_status: 2, link_changes: 1 } }]);
  listed = ETHERNET;
  expect(cards()).toEqual([{ fact, values: { oper_status: 1, link_changes: 2 } }]);
});

test("Apple's own virtual cards are no cards", () => {
  const listed = { en0: [address("a4:83:e7:00:00:01")], awdl0: [address("a4:83:e7:00:00:02")] };
  const cards = createListedCards({ networkInterfaces: () => listed }, "darwin");
  expect(cards().map(({ fact }) => fact.part)).toEqual(["en0"]);
});

const os = {
  cpus: () => [
    { times: { user: 10, nice: 0, sys: 5, idle: 80, irq: 5 } },
    { times: { user: 20, nice: 0, sys: 5, idle: 70, irq: 5 } },
  ],
  totalmem: () => 8e9,
  freemem: () => 3e9,
  uptime: () => 1_000,
  loadavg: () => [0.5, 0.4, 0.3],
  networkInterfaces: () => ({}),
};
const noDisk = { size: () => Promise.resolve(undefined) };

test("Windows has no load and no swap without a process: absent, not zero", () => {
  expect(portableSource(os, "win32", noDisk, () => 0).vitals()).toEqual({
    cpu: { idle: 150, total: 200 },
    values: { memory_total: 8e9, memory_used: 5e9, uptime: 1_000 },
  });
});

test("macOS calls nearly no memory free, so what is used is not said", () => {
  expect(portableSource(os, "darwin", noDisk, () => 0).vitals().values).toEqual({
    memory_total: 8e9,
    load: 0.5,
    uptime: 1_000,
  });
});

test("all drive letters are tried at first and every hour, in between those that answered", async () => {
  let now = 0;
  let present = ["C:\\"];
  const drives = driveLetters(
    { size: (path) => Promise.resolve(present.includes(path) ? { total: 10, used: 1 } : undefined) },
    () => now,
  );
  const look = async () => {
    const found: string[] = [];
    const mounts = drives.mounts();
    for (const { part, path } of mounts) if ((await drives.size(path)) !== undefined) found.push(part);
    return { tried: mounts.length, found };
  };
  expect(await look()).toEqual({ tried: 26, found: ["C:"] });
  present = ["C:\\", "E:\\"];
  now = HOUR - 1;
  expect(await look()).toEqual({ tried: 1, found: ["C:"] });
  now = HOUR;
  expect(await look()).toEqual({ tried: 26, found: ["C:", "E:"] });
  expect(await look()).toEqual({ tried: 2, found: ["C:", "E:"] });
});

test("a DVD or a mounted image is no full disk; Windows' own drive and one that had room are", async () => {
  const used = new Map([
    ["C:\\", 10],
    ["D:\\", 10],
    ["E:\\", 4],
  ]);
  const size = (path: string) => Promise.resolve({ total: 10, used: used.get(path) ?? 10 });
  const drives = driveLetters({ size }, () => 0, "c:");
  expect(await drives.size("C:\\")).toEqual({ total: 10, used: 10 });
  expect(await drives.size("D:\\")).toBeUndefined();
  expect(await drives.size("E:\\")).toEqual({ total: 10, used: 4 });
  used.set("E:\\", 10);
  expect(await drives.size("E:\\")).toEqual({ total: 10, used: 10 });
  expect(drives.mounts().length).toBe(26);
  expect(drives.mounts().map(({ part }) => part)).toEqual(["C:", "E:"]);
});
