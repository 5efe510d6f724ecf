import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ALWAYS_OPEN } from "../../core/alerting/calendar.ts";
import { DAY, MINUTE, SECOND } from "../../core/clock.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { memorySampleStore } from "../../test/fakes/memory-sample-store.ts";
import { fakeClock, type FakeClock } from "../../test/support/fake-clock.ts";
import { loadAlertRules } from "../alert-rules.ts";
import type { Registry } from "../ports.ts";
import { openRegistry } from "../stores/registry/registry.ts";
import { createEvaluation } from "./evaluate.ts";
import { createSiteModels } from "./site-models.ts";

/** A site whose three PCs were heard last now, in the middle of a working day. */
let dir: string;
let clock: FakeClock;
let registry: Registry;
let site: string;
const by = { id: "p1", name: "an" };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-evaluate-"));
  clock = fakeClock();
  ({ registry } = await openRegistry(dir, { clock, newId, log }));
  const unit = await registry.addUnit(
    { name: "Xã A", kind: "commune", parent: null, validFrom: "2026-07-01" },
    by,
  );
  const made = unit.ok ? await registry.addSite({ unit: unit.value.id, name: "Trụ sở" }, by) : unit;
  if (!made.ok) throw new Error(made.fault.code);
  site = made.value.id;
  await registry.addToken(site, { hash: "token", expiresAt: clock.now() + DAY, uses: 9 });
  for (const hostname of ["VP-01", "VP-02", "VP-03"])
    await registry.enrol("token", { hostname, platform: "win32", version: "1", secretHash: hostname });
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The PCs say something, for the last time. */
async function heard(): Promise<void> {
  for (const { id } of await registry.agents()) registry.heard(id);
  await registry.flush();
}
/** A server that is started now. */
function boot() {
  const store = memorySampleStore();
  const rules = loadAlertRules(undefined, "en");
  if (!rules.ok) throw new Error(rules.mistakes.join("\n"));
  const evaluation = createEvaluation({
    registry,
    store,
    models: createSiteModels(registry, store, clock),
    recipients: { of: () => Promise.resolve([]) },
    clock: { ...clock, sleep: () => Promise.resolve() },
    log,
    newId,
    rules: rules.value,
    calendar: () => ALWAYS_OPEN,
  });
  return async (ms: number) => {
    for (let gone = 0; gone < ms; gone += 30 * SECOND) {
      await evaluation.pass();
      await clock.advance(30 * SECOND);
    }
  };
}
const rulesTold = async () =>
  (await registry.openAlerts(site, 0)).filter(({ phase }) => phase === "firing").map(({ rule }) => rule);

test("a server that started with a clock ahead tells of a silent site when the clock was set right", async () => {
  const today = clock.now();
  clock.setWall(today + 30 * DAY);
  const passes = boot();
  clock.setWall(today);
  await heard();
  await passes(12 * MINUTE);
  expect(await rulesTold()).toContain("site_down");
});

test("a server that started with a clock behind waits until it could have heard somebody", async () => {
  await heard();
  const today = clock.now();
  clock.setWall(today - 365 * DAY);
  const passes = boot();
  clock.setWall(today + 3 * MINUTE);
  await passes(4 * MINUTE);
  expect(await rulesTold()).toEqual([]);
  await passes(8 * MINUTE);
  expect(await rulesTold()).toContain("site_down");
});
