import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import type { SnmpCredential } from "../../core/wire/assignment.ts";
import type { Result } from "../../core/result.ts";
import type { OpenSession, SnmpSession, VarBind } from "../../agent/snmp/protocol.ts";
import { compareOids } from "../../agent/snmp/oid.ts";
import { startSnmpDevices, type DeviceSpec, type Faults } from "../fakes/snmp-device/devices.ts";
import { makeTree } from "../fakes/snmp-device/tree.ts";
import {
  counter32,
  counter64,
  gauge32,
  integer,
  ipAddress,
  nothing,
  objectId,
  octets,
  opaque,
  timeTicks,
} from "../fakes/snmp-device/values.ts";
import { realClock } from "../support/real-clock.ts";

/** What every implementation of `SnmpSession` does, whichever version it speaks and whoever wrote its codec. */
export interface SessionImplementation {
  readonly name: string;
  /** Opens with this time-out. */
  readonly opener: (settings: {
    readonly timeoutMs: number;
    readonly resolve?: (name: string) => Promise<string>;
  }) => OpenSession;
  readonly versions: readonly SnmpCredential["version"][];
}

const TIMEOUT_MS = 150;
const USER = {
  name: "officer",
  auth: { protocol: "sha", password: "auth-pass-1" },
  priv: { protocol: "aes", password: "priv-pass-1" },
} as const;
const CREDENTIALS: Readonly<Record<SnmpCredential["version"], SnmpCredential>> = {
  "1": { version: "1", community: "public" },
  "2c": { version: "2c", community: "public" },
  "3": { version: "3", user: USER.name, auth: USER.auth, priv: USER.priv },
};

/** One value of each type, then a table of three columns by forty rows, then 64-bit counters around their wrap. */
const tree = makeTree([
  ["1.3.6.1.2.1.1.1.0", octets("Switch Hương Sơn")],
  ["1.3.6.1.2.1.1.2.0", objectId("1.3.6.1.4.1.32473.1")],
  ["1.3.6.1.2.1.1.3.0", timeTicks(4_294_967_295)],
  ["1.3.6.1.2.1.1.4.0", octets("")],
  ["1.3.6.1.2.1.1.5.0", integer(-2_147_483_648)],
  ["1.3.6.1.2.1.1.6.0", gauge32(4_294_967_295)],
  ["1.3.6.1.2.1.1.7.0", counter32(0)],
  ["1.3.6.1.2.1.1.8.0", ipAddress("192.0.2.7")],
  ["1.3.6.1.2.1.1.9.0", nothing],
  ["1.3.6.1.2.1.1.10.0", opaque(Uint8Array.of(1, 2))],
  ...[1, 2, 3].flatMap((column) =>
    Array.from(
      { length: 40 },
      (_, row) => [`1.3.9.${column}.${row + 1}`, gauge32(column * 1_000 + row)] as const,
    ),
  ),
  ["1.3.10.1", counter64(2n ** 53n - 1n)],
  ["1.3.10.2", counter64(2n ** 53n)],
  ["1.3.10.3", counter64(2n ** 64n - 1n)],
  ["1.3.10.4", counter64(255n)],
]);
const UPTIME = "1.3.6.1.2.1.1.3.0";
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.fault.code);
const column = (n: number) => `1.3.9.${n}`;

const withoutOid = (varbind: VarBind) =>
  Object.fromEntries(Object.entries(varbind).filter(([key]) => key !== "oid"));

export function describeSnmpSession(implementation: SessionImplementation): void {
  const { name, opener, versions } = implementation;
  const opened = async (port: number, version: SnmpCredential["version"]): Promise<SnmpSession> => {
    const session = await opener({ timeoutMs: TIMEOUT_MS })({
      address: "127.0.0.1",
      port,
      credential: CREDENTIALS[version],
    });
    if (!session.ok) throw new Error(session.fault.code);
    onTestFinished(() => session.value.close());
    return session.value;
  };
  const device = async (version: SnmpCredential["version"], spec: Partial<DeviceSpec> = {}) => {
    const fakes = await startSnmpDevices({
      clock: realClock,
      devices: [{ community: "public", users: [USER], tree, ...spec }],
    });
    onTestFinished(fakes.close);
    return { fakes, session: await opened(fakes.device.port, version), port: fakes.device.port };
  };
  const context: Context = { opener, device, opened };

  describe.each(versions)(`${name}, version %s`, (version) => {
    describeReading(version, context);
    describeTrouble(version, context);
    describeEnding(version, context);
  });
  describe(`${name}: whatever arrives`, () => describeDatagrams(context));
}

