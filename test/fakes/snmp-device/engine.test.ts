import { describe, expect, test } from "vitest";
import { SECOND } from "../../../core/clock.ts";
import { cursorOf, enter, readAny } from "./ber.ts";
import { readBinding } from "./client.ts";
import { openMessage } from "./community.ts";
import type { DeviceSpec } from "./devices.ts";
import type { User } from "./engine.ts";
import { makeMachine } from "./machine.ts";
import { oidTlv, parseOid } from "./oid.ts";
import { PDU } from "./pdu.ts";
import { type Started, oneValue, rows, start } from "./test-kit.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { makeTree } from "./tree.ts";
import { decrypt, localKey, privacyKey, sign } from "./usm.ts";
import {
  FLAG,
  type Outgoing,
  type V3Message,
  readScopedPdu,
  readV3Message,
  v3MessageTlv,
} from "./v3-message.ts";
import { TAG, integer, nothing } from "./values.ts";
import { tlv } from "./ber.ts";

const OID = "1.3.6.1.4.1.32473.1.1";
const ENGINE = Buffer.from("80007ed90501020304", "hex");
const AUTH = { protocol: "sha256", password: "auth-secret" } as const;
const PRIV = { protocol: "aes", password: "priv-secret" } as const;
const USERS: readonly User[] = [
  { name: "open" },
  { name: "signed", auth: AUTH },
  { name: "secret", auth: AUTH, priv: PRIV },
  { name: "lenient", auth: AUTH, priv: PRIV, leastLevel: "noAuthNoPriv" },
  { name: "des", auth: AUTH, priv: { protocol: "des", password: "priv-secret" } },
];
const NONE = new Uint8Array(0);

type Level = "noAuthNoPriv" | "authNoPriv" | "authPriv";

interface Wish extends Partial<Omit<Outgoing, "user" | "context">> {
  readonly user?: string;
  readonly context?: string;
  readonly oids?: readonly string[];
}

/** A request of a manager that knows engine id, boots and time, or is wrong about what `wish` says. */
function request(
  level: Level,
  { user = "secret", context = "", oids = [OID], ...wish }: Wish = {},
): Uint8Array {
  const auth = { protocol: AUTH.protocol, key: localKey(AUTH.protocol, Buffer.from(AUTH.password), ENGINE) };
  const priv = {
    ...PRIV,
    key: privacyKey(PRIV, AUTH.protocol, ENGINE),
    salt: Buffer.from("0102030405060708", "hex"),
  };
  const bindings = oids.map((oid) => tlv(TAG.sequence, oidTlv(parseOid(oid)), nothing.tlv));
  return v3MessageTlv({
    id: 99,
    maxSize: 65_507,
    engineId: ENGINE,
    contextEngineId: wish.engineId ?? ENGINE,
    boots: 5,
    time: 1_000,
    user: Buffer.from(user),
    context: Buffer.from(context),
    reportable: true,
    reply: { type: PDU.get, requestId: 4_711, status: 0, index: 0, bindings },
    ...(level === "noAuthNoPriv" ? {} : { auth }),
    ...(level === "authPriv" ? { priv } : {}),
    ...wish,
  });
}

async function engine(spec: Partial<DeviceSpec> = {}): Promise<Started> {
  const clock = fakeClock();
  const machine = makeMachine({ clock, boots: 5, uptimeMs: 1_000 * SECOND });
  const views = { vlan10: makeTree([[OID, integer(10)]]) };
  return start({ tree: oneValue(), users: USERS, engineId: ENGINE, machine, views, ...spec }, clock);
}

function read(bytes: Uint8Array): V3Message {
  const opened = openMessage(bytes);
  if (opened?.version !== 3) throw new Error("not a version 3 message");
  return readV3Message(bytes, opened.body);
}

/** What a reply says: PDU type, status and bindings, decrypted with the user's key. */
function contentOf(bytes: Uint8Array) {
  const message = read(bytes);
  const key = privacyKey(PRIV, AUTH.protocol, ENGINE);
  const plain = message.clear ? undefined : decrypt("aes", key, message, message.salt, message.secret);
  const scoped = message.clear ?? readScopedPdu(cursorOf(plain ?? NONE));
  const { pdu } = scoped;
  const bindings = pdu.bindings.map((binding) => readBinding(enter(cursorOf(binding), TAG.sequence)));
  return { message, pdu, context: Buffer.from(scoped.context).toString(), bindings };
}

const signedRight = (bytes: Uint8Array): boolean => {
  const message = read(bytes);
  const key = localKey(AUTH.protocol, Buffer.from(AUTH.password), ENGINE);
  return sign(AUTH.protocol, key, message.unsigned()).equals(message.digest);
};

