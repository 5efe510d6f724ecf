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
import { createOpener, evidenceOf } from "../test/support/open-evidence.ts";
import { startTestServer, type Person, type TestServer } from "../test/support/start-server.ts";
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

  test("a negative amount, a foreign candidate id and an unknown unit are refused", async () => {
    const post = async (change: object) =>
      (await admin.call("POST", "/api/plans", { ...budget(1), ...change })).code;
    expect(await post({ total: -1 })).toBe("bad_input");
    expect(await post({ edits: { "replace:x": { unitPrice: -5 } } })).toBe("bad_input");
    expect(await post({ must: ["../../etc"] })).toBe("bad_input");
    expect(await post({ units: ["none"] })).toBe("unit_unknown");
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
