import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ifMatch, siteEtag, unitEtag } from "../core/etag.ts";
import { HOUR } from "../core/clock.ts";
import { parseToken } from "../core/wire/token.ts";
import type { AssetDetail, StockTakeDetail } from "../core/wire/assets.ts";
import type { AuditPage, EnrolmentTokenView, MergeView } from "../core/wire/organisation.ts";
import type { Overview, TokenView, UnitView } from "../core/wire/views.ts";
import {
  ADMIN,
  cookieOf,
  enrolment,
  startTestServer,
  type Person,
  type TestServer,
} from "../test/support/start-server.ts";

/** Units and sites change, tokens are withdrawn, and the audit tells of it: over the API. */
let server: TestServer;
let admin: Person;
/** Administrator of one commune. */
let local: Person;
let province: string;
let commune: string;

/** Things happen one after the other: the audit keeps their order by their time. */
const act = async <T>(...call: Parameters<Person["call"]>) => {
  await server.clock.advance(1);
  return admin.call<T>(...call);
};
const id = async (path: string, body: object) => (await act<{ id: string }>("POST", path, body)).body.id;
const unit = (name: string, parent: string | null) => id("/api/units", { name, kind: "commune", parent });
const site = (of: string, name: string) => id("/api/sites", { unit: of, name });
const units = async () => (await admin.call<Overview>("GET", "/api/overview")).body.units;
const seen = async (wanted: string): Promise<UnitView> => {
  const found = (await units()).find((one) => one.id === wanted);
  if (found === undefined) throw new Error("no such unit");
  return found;
};
const assetOf = (of: string, at: string | null, code: string) => ({
  unit: of,
  site: at,
  book: "fixed",
  category: "desktop",
  code,
  name: "Máy vi tính",
  vendor: null,
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
});

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  province = await id("/api/units", { name: "Tỉnh", kind: "province", parent: null });
  commune = await unit("Xã Hương Sơn", province);
  const login = { username: "quan.tri", password: "mat-khau-rat-dai" };
  await server.people.add({ ...login, name: "Quản trị xã", role: "administrator", unit: commune });
  const { headers } = await server.person().call("POST", "/api/auth/sign-in/username", login);
  local = server.person(cookieOf(headers));
});
afterAll(() => server.end());

describe("a unit", () => {
  test("gets another name and another kind; what is not named stays", async () => {
    const made = await unit("Đơn vị của toi", province);
    const answer = await admin.call("PATCH", `/api/units/${made}`, { name: "Xã Mỹ Đức" });
    expect(answer.status).toBe(200);
    expect(await seen(made)).toMatchObject({ name: "Xã Mỹ Đức", kind: "commune", parent: province });
  });

  test("goes below another, and to the top; only who sees everything makes a top", async () => {
    const [cluster, made] = [await unit("Cụm", province), await unit("Xã B", null)];
    expect((await admin.call("PATCH", `/api/units/${made}`, { parent: cluster })).status).toBe(200);
    expect((await seen(made)).parent).toBe(cluster);
    expect((await admin.call("PATCH", `/api/units/${made}`, { parent: null })).status).toBe(200);
    expect((await seen(made)).parent).toBeNull();
    expect((await local.call("PATCH", `/api/units/${commune}`, { parent: null })).code).toBe("forbidden");
  });

  test("does not go below itself, below what is below it, or to a unit that has ended", async () => {
    const [top, below, ended] = [
      await unit("Trên", null),
      await unit("Dưới", null),
      await unit("Cũ", province),
    ];
    await admin.call("PATCH", `/api/units/${below}`, { parent: top });
    await admin.call("POST", `/api/units/${ended}/merge`, { into: top, on: "2026-07-01" });
    for (const parent of [top, below, ended]) {
      expect((await admin.call("PATCH", `/api/units/${top}`, { parent })).code).toBe("bad_input");
    }
    expect((await admin.call("PATCH", `/api/units/${ended}`, { parent: province })).code).toBe("bad_input");
    expect((await admin.call("PATCH", `/api/units/${ended}`, { name: "Xã Cũ (1954)" })).status).toBe(200);
    expect((await admin.call("PATCH", `/api/units/${top}`, { parent: "nowhere" })).code).toBe("unit_unknown");
  });

  test("that somebody else changed meanwhile is not written over, and the sentence names who did", async () => {
    const made = await unit("Xã C", province);
    const tag = { "if-match": ifMatch(unitEtag(await seen(made))) };
    expect((await admin.call("PATCH", `/api/units/${made}`, { name: "Xã D" }, tag)).status).toBe(200);
    const late = await admin.call<{ error: { params: object } }>(
      "PATCH",
      `/api/units/${made}`,
      { name: "Xã E" },
      tag,
    );
    expect(late.code).toBe("changed_since");
    expect(late.body.error.params).toMatchObject({ name: ADMIN.username });
    expect((await seen(made)).name).toBe("Xã D");
  });

  test("is renamed by an administrator who may not see what is above it", async () => {
    await server.clock.advance(1);
    const { body } = await local.call<Overview>("GET", "/api/overview");
    const mine = body.units.find((one) => one.id === commune);
    expect(mine?.parent).toBeNull();
    const tag = { "if-match": ifMatch(mine === undefined ? "" : unitEtag(mine)) };
    const answer = await local.call("PATCH", `/api/units/${commune}`, { name: "Xã Hương Sơn mới" }, tag);
    expect(answer.status).toBe(200);
    expect((await seen(commune)).parent).toBe(province);
  });
});

