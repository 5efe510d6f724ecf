import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { DAY, MINUTE, SECOND } from "../../core/clock.ts";
import type { BackupCodes, SecondFactorOffer, SecondFactorState } from "../../core/wire/second-factor.ts";
import type { Me, SignedIn } from "../../core/wire/views.ts";
import {
  ADMIN,
  cookieOf,
  startTestServer,
  type Answer,
  type Person,
  type TestServer,
} from "../../test/support/start-server.ts";
import { fromBase32, totp } from "../../test/support/totp.ts";
import { ACCESS } from "./access.ts";

/** The second step of signing in. The sign-in library reads the machine's clock, so that one is the test's here, too. */
let server: TestServer;
let admin: Person;
let unit: string;
const OWN = "cau-dai-cua-rieng-toi";
const STEP = 30 * SECOND;

/** Time passes for the library and for the server alike. */
async function pass(ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await server.clock.advance(ms);
}
const password = (username: string, secret = OWN) =>
  server.person().call<SignedIn>("POST", "/api/auth/sign-in/username", { username, password: secret });
const step = (cookie: string, code: string) =>
  server.person(cookie).call<Me>("POST", "/api/auth/second-step", { code });
const own = <T>(person: Person, path: string, body?: object) =>
  person.call<T>(body === undefined ? "GET" : "POST", `/api/second-factor${path}`, body);
const state = async (person: Person) => (await own<SecondFactorState>(person, "")).body;

/** Somebody with a password of their own, signed in. */
async function signedIn(username: string, role: Me["role"], of: string | null) {
  const added = await server.people.add({
    username,
    password: OWN,
    name: `Cô ${username}`,
    role,
    unit: of,
  });
  if (!added.ok) throw new Error(added.fault.code);
  const { headers } = await password(username);
  return { id: added.value.id, username, person: server.person(cookieOf(headers)) };
}
/** The same with a second step: what the phone and the drawer hold. */
async function withFactor(username: string, role: Me["role"] = "officer", of: string | null = unit) {
  const someone = await signedIn(username, role, of);
  const { body: offer } = await own<SecondFactorOffer>(someone.person, "", { password: OWN });
  const confirmed = await own<BackupCodes>(someone.person, "/confirm", {
    code: totp(offer.secret, Date.now()),
  });
  expect(confirmed.status).toBe(200);
  // The code that was confirmed is spent for a while.
  await pass(3 * MINUTE);
  const { secret } = offer;
  const { codes } = confirmed.body;
  return { ...someone, secret, codes, person: server.person(cookieOf(confirmed.headers)) };
}
/** Both steps. */
async function enter(username: string, code: string): Promise<Answer<Me>> {
  const { headers, body } = await password(username);
  expect(body).toEqual({ secondStep: true });
  return step(cookieOf(headers), code);
}
const audit = (subject: string): unknown[] => {
  const db = new DatabaseSync(join(server.dir, "registry", "registry.sqlite"), { readOnly: true });
  try {
    return db
      .prepare('SELECT action, actor_name AS by, "after" FROM audit WHERE subject = ? ORDER BY rowid')
      .all(subject);
  } finally {
    db.close();
  }
};
const done = (subject: string) => audit(subject).map((row) => (row as { action: string }).action);

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 26, 2, 0, 10) });
  server = await startTestServer();
  admin = await server.setUp();
  const made = { name: "Xã A", kind: "commune", parent: null };
  unit = (await admin.call<{ id: string }>("POST", "/api/units", made)).body.id;
});
afterAll(async () => {
  await server.end();
  vi.useRealTimers();
});