describe("a good request", () => {
  test.each([
    ["noAuthNoPriv", "open"],
    ["authNoPriv", "signed"],
    ["authPriv", "secret"],
  ] as const)("at level %s is answered at the same level", async (level, user) => {
    const { asker, fakes } = await engine();
    const { bytes } = await asker.ask(request(level, { user }));
    const { message, pdu, bindings } = contentOf(bytes);
    expect(message.flags).toBe(
      { noAuthNoPriv: 0, authNoPriv: FLAG.auth, authPriv: FLAG.auth | FLAG.priv }[level],
    );
    expect(level === "noAuthNoPriv" || signedRight(bytes)).toBe(true);
    expect({ id: message.id, boots: message.boots, time: message.time }).toEqual({
      id: 99,
      boots: 5,
      time: 1_000,
    });
    expect(pdu).toMatchObject({ type: PDU.response, requestId: 4_711, first: 0 });
    expect(bindings).toMatchObject([{ oid: OID, value: 7n }]);
    expect(fakes.log.entries()).toMatchObject([
      { version: 3, type: "get", oids: 1, answered: 1, outcome: "answered" },
    ]);
  });

  test("in another context is answered from its view", async () => {
    const { asker } = await engine();
    const { bindings, context } = contentOf(
      (await asker.ask(request("authPriv", { context: "vlan10" }))).bytes,
    );
    expect({ context, value: bindings[0]?.value }).toEqual({ context: "vlan10", value: 10n });
  });

  test("never gets the same salt twice", async () => {
    const { asker } = await engine();
    const salts = new Set<string>();
    for (let turn = 0; turn < 10; turn += 1) {
      salts.add(Buffer.from(read((await asker.ask(request("authPriv"))).bytes).salt).toString("hex"));
    }
    expect(salts.size).toBe(10);
  });

  test.each([484, 900])(
    "gets a reply within its own maximum of %d bytes, cut at the end of a binding",
    async (maxSize) => {
      const { asker } = await engine({ tree: rows(500) });
      const names = [tlv(TAG.sequence, oidTlv(parseOid("1.3")), nothing.tlv)];
      const reply = { type: PDU.getBulk, requestId: 1, status: 0, index: 500, bindings: names };
      const { bytes } = await asker.ask(request("authPriv", { maxSize, reply }));
      expect(bytes.length).toBeLessThanOrEqual(maxSize);
      expect(bytes.length).toBeGreaterThan(maxSize - 60);
      expect(contentOf(bytes).bindings.length).toBeGreaterThan(5);
    },
  );
});

/** The last number but one of a Report's OID says which counter it is. */
const REPORTS = [
  [
    "an empty engine id (discovery)",
    request("noAuthNoPriv", { engineId: NONE, user: "" }),
    "unknownEngineIDs",
    "15.1.1.4",
    0,
  ],
  [
    "another engine's id",
    request("authPriv", { engineId: Buffer.from("80007ed905ff", "hex") }),
    "unknownEngineIDs",
    "15.1.1.4",
    0,
  ],
  ["an unknown user", request("authNoPriv", { user: "nobody" }), "unknownUserNames", "15.1.1.3", 0],
  [
    "a signature of one who has no key",
    request("authNoPriv", { user: "open" }),
    "unsupportedSecLevels",
    "15.1.1.1",
    0,
  ],
  [
    "encryption of one who has no key for it",
    request("authPriv", { user: "signed" }),
    "unsupportedSecLevels",
    "15.1.1.1",
    0,
  ],
  [
    "a wrong password",
    request("authNoPriv", { auth: { protocol: "sha256", key: Buffer.alloc(32) } }),
    "wrongDigests",
    "15.1.1.5",
    0,
  ],
  [
    "another hash",
    request("authNoPriv", { auth: { protocol: "md5", key: Buffer.alloc(16) } }),
    "wrongDigests",
    "15.1.1.5",
    0,
  ],
  ["a time 151 s behind", request("authPriv", { time: 849 }), "notInTimeWindows", "15.1.1.2", FLAG.auth],
  ["a time 151 s ahead", request("authPriv", { time: 1_151 }), "notInTimeWindows", "15.1.1.2", FLAG.auth],
  ["boots of the last start", request("authPriv", { boots: 4 }), "notInTimeWindows", "15.1.1.2", FLAG.auth],
  [
    "a context that is not there",
    request("noAuthNoPriv", { user: "open", context: "vlan99" }),
    "unknownContexts",
    "12.1.5",
    0,
  ],
  [
    "a context of another engine",
    request("noAuthNoPriv", { user: "open", contextEngineId: Buffer.of(1) }),
    "unknownPDUHandlers",
    "11.2.1.3",
    0,
  ],
] as const;

