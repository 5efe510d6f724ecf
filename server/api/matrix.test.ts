import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Me, UnitView } from "../../core/wire/views.ts";
import {
  ADMIN,
  cookieOf,
  enrolAgent,
  startTestServer,
  type Person,
  type TestAgent,
  type TestServer,
} from "../../test/support/start-server.ts";
import { portErrors } from "../../test/fakes/notices.ts";
import { ACCESS } from "./access.ts";

/**
 * Every route × every role × own, foreign and unknown things, generated from the access table; and the table itself
 * held against the routes that the server really has.
 */
const ROLES = ["administrator", "officer", "viewer", "leader", "accountant"] as const;
type RoleName = (typeof ROLES)[number];

/** Two branches below one province; everybody here belongs to the first. */
interface Branch {
  readonly unit: string;
  readonly site: string;
  readonly device: string;
  readonly target: string;
  readonly agent: TestAgent;
  readonly enrolment: string;
  readonly token: string;
  readonly alert: string;
  readonly window: string;
  readonly service: string;
  readonly asset: string;
  readonly photo: string;
  readonly take: string;
  readonly plan: string;
  readonly version: string;
  readonly person: string;
}

/** Of what is made: everything gets another name. */
let count = 0;
let server: TestServer;
let admin: Person;
let own: Branch;
let foreign: Branch;
const people = new Map<RoleName | "nobody", Person>();

/** `someone`: a person of it who is there already; hashing a password takes its time. */
async function branch(name: string, parent: string, someone?: string): Promise<Branch> {
  const id = async (path: string, body: object) =>
    (await admin.call<{ id: string }>("POST", path, body)).body.id;
  const unit = await id("/api/units", { name, kind: "commune", parent });
  const site = await id("/api/sites", { unit, name: `Trụ sở ${name}` });
  const device = await id(`/api/sites/${site}/devices`, { address: "127.0.0.9" });
  const target = await id(`/api/sites/${site}/targets`, { name: "cổng", address: "127.0.0.9" });
  const token = await id("/api/tokens", { name: "Grafana", unit });
  const window = await id("/api/maintenance", windowOf(site));
  const service = await id("/api/services", serviceOf(unit));
  const alert = await alertAt(site, device);
  const agent = await enrolAgent(server, admin, site);
  await admin.call("POST", `/api/sites/${site}/tokens`, {});
  const tokens = await admin.call<{ id: string }[]>("GET", `/api/sites/${site}/tokens`);
  const enrolment = tokens.body[0]?.id ?? "";
  const asset = await id("/api/assets", assetOf(unit));
  const by = { id: "x", name: "x" };
  const added = await server.registry.addPhoto(asset, { type: "image/png", data: PNG }, by);
  const photo = added.ok ? added.value.id : "";
  const take = await id("/api/stocktakes", { name: "Kiểm kê", unit, on: "2026-12-31" });
  const plan = await id("/api/plans", planFor(unit));
  const version = await id(`/api/plans/${plan}/versions`, { name: "Bản gửi" });
  count += 1;
  const person = someone ?? (await id("/api/accounts", personOf(unit)));
  return {
    unit,
    site,
    device,
    target,
    token,
    window,
    service,
    alert,
    agent,
    enrolment,
    asset,
    photo,
    take,
    plan,
    version,
    person,
  };
}

const personOf = (unit: string) => ({
  name: "Trần Thị Bình",
  username: `binh.${count}`,
  password: "mot-hai-ba-2026",
  role: "leader",
  unit,
});
const windowOf = (site: string) => ({
  scope: { kind: "site", id: site },
  from: 1_000_000,
  to: 2_000_000,
  repeats: null,
  reason: "thay switch",
});
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
const assetOf = (unit: string) => ({
  unit,
  site: null,
  book: "fixed",
  category: "desktop",
  code: null,
  name: "Máy vi tính",
  vendor: null,
  model: null,
  serial: null,
  mac: null,
  quantity: 1,
  room: null,
  person: null,
  oneStop: false,
  inUseOn: "2019-05-01",
  originalValue: 12_000_000,
  fundingSource: "commune",
  supplier: null,
  warrantyUntil: null,
  condition: null,
  notes: null,
  traits: {},
});
const planFor = (unit: string) => ({
  name: "Kế hoạch",
  year: 2027,
  units: [unit],
  ceilings: { commune: 100_000_000 },
  total: null,
  must: [],
  never: [],
  edits: {},
});
const profileFor = () => ({
  staff: 40,
  leaders: null,
  counters: 4,
  superior: null,
  agency: null,
  abbreviation: null,
  place: null,
  budgetCode: null,
  signAuthority: null,
  signTitle: null,
  signName: null,
  recipients: [],
});
const serviceOf = (unit: string) => ({
  name: "Một cửa",
  kind: "http",
  target: "http://127.0.0.1/",
  unit,
  everyMs: 60_000,
  expect: {},
});

