import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MINUTE } from "../../../core/clock.ts";
import type { Result } from "../../../core/result.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { firingAlert, noticeOf } from "../../../test/support/alert-states.ts";
import { totp } from "../../../test/support/totp.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import { openRegistry, rawSql } from "../../../test/support/registry.ts";
import type { OpenedRegistry } from "./registry.ts";

let dir: string;
let opened: OpenedRegistry;
const by = { id: "p1", name: "an" };
const open = () => {
  const clock = fakeClock();
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return openRegistry(dir, { clock, newId, log });
};
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-accounts-"));
  opened = await open();
});
afterEach(async () => {
  await opened.registry.close();
  rmSync(dir, { recursive: true, force: true });
});
const login = { username: "binh", password: "cay-da-dau-lang" };
const add = async () =>
  value(await opened.people.add({ ...login, name: "Bình", role: "officer", unit: null }));

test("nothing more is sent to somebody who was removed: what waits is given up, digests are forgotten", async () => {
  const { registry, people } = opened;
  const { id } = await add();
  const unit = value(
    await registry.addUnit({ name: "Xã A", kind: "commune", parent: null, validFrom: "2026-07-01" }, by),
  );
  const site = value(await registry.addSite({ unit: unit.id, name: "Trụ sở" }, by)).id;
  const mail = { kind: "mail", name: "Thư", enabled: true, settings: {}, secrets: {} } as const;
  const channel = value(await registry.setChannel(undefined, mail, by)).id;
  const wanted = {
    person: id,
    language: "vi",
    addresses: { [channel]: "binh@example.vn" },
    severities: ["critical"],
    outside: "none",
    unit: null,
    step: 1,
    digest: "daily",
  } as const;
  value(await registry.setSubscription(wanted, by));
  await registry.setSetting(`digest.${id}`, "20000");
  const state = firingAlert(site);
  await registry.saveAlerts({
    site,
    at: 2_000,
    changed: [state],
    gone: [],
    notices: [noticeOf(state)],
    deliveries: [
      { notice: "a1.1", person: id, channel, due: 2_000 },
      { notice: "a1.1", person: "other", channel, due: 2_000 },
    ],
  });
  value(await people.remove(id, by));
  expect((await registry.dueDeliveries(9_000, 10)).map(({ person }) => person)).toEqual(["other"]);
  const given = (await registry.deliveries({ alert: "a1", limit: 9 })).filter(({ person }) => person === id);
  expect(given).toMatchObject([{ state: "failed", fault: "person_unknown", attempts: 0 }]);
  expect(await registry.subscriptions()).toEqual([]);
  expect(await registry.setting(`digest.${id}`)).toBeUndefined();
});

