import { Hono } from "hono";
import { expect, test } from "vitest";
import { MINUTE, SECOND } from "../../../core/clock.ts";
import { memorySampleStore } from "../../../test/fakes/memory-sample-store.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import type { ApiEnv, ApiPorts } from "../context.ts";
import { createLiveHub } from "../live-hub.ts";
import { liveRoutes } from "./live.ts";

/** Who takes an answer and never reads it: a second piece of news waits for them for ever. */
async function unread() {
  const clock = fakeClock();
  const live = createLiveHub();
  const registry = { site: async (id: string) => ({ id, unit: "u1", name: id }) };
  const ports = { clock, live, registry, store: memorySampleStore() } as unknown as ApiPorts;
  const app = new Hono<ApiEnv>()
    .use(async (c, next) => {
      c.set("me", { id: "an", name: "An", username: "an", role: "administrator", unit: null });
      c.set("visible", new Set(["u1"]));
      await next();
    })
    .route("/", liveRoutes(ports));
  const answer = await app.request("/live?site=s1");
  const news = async () => {
    live.alertsChanged("s1");
    await clock.advance(SECOND);
  };
  for (let told = 0; told < 5; told += 1) await news();
  expect(live.watchers).toBe(1);
  return { clock, live, answer };
}

test("a watcher who does not read is let go when their rights change, and the stream ends", async () => {
  const { clock, live, answer } = await unread();
  live.leave("an");
  await clock.advance(SECOND);
  expect(live.watchers).toBe(0);
  expect(await answer.text()).toContain("event: clock");
  expect(clock.sleepers).toBe(0);
});

test("a watcher who does not read is let go after the longest that a stream may last", async () => {
  const { clock, live } = await unread();
  await clock.advance(10 * MINUTE);
  expect(live.watchers).toBe(0);
});

test("the server stops whether or not its watchers read", async () => {
  const { clock, live } = await unread();
  live.close();
  await clock.advance(SECOND);
  expect([live.watchers, clock.sleepers]).toEqual([0, 0]);
});
