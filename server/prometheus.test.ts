import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AccessTokenMade, AccessTokenView } from "../core/wire/access-tokens.ts";
import { enrolAgent, startTestServer, type Person, type TestServer } from "../test/support/start-server.ts";

/** The Prometheus API and /metrics as programs meet them, with tokens of two units that may know nothing of each other. */
const PROM = "/api/prom/api/v1";
const HOSTILE = `SW "1" \\ {x="y"}`;
const MINUTE = 60_000;

let server: TestServer;
let admin: Person;
const tokens: Record<string, string> = {};

interface Prom<T> {
  readonly status: string;
  readonly data: T;
  readonly warnings?: readonly string[];
  readonly errorType?: string;
  readonly error?: string;
}
type Vector = {
  readonly result: readonly { readonly metric: Record<string, string>; readonly value: [number, string] }[];
};

async function office(name: string, device: string, parent: string | null) {
  const id = async (path: string, body: object) =>
    (await admin.call<{ id: string }>("POST", path, body)).body.id;
  const unit = await id("/api/units", { name, kind: "commune", parent });
  const site = await id("/api/sites", { unit, name: "Trụ sở" });
  const sw = await id(`/api/sites/${site}/devices`, { address: "127.0.0.9", name: device });
  const agent = await enrolAgent(server, admin, site);
  const now = server.clock.now();
  const at = [4, 3, 2, 1, 0].map((back) => now - back * MINUTE);
  const octets = at.map((_, i) => 1_000 + i * 600);
  const sent = await agent.send(
    agent.block({
      samples: [
        { entity: `device:${sw}`, at, fields: { up: [1, 1, 0, 1, 1] } },
        { entity: `port:${sw}/Gi0/7`, at, fields: { in_octets: octets, counter_bits: at.map(() => 64) } },
      ],
    }),
  );
  expect(sent.code).toBeUndefined();
  const made = await admin.call<AccessTokenMade>("POST", "/api/tokens", { name: `Grafana ${name}`, unit });
  tokens[name] = made.body.token;
  return { unit, site, sw };
}
let own: Awaited<ReturnType<typeof office>>;

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  own = await office("Xã A", HOSTILE, null);
  await office("Xã B", "Bí mật", null);
  tokens["all"] = (
    await admin.call<AccessTokenMade>("POST", "/api/tokens", { name: "P", unit: null })
  ).body.token;
});
afterAll(() => server.end());

const bearer = (token: string) => ({ authorization: `Bearer ${tokens[token] ?? token}` });
const get = <T>(path: string, token = "Xã A") =>
  server.person().call<T>("GET", path, undefined, bearer(token));
const prom = async <T>(path: string, token?: string) => (await get<Prom<T>>(PROM + path, token)).body;
const q = encodeURIComponent;

describe("queries", () => {
  test("answer the probe of Grafana's Save & test, by GET and by POST form", async () => {
    expect((await prom<unknown>("/query?query=1%2B1")).data).toMatchObject({
      resultType: "scalar",
      result: [expect.any(Number), "2"],
    });
    const form = await fetch(server.url + PROM + "/query", {
      method: "POST",
      headers: {
        ...bearer("Xã A"),
        origin: "http://grafana.example",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({ query: "1+1", time: "5" }),
    });
    expect(((await form.json()) as Prom<unknown>).data).toEqual({ resultType: "scalar", result: [5, "2"] });
  });

  test("see the last values with labels, hostile names whole", async () => {
    const { data } = await prom<Vector>("/query?query=cayda_device_up");
    expect(data.result).toHaveLength(1);
    expect(data.result[0]?.metric).toEqual({
      __name__: "cayda_device_up",
      unit: "Xã A",
      site: "Trụ sở – Xã A",
      site_id: own.site,
      device: HOSTILE,
      device_id: own.sw,
      class: expect.any(String) as string,
    });
    expect(data.result[0]?.value[1]).toBe("1");
    const all = await prom<Vector>("/query?query=count(cayda_device_up)", "all");
    expect(all.data.result[0]?.value[1]).toBe("2");
  });

  test("count rates over a range", async () => {
    const now = server.clock.now() / 1_000;
    const query = q("rate(cayda_port_in_octets_total[2m])");
    const { data } = await prom<{ result: { metric: object; values: [number, string][] }[] }>(
      `/query_range?query=${query}&start=${now - 60}&end=${now}&step=1m`,
    );
    expect(data.result[0]?.metric).toMatchObject({ port: "Gi0/7" });
    expect(data.result[0]?.values.map(([, value]) => Number(value))).toEqual([10, 10]);
  });

  test.each([
    ["/query?query=rate(", 400, "bad_data"],
    ["/query", 400, "bad_data"],
    ["/query?query=1&time=yesterday", 400, "bad_data"],
    ["/query_range?query=1&start=0&end=99999999&step=1", 400, "bad_data"],
    ["/query_range?query=1&start=0&end=9&step=0", 400, "bad_data"],
    [`/query?query=${q("histogram_quantile(0.9, cayda_device_up)")}`, 422, "execution"],
    ["/series", 400, "bad_data"],
    [`/series?match[]=${q('{site=~"("}')}`, 400, "bad_data"],
  ])("refuse %s as Prometheus does", async (path, status, errorType) => {
    const answer = await get<Prom<unknown>>(PROM + path);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status: "error", errorType, error: expect.any(String) as string });
  });
});