describe("turning it on", () => {
  test("asks for the password, and counts only once a code was confirmed", async () => {
    const { id, person } = await signedIn("chi", "viewer", unit);
    const second = server.person(cookieOf((await password("chi")).headers));
    expect(await state(person)).toEqual({ on: false, required: false, codesLeft: null });
    expect((await own(person, "", { password: "mat-khau-rat-sai" })).code).toBe("password_wrong");
    const { body: offer } = await own<SecondFactorOffer>(person, "", { password: OWN });
    expect(offer.uri).toBe(`otpauth://totp/Cayda:chi?secret=${offer.secret}&issuer=Cayda&digits=6&period=30`);
    expect(offer.qr.path).toMatch(/^(M\d+ \d+h\d+v1h-\d+z)+$/);

    // It is not on yet: a mistake here locks nobody out.
    expect((await password("chi")).body).toMatchObject({ username: "chi" });
    const wrong = await own(person, "/confirm", { code: totp(offer.secret, Date.now() + 5 * MINUTE) });
    expect([wrong.status, wrong.code]).toEqual([403, "second_factor_wrong"]);
    expect(wrong.body).toMatchObject({ error: { params: { time: "09:00:10 26/11/2026" } } });
    const confirmed = await own<BackupCodes>(person, "/confirm", { code: totp(offer.secret, Date.now()) });
    expect(confirmed.body.codes).toHaveLength(10);
    // Sessions that knew the password alone are over; one's own goes on under a new cookie.
    for (const old of [person, second]) expect((await old.call("GET", "/api/me")).code).toBe("not_signed_in");
    const fresh = server.person(cookieOf(confirmed.headers));
    expect((await fresh.call<Me>("GET", "/api/me")).body.secondFactor).toBe("on");
    expect(await state(fresh)).toEqual({ on: true, required: false, codesLeft: 10 });
    expect((await own(fresh, "", { password: OWN })).code).toBe("second_factor_on");
    expect((await own(fresh, "/confirm", { code: totp(offer.secret, Date.now()) })).code).toBe(
      "second_factor_on",
    );
    expect(done(id)).toEqual(["second_factor_on"]);
  });

  test("again begins with a new secret, and the one before is worth nothing", async () => {
    const { person } = await signedIn("chinh", "viewer", unit);
    const offers = [];
    for (const _ of [1, 2]) offers.push((await own<SecondFactorOffer>(person, "", { password: OWN })).body);
    const [first, second] = offers.map(({ secret }) => secret);
    expect(first).not.toBe(second);
    const confirm = (secret = "") => own(person, "/confirm", { code: totp(secret, Date.now()) });
    expect((await confirm(first)).code).toBe("second_factor_wrong");
    expect((await confirm(second)).status).toBe(200);
  });

  test("leaves secret and codes readable nowhere", async () => {
    const { secret, codes } = await withFactor("dao");
    await enter("dao", codes[3] ?? "");
    await server.registry.flush();
    const folder = join(server.dir, "registry");
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString("latin1"));
    expect(files.join("").includes("second_factor_on")).toBe(true);
    const kept = files.join("") + JSON.stringify(server.logged);
    for (const text of [secret, fromBase32(secret).toString("latin1"), ...codes])
      expect(kept.includes(text)).toBe(false);
    const { body } = await admin.call("GET", "/api/audit?limit=500");
    for (const text of [secret, ...codes]) expect(JSON.stringify(body)).not.toContain(text);
  });
});

