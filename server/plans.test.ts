import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY, legalDayOf, startOfLegalDay } from "../core/clock.ts";
import { planOf } from "../core/planning/scenario.ts";
import { uuidv7 } from "../core/uuid.ts";
import type { AssetDetail, AssetView } from "../core/wire/assets.ts";
import {
  candidatesFrom,
  type CandidatesView,
  type FindingsView,
  type PlanView,
  type VersionDetail,
} from "../core/wire/plans.ts";
import type { UnitView } from "../core/wire/views.ts";
import { assetFields } from "../test/support/asset-kit.ts";
import { createOpener, evidenceOf } from "../test/support/open-evidence.ts";
import { startTestServer, type Person, type TestServer } from "../test/support/start-server.ts";
import { unzip } from "../test/support/unzip.ts";
import { xmlText } from "../test/support/xml.ts";
import { demoDay } from "./planning/demo-samples.ts";
import { writeDemo } from "./planning/demo-write.ts";

/** From the register and a year of measurements to a plan, over the API: one commune of the demonstration. */
let server: TestServer;
let admin: Person;
let units: readonly UnitView[];
let commune: UnitView;
let view: CandidatesView;

const get = async <T>(path: string): Promise<T> => {
  const answer = await admin.call<T>("GET", path);
  expect([path, answer.status, answer.code]).toEqual([path, 200, undefined]);
  return answer.body;
};

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
  const now = server.clock.now();
  const newId = () => uuidv7(now, (bytes) => crypto.getRandomValues(bytes));
  const { registry, store } = server;
  const written = await writeDemo({ registry, now, newId, communes: ["10489"] });
  const days = demoDay(written, now);
  for (let day = legalDayOf(now) - 1; day <= legalDayOf(now); day += 1) {
    for (const { site, samples } of days(startOfLegalDay(day), Math.min(startOfLegalDay(day) + DAY, now))) {
      await store.append({ block: newId(), site, receivedAt: now, samples });
    }
  }
  units = (await get<{ units: UnitView[] }>("/api/overview")).units;
  const found = units.find(({ name }) => name === "Xã Hương Sơn");
  if (found === undefined) throw new Error("the commune was not written");
  commune = found;
  view = await get<CandidatesView>(`/api/plan-candidates?unit=${commune.id}&year=2027`);
}, 30_000);
afterAll(() => server.end());

const budget = (total: number) => ({
  name: "Kế hoạch 2027",
  year: 2027,
  units: [commune.id],
  ceilings: { commune: total, city: total, recurrent: total },
  total,
  must: [],
  never: [],
  edits: {},
});

test("a unit merged in mid-year has ended; its things are found under its successor, and their history tells of it", async () => {
  const old = units.filter(({ parent }) => parent === commune.id);
  expect(old.map(({ name }) => name)).toContain("Xã Vạn Kim (cũ)");
  expect(new Set(old.map(({ validTo }) => validTo))).toEqual(new Set(["2025-06-30"]));
  const assets = await get<AssetView[]>(`/api/assets?unit=${commune.id}`);
  expect(assets.length).toBeGreaterThan(150);
  expect(new Set(assets.map(({ unit }) => unit))).toEqual(new Set([commune.id]));
  const { history } = await get<AssetDetail>(`/api/assets/${assets[0]?.id}`);
  expect(history.map(({ what }) => what)).toContain("moved");
  for (const { id } of old) expect(await get(`/api/assets?unit=${id}`)).toEqual([]);
});