interface Context {
  readonly opener: SessionImplementation["opener"];
  readonly opened: (port: number, version: SnmpCredential["version"]) => Promise<SnmpSession>;
  readonly device: (
    version: SnmpCredential["version"],
    spec?: Partial<DeviceSpec>,
  ) => Promise<{
    readonly fakes: Awaited<ReturnType<typeof startSnmpDevices>>;
    readonly session: SnmpSession;
    readonly port: number;
  }>;
}

function describeReading(version: SnmpCredential["version"], { device }: Context): void {
  test("values of every type come as they are, in the order asked", async () => {
    const { session } = await device(version);
    const oids = [7, 1, 2, 3, 4, 5, 6, 8, 9, 10].map((n) => `1.3.6.1.2.1.1.${n}.0`);
    const read = await session.get(oids);
    expect(read.ok && read.value.map(withoutOid)).toEqual([
      { type: "counter32", value: 0 },
      { type: "octets", value: new TextEncoder().encode("Switch Hương Sơn") },
      { type: "oid", value: "1.3.6.1.4.1.32473.1" },
      { type: "timeticks", value: 4_294_967_295 },
      { type: "octets", value: new Uint8Array() },
      { type: "integer", value: -2_147_483_648 },
      { type: "gauge32", value: 4_294_967_295 },
      { type: "address", value: "192.0.2.7" },
      { type: "absent" },
      { type: "opaque", value: Uint8Array.of(1, 2) },
    ]);
    expect(read.ok && read.value.map(({ oid }) => oid)).toEqual(oids);
  });

  test("what the device does not have is absent, and does not cost the rest", async () => {
    const { session } = await device(version);
    const read = await session.get(["1.3.6.1.2.1.99.0", UPTIME, "1.3.6.1.2.1.1.3.7"]);
    expect(read).toMatchObject({
      ok: true,
      value: [{ type: "absent" }, { type: "timeticks" }, { type: "absent" }],
    });
  });

  test("64-bit counters wrap at 2^53, with all of their bits beside", async () => {
    const { session } = await device(version);
    const read = await session.get([1, 2, 3, 4].map((n) => `1.3.10.${n}`));
    // Version 1 has none.
    const wide = [
      { value: 2 ** 53 - 1 },
      { value: 0, wide: 2n ** 53n },
      { value: 2 ** 53 - 1, wide: 2n ** 64n - 1n },
      { value: 255 },
    ].map((counter) => ({ type: "counter64", ...counter }));
    const expected = version === "1" ? wide.map(() => ({ type: "absent" })) : wide;
    expect(read).toMatchObject({ ok: true, value: expected });
  });

  test("columns come side by side, after what is read once", async () => {
    const { session } = await device(version);
    const oids = ["1.3.6.1.2.1.1.3", column(1), `${column(2)}.5`];
    const read = await session.bulk({ nonRepeaters: 1, maxRepetitions: 3, oids });
    const rows = version === "1" ? 1 : 3;
    const values = (n: number, first: number) =>
      Array.from({ length: rows }, (_, row) => ({
        oid: `${column(n)}.${first + row}`,
        type: "gauge32",
        value: n * 1_000 + first - 1 + row,
      }));
    expect(read).toMatchObject({
      ok: true,
      value: {
        scalars: [{ oid: UPTIME, type: "timeticks", value: 4_294_967_295 }],
        columns: [values(1, 1), values(2, 6)],
      },
    });
    expect(read.ok && read.value.bytes).toBeGreaterThan(50);
  });

  test("the end of the device's view closes a column", async () => {
    const { session } = await device(version);
    const read = await session.bulk({ nonRepeaters: 0, maxRepetitions: 3, oids: ["1.3.10.3", "1.3.10.4"] });
    const ends = read.ok ? read.value.columns.map((values) => values.at(-1)?.type) : [];
    expect(ends).toEqual(["end", "end"]);
  });

  test("a reply that one frame cannot hold is cut, and what is there is in order", async () => {
    const { session } = await device(version);
    const oids = [column(1), column(2), column(3)];
    const read = await session.bulk({ nonRepeaters: 0, maxRepetitions: 40, oids });
    const columns = read.ok ? read.value.columns : [];
    const count = columns.flat().length;
    if (version === "1") return expect(count).toBe(3);
    expect(count).toBeGreaterThan(50);
    expect(count).toBeLessThan(120);
    for (const [i, values] of columns.entries()) {
      expect(values.map(({ oid }) => oid)).toEqual(values.map((_, row) => `${column(i + 1)}.${row + 1}`));
    }
  });

  test("replies of 12 KB come whole", async () => {
    const long = Uint8Array.from({ length: 12_000 }, (_, i) => i & 0xff);
    const { session } = await device(version, {
      tree: makeTree([["1.3.6.1.2.1.1.1.0", octets(long)]]),
      maxMessageSize: 65_000,
    });
    expect(await session.get(["1.3.6.1.2.1.1.1.0"])).toMatchObject({
      ok: true,
      value: [{ type: "octets", value: long }],
    });
  });
}

