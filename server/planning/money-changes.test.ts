import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ALWAYS_OPEN } from "../../core/alerting/calendar.ts";
import { DAY, HOUR, type Instant } from "../../core/clock.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { firingAlert } from "../../test/support/alert-states.ts";
import { fakeClock, type FakeClock } from "../../test/support/fake-clock.ts";
import type { Assets } from "../assets-port.ts";
import type { Registry } from "../ports.ts";
import { openRegistry } from "../stores/registry/registry.ts";
import { must } from "./demo-must.ts";
import { lanAround } from "./lan-around.ts";
import { moneyChanges } from "./money-changes.ts";

/** A commune whose LAN is watched since New Year's day 2026; it is December now. */
let dir: string;
let clock: FakeClock;
let registry: Registry & Assets;
let unit: string;
let site: string;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const by = { id: "p1", name: "an" };
const at = (day: string, hour = 0): Instant => Date.parse(`${day}T00:00:00+07:00`) + hour * HOUR;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-changes-"));
  clock = fakeClock(at("2026-01-01", 8));
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  ({ registry } = await openRegistry(dir, { clock, newId, log }));
  ({ unit, site } = await newUnit("Xã Hương Sơn"));
  await watch(site);
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

async function newUnit(name: string) {
  const added = must(
    await registry.addUnit({ name, kind: "commune", parent: null, validFrom: "2025-07-01" }, by),
  );
  return { unit: added.id, site: must(await registry.addSite({ unit: added.id, name }, by)).id };
}
/** A PC with an agent, heard now; later heard again by its id. */
async function watch(where: string): Promise<string> {
  const token = `token of ${where}`;
  must(await registry.addToken(where, { hash: token, expiresAt: clock.now() + DAY, uses: 9 }));
  const pc = { hostname: "VP-01", platform: "win32", version: "0.1.0", secretHash: where };
  const { agent } = must(await registry.enrol(token, pc));
  registry.heard(agent.id);
  await registry.flush();
  return agent.id;
}
/** No LAN at a site from that hour on. */
async function outage(where: string, since: Instant, hours: number): Promise<void> {
  const alert = firingAlert(where, {
    id: `${where} ${since}`,
    rule: "hosts_lost",
    subject: { kind: "site", key: `site:${where}`, site: where },
    phase: "resolved",
    since,
    firedAt: since,
    resolvedAt: since + hours * HOUR,
  });
  const nothing = { gone: [], notices: [], deliveries: [] };
  await registry.saveAlerts({ site: where, at: since, changed: [alert], ...nothing });
}
async function later(day: string): Promise<void> {
  clock.setWall(at(day, 8));
  for (const { id } of await registry.agents()) registry.heard(id);
  await registry.flush();
}
/** Six hours a month until June, three from then on. */
async function badYear(where: string): Promise<void> {
  for (let month = 2; month <= 11; month += 1)
    await outage(where, at(`2026-${String(month).padStart(2, "0")}-10`), month < 7 ? 6 : 3);
}

const planFor = (units: readonly string[], year = 2026) => ({
  name: "Kế hoạch",
  year,
  units,
  ceilings: { commune: 500_000_000 },
  total: null,
  must: [],
  never: [],
  edits: {},
});
const candidate = (id: string, of: string) => ({ id, unit: of, item: `Mua ${id}` });
const bought = (id: string, amount: number, on = "2026-06-17") => ({
  candidate: id,
  quantity: amount === 0 ? 0 : 1,
  amount,
  on,
  asset: null,
});
async function freeze(plan: string, ...candidates: readonly object[]): Promise<string> {
  clock.setWall(clock.now() + HOUR);
  return must(await registry.freezePlan(plan, "Bản trình", JSON.stringify({ candidates }), by)).id;
}
const parts = () => ({ registry, clock, calendar: ALWAYS_OPEN });
const changes = (units: readonly string[], year = 2026) =>
  moneyChanges(parts(), { units: new Set(units), year }, "vi");

