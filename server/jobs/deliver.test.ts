import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DAY, HOUR, MINUTE, SECOND, type Instant } from "../../core/clock.ts";
import { fail } from "../../core/result.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { firingAlert, noticeOf } from "../../test/support/alert-states.ts";
import { fakeClock, type FakeClock } from "../../test/support/fake-clock.ts";
import type { Registry } from "../ports.ts";
import type { NotifyOutcome } from "../notify-port.ts";
import { openRegistry } from "../../test/support/registry.ts";
import { createDeliverer, type Deliverer } from "./deliver.ts";

/** Friday, 27 November 2026, 18:00 legal time, and Monday when the office opens. */
const FRIDAY = Date.UTC(2026, 10, 27, 11);
const MONDAY = Date.UTC(2026, 10, 30, 0, 30);
const SENT: NotifyOutcome = { ok: true, value: null };
const AWAY: NotifyOutcome = {
  ...fail("notify_unreachable", { address: "mail", reason: "ECONNREFUSED" }),
  retry: true,
};
const NEVER: NotifyOutcome = { ...fail("notify_recipient_invalid", { to: "x", example: "y" }), retry: false };
interface Told {
  readonly channel: string;
  readonly to: string;
  readonly id: string;
  readonly notices: readonly string[];
}
type Answer = (told: Told, signal: AbortSignal) => NotifyOutcome | Promise<NotifyOutcome>;