describe("a bad request", () => {
  test.each(REPORTS)("with %s is reported", async (_, bytes, name, counter, flags) => {
    const { asker, fakes } = await engine();
    const encrypted = (read(bytes).flags & FLAG.priv) !== 0;
    for (const count of [1n, 2n]) {
      const reply = (await asker.ask(bytes)).bytes;
      const { message, pdu, bindings } = contentOf(reply);
      expect({ type: pdu.type, flags: message.flags }).toEqual({ type: PDU.report, flags });
      expect(pdu.requestId).toBe(encrypted ? 0 : 4_711);
      expect(Buffer.from(message.engineId)).toEqual(ENGINE);
      expect(bindings).toMatchObject([{ tag: TAG.counter32, value: count }]);
      expect(bindings[0]?.oid).toMatch(
        new RegExp(`^1\\.3\\.6\\.1\\.6\\.3\\.${counter.replaceAll(".", "\\.")}\\.0$`),
      );
      expect(flags === 0 || signedRight(reply)).toBe(true);
    }
    expect(fakes.log.entries().at(-1)?.outcome).toBe(`report: ${name}`);
  });

  test("that does not want a report gets none", async () => {
    const { provoke } = await engine();
    expect(await provoke(request("authNoPriv", { user: "nobody", reportable: false }))).toEqual([]);
  });

  const wrongPriv = { ...PRIV, key: Buffer.alloc(16, 3), salt: Buffer.alloc(8, 1) };

  test("with a wrong privacy password gets silence, as RFC 3414 has it", async () => {
    const { provoke, fakes } = await engine();
    expect(await provoke(request("authPriv", { priv: wrongPriv }))).toEqual([]);
    expect(fakes.log.entries()).toMatchObject([{ outcome: "malformed" }]);
  });

  test("with a wrong privacy password gets decryptionErrors from a device that reports it", async () => {
    const { asker } = await engine({ wrongPrivacy: "report" });
    const { pdu, bindings } = contentOf((await asker.ask(request("authPriv", { priv: wrongPriv }))).bytes);
    expect(pdu.type).toBe(PDU.report);
    expect(bindings).toMatchObject([{ oid: "1.3.6.1.6.3.15.1.1.6.0", value: 1n }]);
  });

  test("whose length no block cipher makes gets decryptionErrors", async () => {
    const { asker } = await engine();
    const oids = [`${OID}.1`];
    const { bindings } = contentOf((await asker.ask(request("authPriv", { user: "des", oids }))).bytes);
    expect(bindings).toMatchObject([{ oid: "1.3.6.1.6.3.15.1.1.6.0" }]);
  });

  test("below the user's least level is an authorizationError, unless the device is lenient", async () => {
    const { asker, fakes } = await engine();
    for (const level of ["noAuthNoPriv", "authNoPriv"] as const) {
      expect(contentOf((await asker.ask(request(level))).bytes).pdu).toMatchObject({
        type: PDU.response,
        first: 16,
      });
    }
    const lenient = await asker.ask(request("noAuthNoPriv", { user: "lenient" }));
    expect(contentOf(lenient.bytes).pdu).toMatchObject({ first: 0 });
    expect(fakes.log.entries().map(({ status, answered }) => [status, answered])).toEqual([
      [16, 0],
      [16, 0],
      [0, 1],
    ]);
  });
});

describe("the engine's clock", () => {
  test("runs, and lets requests in that are no more than 150 s off", async () => {
    const { asker, clock } = await engine();
    await clock.advance(150 * SECOND);
    const reply = await asker.ask(request("authPriv"));
    expect(contentOf(reply.bytes)).toMatchObject({ pdu: { type: PDU.response }, message: { time: 1_150 } });
    await clock.advance(SECOND);
    expect(contentOf((await asker.ask(request("authPriv"))).bytes).pdu.type).toBe(PDU.report);
  });

  test("starts again at a reboot, with one more boot", async () => {
    const { asker, fakes } = await engine();
    fakes.device.machine.reboot();
    const { message, pdu } = contentOf((await asker.ask(request("authPriv"))).bytes);
    expect({ type: pdu.type, boots: message.boots, time: message.time }).toEqual({
      type: PDU.report,
      boots: 6,
      time: 0,
    });
    const again = await asker.ask(request("authPriv", { boots: message.boots, time: message.time }));
    expect(contentOf(again.bytes).pdu.type).toBe(PDU.response);
  });
});

test("a device without users does not speak version 3", async () => {
  const { provoke, fakes } = await start({ community: "public", tree: oneValue() });
  expect(await provoke(request("noAuthNoPriv", { engineId: NONE }))).toEqual([]);
  expect(fakes.log.entries()).toMatchObject([{ version: 3, outcome: "no answer due" }]);
});

test.each([
  ["privacy without authentication", 0x02 | 0x04],
  ["no flags at all", undefined],
])("a header with %s is malformed", async (_, flags) => {
  const { provoke, fakes } = await engine();
  const message = Buffer.from(request("noAuthNoPriv", { user: "open" }));
  // The flags are the only octet string of one byte with the value 4.
  const at = message.indexOf(Buffer.from("040104", "hex"));
  if (flags === undefined) message[at] = 0x05;
  else message[at + 2] = flags;
  expect(readAny(cursorOf(message)).tag).toBe(TAG.sequence);
  expect(await provoke(message)).toEqual([]);
  expect(fakes.log.entries()).toMatchObject([{ outcome: "malformed" }]);
});