describe("what somebody can no longer see or do", () => {
  /** Two communes below a province, a site in each. */
  async function places() {
    const { registry } = opened;
    const unit = async (name: string, parent: string | null) =>
      value(await registry.addUnit({ name, kind: "commune", parent, validFrom: "2026-07-01" }, by)).id;
    const province = await unit("Tỉnh", null);
    const [a, b] = [await unit("Xã A", province), await unit("Xã B", province)];
    const site = async (of: string) => value(await registry.addSite({ unit: of, name: "Trụ sở" }, by)).id;
    return { province, a, b, siteA: await site(a), siteB: await site(b) };
  }
  const tokens = async (...units: readonly (string | null)[]) => {
    for (const [n, unit] of units.entries())
      value(
        await opened.registry.addAccessToken(
          { hash: `h${n}`, name: `t${n}`, unit, expiresAt: 9e12 },
          { id: "x", name: login.username },
        ),
      );
  };
  const revoked = async () =>
    (await opened.registry.accessTokens())
      .filter(({ revokedAt }) => revokedAt !== null)
      .map(({ name }) => name)
      .toSorted();

  test("a wish for messages of the unit that was is one for all of the unit that is; one below it stays", async () => {
    const { registry, people } = opened;
    const { province, a, b } = await places();
    const { id } = await add();
    const wanted = {
      person: id,
      language: "vi",
      addresses: { c: "binh@example.vn" },
      severities: ["critical"],
      outside: "all",
      unit: a,
      step: 1,
      digest: "daily",
    } as const;
    value(await registry.setSubscription(wanted, by));
    for (const unit of [null, province, a]) {
      value(await people.change(id, { unit }, by));
      expect(await registry.subscriptions()).toEqual([wanted]);
    }
    value(await people.change(id, { unit: b }, by));
    expect(await registry.subscriptions()).toEqual([{ ...wanted, unit: null }]);
  });

  test("access tokens that they could not make now are revoked, those of others and of their units stay", async () => {
    const { people, registry } = opened;
    const { province, a, b } = await places();
    const { id } = await add();
    await tokens(null, province, a, b);
    value(await registry.addAccessToken({ hash: "o", name: "other", unit: null, expiresAt: 9e12 }, by));
    expect(value(await people.change(id, { name: "Bình An" }, by))).toMatchObject({ tokens: 0 });
    expect(value(await people.change(id, { unit: a }, by))).toMatchObject({ unit: a, tokens: 3 });
    expect(await revoked()).toEqual(["t0", "t1", "t3"]);
    expect(value(await people.change(id, { role: "viewer" }, by))).toMatchObject({ tokens: 1 });
    expect(await revoked()).toEqual(["t0", "t1", "t2", "t3"]);
  });

  test("enrolment tokens of sites that they do not work on any more are withdrawn, others stay", async () => {
    const { people, registry } = opened;
    const { a, siteA, siteB } = await places();
    const { id } = await add();
    const made = { id: "x", name: login.username };
    const token = (hash: string, site: string, by_: typeof made, expiresAt = 9e12) =>
      registry.addToken(site, { hash, expiresAt, uses: 3 }, by_).then(value);
    await token("1".repeat(64), siteA, made);
    await token("2".repeat(64), siteB, made);
    await token("3".repeat(64), siteB, by);
    await token("4".repeat(64), siteB, made, 1);
    const left = async () =>
      [...(await registry.tokens(siteA)), ...(await registry.tokens(siteB))].map(({ id: of }) => of[0]);
    expect(value(await people.change(id, { name: "Bình An" }, by))).toMatchObject({ enrolments: 0 });
    expect(value(await people.change(id, { unit: a }, by))).toMatchObject({ enrolments: 1 });
    expect(await left()).toEqual(["1", "3"]);
    expect(value(await people.remove(id, by))).toMatchObject({ enrolments: 1 });
    expect(await left()).toEqual(["3"]);
  });

  test("with the person their access tokens go; what is over is not counted", async () => {
    const { people, registry } = opened;
    const { a } = await places();
    const { id } = await add();
    await tokens(null, a);
    const made = { id: "x", name: login.username };
    value(await registry.addAccessToken({ hash: "o", name: "over", unit: a, expiresAt: 1 }, made));
    expect(value(await people.remove(id, by))).toEqual({ alerts: 0, tokens: 2, enrolments: 0 });
    expect(await revoked()).toEqual(["t0", "t1"]);
    expect((await registry.accessTokenBySecret("h0"))?.revokedAt).not.toBeNull();
  });

  test("open alerts of sites that they do not see any more are of whoever changed that, taken on or given", async () => {
    const { people, registry } = opened;
    const { a, siteA, siteB } = await places();
    const { id } = await add();
    const them = { id, name: login.username };
    const alerts = [
      firingAlert(siteA, { id: "theirs" }),
      firingAlert(siteB, { id: "taken" }),
      firingAlert(siteB, { id: "given" }),
      firingAlert(siteB, { id: "others" }),
      firingAlert(siteB, { id: "over", phase: "resolved", resolvedAt: 3_000 }),
    ];
    for (const [n, state] of alerts.entries()) {
      const { site } = state.subject;
      const nothing = { gone: [], notices: [], deliveries: [] };
      await registry.saveAlerts({ site, at: n, changed: [state], ...nothing });
    }
    for (const alert of ["theirs", "taken", "others", "over"])
      value(await registry.acknowledgeAlert(alert, { note: "" }, them));
    value(await registry.assignAlert("given", id, by));
    value(await registry.assignAlert("others", "p2", by));
    const assignee = async () =>
      Object.fromEntries(
        (await registry.alertList({ limit: 9 })).map(({ state, care }) => [state.id, care.assignee]),
      );
    expect(value(await people.change(id, { unit: a }, by))).toMatchObject({ alerts: 2 });
    const moved = { theirs: null, taken: by.id, given: by.id, others: "p2", over: null };
    expect(await assignee()).toEqual(moved);
    expect((await registry.alertTimeline("taken")).at(-1)).toMatchObject({ what: "assigned", note: by.id });
    expect(value(await people.remove(id, by))).toMatchObject({ alerts: 1 });
    expect(await assignee()).toEqual({ ...moved, theirs: by.id });
  });
});

