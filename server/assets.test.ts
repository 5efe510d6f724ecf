import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AssetDetail, AssetView, StockTakeDetail, WearRowView } from "../core/wire/assets.ts";
import type { ImportPreview } from "../core/assets/import/preview-types.ts";
import type { Overview } from "../core/wire/views.ts";
import { startTestServer, type Person, type TestServer } from "../test/support/start-server.ts";

/** The register over the API: rows, links, spreadsheets, stock-takes, wear. */
let server: TestServer;
let admin: Person;
let unit: string;
let site: string;

const fields = (change: object = {}) => ({
  unit,
  site: null,
  book: "fixed",
  category: "desktop",
  code: null,
  name: "Máy vi tính để bàn",
  vendor: "Dell",
  model: null,
  serial: null,
  mac: null,
  quantity: 1,
  room: null,
  person: null,
  oneStop: false,
  inUseOn: "2022-03-15",
  originalValue: 15_000_000,
  fundingSource: "commune",
  supplier: null,
  warrantyUntil: null,
  condition: null,
  notes: null,
  traits: {},
  ...change,
});
const add = async (change: object = {}) =>
  (await admin.call<AssetView>("POST", "/api/assets", fields(change))).body;
const get = async <T>(path: string) => (await admin.call<T>("GET", path)).body;

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  const { units } = await get<Overview>("/api/overview");
  unit = units[0]?.id ?? "";
  site = units[0]?.sites[0]?.id ?? "";
});
afterAll(() => server.end());

test("a thing is added, changed, repaired, and its story is kept", async () => {
  const { id } = await add({ code: "TS-1", notes: "=HYPERLINK(1)", traits: { os: "Windows 10 Pro" } });
  await admin.call("PATCH", `/api/assets/${id}`, { room: "Văn thư" });
  const repair = { on: "2026-05-01", what: "Thay nguồn", cost: 450_000 };
  await admin.call("POST", `/api/assets/${id}/repairs`, repair);
  const { asset, history, wear } = await get<AssetDetail>(`/api/assets/${id}`);
  expect(asset).toMatchObject({
    code: "TS-1",
    room: "Văn thư",
    repairs: [repair],
    traits: { os: "Windows 10 Pro" },
  });
  // All of it happened in the same millisecond of this test's clock.
  expect(history.map(({ what }) => what).toSorted()).toEqual(["added", "changed", "repaired"]);
  expect(wear.at(-1)).toMatchObject({ amount: 3_000_000, saved: false });
});

test("the same code twice is refused with the name of the other", async () => {
  await add({ code: "TS-2", name: "Máy in" });
  const again = await admin.call<{ error: { params?: object } }>(
    "POST",
    "/api/assets",
    fields({ code: "TS-2" }),
  );
  expect(again.code).toBe("asset_code_taken");
});

test("a device is suggested by its serial, and belongs to one asset only", async () => {
  const device = await admin.call<{ id: string }>("POST", `/api/sites/${site}/devices`, {
    name: "TS-SW-1",
    address: "127.0.3.1",
  });
  const { id } = await add({ code: "TS-SW-1", category: "switch", book: "tool" });
  const found = await get<{ asset: string; device: string; by: string }[]>("/api/asset-suggestions");
  expect(found).toContainEqual(
    expect.objectContaining({ asset: id, device: device.body.id, by: "code", ambiguous: false }),
  );
  const link = { device: device.body.id };
  expect((await admin.call<AssetView>("PUT", `/api/assets/${id}/device`, link)).body.deviceName).toBe(
    "TS-SW-1",
  );
  const other = await add();
  expect((await admin.call("PUT", `/api/assets/${other.id}/device`, link)).code).toBe("device_claimed");
  expect(await get("/api/asset-suggestions")).toEqual([]);
});

test("the yearly wear is written once", async () => {
  const { id } = await add({ inUseOn: "2024-02-01", originalValue: 20_000_000 });
  const first = await admin.call<{ written: number }>("POST", "/api/asset-wear", { year: 2025 });
  expect(first.body.written).toBeGreaterThan(0);
  const second = await admin.call<{ written: number; kept: number }>("POST", "/api/asset-wear", {
    year: 2025,
  });
  expect(second.body).toEqual({ written: 0, kept: first.body.written });
  const rows = await get<WearRowView[]>("/api/asset-wear?year=2025");
  expect(rows.find(({ asset }) => asset === id)).toMatchObject({
    amount: 4_000_000,
    accumulated: 8_000_000,
    remaining: 12_000_000,
    saved: true,
  });
});

