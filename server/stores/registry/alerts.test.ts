import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../../../core/clock.ts";
import type { Result } from "../../../core/result.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { firingAlert as alert, noticeOf } from "../../../test/support/alert-states.ts";
import { fakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import { openRegistry, rawSql } from "../../../test/support/registry.ts";
import type { Registry, SiteRecord } from "../../ports.ts";

let dir: string;
let clock: FakeClock;
let registry: Registry;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const by = { id: "p1", name: "an" };
const open = async () => {
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  return (await openRegistry(dir, { clock, newId, log })).registry;
};
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
async function makeSite(parent: string | null, name: string): Promise<SiteRecord> {
  const unit = value(await registry.addUnit({ name, kind: "commune", parent, validFrom: "2026-07-01" }, by));
  return value(await registry.addSite({ unit: unit.id, name }, by));
}

const nothing = { gone: [], notices: [], deliveries: [] };
const addMail = async (enabled = true) =>
  value(
    await registry.setChannel(
      undefined,
      { kind: "mail", name: "Thư", enabled, settings: { host: "mail" }, secrets: { password: "bi-mat" } },
      by,
    ),
  );

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-alerts-"));
  clock = fakeClock();
  registry = await open();
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("alerts in the registry", () => {
  test("the same decision saved twice is one notice, one delivery and one line in the story", async () => {
    const site = await makeSite(null, "Xã A");
    const mail = await addMail();
    const state = alert(site.id);
    const change = {
      site: site.id,
      at: 2_000,
      changed: [state],
      gone: [],
      notices: [noticeOf(state)],
      deliveries: [{ notice: "a1.1", person: "p1", channel: mail.id, due: 2_000 }],
    };
    await registry.saveAlerts(change);
    await registry.saveAlerts(change);
    expect(await registry.dueDeliveries(3_000, 10)).toMatchObject([
      { person: "p1", attempts: 0, state: "waiting" },
    ]);
    expect((await registry.alertTimeline("a1")).map(({ what }) => what)).toEqual(["fired", "first"]);
    expect(await registry.openAlerts(site.id, 0)).toEqual([state]);
  });

  test("what is half saved is not saved: a notice that cannot be written takes its alert along", async () => {
    const site = await makeSite(null, "Xã A");
    const state = alert(site.id);
    const broken = [{ notice: "a1.1", person: "p1", channel: "c", due: 1 }];
    // No such notice: the foreign key refuses.
    await expect(
      registry.saveAlerts({ site: site.id, at: 1, changed: [state], ...nothing, deliveries: broken }),
    ).rejects.toThrow();
    expect(await registry.openAlerts(site.id, 0)).toEqual([]);
  });

  test("a pending alert that ended leaves no trace, a resolved one stays readable", async () => {
    const site = await makeSite(null, "Xã A");
    await registry.saveAlerts({
      site: site.id,
      at: 1,
      ...nothing,
      changed: [alert(site.id, { phase: "pending", firedAt: null }), alert(site.id, { id: "a2" })],
    });
    await registry.saveAlerts({
      site: site.id,
      at: 2,
      ...nothing,
      gone: ["a1"],
      changed: [alert(site.id, { id: "a2", phase: "resolved", resolvedAt: 5_000 })],
    });
    expect(await registry.alert("a1")).toBeUndefined();
    expect(await registry.openAlerts(site.id, 6_000)).toEqual([]);
    expect((await registry.openAlerts(site.id, 4_000)).map(({ id }) => id)).toEqual(["a2"]);
    expect((await registry.alertList({ limit: 10, sites: [site.id] })).map(({ state }) => state.id)).toEqual([
      "a2",
    ]);
    expect(await registry.alertList({ limit: 10, phases: ["firing"] })).toEqual([]);
    expect(await registry.alertList({ limit: 10, sites: [] })).toEqual([]);
  });

  test("what people do is kept with who and when, in the story and in the audit", async () => {
    const site = await makeSite(null, "Xã A");
    await registry.saveAlerts({ site: site.id, at: 1, changed: [alert(site.id)], ...nothing });
    expect((await registry.acknowledgeAlert("nobody", { note: "" }, by)).ok).toBe(false);
    value(await registry.acknowledgeAlert("a1", { note: "đang thay dây" }, by));
    value(await registry.assignAlert("a1", "p2", by));
    const { care } = value(await registry.snoozeAlert("a1", 9_000, by));
    expect(care).toEqual({
      acknowledged: { at: clock.now(), by: "an", note: "đang thay dây" },
      assignee: "p2",
      snoozedUntil: 9_000,
    });
    expect((await registry.cares(site.id, 0)).get("a1")).toEqual(care);
    const story = await registry.alertTimeline("a1");
    expect(story.map(({ what, by: who }) => [what, who])).toEqual([
      ["fired", null],
      ["acknowledged", "an"],
      ["assigned", "an"],
      ["snoozed", "an"],
    ]);
    // One that is over may come back under its id: until then it is as silent as somebody wished.
    const over = alert(site.id, { phase: "resolved", resolvedAt: 5_000 });
    await registry.saveAlerts({ site: site.id, at: 5_000, changed: [over], ...nothing });
    expect((await registry.cares(site.id, 5_000)).get("a1")).toEqual(care);
    expect((await registry.cares(site.id, 5_001)).size).toBe(0);
  });

  test("who takes an alert on does not write over somebody who did so unseen, unless it came back since", async () => {
    const site = await makeSite(null, "Xã A");
    const [an, binh] = [by, { id: "p2", name: "binh" }];
    await registry.saveAlerts({ site: site.id, at: 1, changed: [alert(site.id)], ...nothing });
    const takes = (who: typeof by, over?: number | null) =>
      registry.acknowledgeAlert("a1", { note: who.name, ...(over === undefined ? {} : { over }) }, who);
    value(await takes(an, null));
    const first = clock.now();
    expect(await takes(binh, null)).toMatchObject({ fault: { code: "alert_taken", params: { name: "an" } } });
    expect((await registry.alert("a1"))?.care.acknowledged).toEqual({ at: first, by: "an", note: "an" });
    expect((await registry.alertTimeline("a1")).map(({ what }) => what)).toEqual(["fired", "acknowledged"]);
    // One's own note may be written anew; what was seen may be taken over.
    value(await takes(an, null));
    value(await takes(binh, first));
    expect((await registry.alert("a1"))?.care.acknowledged?.by).toBe("binh");
    value(await takes(an));
    const again = alert(site.id, { since: first + HOUR, firedAt: first + HOUR });
    await registry.saveAlerts({ site: site.id, at: first + HOUR, changed: [again], ...nothing });
    value(await takes(binh, null));
  });

  test("the end of a silence and of an assignment are told as such, a silence with its end", async () => {
    const site = await makeSite(null, "Xã A");
    await registry.saveAlerts({ site: site.id, at: 1, changed: [alert(site.id)], ...nothing });
    value(await registry.snoozeAlert("a1", 9_000, by));
    value(await registry.snoozeAlert("a1", null, by));
    value(await registry.assignAlert("a1", "p2", by));
    value(await registry.assignAlert("a1", null, by));
    const story = await registry.alertTimeline("a1");
    expect(story.map(({ what, note }) => [what, note])).toEqual([
      ["fired", null],
      ["snoozed", "9000"],
      ["unsnoozed", null],
      ["assigned", "p2"],
      ["unassigned", null],
    ]);
  });

  test("a sending that was begun and never ended is due again; what was sent is not", async () => {
    const site = await makeSite(null, "Xã A");
    const mail = await addMail();
    const state = alert(site.id);
    await registry.saveAlerts({
      site: site.id,
      at: 1,
      changed: [state],
      gone: [],
      notices: [noticeOf(state)],
      deliveries: [{ notice: "a1.1", person: "p1", channel: mail.id, due: 0 }],
    });
    const [first] = await registry.dueDeliveries(1, 10);
    await registry.attempt([first?.id ?? ""], "a1.1", 2);
    await registry.close();
    registry = await open();
    expect(await registry.dueDeliveries(3, 10)).toMatchObject([
      { state: "sending", attempts: 1, message: "a1.1" },
    ]);
    await registry.undelivered([first?.id ?? ""], "notify_unreachable", 500);
    expect(await registry.dueDeliveries(499, 10)).toEqual([]);
    expect(await registry.dueDeliveries(500, 10)).toHaveLength(1);
    await registry.delivered([first?.id ?? ""], 501);
    expect(await registry.dueDeliveries(9_999, 10)).toEqual([]);
    expect(await registry.deliveries({ alert: "a1", limit: 5 })).toMatchObject([
      { state: "sent", sentAt: 501 },
    ]);
  });
});

describe("lists of alerts", () => {
  test("tell a root from what it explains, however many these are, and what one explains from the rest", async () => {
    const site = await makeSite(null, "Xã A");
    const effect = (id: string, since: number) =>
      alert(site.id, {
        id,
        since,
        cause: "root",
        // Words of a device are not taken for the key of that name.
        evidence: { params: { device: 'a","cause":null' }, series: [] },
      });
    const changed = [alert(site.id, { id: "root", since: 1 }), effect("e1", 2), effect("e2", 3)];
    await registry.saveAlerts({ site: site.id, at: 9, changed, ...nothing });
    const ids = async (filter: object) =>
      (await registry.alertList({ limit: 2, ...filter })).map(({ state }) => state.id);
    expect(await ids({})).toEqual(["e2", "e1"]);
    expect(await ids({ explained: false })).toEqual(["root"]);
    expect(await ids({ explained: true })).toEqual(["e2", "e1"]);
    expect(await ids({ cause: "root" })).toEqual(["e2", "e1"]);
    expect(await ids({ cause: "e1" })).toEqual([]);
  });
});

describe("channels", () => {
  test("keep their secrets sealed, and one that is not named again stays", async () => {
    const mail = await addMail();
    expect(mail).not.toHaveProperty("secrets.password");
    expect(mail.secrets).toEqual(["password"]);
    const settings = { kind: "mail" as const, name: "Thư 2", enabled: false, settings: {}, secrets: {} };
    value(await registry.setChannel(mail.id, settings, by));
    expect((await registry.channelSettings(mail.id))?.secrets).toEqual({ password: "bi-mat" });
    await registry.renewChannelSecret(mail.id, { token: "t2" });
    expect((await registry.channelSettings(mail.id))?.secrets).toEqual({ password: "bi-mat", token: "t2" });
    const text = JSON.stringify([
      await rawSql(dir, "SELECT * FROM channels"),
      await rawSql(dir, "SELECT * FROM audit"),
    ]);
    expect(text).toContain("channel_changed");
    expect(text).not.toContain("bi-mat");
    expect((await registry.setChannel("nobody", settings, by)).ok).toBe(false);
  });

  test("that are switched off have nothing due", async () => {
    const site = await makeSite(null, "Xã A");
    const mail = await addMail(false);
    const state = alert(site.id);
    await registry.saveAlerts({
      site: site.id,
      at: 1,
      changed: [state],
      gone: [],
      notices: [noticeOf(state)],
      deliveries: [{ notice: "a1.1", person: "p1", channel: mail.id, due: 0 }],
    });
    expect(await registry.dueDeliveries(1, 10)).toEqual([]);
  });
});

describe("public services", () => {
  test("are checked by every site of the unit's subtree, under ids that stay", async () => {
    const top = await makeSite(null, "Huyện");
    const below = await makeSite(top.unit, "Xã A");
    await makeSite(null, "Nơi khác");
    const added = value(
      await registry.addService(
        {
          name: "Một cửa",
          kind: "http",
          target: "http://127.0.0.1/",
          unit: top.unit,
          everyMs: MINUTE,
          expect: {},
        },
        by,
      ),
    );
    const checks = await registry.checks();
    expect(checks.map(({ site }) => site).toSorted()).toEqual([top.id, below.id].toSorted());
    expect(await registry.checks(below.id)).toHaveLength(1);
    expect(await registry.siteOf(checks[0]?.id ?? "")).toBe(checks[0]?.site);
    value(await registry.changeService(added.id, { unit: below.unit }, by));
    expect((await registry.checks()).map(({ site }) => site)).toEqual([below.id]);
    value(await registry.changeService(added.id, { unit: top.unit }, by));
    expect(await registry.checks()).toEqual(checks);
    value(await registry.removeService(added.id, by));
    expect(await registry.checks()).toEqual([]);
    // Its last readings may still be under way.
    expect(await registry.siteOf(checks[0]?.id ?? "")).toBe(checks[0]?.site);
  });
});

describe("scores", () => {
  test("have a newest value and one an hour of the past", async () => {
    const site = await makeSite(null, "Xã A");
    const at = (score: number) => ({
      subject: { kind: "site" as const, id: site.id },
      score,
      penalties: [],
      inferred: false,
    });
    await registry.saveScores(10 * HOUR, [at(90)]);
    await registry.saveScores(10 * HOUR + 5 * MINUTE, [at(80)]);
    await registry.saveScores(11 * HOUR, [at(70)]);
    expect(await registry.scores({ site: site.id })).toEqual([{ ...at(70), at: 11 * HOUR }]);
    expect(await registry.scoreHistory({ kind: "site", id: site.id }, 0, 12 * HOUR)).toEqual([
      { at: 10 * HOUR, score: 80 },
      { at: 11 * HOUR, score: 70 },
    ]);
  });
});

test("what agents had to throw away is counted by device, since a time, and once for each block", async () => {
  const [site, other] = [await makeSite(null, "Xã A"), await makeSite(null, "Xã B")];
  const now = clock.now();
  const dropped = (points: number, ago: number) =>
    ({ type: "points_dropped", at: now - ago, points, reason: "full" }) as const;
  const record = (block: string, agent: string, where: string, ...events: ReturnType<typeof dropped>[]) =>
    registry.record({ agent, site: where, block, receivedAt: now, events, facts: [] });
  // Told late, since the agent was cut off: it counts all the same.
  await record("b1", "pc1", site.id, dropped(100, 2 * HOUR), dropped(20, HOUR));
  await record("b1", "pc1", site.id, dropped(100, 2 * HOUR), dropped(20, HOUR));
  await record("b2", "pc2", site.id, dropped(7, 9 * HOUR));
  await record("b3", "pc3", other.id, dropped(5, HOUR));
  expect(await registry.dropped(site.id, now - 3 * HOUR)).toEqual(new Map([["pc1", 120]]));
  expect(await registry.dropped(site.id, now - 10 * HOUR)).toEqual(
    new Map([
      ["pc1", 120],
      ["pc2", 7],
    ]),
  );
});
