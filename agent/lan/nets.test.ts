import { expect, test } from "vitest";
import { localNets } from "./nets.ts";

const nets = localNets({
  lo: [{ family: "IPv4", address: "127.0.0.1", netmask: "255.0.0.0" }],
  eth0: [
    { family: "IPv4", address: "10.1.2.5", netmask: "255.255.255.128" },
    { family: "IPv6", address: "fe80::1", netmask: "ffff:ffff:ffff:ffff::" },
  ],
  tun0: [{ family: "IPv4", address: "172.16.0.1", netmask: "255.255.255.255" }],
});

test("its own address is its own, the loopback is not", () => {
  expect(["10.1.2.5", "10.1.2.6", "127.0.0.1"].map(nets.isOwn)).toEqual([true, false, false]);
});

test("near is what lies in one of its networks", () => {
  expect(["10.1.2.1", "10.1.2.126", "10.1.2.128", "127.0.0.9"].map(nets.isNear)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("nothing is sent to the addresses that mean everybody", () => {
  expect(["10.1.2.0", "10.1.2.127", "10.1.2.1", "172.16.0.1"].map(nets.isForAll)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
