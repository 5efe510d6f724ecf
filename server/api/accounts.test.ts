import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AlertDetail, AlertRow } from "../../core/wire/alerts.ts";
import type { Me, Overview } from "../../core/wire/views.ts";
import { portErrors } from "../../test/fakes/notices.ts";
import {
  ADMIN,
  cookieOf,
  enrolment,
  makeToken,
  startTestServer,
  type Person,
  type TestServer,
} from "../../test/support/start-server.ts";
import { ACCESS } from "./access.ts";

/** People whom an administrator adds, changes, gives a new password and removes. */
let server: TestServer;
let admin: Person;
let myself: Me;
let site: string;
const units = { a: "", b: "" };
const OWN = "cau-dai-cua-rieng-toi";
const ONE_TIME = "mot-lan-roi-phai-doi";

const signIn = async (username: string, password: string) => {
  const login = { username, password };
  const answer = await server.person().call<Me>("POST", "/api/auth/sign-in/username", login);
  return { answer, person: server.person(cookieOf(answer.headers)) };
};
/** Somebody who has been there for a while, with a password of their own. */
async function somebody(username: string, role: Me["role"], unit: string | null): Promise<Me> {
  const added = await server.people.add({ username, password: OWN, name: `Cô ${username}`, role, unit });
  if (!added.ok) throw new Error(added.fault.code);
  return added.value;
}
async function signedIn(...about: Parameters<typeof somebody>) {
  const someone = await somebody(...about);
  return { ...someone, person: (await signIn(someone.username, OWN)).person };
}
const audit = (subject: string): object[] => {
  const db = new DatabaseSync(join(server.dir, "registry", "registry.sqlite"), { readOnly: true });
  try {
    const rows = db
      .prepare('SELECT action, actor_name, "before", "after" FROM audit WHERE subject = ? ORDER BY rowid')
      .all(subject);
    return rows.map(({ before, after, ...row }) => ({
      ...row,
      before: before === null ? null : (JSON.parse(String(before)) as unknown),
      after: after === null ? null : (JSON.parse(String(after)) as unknown),
    }));
  } finally {
    db.close();
  }
};

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  myself = (await admin.call<Me>("GET", "/api/me")).body;
  const { body } = await admin.call<Overview>("GET", "/api/overview");
  site = body.units[0]?.sites[0]?.id ?? "";
  const unit = async (name: string) =>
    (await admin.call<{ id: string }>("POST", "/api/units", { name, kind: "commune", parent: null })).body.id;
  units.a = await unit("Xã A");
  units.b = await unit("Xã B");
});
afterAll(() => server.end());

describe("a password that somebody else set", () => {
  test("serves for one sign-in: nothing but another one may be chosen, then everything is as usual", async () => {
    const input = { name: "Bình", username: "binh", password: ONE_TIME, role: "viewer", unit: units.a };
    const added = await admin.call<Me>("POST", "/api/accounts", input);
    expect(added.body.passwordDue).toBe(true);
    const { answer, person } = await signIn("binh", ONE_TIME);
    expect(answer.body.passwordDue).toBe(true);
    expect((await person.call<Me>("GET", "/api/me")).body.passwordDue).toBe(true);
    const shut = Object.entries(ACCESS).filter(
      ([route, need]) => need !== "public" && !/:|\/api\/me$|change-password/.test(route),
    );
    expect(shut.length).toBeGreaterThan(30);
    for (const [route] of shut) {
      const [method = "", path = ""] = route.split(" ");
      const body = method === "GET" ? undefined : {};
      expect((await person.call(method, path, body)).code, route).toBe("password_due");
    }
    const change = (newPassword: string) =>
      person.call("POST", "/api/auth/change-password", { currentPassword: ONE_TIME, newPassword });
    expect((await change(ONE_TIME)).code).toBe("password_same");
    const changed = server.person(cookieOf((await change(OWN)).headers));
    expect((await changed.call<Me>("GET", "/api/me")).body).not.toHaveProperty("passwordDue");
    expect((await changed.call("GET", "/api/devices")).status).toBe(200);
    expect((await signIn("binh", ONE_TIME)).answer.code).toBe("sign_in_failed");
  });

  test("ends every session of the person, and is written down without the password", async () => {
    const chi = await signedIn("chi", "officer", units.a);
    const second = (await signIn("chi", OWN)).person;
    const path = `/api/accounts/${chi.id}/password`;
    expect((await admin.call("PUT", path, { password: "short" })).code).toBe("bad_input");
    expect((await admin.call("PUT", path, { password: ONE_TIME })).status).toBe(200);
    for (const one of [chi.person, second])
      expect((await one.call("GET", "/api/me")).code).toBe("not_signed_in");
    expect((await signIn("chi", OWN)).answer.code).toBe("sign_in_failed");
    expect((await signIn("chi", ONE_TIME)).answer.body.passwordDue).toBe(true);
    expect(audit(chi.id)).toEqual([
      { action: "password_reset", actor_name: ADMIN.username, before: null, after: null },
    ]);
    const listed = (await admin.call<Me[]>("GET", "/api/accounts")).body;
    expect(listed.find(({ id }) => id === chi.id)?.passwordDue).toBe(true);
  });

  test("is not for oneself, who changes the own one", async () => {
    const path = `/api/accounts/${myself.id}/password`;
    expect((await admin.call("PUT", path, { password: ONE_TIME })).code).toBe("person_self");
    expect((await admin.call("GET", "/api/me")).status).toBe(200);
  });
});