async function alertAt(site: string, device: string): Promise<string> {
  const state = portErrors({
    id: `alert-${site}`,
    subject: { kind: "device", key: `device:${device}`, site, device },
  });
  await server.registry.saveAlerts({
    site,
    at: server.clock.now(),
    changed: [state],
    gone: [],
    notices: [],
    deliveries: [],
  });
  return state.id;
}

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  const root = await admin.call<{ id: string }>("POST", "/api/units", {
    name: "Tỉnh",
    kind: "province",
    parent: null,
  });
  own = await branch("Xã A", root.body.id);
  foreign = await branch("Xã B", root.body.id);
  people.set("nobody", server.person());
  for (const role of ROLES) {
    const login = { username: `the-${role}`, password: "mat-khau-rat-dai" };
    await server.people.add({ ...login, name: role, role, unit: own.unit });
    const { headers } = await server.person().call("POST", "/api/auth/sign-in/username", login);
    people.set(role, server.person(cookieOf(headers)));
  }
});
afterAll(() => server.end());

/** A good request for each route, about the things of a branch; what is made is new each time. */
const PROM = "/api/prom/api/v1";
function request(
  route: string,
  {
    unit,
    site,
    device,
    target,
    agent,
    enrolment,
    token,
    alert,
    window,
    service,
    asset,
    photo,
    take,
    plan,
    version,
    person,
  }: Branch,
): [string, string, unknown?] {
  count += 1;
  const requests: Record<string, [string, unknown?]> = {
    "GET /api/openapi.json": ["/api/openapi.json"],
    "GET /api/setup": ["/api/setup"],
    "POST /api/setup": ["/api/setup", { key: "x", name: "x", username: "xxx", password: "xxxxxxxxxx" }],
    "POST /api/auth/sign-in/username": ["/api/auth/sign-in/username", { ...ADMIN, name: undefined }],
    "POST /api/auth/second-step": ["/api/auth/second-step", { code: "123456" }],
    "GET /api/second-factor": ["/api/second-factor"],
    "POST /api/second-factor": ["/api/second-factor", { password: "mat-khau-rat-sai" }],
    "POST /api/second-factor/confirm": ["/api/second-factor/confirm", { code: "123456" }],
    "POST /api/second-factor/codes": [
      "/api/second-factor/codes",
      { password: "mat-khau-rat-dai", code: "123456" },
    ],
    "POST /api/second-factor/end": [
      "/api/second-factor/end",
      { password: "mat-khau-rat-dai", code: "123456" },
    ],
    "GET /api/second-factor-rule": ["/api/second-factor-rule"],
    "PUT /api/second-factor-rule": ["/api/second-factor-rule", { required: "nobody" }],
    "POST /api/auth/sign-out": ["/api/auth/sign-out"],
    "POST /api/auth/change-password": [
      "/api/auth/change-password",
      { currentPassword: "mat-khau-rat-sai", newPassword: "mat-khau-rat-moi" },
    ],
    "GET /api/me": ["/api/me"],
    "GET /api/overview": ["/api/overview"],
    "GET /api/units": ["/api/units"],
    "POST /api/units": ["/api/units", { name: `Phòng ${count}`, kind: "department", parent: unit }],
    "PATCH /api/units/:unit": [`/api/units/${unit}`, { name: `Xã ${count}` }],
    "PATCH /api/sites/:site": [`/api/sites/${site}`, { name: `Điểm ${count}` }],
    "POST /api/sites": ["/api/sites", { unit, name: `Điểm ${count}` }],
    "GET /api/sites/:site": [`/api/sites/${site}`],
    "GET /api/sites/:site/topology": [`/api/sites/${site}/topology`],
    // Nothing hangs anywhere yet: the site's right is checked before that is said.
    "GET /api/sites/:site/where": [`/api/sites/${site}/where?of=${device}`],
    "GET /api/audit": ["/api/audit"],
    "GET /api/sites/:site/tokens": [`/api/sites/${site}/tokens`],
    "DELETE /api/sites/:site/tokens/:token": [`/api/sites/${site}/tokens/${enrolment}`],
    "POST /api/sites/:site/tokens": [`/api/sites/${site}/tokens`, {}],
    "POST /api/sites/:site/devices": [
      `/api/sites/${site}/devices`,
      { address: "127.0.0.10", port: 1_000 + count },
    ],
    "POST /api/sites/:site/targets": [
      `/api/sites/${site}/targets`,
      { name: "x", address: `127.0.1.${count}` },
    ],
    "GET /api/sites/:site/discovery": [`/api/sites/${site}/discovery`],
    "PUT /api/sites/:site/discovery": [
      `/api/sites/${site}/discovery`,
      { ranges: ["127.0.0.1"], credentials: [], autoAccept: false, paused: false, reverseDns: false },
    ],
    "POST /api/sites/:site/discovery/scan": [`/api/sites/${site}/discovery/scan`],
    "POST /api/sites/:site/discovery/accept": [`/api/sites/${site}/discovery/accept`, { found: ["x"] }],
    "POST /api/sites/:site/discovery/ignore": [
      `/api/sites/${site}/discovery/ignore`,
      { found: ["x"], ignored: true },
    ],
    "GET /api/devices": ["/api/devices"],
    "GET /api/devices/:device": [`/api/devices/${device}`],
    "PATCH /api/devices/:device": [`/api/devices/${device}`, { name: `SW ${count}` }],
    "DELETE /api/devices/:device": [`/api/devices/${device}`],
    "DELETE /api/targets/:target": [`/api/targets/${target}`],
    "POST /api/agents/:agent/revoke": [`/api/agents/${agent.agent}/revoke`],
    "GET /api/series": [`/api/series?entity=device:${device}&from=1000000&to=2000000&series=up:last`],
    "GET /api/export": [`/api/export?device=${device}&from=1000000&to=2000000`],
    "GET /api/alerts": ["/api/alerts"],
    "GET /api/alerts/:alert": [`/api/alerts/${alert}`],
    "POST /api/alerts/:alert/acknowledge": [`/api/alerts/${alert}/acknowledge`, { note: "đang xem" }],
    "POST /api/alerts/:alert/release": [`/api/alerts/${alert}/release`],
    "POST /api/alerts/:alert/assign": [`/api/alerts/${alert}/assign`, { person: null }],
    "POST /api/alerts/:alert/snooze": [`/api/alerts/${alert}/snooze`, { until: null }],
    "GET /api/people": ["/api/people"],
    "GET /api/accounts": ["/api/accounts"],
    "POST /api/accounts": ["/api/accounts", personOf(unit)],
    "PATCH /api/accounts/:person": [`/api/accounts/${person}`, { name: `Bình ${count}`, unit }],
    "PUT /api/accounts/:person/password": [
      `/api/accounts/${person}/password`,
      { password: "mot-lan-roi-doi" },
    ],
    "DELETE /api/accounts/:person/second-factor": [`/api/accounts/${person}/second-factor`],
    "DELETE /api/accounts/:person": [`/api/accounts/${person}`],
    "GET /api/scores": ["/api/scores"],
    "GET /api/scores/history": [`/api/scores/history?kind=site&id=${site}&from=1&to=2`],
    "GET /api/maintenance": ["/api/maintenance"],
    "POST /api/maintenance": ["/api/maintenance", windowOf(site)],
    "DELETE /api/maintenance/:window": [`/api/maintenance/${window}`],
    "GET /api/rules": ["/api/rules"],
    "PUT /api/rules": [
      "/api/rules",
      { rule: "device_cpu", scope: { kind: "site", id: site }, settings: { raise: 95 } },
    ],
    "GET /api/services": ["/api/services"],
    "POST /api/services": ["/api/services", serviceOf(unit)],
    "PUT /api/services/:service": [`/api/services/${service}`, serviceOf(unit)],
    "DELETE /api/services/:service": [`/api/services/${service}`],
    "GET /api/channels": ["/api/channels"],
    "POST /api/channels": [
      "/api/channels",
      { kind: "webhook", name: "Kênh", enabled: false, settings: { url: "http://127.0.0.1/" }, secrets: {} },
    ],
    "PUT /api/channels/:channel": [
      "/api/channels/none",
      { kind: "webhook", name: "Kênh", enabled: false, settings: {}, secrets: {} },
    ],
    "DELETE /api/channels/:channel": ["/api/channels/none"],
    "POST /api/channels/:channel/test": ["/api/channels/none/test", { to: "" }],
    "GET /api/subscriptions": ["/api/subscriptions"],
    "PUT /api/subscriptions/:person": [
      "/api/subscriptions/nobody",
      {
        language: "vi",
        addresses: {},
        severities: [],
        outside: "none",
        unit: null,
        step: 1,
        digest: "none",
      },
    ],
    "GET /api/store": ["/api/store"],
    "GET /api/tokens": ["/api/tokens"],
    "POST /api/tokens": ["/api/tokens", { name: `Grafana ${count}`, unit }],
    "DELETE /api/tokens/:token": [`/api/tokens/${token}`],
    "GET /api/assets": [`/api/assets?unit=${unit}`],
    "POST /api/assets": ["/api/assets", assetOf(unit)],
    "GET /api/assets/:asset": [`/api/assets/${asset}`],
    "PATCH /api/assets/:asset": [`/api/assets/${asset}`, { originalValue: count * 1_000 }],
    "PUT /api/assets/:asset/device": [`/api/assets/${asset}/device`, { device: null }],
    "POST /api/assets/:asset/repairs": [
      `/api/assets/${asset}/repairs`,
      { on: "2026-05-01", what: "Thay nguồn", cost: null },
    ],
    "POST /api/assets/:asset/photos": [`/api/assets/${asset}/photos`, "không phải ảnh"],
    "GET /api/asset-photos/:photo": [`/api/asset-photos/${photo}`],
    "DELETE /api/asset-photos/:photo": [`/api/asset-photos/${photo}`],
    "POST /api/asset-transfers": [
      "/api/asset-transfers",
      { assets: [asset], unit, site: null, on: "2026-07-01", note: null },
    ],
    "POST /api/asset-liquidations": [
      "/api/asset-liquidations",
      { assets: [asset], on: "2026-07-01", ground: "worn_out", decision: null },
    ],
    "PUT /api/asset-liquidations": [
      "/api/asset-liquidations",
      { assets: [asset], on: "2026-07-01", ground: "worn_out", decision: "12/QĐ-UBND" },
    ],
    "GET /api/asset-suggestions": [`/api/asset-suggestions?unit=${unit}`],
    "POST /api/asset-import/preview": [`/api/asset-import/preview?unit=${unit}`, ""],
    "POST /api/asset-import": ["/api/asset-import", { token: "none", leaveOut: [] }],
    "GET /api/asset-export": [`/api/asset-export?format=csv&unit=${unit}`],
    "GET /api/asset-labels": [`/api/asset-labels?unit=${unit}`],
    "POST /api/asset-labels": ["/api/asset-labels", new URLSearchParams({ assets: asset })],
    "GET /api/asset-wear": [`/api/asset-wear?year=2025&unit=${unit}`],
    "POST /api/asset-wear": ["/api/asset-wear", { year: 2025, unit }],
    "GET /api/asset-tables": ["/api/asset-tables"],
    "GET /api/unit-profiles": ["/api/unit-profiles"],
    "PUT /api/unit-profiles/:unit": [`/api/unit-profiles/${unit}`, profileFor()],
    // Into itself: the right to the unit is checked before that is said.
    "POST /api/units/:unit/merge": [`/api/units/${unit}/merge`, { into: unit, on: "2026-07-01" }],
    "GET /api/stocktakes": [`/api/stocktakes?unit=${unit}`],
    "POST /api/stocktakes": ["/api/stocktakes", { name: `Kiểm kê ${count}`, unit, on: "2026-12-31" }],
    "GET /api/stocktakes/:take": [`/api/stocktakes/${take}`],
    "PUT /api/stocktakes/:take/seen": [
      `/api/stocktakes/${take}/seen`,
      { asset, quantity: 1, condition: "good", note: null },
    ],
    "POST /api/stocktakes/:take/close": [`/api/stocktakes/${take}/close`],
    "GET /api/stocktakes/:take/document": [`/api/stocktakes/${take}/document`],
    "GET /api/findings": [`/api/findings?unit=${unit}`],
    "GET /api/plan-candidates": [`/api/plan-candidates?year=2027&unit=${unit}`],
    "GET /api/plans": ["/api/plans"],
    "POST /api/plans": ["/api/plans", planFor(unit)],
    "GET /api/plans/:plan": [`/api/plans/${plan}`],
    "PUT /api/plans/:plan": [`/api/plans/${plan}`, planFor(unit)],
    "DELETE /api/plans/:plan": [`/api/plans/${plan}`],
    "POST /api/plans/:plan/versions": [`/api/plans/${plan}/versions`, { name: `Bản ${count}` }],
    "GET /api/plans/:plan/documents/:kind": [`/api/plans/${plan}/documents/proposal`],
    "GET /api/plan-versions/:version": [`/api/plan-versions/${version}`],
    "PUT /api/plan-versions/:version/bought": [
      `/api/plan-versions/${version}/bought`,
      { candidate: `replace:${asset}`, quantity: 1, amount: 14_000_000, on: "2027-03-01", asset: null },
    ],
    "GET /api/unit-documents/:kind": [`/api/unit-documents/wear?unit=${unit}&year=2026`],
    "GET /metrics": ["/metrics"],
    "GET /api/prom/api/v1/query": [`${PROM}/query?query=up`],
    "POST /api/prom/api/v1/query": [`${PROM}/query`, "query=up"],
    "GET /api/prom/api/v1/query_range": [`${PROM}/query_range?query=1&start=1&end=9&step=1`],
    "POST /api/prom/api/v1/query_range": [`${PROM}/query_range`, "query=1&start=1&end=9&step=1"],
    "GET /api/prom/api/v1/labels": [`${PROM}/labels`],
    "POST /api/prom/api/v1/labels": [`${PROM}/labels`, ""],
    "GET /api/prom/api/v1/label/:name/values": [`${PROM}/label/site/values`],
    "GET /api/prom/api/v1/series": [`${PROM}/series?match[]=up`],
    "POST /api/prom/api/v1/series": [`${PROM}/series`, "match[]=up"],
    "GET /api/prom/api/v1/metadata": [`${PROM}/metadata`],
    "GET /api/prom/api/v1/status/buildinfo": [`${PROM}/status/buildinfo`],
    "GET /api/prom/api/v1/query_exemplars": [`${PROM}/query_exemplars`],
    "POST /api/prom/api/v1/query_exemplars": [`${PROM}/query_exemplars`, ""],
    "GET /api/prom/api/v1/rules": [`${PROM}/rules`],
    "GET /api/prom/api/v1/alerts": [`${PROM}/alerts`],
    // Without a site: a stream of its own would stay open. The site's right is checked before the stream starts.
    "GET /api/live": [`/api/live?device=${device}&wrong=1`],
  };
  const [path, body] = requests[route] ?? ["/missing"];
  return [route.split(" ")[0] ?? "", path, body];
}
/** Destroys what it names, so it is tried last and on things of its own. */
const DESTROYS = /^DELETE|revoke$|POST .*liquidations$|close$/;
/** Routes that name something which may belong to others. */
const NAMES_THINGS =
  /:|units|sites|series|export|history|asset|stocktakes|findings|candidates|POST .*(?:tokens|maintenance|services|plans|accounts)|PUT .api.rules/;
