import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { settingsFor } from "../../../core/alerting/settings.ts";
import { maintenanceUntil } from "../../../core/alerting/maintenance.ts";
import { DAY, HOUR } from "../../../core/clock.ts";
import type { Result } from "../../../core/result.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { fakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import type { Registry } from "../../ports.ts";
import { openRegistry } from "../../../test/support/registry.ts";
import type { OpenedRegistry } from "./registry.ts";

let dir: string;
let clock: FakeClock;
let opened: OpenedRegistry;
let registry: Registry;
const by = { id: "p1", name: "an" };

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
const unit = async (name: string, parent: string | null = null) =>
  value(await registry.addUnit({ name, kind: "commune", parent, validFrom: "2025-07-01" }, by)).id;
const site = async (of: string, name: string) => value(await registry.addSite({ unit: of, name }, by)).id;

/** The old unit with two sites, its successor with one. */
let old: string;
let next: string;
let first: string;
let second: string;
let own: string;
const merge = async () => value(await registry.mergeUnit(old, { into: next, on: "2026-07-01" }, by));
/** Units as a question about a site goes through them, nearest first. */
const pathOf = async (id: string): Promise<readonly string[]> => {
  const units = new Map((await registry.units()).map(({ id, parent }) => [id, parent]));
  const path: string[] = [];
  const start = (await registry.sites()).find((one) => one.id === id)?.unit ?? null;
  for (let at = start; at !== null; at = units.get(at) ?? null) path.push(at);
  return path;
};

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-merge-"));
  clock = fakeClock();
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  opened = await openRegistry(dir, { clock, newId, log });
  ({ registry } = opened);
  const province = await unit("Tỉnh");
  old = await unit("Xã Cũ", province);
  next = await unit("Xã Mới", province);
  first = await site(old, "Trụ sở");
  second = await site(old, "Trạm y tế");
  own = await site(next, "Trụ sở");
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

test("the sites of a merged unit stand below its successor, and none has the name of another", async () => {
  expect((await merge()).unit).toMatchObject({ id: old, parent: next, validTo: "2026-06-30" });
  const sites = await registry.sites();
  expect(sites.map(({ unit }) => unit)).toEqual([next, next, next]);
  expect(sites.map(({ name }) => name).toSorted()).toEqual(["Trạm y tế", "Trụ sở", "Trụ sở (Xã Cũ)"]);
});

test("people of the old unit are people of the successor, and those of others stay where they are", async () => {
  const add = async (username: string, of: string | null) =>
    value(
      await opened.people.add({
        username,
        password: "cay-da-dau-lang",
        name: username,
        role: "officer",
        unit: of,
      }),
    ).id;
  const [binh, chi] = [await add("binh", old), await add("chi", null)];
  expect((await merge()).people).toBe(1);
  const people = new Map((await opened.people.all()).map((person) => [person.id, person]));
  expect(people.get(binh)).toMatchObject({ unit: next, role: "officer" });
  expect(people.get(chi)?.unit).toBeNull();
  const [entry] = await registry.auditEntries({ limit: 1, subject: binh });
  expect(entry).toMatchObject({ actor: "an", before: { unit: old }, after: { unit: next } });
});

test("who was told of the old unit is told of the successor", async () => {
  const wish = (person: string, of: string | null) =>
    ({
      person,
      language: "vi",
      addresses: { mail: "binh@example.vn" },
      severities: ["critical"],
      outside: "none",
      unit: of,
      step: 1,
      digest: "none",
    }) as const;
  value(await registry.setSubscription(wish("p2", old), by));
  value(await registry.setSubscription(wish("p3", null), by));
  await merge();
  expect(await registry.subscriptions()).toEqual([wish("p2", next), wish("p3", null)]);
  const [entry] = await registry.auditEntries({ limit: 1, subject: "p2" });
  expect(JSON.stringify(entry)).not.toContain("binh@example.vn");
});

test("a service of the old unit is still checked by its sites, under the same check", async () => {
  const service = {
    name: "Một cửa",
    kind: "http",
    target: "http://127.0.0.1/",
    everyMs: 60_000,
    expect: {},
  } as const;
  const { id } = value(await registry.addService({ ...service, unit: old }, by));
  const before = await registry.checks();
  expect(before.map(({ site }) => site).toSorted()).toEqual([first, second].toSorted());
  expect((await merge()).services).toBe(1);
  expect((await registry.services()).find((one) => one.id === id)?.unit).toBe(next);
  expect(await registry.checks()).toEqual(expect.arrayContaining([...before]));
});

test("programs go on reading with the old unit's access tokens; what is over stays what it was", async () => {
  const token = async (name: string, days: number) =>
    value(
      await registry.addAccessToken({ name, unit: old, hash: name, expiresAt: clock.now() + days * DAY }, by),
    ).id;
  const [valid, over, revoked] = [await token("a", 9), await token("b", -1), await token("c", 9)];
  await registry.revokeAccessToken(revoked, by);
  expect((await merge()).tokens).toBe(1);
  const units = new Map((await registry.accessTokens()).map(({ id, unit }) => [id, unit]));
  expect([units.get(valid), units.get(over), units.get(revoked)]).toEqual([next, old, old]);
});

