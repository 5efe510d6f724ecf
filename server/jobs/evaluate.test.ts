import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ALWAYS_OPEN } from "../../core/alerting/calendar.ts";
import { DISTRICT } from "../../core/alerting/types.ts";
import { DAY, MINUTE, SECOND, type Instant } from "../../core/clock.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { memorySampleStore } from "../../test/fakes/memory-sample-store.ts";
import { fakeClock, type FakeClock } from "../../test/support/fake-clock.ts";
import { loadAlertRules } from "../alert-rules.ts";
import type { Registry } from "../ports.ts";
import { openRegistry } from "../../test/support/registry.ts";
import { createEvaluation, type EvaluationPorts } from "./evaluate.ts";
import { createRecipients } from "./recipients.ts";
import { createSiteModels } from "./site-models.ts";

/** A site whose three PCs were heard last now, in the middle of a working day. */
let dir: string;
let clock: FakeClock;
let registry: Registry;
let commune: string;
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
  commune = unit.ok ? unit.value.id : "";
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
function boot(ports: Partial<EvaluationPorts> = {}, store = memorySampleStore()) {
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
    ...ports,
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

/** Another site of the commune, and a service that all its sites look at. */
async function withService() {
  const store = memorySampleStore();
  // Its id comes after the first one's.
  await clock.advance(SECOND);
  const other = await registry.addSite({ unit: commune, name: "Nhà văn hóa" }, by);
  const target = { kind: "http", target: "https://mc.vn", everyMs: MINUTE, expect: {} } as const;
  const service = await registry.addService({ name: "Một cửa", unit: commune, ...target }, by);
  if (!other.ok || !service.ok) throw new Error("no service");
  const checks = new Map((await registry.checks()).map(({ id, site: where }) => [where, id]));
  let blocks = 0;
  const look = (where: string, fields: Readonly<Record<string, number>>, at: Instant = clock.now()) =>
    store.append({
      block: `b${(blocks += 1)}`,
      site: where,
      receivedAt: at,
      samples: [
        {
          entity: `service:${checks.get(where) ?? ""}`,
          at: [at],
          fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value]])),
        },
      ],
    });
  return { store, other: other.value.id, look };
}

test("a service that is down for all is told to everybody who sees a site that looks at it, and to nobody else", async () => {
  const { store, other, look } = await withService();
  const far = await registry.addUnit(
    { name: "Xã B", kind: "commune", parent: null, validFrom: "2026-07-01" },
    by,
  );
  const channel = { kind: "mail" as const, name: "Thư", enabled: true, settings: {}, secrets: {} };
  const mail = await registry.setChannel(undefined, channel, by);
  if (!far.ok || !mail.ok) throw new Error("nobody to tell");
  const sees = { all: null, here: commune, there: far.value.id };
  const people = Object.entries(sees).map(
    ([id, unit]) => ({ id, username: id, name: id, role: "officer", unit }) as const,
  );
  for (const { id, unit } of people) {
    const wants = { severities: ["critical"], outside: "all", unit, step: 1, digest: "none" } as const;
    const subscription = {
      person: id,
      language: "vi",
      addresses: { [mail.value.id]: `${id}@x.vn` },
    } as const;
    await registry.setSubscription({ ...subscription, ...wants }, by);
  }
  const recipients = createRecipients(registry, { all: () => Promise.resolve(people) });
  const passes = boot({ recipients }, store);
  for (let minute = 0; minute < 4; minute += 1) {
    for (const where of [site, other]) await look(where, { up: 0, phase: 0 });
    await passes(MINUTE);
  }
  const here = await registry.openAlerts(site, 0);
  const [everywhere] = await registry.openAlerts(DISTRICT, 0);
  expect(everywhere).toMatchObject({ rule: "service_down_everywhere", phase: "firing" });
  expect(here).toMatchObject([{ rule: "service_down", cause: everywhere?.id, told: null }]);
  const told = await registry.deliveries({ limit: 10 });
  expect(told.map(({ person, notice }) => `${person} ${notice.alert}`).toSorted()).toEqual(
    ["all", "here"].map((person) => `${person} ${everywhere?.id ?? ""}`),
  );
});

const LEFT = (DAY / SECOND) * 10;

test("a certificate is told of once, by a site that looks at it, and its end where it was told", async () => {
  const { store, other, look } = await withService();
  const certificates = async () =>
    (await Promise.all([site, other].map((one) => registry.openAlerts(one, 0)))).map((open) =>
      open.flatMap(({ rule, phase }) => (rule === "certificate_ends" ? [phase] : [])),
    );
  // The first site has been closed for some days.
  await look(site, { up: 1, certificate_left: LEFT }, clock.now() - 5 * DAY);
  await look(other, { up: 1, certificate_left: LEFT });
  await boot({}, store)(MINUTE);
  expect(await certificates()).toEqual([[], ["firing"]]);
  // It opens again, and the server starts anew: others have told already.
  for (let start = 0; start < 2; start += 1) {
    for (const where of [site, other]) await look(where, { up: 1, certificate_left: LEFT });
    await boot({}, store)(MINUTE);
    expect(await certificates()).toEqual([[], ["firing"]]);
  }
  for (const where of [site, other]) await look(where, { up: 1, certificate_left: 30 * LEFT });
  await boot({}, store)(MINUTE);
  expect(await certificates()).toEqual([[], ["resolved"]]);
});

test("maintenance that could not be read once is read with the next pass", async () => {
  const window = { from: clock.now() - MINUTE, to: clock.now() + DAY, repeats: null, reason: "thay tủ mạng" };
  await registry.addMaintenance({ scope: { kind: "site", id: site }, ...window }, by);
  let asked = 0;
  const maintenance = () => ((asked += 1) === 1 ? Promise.reject(new Error("busy")) : registry.maintenance());
  await heard();
  const passes = boot({ registry: { ...registry, maintenance } });
  await expect(passes(MINUTE)).rejects.toThrow("busy");
  await passes(12 * MINUTE);
  expect(await registry.openAlerts(site, 0)).toMatchObject([{ rule: "site_down", planned: true }]);
});
