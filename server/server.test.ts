import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { DatabaseSync } from "node:sqlite";
import type { TLSSocket } from "node:tls";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../core/clock.ts";
import { parseToken } from "../core/wire/token.ts";
import { TIME_HEADER } from "../core/wire/limits.ts";
import type { DeviceView, Overview, SeriesAnswer, SiteView, TokenView } from "../core/wire/views.ts";
import { portErrors } from "../test/fakes/notices.ts";
import { fakeClock } from "../test/support/fake-clock.ts";
import {
  ADMIN,
  cookieOf,
  enrolAgent,
  startTestServer,
  type Person,
  type TestServer,
} from "../test/support/start-server.ts";

let server: TestServer;
let admin: Person;
let site: string;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

describe("set-up", () => {
  test("is offered, with a link, only while there is no administrator", async () => {
    const state = await server.person().call("GET", "/api/setup");
    expect(state.body).toEqual({ needed: true, version: "0.0.0-test", now: server.clock.now() });
    expect(server.setupLink).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup\?key=[\w-]{43}$/);
  });

  test("refuses another key and a weak password", async () => {
    const attempt = (change: object) =>
      server.person().call("POST", "/api/setup", { key: "x", ...ADMIN, ...change });
    expect((await attempt({})).code).toBe("setup_link_invalid");
    const short = await attempt({ password: "short" });
    expect(short.body).toMatchObject({ error: { code: "bad_input", params: { field: "password" } } });
  });

  test("works once, even when the link is opened twice at the same moment, and signs in", async () => {
    const key = new URL(server.setupLink ?? "").searchParams.get("key");
    const both = await Promise.all(
      ["an.nguyen", "binh.tran"].map((username) =>
        server.person().call("POST", "/api/setup", { key, ...ADMIN, username }),
      ),
    );
    expect(new Set(both.map(({ code }) => code))).toEqual(new Set([undefined, "setup_done"]));
    const first = both.find(({ code }) => code === undefined);
    admin = server.person(cookieOf(first?.headers ?? new Headers()));
    expect((await admin.call("GET", "/api/me")).body).toMatchObject({ role: "administrator", unit: null });
    expect((await server.person().call("GET", "/api/setup")).body).toMatchObject({ needed: false });
  });

  test("left a unit and a site for this machine with a ping target, and nothing else", async () => {
    const { body } = await admin.call<Overview>("GET", "/api/overview");
    expect(body.units).toMatchObject([
      { name: "Đơn vị của tôi", sites: [{ name: "Máy này", state: "unknown", devices: { total: 0 } }] },
    ]);
    site = body.units[0]?.sites[0]?.id ?? "";
    const view = await admin.call<SiteView>("GET", `/api/sites/${site}`);
    expect(view.body.targetList).toMatchObject([{ address: "127.0.0.1", state: "unknown", newest: null }]);
  });
});

