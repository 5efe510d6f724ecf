import { afterAll, beforeAll, expect, test } from "vitest";
import type { AlertDetail, AlertRow, RuleView } from "../../core/wire/alerts.ts";
import type { Overview } from "../../core/wire/views.ts";
import { portErrors } from "../../test/fakes/notices.ts";
import { ADMIN, startTestServer, type Person, type TestServer } from "../../test/support/start-server.ts";

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