/** Of these a foreign thing cannot be named. */
const NAMES_NONE = /GET .api.units$|prom|channels|asset-tables|POST .api.asset-import$/;
/** Wrong on purpose: the rights are checked before that is said. */
const ANSWERS: Readonly<Record<string, string>> = {
  "POST /api/assets/:asset/photos": "bad_input",
  "POST /api/asset-import/preview": "sheet_empty",
  "POST /api/asset-import": "import_unknown",
  "PUT /api/asset-liquidations": "asset_not_liquidated",
  "POST /api/units/:unit/merge": "bad_input",
  "POST /api/auth/second-step": "second_step_over",
  "POST /api/second-factor": "password_wrong",
  "POST /api/second-factor/confirm": "second_factor_off",
  "POST /api/second-factor/codes": "second_factor_off",
  "POST /api/second-factor/end": "second_factor_off",
  "DELETE /api/accounts/:person/second-factor": "second_factor_off",
};
/** The whole server's, and everybody here belongs to one unit. */
const OF_ALL = /\/api\/channels|GET \/api\/audit|PUT \/api\/second-factor-rule/;
const routes = Object.keys(ACCESS);

test("the access table names exactly the routes that there are", async () => {
  const { body } = await admin.call<{ paths: Record<string, Record<string, unknown>> }>(
    "GET",
    "/api/openapi.json",
  );
  const described = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
  );
  const unlisted = ["GET /api/openapi.json"];
  expect(described.concat(unlisted).toSorted()).toEqual(routes.toSorted());
  expect(routes.length).toBeGreaterThan(20);
});

