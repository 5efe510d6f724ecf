import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE } from "../core/clock.ts";
import type { StoreView } from "../core/wire/store.ts";
import { startTestServer, type Person, type TestServer } from "../test/support/start-server.ts";

/** Export and the state of the store, through the whole server. */
let server: TestServer;
let admin: Person;
let device: string;
let site: string;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  const id = async (path: string, body: object) =>
    (await admin.call<{ id: string }>("POST", path, body)).body.id;
  const unit = await id("/api/units", { name: "Xã A", kind: "commune", parent: null });
  site = await id("/api/sites", { unit, name: "Trụ sở" });
  device = await id(`/api/sites/${site}/devices`, { name: "SW-Tầng1", address: "127.0.0.9" });
  const at = Array.from({ length: 10 }, (_, i) => server.clock.now() - (20 - i) * MINUTE);
  await server.store.append({
    block: "017f22e2-79b0-7cc3-98c4-000000000001",
    site,
    receivedAt: server.clock.now(),
    samples: [{ entity: `port:${device}/Gi0/7`, at, fields: { in_octets: at.map((_, i) => i * 100) } }],
  });
});
afterAll(() => server.end());

const range = () => `from=${server.clock.now() - 60 * MINUTE}&to=${server.clock.now()}`;
const get = (path: string) => fetch(server.url + path, { headers: { cookie: admin.cookie } });

test("a device's figures come as a file with a plain name, and the audit says who took them", async () => {
  const answer = await get(`/api/export?device=${device}&${range()}&lang=vi`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="cayda-SW-Tang1-\d{8}-\d{8}-raw\.csv"$/u,
  );
  const rows = new TextDecoder("utf-8", { ignoreBOM: true })
    .decode(await answer.arrayBuffer())
    .trimEnd()
    .split("\r\n");
  expect(rows).toHaveLength(11);
  expect(rows[0]).toMatch(/^\uFEFFThời điểm,/u);
  expect(rows[10]).toContain(",Trụ sở,SW-Tầng1,port,Gi0/7,");
  const db = new DatabaseSync(join(server.dir, "registry", "registry.sqlite"), { readOnly: true });
  const note = db.prepare("SELECT actor_name, subject FROM audit WHERE action = 'history_exported'").get();
  db.close();
  expect(note).toEqual({ actor_name: "an.nguyen", subject: device });
});

test.each([
  ["line", "text/plain; charset=utf-8", ".lp"],
  ["parquet", "application/vnd.apache.parquet", ".parquet"],
])("%s comes as what it is", async (format, type, end) => {
  const answer = await get(`/api/export?site=${site}&${range()}&format=${format}`);
  expect(answer.headers.get("content-type")).toBe(type);
  expect(answer.headers.get("content-disposition")).toContain(`${end}"`);
  expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100);
});

test("a client that goes away ends the reading, so that others get their turn", async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    const answer = await get(`/api/export?site=${site}&${range()}`);
    expect(answer.status).toBe(200);
    await answer.body?.cancel();
  }
});

test("wrong questions are answered with what is wrong", async () => {
  const code = async (query: string) => (await admin.call("GET", `/api/export?${query}`)).code;
  expect(await code(range())).toBe("bad_input");
  expect(await code(`device=${device}&${range()}&format=xlsx`)).toBe("bad_input");
  expect(await code(`device=${device}&${range()}&fields=nonsense`)).toBe("bad_input");
  expect(await code(`device=${device}&from=5&to=5`)).toBe("range_invalid");
});

test("the state of the store tells what it holds and since when", async () => {
  const { body } = await admin.call<StoreView>("GET", "/api/store");
  expect(body).toMatchObject({ kind: "embedded", points: 10, troubles: [], damaged: 0 });
  expect(body.coverage.raw).toBeLessThanOrEqual(server.clock.now() - 20 * MINUTE);
  expect(body.keeps.raw).toBeGreaterThan(30);
});