describe("a changed person", () => {
  test("has the new role, unit and name at once, in the session that is open", async () => {
    const dung = await signedIn("dung", "viewer", units.a);
    const seen = async () =>
      (await dung.person.call<Overview>("GET", "/api/overview")).body.units.map(({ id }) => id);
    expect(await seen()).toEqual([units.a]);
    const path = `/api/accounts/${dung.id}`;
    const changed = await admin.call("PATCH", path, { name: "Dũng", role: "officer", unit: units.b });
    expect(changed.body).toMatchObject({ name: "Dũng", role: "officer", unit: units.b, username: "dung" });
    expect(await seen()).toEqual([units.b]);
    expect((await dung.person.call("GET", "/api/store")).status).toBe(200);
    await admin.call("PATCH", path, { role: "leader" });
    expect((await dung.person.call("GET", "/api/overview")).code).toBe("forbidden");
    expect((await dung.person.call("GET", "/api/plans")).status).toBe(200);
    expect(audit(dung.id)).toMatchObject([
      {
        action: "person_changed",
        actor_name: ADMIN.username,
        before: { name: "Cô dung", role: "viewer", unit: units.a },
        after: { name: "Dũng", role: "officer", unit: units.b },
      },
      { before: { role: "officer" }, after: { role: "leader", unit: units.b } },
    ]);
  });

  test("loses live news of what may be seen no longer", async () => {
    const yen = await signedIn("yen", "viewer", null);
    const stream = await fetch(`${server.url}/api/live?site=${site}`, {
      headers: { cookie: yen.person.cookie },
    });
    expect(stream.status).toBe(200);
    await admin.call("PATCH", `/api/accounts/${yen.id}`, { role: "leader" });
    // Ends, else this waits until the test is over.
    expect(await stream.text()).toContain("event: clock");
    const again = await yen.person.call("GET", `/api/live?site=${site}`);
    expect(again.code).toBe("forbidden");
  });

  test.each([
    ["an unknown unit", { unit: "gone" }, "unit_unknown"],
    ["an unknown role", { role: "king" }, "bad_input"],
    ["an empty name", { name: " " }, "bad_input"],
    ["another user name", { username: "x.y.z" }, "field_unknown"],
  ])("is not given %s", async (_, change, code) => {
    const { body } = await admin.call<Me[]>("GET", "/api/accounts");
    const other = body.find(({ id }) => id !== myself.id);
    expect((await admin.call("PATCH", `/api/accounts/${other?.id}`, change)).code).toBe(code);
  });
});