describe("signing in", () => {
  const login = { username: "an.nguyen", password: ADMIN.password };
  const signIn = (input: object, headers = {}) =>
    server.person().call("POST", "/api/auth/sign-in/username", input, headers);

  beforeAll(async () => {
    if ((await signIn(login)).status !== 200) login.username = "binh.tran";
  });

  test("gives a cookie that scripts cannot read and other sites cannot send", async () => {
    const { headers } = await signIn(login);
    expect(headers.getSetCookie()[0]).toMatch(/^cayda\.session_token=.*HttpOnly; SameSite=Strict/);
  });

  test("answers the same for a wrong password and an unknown name", async () => {
    const wrong = await signIn({ ...login, password: "sai-mat-khau" });
    const unknown = await signIn({ username: "nobody.here", password: "sai-mat-khau" });
    expect([wrong.status, wrong.code]).toEqual([401, "sign_in_failed"]);
    expect(unknown.body).toEqual(wrong.body);
    await signIn(login);
  });

  test("slows guessing down, and tells how long to wait", async () => {
    let limited;
    for (let tries = 0; tries < 8 && limited?.status !== 429; tries += 1) {
      limited = await signIn({ username: "guessed", password: `guess-${tries}-xxxx` });
    }
    expect(limited?.code).toBe("rate_limited");
    expect(Number(limited?.headers.get("retry-after"))).toBeGreaterThan(0);
    await server.clock.advance(MINUTE);
    expect((await signIn(login)).status).toBe(200);
  });

  test("offers no way to sign up, and nothing else of the library", async () => {
    for (const path of [
      "sign-up/email",
      "sign-in/email",
      "update-user",
      "list-sessions",
      "delete-user",
      "ok",
    ]) {
      expect((await admin.call("POST", `/api/auth/${path}`, {})).code, path).toBe("not_found");
    }
  });

  test("ends with sign-out on the server, not only in the browser", async () => {
    const person = server.person(cookieOf((await signIn(login)).headers));
    expect((await person.call("GET", "/api/me")).status).toBe(200);
    await person.call("POST", "/api/auth/sign-out");
    expect((await person.call("GET", "/api/me")).code).toBe("not_signed_in");
  });

  test("a new password ends every other session", async () => {
    const [one, two] = [await signIn(login), await signIn(login)].map(({ headers }) =>
      server.person(cookieOf(headers)),
    );
    const passwords = { currentPassword: ADMIN.password, newPassword: "mat-khau-moi-hon" };
    const changed = await one?.call("POST", "/api/auth/change-password", passwords);
    expect(changed?.status).toBe(200);
    expect((await two?.call("GET", "/api/me"))?.code).toBe("not_signed_in");
    expect((await admin.call("GET", "/api/me")).code).toBe("not_signed_in");
    admin = server.person(cookieOf(changed?.headers ?? new Headers()));
    expect((await admin.call("GET", "/api/me")).status).toBe(200);
    expect((await signIn(login)).code).toBe("sign_in_failed");
    Object.assign(login, { password: "mat-khau-moi-hon" });
    await signIn(login);
  });

  test("a session ends after a week, however busy it was", async () => {
    const dir = mkdtempSync(join(tmpdir(), "cayda-server-"));
    const old = await startTestServer({ dir, clock: fakeClock(Date.now() + 8 * DAY) });
    const person = await old.setUp();
    expect((await person.call("GET", "/api/me")).code).toBe("not_signed_in");
    await old.end();
  });

  test("a session lasts while somebody is there: now and then the browser is given its cookie anew", async () => {
    const person = server.person(cookieOf((await signIn(login)).headers));
    const set = async (path: string) => (await person.call("GET", path)).headers.getSetCookie();
    expect(await set("/api/me")).toEqual([]);
    const registry = new DatabaseSync(join(server.dir, "registry", "registry.sqlite"));
    const soon = new Date(Date.now() + HOUR).toISOString();
    const sessions = "SELECT expiresAt FROM session ORDER BY expiresAt";
    const before = registry.prepare(sessions).all();
    expect(registry.prepare("UPDATE session SET expiresAt = ?").run(soon).changes).toBe(before.length);
    expect(await set("/api/overview")).toEqual([
      expect.stringMatching(/^cayda\.session_token=.*Max-Age=43200;.*HttpOnly; SameSite=Strict/),
    ]);
    expect(await set("/api/overview")).toEqual([]);
    const after = registry.prepare(sessions).all() as { expiresAt: string }[];
    expect(Date.parse(after.at(-1)?.expiresAt ?? "")).toBeGreaterThan(Date.now() + 11 * HOUR);
    expect(after.filter(({ expiresAt }) => expiresAt === soon)).toHaveLength(before.length - 1);
    // The cookie of the new password counts, not that of the session which it ends.
    registry.prepare("UPDATE session SET expiresAt = ?").run(soon);
    registry.close();
    const passwords = { currentPassword: login.password, newPassword: "mat-khau-khac-nua" };
    const changed = await person.call("POST", "/api/auth/change-password", passwords);
    const given = changed.headers.getSetCookie().filter((line) => line.startsWith("cayda.session_token="));
    expect(given).toHaveLength(1);
    admin = server.person(cookieOf(changed.headers));
    expect((await admin.call("GET", "/api/me")).status).toBe(200);
    Object.assign(login, { password: passwords.newPassword });
  });
});