describe("a site", () => {
  test("gets another name, unless the unit has one of that name", async () => {
    const [made] = [await site(commune, "Máy nay"), await site(commune, "Trụ sở")];
    expect((await admin.call("PATCH", `/api/sites/${made}`, { name: "Trụ sở" })).code).toBe("already_exists");
    const before = { name: "Máy nay", unit: commune };
    const tag = { "if-match": ifMatch(siteEtag(before)) };
    expect((await admin.call("PATCH", `/api/sites/${made}`, { name: "Nhà văn hóa" }, tag)).status).toBe(200);
    expect((await admin.call("PATCH", `/api/sites/${made}`, { name: "Khác" }, tag)).code).toBe(
      "changed_since",
    );
  });

  test("goes to another unit with the assets that stand there, and their history tells of it", async () => {
    const [from, to] = [await unit("Xã F", province), await unit("Xã G", province)];
    const moving = await site(from, "Trạm");
    const there = await id("/api/assets", assetOf(from, moving, "F-1"));
    const elsewhere = await id("/api/assets", assetOf(from, null, "F-2"));
    const answer = await admin.call("PATCH", `/api/sites/${moving}`, { unit: to });
    expect(answer.body).toEqual({ assets: 1 });
    const read = async (asset: string) => (await admin.call<AssetDetail>("GET", `/api/assets/${asset}`)).body;
    const { asset, history } = await read(there);
    expect(asset).toMatchObject({ unit: to, site: moving });
    expect(history.map(({ what }) => what)).toContain("moved");
    expect((await read(elsewhere)).asset.unit).toBe(from);
  });

  test("does not go to a unit that one may not see", async () => {
    const [mine, foreign] = [await site(commune, "Điểm"), await unit("Xã H", province)];
    expect((await local.call("PATCH", `/api/sites/${mine}`, { unit: foreign })).code).toBe("unit_unknown");
  });
});

test("a stock-take of a merged unit can still be counted and closed, and is of what that unit had", async () => {
  const [old, next] = [await unit("Xã I", province), await unit("Xã K", province)];
  const asset = await id("/api/assets", assetOf(old, null, "I-1"));
  await id("/api/assets", assetOf(next, null, "K-1"));
  const take = await id("/api/stocktakes", { name: "Kiểm kê", unit: old, on: "2026-06-30" });
  const merged = await admin.call<MergeView>("POST", `/api/units/${old}/merge`, {
    into: next,
    on: "2026-07-01",
  });
  expect(merged.body).toMatchObject({ moved: 1, people: 0 });
  const count = { asset: "I-1", quantity: 1, condition: "good", note: null };
  expect((await admin.call("PUT", `/api/stocktakes/${take}/seen`, count)).body).toMatchObject({ asset });
  const { body } = await admin.call<StockTakeDetail>("GET", `/api/stocktakes/${take}`);
  expect(body.assets.map(({ code }) => code)).toEqual(["I-1"]);
  expect((await admin.call("POST", `/api/stocktakes/${take}/close`)).status).toBe(200);
});