describe("a removed person", () => {
  test("is signed out, cannot come back, and what they did is still theirs by name", async () => {
    const giang = await signedIn("giang", "officer", null);
    const subscription = {
      language: "vi",
      addresses: { c: "giang@example.vn" },
      severities: ["critical"],
      outside: "all",
      unit: null,
      step: 1,
      digest: "daily",
    };
    await giang.person.call("PUT", `/api/subscriptions/${giang.id}`, subscription);
    const subject = { kind: "device", key: "device:sw1", site } as const;
    const open = portErrors({ id: "g-1", subject, since: server.clock.now() });
    const over = portErrors({ ...open, id: "g-2", phase: "resolved", resolvedAt: server.clock.now() });
    const nothing = { gone: [], notices: [], deliveries: [] };
    const at = server.clock.now();
    await server.registry.saveAlerts({ site, at, changed: [open, over], ...nothing });
    await giang.person.call("POST", "/api/alerts/g-1/acknowledge", { note: "đang thay dây" });
    for (const id of ["g-1", "g-2"])
      await admin.call("POST", `/api/alerts/${id}/assign`, { person: giang.id });

    const removed = await admin.call("DELETE", `/api/accounts/${giang.id}`);
    expect(removed.body).toEqual({ done: true, alerts: 1, tokens: 0, enrolments: 0 });
    expect((await giang.person.call("GET", "/api/me")).code).toBe("not_signed_in");
    expect((await signIn("giang", OWN)).answer.code).toBe("sign_in_failed");
    for (const path of ["/api/accounts", "/api/people"])
      expect((await admin.call<Me[]>("GET", path)).body.map(({ id }) => id)).not.toContain(giang.id);
    expect((await admin.call("DELETE", `/api/accounts/${giang.id}`)).code).toBe("person_unknown");
    expect(audit(giang.id).at(-1)).toMatchObject({
      action: "person_removed",
      actor_name: ADMIN.username,
      before: { name: "Cô giang", username: "giang", role: "officer", unit: null },
      after: { alerts: 1 },
    });
    const said = await admin.call<{ subscriptions: { person: string }[] }>("GET", "/api/subscriptions");
    expect(said.body.subscriptions.map(({ person }) => person)).not.toContain(giang.id);

    const { body } = await admin.call<AlertRow[]>("GET", `/api/alerts?since=${open.since - 1}`);
    const names = body.map(({ state, assigneeName }) => [state.id, assigneeName]);
    expect(names).toEqual(
      expect.arrayContaining([
        ["g-1", ADMIN.name],
        ["g-2", "Cô giang"],
      ]),
    );
    const story = (await admin.call<AlertDetail>("GET", "/api/alerts/g-1")).body.timeline;
    expect(story.map(({ what, by, note }) => [what, by, note])).toEqual(
      expect.arrayContaining([
        ["acknowledged", "Cô giang", "đang thay dây"],
        ["assigned", ADMIN.name, "Cô giang"],
        ["assigned", ADMIN.name, ADMIN.name],
      ]),
    );
  });

  test("leaves no program behind that reads with a token of theirs", async () => {
    const lan = await signedIn("lan", "officer", units.a);
    const made = await lan.person.call<{ token: string }>("POST", "/api/tokens", {
      name: "Grafana",
      unit: units.a,
    });
    const reads = async () => {
      const headers = { authorization: `Bearer ${made.body.token}` };
      return (await fetch(`${server.url}/metrics`, { headers })).status;
    };
    expect(await reads()).toBe(200);
    const removed = await admin.call("DELETE", `/api/accounts/${lan.id}`);
    expect(removed.body).toEqual({ done: true, alerts: 0, tokens: 1, enrolments: 0 });
    expect(await reads()).toBe(401);
  });

  test("leaves no enrolment token behind that a PC could join with; PCs that have joined stay", async () => {
    const nhan = await signedIn("nhan", "officer", null);
    const secret = await makeToken(nhan.person, site, { uses: 5 });
    const others = await makeToken(admin, site);
    const join = (token: string, hostname: string) =>
      server.person().call("POST", "/agent/v1/enrol", enrolment(token, hostname));
    expect((await join(secret, "PC-01")).status).toBe(200);
    const removed = await admin.call("DELETE", `/api/accounts/${nhan.id}`);
    expect(removed.body).toEqual({ done: true, alerts: 0, tokens: 0, enrolments: 1 });
    expect((await join(secret, "PC-02")).code).toBe("token_used");
    expect((await join(others, "PC-03")).status).toBe(200);
    const withdrawn = audit(site).filter((row) => "action" in row && row.action === "token_withdrawn");
    expect(withdrawn).toMatchObject([{ actor_name: ADMIN.username, before: { usesLeft: 4 } }]);
  });

  test("keeps the user name: nobody else gets it, in whatever letters", async () => {
    const { id } = await somebody("hoa", "viewer", units.a);
    await admin.call("DELETE", `/api/accounts/${id}`);
    const input = { name: "Hòa", username: "HOA", password: OWN, role: "viewer", unit: units.a };
    const again = await admin.call("POST", "/api/accounts", input);
    expect([again.status, again.code]).toEqual([409, "username_former"]);
    expect(again.body).toMatchObject({ error: { params: { username: "hoa", name: "Cô hoa" } } });
    expect((await admin.call("POST", "/api/accounts", { ...input, username: "hoa2" })).status).toBe(200);
  });
});