test("every reason of every chosen line opens to its data", async () => {
  const candidates = candidatesFrom(view);
  const { choice } = planOf(candidates, { ...budget(300_000_000), id: "x" }, view.profiles as never);
  const chosen = candidates.filter(({ id }) => choice.chosen.includes(id));
  expect(chosen.length).toBeGreaterThan(20);
  const refs = evidenceOf(chosen);
  const kinds = new Set(refs.map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual(
    expect.arrayContaining(["alert", "fact", "record", "series", "table"]),
  );
  const open = createOpener(get);
  for (const ref of refs) await open(ref);
});

describe("plans", () => {
  let plan: PlanView;
  beforeAll(async () => {
    plan = (await admin.call<PlanView>("POST", "/api/plans", budget(200_000_000))).body;
  });

  test("are kept, changed and listed", async () => {
    const change = { ...budget(150_000_000), must: view.candidates.slice(0, 1).map(({ id }) => id) };
    const { body } = await admin.call<PlanView>("PUT", `/api/plans/${plan.id}`, change);
    expect(body).toMatchObject({ total: 150_000_000, must: change.must });
    expect((await get<PlanView[]>("/api/plans")).map(({ id }) => id)).toEqual([plan.id]);
  });

  test("a frozen version stays what it was, and is compared with what was bought", async () => {
    const made = await admin.call<{ id: string }>("POST", `/api/plans/${plan.id}/versions`, { name: "Gửi" });
    const path = `/api/plan-versions/${made.body.id}`;
    const before = await get<VersionDetail>(path);
    const { choice } = JSON.parse(before.document) as { choice: { chosen: string[]; cost: number } };
    expect(choice.cost).toBeLessThanOrEqual(150_000_000);
    await admin.call("PUT", `/api/plans/${plan.id}`, budget(0));
    const [candidate = ""] = choice.chosen;
    const bought = { candidate, quantity: 1, amount: 1_000_000, on: "2026-02-01", asset: null };
    expect((await admin.call("PUT", `${path}/bought`, bought)).code).toBeUndefined();
    const after = await get<VersionDetail>(path);
    expect(after.document).toBe(before.document);
    expect(after.bought).toMatchObject([bought]);
    expect(after.comparison.find((line) => line.candidate === candidate)?.bought).toMatchObject({
      amount: 1_000_000,
    });
  });

  test("what was bought goes into the books with the line that it was bought as", async () => {
    const whole = (await admin.call<PlanView>("POST", "/api/plans", budget(200_000_000))).body;
    const made = await admin.call<{ id: string }>("POST", `/api/plans/${whole.id}/versions`, { name: "Gửi" });
    const version = made.body.id;
    const { document, registered } = await get<VersionDetail>(`/api/plan-versions/${version}`);
    expect(registered).toEqual([]);
    const { candidates } = JSON.parse(document) as { candidates: { id: string; item: string }[] };
    const [{ id: candidate, item } = { id: "", item: "" }] = candidates;
    const asset = assetFields({ unit: commune.id, site: null, code: "MUA-1", name: item });
    const enter = (line: object) => admin.call<AssetView>("POST", "/api/assets", { ...asset, line });
    expect((await enter({ version, candidate: "add:nothing:here" })).code).toBe("plan_line_unknown");
    expect((await enter({ version: "nothing", candidate })).code).toBe("plan_unknown");
    const { id } = (await enter({ version, candidate })).body;
    expect((await get<VersionDetail>(`/api/plan-versions/${version}`)).registered).toEqual([
      { candidate, asset: id, name: item, code: "MUA-1", quantity: 1, state: "in_use" },
    ]);
    expect((await get<AssetDetail>(`/api/assets/${id}`)).boughtAs).toEqual({
      plan: whole.id,
      planName: "Kế hoạch 2027",
      version,
      versionName: "Gửi",
      candidate,
      item,
    });
    await admin.call("DELETE", `/api/plans/${whole.id}`);
    expect((await get<AssetDetail>(`/api/assets/${id}`)).boughtAs).toBeNull();
  });

  test("a negative amount, a foreign candidate id and an unknown unit are refused", async () => {
    const post = async (change: object) =>
      (await admin.call("POST", "/api/plans", { ...budget(1), ...change })).code;
    expect(await post({ total: -1 })).toBe("bad_input");
    expect(await post({ edits: { "replace:x": { unitPrice: -5 } } })).toBe("bad_input");
    expect(await post({ must: ["../../etc"] })).toBe("bad_input");
    expect(await post({ units: ["none"] })).toBe("unit_unknown");
  });

  test("papers of several units bear the name of the one that is said, else of the nearest above all", async () => {
    const post = async (body: object) =>
      (await admin.call<{ id: string }>("POST", "/api/units", body)).body.id;
    const alone = await post({ name: "Xã Khác", kind: "commune", parent: null });
    const office = await post({ name: "Văn phòng", kind: "department", parent: commune.id });
    const paper = async (of: readonly string[], query = "") => {
      const { id } = (await admin.call<PlanView>("POST", "/api/plans", { ...budget(1_000_000), units: of }))
        .body;
      const path = `/api/plans/${id}/documents/demand${query}`;
      const answer = await fetch(server.url + path, { headers: { cookie: admin.cookie } });
      if (!answer.ok) return (await answer.json()) as { error: { code: string; params: object } };
      return xmlText(unzip(new Uint8Array(await answer.arrayBuffer())).get("xl/sharedStrings.xml") ?? "");
    };
    expect(await paper([commune.id, alone])).toMatchObject({
      error: { code: "issuer_unclear", params: { field: "issuer", units: "Xã Hương Sơn, Xã Khác" } },
    });
    expect(await paper([commune.id, alone], `?issuer=${office}`)).toMatchObject({
      error: { code: "issuer_unfit" },
    });
    expect(await paper([commune.id, alone], `?issuer=${alone}`)).toContain("XÃ KHÁC");
    expect(await paper([office, commune.id])).toContain("XÃ HƯƠNG SƠN");
  });

  test("documents are files of their kind", async () => {
    for (const path of [
      `/api/plans/${plan.id}/documents/proposal`,
      `/api/unit-documents/wear?unit=${commune.id}&year=2026`,
    ]) {
      const answer = await fetch(server.url + path, { headers: { cookie: admin.cookie } });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      expect([answer.status, ...bytes.slice(0, 2)]).toEqual([200, 0x50, 0x4b]);
      expect(answer.headers.get("content-disposition")).toMatch(
        /attachment; filename="[a-z-]+\.(docx|xlsx)"/,
      );
    }
  });
});

test("findings name their things, and the same question twice is answered from memory", async () => {
  const found = await get<FindingsView>(`/api/findings?unit=${commune.id}`);
  const names = new Set(found.assets.map(({ id }) => id));
  expect(found.findings.length).toBeGreaterThan(300);
  expect(found.findings.every(({ asset }) => asset === null || names.has(asset))).toBe(true);
  const [first] = found.assets;
  const change = { condition: "broken" };
  await admin.call("PATCH", `/api/assets/${first?.id}`, change);
  const again = await get<FindingsView>(`/api/findings?unit=${commune.id}`);
  expect(again.findings.some(({ kind, asset }) => kind === "broken" && asset === first?.id)).toBe(true);
});
