import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openMessage } from "../../../test/fakes/snmp-device/community.ts";
import { makeEngine, type Engine, type User } from "../../../test/fakes/snmp-device/engine.ts";
import { makeMachine, type Machine } from "../../../test/fakes/snmp-device/machine.ts";
import { PRIV_PROTOCOLS } from "../../../test/fakes/snmp-device/usm.ts";
import { makeTree } from "../../../test/fakes/snmp-device/tree.ts";
import { integer } from "../../../test/fakes/snmp-device/values.ts";
import { readV3Message as readRequest } from "../../../test/fakes/snmp-device/v3-message.ts";
import { fakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import { AUTH_PROTOCOLS } from "../../../core/wire/limits.ts";
import { PDU, pduTlv, questionTlv, readPdu, type Pdu } from "../codec/pdu.ts";
import type { Opened } from "../engine/layer.ts";
import { createKeyMaker } from "../usm/keys.ts";
import { createSalts } from "../usm/protect.ts";
import type { Dialect } from "../usm/protocols.ts";
import { v3Layer, type V3Layer } from "./layer.ts";
import { scopedPduTlv, v3Tlv } from "./message.ts";
import { REPORTS } from "./reports.ts";
import { createUser, type V3Credential } from "./user.ts";

const OID = "1.3.6.1.4.1.32473.1.1";
const AUTH = { protocol: "sha", password: "auth-secret" } as const;
const PRIV = { protocol: "aes", password: "priv-secret" } as const;
const OFFICER: V3Credential = { version: "3", user: "officer", auth: AUTH, priv: PRIV };
const keys = createKeyMaker();
const newSalt = createSalts((bytes) => bytes);

interface Rig {
  readonly clock: FakeClock;
  readonly machine: Machine;
  readonly layer: V3Layer;
  readonly learnt: Dialect[];
  /** One question through all the Reports it leads to; `garbage` when an answer did not count, `silence` for none. */
  ask(): Outcome;
  engine: Engine;
  /** Changes what the device sends. */
  twist: (reply: Uint8Array) => Uint8Array;
  /** Datagrams that were asked. */
  asked: number;
}
type Outcome = Pdu | Opened["kind"] | "silence";

function rig(
  credential: V3Credential,
  users: readonly User[],
  options: { wrongPrivacy?: "silent" | "report"; dialect?: Dialect } = {},
): Rig {
  const clock = fakeClock();
  const machine = makeMachine({ clock, boots: 7, uptimeMs: 500_000 });
  const engineOf = (id: string) =>
    makeEngine({
      id: Buffer.from(id, "hex"),
      machine,
      users,
      contexts: new Map([["", makeTree([[OID, integer(7)]])]]),
      maxSize: 1_472,
      wrongPrivacy: options.wrongPrivacy ?? "silent",
    });
  const learnt: Dialect[] = [];
  const layer = v3Layer({
    user: createUser(credential, keys),
    address: "127.0.0.1",
    monotonic: () => clock.monotonic(),
    newSalt,
    dialect: options.dialect,
    onDialect: (dialect) => void learnt.push(dialect),
  });
  let id = 0x11_00_00_00;
  const self: Rig = {
    clock,
    machine,
    layer,
    learnt,
    engine: engineOf("80007ed90501020304"),
    twist: (reply) => reply,
    asked: 0,
    ask() {
      const request = layer.prepare(questionTlv({ type: PDU.get, oids: [OID] }));
      for (let rounds = 0; rounds < 4; rounds += 1) {
        id += 1;
        self.asked += 1;
        const reply = serve(self.engine, request.datagram(id).slice());
        if (reply === undefined) return "silence";
        const opened = layer.open(Buffer.from(self.twist(reply)), id);
        if (opened.kind === "pdu") return readPdu(opened.reader);
        if (opened.kind === "fault") throw new Error(opened.fault.code);
        if (opened.kind === "garbage") return "garbage";
      }
      return "again";
    },
  };
  return self;
}

function serve(engine: Engine, datagram: Uint8Array, clearText = false): Uint8Array | undefined {
  const opened = openMessage(datagram);
  if (opened === undefined) throw new Error("no SNMP");
  const quiet = { quirks: {}, wrongRequestId: false, clearText };
  try {
    return engine.serve(readRequest(datagram, opened.body), quiet).reply;
  } catch {
    return undefined;
  }
}

const answer = { type: PDU.response, status: 0, varbinds: [{ oid: OID, type: "integer", value: 7 }] };
const faultOf = (given: Rig) => {
  try {
    return given.ask();
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
};

test("discovers the engine, then asks; from then on it only asks", () => {
  const given = rig(OFFICER, [{ name: "officer", auth: AUTH, priv: PRIV }]);
  expect(given.ask()).toMatchObject(answer);
  expect(given.asked).toBe(2);
  expect(given.ask()).toMatchObject(answer);
  expect(given.asked).toBe(3);
  expect(given.layer.isMute()).toBe(false);
});

test.each(
  AUTH_PROTOCOLS.flatMap((auth) => [undefined, ...PRIV_PROTOCOLS].map((priv) => [auth, priv] as const)),
)("speaks %s and %s", (authName, privName) => {
  const auth = { protocol: authName, password: "auth-secret" };
  const priv = privName && { protocol: privName, password: "priv-secret" };
  const user = { name: "officer", auth, ...(priv && { priv }) };
  const { name, ...secrets } = user;
  expect(rig({ version: "3", user: name, ...secrets }, [user]).ask()).toMatchObject(answer);
});

test("without security it reads what is open", () => {
  expect(rig({ version: "3", user: "open" }, [{ name: "open" }]).ask()).toMatchObject(answer);
});

describe("the clock", () => {
  test("runs on between questions, so that an hour later nothing is asked twice", async () => {
    const given = rig(OFFICER, [{ name: "officer", auth: AUTH, priv: PRIV }]);
    given.ask();
    await given.clock.advance(3_600_000);
    expect(given.ask()).toMatchObject(answer);
    expect(given.asked).toBe(3);
  });

  test("is set anew after a restart, within the same question", async () => {
    const given = rig(OFFICER, [{ name: "officer", auth: AUTH, priv: PRIV }]);
    given.ask();
    given.machine.reboot();
    expect(given.ask()).toMatchObject(answer);
    expect(given.asked).toBe(4);
  });

  test("of a device that forgets its boots is followed backwards, too", () => {
    const users = [{ name: "officer", auth: AUTH, priv: PRIV }];
    const given = rig(OFFICER, users);
    given.ask();
    const machine = makeMachine({ clock: given.clock, boots: 1 });
    const contexts = new Map([["", makeTree([[OID, integer(7)]])]]);
    const { id } = given.engine;
    given.engine = makeEngine({ id, machine, users, contexts, maxSize: 1_472, wrongPrivacy: "silent" });
    expect(given.ask()).toMatchObject(answer);
  });

  test("that never settles ends the question", () => {
    const given = rig(OFFICER, [{ name: "officer", auth: AUTH, priv: PRIV }]);
    given.ask();
    // After each Report the clock is another one again.
    given.twist = (reply) => {
      given.machine.reboot();
      return reply;
    };
    given.machine.reboot();
    expect(given.ask()).toBe("again");
  });
});

test("a device that was replaced by another with the same user is discovered anew", () => {
  const users = [{ name: "officer", auth: AUTH, priv: PRIV }];
  const given = rig(OFFICER, users);
  given.ask();
  const contexts = new Map([["", makeTree([[OID, integer(7)]])]]);
  const id = Buffer.from("80007ed90509090909", "hex");
  given.engine = makeEngine({
    id,
    machine: given.machine,
    users,
    contexts,
    maxSize: 1_472,
    wrongPrivacy: "silent",
  });
  expect(given.ask()).toMatchObject(answer);
});

describe("what is wrong", () => {
  const right = { name: "officer", auth: AUTH, priv: PRIV };
  const wrong = { ...PRIV, password: "another-one" };
  test.each<[string, User, string]>([
    ["an unknown user", { ...right, name: "other" }, "snmp_user_unknown"],
    ["a wrong authentication password", { ...right, auth: wrongAuth("another-one") }, "snmp_auth"],
    ["a wrong authentication protocol", { ...right, auth: { ...AUTH, protocol: "sha256" } }, "snmp_auth"],
    ["a user without authentication", { name: "officer" }, "snmp_privacy"],
    ["a user without privacy", { name: "officer", auth: AUTH }, "snmp_privacy"],
    ["a wrong privacy password", { ...right, priv: wrong }, "silence"],
  ])("%s", (_, user, expected) => {
    const given = rig(OFFICER, [user]);
    expect(faultOf(given)).toBe(expected);
    expect(given.layer.isMute()).toBe(true);
  });

  test("a wrong privacy password that the device reports", () => {
    const given = rig(OFFICER, [{ ...right, priv: wrong }], { wrongPrivacy: "report" });
    expect(faultOf(given)).toBe("snmp_privacy");
  });

  test("an unknown context", () => {
    const given = rig({ ...OFFICER, context: "nowhere" }, [right]);
    expect(faultOf(given)).toBe("snmp_refused");
  });

  function wrongAuth(password: string) {
    return { ...AUTH, password };
  }
});

describe("a cipher that may be meant in two ways", () => {
  const cases = (["aes192", "aes256"] as const).flatMap((name) =>
    (["b", "r"] as const).map((letter) => [name, letter] as const),
  );
  test.each(cases)("%s is found to be %s, and remembered", (name, letter) => {
    const user = {
      name: "officer",
      auth: AUTH,
      priv: { protocol: `${name}${letter}`, password: "priv-secret" },
    } as const;
    const credential = { ...OFFICER, priv: { protocol: name, password: "priv-secret" } } as const;
    const dialect = letter === "b" ? "blumenthal" : "reeder";
    const given = rig(credential, [user]);
    // Asked again after silence, as whoever sends it does.
    expect(given.ask()).toEqual(letter === "b" ? expect.objectContaining(answer) : "silence");
    expect(given.ask()).toMatchObject(answer);
    expect(given.learnt).toEqual([dialect]);
    const next = rig(credential, [user], { dialect });
    expect(next.ask()).toMatchObject(answer);
    expect(next.asked).toBe(2);
    const reporting = rig(credential, [user], { wrongPrivacy: "report" });
    expect(reporting.ask()).toMatchObject(answer);
    expect(reporting.learnt).toEqual([dialect]);
  });

  test("is tried in both even when one was remembered: firmware changes", () => {
    const user = {
      name: "officer",
      auth: AUTH,
      priv: { protocol: "aes256b", password: "priv-secret" },
    } as const;
    const credential = { ...OFFICER, priv: { protocol: "aes256", password: "priv-secret" } } as const;
    const given = rig(credential, [user], { dialect: "reeder" });
    expect(given.ask()).toBe("silence");
    expect(given.ask()).toMatchObject(answer);
    expect(given.learnt).toEqual(["blumenthal"]);
  });

  test("with a wrong password is reported after both", () => {
    const priv = { protocol: "aes256b", password: "another-one" } as const;
    const credential = { ...OFFICER, priv: { protocol: "aes256", password: "priv-secret" } } as const;
    const given = rig(credential, [{ name: "officer", auth: AUTH, priv }], { wrongPrivacy: "report" });
    expect(faultOf(given)).toBe("snmp_privacy");
    expect(given.asked).toBe(3);
  });
});

test("a forged Report costs another round, never the session", () => {
  const given = rig(OFFICER, [{ name: "officer", auth: AUTH, priv: PRIV }]);
  given.ask();
  const names = Object.keys(REPORTS) as (keyof typeof REPORTS)[];
  const forged = fc.record({
    name: fc.constantFrom(...names),
    engineId: fc.uint8Array({ maxLength: 70 }),
    boots: fc.nat(2 ** 31 - 1),
    time: fc.nat(2 ** 31 - 1),
  });
  fc.assert(
    fc.property(fc.array(forged, { maxLength: 4 }), (lies) => {
      for (const { name, ...lie } of lies) {
        const varbinds = [{ oid: REPORTS[name], type: "counter32", value: 1 } as const];
        const pdu = pduTlv({ type: PDU.report, requestId: 0, status: 0, index: 0, varbinds });
        const report = v3Tlv({
          ...lie,
          id: 99,
          reportable: false,
          user: new Uint8Array(0),
          protection: { signer: undefined, cipher: undefined },
          salt: newSalt,
          scoped: scopedPduTlv(lie.engineId, new Uint8Array(0), pdu),
        });
        given.layer.open(report, 99);
      }
      expect(given.ask()).toMatchObject(answer);
    }),
    { numRuns: 200 },
  );
});

describe("is not taken for an answer", () => {
  const users = [{ name: "officer", auth: AUTH, priv: PRIV }];
  const asked = () => {
    const given = rig(OFFICER, users);
    given.ask();
    return given;
  };

  test("anything that was changed on its way", () => {
    const given = asked();
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, flip) => {
        given.twist = (reply) => {
          const changed = Uint8Array.from(reply);
          changed[place % changed.length] = (changed[place % changed.length] ?? 0) ^ flip;
          return changed;
        };
        expect(given.ask()).toBe("garbage");
      }),
      { numRuns: 300 },
    );
    given.twist = (reply) => reply;
    expect(given.ask()).toMatchObject(answer);
  });

  test("an earlier answer played again", () => {
    const given = asked();
    let recorded: Uint8Array | undefined;
    given.twist = (reply) => (recorded = Uint8Array.from(reply));
    given.ask();
    given.twist = () => recorded ?? new Uint8Array(0);
    expect(given.ask()).toBe("garbage");
  });

  test("an answer that is older than the time window", async () => {
    const given = asked();
    const { layer } = given;
    const request = layer.prepare(questionTlv({ type: PDU.get, oids: [OID] }));
    const reply = serve(given.engine, request.datagram(0x12_00_00_00).slice());
    await given.clock.advance(152_000);
    expect(layer.open(Buffer.from(reply ?? []), 0x12_00_00_00).kind).toBe("garbage");
  });

  test("clear text, when the question was encrypted", () => {
    const given = asked();
    const request = given.layer.prepare(questionTlv({ type: PDU.get, oids: [OID] }));
    const reply = serve(given.engine, request.datagram(0x12_00_00_00).slice(), true);
    expect(reply).toBeDefined();
    expect(given.layer.open(Buffer.from(reply ?? []), 0x12_00_00_00).kind).toBe("garbage");
  });

  test("whatever bytes come: it never throws", () => {
    const given = asked();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(given.layer.open(Buffer.from(bytes), 1).kind).toBe("garbage");
      }),
    );
  });
});