describe("requests from other pages", () => {
  test.each([
    [{ origin: "https://evil.example" }],
    [{ origin: "null" }],
    [{ "sec-fetch-site": "cross-site", origin: "http://127.0.0.1:1" }],
  ])("that would change something are refused: %j", async (headers) => {
    const answer = await admin.call(
      "POST",
      "/api/units",
      { name: "x", kind: "commune", parent: null },
      headers,
    );
    expect([answer.status, answer.code]).toEqual([403, "origin_refused"]);
  });

  test("a program without a browser's headers may", async () => {
    const answer = await fetch(`${server.url}/api/sites/${site}/tokens`, {
      method: "POST",
      headers: { cookie: admin.cookie, "content-type": "application/json" },
      body: "{}",
    });
    expect(answer.status).toBe(200);
  });

  test("what proxies claim does not count", async () => {
    const answer = await admin.call(
      "POST",
      `/api/sites/${site}/tokens`,
      {},
      {
        "x-forwarded-host": "evil.example",
        origin: "http://evil.example",
      },
    );
    expect(answer.code).toBe("origin_refused");
  });
});

describe("input", () => {
  test.each<[string, unknown, string]>([
    ["an unknown field", { address: "127.0.0.1", extra: 1 }, "field_unknown"],
    ["no address", {}, "bad_input"],
    ["an address that is an option", { address: "-t" }, "bad_input"],
    ["an address with a newline", { address: "127.0.0.1\nx" }, "bad_input"],
    [
      "a privacy password without authentication's length",
      {
        address: "127.0.0.1",
        credential: { version: "3", user: "u", auth: { protocol: "sha", password: "x" } },
      },
      "bad_input",
    ],
    ["broken JSON", "{", "bad_json"],
    ["too much", { address: "x".repeat(70_000) }, "body_too_large"],
  ])("%s is refused", async (_, body, code) => {
    expect((await admin.call("POST", `/api/sites/${site}/devices`, body)).code).toBe(code);
  });

  test("a mistake is said in the language that is asked for", async () => {
    const says = async (path: string, language: string) => {
      const { body } = await admin.call("POST", path, {}, { "accept-language": language });
      return (body as { error: { says: string } }).error.says;
    };
    const path = `/api/sites/${site}/devices`;
    expect(await says(path, "en-GB,en;q=0.9")).toMatch(
      /^Field address is not right: it must be of type string/,
    );
    expect(await says(path, "fr, vi;q=0.5")).toMatch(/^Trường address/);
    expect(await says(`${path}?lang=en`, "vi")).toMatch(/^Field/);
  });

  test("hostile names come back as JSON text, never as markup", async () => {
    const name = `<img src=x onerror=alert(1)>"';--\u202E`;
    const made = await admin.call<{ id: string }>("POST", `/api/sites/${site}/devices`, {
      name,
      address: "127.0.0.66",
    });
    const answer = await admin.call<DeviceView>("GET", `/api/devices/${made.body.id}`);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).not.toContain("unsafe");
    expect(answer.body.name).toBe(`<img src=x onerror=alert(1)>"';--`);
  });

  test("the same address twice in a site is refused", async () => {
    const device = { address: "127.0.0.67" };
    await admin.call("POST", `/api/sites/${site}/devices`, device);
    const twin = await admin.call("POST", `/api/sites/${site}/devices`, device);
    expect([twin.status, twin.code]).toEqual([409, "already_exists"]);
  });
});