let dir: string;
let clock: FakeClock;
let registry: Registry;
let site: string;
let mail: string;
let told: Told[];
let answer: Answer;
let deliverer: Deliverer;
const by = { id: "p1", name: "an" };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-deliver-"));
  clock = fakeClock(FRIDAY);
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  ({ registry } = await openRegistry(dir, { clock, newId, log }));
  const unit = await registry.addUnit(
    { name: "Xã A", kind: "commune", parent: null, validFrom: "2026-07-01" },
    by,
  );
  const made = unit.ok ? await registry.addSite({ unit: unit.value.id, name: "Trụ sở" }, by) : unit;
  if (!made.ok) throw new Error(made.fault.code);
  site = made.value.id;
  mail = await channel("mail");
  await reach("an", mail);
  told = [];
  answer = () => SENT;
  // Jitter that is never twice the same.
  let drawn = 0;
  deliverer = createDeliverer({
    registry,
    notifier: {
      tell: async ({ id: on }, to, { id, notices }, _reader, signal) => {
        const one = { channel: on, to, id, notices: notices.map((notice) => notice.id) };
        told.push(one);
        return answer(one, signal);
      },
      digest: () => Promise.resolve(SENT),
      test: () => Promise.resolve(SENT),
    },
    names: () => Promise.resolve(() => undefined),
    base: () => null,
    clock,
    log,
    random: () => (drawn = (drawn + 0.37) % 1),
  });
});
afterEach(async () => {
  await deliverer.stop();
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

async function channel(kind: "mail" | "sms"): Promise<string> {
  const made = await registry.setChannel(
    undefined,
    { kind, name: kind, enabled: true, settings: {}, secrets: {} },
    by,
  );
  if (!made.ok) throw new Error(made.fault.code);
  return made.value.id;
}
async function reach(person: string, ...channels: readonly string[]): Promise<void> {
  const addresses = Object.fromEntries(channels.map((id) => [id, `${person}@example.vn`]));
  const wants = { severities: ["critical"], outside: "all", unit: null, step: 1, digest: "none" } as const;
  await registry.setSubscription({ person, language: "vi", addresses, ...wants }, by);
}
/** A notice is decided now, for these. */
async function decide(
  alert: string,
  deliveries: readonly { readonly person: string; readonly channel: string }[],
  due: Instant = clock.now(),
  number = 1,
): Promise<void> {
  const state = firingAlert(site, { id: alert, subject: { kind: "device", key: `device:${alert}`, site } });
  const notice = { ...noticeOf(state, number), at: clock.now() };
  await registry.saveAlerts({
    site,
    at: clock.now(),
    changed: [state],
    gone: [],
    notices: [notice],
    deliveries: deliveries.map((one) => Object.assign({ notice: notice.id, due }, one)),
  });
}
async function round(): Promise<void> {
  await deliverer.round();
  await deliverer.idle();
}
/** What the job that sends does in this time. */
async function rounds(ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += 2 * SECOND) {
    clock.setWall(clock.now() + 2 * SECOND);
    await round();
  }
}
const states = async () => (await registry.deliveries({ limit: 1_000 })).map(({ state }) => state);

test("a notice that quiet hours held for a weekend is tried again when the mail server is not up yet", async () => {
  await decide("a1", [{ person: "an", channel: mail }], MONDAY);
  answer = () => AWAY;
  clock.setWall(MONDAY);
  await round();
  expect(await states()).toEqual(["waiting"]);
  answer = () => SENT;
  clock.setWall(MONDAY + MINUTE);
  await round();
  expect(await states()).toEqual(["sent"]);
});

test("of a weekend's news of one alert one message comes on Monday, the newest; what may disturb comes at once", async () => {
  const an = [{ person: "an", channel: mail }];
  for (let n = 1; n <= 5; n += 1) {
    await decide("a1", an, MONDAY, n);
    await rounds(4 * SECOND);
    clock.setWall(clock.now() + 4 * HOUR);
  }
  // Another alert is held, and becomes critical.
  await decide("a2", an, MONDAY, 1);
  await decide("a2", an, clock.now(), 2);
  await round();
  expect(told.map(({ id }) => id)).toEqual(["a2.2"]);
  clock.setWall(MONDAY);
  await rounds(10 * SECOND);
  expect(told.map(({ id }) => id)).toEqual(["a2.2", "a1.5"]);
});

test("what cannot be sent is given up after about a day of trying, and says why", async () => {
  await decide("a1", [{ person: "an", channel: mail }]);
  answer = () => AWAY;
  const began = clock.now();
  for (let n = 0; n < 100 && (await states()).includes("waiting"); n += 1) {
    const due = (await registry.deliveries({ limit: 1 }))[0]?.due ?? 0;
    expect(due).toBe(Math.trunc(due));
    clock.setWall(due);
    await round();
  }
  expect(await registry.deliveries({ limit: 1 })).toMatchObject([
    { state: "failed", fault: "notify_unreachable" },
  ]);
  expect(clock.now() - began).toBeGreaterThan(18 * HOUR);
  expect(clock.now() - began).toBeLessThan(30 * HOUR);
});

test("a bundle that failed comes again whole, under its id", async () => {
  for (let n = 0; n < 5; n += 1) await decide(`a${n}`, [{ person: "an", channel: mail }]);
  answer = () => AWAY;
  await round();
  answer = () => SENT;
  await rounds(2 * MINUTE);
  expect(told).toHaveLength(2);
  expect(told[1]).toEqual(told[0]);
  expect(told[0]?.notices).toHaveLength(5);
  expect(await states()).toEqual(Array.from({ length: 5 }, () => "sent"));
});

test("two people who are told of one notice on one channel both get it at the second try", async () => {
  await reach("binh", mail);
  await decide("a1", [
    { person: "an", channel: mail },
    { person: "binh", channel: mail },
  ]);
  answer = () => AWAY;
  await rounds(6 * SECOND);
  answer = () => SENT;
  told = [];
  // Both are due within one round, as after a restart.
  clock.setWall(clock.now() + HOUR);
  await round();
  expect(told.map(({ to, notices }) => `${to} ${notices.join(" ")}`).toSorted()).toEqual([
    "an@example.vn a1.1",
    "binh@example.vn a1.1",
  ]);
});

test("a channel that hangs holds up nobody else, is not asked twice, and a stop does not wait for it", async () => {
  const sms = await channel("sms");
  await reach("an", mail, sms);
  answer = (one, signal) =>
    one.channel === sms
      ? SENT
      : new Promise((resolve) => signal.addEventListener("abort", () => resolve(AWAY), { once: true }));
  for (const [before, alert] of ["a1", "a2"].entries()) {
    await decide(alert, [
      { person: "an", channel: mail },
      { person: "an", channel: sms },
    ]);
    await deliverer.round();
    await clock.advance(2 * SECOND);
    const sent = async () => (await states()).filter((state) => state === "sent");
    await vi.waitFor(async () => expect(await sent()).toHaveLength(before + 1));
  }
  expect(told.map((one) => [one.channel === sms ? "sms" : "mail", one.notices[0]])).toEqual([
    ["mail", "a1.1"],
    ["sms", "a1.1"],
    ["sms", "a2.1"],
  ]);
  await deliverer.stop();
  expect((await registry.deliveries({ alert: "a1", limit: 9 })).map(({ state }) => state).toSorted()).toEqual(
    ["sent", "waiting"],
  );
});

test("a channel is left for this round after a failure that may go later, and the others are not starved by its queue", async () => {
  const sms = await channel("sms");
  await reach("an", sms);
  const people = Array.from({ length: 120 }, (_, n) => `p${n}`);
  for (const person of people.slice(0, 3)) await reach(person, mail);
  await decide(
    "a1",
    people.map((person) => ({ person, channel: mail })),
  );
  clock.setWall(clock.now() + SECOND);
  await decide("a2", [{ person: "an", channel: sms }]);
  answer = ({ channel: on }) => (on === sms ? SENT : AWAY);
  await round();
  expect(told.filter((one) => one.channel === sms)).toHaveLength(1);
  expect(told.filter((one) => one.channel === mail)).toHaveLength(1);
  // The next round goes on with the next.
  await rounds(2 * SECOND);
  expect(new Set(told.map(({ to }) => to)).size).toBe(3);
});

test("a wrong address of one person keeps nobody else waiting", async () => {
  await reach("binh", mail);
  await decide("a1", [
    { person: "an", channel: mail },
    { person: "binh", channel: mail },
  ]);
  answer = ({ to }) => (to.startsWith("an") ? NEVER : SENT);
  await round();
  expect((await states()).toSorted()).toEqual(["failed", "sent"]);
});

test("what waits for a channel that is removed fails, and so does what is old when one is switched on again", async () => {
  const settings = { kind: "mail" as const, name: "Thư", settings: {}, secrets: {} };
  await registry.setChannel(mail, { ...settings, enabled: false }, by);
  await decide("old", [{ person: "an", channel: mail }]);
  clock.setWall(clock.now() + 60 * DAY);
  await decide("new", [{ person: "an", channel: mail }]);
  await registry.setChannel(mail, { ...settings, enabled: true }, by);
  expect(await registry.deliveries({ alert: "old", limit: 1 })).toMatchObject([
    { state: "failed", fault: "channel_off" },
  ]);
  answer = async () => {
    await registry.removeChannel(mail, by);
    return AWAY;
  };
  await round();
  expect(told.map(({ notices }) => notices)).toEqual([["new.1"]]);
  expect(await registry.deliveries({ alert: "new", limit: 1 })).toMatchObject([
    { state: "failed", fault: "channel_unknown" },
  ]);
});
