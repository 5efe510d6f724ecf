import { afterAll, beforeAll, expect, test } from "vitest";
import type { Overview, SiteView } from "../core/wire/views.ts";
import { startTestServer, type Person, type TestServer } from "../test/support/start-server.ts";

/** The pages are told whether people are at work; they know neither holidays nor the office's own hours. */
let server: TestServer;
let admin: Person;

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
});
afterAll(() => server.end());

const office = async () => {
  const { body } = await admin.call<Overview>("GET", "/api/overview");
  const site = body.units[0]?.sites[0]?.id ?? "";
  const view = await admin.call<SiteView>("GET", `/api/sites/${site}`);
  return [body.office, view.body.office];
};

test("nobody knows until alerting has read the calendar, which the start does not wait for", async () => {
  expect(await office()).toEqual([null, null]);
  // Asking for its numbers loads it.
  await admin.call("GET", "/api/rules");
  expect(await office()).not.toContain(null);
});

test.each([
  ["on a Thursday at ten", "2026-09-03T10:00", true],
  ["on the national day, a Wednesday", "2026-09-02T10:00", false],
  ["on a Sunday", "2026-09-06T10:00", false],
  ["at night", "2026-09-03T22:00", false],
])("%s: %s is office time: %s", async (_, at, expected) => {
  server.clock.setWall(Date.parse(`${at}:00+07:00`));
  expect(await office()).toEqual([expected, expected]);
});
