import { afterAll, beforeAll, expect, test } from "vitest";
import type { AlertDetail, AlertRow } from "../../core/wire/alerts.ts";
import { DISTRICT, type AlertState } from "../../core/alerting/types.ts";
import { DAY, HOUR } from "../../core/clock.ts";
import type { Me } from "../../core/wire/views.ts";
import { portErrors } from "../../test/fakes/notices.ts";
import { cookieOf, startTestServer, type Person, type TestServer } from "../../test/support/start-server.ts";

/** Who takes care of alerts: to whom they can be given, and who takes over from whom. */
let server: TestServer;
let admin: Person;
const ids: Record<string, string> = {};
const at: Record<string, Person> = {};

async function add(username: string, name: string, role: Me["role"], unit: string | null) {
  const login = { username, password: "cau-dai-cua-rieng-toi" };
  const added = await server.people.add({ ...login, name, role, unit });
  if (!added.ok) throw new Error(added.fault.code);
  ids[name] = added.value.id;
  return login;
}
async function signedIn(username: string, name: string, unit: string): Promise<void> {
  const login = await add(username, name, "officer", unit);
  const { headers } = await server.person().call("POST", "/api/auth/sign-in/username", login);
  at[name] = server.person(cookieOf(headers));
}
const as = (name: string): Person => at[name] ?? server.person();
async function fire(id: string, change: Partial<AlertState> = {}): Promise<void> {
  const site = ids["site"] ?? "";
  const subject = { kind: "device", key: "device:sw1", site } as const;
  const now = server.clock.now();
  const changed = [portErrors({ id, subject, since: now, firedAt: now, ...change })];
  const nothing = { gone: [], notices: [], deliveries: [] };
  await server.registry.saveAlerts({ site, at: now, changed, ...nothing });
}

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  const made = async (path: string, body: object) =>
    (await admin.call<{ id: string }>("POST", path, body)).body.id;
  const province = await made("/api/units", { name: "Tỉnh", kind: "province", parent: null });
  const unit = (name: string) => made("/api/units", { name, kind: "commune", parent: province });
  const [a, b] = [await unit("Xã A"), await unit("Xã B")];
  ids["site"] = await made("/api/sites", { unit: a, name: "Trụ sở" });
  await signedIn("an1", "An", a);
  await signedIn("an2", "Ánh", a);
  await signedIn("binh", "Bình", b);
  await add("chi", "Chi", "accountant", a);
  await add("dung", "Dũng", "officer", province);
});
afterAll(() => server.end());

const names = async (person: Person, query = "") =>
  (await person.call<{ name: string }[]>("GET", `/api/people${query}`)).body
    .map(({ name }) => name)
    .toSorted();
const ofAll = async () => (await names(admin, `?site=${DISTRICT}`)).length;

test("an alert is offered to those who see its site and work on alerts, and to nobody else", async () => {
  const site = `?site=${ids["site"]}`;
  const everybody = await names(admin, site);
  expect(everybody).toEqual(expect.arrayContaining(["An", "Ánh", "Dũng"]));
  for (const other of ["Bình", "Chi"]) expect(everybody).not.toContain(other);
  // Who sees a part of the tree is told of nobody beyond it, but of those who see everything.
  expect(await names(as("An"), site)).not.toContain("Dũng");
  expect(await names(as("An"))).not.toContain("Chi");
  expect(await ofAll()).toBe(1);
  expect((await as("Bình").call("GET", `/api/people${site}`)).code).toBe("site_unknown");
  expect((await as("An").call("GET", `/api/people?site=${DISTRICT}`)).code).toBe("site_unknown");
});

test("it cannot be given to somebody who would never see it", async () => {
  await fire("c-1");
  const give = (person: string | undefined) => admin.call("POST", "/api/alerts/c-1/assign", { person });
  for (const name of ["Bình", "Chi"]) {
    const refused = await give(ids[name]);
    expect([refused.status, refused.code]).toEqual([422, "assignee_unfit"]);
    expect(refused.body).toMatchObject({ error: { params: { name } } });
  }
  expect((await give("nobody")).code).toBe("person_unknown");
  expect((await give(ids["Dũng"])).status).toBe(200);
  // Whom one does not see, one is told nothing of.
  const unseen = { person: ids["Bình"] };
  expect((await as("An").call("POST", "/api/alerts/c-1/assign", unseen)).code).toBe("person_unknown");
});