test("a removed person is nobody, also after a restart, and still has a name", async () => {
  const { id } = await add();
  value(await opened.people.remove(id, by));
  await opened.registry.close();
  opened = await open();
  expect(await opened.people.all()).toEqual([]);
  expect(await opened.people.former()).toEqual([{ id, name: "Bình", username: "binh" }]);
  expect(await opened.people.signIn(login, true)).toMatchObject({ fault: { code: "sign_in_failed" } });
  for (const refused of [
    await opened.people.change(id, { role: "administrator" }, by),
    await opened.people.resetPassword(id, "mat-khau-moi-hon", by),
    await opened.people.remove(id, by),
  ])
    expect(refused).toMatchObject({ fault: { code: "person_unknown" } });
});

test("people of a registry that knew no passwords for one sign-in, and no second factors, are there as before", async () => {
  const person = await add();
  await opened.registry.close();
  await rawSql(dir, 'ALTER TABLE "user" DROP COLUMN "passwordDue"');
  await rawSql(dir, 'ALTER TABLE "user" DROP COLUMN "twoFactorEnabled"; DROP TABLE "twoFactor"');
  opened = await open();
  expect(await opened.people.all()).toEqual([person]);
  expect(person).not.toHaveProperty("passwordDue");
  value(await opened.people.resetPassword(person.id, "mat-khau-moi-hon", by));
  expect(await opened.people.all()).toEqual([{ ...person, passwordDue: true }]);
  expect(await opened.people.removeSecondFactor(person.id, by)).toMatchObject({
    fault: { code: "second_factor_off" },
  });
});

test.each([true, false])(
  "the second step works over HTTPS (%s) as over HTTP, each with its own cookie",
  async (secure) => {
    const { people } = opened;
    const person = await add();
    const request = (answer: Headers) =>
      new Headers({
        cookie: answer
          .getSetCookie()
          .map((line) => line.split(";", 1)[0])
          .join("; "),
      });
    const entered = value(await people.signIn(login, secure));
    const secret = value(await people.beginSecondFactor(login.password, request(entered.headers), secure));
    const code = totp(secret, Date.now());
    const { codes } = value(await people.confirmSecondFactor(person, code, request(entered.headers), secure));
    const half = value(await people.signIn(login, secure));
    expect(half.me).toBeUndefined();
    const cookie = request(half.headers);
    expect(cookie.get("cookie")?.includes("__Secure-cayda.two_factor=")).toBe(secure);
    expect(await people.secondStepOf(cookie, !secure)).toBeUndefined();
    expect(await people.who(cookie, secure)).toBeUndefined();
    expect(await people.secondStepOf(cookie, secure)).toBe(person.id);
    const inside = value(await people.secondStep(codes[0] ?? "", cookie, secure));
    expect((await people.who(request(inside.headers), secure))?.me).toEqual({
      ...person,
      secondFactor: "on",
    });
  },
);

test("a session that ended is forgotten, whoever it was; one that goes on stays", async () => {
  const { registry, people } = opened;
  await add();
  for (const _ of [1, 2]) expect((await people.signIn(login, false)).ok).toBe(true);
  const now = fakeClock().now();
  const sessions = await rawSql(dir, "SELECT id FROM session ORDER BY rowid");
  expect(sessions).toHaveLength(2);
  // The library has no clock of ours: what it wrote may lie anywhere.
  for (const [row, at] of [now - MINUTE, now + MINUTE].entries()) {
    const end = new Date(at).toISOString();
    await rawSql(
      dir,
      `UPDATE session SET "expiresAt" = '${end}' WHERE id = '${String(sessions[row]?.["id"])}'`,
    );
  }
  await registry.pruneAlerts(now);
  expect(await rawSql(dir, "SELECT id FROM session")).toEqual(sessions.slice(1));
});
