import { afterAll, beforeAll, expect, test } from "vitest";
import { registerTable } from "../core/assets/import/columns.ts";
import type { ImportPreview } from "../core/assets/import/preview-types.ts";
import type { AssetView } from "../core/wire/assets.ts";
import type { Overview } from "../core/wire/views.ts";
import { someAsset } from "../test/support/asset-kit.ts";
import { startTestServer, type Person, type TestServer } from "../test/support/start-server.ts";
import { writeRegister } from "./documents/sheets.ts";

/** A register of 20,000 rows, as a district may bring one: in, out, and in again, over the API. */
const ROWS = 20_000;
/** Of the server's own process; what reads and writes the workbooks is another. */
const MOST_MB = 1_000;

let server: TestServer;
let admin: Person;
let unit: { readonly id: string; readonly name: string };
let before: number;

const rssMb = () => Math.round(process.resourceUsage().maxRSS / 1_024);
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const done = await work();
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  process.stdout.write(`${ROWS} rows: ${what} ${seconds} s, peak RSS ${rssMb()} MB (${before} MB before)\n`);
  return done;
}
const bytesOf = async (path: string, init: RequestInit = {}): Promise<Uint8Array> => {
  const headers = { cookie: admin.cookie, origin: server.url };
  const answer = await fetch(server.url + path, { ...init, headers });
  expect([path, answer.status]).toEqual([path, 200]);
  return new Uint8Array(await answer.arrayBuffer());
};
const preview = async (book: Uint8Array) =>
  JSON.parse(
    new TextDecoder().decode(
      await bytesOf("/api/asset-import/preview", { method: "POST", body: book.slice().buffer }),
    ),
  ) as { readonly token: string; readonly preview: ImportPreview };

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  const { body } = await admin.call<Overview>("GET", "/api/overview");
  const [first] = body.units;
  if (first === undefined) throw new Error("no unit");
  unit = first;
  before = rssMb();
});
afterAll(() => server.end());

test("20,000 rows come in without an error, leave as a workbook, and are the same when they come back", async () => {
  const assets = Array.from({ length: ROWS }, (_, i) =>
    someAsset({
      id: "",
      unit: unit.id,
      site: null,
      code: `TS-${String(i).padStart(5, "0")}`,
      serial: `SN${i}`,
      name: i % 100 === 0 ? `Máy _x0041_ số ${i}` : `Máy vi tính để bàn ${i}`,
      notes: i % 3 === 0 ? `=Ghi chú ${i}` : null,
      traits: i % 2 === 0 ? { cpu: "Intel Core i3-10100", ramGb: 8, disk: "ssd" } : {},
    }),
  );
  const table = registerTable(assets, { unit: () => unit.name, site: () => "" });
  const first = await timed("written as .xlsx", () => writeRegister(table, "xlsx"));
  const read = await timed("previewed", () => preview(first));
  expect(read.preview.counts).toMatchObject({ rows: ROWS, good: ROWS, errors: 0 });
  const taken = await timed("taken in", () =>
    admin.call("POST", "/api/asset-import", { token: read.token, leaveOut: [] }),
  );
  expect(taken.body).toEqual({ added: ROWS, changed: 0 });
  const out = await timed("exported as .xlsx", () => bytesOf("/api/asset-export?format=xlsx"));
  const again = await timed("previewed again", () => preview(out));
  expect(again.preview.counts).toMatchObject({ rows: ROWS, good: ROWS, errors: 0, changes: ROWS });
  const same = await timed("taken in again", () =>
    admin.call("POST", "/api/asset-import", { token: again.token, leaveOut: [] }),
  );
  expect(same.body).toEqual({ added: 0, changed: ROWS });
  const { body } = await admin.call<AssetView[]>("GET", "/api/assets");
  expect(body).toHaveLength(ROWS);
  const told = new Set(body.map(({ name, notes }) => `${name}|${notes}`));
  for (const { name, notes } of assets) expect(told.has(`${name}|${notes}`)).toBe(true);
  expect(rssMb() - before).toBeLessThan(MOST_MB);
});

test("labels of 2,000 ticked things are one page, and the server answers others meanwhile", async () => {
  const { body } = await admin.call<AssetView[]>("GET", "/api/assets");
  const ids = body.slice(0, 2_000).map(({ id }) => id);
  expect(ids).toHaveLength(2_000);
  const made = timed("2,000 labels of them", () =>
    bytesOf("/api/asset-labels", { method: "POST", body: new URLSearchParams({ assets: ids.join(",") }) }),
  );
  const over = made.then(() => true);
  let asked = 0;
  while (!(await Promise.race([over, admin.call("GET", "/api/me").then(() => false)]))) asked += 1;
  const page = new TextDecoder().decode(await made);
  expect(asked).toBeGreaterThan(5);
  expect(page.match(/<svg /g)).toHaveLength(2_000);
  process.stdout.write(
    `2,000 labels: ${Math.round(page.length / 1_024)} KiB, ${asked} other answers meanwhile\n`,
  );
});
