import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tlv } from "../../../test/fakes/snmp-device/ber.ts";
import { oidTlv as theirOid, parseOid } from "../../../test/fakes/snmp-device/oid.ts";
import { localKey, privacyKey } from "../../../test/fakes/snmp-device/usm.ts";
import { v3MessageTlv, type Outgoing } from "../../../test/fakes/snmp-device/v3-message.ts";
import { integer, TAG } from "../../../test/fakes/snmp-device/values.ts";
import { fakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import type { SnmpCredential } from "../../../core/wire/assignment.ts";
import { communityTlv, readCommunityMessage } from "../codec/message.ts";
import { PDU, pduTlv, trapV1Tlv, type Pdu, type TrapV1 } from "../codec/pdu.ts";
import { readPdu } from "../codec/pdu.ts";
import type { VarBind } from "../protocol.ts";
import { createKeyMaker } from "../usm/keys.ts";
import { createSalts } from "../usm/protect.ts";
import { openScopedPdu, readV3Message } from "../v3/message.ts";
import { reportName } from "../v3/reports.ts";
import { createUser } from "../v3/user.ts";
import { toldBy } from "./kinds.ts";
import { createRateLimit } from "./limit.ts";
import { createNotices, type Notices } from "./notices.ts";
import { createV3Notices, type OwnEngine } from "./version3.ts";

const SWITCH = "10.1.2.3";
const AUTH = { protocol: "sha256", password: "auth-secret" } as const;
const PRIV = { protocol: "aes", password: "priv-secret" } as const;
const OFFICER = { version: "3", user: "officer", auth: AUTH, priv: PRIV } as const;
const OWN: OwnEngine = { id: Buffer.from("80000000050102030405", "hex"), boots: 4, startedAt: 0 };
const DEVICE_ENGINE = Buffer.from("80007ed90501020304", "hex");
const keys = createKeyMaker();

function receiver(
  credentials: readonly SnmpCredential[],
  clock: FakeClock = fakeClock(),
  burst = 1_000,
): Notices {
  return createNotices({
    targets: credentials.map((credential, at) => ({ device: `sw${at + 1}`, address: SWITCH, credential })),
    limit: createRateLimit(clock, { burst, perSecond: 1 }, { burst: 10_000, perSecond: 100 }),
    keys,
    version3: createV3Notices({ own: OWN, clock, newSalt: createSalts((bytes) => bytes) }),
  });
}
const PUBLIC = { version: "2c", community: "xa" } as const;

const trapOid = (arc: number | string): VarBind => ({
  oid: "1.3.6.1.6.3.1.1.4.1.0",
  type: "oid",
  value: typeof arc === "number" ? `1.3.6.1.6.3.1.1.5.${arc}` : arc,
});
const uptime: VarBind = { oid: "1.3.6.1.2.1.1.3.0", type: "timeticks", value: 7 };
const text = (oid: string, value: string): VarBind => ({ oid, type: "octets", value: Buffer.from(value) });
const ifIndex = (index: number): VarBind => ({
  oid: `1.3.6.1.2.1.2.2.1.1.${index}`,
  type: "integer",
  value: index,
});
const pduOf = (type: number, ...varbinds: VarBind[]): Pdu => ({
  type,
  requestId: 4_711,
  status: 0,
  index: 0,
  varbinds: [uptime, ...varbinds],
});
const v2c = (pdu: Pdu, community = "xa") => communityTlv(1, Buffer.from(community), pduTlv(pdu));
const v1 = (trap: Partial<TrapV1>) =>
  communityTlv(
    0,
    Buffer.from("xa"),
    trapV1Tlv({
      type: PDU.trapV1,
      enterprise: "1.3.6.1.4.1.32473",
      agent: "10.1.2.3",
      generic: 2,
      specific: 0,
      timestamp: 7,
      varbinds: [],
      ...trap,
    }),
  );

describe("what a trap says", () => {
  test.each([
    [1, "coldStart"],
    [2, "warmStart"],
    [3, "linkDown"],
    [4, "linkUp"],
    [5, "authenticationFailure"],
    [6, undefined],
    [0, undefined],
    ["1.3.6.1.6.3.1.1.5.3.1", undefined],
    ["1.3.6.1.4.1.9.9.43.2.0.1", undefined],
  ])("snmpTraps %s is %s", (arc, kind) => {
    expect(toldBy(pduOf(PDU.trapV2, trapOid(arc)))).toEqual({ kind });
  });

  test.each([
    [0, "coldStart"],
    [3, "linkUp"],
    [4, "authenticationFailure"],
    [5, undefined],
    [6, undefined],
    [-1, undefined],
  ])("generic-trap %i of version 1 is %s", (generic, kind) => {
    const { told } = receiver([PUBLIC]).read(v1({ generic }), SWITCH);
    expect(told).toEqual({ device: "sw1", kind });
  });

  test("the port comes from whatever names it, cleaned", () => {
    const down = (...varbinds: VarBind[]) => toldBy(pduOf(PDU.trapV2, trapOid(3), ...varbinds));
    expect(down(ifIndex(7))).toEqual({ kind: "linkDown", ifIndex: 7 });
    expect(down(text("1.3.6.1.2.1.2.2.1.2.9", "Ethernet 9"))).toEqual({
      kind: "linkDown",
      ifIndex: 9,
      port: "Ethernet 9",
    });
    const named = down(
      text("1.3.6.1.2.1.2.2.1.2.9", "Ethernet 9"),
      text("1.3.6.1.2.1.31.1.1.1.1.9", "<img onerror>\nGi0/9"),
    );
    expect(named).toEqual({ kind: "linkDown", ifIndex: 9, port: "<img onerror> Gi0/9" });
    expect(down(text("1.3.6.1.2.1.2.2.1.2.9.9", ""))).toEqual({ kind: "linkDown" });
    expect(toldBy(pduOf(PDU.trapV2, trapOid(5), ifIndex(7)))).toEqual({ kind: "authenticationFailure" });
  });
});

describe("versions 1 and 2c", () => {
  const trap = v2c(pduOf(PDU.trapV2, trapOid(3), ifIndex(7)));
  test("are believed from a known address with its community only", () => {
    const notices = receiver([PUBLIC, { version: "1", community: "other" }]);
    expect(notices.read(trap, SWITCH)).toEqual({ told: { device: "sw1", kind: "linkDown", ifIndex: 7 } });
    expect(notices.read(trap, "10.1.2.4")).toEqual({ dropped: "stranger" });
    expect(notices.read(v2c(pduOf(PDU.trapV2, trapOid(3)), "public"), SWITCH)).toEqual({
      dropped: "refused",
    });
    expect(notices.read(v2c(pduOf(PDU.trapV2, trapOid(1)), "other"), SWITCH).told?.device).toBe("sw2");
    expect(receiver([OFFICER]).read(trap, SWITCH)).toEqual({ dropped: "refused" });
  });

  test("other PDUs are not taken, however well-formed", () => {
    const notices = receiver([PUBLIC]);
    for (const type of [PDU.get, PDU.set, PDU.response, PDU.report]) {
      expect(notices.read(v2c(pduOf(type, trapOid(3))), SWITCH)).toEqual({ dropped: "malformed" });
    }
    const wrongVersion = communityTlv(0, Buffer.from("xa"), pduTlv(pduOf(PDU.trapV2, trapOid(3))));
    expect(notices.read(wrongVersion, SWITCH)).toEqual({ dropped: "malformed" });
  });

  test("an inform is acknowledged with what it said, and one that comes again is not told twice", () => {
    const notices = receiver([PUBLIC]);
    const inform = pduOf(PDU.inform, trapOid(4), ifIndex(7));
    const { told, answer } = notices.read(v2c(inform), SWITCH);
    expect(told).toMatchObject({ kind: "linkUp", ifIndex: 7 });
    expect(readCommunityMessage(answer ?? new Uint8Array(0))?.pdu).toEqual({ ...inform, type: PDU.response });
    expect(notices.read(v2c(inform), SWITCH)).toEqual({ dropped: "repeated", answer });
    expect(notices.read(v2c({ ...inform, requestId: 4_712 }), SWITCH).told).toBeDefined();
  });
});

/** A trap or inform as a device with this engine sends it, by the responder's own cryptography. */
function v3(
  wish: Partial<Omit<Outgoing, "reply">> & { type?: number; level?: 0 | 1 | 2; password?: string } = {},
) {
  const { type = PDU.trapV2, level = 2, engineId = DEVICE_ENGINE, password = AUTH.password, ...rest } = wish;
  const auth = { protocol: AUTH.protocol, key: localKey(AUTH.protocol, Buffer.from(password), engineId) };
  const salt = Buffer.from("0102030405060708", "hex");
  const priv = { ...PRIV, key: privacyKey(PRIV, AUTH.protocol, engineId), salt };
  const binding = tlv(
    TAG.sequence,
    theirOid(parseOid("1.3.6.1.6.3.1.1.4.1.0")),
    theirOid(parseOid("1.3.6.1.6.3.1.1.5.3")),
  );
  const index = tlv(TAG.sequence, theirOid(parseOid("1.3.6.1.2.1.2.2.1.1.7")), integer(7).tlv);
  return Buffer.from(
    v3MessageTlv({
      id: 99,
      maxSize: 65_507,
      engineId,
      contextEngineId: engineId,
      boots: 5,
      time: 1_000,
      user: Buffer.from("officer"),
      context: new Uint8Array(0),
      reply: { type, requestId: 4_711, status: 0, index: 0, bindings: [binding, index] },
      ...(level > 0 ? { auth } : {}),
      ...(level > 1 ? { priv } : {}),
      ...rest,
    }),
  );
}
const DOWN = { device: "sw1", kind: "linkDown", ifIndex: 7 };

describe("traps of version 3", () => {
  test("are believed when the user's key for the sender's engine signed and encrypted them", () => {
    const notices = receiver([OFFICER]);
    expect(notices.read(v3(), SWITCH)).toEqual({ told: DOWN });
    const otherEngine = Buffer.from("80007ed90509090909", "hex");
    expect(notices.read(v3({ engineId: otherEngine }), SWITCH)).toEqual({ told: DOWN });
  });

  test.each([
    ["another user", { user: Buffer.from("nobody") }],
    ["a wrong password", { password: "another-one" }],
    ["too little security", { level: 1 as const }],
    ["none at all", { level: 0 as const }],
    ["another PDU", { type: PDU.get }],
  ])("are refused with %s", (_, wish) => {
    expect(receiver([OFFICER]).read(v3(wish), SWITCH)).toEqual({ dropped: "refused" });
  });

  test("that are old ones played again are refused", async () => {
    const clock = fakeClock();
    const notices = receiver([OFFICER], clock);
    expect(notices.read(v3({ time: 1_000 }), SWITCH).told).toBeDefined();
    expect(notices.read(v3({ time: 1_010 }), SWITCH).told).toBeDefined();
    expect(notices.read(v3({ boots: 4, time: 9_000 }), SWITCH).dropped).toBe("refused");
    await clock.advance(151_000);
    expect(notices.read(v3({ time: 1_010 }), SWITCH).dropped).toBe("refused");
    expect(notices.read(v3({ time: 1_161 }), SWITCH).told).toBeDefined();
    expect(notices.read(v3({ boots: 6, time: 3 }), SWITCH).told).toBeDefined();
  });

  test("in either dialect of the cipher are read when none was said", () => {
    const credential = {
      ...OFFICER,
      auth: { ...AUTH, protocol: "sha" },
      priv: { ...PRIV, protocol: "aes256" },
    } as const;
    for (const protocol of ["aes256b", "aes256r"] as const) {
      const auth = {
        protocol: "sha",
        key: localKey("sha", Buffer.from(AUTH.password), DEVICE_ENGINE),
      } as const;
      const key = privacyKey({ protocol, password: PRIV.password }, "sha", DEVICE_ENGINE);
      const priv = { protocol, key, salt: Buffer.alloc(8, 7) };
      expect(receiver([credential]).read(v3({ auth, priv }), SWITCH).told, protocol).toEqual(DOWN);
    }
  });
});

describe("informs of version 3", () => {
  const NOBODY = new Uint8Array(0);
  const opened = (answer: Uint8Array | undefined) => {
    const message = readV3Message(answer ?? NOBODY);
    if (message === undefined) throw new Error("no answer");
    const { signer, cipher } = createUser(OFFICER, keys).protectionFor(OWN.id, "blumenthal");
    const signed = message.level > 0 && signer?.verify(message.bytes, message.digestAt);
    const scoped = openScopedPdu(message, cipher);
    return { message, signed, pdu: scoped && readPdu(scoped.reader) };
  };

  test("find out our engine and its clock, then are acknowledged under the same protection", async () => {
    const clock = fakeClock();
    await clock.advance(90_000);
    const notices = receiver([OFFICER], clock);
    const discovery = v3({ type: PDU.get, level: 0, engineId: NOBODY, user: NOBODY, reportable: true });
    const who = opened(notices.read(discovery, SWITCH).answer);
    expect(who.pdu && reportName(who.pdu)).toBe("unknownEngineIDs");
    expect(who.message).toMatchObject({ id: 99, level: 0, boots: 4, time: 90, reportable: false });
    expect(Buffer.from(who.message.engineId)).toEqual(OWN.id);

    const wish = { type: PDU.inform, engineId: OWN.id, reportable: true };
    const late = opened(notices.read(v3({ ...wish, boots: 3, time: 90 }), SWITCH).answer);
    expect(late.pdu && reportName(late.pdu)).toBe("notInTimeWindows");
    expect(late).toMatchObject({ signed: true, message: { level: 1, boots: 4, time: 90 } });

    const reading = notices.read(v3({ ...wish, boots: 4, time: 90 }), SWITCH);
    expect(reading.told).toEqual(DOWN);
    const done = opened(reading.answer);
    expect(done).toMatchObject({ signed: true, message: { id: 99, level: 2 } });
    expect(done.pdu).toMatchObject({ type: PDU.response, requestId: 4_711, status: 0 });
    expect(done.pdu?.varbinds).toHaveLength(2);
    expect(notices.read(v3({ ...wish, boots: 4, time: 90 }), SWITCH).dropped).toBe("repeated");
  });

  test.each([
    ["an unknown user", { user: Buffer.from("nobody") }, "unknownUserNames"],
    ["a wrong password", { password: "another-one" }, "wrongDigests"],
    ["too little security", { level: 1 as const }, "unsupportedSecLevels"],
    ["an engine that we are not", { engineId: Buffer.from("80000000059999", "hex") }, "unknownEngineIDs"],
  ])("with %s get a Report", (_, wish, expected) => {
    const inform = v3({ type: PDU.inform, engineId: OWN.id, reportable: true, boots: 4, time: 0, ...wish });
    const { dropped, answer } = receiver([OFFICER]).read(inform, SWITCH);
    expect(dropped).toBe("refused");
    const { pdu } = opened(answer);
    expect(pdu && reportName(pdu)).toBe(expected);
  });

  test("of strangers get nothing", () => {
    const discovery = v3({ type: PDU.get, level: 0, engineId: NOBODY, user: NOBODY, reportable: true });
    expect(receiver([OFFICER]).read(discovery, "10.9.9.9")).toEqual({ dropped: "stranger" });
    expect(receiver([PUBLIC]).read(discovery, SWITCH)).toEqual({ dropped: "refused" });
  });
});

describe("hostile traffic", () => {
  test("never throws, whatever the bytes: nonsense, and true messages with bytes changed or cut", () => {
    const whole = [
      v1({ varbinds: [ifIndex(7)] }),
      v2c(pduOf(PDU.inform, trapOid(3), text("1.3.6.1.2.1.2.2.1.2.9", "x"))),
      v3(),
      v3({ level: 0, user: Buffer.from("open") }),
    ];
    const open = { version: "3", user: "open" } as const;
    const notices = receiver([PUBLIC, OFFICER, open], fakeClock(), 1_000_000);
    const mangled = fc
      .tuple(fc.constantFrom(...whole), fc.nat(), fc.nat(255), fc.nat(400))
      .map(([bytes, at, value, cut]) => {
        const copy = Buffer.from(bytes);
        copy[at % copy.length] = value;
        return copy.subarray(0, Math.max(0, copy.length - (cut > 300 ? cut - 300 : 0)));
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mangled), (bytes) => {
        const { told, dropped } = notices.read(Buffer.from(bytes), SWITCH);
        expect((told === undefined) !== (dropped === undefined)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test("one loud device does not use up what is there for others, and gets its share again with time", async () => {
    const clock = fakeClock();
    const limit = createRateLimit(clock, { burst: 3, perSecond: 1 }, { burst: 5, perSecond: 10 });
    const taken = (source: string, times: number) =>
      Array.from({ length: times }, () => limit.take(source)).filter(Boolean).length;
    expect(taken("loud", 100)).toBe(3);
    expect(taken("quiet", 1)).toBe(1);
    expect(taken("third", 100)).toBe(1);
    await clock.advance(2_000);
    expect(taken("loud", 100)).toBe(2);
    expect(taken("quiet", 100)).toBe(3);
  });
});
