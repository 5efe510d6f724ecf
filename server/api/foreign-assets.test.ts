import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImportPreview } from "../../core/assets/import/preview-types.ts";
import type { AssetView, StockTakeDetail } from "../../core/wire/assets.ts";
import type { PlanView } from "../../core/wire/plans.ts";
import { assetFields } from "../../test/support/asset-kit.ts";
import {
  ADMIN,
  cookieOf,
  startTestServer,
  type Person,
  type TestServer,
} from "../../test/support/start-server.ts";

/** Two communes in one register: what the officer of one is told of the other's. */
let server: TestServer;
let admin: Person;
let officer: Person;
const units = { own: "", foreign: "" };

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  const unit = async (name: string) =>
    (await admin.call<{ id: string }>("POST", "/api/units", { name, kind: "commune", parent: null })).body.id;
  units.own = await unit("Xã Hương Sơn");
  units.foreign = await unit("Xã Mỹ Đức");
  const login = { username: "binh", password: ADMIN.password };
  await server.people.add({ ...login, name: "Bình", role: "officer", unit: units.own });
  const { headers } = await server.person().call("POST", "/api/auth/sign-in/username", login);
  officer = server.person(cookieOf(headers));
});
afterAll(() => server.end());

const fields = (unit: string, change: object) => ({
  ...assetFields(),
  unit,
  site: null,
  code: null,
  ...change,
});
const add = async (unit: string, change: object = {}) =>
  (await admin.call<AssetView>("POST", "/api/assets", fields(unit, change))).body;
const SECRET = "Máy mật của xã bên";

async function previewed(rows: readonly string[]) {
  const csv = `Tên tài sản;Loại tài sản;Mã tài sản\n${rows.join("\n")}`;
  const path = `/api/asset-import/preview?unit=${units.own}`;
  const { body } = await officer.call<{ token: string; preview: ImportPreview }>("POST", path, csv, {
    "content-type": "text/csv",
  });
  return body;
}
const take = (token: string) =>
  officer.call<{ added: number }>("POST", "/api/asset-import", { token, leaveOut: [] });

test("a sheet whose codes are in use elsewhere is told at each row before anything is taken, without what has them", async () => {
  for (const code of ["MT-01", "MT-02", "MT-03"]) {
    const { id } = await add(units.foreign, { code, name: SECRET });
    if (code !== "MT-03") continue;
    const how = { on: "2026-01-05", ground: "worn_out", decision: null };
    await admin.call("POST", "/api/asset-liquidations", { assets: [id], ...how });
  }
  const rows = ["Máy 1;Máy scan;mt -01", "Máy 2;Máy scan;MT-02", "Máy 3;Máy scan;MT-03"];
  const { token, preview } = await previewed(rows);
  expect(preview.rows.map(({ problems }) => problems.filter(({ severity }) => severity === "error"))).toEqual(
    [
      [expect.objectContaining({ row: 2, code: "code_elsewhere", params: { code: "mt -01" } })],
      [expect.objectContaining({ row: 3, code: "code_elsewhere", params: { code: "MT-02" } })],
      [],
    ],
  );
  expect(JSON.stringify(preview)).not.toContain(SECRET);
  expect((await take(token)).body).toEqual({ added: 1, changed: 0 });
});

test("a code in use is refused without the name of a foreign thing, by form, change and import", async () => {
  await add(units.foreign, { code: "MI-01", name: SECRET });
  const own = await add(units.own, { name: "Của mình" });
  const { token } = await previewed(["Máy nữa;Máy scan;MI-02"]);
  await add(units.foreign, { code: "MI-02", name: SECRET });
  const answers = [
    await officer.call("POST", "/api/assets", fields(units.own, { code: "mi-01" })),
    await officer.call("PATCH", `/api/assets/${own.id}`, { code: "MI-01" }),
    await take(token),
  ];
  for (const { status, code, body } of answers) {
    expect([status, code]).toEqual([409, "asset_code_elsewhere"]);
    expect(JSON.stringify(body)).not.toContain(SECRET);
  }
  await admin.call("PATCH", `/api/assets/${own.id}`, { code: "TS-1" });
  const mine = await officer.call("POST", "/api/assets", fields(units.own, { code: "TS-1" }));
  expect(mine.body).toMatchObject({ error: { code: "asset_code_taken", params: { name: "Của mình" } } });
});