const allowed = (route: string, role: RoleName | "nobody"): boolean => {
  const need = ACCESS[route];
  if (need === "public") return true;
  if (role === "nobody" || need === undefined) return false;
  return need === "person" || need.includes(role);
};

describe.each(routes.toSorted((a, b) => Number(DESTROYS.test(a)) - Number(DESTROYS.test(b))))(
  "%s",
  (route) => {
    test.each([...ROLES, "nobody"] as const)("as %s", async (role) => {
      const things =
        DESTROYS.test(route) && allowed(route, role)
          ? await branch(`Xã ${count}`, own.unit, route.includes("accounts") ? undefined : own.person)
          : own;
      // Only what one took on can be given back.
      if (route.endsWith("/release") && allowed(route, role))
        await people.get(role)?.call(...request("POST /api/alerts/:alert/acknowledge", things));
      const answer = await people.get(role)?.call(...request(route, things));
      if (!allowed(route, role)) {
        expect(answer?.code).toBe(role === "nobody" ? "not_signed_in" : "forbidden");
        return;
      }
      // Whoever comes last has tried too many wrong keys before.
      if (route === "POST /api/setup")
        expect(answer?.code).toBe(role === "nobody" ? "rate_limited" : "setup_done");
      else if (route === "POST /api/auth/change-password") expect(answer?.code).toBe("sign_in_failed");
      else if (route === "GET /api/sites/:site/where") expect(answer?.code).toBe("place_unknown");
      else if (OF_ALL.test(route)) expect(answer?.code).toBe("forbidden");
      else if (route === "PUT /api/subscriptions/:person") expect(answer?.code).toBe("person_unknown");
      else if (route === "GET /api/live") expect(answer?.code).toBe("field_unknown");
      else if (route in ANSWERS) expect(answer?.code).toBe(ANSWERS[route]);
      else expect([answer?.status, answer?.code]).toEqual([200, undefined]);
      // Signing in and out leaves the cookie of this test alone.
      if (role !== "nobody" && route === "POST /api/auth/sign-out") await signInAgain(role);
    });

    // What PromQL and /metrics tell of foreign units is held by `routes/prometheus.test.ts`: they answer, without them.
    if (!NAMES_THINGS.test(route) || NAMES_NONE.test(route)) return;
    test("does not exist for people of another unit", async () => {
      for (const role of ROLES) {
        if (!allowed(route, role)) continue;
        const answer = await people.get(role)?.call(...request(route, foreign));
        expect(answer?.status, role).toBe(404);
      }
    });
  },
);