describe("SNMP credentials", () => {
  test("can be set and replaced, and never come out again, from API, database, audit or log", async () => {
    const secrets = ["sieu-bi-mat-1", "sieu-bi-mat-2"];
    const credential = (community: string) => ({ version: "2c" as const, community });
    const made = await admin.call<{ id: string }>("POST", `/api/sites/${site}/devices`, {
      address: "127.0.0.68",
      credential: credential(secrets[0] ?? ""),
    });
    const path = `/api/devices/${made.body.id}`;
    await admin.call("PATCH", path, { credential: credential(secrets[1] ?? "") });
    const answers = [await admin.call("GET", path), await admin.call("GET", `/api/sites/${site}`)];
    await server.registry.flush();
    const folder = join(server.dir, "registry");
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), "latin1"));
    for (const secret of secrets) {
      expect(JSON.stringify(answers)).not.toContain(secret);
      expect(files.join("")).not.toContain(secret);
      expect(JSON.stringify(server.logged)).not.toContain(secret);
    }
    expect(statSync(join(folder, "credentials.key")).mode & 0o077).toBe(0);
  });
});

describe("measurements", () => {
  test("show as rates now, as history in steps, and as state with its age", async () => {
    const agent = await enrolAgent(server, admin, site);
    const now = server.clock.now();
    const entity = `port:${agent.device}/eth0`;
    const at = [now - 2 * MINUTE, now - MINUTE, now];
    const fields = {
      in_octets: [1_000, 61_000, 121_000],
      out_octets: [500_000, 100, 6_100],
      speed: [1e9, 1e9, 1e9],
      counters_since: [1_700_000_000, 1_700_000_500, 1_700_000_500],
    };
    const host = { entity: `host:${agent.device}`, at: [now], fields: { cpu: [7] } };
    await agent.send(agent.block({ samples: [{ entity, at, fields }, host] }));
    const { body } = await admin.call<DeviceView>("GET", `/api/devices/${agent.device}`);
    expect(body).toMatchObject({ state: "good", newest: now, host: { cpu: { value: 7, at: now } } });
    expect(body.ports).toMatchObject([
      { entity, name: "eth0", inBps: 8_000, outBps: 800, inErrorsPerS: null },
    ]);

    const query = `/api/series?entity=${encodeURIComponent(entity)}&from=${now - 5 * MINUTE}&to=${now + MINUTE}`;
    const series = await admin.call<SeriesAnswer>("GET", `${query}&series=in_octets:rate,speed:last`);
    expect(series.body.series.map(({ unit }) => unit)).toEqual(["bytes/s", "bits/s"]);
    const rates = series.body.series[0]?.values.filter((value) => value !== null) ?? [];
    expect(rates.length).toBeGreaterThan(0);
    for (const rate of rates) expect(rate).toBeCloseTo(1_000, 5);

    for (const [change, code] of [
      ["&series=in_octets:median", "bad_input"],
      ["&series=nothing:avg", "bad_input"],
      ["&series=speed:rate", "bad_input"],
      ["&series=in_octets:rate&step=1", "bad_input"],
      ["&series=in_octets:rate&extra=1", "field_unknown"],
    ]) {
      expect((await admin.call("GET", `${query}${change}`)).code, change).toBe(code);
    }
    const range = (from: number, to: number, step: number) =>
      admin.call(
        "GET",
        `/api/series?entity=host:${agent.device}&from=${from}&to=${to}&step=${step}&series=cpu:avg`,
      );
    expect((await range(now, now - 1, 60_000)).code).toBe("range_invalid");
    const large = await range(now - 365 * DAY, now, 60_000);
    expect([large.status, large.code]).toEqual([422, "range_too_large"]);
    expect((await admin.call("GET", "/api/series?entity=host:none&from=1&to=2&series=cpu:avg")).code).toBe(
      "entity_unknown",
    );

    await server.clock.advance(6 * MINUTE);
    const later = await admin.call<DeviceView>("GET", `/api/devices/${agent.device}`);
    expect(later.body).toMatchObject({ state: "unknown", newest: now });
    expect(later.body.ports[0]?.inBps).toBeNull();
  });
});