describe("signing in", () => {
  test("the password alone opens nothing; the code of the phone does, half a minute early or late", async () => {
    const { id, secret } = await withFactor("giang");
    for (const shift of [-STEP, 0, STEP]) {
      const { body, headers } = await password("giang");
      expect(body).toEqual({ secondStep: true });
      const half = server.person(cookieOf(headers));
      expect((await half.call("GET", "/api/me")).code).toBe("not_signed_in");
      const answer = await step(half.cookie, totp(secret, Date.now() + shift));
      expect(answer.body).toMatchObject({ id, username: "giang", secondFactor: "on" });
      const inside = server.person(cookieOf(answer.headers));
      expect((await inside.call("GET", "/api/devices")).status).toBe(200);
      await pass(2 * MINUTE);
    }
    for (const shift of [-2 * STEP, 2 * STEP]) {
      const answer = await enter("giang", totp(secret, Date.now() + shift));
      expect(answer.code).toBe("second_factor_wrong");
    }
  });

  test("a code counts once, also when two come at the same moment", async () => {
    const { secret } = await withFactor("hanh");
    const code = totp(secret, Date.now());
    const cookies = [];
    for (const _ of [1, 2]) cookies.push(cookieOf((await password("hanh")).headers));
    const answers = await Promise.all(cookies.map((cookie) => step(cookie, code)));
    expect(answers.map((answer) => answer.code ?? "").toSorted()).toEqual(["", "second_factor_spent"]);
    expect((await enter("hanh", code)).code).toBe("second_factor_spent");
    expect((await enter("hanh", totp(secret, Date.now() + STEP))).status).toBe(200);
  });

  test("each backup code stands in for the phone once, however it is typed", async () => {
    const { id, codes } = await withFactor("hoa");
    const [first = "", second = ""] = codes;
    const answer = await enter("hoa", first.toUpperCase().replace("-", " "));
    expect(answer.status).toBe(200);
    expect((await state(server.person(cookieOf(answer.headers)))).codesLeft).toBe(9);
    expect((await enter("hoa", first)).code).toBe("backup_code_wrong");
    expect((await enter("hoa", second)).status).toBe(200);
    expect(done(id)).toEqual(["second_factor_on", "backup_code_used", "backup_code_used"]);
  });

  test("guessing is slowed down as with passwords, and a second step is over after five wrong codes", async () => {
    const { secret } = await withFactor("khanh");
    const { headers } = await password("khanh");
    const cookie = cookieOf(headers);
    const wrong = totp(secret, Date.now() + 10 * MINUTE);
    for (const _ of [1, 2, 3, 4, 5]) expect((await step(cookie, wrong)).code).toBe("second_factor_wrong");
    const slowed = await step(cookie, totp(secret, Date.now()));
    expect([slowed.status, slowed.code]).toEqual([429, "rate_limited"]);
    await pass(STEP);
    expect((await step(cookie, totp(secret, Date.now()))).code).toBe("second_step_over");
    // A new one is slowed down, too: the person is counted, not the cookie.
    for (const _ of [6, 7, 8]) {
      await pass(MINUTE);
      expect((await enter("khanh", wrong)).code).toBe("second_factor_wrong");
    }
    expect((await enter("khanh", totp(secret, Date.now()))).code).toBe("rate_limited");
    await pass(MINUTE);
    expect((await enter("khanh", totp(secret, Date.now()))).status).toBe(200);
  });

  test("after ten wrong codes the library's own lock holds, whatever our counters forgot", async () => {
    const { secret } = await withFactor("lam");
    const wrong = totp(secret, Date.now() + 60 * MINUTE);
    // So slowly that our guard lets each of them through.
    for (let n = 0; n < 10; n += 1) {
      expect((await enter("lam", wrong)).code).toBe("second_factor_wrong");
      await pass(MINUTE);
    }
    const locked = await enter("lam", totp(secret, Date.now()));
    expect([locked.code, locked.body]).toMatchObject([
      "rate_limited",
      { error: { params: { seconds: 900 } } },
    ]);
    await pass(16 * MINUTE);
    expect((await enter("lam", totp(secret, Date.now()))).status).toBe(200);
  });

  test("a lock from a day when the server's clock was wrong does not hold until that day", async () => {
    const { secret } = await withFactor("lieu");
    const wrong = totp(secret, Date.now() + 60 * MINUTE);
    for (let n = 0; n < 10; n += 1) {
      await enter("lieu", wrong);
      await pass(MINUTE);
    }
    const set = (change: number) => {
      vi.setSystemTime(Date.now() + change);
      server.clock.setWall(server.clock.now() + change);
    };
    set(-400 * DAY);
    try {
      expect((await enter("lieu", totp(secret, Date.now()))).status).toBe(200);
    } finally {
      set(400 * DAY);
    }
  });

  test("a second step ends after ten minutes, and a made-up one never began", async () => {
    const { secret } = await withFactor("lan");
    const { headers } = await password("lan");
    await pass(11 * MINUTE);
    const code = () => totp(secret, Date.now());
    expect((await step(cookieOf(headers), code())).code).toBe("second_step_over");
    for (const cookie of ["", "cayda.two_factor=x", `cayda.two_factor=2fa-${"a".repeat(20)}.xx`])
      expect((await step(cookie, code())).code).toBe("second_step_over");
    // With somebody else's name for it the signature does not fit.
    const cookie = cookieOf((await password("lan")).headers);
    const forged = cookie.replace(/(2fa-[\w-]{20}\.)./, "$1!");
    expect(forged).not.toBe(cookie);
    expect((await step(forged, code())).code).toBe("second_step_over");
    expect((await step(cookie, code())).status).toBe(200);
  });
});

