import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDnsAnswer, startDns, type DnsRecords, type FakeDns } from "../../test/fakes/dns.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { addressesInHosts, createLookUp } from "./look-up.ts";
import { BadTarget, parseHostPort } from "./probe.ts";

const never = new AbortController().signal;
const SIX = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7];

test.each([
  ["mail.example:25", undefined, { host: "mail.example", port: 25 }],
  ["[2001:db8::1]:465", undefined, { host: "2001:db8::1", port: 465 }],
  ["[fe80::1%lan0]:25", undefined, { host: "fe80::1%lan0", port: 25 }],
  ["10.1.2.3", 53, { host: "10.1.2.3", port: 53 }],
])("%s is a host and a port", (text, port, expected) => {
  expect(parseHostPort(text, port)).toEqual(expected);
});

test.each(["a:b:1", "2001:db8::1", "a:0", "a:65536", "a b:1", "a/b:1", ":1", "[]:1", "a:1\n"])(
  "%j is neither",
  (text) => {
    expect(() => parseHostPort(text, 53)).toThrow(BadTarget);
  },
);

test("a hosts file has remarks, many names in a line, and any case", () => {
  const text =
    "# 10.0.0.1 a.example\r\n10.1.2.3  A.example b.example # old\r\nfe80::1 a.example\n1.2.3 a.example\n";
  expect(addressesInHosts(text, "a.example")).toEqual(["10.1.2.3", "fe80::1"]);
  expect(addressesInHosts(text, "example")).toEqual([]);
});

describe("a name", () => {
  const folder = mkdtempSync(join(tmpdir(), "cayda-hosts-"));
  const hostsFile = join(folder, "hosts");
  writeFileSync(hostsFile, "10.9.9.9 own.example\n");
  let four: DnsRecords | undefined;
  let six: DnsRecords | undefined;
  let dns: FakeDns;
  beforeAll(async () => {
    dns = await startDns((question) => {
      const records = question.type === 1 ? four : six;
      return records && makeDnsAnswer(question, records);
    });
  });
  afterAll(() => {
    dns.close();
    rmSync(folder, { recursive: true });
  });
  const find = (name: string) =>
    createLookUp({ clock: realClock, servers: [`127.0.0.1:${dns.port}`], hostsFile })(name, never);

  test("without a way to the server is an answer like another, and kills nobody", async () => {
    // The system refuses to connect to a broadcast address (EACCES), and nothing is sent.
    const cutOff = createLookUp({ clock: realClock, servers: ["255.255.255.255:53"], hostsFile });
    await expect(cutOff("www.example", never)).rejects.toMatchObject({ code: expect.any(String) as string });
  });

  test("in the hosts file, or an address, asks no server", async () => {
    const before = dns.asked.length;
    expect(await find("own.example")).toEqual(["10.9.9.9"]);
    expect(await find("::1")).toEqual(["::1"]);
    expect(await find("localhost")).toEqual(["127.0.0.1", "::1"]);
    expect(dns.asked.length).toBe(before);
  });

  test("is not kept waiting by a server that drops the question for IPv6", async () => {
    four = { addresses: [[10, 1, 2, 3]] };
    six = undefined;
    const began = performance.now();
    expect(await find("a.example")).toEqual(["10.1.2.3"]);
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  test("that has only IPv6 has that", async () => {
    four = {};
    six = { addresses: [SIX] };
    expect(await find("a.example")).toEqual(["2001:db8::7"]);
  });

  test("with letters of its own language is asked for as DNS writes it", async () => {
    four = { addresses: [[10, 1, 2, 3]] };
    await find("hươngsơn.example");
    expect(dns.asked.at(-1)?.name).toMatch(/^xn--[a-z0-9-]+\.example$/);
  });

  test("that nobody knows is an error", async () => {
    four = { code: 3 };
    six = { code: 3 };
    await expect(find("a.example")).rejects.toMatchObject({ code: "ENOTFOUND" });
  });

  test("is given up at once on an abort", async () => {
    four = undefined;
    six = undefined;
    const lookUp = createLookUp({ clock: realClock, servers: [`127.0.0.1:${dns.port}`], hostsFile });
    await expect(lookUp("a.example", AbortSignal.timeout(30))).rejects.toMatchObject({ code: "ECANCELLED" });
  });
});
