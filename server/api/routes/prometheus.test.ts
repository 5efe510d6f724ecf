import { Hono } from "hono";
import { expect, test } from "vitest";
import { HOUR, SECOND } from "../../../core/clock.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import { memorySampleStore } from "../../../test/fakes/memory-sample-store.ts";
import type { ApiEnv } from "../context.ts";
import { prometheusRoutes } from "./prometheus.ts";

/** What becomes of questions that wait; the answers themselves are `server/prometheus.test.ts`. */
const RUNNING = 3;

async function world() {
  const clock = fakeClock();
  const now = clock.now();
  const store = memorySampleStore();
  await store.append({
    block: "017f22e2-79b0-7cc3-98c4-000000000001",
    site: "site-1",
    receivedAt: now,
    samples: [{ entity: "device:sw1", at: [now - SECOND], fields: { up: [1] } }],
  });
  const asked: string[] = [];
  const held: (() => void)[] = [];
  let holding = true;
  const ports = {
    clock,
    version: "0",
    registry: { sites: async () => [{ id: "site-1", unit: "unit-1", name: "A" }] },
    labels: { refresh: async () => undefined, of: () => ({}) },
    store: {
      ...store,
      raw: async (...about: Parameters<typeof store.raw>) => {
        asked.push(about[0]);
        if (holding) await new Promise<void>((resolve) => void held.push(resolve));
        return store.raw(...about);
      },
    },
  };
  const app = new Hono<ApiEnv>()
    .use(async (c, next) => {
      c.set("visible", new Set(["unit-1"]));
      await next();
    })
    .route("/", prometheusRoutes(ports));
  const ask = async (path: string, signal?: AbortSignal): Promise<Response> =>
    app.request(`/prom/api/v1/${path}`, signal === undefined ? {} : { signal });
  const release = () => {
    holding = false;
    for (const go of held.splice(0)) go();
  };
  const waiting = async (count: number) => {
    for (let turn = 0; turn < 200 && held.length < count; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect(held.length).toBe(count);
  };
  return { clock, ask, asked, release, waiting };
}

test("a question that was given up, or whose time is over, before its turn came is not worked out", async () => {
  const { clock, ask, asked, release, waiting } = await world();
  const query = "query?query=cayda_device_up";
  const running = Array.from({ length: RUNNING }, () => ask(query));
  await waiting(RUNNING);
  const page = new AbortController();
  const left = ask(query, page.signal);
  const impatient = ask(`${query}&timeout=2s`);
  const patient = ask(query);
  await clock.advance(3 * SECOND);
  page.abort();
  release();
  const statuses = async (answers: readonly Promise<Response>[]) =>
    (await Promise.all(answers)).map(({ status }) => status);
  expect(await statuses(running)).toEqual([200, 200, 200]);
  expect(await statuses([left, impatient])).toEqual([503, 503]);
  expect(await statuses([patient])).toEqual([200]);
  expect(asked.length).toBe(RUNNING + 1);
});

test.each(["labels", "label/job/values", "series?match[]=cayda_device_up"])(
  "%s has a time, too",
  async (path) => {
    const { clock, ask, release, waiting } = await world();
    const running = Array.from({ length: RUNNING }, () => ask("query?query=cayda_device_up"));
    await waiting(RUNNING);
    const late = ask(path);
    await clock.advance(HOUR);
    release();
    expect((await late).status).toBe(503);
    await Promise.all(running);
  },
);