function describeTrouble(version: SnmpCredential["version"], { device }: Context): void {
  test("a request that is too big is asked in halves", async () => {
    const { session, fakes } = await device(version, { faults: { tooBig: { aboveBindings: 3 } } });
    const oids = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `1.3.6.1.2.1.1.${n}.0`);
    const read = await session.get(oids);
    expect(read.ok && read.value.map(({ oid }) => oid)).toEqual(oids);
    expect(fakes.log.entries().filter(({ status }) => status === 1)).toHaveLength(3);
  });

  test("one that is too big however small says so", async () => {
    const { session } = await device(version, { faults: { tooBig: true } });
    expect(await session.get([UPTIME])).toMatchObject({
      ok: false,
      fault: { code: "snmp_refused", params: { reason: "tooBig" } },
    });
  });

  test("a lost request is sent again", async () => {
    const { session, fakes } = await device(version);
    await session.get([UPTIME]);
    const before = session.sent();
    fakes.device.setFaults({ drop: { every: 2 } });
    expect(codeOf(await session.get([UPTIME], { retries: 0 }))).toBe("ok");
    expect(codeOf(await session.get([UPTIME], { retries: 1 }))).toBe("ok");
    expect(session.sent() - before).toBe(3);
    fakes.device.setFaults({ drop: true });
    const read = await session.get([UPTIME], { retries: 2 });
    expect(read).toMatchObject({
      ok: false,
      fault: { code: "snmp_timeout", params: { address: "127.0.0.1" } },
    });
    expect(read.ok ? {} : read.fault.params).not.toHaveProperty("reason");
    expect(session.sent() - before).toBe(6);
  });

  test.each<[string, Faults, string]>([
    ["twice", { duplicate: true }, "ok"],
    ["late", { delay: { ms: 60 } }, "ok"],
    ["from another port", { otherPort: true }, "snmp_timeout"],
    ["with the id of another request", { wrongRequestId: true }, version === "3" ? "any" : "snmp_timeout"],
    ["cut short", { truncate: { bytes: 30 } }, "snmp_garbage"],
    ["empty", { empty: true }, "snmp_garbage"],
    ["as random bytes", { garbage: true }, "snmp_garbage"],
  ])("answers that come %s", async (_, faults, expected) => {
    const { session, fakes } = await device(version);
    expect(codeOf(await session.get([UPTIME]))).toBe("ok");
    fakes.device.setFaults(faults);
    for (let i = 0; i < 3; i += 1) {
      const code = codeOf(await session.get([UPTIME], { retries: 0 }));
      // net-snmp looks at the message's id only, which in version 3 is another one, and signed.
      expect(expected === "any" ? ["ok", "snmp_timeout", "snmp_garbage"] : [expected]).toContain(code);
    }
    fakes.device.setFaults({});
    expect(codeOf(await session.get([UPTIME]))).toBe("ok");
  });

  test("the true answer counts, though garbage came before it", async () => {
    const { session, fakes } = await device(version);
    await session.get([UPTIME]);
    fakes.device.setFaults({ garbage: { every: 2 } });
    for (let i = 0; i < 4; i += 1) expect(codeOf(await session.get([UPTIME], { retries: 1 }))).toBe("ok");
  });
}

