import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DISTRICT } from "../../core/alerting/types.ts";
import type { AlertDetail, AlertRow, RuleView } from "../../core/wire/alerts.ts";
import type { Overview } from "../../core/wire/views.ts";
import { portErrors } from "../../test/fakes/notices.ts";
import {
  ADMIN,
  cookieOf,
  startTestServer,
  type Person,
  type TestServer,
} from "../../test/support/start-server.ts";

let server: TestServer;
let admin: Person;
let site: string;

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  const { body } = await admin.call<Overview>("GET", "/api/overview");
  site = body.units[0]?.sites[0]?.id ?? "";
});
afterAll(() => server.end());

const put = (rule: string, settings: object | null) =>
  admin.call("PUT", "/api/rules", { rule, scope: { kind: "site", id: site }, settings });
const own = async (rule: string) => {
  const { body } = await admin.call<RuleView[]>("GET", "/api/rules");
  return body.find((one) => one.rule === rule)?.overrides.map(({ settings }) => settings);
};

test("a threshold alone takes with it from where it is good again, at the usual distance", async () => {
  expect((await put("port_errors", { raise: 0.0005 })).status).toBe(200);
  expect(await own("port_errors")).toEqual([{ raise: 0.0005, clear: expect.closeTo(0.00005) as number }]);
  expect((await put("printer_toner", { raise: 80 })).status).toBe(200);
  const [toner] = (await own("printer_toner")) ?? [];
  expect(toner?.clear).toBeGreaterThanOrEqual(80);
  expect(toner?.clear).toBeLessThanOrEqual(100);
});

test.each([
  ["port_errors", { raise: 0 }],
  ["port_errors", { raise: 1.5 }],
  ["port_errors", { raise: -1 }],
  ["port_errors", { raise: 0.01, clear: 0.02 }],
  ["port_errors", { clear: 0.5 }],
  ["printer_toner", { raise: 100 }],
  ["target_down", { raise: 1 }],
])("%s is refused %o, which would never or always be bad", async (rule, settings) => {
  const before = await own(rule);
  expect((await put(rule, settings)).code).toBe("bad_input");
  expect(await own(rule)).toEqual(before);
});

describe("below a unit that has a threshold of its own", () => {
  const putAt = (scope: object, settings: object | null, rule = "port_errors") =>
    admin.call("PUT", "/api/rules", { rule, scope, settings });
  const sites = async () =>
    ((await own("port_errors")) ?? []).filter((settings) => settings.raise !== 0.5 || settings.clear !== 0.4);
  let unit: string;

  beforeAll(async () => {
    const { body } = await admin.call<Overview>("GET", "/api/overview");
    unit = body.units[0]?.id ?? "";
    await put("port_errors", null);
    expect((await putAt({ kind: "unit", id: unit }, { raise: 0.5, clear: 0.4 })).status).toBe(200);
  });
  afterAll(async () => {
    await put("port_errors", null);
    await putAt({ kind: "unit", id: unit }, null);
  });

  test.each([
    ["a threshold is good again at the unit's distance", { raise: 0.25 }, { raise: 0.25, clear: 0.2 }],
    [
      "where it is good again is held against the unit's threshold",
      { clear: 0.3 },
      { raise: 0.5, clear: 0.3 },
    ],
    ["the default can be put back", { raise: 0.001, clear: 0.0001 }, { raise: 0.001, clear: 0.0001 }],
  ])("%s", async (_, given, kept) => {
    expect((await put("port_errors", given)).status).toBe(200);
    const [settings] = await sites();
    expect(settings?.raise).toBeCloseTo(kept.raise);
    expect(settings?.clear).toBeCloseTo(kept.clear);
  });

  test("what would be good only beyond the unit's threshold is refused", async () => {
    expect((await put("port_errors", { clear: 0.6 })).code).toBe("bad_input");
  });

  test("the pair stays in order, whatever is said above later", async () => {
    await put("port_errors", { clear: 0.3 });
    await putAt({ kind: "unit", id: unit }, { raise: 0.1, clear: 0.05 });
    const pairs = (await own("port_errors")) ?? [];
    expect(pairs).toHaveLength(2);
    for (const { raise = 0, clear = 1 } of pairs) expect(clear).toBeLessThanOrEqual(raise);
    await putAt({ kind: "unit", id: unit }, { raise: 0.5, clear: 0.4 });
  });

  test("who sees only a unit below it has its numbers for defaults", async () => {
    const below = await admin.call<{ id: string }>("POST", "/api/units", {
      name: "Phòng Văn hóa",
      kind: "department",
      parent: unit,
    });
    const login = { username: "phong.vh", password: ADMIN.password };
    await server.people.add({ ...login, name: "Hoa", role: "viewer", unit: below.body.id });
    const { headers } = await server.person().call("POST", "/api/auth/sign-in/username", login);
    const { body } = await server.person(cookieOf(headers)).call<RuleView[]>("GET", "/api/rules");
    const rule = body.find((one) => one.rule === "port_errors");
    expect(rule).toMatchObject({ defaults: { raise: 0.5, clear: 0.4 }, overrides: [] });
  });
});

