import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { SnmpCredential } from "../../core/wire/assignment.ts";
import type { Result } from "../../core/result.ts";
import { hasSnmpd, startSnmpd, V3, type SnmpDaemon } from "../../test/support/snmpd.ts";
import { diagnose, explainSilence } from "./diagnose.ts";
import type { SnmpSession } from "./protocol.ts";
import { createSessionOpener } from "./session.ts";
import { SYSTEM } from "./tables.ts";

const open = createSessionOpener({ timeoutMs: 150 });
const opened: SnmpSession[] = [];
afterEach(() => {
  for (const session of opened.splice(0)) session.close();
});

async function sessionAt(
  port: number,
  credential: SnmpCredential,
  address = "127.0.0.1",
): Promise<SnmpSession> {
  const session = await open({ address, port, credential });
  if (!session.ok) throw new Error(session.fault.code);
  opened.push(session.value);
  return session.value;
}

const public2c = { version: "2c", community: "public" } as const;
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.fault.code);
const { auth, priv } = V3;
const officer = { version: "3", ...V3 } as const;

describe.skipIf(!hasSnmpd)(
  "with a real snmpd" + (hasSnmpd ? "" : " (SKIPPED: snmpd is not installed)"),
  () => {
    let snmpd: SnmpDaemon;
    beforeAll(async () => {
      snmpd = await startSnmpd([
        "view systemonly included .1.3.6.1.2.1.1",
        "rocommunity narrow 127.0.0.1 -V systemonly",
        "sysName sw-huongson",
        `createUser watcher SHA ${auth.password}`,
        "rouser watcher auth",
        `createUser modern SHA-512 ${auth.password} AES ${priv.password}`,
        "rouser modern priv",
        "createUser plain",
        "rouser plain noauth",
      ]);
    });
    afterAll(() => snmpd.close());
    const at = (credential: SnmpCredential) => ({ address: "127.0.0.1", port: snmpd.port, credential });

    test.each<[string, SnmpCredential]>([
      ["version 1", { version: "1", community: "public" }],
      ["version 2c", public2c],
      ["version 3 without security", { version: "3", user: "plain" }],
      ["version 3, SHA", { version: "3", user: "watcher", auth }],
      ["version 3, SHA and AES", officer],
      ["version 3, SHA-512 and AES", { ...officer, user: "modern", auth: { ...auth, protocol: "sha512" } }],
    ])("reads with %s", async (_, credential) => {
      const session = await sessionAt(snmpd.port, credential);
      const read = await session.get([SYSTEM.name, SYSTEM.uptime, SYSTEM.objectId, "1.3.6.1.2.1.1.99.0"]);
      expect(read).toMatchObject({
        ok: true,
        value: [
          { oid: SYSTEM.name, type: "octets", value: new TextEncoder().encode("sw-huongson") },
          { oid: SYSTEM.uptime, type: "timeticks" },
          { oid: SYSTEM.objectId, type: "oid", value: "1.3.6.1.4.1.8072.3.2.10" },
          { oid: "1.3.6.1.2.1.1.99.0", type: "absent" },
        ],
      });
      const bulk = await session.bulk({
        nonRepeaters: 0,
        maxRepetitions: 2,
        oids: ["1.3.6.1.2.1.31.1.1.1.6", "1.3.6.1.2.1.2.2.1.2"],
      });
      const columns = bulk.ok ? bulk.value.columns : [];
      expect(columns.map((column) => column[0]?.type)).toEqual(
        credential.version === "1" ? [expect.any(String), "octets"] : ["counter64", "octets"],
      );
    });

    test.each<[string, SnmpCredential, string]>([
      ["an unknown user", { ...officer, user: "nobody" }, "snmp_user_unknown"],
      [
        "a wrong authentication password",
        { ...officer, auth: { ...auth, password: "wrong-password" } },
        "snmp_auth",
      ],
      ["a user without that privacy", { version: "3", user: "watcher", auth, priv }, "snmp_privacy"],
      ["too little security", { version: "3", user: "officer", auth }, "snmp_refused"],
    ])("tells apart %s", async (_, credential, code) => {
      const session = await sessionAt(snmpd.port, credential);
      expect(codeOf(await session.get([SYSTEM.uptime]))).toBe(code);
    });

    test("a wrong privacy password is told from silence by asking without privacy", async () => {
      const wrong = at({ ...officer, priv: { ...priv, password: "wrong-password" } });
      const session = await sessionAt(snmpd.port, wrong.credential);
      const read = await session.get([SYSTEM.uptime], { retries: 0 });
      expect(["snmp_timeout", "snmp_privacy"]).toContain(codeOf(read));
      expect(session.heard()).toBe(true);
      expect(await explainSilence(wrong, { open })).toMatchObject({ code: "snmp_privacy" });
    });

    test("DES says that this runtime cannot", async () => {
      const des = await open(at({ ...officer, priv: { protocol: "des", password: "privpass123" } }));
      expect(des).toMatchObject({ ok: false, fault: { code: "snmp_unsupported", params: { what: "DES" } } });
    });

    test.each<[string, SnmpCredential, string]>([
      ["all is well", officer, "address answer user authentication privacy interfaces"],
      ["all is well with a community", public2c, "address answer community interfaces"],
      ["the user is unknown", { ...officer, user: "nobody" }, "address answer user!snmp_user_unknown"],
      [
        "the authentication password is wrong",
        { ...officer, auth: { ...auth, password: "wrong-password" } },
        "address answer user authentication!snmp_auth",
      ],
      [
        "the privacy password is wrong",
        { ...officer, priv: { ...priv, password: "wrong-password" } },
        "address answer user authentication privacy!snmp_privacy",
      ],
      [
        "the community is wrong",
        { version: "2c", community: "wrong" },
        "address answer community!snmp_refused",
      ],
      [
        "the view leaves out the interfaces",
        { version: "2c", community: "narrow" },
        "address answer community interfaces!snmp_refused",
      ],
    ])("diagnosis when %s", async (_, credential, expected) => {
      const steps = await diagnose(at(credential), { open });
      expect(steps.map(({ step, fault }) => (fault ? `${step}!${fault.code}` : step)).join(" ")).toBe(
        expected,
      );
    });
  },
);

