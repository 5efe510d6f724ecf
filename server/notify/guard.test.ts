import fc from "fast-check";
import { expect, test } from "vitest";
import { destination, isRefused } from "./guard.ts";

/** Every spelling that has been used to get past such guards. */
const REFUSED = [
  "http://127.0.0.1/",
  "http://127.1/",
  "http://127.255.255.254/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0x7f.1/",
  "http://0177.0.0.1/",
  "http://017700000001/",
  "http://0/",
  "http://0.0.0.0/",
  "http://0.1.2.3/",
  "http://169.254.169.254/latest/meta-data/",
  "http://2852039166/",
  "http://100.100.100.200/",
  "http://224.0.0.1/",
  "http://239.255.255.250/",
  "http://255.255.255.255/",
  "http://[::]/",
  "http://[::1]/",
  "http://[0:0:0:0:0:0:0:1]/",
  "http://[::127.0.0.1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[0:0:0:0:0:ffff:7f00:1]/",
  "http://[::ffff:169.254.169.254]/",
  "http://[::ffff:0:127.0.0.1]/",
  "http://[64:ff9b::127.0.0.1]/",
  "http://[64:ff9b:1::7f00:1]/",
  "http://[2002:7f00:1::]/",
  "http://[2001:0:1:1:1:1:80ff:fffe]/",
  "http://[fe80::1]/",
  "http://[febf::1]/",
  "http://[fec0::1]/",
  "http://[ff02::1]/",
  "http://[fd00:ec2::254]/",
  "http://①②⑦.⓪.⓪.①/",
  "http://user:pass@127.0.0.1/",
  "http://127.0.0.1./",
];

test("this machine, link-local, metadata, multicast and unspecified addresses are refused in every spelling", async () => {
  for (const text of REFUSED) {
    const found = await destination(new URL(text), [], () => Promise.reject(new Error("not a name")));
    expect(found, text).toEqual({ kind: "refused" });
  }
});

test("an office's own LAN and other unicast addresses are not refused", () => {
  for (const address of [
    "10.1.2.3",
    "172.16.0.5",
    "192.168.1.10",
    "100.64.0.1",
    "203.0.113.9",
    "fd12:3456::1",
  ])
    expect(isRefused(address), address).toBe(false);
  expect(isRefused("2001:db8::1")).toBe(false);
  expect(isRefused("::ffff:10.1.2.3")).toBe(false);
  expect(isRefused("fd12::1%eth0")).toBe(true);
  expect(isRefused("localhost")).toBe(true);
});

test("a name that leads to one refused address among several is refused", async () => {
  const url = new URL("http://gateway.example/");
  const to = (...addresses: string[]) => destination(url, [], () => Promise.resolve(addresses));
  expect(await to("10.0.0.9")).toEqual({ kind: "address", address: "10.0.0.9" });
  expect(await to("10.0.0.9", "127.0.0.1")).toEqual({ kind: "refused" });
  expect(await to("::1")).toEqual({ kind: "refused" });
  expect(await to()).toEqual({ kind: "unknown" });
  expect(await destination(url, [], () => Promise.reject(new Error("ENOTFOUND")))).toEqual({
    kind: "unknown",
  });
});

test("the configuration may allow a host, an address, or one port of it only", async () => {
  const look = () => Promise.resolve(["127.0.0.1"]);
  const at = (text: string, ...allow: string[]) => destination(new URL(text), allow, look);
  const good = { kind: "address", address: "127.0.0.1" };
  expect(await at("http://127.0.0.1:8025/", "127.0.0.1")).toEqual(good);
  expect(await at("http://127.0.0.1:8025/", "127.0.0.1:8025")).toEqual(good);
  expect(await at("http://127.0.0.1:9000/", "127.0.0.1:8025")).toEqual({ kind: "refused" });
  expect(await at("http://localhost/", "LOCALHOST")).toEqual(good);
  expect(await at("https://localhost/", "localhost:443")).toEqual(good);
  expect(await at("http://[::1]:81/", "[::1]:81")).toEqual({ kind: "address", address: "::1" });
});

test("no IPv4 address is refused or let through differently when IPv6 wraps it", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.constantFrom("::ffff:", "64:ff9b::"), (address, prefix) => {
      expect(isRefused(`${prefix}${address}`)).toBe(isRefused(address));
    }),
  );
});
