import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SnmpCredential } from "../../core/wire/assignment.ts";
import type { Result } from "../../core/result.ts";
import { diagnose } from "../../agent/snmp/diagnose.ts";
import { createEngine } from "../../agent/snmp/engine/engine.ts";
import type { OpenSession, SnmpSession } from "../../agent/snmp/protocol.ts";
import { createSessionOpener } from "../../agent/snmp/session.ts";
import { SYSTEM } from "../../agent/snmp/tables.ts";
import { seededRandom } from "../fakes/snmp-device/faults.ts";
import { realClock } from "../support/real-clock.ts";
import { EVERY_USER, hasSnmpd, startSnmpd, userLines, type SnmpdUser } from "../support/snmpd.ts";

/** Debian's snmpd with a user for every cipher that it offers: each is read right, each mistake told apart. */
if (!hasSnmpd) process.stderr.write("SKIPPED: snmpd is not installed\n");

const open: OpenSession = createEngine({ clock: realClock, random: seededRandom(3), timeoutMs: 400 });
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.fault.code);
const PHYSADDRESS = "1.3.6.1.2.1.2.2.1.6";

type Credential3 = Extract<SnmpCredential, { version: "3" }>;
const credentialOf = (user: SnmpdUser): Credential3 => ({ version: "3", ...user });

describe.skipIf(!hasSnmpd)("Net-SNMP's snmpd over version 3", () => {
  let snmpd: Awaited<ReturnType<typeof startSnmpd>>;
  beforeAll(async () => {
    snmpd = await startSnmpd(["sysName sw-huongson", ...userLines(EVERY_USER)]);
  }, 60_000);
  afterAll(() => snmpd.close());

  const at = (credential: SnmpCredential) => ({ address: "127.0.0.1", port: snmpd.port, credential });
  const during = async <T>(credential: SnmpCredential, work: (session: SnmpSession) => Promise<T>) => {
    const session = await open(at(credential));
    if (!session.ok) throw new Error(session.fault.code);
    try {
      return await work(session.value);
    } finally {
      session.value.close();
    }
  };

  test.each(EVERY_USER.map((user) => [user.user, user] as const))("%s reads", async (_, user) => {
    await during(credentialOf(user), async (session) => {
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
      const table = await session.bulk({
        nonRepeaters: 0,
        maxRepetitions: 2,
        oids: ["1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.31.1.1.1.6", PHYSADDRESS],
      });
      const first = table.ok ? table.value.columns.map((column) => column[0]) : [];
      expect(first).toMatchObject([
        { type: "octets", value: new TextEncoder().encode("lo") },
        { type: "counter64" },
        { type: "octets" },
      ]);
      expect(session.sent()).toBe(3);
    });
  });

  const stretched = EVERY_USER.flatMap((user) => {
    const [, name] = /^(aes(?:192|256))[br]$/.exec(user.priv?.protocol ?? "") ?? [];
    return name === "aes192" || name === "aes256" ? [[user.user, name, user] as const] : [];
  });
  test.each(stretched)("%s reads when only %s is said", async (_, protocol, user) => {
    const credential = { ...credentialOf(user), priv: { protocol, password: "priv-pass-12" } } as const;
    expect(await during(credential, async (session) => codeOf(await session.get([SYSTEM.uptime])))).toBe(
      "ok",
    );
  });

  const other = (auth: SnmpdUser["auth"]["protocol"]) => (auth === "sha512" ? "sha256" : "sha512");
  const mistakes: readonly (readonly [string, (right: Credential3) => Credential3, string, string])[] = [
    ["a wrong user", (right) => ({ ...right, user: "nobody" }), "snmp_user_unknown", "user"],
    [
      "a wrong authentication password",
      ({ auth, ...right }) => ({ ...right, ...(auth && { auth: { ...auth, password: "wrong-password" } }) }),
      "snmp_auth",
      "authentication",
    ],
    [
      "a wrong authentication protocol",
      ({ auth, ...right }) => ({
        ...right,
        ...(auth && { auth: { ...auth, protocol: other(auth.protocol) } }),
      }),
      "snmp_auth",
      "authentication",
    ],
    [
      "a wrong privacy password",
      ({ priv, ...right }) => ({ ...right, ...(priv && { priv: { ...priv, password: "wrong-password" } }) }),
      "snmp_privacy",
      "privacy",
    ],
    [
      "a wrong privacy protocol",
      ({ priv, ...right }) => ({
        ...right,
        ...(priv && { priv: { ...priv, protocol: priv.protocol === "aes" ? "aes256b" : "aes" } }),
      }),
      "snmp_privacy",
      "privacy",
    ],
    [
      "privacy that the user has not",
      (right) => ({ ...right, user: right.user.replace(/-.*/, "-none") }),
      "snmp_privacy",
      "privacy",
    ],
  ];
  const users = EVERY_USER.filter(({ priv }) => priv !== undefined);
  test.each(mistakes)(
    "%s is told apart, whatever the cipher",
    async (_, mistake, code, step) => {
      for (const user of users) {
        const wrong = mistake(credentialOf(user));
        const read = await during(wrong, async (session) =>
          codeOf(await session.get([SYSTEM.uptime], { retries: 0 })),
        );
        expect(read, user.user).toBe(code);
      }
      // Every pair of algorithms once more through `diagnose` would take minutes of waiting for silence.
      for (const user of users.filter(({ auth }) => auth.protocol === "sha")) {
        const steps = await diagnose(at(mistake(credentialOf(user))), { open });
        expect(steps.at(-1), user.user).toMatchObject({ step, fault: { code } });
      }
    },
    240_000,
  );

  test("too little security is refused", async () => {
    const { user, auth } = credentialOf(users[0] as SnmpdUser);
    const read = await during({ version: "3", user, ...(auth && { auth }) }, (session) =>
      session.get([SYSTEM.uptime]),
    );
    expect(read).toMatchObject({ ok: false, fault: { code: "snmp_refused" } });
  });

  test("an agent that restarts is followed by the open session: its boots are others now", async () => {
    const [user] = users;
    if (user === undefined) throw new Error("no user");
    await during(credentialOf(user), async (session) => {
      expect(codeOf(await session.get([SYSTEM.uptime]))).toBe("ok");
      await snmpd.restart();
      const before = session.sent();
      expect(codeOf(await session.get([SYSTEM.uptime]))).toBe("ok");
      expect(session.sent() - before).toBe(2);
    });
  });

  const known = EVERY_USER.filter(({ priv }) => priv === undefined || /^aes(?:256.)?$/.test(priv.protocol));
  test.each(known.map((user) => [user.user, user] as const))(
    "%s: net-snmp reads the same",
    async (_, user) => {
      const oids = [SYSTEM.description, SYSTEM.name, SYSTEM.objectId, SYSTEM.contact, SYSTEM.location];
      const query = {
        nonRepeaters: 1,
        maxRepetitions: 5,
        oids: ["1.3.6.1.2.1.1.5", "1.3.6.1.2.1.2.2.1.2", PHYSADDRESS],
      };
      const [ours, theirs] = [open, createSessionOpener({ timeoutMs: 400 })].map(async (opener) => {
        const session = await opener(at(credentialOf(user)));
        if (!session.ok) throw new Error(session.fault.code);
        const got = await session.value.get(oids);
        const table = await session.value.bulk(query);
        session.value.close();
        return { got, table: table.ok ? [table.value.scalars, table.value.columns] : table };
      });
      expect(await ours).toEqual(await theirs);
      expect((await ours)?.got.ok).toBe(true);
    },
  );
});