/** Answers each datagram as the test says; from its own port or from another one. */
async function responder(
  answer: (request: Buffer, reply: (bytes: Uint8Array) => void, from: RemoteInfo) => void,
) {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  sockets.push(socket);
  let requests = 0;
  socket.on("message", (request, from) => {
    requests += 1;
    answer(request, (bytes) => socket.send(bytes, from.port, from.address), from);
  });
  return { port: socket.address().port, requests: () => requests };
}
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

/** The answer to a version 2c GET: the request itself with the PDU tag of a response and a value for its NULL. */
function answerTo(request: Buffer): Buffer {
  const reply = Buffer.from(request);
  reply[reply.indexOf(0xa0, 10)] = 0xa2;
  return reply;
}

describe("whatever arrives", () => {
  test("an empty datagram and garbage are dropped, and the true answer still counts", async () => {
    const { port } = await responder((request, reply) => {
      reply(new Uint8Array(0));
      reply(Uint8Array.of(0x30, 0x02, 0x06, 0x01));
      reply(answerTo(request).subarray(0, 30));
      reply(answerTo(request));
    });
    const session = await sessionAt(port, public2c);
    for (let i = 0; i < 3; i += 1) {
      expect(await session.get([SYSTEM.uptime])).toMatchObject({ ok: true, value: [{ type: "absent" }] });
    }
  });

  test("nothing but garbage is told from silence", async () => {
    const { port } = await responder((_, reply) => reply(Uint8Array.of(0x30, 0x02, 0x06, 0x01)));
    const session = await sessionAt(port, public2c);
    expect(codeOf(await session.get([SYSTEM.uptime], { retries: 0 }))).toBe("snmp_garbage");
  });

  test("a reply from another port is not taken", async () => {
    const liar = createSocket("udp4").bind(0, "127.0.0.1");
    sockets.push(liar);
    await once(liar, "listening");
    const { port } = await responder((request, _, from) =>
      liar.send(answerTo(request), from.port, from.address),
    );
    const session = await sessionAt(port, public2c);
    expect(codeOf(await session.get([SYSTEM.uptime], { retries: 0 }))).toBe("snmp_timeout");
  });

  const oid = tlv(0x06, Buffer.from([0x2b, 1]));

  test("an OID cut off after its tag, on which older libraries hung, is garbage", async () => {
    const { port } = await responder((request, reply) => {
      reply(responseTo(request, 0xa0, tlv(0x30, oid, Buffer.from([0x06]))));
    });
    const session = await sessionAt(port, public2c);
    expect(codeOf(await session.get(["1.3.1"], { retries: 0 }))).toBe("snmp_garbage");
  });

  test("a reply at which the library throws ends the request, not the process", async () => {
    // More values than were asked for, with nothing repeated: net-snmp 3.29.2 looks for column NaN.
    const { port } = await responder((request, reply) => {
      const binding = tlv(0x30, oid, tlv(0x02, Buffer.from([1])));
      reply(responseTo(request, 0xa5, binding, binding));
    });
    const session = await sessionAt(port, public2c);
    const read = await session.bulk({ nonRepeaters: 1, maxRepetitions: 0, oids: ["1.3.0"] }, { retries: 0 });
    expect(read).toMatchObject({
      ok: false,
      fault: { code: "snmp_garbage", params: { reason: "unreadable" } },
    });
  });

  test("a device that never answers costs its timeouts and no more", async () => {
    const { port, requests } = await responder(() => {});
    const session = await sessionAt(port, public2c);
    const began = performance.now();
    const read = await session.get([SYSTEM.uptime], { retries: 1 });
    expect(read).toMatchObject({
      ok: false,
      fault: { code: "snmp_timeout", params: { address: "127.0.0.1" } },
    });
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(requests()).toBe(2);
    expect(session.heard()).toBe(false);
  });

  test("a closed port is known at once", async () => {
    const { port } = await responder(() => {});
    for (const socket of sockets.splice(0)) socket.close();
    const session = await sessionAt(port, public2c);
    const read = await session.get([SYSTEM.uptime]);
    expect(read).toMatchObject({ ok: false, fault: { params: { reason: "port_unreachable" } } });
  });

  test("a request can be stopped, and the session goes on", async () => {
    let silent = true;
    const { port } = await responder((request, reply) => silent || reply(answerTo(request)));
    const session = await sessionAt(port, public2c);
    const stop = new AbortController();
    const read = session.get([SYSTEM.uptime], { signal: stop.signal });
    stop.abort();
    expect(await read).toMatchObject({ ok: false, fault: { params: { reason: "aborted" } } });
    silent = false;
    expect(codeOf(await session.get([SYSTEM.uptime]))).toBe("ok");
    expect(codeOf(await session.get([SYSTEM.uptime], { signal: stop.signal }))).toBe("snmp_timeout");
  });

  test("closing ends a request under way, and may be done twice", async () => {
    const { port } = await responder(() => {});
    const session = await sessionAt(port, public2c);
    const read = session.get([SYSTEM.uptime]);
    session.close();
    session.close();
    expect(codeOf(await read)).toBe("snmp_timeout");
  });

  test("an engine that reports for ever is left", async () => {
    const { port, requests } = await responder((request, reply) =>
      reply(report(request, "1.3.6.1.6.3.15.1.1.2.0")),
    );
    const session = await sessionAt(port, officer);
    expect(codeOf(await session.get([SYSTEM.uptime], { retries: 0 }))).toBe("snmp_clock");
    expect(requests()).toBeLessThanOrEqual(3);
  });

  test("a clear-text answer to an encrypted question is not taken", async () => {
    let asked = 0;
    const { port } = await responder((request, reply) => {
      asked += 1;
      // The discovery is answered with the engine's boots and time, the question in clear text.
      reply(
        asked === 1
          ? report(request, "1.3.6.1.6.3.15.1.1.4.0", 5)
          : message3(request, 0xa2, SYSTEM.uptime, 5),
      );
    });
    const session = await sessionAt(port, officer);
    const read = await session.get([SYSTEM.uptime], { retries: 0 });
    expect(asked).toBe(2);
    expect(codeOf(read)).toBe("snmp_garbage");
  });

  test("a name is looked up once, and one that cannot be found says so", async () => {
    const names: string[] = [];
    const resolving = createSessionOpener({
      resolve: async (name) => {
        names.push(name);
        if (name === "nowhere.test") throw new Error("ENOTFOUND");
        return "127.0.0.1";
      },
    });
    const { port } = await responder((request, reply) => reply(answerTo(request)));
    const session = await resolving({ address: "sw-1.test", port, credential: public2c });
    if (!session.ok) throw new Error(session.fault.code);
    opened.push(session.value);
    await session.value.get([SYSTEM.uptime]);
    await session.value.get([SYSTEM.uptime]);
    expect(names).toEqual(["sw-1.test"]);
    const nowhere = await resolving({ address: "nowhere.test", port, credential: public2c });
    expect(nowhere).toMatchObject({
      ok: false,
      fault: { code: "snmp_address", params: { address: "nowhere.test" } },
    });
  });
});