test("the record of a stock-take stays what it was when a unit goes elsewhere afterwards", async () => {
  const [above, other] = [await unit("Cụm cũ", province), await unit("Cụm khác", province)];
  const moving = await unit("Xã N", above);
  await id("/api/assets", assetOf(moving, null, "N-1"));
  const take = await id("/api/stocktakes", { name: "Kiểm kê cụm", unit: above, on: "2026-06-30" });
  await admin.call("POST", `/api/stocktakes/${take}/close`);
  await act("PATCH", `/api/units/${moving}`, { name: "Xã N mới", parent: other });
  await act("PATCH", `/api/units/${moving}`, { name: "Xã N nữa" });
  const { body } = await admin.call<StockTakeDetail>("GET", `/api/stocktakes/${take}`);
  expect(body.assets.map(({ code }) => code)).toEqual(["N-1"]);
});

test("the record of a closed stock-take says what the books said when it was closed", async () => {
  const at = await unit("Xã P", province);
  const asset = await id("/api/assets", { ...assetOf(at, null, "P-1"), originalValue: 15_000_000 });
  const take = await id("/api/stocktakes", { name: "Kiểm kê", unit: at, on: "2026-06-30" });
  const count = { asset, quantity: 1, condition: "good", note: null };
  await admin.call("PUT", `/api/stocktakes/${take}/seen`, count);
  const detail = async () => (await admin.call<StockTakeDetail>("GET", `/api/stocktakes/${take}`)).body;
  expect((await admin.call("POST", `/api/stocktakes/${take}/close`)).status).toBe(200);
  const before = await detail();
  expect(before.assets).toMatchObject([{ id: asset, code: "P-1", originalValue: 15_000_000 }]);
  const change = { name: "Tên khác", originalValue: 1_000_000, quantity: 9, code: "P-9" };
  expect((await admin.call("PATCH", `/api/assets/${asset}`, change)).status).toBe(200);
  expect(await detail()).toEqual(before);
  expect((await admin.call("POST", `/api/stocktakes/${take}/close`)).code).toBe("stocktake_closed");
});

describe("an enrolment token", () => {
  const make = async (at: string, input: object) =>
    (await admin.call<TokenView>("POST", `/api/sites/${at}/tokens`, input)).body;
  const list = async (at: string) =>
    (await admin.call<EnrolmentTokenView[]>("GET", `/api/sites/${at}/tokens`)).body;
  const join = async ({ token }: TokenView) => {
    const secret = parseToken(token)?.secret ?? "";
    return server.person().call("POST", "/agent/v1/enrol", enrolment(secret));
  };

  test("is listed with who made it and what is left of it, as long as it can be used", async () => {
    const at = await site(commune, "Điểm mã");
    await make(at, { uses: 1, hours: 1 });
    const token = await make(at, { uses: 3, hours: 2 });
    await join(token);
    const newest = (await list(at)).find(({ uses }) => uses === 3);
    expect(newest).toMatchObject({
      createdBy: ADMIN.username,
      uses: 3,
      usesLeft: 2,
      expiresAt: token.expiresAt,
    });
    expect(JSON.stringify(await list(at))).not.toContain(parseToken(token.token)?.secret);
    await server.clock.advance(HOUR);
    expect((await list(at)).map(({ uses }) => uses)).toEqual([3]);
  });

  test("that is withdrawn lets no PC in any more; who has joined stays", async () => {
    const at = await site(commune, "Điểm lộ mã");
    const token = await make(at, { uses: 100, hours: 8_760 });
    const joined = await join(token);
    expect(joined.status).toBe(200);
    const [only] = await list(at);
    const path = `/api/sites/${at}/tokens/${only?.id}`;
    expect((await admin.call("DELETE", path)).status).toBe(200);
    expect(await list(at)).toEqual([]);
    expect((await join(token)).code).toBe("token_used");
    expect((await server.registry.agents(at)).map(({ revokedAt }) => revokedAt)).toEqual([null]);
    expect((await admin.call("DELETE", path)).code).toBe("enrolment_token_unknown");
  });

  test("is withdrawn by its own site only", async () => {
    const [at, other] = [await site(commune, "Điểm này"), await site(commune, "Điểm kia")];
    await make(at, {});
    const [only] = await list(at);
    const answer = await admin.call("DELETE", `/api/sites/${other}/tokens/${only?.id}`);
    expect(answer.code).toBe("enrolment_token_unknown");
    expect(await list(at)).toHaveLength(1);
  });
});