describe("turning it off, and new backup codes", () => {
  test("take the password and a code, of the phone or of the drawer", async () => {
    const { id, secret, codes, person } = await withFactor("mai");
    const off = (body: object) => own(person, "/end", body);
    const code = () => totp(secret, Date.now());
    expect((await off({ password: "mat-khau-rat-sai", code: code() })).code).toBe("password_wrong");
    expect((await off({ password: OWN, code: totp(secret, Date.now() + 10 * MINUTE) })).code).toBe(
      "second_factor_wrong",
    );
    expect((await off({ password: OWN })).code).toBe("bad_input");
    const made = await own<BackupCodes>(person, "/codes", { password: OWN, code: codes[0] });
    expect(made.body.codes).toHaveLength(10);
    expect(made.body.codes.filter((one) => codes.includes(one))).toEqual([]);
    expect((await enter("mai", codes[1] ?? "")).code).toBe("backup_code_wrong");
    expect((await enter("mai", made.body.codes[1] ?? "")).status).toBe(200);
    const ended = await off({ password: OWN, code: code() });
    expect(ended.status).toBe(200);
    const inside = server.person(cookieOf(ended.headers));
    expect((await inside.call<Me>("GET", "/api/me")).body).not.toHaveProperty("secondFactor");
    expect((await password("mai")).body).toMatchObject({ username: "mai" });
    expect((await own(inside, "/end", { password: OWN, code: code() })).code).toBe("second_factor_off");
    expect(done(id).filter((action) => action !== "backup_code_used")).toEqual([
      "second_factor_on",
      "backup_codes_made",
      "second_factor_ended",
    ]);
  });

  test("cannot be guessed at from an open session", async () => {
    const { person, secret } = await withFactor("myle");
    const proof = { password: OWN, code: totp(secret, Date.now() + 10 * MINUTE) };
    const codes = [];
    for (const _ of [1, 2, 3, 4, 5, 6]) codes.push((await own(person, "/end", proof)).code);
    expect(codes).toEqual([...Array.from({ length: 5 }, () => "second_factor_wrong"), "rate_limited"]);
  });
});