test("no wear is written ahead of its year; what was liquidated later keeps its wear, what was liquidated before has none", async () => {
  const worn = { inUseOn: "2024-02-01", originalValue: 20_000_000 };
  const [later, earlier] = [await add(worn), await add(worn)];
  const leave = (id: string, on: string) =>
    admin.call("POST", "/api/asset-liquidations", { assets: [id], on, ground: "worn_out", decision: null });
  await leave(later.id, "2026-01-05");
  await leave(earlier.id, "2025-12-20");
  expect((await admin.call("POST", "/api/asset-wear", { year: 2099 })).code).toBe("wear_not_yet");
  await admin.call("POST", "/api/asset-wear", { year: 2025 });
  const rows = await get<WearRowView[]>("/api/asset-wear?year=2025");
  expect(rows.find(({ asset }) => asset === later.id)).toMatchObject({ amount: 4_000_000, saved: true });
  expect(rows.find(({ asset }) => asset === earlier.id)).toBeUndefined();
  const next = await get<WearRowView[]>("/api/asset-wear?year=2026");
  expect(next.find(({ asset }) => asset === later.id)).toBeUndefined();
});

test("what leaves as a spreadsheet comes back as the same register", async () => {
  const before = await get<AssetView[]>("/api/assets");
  const answer = await fetch(`${server.url}/api/asset-export?format=xlsx`, {
    headers: { cookie: admin.cookie },
  });
  const bytes = await answer.arrayBuffer();
  const sent = await fetch(`${server.url}/api/asset-import/preview`, {
    method: "POST",
    headers: { cookie: admin.cookie, origin: server.url },
    body: bytes,
  });
  const { token, preview } = (await sent.json()) as { token: string; preview: ImportPreview };
  expect(preview.counts).toMatchObject({ rows: before.length, good: before.length, errors: 0 });
  const taken = await admin.call<object>("POST", "/api/asset-import", { token, leaveOut: [] });
  expect(taken.code).toBeUndefined();
  const plain = (all: AssetView[]) => all.map((asset) => Object.assign({}, asset, { changedAt: 0 }));
  expect(plain(await get<AssetView[]>("/api/assets"))).toEqual(plain(before));
});

test("nothing of a spreadsheet is written before a person has looked at it, and rows can be left out", async () => {
  const csv =
    "Tên tài sản;Loại tài sản;Nguyên giá\nMáy scan A;Máy scan;12.000.000\nMáy scan B;Máy scan;mười hai triệu";
  const path = `/api/asset-import/preview?unit=${unit}`;
  const before = (await get<AssetView[]>("/api/assets")).length;
  const { body } = await admin.call<{ token: string; preview: ImportPreview }>("POST", path, csv, {
    "content-type": "text/csv",
  });
  expect(body.preview.counts).toMatchObject({ rows: 2, good: 1, errors: 1 });
  expect((await get<AssetView[]>("/api/assets")).length).toBe(before);
  const taken = await admin.call<{ added: number }>("POST", "/api/asset-import", {
    token: body.token,
    leaveOut: [],
  });
  expect(taken.body).toMatchObject({ added: 1 });
});

describe("a preview is taken once", () => {
  const previewed = async (rows: string) => {
    const csv = `Tên tài sản;Loại tài sản;Mã tài sản\n${rows}`;
    const path = `/api/asset-import/preview?unit=${unit}`;
    const type = { "content-type": "text/csv" };
    return (await admin.call<{ token: string }>("POST", path, csv, type)).body.token;
  };
  const take = (token: string, leaveOut: readonly number[] = []) =>
    admin.call<{ added: number }>("POST", "/api/asset-import", { token, leaveOut });
  const count = async (name: string) =>
    (await get<AssetView[]>("/api/assets")).filter((asset) => asset.name.startsWith(name)).length;

  test("a second click has the same answer, another choice of rows is told", async () => {
    const token = await previewed("Hai lần 1;Máy scan\nHai lần 2;Máy scan");
    for (let click = 0; click < 2; click += 1)
      expect((await take(token)).body).toEqual({ added: 2, changed: 0 });
    expect(await count("Hai lần")).toBe(2);
    expect(await take(token, [3])).toMatchObject({ status: 409, code: "import_done" });
  });

  test("three clicks at once are one", async () => {
    const token = await previewed("Cùng lúc 1;Máy scan\nCùng lúc 2;Máy scan");
    const answers = await Promise.all([take(token), take(token), take(token)]);
    for (const { body } of answers) expect(body).toEqual({ added: 2, changed: 0 });
    expect(await count("Cùng lúc")).toBe(2);
  });

  test("what wrote nothing may be tried again", async () => {
    const token = await previewed("Thử lại;Máy scan;TL-1");
    const { id } = await add({ code: "TL-1" });
    for (let click = 0; click < 2; click += 1) expect((await take(token)).code).toBe("asset_code_taken");
    await admin.call("PATCH", `/api/assets/${id}`, { code: "TL-2" });
    expect((await take(token)).body).toEqual({ added: 1, changed: 0 });
  });
});

test("a serial number that says there is none is none, in the form as in the file", async () => {
  const made = await add({ code: "Không có", serial: "N/A" });
  expect([made.code, made.serial]).toEqual([null, null]);
  const { body } = await admin.call<AssetView>("PATCH", `/api/assets/${made.id}`, {
    serial: "5CG1",
    code: "-",
  });
  expect([body.code, body.serial]).toEqual([null, "5CG1"]);
});