test("hours without LAN a month, before and after, also further back than the year that findings rest on", async () => {
  await badYear(site);
  await later("2026-12-05");
  const purchase = { unit, on: "2026-06-17" };
  const told = { before: 6, after: 3, afterDue: null };
  expect(await lanAround(parts(), [purchase, { unit, on: null }])).toEqual([
    told,
    { before: null, after: null, afterDue: null },
  ]);
  await later("2027-09-20");
  expect(await lanAround(parts(), [purchase])).toEqual([told]);
});

test("not yet over, watched for too short a time, no site, nobody watching any more: unknown and never zero", async () => {
  await badYear(site);
  await later("2026-12-05");
  const bare = must(
    await registry.addUnit({ name: "Xã B", kind: "commune", parent: null, validFrom: "2025-07-01" }, by),
  );
  const silent = await newUnit("Xã C");
  clock.setWall(at("2026-08-20"));
  await watch(silent.site);
  clock.setWall(at("2026-12-05", 8));
  const around = await lanAround(parts(), [
    { unit, on: "2026-11-02" },
    { unit, on: "2026-03-02" },
    { unit: bare.id, on: "2026-06-17" },
    { unit: silent.unit, on: "2026-09-17" },
  ]);
  expect(around).toEqual([
    { before: 3, after: null, afterDue: "2027-03-01" },
    { before: null, after: 6, afterDue: null },
    { before: null, after: null, afterDue: null },
    { before: null, after: null, afterDue: null },
  ]);
});

test("the yearly report tells the same figures, with the name of what is measured", async () => {
  await badYear(site);
  const plan = must(await registry.savePlan(planFor([unit]), by));
  const version = await freeze(plan.id, candidate("add:switch", unit));
  must(await registry.setBought(version, bought("add:switch", 9_650_000), by));
  await later("2026-12-05");
  expect(await changes([unit])).toEqual([
    {
      unit: "Xã Hương Sơn",
      item: "Mua add:switch",
      quantity: 1,
      amount: 9_650_000,
      on: "2026-06-17",
      indicator: "Giờ làm việc mất mạng mỗi tháng",
      before: 6,
      after: 3,
      afterDue: null,
    },
  ]);
  expect(await changes([unit], 2027)).toEqual([]);
});

test("a purchase written beside two versions, or in two scenarios of one year, is spent once", async () => {
  const main = must(await registry.savePlan(planFor([unit]), by));
  const other = must(await registry.savePlan(planFor([unit]), by));
  const lines = [candidate("replace:a", unit), candidate("replace:b", unit), candidate("replace:c", unit)];
  const may = await freeze(main.id, ...lines);
  const june = await freeze(main.id, ...lines);
  const scenario = await freeze(other.id, ...lines);
  const enter = async (version: string, id: string, amount: number) =>
    must(await registry.setBought(version, bought(id, amount), by));
  await enter(may, "replace:a", 14_000_000);
  await enter(june, "replace:a", 14_500_000);
  await enter(may, "replace:b", 2_000_000);
  await enter(scenario, "replace:b", 2_000_000);
  // Written by mistake, and taken back.
  await enter(june, "replace:c", 9_000_000);
  await enter(june, "replace:c", 0);
  const told = (await changes([unit])).map(({ item, amount }) => [item, amount]);
  expect(told).toEqual([
    ["Mua replace:a", 14_500_000],
    ["Mua replace:b", 2_000_000],
  ]);
});

test("of a plan for several units a unit's report tells its own purchases, also where the plan is of a unit above", async () => {
  const second = await newUnit("Xã Mỹ Đức");
  const plan = must(await registry.savePlan(planFor([unit, second.unit]), by));
  const version = await freeze(plan.id, candidate("replace:a", unit), candidate("replace:b", second.unit));
  must(await registry.setBought(version, bought("replace:a", 1), by));
  must(await registry.setBought(version, bought("replace:b", 2), by));
  const itemsOf = async (...units: string[]) => (await changes(units)).map(({ item }) => item);
  expect(await itemsOf(unit)).toEqual(["Mua replace:a"]);
  expect(await itemsOf(second.unit)).toEqual(["Mua replace:b"]);
  expect(await itemsOf(unit, second.unit)).toEqual(["Mua replace:a", "Mua replace:b"]);
});
