import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HOUR } from "../../../core/clock.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { firingAlert as alert, noticeOf } from "../../../test/support/alert-states.ts";
import { fakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import { openRegistry } from "../../../test/support/registry.ts";
import type { Registry } from "../../ports.ts";

let dir: string;
let clock: FakeClock;
let registry: Registry;
let site: string;
let mail: string;
const by = { id: "p1", name: "an" };

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-outbox-"));
  clock = fakeClock();
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  registry = (await openRegistry(dir, { clock, newId, log })).registry;
  const unit = await registry.addUnit(
    { name: "Xã A", kind: "commune", parent: null, validFrom: "2026-07-01" },
    by,
  );
  const made = unit.ok ? await registry.addSite({ unit: unit.value.id, name: "Trụ sở" }, by) : unit;
  const channel = await registry.setChannel(
    undefined,
    { kind: "mail", name: "Thư", enabled: true, settings: { host: "mail" }, secrets: {} },
    by,
  );
  if (!made.ok || !channel.ok) throw new Error("nothing to send from");
  site = made.value.id;
  mail = channel.value.id;
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

test("that it is over never overtakes that it broke, when that waits for another try", async () => {
  const state = alert(site);
  const say = (n: number, at: number) =>
    registry.saveAlerts({
      site: site,
      at,
      changed: [state],
      gone: [],
      notices: [noticeOf(state, n)],
      deliveries: [{ notice: `a1.${n}`, person: "p1", channel: mail, due: at }],
    });
  await say(1, 2_000);
  const first = (await registry.dueDeliveries(2_000, 10))[0];
  await registry.attempt([first?.id ?? ""], "m1", 2_000);
  await registry.undelivered([first?.id ?? ""], "notify_unreachable", 60_000);
  await clock.advance(10);
  await say(2, 3_000);
  expect(await registry.dueDeliveries(4_000, 10)).toEqual([]);
  expect((await registry.dueDeliveries(60_000, 10)).map(({ notice }) => notice.id)).toEqual(["a1.1"]);
  await registry.delivered([first?.id ?? ""], 60_000);
  expect((await registry.dueDeliveries(60_000, 10)).map(({ notice }) => notice.id)).toEqual(["a1.2"]);
});

test("what quiet hours held back gives way to the newer word of the same alert, what was tried does not", async () => {
  const state = alert(site);
  const say = async (n: number, at: number, due: number, person = "p1") => {
    await clock.advance(10);
    await registry.saveAlerts({
      site,
      at,
      changed: [state],
      gone: [],
      notices: [noticeOf(state, n)],
      deliveries: [{ notice: `a1.${n}`, person, channel: mail, due }],
    });
  };
  const MORNING = 100_000;
  const due = async (now: number) => (await registry.dueDeliveries(now, 10)).map(({ notice }) => notice.id);
  await say(1, 2_000, MORNING);
  await say(1, 2_000, MORNING, "p2");
  await say(2, 3_000, MORNING);
  // It has become critical: that may disturb, and does not wait for the morning.
  await say(3, 4_000, 4_000);
  expect(await due(4_000)).toEqual(["a1.3"]);
  const [urgent] = await registry.dueDeliveries(4_000, 10);
  await registry.attempt([urgent?.id ?? ""], "m1", 4_000);
  await registry.undelivered([urgent?.id ?? ""], "notify_unreachable", MORNING);
  await say(4, 5_000, MORNING);
  await say(5, 6_000, MORNING);
  expect((await due(MORNING)).toSorted()).toEqual(["a1.1", "a1.3"]);
  await registry.delivered([urgent?.id ?? ""], MORNING);
  expect((await due(MORNING)).toSorted()).toEqual(["a1.1", "a1.5"]);
});

test("old alerts, what was sent long ago and old scores are forgotten; what is open or under way stays", async () => {
  const long = clock.now();
  const over = alert(site, { id: "old", phase: "resolved", resolvedAt: long });
  const open = alert(site, { id: "open" });
  await registry.saveAlerts({
    site: site,
    at: long,
    changed: [over, open],
    gone: [],
    notices: [
      { ...noticeOf(over), at: long },
      { ...noticeOf(open), at: long },
    ],
    deliveries: ["old", "open"].map((id) => ({
      notice: `${id}.1`,
      person: "p1",
      channel: mail,
      due: long,
    })),
  });
  const restarted = (block: string, receivedAt: number) =>
    registry.record({
      agent: "pc",
      site,
      block,
      receivedAt,
      facts: [],
      events: Array.from({ length: 150 }, () => ({ type: "agent_started", at: long, version: "1" }) as const),
    });
  for (const block of ["b1", "b2", "b3"]) await restarted(block, long);
  const sent = (await registry.deliveries({ alert: "old", limit: 1 }))[0];
  await registry.delivered([sent?.id ?? ""], long);
  await clock.advance(2 * 365 * 24 * HOUR);
  await registry.pruneAlerts(clock.now());
  expect(await registry.deliveries({ alert: "old", limit: 5 })).toEqual([]);
  expect(await registry.deliveries({ alert: "open", limit: 5 })).toHaveLength(1);
  expect(await registry.alert("old")).toBeDefined();
  expect(await registry.events("pc", 1_000)).toHaveLength(450);
  // What came late is as old as its coming.
  await restarted("b4", clock.now());
  await clock.advance(2 * 365 * 24 * HOUR);
  await registry.pruneAlerts(clock.now());
  expect(await registry.alert("old")).toBeUndefined();
  expect(await registry.alert("open")).toBeDefined();
  expect(await registry.events("pc", 1_000)).toHaveLength(150);
});

test("a limit never cuts a message, and is of each channel", async () => {
  const state = alert(site);
  const hook = await registry.setChannel(
    undefined,
    { kind: "webhook", name: "Web", enabled: true, settings: {}, secrets: {} },
    by,
  );
  const web = hook.ok ? hook.value.id : "";
  const say = (n: number, channel: string) =>
    registry.saveAlerts({
      site,
      at: 1,
      changed: [],
      gone: [],
      notices: [{ ...noticeOf(state), id: `x${n}.1`, alert: `x${n}` }],
      deliveries: [{ notice: `x${n}.1`, person: "p1", channel, due: n }],
    });
  for (const n of [1, 2, 3, 4, 5]) await say(n, mail);
  const first = await registry.dueDeliveries(9, 3);
  await registry.attempt(
    first.map(({ id }) => id),
    "m1",
    9,
  );
  await say(6, web);
  const named = (due: readonly { readonly notice: { readonly id: string } }[]) =>
    due.map(({ notice }) => notice.id).toSorted();
  expect(named(await registry.dueDeliveries(9, 2))).toEqual(["x1.1", "x2.1", "x3.1", "x6.1"]);
  expect(named(await registry.dueDeliveries(9, 2, [mail]))).toEqual(["x6.1"]);
});