async function signInAgain(role: RoleName): Promise<void> {
  const login = { username: `the-${role}`, password: "mat-khau-rat-dai" };
  const { headers } = await server.person().call("POST", "/api/auth/sign-in/username", login);
  people.set(role, server.person(cookieOf(headers)));
}

test("lists hold nothing of another unit", async () => {
  const viewer = people.get("viewer");
  const devices = await viewer?.call<{ site: string }[]>("GET", "/api/devices");
  expect(devices?.body.length).toBeGreaterThan(0);
  expect(devices?.body.map(({ site }) => site)).not.toContain(foreign.site);
  const overview = await viewer?.call<{ units: UnitView[] }>("GET", "/api/overview");
  const units = overview?.body.units ?? [];
  expect(units.map(({ id }) => id)).toContain(own.unit);
  expect(units.map(({ id }) => id)).not.toContain(foreign.unit);
  expect(units.find(({ id }) => id === own.unit)?.parent).toBeNull();
});

test.each([
  ["leader", ["GET /api/overview", "GET /api/alerts", "GET /api/devices", "GET /api/series"], false],
  ["leader", ["GET /api/findings", "GET /api/plans/:plan", "GET /api/unit-documents/:kind"], true],
  ["leader", ["PUT /api/plans/:plan", "PATCH /api/assets/:asset", "POST /api/asset-wear"], false],
  ["accountant", ["PATCH /api/assets/:asset", "POST /api/asset-liquidations", "POST /api/asset-wear"], true],
  ["accountant", ["GET /api/plans", "GET /api/plans/:plan/documents/:kind", "GET /api/assets"], true],
  ["accountant", ["POST /api/assets", "POST /api/asset-transfers", "PUT /api/plans/:plan"], false],
] as const)("as %s: %s is %s", (role, wanted, may) => {
  for (const route of wanted) expect([route, allowed(route, role)]).toEqual([route, may]);
});

