import { Hono } from "hono";
import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import { memorySampleStore } from "../../../test/fakes/memory-sample-store.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import type { ApiEnv } from "../context.ts";
import { IDLE_MS } from "../export/stream.ts";
import { exportRoutes } from "./export.ts";

/** Who may export at once; that a body is made as it is taken is `../export/export.test.ts`. */
async function world() {
  const clock = fakeClock();
  const now = clock.now();
  const store = memorySampleStore();
  const at = Array.from({ length: 60 }, (_, i) => now - HOUR + i * MINUTE);
  await store.append({
    block: "017f22e2-79b0-7cc3-98c4-000000000001",
    site: "site-1",
    receivedAt: now,
    samples: [{ entity: "device:sw1", at, fields: { up: at.map(() => 1) } }],
  });
  const registry = {
    siteOf: async () => "site-1",
    site: async (id: string) => ({ id, unit: "unit-1", name: id }),
    device: async () => undefined,
    note: async () => undefined,
  };
  const labels = { refresh: async () => undefined, of: () => ({}) };
  const app = new Hono<ApiEnv>()
    .use(async (c, next) => {
      const id = c.req.header("x-person") ?? "";
      c.set("me", { id, name: id, username: id, role: "administrator", unit: null });
      c.set("visible", new Set(["unit-1"]));
      c.set("language", "vi");
      await next();
    })
    .onError((error, c) => c.text(error instanceof FaultError ? error.fault.code : String(error), 500))
    .route("/", exportRoutes({ registry, store, labels, clock }));
  const ask = (person: string) =>
    app.request(`/export?entity=device:sw1&from=${now - HOUR}&to=${now}`, {
      headers: { "x-person": person },
    });
  return { clock, ask };
}

test("each person takes one at a time, and three people at once; a download that nobody takes gives its place back", async () => {
  const { clock, ask } = await world();
  const first = await ask("an");
  expect(first.status).toBe(200);
  expect(await (await ask("an")).text()).toBe("export_running");
  for (const person of ["binh", "chi"]) expect((await ask(person)).status).toBe(200);
  expect(await (await ask("dung")).text()).toBe("exports_busy");
  expect((await first.text()).split("\r\n").length).toBeGreaterThan(60);
  expect((await ask("dung")).status).toBe(200);
  expect(await (await ask("an")).text()).toBe("exports_busy");
  await clock.advance(IDLE_MS + 1);
  const again = await ask("an");
  expect(again.status).toBe(200);
  await again.body?.cancel();
  expect((await ask("an")).status).toBe(200);
});
