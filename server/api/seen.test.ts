import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_ETAG } from "../../core/etag.ts";
import type { RuleView } from "../../core/wire/alerts.ts";
import type { SubscriptionView } from "../../core/wire/channels.ts";
import type { ServiceView } from "../../core/wire/services.ts";
import type { DeviceView, Me, Overview } from "../../core/wire/views.ts";
import {
  ADMIN,
  cookieOf,
  startTestServer,
  type Person,
  type TestServer,
} from "../../test/support/start-server.ts";

/** Whoever saves over somebody else's change is told whose it is, and nothing is overwritten (`If-Match`). */
let server: TestServer;
let an: Person;
let binh: Person;
let me: string;
let unit: string;
let site: string;

beforeAll(async () => {
  server = await startTestServer();
  an = await server.setUp();
  me = (await an.call<Me>("GET", "/api/me")).body.id;
  const { body } = await an.call<Overview>("GET", "/api/overview");
  unit = body.units[0]?.id ?? "";
  site = body.units[0]?.sites[0]?.id ?? "";
  const login = { username: "binh", password: ADMIN.password };
  await server.people.add({ ...login, name: "Bình", role: "administrator", unit: null });
  const { headers } = await server.person().call("POST", "/api/auth/sign-in/username", login);
  binh = server.person(cookieOf(headers));
});
afterAll(() => server.end());

const seen = (etag: string | undefined): Record<string, string> => ({ "if-match": `"${etag}"` });

interface Kind {
  /** Makes one, and says how to change it: the path, and two different bodies. */
  readonly make: () => Promise<{
    readonly path: string;
    readonly method: string;
    readonly bodies: readonly [object, object];
  }>;
  /** What is there now, as the list or the page shows it. */
  readonly read: () => Promise<{ readonly etag: string } | undefined>;
  readonly remove?: (path: string) => string;
}

const id = async (path: string, body: object) => (await an.call<{ id: string }>("POST", path, body)).body.id;
let device = "";
const service = {
  name: "Một cửa",
  kind: "http",
  target: "http://127.0.0.1/",
  everyMs: 60_000,
  expect: { text: "a" },
};
const channel = {
  kind: "webhook",
  name: "Kênh",
  enabled: false,
  settings: { url: "http://127.0.0.1:9/" },
  secrets: {},
};
const wishes = {
  language: "vi",
  addresses: {},
  severities: ["critical"],
  outside: "all",
  unit: null,
  step: 1,
  digest: "none",
};
const rule = (settings: object) => ({ rule: "port_errors", scope: { kind: "site", id: site }, settings });

const KINDS: Readonly<Record<string, Kind>> = {
  device: {
    async make() {
      device = await id(`/api/sites/${site}/devices`, { address: "127.0.0.9" });
      return {
        path: `/api/devices/${device}`,
        method: "PATCH",
        bodies: [{ name: "SW-1" }, { name: "SW-2" }],
      };
    },
    read: async () => (await an.call<DeviceView>("GET", `/api/devices/${device}`)).body,
    remove: (path) => path,
  },
  service: {
    async make() {
      const path = `/api/services/${await id("/api/services", { ...service, unit })}`;
      const changed = (name: string) => ({ ...service, unit, name });
      return { path, method: "PUT", bodies: [changed("Cổng A"), changed("Cổng B")] };
    },
    read: async () => (await an.call<ServiceView[]>("GET", "/api/services")).body[0],
    remove: (path) => path,
  },
  channel: {
    async make() {
      const path = `/api/channels/${await id("/api/channels", channel)}`;
      const bodies = [
        { ...channel, name: "A", secrets: { secret: "x" } },
        { ...channel, name: "B" },
      ] as const;
      return { path, method: "PUT", bodies };
    },
    read: async () => (await an.call<{ etag: string }[]>("GET", "/api/channels")).body[0],
    remove: (path) => path,
  },
  threshold: {
    async make() {
      await an.call("PUT", "/api/rules", rule({ raise: 0.2 }));
      const bodies = [rule({ raise: 0.3 }), rule({ severity: "critical" })] as const;
      return { path: "/api/rules", method: "PUT", bodies };
    },
    read: async () =>
      (await an.call<RuleView[]>("GET", "/api/rules")).body.find((one) => one.rule === "port_errors")
        ?.overrides[0],
  },
  subscription: {
    async make() {
      const path = `/api/subscriptions/${me}`;
      await an.call("PUT", path, wishes);
      const bodies = [
        { ...wishes, digest: "daily" },
        { ...wishes, step: 2 },
      ] as const;
      return { path, method: "PUT", bodies };
    },
    read: async () => {
      const { body } = await an.call<{ subscriptions: SubscriptionView[] }>("GET", "/api/subscriptions");
      return body.subscriptions.find(({ person }) => person === me);
    },
  },
};

describe.each(Object.entries(KINDS))("a %s", (_, { make, read, remove }) => {
  test("that somebody else changed is not overwritten, nor removed, by who saw it before", async () => {
    const { path, method, bodies } = await make();
    const opened = await read();
    expect(opened?.etag).toMatch(/^[0-9a-f]{14}$/);
    // Who was the last is told by the time.
    await server.clock.advance(1);
    expect((await binh.call(method, path, bodies[0], seen(opened?.etag))).status).toBe(200);
    const now = await read();
    expect(now?.etag).not.toBe(opened?.etag);
    const late = await an.call(method, path, bodies[1], seen(opened?.etag));
    expect([late.status, late.code]).toEqual([409, "changed_since"]);
    expect(late.body).toMatchObject({ error: { params: { name: "binh" } } });
    expect(await read()).toEqual(now);
    if (remove !== undefined)
      expect((await an.call("DELETE", remove(path), undefined, seen(opened?.etag))).code).toBe(
        "changed_since",
      );
    expect((await an.call(method, path, bodies[1], seen(now?.etag))).status).toBe(200);
    // A program that sends no header changes what is there.
    expect((await an.call(method, path, bodies[0])).status).toBe(200);
    const last = await read();
    expect(last?.etag).toBe(now?.etag);
    if (remove !== undefined)
      expect((await an.call("DELETE", remove(path), undefined, seen(last?.etag))).status).toBe(200);
  });
});

test("a test message through a channel is no change of it", async () => {
  const path = `/api/channels/${await id("/api/channels", channel)}`;
  const [made] = (await an.call<{ etag: string }[]>("GET", "/api/channels")).body;
  await binh.call("POST", `${path}/test`, { to: "" });
  expect((await an.call("PUT", path, channel, seen(made?.etag))).status).toBe(200);
});

test.each([
  ["a threshold", "PUT", () => "/api/rules", () => ({ ...rule({ raise: 0.4 }), rule: "disk_full" })],
  ["wishes", "PUT", (person: string) => `/api/subscriptions/${person}`, () => wishes],
])("of two who are the first to set %s, the second is told", async (_, method, path, body) => {
  const { body: someone } = await binh.call<Me>("GET", "/api/me");
  const none = seen(NO_ETAG);
  expect((await binh.call(method, path(someone.id), body(), none)).status).toBe(200);
  const second = await an.call(method, path(someone.id), body(), none);
  expect(second.body).toMatchObject({ error: { code: "changed_since", params: { name: "binh" } } });
});