test("a device that a foreign thing has is refused without naming that thing", async () => {
  const site = (await admin.call<{ id: string }>("POST", "/api/sites", { unit: units.own, name: "Trụ sở" }))
    .body.id;
  const device = (
    await admin.call<{ id: string }>("POST", `/api/sites/${site}/devices`, { address: "127.0.3.9" })
  ).body.id;
  const theirs = await add(units.foreign, { name: SECRET });
  const mine = await add(units.own, { name: "Của mình" });
  expect((await admin.call("PUT", `/api/assets/${theirs.id}/device`, { device })).status).toBe(200);
  const answer = await officer.call("PUT", `/api/assets/${mine.id}/device`, { device });
  expect([answer.status, answer.code]).toEqual([409, "device_claimed_elsewhere"]);
  expect(JSON.stringify(answer.body)).not.toContain(SECRET);
  expect(JSON.stringify(answer.body)).not.toContain(theirs.id);
  expect((await admin.call("PUT", `/api/assets/${mine.id}/device`, { device })).body).toMatchObject({
    error: { code: "device_claimed", params: { name: SECRET } },
  });
});

test("a version that was frozen for other units as well is not opened by who sees only what the plan has now", async () => {
  const body = { name: "2027", year: 2027, ceilings: {}, total: null, must: [], never: [], edits: {} };
  const both = { ...body, units: [units.own, units.foreign] };
  const { id } = (await admin.call<PlanView>("POST", "/api/plans", both)).body;
  const freeze = async (name: string) =>
    (await admin.call<{ id: string }>("POST", `/api/plans/${id}/versions`, { name })).body.id;
  const wide = await freeze("Cả hai xã");
  await admin.call("PUT", `/api/plans/${id}`, { ...body, units: [units.own] });
  const narrow = await freeze("Một xã");
  const detail = async (person: Person) =>
    (await person.call<{ versions: { id: string }[] }>("GET", `/api/plans/${id}`)).body.versions.map(
      (version) => version.id,
    );
  expect((await detail(admin)).toSorted()).toEqual([wide, narrow].toSorted());
  expect(await detail(officer)).toEqual([narrow]);
  expect((await officer.call("GET", `/api/plan-versions/${narrow}`)).status).toBe(200);
  expect(await officer.call("GET", `/api/plan-versions/${wide}`)).toMatchObject({
    status: 404,
    code: "plan_unknown",
  });
  const bought = { candidate: "replace:a1", quantity: 1, amount: 1, on: "2026-11-01", asset: null };
  expect((await officer.call("PUT", `/api/plan-versions/${wide}/bought`, bought)).code).toBe("plan_unknown");
});

test("a closed stock-take shows what its unit had on that day, and of what went away no more than that", async () => {
  const [counted, stays] = [
    await add(units.own, { name: "Đã đếm" }),
    await add(units.own, { name: "Còn đây" }),
  ];
  const came = await add(units.foreign, { name: "Đến sau" });
  const day = { name: "Kiểm kê", unit: units.own, on: "2026-01-10" };
  const { id } = (await officer.call<{ id: string }>("POST", "/api/stocktakes", day)).body;
  const seen = { asset: counted.id, quantity: 1, condition: "good", note: null };
  expect((await officer.call("PUT", `/api/stocktakes/${id}/seen`, seen)).status).toBe(200);
  await officer.call("POST", `/api/stocktakes/${id}/close`);
  const move = (asset: string, unit: string) =>
    admin.call("POST", "/api/asset-transfers", {
      assets: [asset],
      unit,
      site: null,
      on: "2026-01-15",
      note: null,
    });
  await move(counted.id, units.foreign);
  await move(came.id, units.own);
  await admin.call("PATCH", `/api/assets/${counted.id}`, { person: "Người của xã bên" });
  const { body } = await officer.call<StockTakeDetail>("GET", `/api/stocktakes/${id}`);
  const ids = body.assets.map((asset) => asset.id);
  expect(ids).toEqual(expect.arrayContaining([counted.id, stays.id]));
  expect(ids).not.toContain(came.id);
  expect(body.assets.find((asset) => asset.id === counted.id)).toMatchObject({
    name: "Đã đếm",
    unitName: "Xã Hương Sơn",
    person: null,
  });
  expect((await officer.call("GET", `/api/assets/${counted.id}`)).code).toBe("asset_unknown");
});