describe("a token of one unit", () => {
  test.each([
    "/labels",
    "/label/device/values",
    "/label/site/values",
    "/label/unit/values",
    "/label/device_id/values",
    "/label/__name__/values",
    `/series?match[]=${q('{__name__=~".+"}')}`,
    `/query?query=${q('{__name__=~".+"}')}`,
    `/query?query=${q("count by (unit, site, device) (cayda_device_up)")}`,
    `/query?query=${q('cayda_device_up{unit="Xã B"} or cayda_device_up{unit!="Xã A"}')}`,
    "/metadata",
  ])("learns nothing of another unit from %s", async (path) => {
    const text = JSON.stringify((await get(PROM + path)).body);
    expect(text).toContain('"success"');
    expect(text).not.toMatch(/Bí mật|Xã B/);
  });

  test("sees the values of its own labels", async () => {
    expect((await prom<string[]>("/label/device/values")).data).toContain(HOSTILE);
    expect((await prom<string[]>("/label/unit/values", "all")).data).toEqual(["Xã A", "Xã B"]);
    expect((await prom<string[]>("/label/unit/values?limit=1", "all")).warnings).toHaveLength(1);
    const series = await prom<object[]>(`/series?match[]=cayda_device_up&match[]=${q('{port="Gi0/7"}')}`);
    expect(series.data).toHaveLength(3);
    expect((await prom<object[]>("/series?match[]=cayda_device_up&start=9999999999")).data).toEqual([]);
    expect((await prom<object>("/metadata?metric=cayda_port_in_octets_total")).data).toEqual({
      cayda_port_in_octets_total: [{ type: "counter", unit: "bytes", help: expect.any(String) as string }],
    });
  });

  test("reads metrics and nothing else", async () => {
    for (const path of ["/api/overview", "/api/tokens", "/api/devices", "/api/me"]) {
      expect((await get(path)).code, path).toBe("not_signed_in");
    }
  });
});

describe("tokens", () => {
  test("are good as a password of Basic, too, and tell when they were used", async () => {
    const basic = `Basic ${Buffer.from(`grafana:${tokens["Xã A"] ?? ""}`).toString("base64")}`;
    const answer = await server.person().call("GET", `${PROM}/rules`, undefined, { authorization: basic });
    expect(answer.status).toBe(200);
    const { body } = await admin.call<AccessTokenView[]>("GET", "/api/tokens");
    expect(body.find(({ unit }) => unit === own.unit)?.lastUsed).toBe(server.clock.now());
    expect(JSON.stringify(body)).not.toContain("cayda_read_");
  });

  test("end when they are revoked, or over", async () => {
    const make = async (days: number) =>
      (await admin.call<AccessTokenMade>("POST", "/api/tokens", { name: "Thử", unit: own.unit, days })).body;
    const revoked = await make(1);
    expect((await get(`${PROM}/rules`, revoked.token)).status).toBe(200);
    await admin.call("DELETE", `/api/tokens/${revoked.id}`);
    expect((await get(`${PROM}/rules`, revoked.token)).code).toBe("access_token_invalid");
    const over = await make(1);
    const now = server.clock.now();
    server.clock.setWall(now + 2 * 86_400_000);
    expect((await get(`${PROM}/rules`, over.token)).code).toBe("access_token_invalid");
    server.clock.setWall(now);
  });

  test("that are guessed have to wait, and good ones do not", async () => {
    let code: string | undefined;
    for (let i = 0; i < 8; i += 1) ({ code } = await get(`${PROM}/rules`, `cayda_read_${"x".repeat(43)}`));
    expect(code).toBe("rate_limited");
    expect((await get(`${PROM}/rules`)).status).toBe(200);
  });
});

describe("/metrics", () => {
  test("gives the asker's last values, and the server's own figures to those who see everything", async () => {
    const mine = await get<string>("/metrics");
    expect(mine.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(mine.body).toContain(`device="SW \\"1\\" \\\\ {x=\\"y\\"}"`);
    expect(mine.body).not.toMatch(/Bí mật|Xã B|cayda_store_points/);
    const all = await get<string>("/metrics?kinds=port", "all");
    expect(all.body).toMatch(/^cayda_store_points \d+$/m);
    expect(all.body).toContain("Xã B");
    expect(all.body).not.toContain("cayda_device_up");
    expect((await get("/metrics?kinds=port,vase")).code).toBe("entity_kind_unknown");
  });

  test("leaves out what is older than five minutes", async () => {
    const now = server.clock.now();
    server.clock.setWall(now + 6 * MINUTE);
    expect((await get<string>("/metrics")).body).not.toContain("cayda_device_up");
    server.clock.setWall(now);
  });

  test("is read by promtool", async () => {
    if (spawnSync("promtool", ["--version"]).status !== 0) {
      process.stderr.write("SKIPPED: promtool is not installed, /metrics is not checked by it\n");
      return;
    }
    const { body } = await get<string>("/metrics", "all");
    const checked = spawnSync("promtool", ["check", "metrics"], { input: body, encoding: "utf8" });
    // 3: read, with advice about names; the names are those of `core/exposition.ts`.
    expect([0, 3], checked.stderr).toContain(checked.status);
    const advice = checked.stderr.split("\n").filter((line) => line !== "");
    expect(advice.filter((line) => !/_total" suffix|base unit|abbreviated|include type/.test(line))).toEqual(
      [],
    );
  });
});