describe("an administrator", () => {
  test("removes the second step of somebody who lost the phone: audited, and all sessions end", async () => {
    const { id, person } = await withFactor("nam");
    const path = `/api/accounts/${id}/second-factor`;
    const other = await signedIn("nga", "officer", unit);
    expect((await other.person.call("DELETE", path)).code).toBe("forbidden");
    const { headers } = await password("nam");
    expect((await admin.call("DELETE", path)).status).toBe(200);
    expect((await person.call("GET", "/api/me")).code).toBe("not_signed_in");
    expect((await step(cookieOf(headers), "123456")).code).toBe("second_step_over");
    expect((await password("nam")).body).toMatchObject({ username: "nam" });
    expect(audit(id).at(-1)).toEqual({ action: "second_factor_removed", by: ADMIN.username, after: null });
    expect((await admin.call("DELETE", path)).code).toBe("second_factor_off");
    const { body: me } = await admin.call<Me>("GET", "/api/me");
    expect((await admin.call("DELETE", `/api/accounts/${me.id}/second-factor`)).code).toBe("person_self");
  });

  test("who removes a person leaves nothing sealed behind", async () => {
    const { id } = await withFactor("oanh");
    const rows = () => {
      const db = new DatabaseSync(join(server.dir, "registry", "registry.sqlite"), { readOnly: true });
      const found = db.prepare('SELECT count(*) AS n FROM "twoFactor" WHERE "userId" = ?').get(id);
      db.close();
      return found?.["n"];
    };
    expect(rows()).toBe(1);
    await admin.call("DELETE", `/api/accounts/${id}`);
    expect(rows()).toBe(0);
  });

  test("can require it: who must have it and has not can do nothing else before", async () => {
    const quy = await signedIn("quy", "officer", unit);
    const sen = await signedIn("sen", "viewer", unit);
    const part = await signedIn("phuc", "administrator", unit);
    const rule = (person: Person, required: string) =>
      person.call("PUT", "/api/second-factor-rule", { required });
    expect((await rule(part.person, "operators")).code).toBe("forbidden");
    expect((await rule(admin, "everybody")).code).toBe("bad_input");
    expect((await rule(admin, "operators")).status).toBe(200);
    try {
      // In the session that is open.
      expect((await quy.person.call<Me>("GET", "/api/me")).body.secondFactor).toBe("due");
      expect((await sen.person.call<Me>("GET", "/api/me")).body).not.toHaveProperty("secondFactor");
      expect((await password("quy")).body).toMatchObject({ secondFactor: "due" });
      const may =
        /:|\/api\/me$|change-password|POST \/api\/second-factor(?:\/confirm)?$|GET \/api\/second-factor$/;
      const shut = Object.entries(ACCESS).filter(([route, need]) => need !== "public" && !may.test(route));
      expect(shut.length).toBeGreaterThan(30);
      for (const [route] of shut) {
        const [method = "", path = ""] = route.split(" ");
        const body = method === "GET" ? undefined : {};
        expect((await quy.person.call(method, path, body)).code, route).toBe("second_factor_due");
      }
      expect(await state(quy.person)).toMatchObject({ on: false, required: true });
      const { body: offer } = await own<SecondFactorOffer>(quy.person, "", { password: OWN });
      const confirmed = await own(quy.person, "/confirm", { code: totp(offer.secret, Date.now()) });
      const inside = server.person(cookieOf(confirmed.headers));
      expect((await inside.call("GET", "/api/devices")).status).toBe(200);
    } finally {
      // The administrator is of those who must: the way back is the same as everybody's.
      const { body: offer } = await own<SecondFactorOffer>(admin, "", { password: ADMIN.password });
      const { headers } = await own(admin, "/confirm", { code: totp(offer.secret, Date.now()) });
      admin = server.person(cookieOf(headers));
      // The audit is in the order of time.
      await pass(SECOND);
      expect((await rule(admin, "nobody")).status).toBe(200);
    }
    expect((await part.person.call("GET", "/api/devices")).status).toBe(200);
    expect(audit("second_factor")).toEqual([
      { action: "second_factor_rule_set", by: ADMIN.username, after: '{"required":"operators"}' },
      { action: "second_factor_rule_set", by: ADMIN.username, after: '{"required":"nobody"}' },
    ]);
    const { body } = await admin.call<{ entries: { what: string; detail: string | null }[] }>(
      "GET",
      "/api/audit?subject=second_factor&lang=en",
    );
    expect(body.entries.map(({ detail }) => detail)).toEqual([
      "required of: administrators and IT officers → nobody",
      "required of: nobody → administrators and IT officers",
    ]);
  });
});

test("with another session key no code can be checked: that is said, and whoever has the machine gets in", async () => {
  await withFactor("thu", "administrator", null);
  const { dir, clock } = server;
  await server.stop();
  writeFileSync(join(dir, "registry", "sessions.key"), Buffer.alloc(32, 7));
  server = await startTestServer({ dir, clock });
  const { headers } = await password("thu");
  const refused = await step(cookieOf(headers), "123456");
  expect([refused.status, refused.code]).toEqual([409, "second_factor_unreadable"]);
  expect(await server.people.recover("quy", "mot-lan-roi-doi")).toMatchObject({
    fault: { code: "person_unknown" },
  });
  const recovered = await server.people.recover("THU", "mot-lan-roi-doi");
  expect(recovered).toMatchObject({ ok: true, value: { username: "thu", passwordDue: true } });
  const { body } = await password("thu", "mot-lan-roi-doi");
  expect(body).toMatchObject({ username: "thu", passwordDue: true });
  expect(body).not.toHaveProperty("secondFactor");
});