describe("the live stream", () => {
  async function open(path: string) {
    const gone = new AbortController();
    const answer = await fetch(`${server.url}${path}`, {
      headers: { cookie: admin.cookie },
      signal: gone.signal,
    });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    return {
      answer,
      close: () => gone.abort(),
      async until(pattern: RegExp): Promise<string> {
        while (!pattern.test(text)) {
          await server.clock.advance(SECOND);
          const next = await Promise.race([
            reader?.read(),
            new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 100)),
          ]);
          if (next?.done === true) throw new Error(`ended after ${text}`);
          text += next?.value ?? "";
        }
        return text;
      },
    };
  }

  test("tells what is new of the site that is watched, and the time; and is cleaned up when the watcher leaves", async () => {
    const other = await enrolAgent(server, admin, site);
    const agent = await enrolAgent(server, admin, site);
    const stream = await open(`/api/live?device=${agent.device}`);
    expect(stream.answer.headers.get("content-type")).toContain("text/event-stream");
    await stream.until(/event: clock/);
    await other.send(other.block());
    await agent.send(agent.block());
    const text = await stream.until(/event: latest/);
    expect(text).toContain(`"entity":"host:${agent.device}"`);
    expect(text).toContain('"cpu":{"at":');
    expect(text).not.toContain(other.device);
    stream.close();
  });

  test("says that alerts changed: somebody took note of one", async () => {
    const subject = { kind: "device", key: "device:sw1", site } as const;
    const alert = portErrors({ id: "a-live", subject });
    const nothing = { gone: [], notices: [], deliveries: [] };
    await server.registry.saveAlerts({ site, at: server.clock.now(), changed: [alert], ...nothing });
    const stream = await open("/api/live");
    expect(await stream.until(/event: clock/)).not.toContain("event: alerts");
    await admin.call("POST", "/api/alerts/a-live/acknowledge", { note: "thay dây" });
    await stream.until(/event: alerts/);
    stream.close();
  });

  test("asked for by HEAD takes no place: nobody would ever leave it", async () => {
    for (let asked = 0; asked < 25; asked += 1) {
      const answer = await admin.call("HEAD", `/api/live?site=${site}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toContain("text/event-stream");
    }
    const stream = await open(`/api/live?site=${site}`);
    expect(stream.answer.status).toBe(200);
    stream.close();
  });

  test("is given to a bounded number of watchers", async () => {
    const streams = [];
    for (let opened = 0; opened < 20; opened += 1) streams.push(await open(`/api/live?site=${site}`));
    const more = await open(`/api/live?site=${site}`);
    expect(more.answer.status).toBe(429);
    for (const { close } of streams) close();
    // The places become free again: the server notices within its next rounds.
    for (let round = 0; ; round += 1) {
      await server.clock.advance(SECOND);
      const again = await open(`/api/live?site=${site}`);
      again.close();
      if (again.answer.status === 200) break;
      expect(round).toBeLessThan(50);
    }
  });
});

describe("the web pages", () => {
  const raw = (path: string) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const socket = connect(Number(port), hostname, () =>
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n\r\n`),
      );
      let text = "";
      socket.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
      socket.on("close", () => resolve(text));
      socket.on("error", reject);
    });

  test.each([
    "/../../../../etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..\\..\\..\\etc\\passwd",
    "/..%5c..%5c..%5cetc%5cpasswd",
    "//etc/passwd",
    "/\\\\etc\\passwd",
    "/assets/../../registry/registry.sqlite",
    "/assets/..%2f..%2fregistry%2fsessions.key",
    "/registry/sessions.key",
    "/assets/%00",
    "http://evil.example/etc/passwd",
  ])("%s reaches no file", async (path) => {
    const answer = await raw(path);
    expect(answer).not.toContain("root:");
    expect(answer).not.toContain("SQLite format");
    expect(answer).toMatch(/<title>Cayda<\/title>|^HTTP\/1\.1 40[04]/);
  });

  test("any page of the app is its one page; a missing asset and an unknown API are 404", async () => {
    const page = await server.person().call("GET", "/sites/abc");
    expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-cache"]);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await server.person().call("GET", "/assets/old-123.js")).code).toBe("not_found");
    expect((await server.person().call("GET", "/api/nothing")).code).toBe("not_found");
    expect((await server.person().call("POST", "/sites/abc", {})).code).toBe("not_found");
  });

  test("hashed assets are kept for ever, compressed, and answered 304", async () => {
    const answer = await fetch(`${server.url}/assets/main-0a1b2c3d.js`);
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(await answer.text()).toContain("export const x = 1;");
    const etag = answer.headers.get("etag") ?? "";
    const again = await fetch(`${server.url}/assets/main-0a1b2c3d.js`, {
      headers: { "if-none-match": etag },
    });
    expect(again.status).toBe(304);
  });
});

