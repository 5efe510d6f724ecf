import { describe, expect, onTestFinished, test } from "vitest";
import { fakeClock } from "../../support/fake-clock.ts";
import { openAsker, readReply, requestTlv } from "./client.ts";
import { type DeviceSpec, startSnmpDevices } from "./devices.ts";
import { parseRecording } from "./recording.ts";
import { oneValue, rows, start, textOf } from "./test-kit.ts";
import { makeTree } from "./tree.ts";
import { TAG, counter64, integer, octets } from "./values.ts";

const BASE = "1.3.6.1.4.1.32473";
const community = "public";
/** A Counter64 between two plain objects. */
const mixed = () =>
  makeTree([
    [`${BASE}.1.0`, integer(1)],
    [`${BASE}.2.0`, counter64(2n ** 40n)],
    [`${BASE}.3.0`, octets("three")],
  ]);

describe("version 2c", () => {
  test("GET gives values, and says for each missing OID whether object or instance is missing", async () => {
    const { ask } = await start({ community, tree: mixed() });
    const reply = await ask(2, {
      type: "get",
      oids: [`${BASE}.1.0`, `${BASE}.1.7`, `${BASE}.9.9`],
      requestId: -77,
    });
    expect(reply).toMatchObject({ status: 0, requestId: -77 });
    expect(reply.bindings.map(({ oid, tag }) => [oid, tag])).toEqual([
      [`${BASE}.1.0`, TAG.integer],
      [`${BASE}.1.7`, TAG.noSuchInstance],
      [`${BASE}.9.9`, TAG.noSuchObject],
    ]);
  });

  test("GETNEXT gives the OID behind, and endOfMibView with the asked name at the end", async () => {
    const { ask } = await start({ community, tree: mixed() });
    const reply = await ask(2, { type: "getNext", oids: ["1.3", `${BASE}.1.0`, `${BASE}.3.0`] });
    expect(reply.bindings.map(({ oid, tag }) => [oid, tag])).toEqual([
      [`${BASE}.1.0`, TAG.integer],
      [`${BASE}.2.0`, TAG.counter64],
      [`${BASE}.3.0`, TAG.endOfMibView],
    ]);
  });

  test("GETBULK gives non-repeaters once, the others in rows, and ends after a row of ends", async () => {
    const { ask } = await start({ community, tree: rows(3) });
    const oids = [BASE, `${BASE}.1`, `${BASE}.1.2`];
    const reply = await ask(2, { type: "getBulk", oids, nonRepeaters: 1, maxRepetitions: 50 });
    expect(reply.bindings.map(({ oid, tag }) => `${oid.slice(BASE.length)} ${tag}`)).toEqual([
      ".1.1 4",
      ".1.1 4",
      ".1.3 4",
      ".1.2 4",
      ".1.3 130",
      ".1.3 4",
      ".1.3 130",
      ".1.3 130",
      ".1.3 130",
    ]);
  });

  test("GETBULK with negative or zero numbers gives nothing rather than an error", async () => {
    const { ask } = await start({ community, tree: rows(3) });
    const reply = await ask(2, { type: "getBulk", oids: [BASE], nonRepeaters: -1, maxRepetitions: -5 });
    expect(reply).toMatchObject({ status: 0, bindings: [] });
  });

  test("SET is refused as notWritable, with the request's bindings", async () => {
    const { ask } = await start({ community, tree: mixed() });
    const reply = await ask(2, { type: "set", oids: [`${BASE}.1.0`] });
    expect(reply).toMatchObject({ status: 17, index: 1, bindings: [{ oid: `${BASE}.1.0` }] });
  });
});

describe("version 1", () => {
  test("one missing name fails the whole GET as noSuchName and sends the request's bindings back", async () => {
    const { ask } = await start({ community, tree: mixed() });
    const reply = await ask(1, { type: "get", oids: [`${BASE}.1.0`, `${BASE}.9.0`] });
    expect(reply).toMatchObject({ status: 2, index: 2, bindings: [{ tag: TAG.null }, { tag: TAG.null }] });
  });

  test("a Counter64 is not there: GET fails, GETNEXT steps over it", async () => {
    const { ask } = await start({ community, tree: mixed() });
    expect(await ask(1, { type: "get", oids: [`${BASE}.2.0`] })).toMatchObject({ status: 2, index: 1 });
    const next = await ask(1, { type: "getNext", oids: [`${BASE}.1.0`] });
    expect(next).toMatchObject({ status: 0, bindings: [{ oid: `${BASE}.3.0`, tag: TAG.octets }] });
  });

  test("GETNEXT at the end is noSuchName", async () => {
    const { ask } = await start({ community, tree: mixed() });
    expect(await ask(1, { type: "getNext", oids: [`${BASE}.3.0`] })).toMatchObject({ status: 2, index: 1 });
  });

  test("SET is noSuchName, and GETBULK gets no answer because version 1 has none", async () => {
    const { ask, provoke, fakes } = await start({ community, tree: mixed() });
    expect(await ask(1, { type: "set", oids: [`${BASE}.1.0`] })).toMatchObject({ status: 2, index: 1 });
    expect(
      await provoke(requestTlv(1, community, { type: "getBulk", oids: [BASE], maxRepetitions: 2 })),
    ).toEqual([]);
    expect(fakes.log.entries().at(-1)).toMatchObject({ type: "getBulk", outcome: "no answer due" });
  });
});