function describeEnding(version: SnmpCredential["version"], { device }: Context): void {
  test("a request can be stopped, and the session goes on", async () => {
    const { session, fakes } = await device(version);
    await session.get([UPTIME]);
    fakes.device.setFaults({ drop: true });
    const stop = new AbortController();
    const read = session.get([UPTIME], { signal: stop.signal });
    stop.abort();
    expect(await read).toMatchObject({
      ok: false,
      fault: { code: "snmp_timeout", params: { reason: "aborted" } },
    });
    fakes.device.setFaults({});
    expect(codeOf(await session.get([UPTIME]))).toBe("ok");
    const before = session.sent();
    expect(codeOf(await session.get([UPTIME], { signal: stop.signal }))).toBe("snmp_timeout");
    expect(session.sent()).toBe(before);
  });

  test("closing ends the request under way, once, and may be done twice", async () => {
    const { session, fakes } = await device(version);
    fakes.device.setFaults({ drop: true });
    const outcomes: string[] = [];
    const read = session.get([UPTIME]).then((result) => outcomes.push(codeOf(result)));
    session.close();
    session.close();
    await read;
    await realClock.sleep(2 * TIMEOUT_MS);
    expect(outcomes).toEqual(["snmp_timeout"]);
  });

  test("two requests at once are a mistake of the caller", async () => {
    const { session } = await device(version);
    const first = session.get([UPTIME]);
    await expect(session.get([UPTIME])).rejects.toThrow("one request at a time");
    expect(codeOf(await first)).toBe("ok");
  });

  test("many sessions at once keep their answers apart", async () => {
    const { session, fakes } = await device(version);
    expect(fakes.devices.length).toBe(1);
    const walk = async () => {
      const seen: VarBind[] = [];
      for (let at = "1.3"; ;) {
        const read = await session.bulk({ nonRepeaters: 0, maxRepetitions: 10, oids: [at] });
        const values = read.ok ? (read.value.columns[0] ?? []).filter(({ type }) => type !== "end") : [];
        const last = values.at(-1);
        if (last === undefined) return seen;
        expect(compareOids(last.oid, at)).toBeGreaterThan(0);
        seen.push(...values);
        at = last.oid;
      }
    };
    expect((await walk()).length).toBe(version === "1" ? 130 : 134);
  });
}

/** Answers each datagram as the test says; from its own port. */
async function responder(
  answer: (request: Buffer, reply: (bytes: Uint8Array) => void, from: RemoteInfo) => void,
) {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  let open = true;
  const close = () => {
    if (open) socket.close();
    open = false;
  };
  onTestFinished(close);
  let requests = 0;
  socket.on("message", (request, from) => {
    requests += 1;
    answer(request, (bytes) => socket.send(bytes, from.port, from.address), from);
  });
  return { port: socket.address().port, requests: () => requests, close };
}

/** The answer to a version 2c GET: the request itself with the PDU tag of a response and a value for its NULL. */
function answerTo(request: Buffer): Buffer {
  const reply = Buffer.from(request);
  reply[reply.indexOf(0xa0, 10)] = 0xa2;
  return reply;
}