describe("thresholds of the old unit", () => {
  const set = async (scope: { kind: "unit" | "site"; id: string }, settings: object) =>
    value(await registry.setRuleOverride({ rule: "device_cpu", scope }, settings, by));
  const limitAt = async (id: string) => {
    const words = (await registry.ruleOverrides()).filter(({ rule }) => rule === "device_cpu");
    const defaults = { raise: 90, clear: 80 } as Parameters<typeof settingsFor>[0];
    return settingsFor(defaults, words, { units: await pathOf(id), site: id }).raise;
  };

  test("hold at its sites as before, and not at those of the successor", async () => {
    await set({ kind: "unit", id: old }, { raise: 70, clear: 60 });
    await set({ kind: "site", id: second }, { raise: 50, clear: 40 });
    await set({ kind: "unit", id: next }, { raise: 99, clear: 95 });
    const before = [await limitAt(first), await limitAt(second), await limitAt(own)];
    expect(before).toEqual([70, 50, 99]);
    expect((await merge()).rules).toBe(1);
    expect([await limitAt(first), await limitAt(second), await limitAt(own)]).toEqual(before);
    expect((await registry.ruleOverrides()).filter(({ scope }) => scope.id === old)).toEqual([]);
  });

  test("hold on below it, where it has units of its own", async () => {
    const part = await unit("Phòng", old);
    const there = await site(part, "Nhà văn hóa");
    await set({ kind: "unit", id: old }, { raise: 70, clear: 60 });
    await merge();
    expect([await limitAt(there), await limitAt(first)]).toEqual([70, 70]);
  });
});

test("announced work at the old unit is still announced at its sites, and nowhere else", async () => {
  const now = clock.now();
  const window = (from: number, to: number, repeats: { every: "week"; until: number | null } | null) =>
    registry.addMaintenance(
      { scope: { kind: "unit", id: old }, from, to, repeats, reason: "thay switch" },
      by,
    );
  await window(now - HOUR, now + HOUR, null);
  await window(now - 9 * DAY, now - 8 * DAY, null);
  await window(now - 7 * DAY, now - 7 * DAY + 2 * HOUR, { every: "week", until: null });
  const until = async (id: string, at: number) =>
    maintenanceUntil(
      await registry.maintenance(),
      { units: await pathOf(id), site: id },
      { device: undefined },
      at,
    );
  expect((await merge()).windows).toBe(2);
  for (const id of [first, second]) {
    expect(await until(id, now)).toBe(now + 2 * HOUR);
    expect(await until(id, now + 7 * DAY + HOUR)).toBe(now + 7 * DAY + 2 * HOUR);
  }
  expect(await until(own, now)).toBeUndefined();
});

test("an open stock-take of a day after the merger is the successor's; an earlier one stays the old unit's", async () => {
  const open = async (on: string) => value(await registry.openStockTake({ name: on, unit: old, on }, by)).id;
  const [before, after] = [await open("2026-06-30"), await open("2026-12-31")];
  expect((await merge()).stockTakes).toBe(1);
  const units = new Map((await registry.stockTakes()).map(({ id, unit }) => [id, unit]));
  expect([units.get(before), units.get(after)]).toEqual([old, next]);
});

test("nothing goes to a unit that has ended, and nothing is changed by trying", async () => {
  await merge();
  const third = await unit("Xã Ba");
  const there = await site(third, "Trụ sở");
  expect(await registry.mergeUnit(third, { into: old, on: "2026-08-01" }, by)).toMatchObject({
    ok: false,
    fault: { code: "bad_input", params: { field: "into", reason: "server.reason.unit_ended" } },
  });
  expect(await registry.site(there)).toMatchObject({ unit: third });
  expect((await registry.units()).find(({ id }) => id === third)?.validTo).toBeNull();
});

test("a merger does not happen before its day", async () => {
  const there = await site(old, "Trụ sở xã cũ");
  // 24 November in Viet Nam from 17:00 on the day before, by UTC.
  clock.setWall(Date.parse("2026-11-23T16:59:00Z"));
  const tomorrow = { into: next, on: "2026-11-24" };
  expect(await registry.mergeUnit(old, tomorrow, by)).toMatchObject({
    ok: false,
    fault: { code: "bad_input", params: { field: "on", reason: "server.reason.merger_ahead" } },
  });
  expect(await registry.site(there)).toMatchObject({ unit: old });
  expect((await registry.units()).find(({ id }) => id === old)).toMatchObject({ validTo: null });
  clock.setWall(Date.parse("2026-11-23T17:00:00Z"));
  expect(value(await registry.mergeUnit(old, tomorrow, by)).unit).toMatchObject({ validTo: "2026-11-23" });
});

test("a merger that is told twice is one", async () => {
  value(await registry.openStockTake({ name: "Kiểm kê", unit: old, on: "2026-12-31" }, by));
  const { unit: merged } = await merge();
  const sites = await registry.sites();
  expect(await merge()).toEqual({
    unit: merged,
    people: 0,
    services: 0,
    tokens: 0,
    stockTakes: 0,
    rules: 0,
    windows: 0,
  });
  expect(await registry.sites()).toEqual(sites);
});