describe("somebody who governs the whole system must stay", () => {
  test("the last one is neither removed nor made less; nobody removes themselves", async () => {
    const path = `/api/accounts/${myself.id}`;
    for (const change of [{ role: "officer" }, { unit: units.a }]) {
      const answer = await admin.call("PATCH", path, change);
      expect([answer.status, answer.code]).toEqual([409, "last_administrator"]);
      expect(answer.body).toMatchObject({ error: { params: { name: ADMIN.name } } });
    }
    expect((await admin.call("DELETE", path)).code).toBe("person_self");
    // An administrator of a part is none of the whole.
    await somebody("inh", "administrator", units.a);
    expect((await admin.call("PATCH", path, { role: "viewer" })).code).toBe("last_administrator");
    expect((await admin.call("PATCH", path, { name: ADMIN.name })).status).toBe(200);
  });

  test("of two who remove each other at the same moment one stays", async () => {
    const khoa = await signedIn("khoa", "administrator", null);
    const both = await Promise.all([
      admin.call("DELETE", `/api/accounts/${khoa.id}`),
      khoa.person.call("DELETE", `/api/accounts/${myself.id}`),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = (await server.people.all()).filter(
      ({ role, unit }) => role === "administrator" && unit === null,
    );
    expect(left).toHaveLength(1);
    // Whoever it is goes on.
    if (left[0]?.id !== myself.id) admin = khoa.person;
  });
});

test("an administrator says what others are told, within what they see", async () => {
  const quan = await somebody("quan", "officer", units.a);
  const wanted = {
    language: "en",
    addresses: { c: "quan@example.vn" },
    severities: ["critical"],
    outside: "all",
    unit: units.a,
    step: 1,
    digest: "none",
  };
  const put = (change: object) =>
    admin.call("PUT", `/api/subscriptions/${quan.id}`, { ...wanted, ...change });
  // Of a unit that the person does not see they would never be told, whatever the administrator sees.
  expect((await put({ unit: units.b })).code).toBe("unit_unknown");
  expect((await put({})).status).toBe(200);
  const { person } = await signIn("quan", OWN);
  const { body } = await person.call<{ subscriptions: object[] }>("GET", "/api/subscriptions");
  expect(body.subscriptions).toMatchObject([{ ...wanted, person: quan.id }]);
  expect(audit(quan.id)).toMatchObject([{ action: "subscription_set", actor_name: ADMIN.username }]);
  expect(JSON.stringify(audit(quan.id))).not.toContain("quan@example.vn");
});

test("an administrator of a part has people of that part, and cannot make anybody see more", async () => {
  const { body: listed } = await admin.call<Me[]>("GET", "/api/accounts");
  const named = (username: string) => listed.find((one) => one.username === username) ?? myself;
  const [mine, foreign, above] = [named("chi"), named("dung"), named("yen")];
  expect([mine.unit, foreign.unit, above.unit]).toEqual([units.a, units.b, null]);
  const { person } = await signIn("inh", OWN);
  const call = (method: string, id: string, body?: object) =>
    person.call(method, `/api/accounts/${id}`, body);
  expect((await call("PATCH", mine.id, { role: "officer" })).status).toBe(200);
  expect((await call("PATCH", mine.id, { unit: null })).code).toBe("forbidden");
  expect((await call("PATCH", mine.id, { unit: units.b })).code).toBe("unit_unknown");
  for (const [method, body] of [
    ["PATCH", { name: "x" }],
    ["DELETE", undefined],
  ] as const) {
    expect((await call(method, foreign.id, body)).code).toBe("person_unknown");
    expect((await call(method, above.id, body)).code).toBe("forbidden");
  }
  expect((await call("PUT", `${above.id}/password`, { password: ONE_TIME })).code).toBe("forbidden");
  expect((await call("DELETE", mine.id)).status).toBe(200);
});