describe("message size", () => {
  test.each([484, 600, 1_472, 3_000, 65_507])(
    "a GETBULK reply of up to %d bytes is cut at the end of a binding",
    async (maxMessageSize) => {
      const { fakes, asker } = await start({ community, tree: rows(5_000), maxMessageSize });
      const { bytes } = await asker.ask(
        requestTlv(2, community, { type: "getBulk", oids: [BASE], maxRepetitions: 10_000 }),
      );
      const { bindings, status } = readReply(bytes);
      expect(status).toBe(0);
      expect(bindings.map(({ value }) => textOf(value))).toEqual(bindings.map((_, at) => `row ${at + 1}`));
      expect(bytes.length).toBeLessThanOrEqual(maxMessageSize);
      // One more would not have fitted: a binding here takes at most 27 bytes.
      expect(bytes.length).toBeGreaterThan(maxMessageSize - 30);
      expect(fakes.device.requests()[0]).toMatchObject({
        bytes: bytes.length,
        answered: bindings.length,
        maxRepetitions: 10_000,
      });
    },
  );

  test("a GET that does not fit is tooBig: without bindings in 2c, with the request's in 1", async () => {
    const tree = rows(10, () => "x".repeat(200));
    const { ask } = await start({ community, tree, maxMessageSize: 484 });
    const oids = [1, 2, 3].map((row) => `${BASE}.1.${row}`);
    expect(await ask(2, { type: "get", oids })).toMatchObject({ status: 1, index: 0, bindings: [] });
    const old = await ask(1, { type: "get", oids });
    expect(old).toMatchObject({ status: 1, index: 0 });
    expect(old.bindings.map(({ oid }) => oid)).toEqual(oids);
    expect(await ask(2, { type: "get", oids: oids.slice(0, 2) })).toMatchObject({ status: 0 });
  });

  test("a GETBULK of which not one binding fits is tooBig", async () => {
    const { ask } = await start({ community, tree: rows(1, () => "x".repeat(500)), maxMessageSize: 484 });
    expect(await ask(2, { type: "getBulk", oids: [BASE], maxRepetitions: 1 })).toMatchObject({
      status: 1,
      bindings: [],
    });
  });
});

describe("many devices", () => {
  const named = (name: string): Pick<DeviceSpec, "name" | "tree"> => ({
    name,
    tree: makeTree([[`${BASE}.1.0`, octets(name)]]),
  });
  const nameAt = async (to: { address: string; port: number }, by: string) => {
    const asker = await openAsker(to);
    onTestFinished(asker.close);
    const { bindings } = readReply(
      (await asker.ask(requestTlv(2, by, { type: "get", oids: [`${BASE}.1.0`] }))).bytes,
    );
    return textOf(bindings[0]?.value);
  };

  test("answer by address, by port and by community", async () => {
    const first = await startSnmpDevices({ clock: fakeClock(), devices: [{ ...named("a"), community }] });
    onTestFinished(first.close);
    const { port } = first.device;
    const fakes = await startSnmpDevices({
      clock: fakeClock(),
      devices: [
        { ...named("b"), address: "127.77.0.2", port, community },
        { ...named("c"), address: "127.77.0.2", port, community: "third" },
        { ...named("d"), address: "127.77.0.3", community, views: { "public@10": named("d vlan 10").tree } },
        { ...named("e"), address: "127.77.0.3", community },
      ],
    });
    onTestFinished(fakes.close);
    expect(await nameAt(first.device, community)).toBe("a");
    const [b, c, d, e] = fakes.devices;
    if (!b || !c || !d || !e) throw new Error("a device is missing");
    expect([b.port, c.port]).toEqual([port, port]);
    expect(await nameAt(b, community)).toBe("b");
    expect(await nameAt(c, "third")).toBe("c");
    expect(await nameAt(d, community)).toBe("d");
    expect(await nameAt(d, "public@10")).toBe("d vlan 10");
    expect(await nameAt(e, community)).toBe("e");
    expect(fakes.log.total).toBe(5);
    expect(fakes.devices.map((device) => device.requests().length)).toEqual([1, 1, 2, 1]);
  });

  test("answer over IPv6", async () => {
    const fakes = await startSnmpDevices({
      clock: fakeClock(),
      devices: [{ ...named("six"), address: "::1", community }],
    });
    onTestFinished(fakes.close);
    expect(await nameAt(fakes.device, community)).toBe("six");
  });

  test("that could not be told apart do not start, and nothing stays open", async () => {
    const probe = await startSnmpDevices({
      clock: fakeClock(),
      devices: [{ ...named("a"), address: "127.77.0.9" }],
    });
    await probe.close();
    const at = { address: "127.77.0.9", port: probe.device.port };
    const devices = [1, 2].map(() => ({ ...at, community, tree: oneValue() }));
    const refused = startSnmpDevices({ clock: fakeClock(), devices });
    await expect(refused).rejects.toThrow(/share a community/);
    const again = await startSnmpDevices({ clock: fakeClock(), devices: devices.slice(0, 1) });
    await again.close();
  });

  test("an unknown community gets no answer, and the log says why", async () => {
    const { provoke, fakes } = await start({ community, tree: oneValue() });
    expect(await provoke(requestTlv(2, "private", { type: "get", oids: [BASE] }))).toEqual([]);
    expect(fakes.log.entries()).toMatchObject([
      { outcome: "unknown community", version: 2, type: "get", oids: 1 },
    ]);
  });

  test("rubbish gets no answer, and the next request does", async () => {
    const { provoke, ask, fakes } = await start({ community, tree: oneValue() });
    const rubbish = ["", "30", "0600", "3003020105", "ff".repeat(100)].map((hex) => Buffer.from(hex, "hex"));
    expect(await provoke(...rubbish)).toEqual([]);
    expect(fakes.log.entries().map(({ outcome }) => outcome)).toEqual(rubbish.map(() => "malformed"));
    expect((await ask(2, { type: "get", oids: [`${BASE}.1.1`] })).bindings).toMatchObject([{ value: 7n }]);
  });
});