function describeDatagrams({ opened, opener }: Context): void {
  test("an empty datagram and garbage are dropped, and the true answer still counts", async () => {
    const { port } = await responder((request, reply) => {
      reply(new Uint8Array(0));
      reply(Uint8Array.of(0x30, 0x02, 0x06, 0x01));
      reply(answerTo(request).subarray(0, 30));
      // A version 1 message with our request's id.
      const old = answerTo(request);
      old[4] = 0;
      reply(old);
      reply(answerTo(request));
    });
    const session = await opened(port, "2c");
    for (let i = 0; i < 3; i += 1) {
      expect(await session.get([UPTIME])).toMatchObject({ ok: true, value: [{ type: "absent" }] });
    }
  });

  test("its own request sent back is no answer", async () => {
    const { port } = await responder((request, reply) => reply(request));
    const session = await opened(port, "2c");
    expect(codeOf(await session.get([UPTIME], { retries: 0 }))).toBe("snmp_garbage");
    expect(session.heard()).toBe(false);
  });

  test("a reply from another address is not taken", async () => {
    const liar = createSocket("udp4").bind(0, "127.0.0.2");
    await once(liar, "listening");
    onTestFinished(() => void liar.close());
    const { port } = await responder((request, _, from) =>
      liar.send(answerTo(request), from.port, from.address),
    );
    const session = await opened(port, "2c");
    expect(codeOf(await session.get([UPTIME], { retries: 0 }))).toBe("snmp_timeout");
    expect(session.heard()).toBe(false);
  });

  test("a device that never answers costs its time-outs and no more", async () => {
    const { port, requests } = await responder(() => {});
    const session = await opened(port, "2c");
    const began = performance.now();
    expect(codeOf(await session.get([UPTIME], { retries: 1 }))).toBe("snmp_timeout");
    expect(performance.now() - began).toBeGreaterThanOrEqual(2 * TIMEOUT_MS - 5);
    expect(performance.now() - began).toBeLessThan(2 * TIMEOUT_MS + 600);
    expect(requests()).toBe(2);
  });

  test("a closed port is told from silence, at the latest when the request is repeated", async () => {
    const { port, close } = await responder(() => {});
    close();
    const session = await opened(port, "2c");
    const read = await session.get([UPTIME]);
    expect(read).toMatchObject({ ok: false, fault: { params: { reason: "port_unreachable" } } });
  });

  test("a name is looked up once, and one that cannot be found says so", async () => {
    const names: string[] = [];
    const resolving = opener({
      timeoutMs: TIMEOUT_MS,
      resolve: async (name) => {
        names.push(name);
        if (name === "nowhere.test") throw new Error("ENOTFOUND");
        return "127.0.0.1";
      },
    });
    const { port } = await responder((request, reply) => reply(answerTo(request)));
    const session = await resolving({ address: "sw-1.test", port, credential: CREDENTIALS["2c"] });
    if (!session.ok) throw new Error(session.fault.code);
    onTestFinished(() => session.value.close());
    expect(codeOf(await session.value.get([UPTIME]))).toBe("ok");
    expect(codeOf(await session.value.get([UPTIME]))).toBe("ok");
    expect(names).toEqual(["sw-1.test"]);
    const nowhere = await resolving({ address: "nowhere.test", port, credential: CREDENTIALS["2c"] });
    expect(nowhere).toMatchObject({
      ok: false,
      fault: { code: "snmp_address", params: { address: "nowhere.test" } },
    });
  });

  test("devices with IPv6 addresses answer, however the address is written", async () => {
    const fakes = await startSnmpDevices({
      clock: realClock,
      devices: [{ community: "public", tree, address: "::1" }],
    });
    onTestFinished(fakes.close);
    const session = await opener({ timeoutMs: TIMEOUT_MS })({
      address: "0:0:0:0:0:0:0:1",
      port: fakes.device.port,
      credential: CREDENTIALS["2c"],
    });
    if (!session.ok) throw new Error(session.fault.code);
    onTestFinished(() => session.value.close());
    expect(codeOf(await session.value.get([UPTIME]))).toBe("ok");
  });
}