/** A version 2c response with these bindings, with the request id of the request. */
function responseTo(request: Buffer, pduTag: number, ...bindings: Buffer[]): Buffer {
  const at = request.indexOf(pduTag, 10) + 2;
  const requestId = request.subarray(at, at + 2 + (request[at + 1] ?? 0));
  const zero = tlv(0x02, Buffer.from([0]));
  const pdu = tlv(0xa2, requestId, zero, zero, tlv(0x30, ...bindings));
  return tlv(0x30, tlv(0x02, Buffer.from([1])), tlv(0x04, Buffer.from("public")), pdu);
}

const report = (request: Buffer, oid: string, boots = 0) => message3(request, 0xa8, oid, boots);

/** A version 3 message without security, with the message id of the request. */
function message3(request: Buffer, pduTag: number, oid: string, boots: number): Buffer {
  const id = messageId(request);
  const engine = tlv(0x04, Buffer.from("80001f8804cayda", "latin1"));
  const number = (value: number) => tlv(0x02, Buffer.from([value]));
  const encodedOid = tlv(0x06, Buffer.from([0x2b, ...oid.split(".").slice(2).map(Number)]));
  const bindings = tlv(0x30, tlv(0x30, encodedOid, tlv(0x41, Buffer.from([1]))));
  const header = tlv(0x30, id, tlv(0x02, Buffer.from([0x05, 0xdc])), tlv(0x04, Buffer.from([0])), number(3));
  const empty = tlv(0x04);
  const security = tlv(0x04, tlv(0x30, engine, number(boots), number(boots), empty, empty, empty));
  const pdu = tlv(pduTag, number(1), number(0), number(0), bindings);
  return tlv(0x30, number(3), header, security, tlv(0x30, engine, empty, pdu));
}

function messageId(request: Buffer): Buffer {
  const outer = (request[1] ?? 0) < 0x80 ? 2 : 2 + ((request[1] ?? 0) & 0x7f);
  const at = outer + 3 + 2; // version, then the header of the header
  return request.subarray(at, at + 2 + (request[at + 1] ?? 0));
}

function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