test("alive and ready are said without signing in", async () => {
  expect((await server.person().call("GET", "/healthz")).body).toMatchObject({ alive: true });
  expect((await server.person().call("GET", "/readyz")).body).toEqual({ ready: true });
});

test("nothing in these tests was a bug of the server", () => {
  expect(server.logged.filter(({ level }) => level === "error")).toEqual([]);
});

describe("HTTPS", () => {
  const yaml = "http: false\nhttps: { port: 0 }\nlocalAgent: false";

  interface TlsAnswer {
    readonly cert: X509Certificate;
    readonly headers: Record<string, unknown>;
    readonly text: string;
  }
  const get = (url: string, body?: object) =>
    new Promise<TlsAnswer>((resolve, reject) => {
      const call = httpsRequest(
        url,
        {
          rejectUnauthorized: false,
          agent: false,
          method: body === undefined ? "GET" : "POST",
          headers: { "content-type": "application/json", origin: new URL(url).origin },
        },
        (answer) => {
          const socket = answer.socket as TLSSocket;
          const cert = new X509Certificate(socket.getPeerCertificate(true).raw);
          let text = "";
          answer.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
          answer.on("end", () => resolve({ cert, headers: answer.headers, text }));
        },
      );
      call.on("error", reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });

  test("has a certificate of its own that stays, whose fingerprint the tokens carry", async () => {
    const dir = mkdtempSync(join(tmpdir(), "cayda-server-"));
    const first = await startTestServer({ yaml, dir });
    const { cert, headers } = await get(`${first.https ?? ""}/healthz`);
    expect(Number(headers[TIME_HEADER])).toBe(first.clock.now());
    expect(cert.publicKey.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
    expect(new Date(cert.validTo).getTime() - Date.now()).toBeGreaterThan(3_650 * DAY);
    for (const name of ["localhost"]) expect(cert.checkHost(name)).toBe(name);
    for (const ip of ["127.0.0.1", "::1"]) expect(cert.checkIP(ip)).toBe(ip);
    expect(statSync(join(dir, "tls", "server.key")).mode & 0o077).toBe(0);

    const key = new URL(first.setupLink ?? "").searchParams.get("key");
    const setUp = await get(`${first.https ?? ""}/api/setup`, { key, ...ADMIN });
    expect(String(setUp.headers["set-cookie"])).toMatch(/^__Secure-cayda\.session_token=.*; Secure/);
    const homes = await first.registry.sites();
    const secret = "x".repeat(43);
    await first.registry.addToken(homes[0]?.id ?? "", { hash: secret, expiresAt: Date.now() + DAY, uses: 1 });
    await first.stop();

    const second = await startTestServer({ yaml, dir });
    expect((await get(`${second.https ?? ""}/healthz`)).cert.fingerprint256).toBe(cert.fingerprint256);
    expect(second.setupLink).toBeUndefined();
    const login = await get(`${second.https ?? ""}/api/auth/sign-in/username`, {
      username: ADMIN.username,
      password: ADMIN.password,
    });
    const cookie = String(login.headers["set-cookie"]).split(";", 1)[0] ?? "";
    const token = await new Promise<TokenView>((resolve, reject) => {
      const call = httpsRequest(
        `${second.https ?? ""}/api/sites/${homes[0]?.id ?? ""}/tokens`,
        {
          rejectUnauthorized: false,
          agent: false,
          method: "POST",
          headers: { cookie, "content-type": "application/json" },
        },
        (answer) => {
          let text = "";
          answer.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
          answer.on("end", () => resolve(JSON.parse(text) as TokenView));
        },
      );
      call.on("error", reject);
      call.end("{}");
    });
    expect(parseToken(token.token)).toMatchObject({
      server: second.https,
      fingerprint: createHash("sha256").update(cert.raw).digest("hex"),
    });
    await second.end();
  });
});

describe("the server as a whole", () => {
  test("remembers everything over a restart", async () => {
    const dir = mkdtempSync(join(tmpdir(), "cayda-server-"));
    const clock = fakeClock(Date.now());
    const first = await startTestServer({ dir, clock });
    const person = await first.setUp();
    const homes = await first.registry.sites();
    const home = homes[0]?.id ?? "";
    const agent = await enrolAgent(first, person, home);
    const block = agent.block();
    await agent.send(block);
    await first.stop();

    const second = await startTestServer({ dir, clock });
    expect((await second.registry.sites()).map(({ id }) => id)).toEqual([home]);
    const again = second.person(person.cookie);
    const { body } = await again.call<DeviceView>("GET", `/api/devices/${agent.device}`);
    expect(body).toMatchObject({
      state: "good",
      host: { cpu: { value: 12.5 } },
      agentView: { lastSeen: clock.now() },
    });
    const answer = await fetch(`${second.url}/agent/v1/blocks`, {
      method: "POST",
      headers: { authorization: `Bearer ${agent.secret}` },
      body: JSON.stringify(block),
    });
    expect(await answer.json()).toMatchObject({ known: true });
    await second.end();
  });

  test("commits and acknowledges what is under way when it is told to stop", async () => {
    const dir = mkdtempSync(join(tmpdir(), "cayda-server-"));
    const clock = fakeClock(Date.now());
    const first = await startTestServer({ dir, clock });
    const person = await first.setUp();
    const homes = await first.registry.sites();
    const agent = await enrolAgent(first, person, homes[0]?.id ?? "");
    const blocks = Array.from({ length: 20 }, (_, index) =>
      agent.block({
        samples: [{ entity: `host:${agent.device}`, at: [clock.now() - index], fields: { cpu: [index] } }],
      }),
    );
    const answers = blocks.map((block) => agent.send(block).catch(() => undefined));
    await Promise.race(answers);
    const stopped = new AbortController();
    const stopping = first.stop().then(() => stopped.abort());
    while (!stopped.signal.aborted) await clock.advance(100);
    await stopping;
    const acknowledged = (await Promise.all(answers)).filter((answer) => answer?.status === 200).length;
    expect(acknowledged).toBeGreaterThan(0);

    const second = await startTestServer({ dir, clock });
    const kept = await second.store.raw(`host:${agent.device}`, clock.now() - DAY, clock.now() + DAY);
    expect(kept.at.length).toBeGreaterThanOrEqual(acknowledged);
    await second.end();
    rmSync(dir, { recursive: true, force: true });
  });

  test("says so when its port is taken, and leaves nothing open", async () => {
    const port = new URL(server.url).port;
    const yaml = `https: false\nlocalAgent: false\nhttp: { port: ${port} }`;
    await expect(startTestServer({ yaml })).rejects.toMatchObject({ fault: { code: "port_in_use" } });
  });
});