test("a stock-take is checked off by label or code, then closed", async () => {
  const asset = await add({ code: "TS-9" });
  const take = { name: "Kiểm kê 2026", unit, on: "2026-12-31" };
  const { id } = (await admin.call<{ id: string }>("POST", "/api/stocktakes", take)).body;
  const seen = { asset: "TS-9", quantity: 1, condition: "good", note: null };
  expect((await admin.call("PUT", `/api/stocktakes/${id}/seen`, seen)).code).toBeUndefined();
  const detail = await get<StockTakeDetail>(`/api/stocktakes/${id}`);
  expect(detail.seen.map((one) => one.asset)).toEqual([asset.id]);
  await admin.call("POST", `/api/stocktakes/${id}/close`);
  expect((await admin.call("PUT", `/api/stocktakes/${id}/seen`, seen)).status).toBeGreaterThanOrEqual(400);
});

test("a photo is what its bytes say, and is served so that it cannot run", async () => {
  const { id } = await add();
  const send = (body: Uint8Array<ArrayBuffer>) =>
    fetch(`${server.url}/api/assets/${id}/photos`, {
      method: "POST",
      headers: { cookie: admin.cookie, origin: server.url, "content-type": "image/png" },
      body,
    });
  expect((await send(new TextEncoder().encode("<script>"))).status).toBe(400);
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
  const made = (await (await send(png)).json()) as { id: string };
  const photo = await fetch(`${server.url}/api/asset-photos/${made.id}`, {
    headers: { cookie: admin.cookie },
  });
  expect(new Uint8Array(await photo.arrayBuffer())).toEqual(png);
  expect(photo.headers.get("content-type")).toBe("image/png");
  expect(photo.headers.get("content-security-policy")).toContain("sandbox");
});

test("what is liquidated leaves the list and stays in the register", async () => {
  const { id } = await add();
  const how = { assets: [id], on: "2026-10-01", ground: "worn_out", decision: "12/QĐ-UBND" };
  expect((await admin.call("POST", "/api/asset-liquidations", how)).body).toEqual({ done: 1 });
  const ids = async (path: string) => (await get<AssetView[]>(path)).map((asset) => asset.id);
  expect(await ids("/api/assets")).not.toContain(id);
  expect(await ids("/api/assets?liquidated=1")).toContain(id);
});

test("the decision's number is added after the liquidation, and the page tells who added it", async () => {
  const { id } = await add();
  const how = { assets: [id], on: "2026-10-01", ground: "worn_out", decision: null };
  expect((await admin.call("PUT", "/api/asset-liquidations", how)).code).toBe("asset_not_liquidated");
  await admin.call("POST", "/api/asset-liquidations", how);
  const { asset } = await get<AssetDetail>(`/api/assets/${id}`);
  const numbered = { ...how, on: "2026-09-30", decision: "12/QĐ-UBND" };
  const seen = { "if-match": `"${asset.etag}"` };
  const put = () => admin.call("PUT", "/api/asset-liquidations", numbered, seen);
  expect((await put()).body).toEqual({ done: 1 });
  expect((await put()).code).toBe("changed_since");
  const after = await get<AssetDetail>(`/api/assets/${id}`);
  expect(after.asset.liquidation).toEqual({
    on: "2026-09-30",
    ground: "worn_out",
    decision: "12/QĐ-UBND",
  });
  expect(after.history.find(({ what }) => what === "changed")?.changes).toEqual({
    on: ["2026-10-01", "2026-09-30"],
    decision: [null, "12/QĐ-UBND"],
  });
});

test("labels of ticked things come by a form, and only one's own things are named in it", async () => {
  const [first, second] = [await add({ code: "TS-L1" }), await add({ code: "TS-L2" })];
  const form = (...ids: readonly string[]) => new URLSearchParams({ assets: ids.join(",") });
  const page = await admin.call<string>("POST", "/api/asset-labels?lang=vi", form(first.id, second.id));
  expect(page.headers.get("content-security-policy")).toContain("style-src 'sha256-");
  expect(page.body.match(/<svg /g)).toHaveLength(2);
  expect(page.body).toContain("<b>TS-L1</b>");
  expect(page.body).toContain("2 tem");
  expect((await admin.call("POST", "/api/asset-labels", form(first.id, "nothing"))).code).toBe(
    "asset_unknown",
  );
  expect((await admin.call("POST", "/api/asset-labels", form())).code).toBe("bad_input");
});

test("a change over somebody else's is refused with 409, whoever asks that way; nothing is overwritten", async () => {
  const opened = await add({ code: "TS-ETAG" });
  const path = `/api/assets/${opened.id}`;
  const seen = { "if-match": `"${opened.etag}"` };
  const first = await admin.call<AssetView>("PATCH", path, { room: "Kho" }, seen);
  expect(first).toMatchObject({ status: 200, body: { room: "Kho" } });
  expect(first.body.etag).not.toBe(opened.etag);
  const second = await admin.call("PATCH", path, { room: "Một cửa" }, seen);
  expect(second).toMatchObject({ status: 409, code: "changed_since" });
  expect((await get<AssetDetail>(path)).asset.room).toBe("Kho");
  expect((await admin.call("PATCH", path, { room: "Một cửa" })).status).toBe(200);
});