describe("the audit", () => {
  const read = async (query = "", headers: Record<string, string> = {}) =>
    (await admin.call<AuditPage>("GET", `/api/audit${query}`, undefined, headers)).body;

  test("says in words who did what to what, and what changed", async () => {
    const made = await unit("Xã L", province);
    await act("PATCH", `/api/units/${made}`, { name: "Xã M", parent: commune });
    const { entries } = await read("?limit=1");
    expect(entries).toMatchObject([
      {
        who: `${ADMIN.name} (${ADMIN.username})`,
        what: "Sửa đơn vị",
        subject: "Xã M",
        detail: "tên: Xã L → Xã M; thuộc: Tỉnh → Xã Hương Sơn mới",
      },
    ]);
    const english = await read("?limit=1&lang=en");
    expect(english.entries[0]?.what).toBe("Changed a unit");
  });

  test("names a person, a threshold and a thing that is there no more", async () => {
    const at = await site(commune, "Điểm nhật ký");
    const target = await id(`/api/sites/${at}/targets`, { name: "cổng ra", address: "127.0.0.9" });
    await act("DELETE", `/api/targets/${target}`);
    const rule = { rule: "device_cpu", scope: { kind: "site", id: at }, settings: { raise: 95 } };
    await act("PUT", "/api/rules", rule);
    const person = await id("/api/accounts", {
      name: "Trần Thị Bình",
      username: "binh.tran",
      password: "mot-hai-ba-2026",
      role: "leader",
      unit: commune,
    });
    await act("PATCH", `/api/accounts/${person}`, { role: "viewer" });
    const { entries } = await read("?limit=4");
    expect(entries.map(({ what, subject, detail }) => [what, subject, detail])).toEqual([
      ["Sửa quyền của người dùng", "Trần Thị Bình", "vai trò: Lãnh đạo → Người xem"],
      ["Thêm người dùng", "Trần Thị Bình", expect.stringContaining("vai trò: Lãnh đạo")],
      [
        "Đặt ngưỡng cảnh báo riêng",
        "Bộ xử lý quá tải · Điểm nhật ký",
        expect.stringContaining("ngưỡng báo: 95"),
      ],
      ["Gỡ đích kiểm tra", "cổng ra", expect.anything()],
    ]);
  });

  test("is read page by page, newest first, and of one subject or person", async () => {
    const first = await read("?limit=3");
    expect(first.more).toBe(true);
    const second = await read(`?limit=3&before=${first.entries[2]?.id}`);
    const both = await read("?limit=6");
    expect([...first.entries, ...second.entries]).toEqual(both.entries);
    expect(both.entries.map(({ at }) => at)).toEqual(
      both.entries.map(({ at }) => at).toSorted((a, b) => b - a),
    );
    const ofUnit = await read(`?subject=${commune}`);
    expect(ofUnit.entries.map(({ action }) => action)).toEqual(["unit_changed", "unit_added"]);
    const ofLocal = await read("?actor=quan.tri");
    expect(new Set(ofLocal.entries.map(({ who }) => who))).toEqual(new Set(["Quản trị xã (quan.tri)"]));
  });

  test("is for administrators of the whole system only", async () => {
    expect((await local.call("GET", "/api/audit")).code).toBe("forbidden");
  });
});