test("of a record an accountant changes the money, and nothing beside it", async () => {
  const accountant = people.get("accountant");
  const path = `/api/assets/${own.asset}`;
  const money = { originalValue: 12_500_000, fundingSource: "city", inUseOn: "2020-03-01" };
  expect((await accountant?.call("PATCH", path, money))?.body).toMatchObject(money);
  for (const other of [
    { room: "Phòng 9" },
    { ...money, unit: own.unit },
    { book: "tool" },
    { oneStop: true },
  ])
    expect((await accountant?.call("PATCH", path, other))?.code).toBe("forbidden");
  expect((await people.get("officer")?.call("PATCH", path, { room: "Phòng 9" }))?.status).toBe(200);
  expect((await admin.call<{ asset: object }>("GET", path)).body.asset).toMatchObject({
    ...money,
    room: "Phòng 9",
    book: "fixed",
  });
});

test("who reads papers gets the names of their units, and nothing of the network", async () => {
  const answer = await people.get("leader")?.call<UnitView[]>("GET", "/api/units");
  expect(answer?.body.map(({ id }) => id)).toContain(own.unit);
  expect(answer?.body.map(({ id }) => id)).not.toContain(foreign.unit);
  expect(answer?.body.flatMap(({ sites }) => sites)).toEqual([]);
});

test("an administrator of a part cannot make a new root", async () => {
  const answer = await people
    .get("administrator")
    ?.call("POST", "/api/units", { name: "Nước khác", kind: "province", parent: null });
  expect(answer?.code).toBe("forbidden");
});

test("a live stream of a foreign site or device is refused", async () => {
  for (const path of [`/api/live?site=${foreign.site}`, `/api/live?device=${foreign.device}`]) {
    expect((await people.get("viewer")?.call("GET", path))?.status).toBe(404);
  }
});

test("a person without any unit that exists sees nothing", async () => {
  const login = { username: "lost", password: "mat-khau-rat-dai" };
  await server.people.add({ ...login, name: "Lost", role: "viewer", unit: "gone" });
  const { headers } = await server.person().call<Me>("POST", "/api/auth/sign-in/username", login);
  const lost = server.person(cookieOf(headers));
  expect((await lost.call("GET", "/api/devices")).body).toEqual([]);
  expect((await lost.call("GET", `/api/sites/${own.site}`)).code).toBe("site_unknown");
});
