import { afterAll, beforeAll, expect, test } from "vitest";
import { DAY, legalDayOf, startOfLegalDay } from "../core/clock.ts";
import { planOf } from "../core/planning/scenario.ts";
import { uuidv7 } from "../core/uuid.ts";
import { candidatesFrom, type CandidatesView } from "../core/wire/plans.ts";
import type { UnitView } from "../core/wire/views.ts";
import { createOpener, evidenceOf } from "../test/support/open-evidence.ts";
import { startTestServer, type Person, type TestServer } from "../test/support/start-server.ts";
import { demoDay } from "./planning/demo-samples.ts";
import { NEW_UNITS } from "./planning/demo-units.ts";
import { writeDemo } from "./planning/demo-write.ts";

/** The whole demonstration: 22 old headquarters, four communes of today. */
let server: TestServer;
let admin: Person;
let units: readonly UnitView[];

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
  const days = demoDay(await writeDemo({ registry, now, newId }), now);
  for (let day = legalDayOf(now) - 1; day <= legalDayOf(now); day += 1) {
    for (const { site, samples } of days(startOfLegalDay(day), Math.min(startOfLegalDay(day) + DAY, now)))
      await store.append({ block: newId(), site, receivedAt: now, samples });
  }
  units = (await get<{ units: UnitView[] }>("/api/overview")).units;
}, 120_000);
afterAll(() => server.end());

test.each(NEW_UNITS.map(({ name }) => name.replace("xã", "Xã")))(
  "%s: every evidence of every reason of every chosen line opens to a value",
  async (name) => {
    const commune = units.find((unit) => unit.name === name);
    if (commune === undefined) throw new Error(`${name} was not written`);
    const view = await get<CandidatesView>(`/api/plan-candidates?unit=${commune.id}&year=2027`);
    const candidates = candidatesFrom(view);
    const total = 500_000_000;
    const scenario = {
      id: "x",
      name: "2027",
      year: 2027,
      units: [commune.id],
      ceilings: { commune: total, city: total, recurrent: total },
      total,
      must: [],
      never: [],
      edits: {},
    };
    const { choice } = planOf(candidates, scenario, view.profiles as never);
    const chosen = candidates.filter(({ id }) => choice.chosen.includes(id));
    expect(chosen.length).toBeGreaterThan(20);
    const refs = evidenceOf(chosen);
    expect(refs.length).toBeGreaterThan(chosen.length);
    const open = createOpener(get);
    for (const ref of refs) await open(ref);
  },
  60_000,
);