test("who took note of an alert is said by the person's name, in the list and in its story", async () => {
  const subject = { kind: "device", key: "device:sw1", site } as const;
  const alert = portErrors({ id: "a-1", subject });
  await server.registry.saveAlerts({
    site,
    at: server.clock.now(),
    changed: [alert],
    gone: [],
    notices: [],
    deliveries: [],
  });
  await admin.call("POST", "/api/alerts/a-1/acknowledge", { note: "thay dây" });
  const since = alert.since - 1;
  const list = await admin.call<AlertRow[]>("GET", `/api/alerts?since=${since}`);
  expect(list.body.map(({ care }) => care.acknowledged?.by)).toEqual([ADMIN.name]);
  const { body } = await admin.call<AlertDetail>("GET", "/api/alerts/a-1");
  const told = { what: "acknowledged", by: ADMIN.name, note: "thay dây" };
  expect(body.timeline).toContainEqual(expect.objectContaining(told));
});

test("what the silence of a site says along with it has no numbers to be set", async () => {
  const { body } = await admin.call<RuleView[]>("GET", "/api/rules");
  const rules = body.map(({ rule }) => rule);
  expect(rules).toContain("site_down");
  expect(rules).not.toContain("power_lost");
  expect(rules).not.toContain("uplink_down");
});

test("a root is listed also when it is older than more effects than fit, and the district's shows where it is seen", async () => {
  const subject = (n: number) => ({ kind: "service", key: `service:c${n}`, site }) as const;
  const root = portErrors({
    id: "everywhere",
    rule: "service_down_everywhere",
    since: 1_000,
    subject: { kind: "district", key: "district:s1", site: DISTRICT },
  });
  const down = [1, 2, 3, 4].map((n) =>
    portErrors({ id: `down-${n}`, rule: "service_down", subject: subject(n), cause: root.id }),
  );
  const nothing = { gone: [], notices: [], deliveries: [] };
  const at = server.clock.now();
  await server.registry.saveAlerts({ site: DISTRICT, at, changed: [root], ...nothing });
  await server.registry.saveAlerts({ site, at, changed: down, ...nothing });
  const list = await admin.call<AlertRow[]>("GET", "/api/alerts?phase=firing&limit=3");
  expect(list.body.map(({ state }) => state.id)).toContain(root.id);
  const { body } = await admin.call<AlertDetail>("GET", `/api/alerts/${root.id}`);
  expect(body.effects.map(({ state }) => state.id).toSorted()).toEqual(down.map(({ id }) => id));
  expect(new Set(body.effects.map(({ siteName }) => siteName)).has("")).toBe(false);
});

test("who sees a part of the district reads what explains an alert there, without whom else it hits, and cannot act on it", async () => {
  const root = portErrors({
    id: "root-above",
    rule: "service_down_everywhere",
    subject: { kind: "district", key: "district:s2", site: DISTRICT },
    affected: ["service:elsewhere"],
  });
  const subject = { kind: "service", key: "service:d1", site } as const;
  const down = portErrors({ id: "down-below", rule: "service_down", subject, cause: root.id });
  const nothing = { gone: [], notices: [], deliveries: [] };
  const at = server.clock.now();
  await server.registry.saveAlerts({ site: DISTRICT, at, changed: [root], ...nothing });
  await server.registry.saveAlerts({ site, at, changed: [down], ...nothing });
  const overview = await admin.call<Overview>("GET", "/api/overview");
  const all = overview.body.units.find(({ sites }) => sites.some(({ id }) => id === site))?.id ?? "";
  const empty = await admin.call<{ id: string }>("POST", "/api/units", {
    name: "Xã không có điểm nào",
    kind: "commune",
    parent: null,
  });
  const officerOf = async (username: string, unit: string) => {
    const login = { username, password: ADMIN.password };
    await server.people.add({ ...login, name: username, role: "officer", unit });
    const { headers } = await server.person().call("POST", "/api/auth/sign-in/username", login);
    return server.person(cookieOf(headers));
  };
  const officer = await officerOf("can.bo.xa", all);
  const list = await officer.call<AlertRow[]>("GET", "/api/alerts?phase=firing");
  const ids = list.body.map(({ state }) => state.id);
  expect(ids).toContain(down.id);
  expect(ids).not.toContain(root.id);
  const { status, body } = await officer.call<AlertDetail>("GET", `/api/alerts/${root.id}`);
  expect(status).toBe(200);
  expect(body.state.affected).toEqual([]);
  expect(body.effects.map(({ state }) => state.id)).toEqual([down.id]);
  expect((await officer.call("POST", `/api/alerts/${root.id}/acknowledge`, { note: "" })).code).toBe(
    "alert_unknown",
  );
  const stranger = await officerOf("can.bo.khac", empty.body.id);
  expect((await stranger.call("GET", `/api/alerts/${root.id}`)).code).toBe("alert_unknown");
  // Who is told of it may read it, though nothing was noticed at their own site yet.
  const target = { kind: "http", target: "https://mc.vn", everyMs: 60_000, expect: {} } as const;
  const service = await server.registry.addService({ name: "Một cửa", unit: all, ...target });
  const key = `district:${service.ok ? service.value.id : ""}`;
  const told = portErrors({
    id: "told-above",
    rule: "service_down_everywhere",
    subject: { kind: "district", key, site: DISTRICT },
  });
  await server.registry.saveAlerts({ site: DISTRICT, at, changed: [told], ...nothing });
  expect((await officer.call("GET", `/api/alerts/${told.id}`)).status).toBe(200);
  expect((await stranger.call("GET", `/api/alerts/${told.id}`)).code).toBe("alert_unknown");
});