test("of two who take an alert on at once the second is told who was first, and may take over", async () => {
  await fire("c-2");
  const take = (name: string, over: number | null) =>
    as(name).call("POST", "/api/alerts/c-2/acknowledge", { note: `của ${name}`, over });
  const care = async () => (await admin.call<AlertDetail>("GET", "/api/alerts/c-2")).body.care;
  expect((await take("An", null)).status).toBe(200);
  const refused = await take("Ánh", null);
  expect([refused.status, refused.code]).toEqual([409, "alert_taken"]);
  expect(refused.body).toMatchObject({ error: { params: { name: "An" } } });
  const { acknowledged } = await care();
  expect(acknowledged).toMatchObject({ by: "An", note: "của An" });
  expect((await take("Ánh", acknowledged?.at ?? null)).status).toBe(200);
  expect((await care()).acknowledged).toMatchObject({ by: "Ánh", note: "của Ánh" });
});

test("one's own acknowledgement can be given back, and then it is nobody's; another's cannot", async () => {
  await fire("c-4");
  const call = (name: string, what: string, body?: object) =>
    as(name).call("POST", `/api/alerts/c-4/${what}`, body);
  const detail = async () => (await admin.call<AlertDetail>("GET", "/api/alerts/c-4")).body;
  expect((await call("An", "release")).code).toBe("alert_not_yours");
  await call("An", "acknowledge", { note: "đang xem", over: null });
  const refused = await call("Ánh", "release");
  expect([refused.status, refused.code]).toEqual([409, "alert_not_yours"]);
  expect((await call("Bình", "release")).code).toBe("alert_unknown");
  expect((await call("An", "release")).status).toBe(200);
  const { care, timeline } = await detail();
  expect(care.acknowledged).toBeNull();
  expect(timeline.slice(-2).map(({ what, by, note }) => [what, by, note])).toEqual([
    ["acknowledged", "An", "đang xem"],
    ["released", "An", null],
  ]);
  const { body } = await admin.call<{ entries: { action: string; who: string }[] }>(
    "GET",
    "/api/audit?subject=c-4",
  );
  // Of one moment, so in no order.
  expect(body.entries.map(({ action, who }) => [action, who])).toContainEqual(["alert_released", "An (an1)"]);
  // The next one takes it on without taking over.
  expect((await call("Ánh", "acknowledge", { note: "", over: null })).status).toBe(200);
});

test("what came back is nobody's, whoever took on the time before", async () => {
  await fire("c-3");
  await as("An").call("POST", "/api/alerts/c-3/acknowledge", { note: "", over: null });
  const taken = async () => {
    const { body } = await admin.call<AlertRow[]>("GET", "/api/alerts?phase=firing");
    return body.find(({ state }) => state.id === "c-3")?.care.acknowledged;
  };
  expect(await taken()).toMatchObject({ by: "An" });
  await fire("c-3", { firedAt: server.clock.now() + HOUR });
  expect(await taken()).toBeNull();
  const { body } = await admin.call<AlertDetail>("GET", "/api/alerts/c-3");
  expect(body.timeline.map(({ what, by }) => [what, by])).toContainEqual(["acknowledged", "An"]);
});

test("a unit that is added at three in the morning is there from that day on", async () => {
  const now = server.clock.now();
  // 20:00 UTC is 03:00 of the next day by the legal time.
  const night = Math.floor(now / DAY) * DAY + 20 * HOUR;
  server.clock.setWall(night);
  const input = { name: "Xã C", kind: "commune", parent: null };
  const { body } = await admin.call<{ id: string }>("POST", "/api/units", input);
  server.clock.setWall(now);
  const unit = (await server.registry.units()).find(({ id }) => id === body.id);
  expect(unit?.validFrom).toBe(new Date(night + 7 * HOUR).toISOString().slice(0, 10));
});