test("the log is bounded, in order, and counts on", async () => {
  const clock = fakeClock();
  const fakes = await startSnmpDevices({
    clock,
    logSize: 3,
    devices: [{ name: "one", community, tree: oneValue() }],
  });
  onTestFinished(fakes.close);
  const asker = await openAsker(fakes.device);
  onTestFinished(asker.close);
  for (const oids of [1, 2, 3, 4, 5].map((count) => Array.from({ length: count }, () => `${BASE}.1.1`))) {
    await asker.ask(requestTlv(2, community, { type: "get", oids }));
  }
  expect(fakes.log.total).toBe(5);
  expect(fakes.log.entries().map(({ oids }) => oids)).toEqual([3, 4, 5]);
  expect(fakes.log.entries()[2]).toMatchObject({
    at: clock.now(),
    device: "one",
    version: 2,
    type: "get",
    answered: 5,
    status: 0,
    outcome: "answered",
    from: { address: "127.0.0.1" },
  });
  fakes.log.clear();
  expect(fakes.log.entries()).toEqual([]);
});

describe("a tree", () => {
  test("can be changed while it is served: values, new OIDs, OIDs that go", async () => {
    const tree = oneValue();
    const { ask } = await start({ community, tree });
    const walk = async () =>
      (await ask(2, { type: "getBulk", oids: [BASE], maxRepetitions: 5 })).bindings.map(({ value }) => value);
    tree.set(`${BASE}.1.1`, integer(8));
    tree.set(`${BASE}.1.0`, () => integer(-3));
    expect((await walk()).slice(0, 2)).toEqual([-3n, 8n]);
    tree.remove(`${BASE}.1.0`);
    expect((await walk()).slice(0, 1)).toEqual([8n]);
  });

  test("is sorted by number, and of two equal OIDs has the last", () => {
    const tree = makeTree(
      [`${BASE}.10`, `${BASE}.9`, `${BASE}.2.1`, `${BASE}.9`].map((oid, at) => [oid, integer(at)] as const),
    );
    const found = Array.from({ length: tree.size }, (_, at) => Array.from(tree.oidAt(at)).slice(7).join("."));
    expect(found).toEqual(["2.1", "9", "10"]);
    expect(tree.valueAt(1)).toEqual(integer(3));
  });
});

describe("a recording", () => {
  test.each([
    ["1.3.6|4", "not OID|TAG|VALUE"],
    ["1.3.6.1|2|x", "Integer32"],
    ["1.3.6.1|2|2147483648", "Integer32"],
    ["1.3.6.1|65|-1", "Counter32"],
    ["1.3.6.1|65|", "Counter32"],
    ["1.3.6.1|4x|0g", "not hexadecimal"],
    ["1.3.6.1|64|10.0.0", "IpAddress"],
    ["1.3.6.1|99|1", "tag"],
    ["1.3.x|2|1", "not an OID"],
  ])("with the line %j is refused, naming the line and the reason", (line, reason) => {
    expect(() => parseRecording(`1.3.6.1.0|2|1\n${line}\n`)).toThrow(
      new RegExp(`line 2: .*${reason.replace("|", "\\|").replace("|V", "\\|V")}`),
    );
  });

  test("may have comments, empty lines and the line ends of Windows", () => {
    expect(parseRecording("# note\r\n\r\n1.3.6.1|4|a\r\n1.3.6.2|2|1").size).toBe(2);
  });
});
