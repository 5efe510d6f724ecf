import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DISTRICT, type AlertState } from "../../core/alerting/types.ts";
import { DAY, HOUR, MINUTE, type Instant } from "../../core/clock.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { firingAlert } from "../../test/support/alert-states.ts";
import { fakeClock, type FakeClock } from "../../test/support/fake-clock.ts";
import type { DigestContent, NotifyOutcome } from "../notify-port.ts";
import type { Registry } from "../ports.ts";
import { openRegistry } from "../../test/support/registry.ts";
import { createDigests } from "./digest.ts";

/** Monday, 23 November 2026, 00:00 legal time. */
const MONDAY = Date.UTC(2026, 10, 22, 17);
const SENT: NotifyOutcome = { ok: true, value: null };

let dir: string;
let clock: FakeClock;
let registry: Registry;
let unit: string;
let site: string;
let mail: string;
let sent: { readonly id: string; readonly content: DigestContent }[];
let digests: ReturnType<typeof createDigests>;
const by = { id: "p1", name: "an" };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-digest-"));
  clock = fakeClock(MONDAY - 20 * DAY);
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  ({ registry } = await openRegistry(dir, { clock, newId, log }));
  const commune = { name: "Xã A", kind: "commune" as const, parent: null, validFrom: "2026-07-01" };
  const added = await registry.addUnit(commune, by);
  const made = added.ok ? await registry.addSite({ unit: added.value.id, name: "Trụ sở" }, by) : added;
  const channel = { kind: "mail" as const, name: "Thư", enabled: true, settings: {}, secrets: {} };
  const mails = await registry.setChannel(undefined, channel, by);
  if (!added.ok || !made.ok || !mails.ok) throw new Error("nobody to tell");
  [unit, site, mail] = [added.value.id, made.value.id, mails.value.id];
  sent = [];
  digests = createDigests({
    registry,
    people: {
      all: () =>
        Promise.resolve([{ id: "an", username: "an", name: "An", role: "administrator", unit: null }]),
    },
    notifier: {
      tell: () => Promise.resolve(SENT),
      digest: (_channel, _to, what) => Promise.resolve(void sent.push(what)).then(() => SENT),
      test: () => Promise.resolve(SENT),
    },
    names: () => Promise.resolve(() => undefined),
    base: () => null,
    clock,
    log,
  });
});
afterEach(async () => {
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});

async function want(digest: "daily" | "weekly", of: string | null = null): Promise<void> {
  const wants = { severities: [], outside: "none", unit: of, step: 1, digest } as const;
  await registry.setSubscription(
    { person: "an", language: "vi", addresses: { [mail]: "an@x.vn" }, ...wants },
    by,
  );
}
const lookAt = (at: Instant) => {
  clock.setWall(at);
  return digests.look();
};
const save = (...changed: readonly AlertState[]) =>
  registry.saveAlerts({ site, at: clock.now(), changed, gone: [], notices: [], deliveries: [] });
const alert = (id: string, change: Partial<AlertState> = {}): AlertState =>
  firingAlert(site, { id, since: MONDAY - 2 * HOUR, firedAt: MONDAY - 2 * HOUR, ...change });
const over = { phase: "resolved", resolvedAt: MONDAY - HOUR } as const;

test("a week's digest is sent on the first working morning on which the server is on, once", async () => {
  await want("weekly");
  await lookAt(MONDAY - 7 * DAY + 8 * HOUR);
  expect(sent.map(({ content }) => content.to)).toEqual([MONDAY - 7 * DAY]);
  for (const hours of [8 - 24, 7, 13, 48 + 8, 48 + 9, 72 + 8]) await lookAt(MONDAY + hours * HOUR);
  expect(sent.map(({ content }) => [content.from, content.to])).toEqual([
    [MONDAY - 14 * DAY, MONDAY - 7 * DAY],
    [MONDAY - 7 * DAY, MONDAY],
  ]);
  // After Friday it is no news any more.
  await lookAt(MONDAY + 12 * DAY + 8 * HOUR);
  expect(sent).toHaveLength(2);
});

test("who asks for the first time within a week waits for its end, and a day is told once", async () => {
  await want("weekly");
  await lookAt(MONDAY + DAY + 8 * HOUR);
  expect(sent).toEqual([]);
  await want("daily");
  for (const hours of [24 + 8, 24 + 9, 48 + 8]) await lookAt(MONDAY + hours * HOUR);
  expect(sent.map(({ content }) => content.to)).toEqual([MONDAY + DAY, MONDAY + 2 * DAY]);
});

test("what was removed or switched off is not mended, and planned work is told only when it was outlasted", async () => {
  await want("daily");
  await save(
    alert("mended", over),
    alert("removed", { ...over, unwatched: true }),
    alert("work", { planned: true }),
    alert("worked", { ...over, planned: true }),
    alert("outlasted", { plannedUntil: MONDAY - HOUR }),
  );
  await lookAt(MONDAY + 8 * HOUR);
  expect(sent[0]?.content.resolved.map(({ state }) => state.id)).toEqual(["mended"]);
  expect(sent[0]?.content.open.map(({ state }) => state.id)).toEqual(["outlasted"]);
});

test("the oldest that is open is told, however many newer effects or pending ones there are", async () => {
  await want("daily");
  const many = Array.from({ length: 510 }, (_, n) =>
    alert(`e${n}`, n < 255 ? { cause: "root" } : { phase: "pending" }),
  );
  await save(alert("root", { since: MONDAY - 5 * DAY }), ...many);
  await lookAt(MONDAY + 8 * HOUR);
  expect(sent[0]?.content.open.map(({ state }) => state.id)).toEqual(["root"]);
  expect(sent[0]?.content.units).toMatchObject([{ open: 1, resolved: 0 }]);
});

test("the score of what is no longer measured is not told as today's", async () => {
  await want("daily");
  const score = (kind: "site" | "unit", id: string) => {
    return { subject: { kind, id }, score: 60, penalties: [], inferred: false };
  };
  await registry.saveScores(MONDAY - 21 * DAY, [score("site", site), score("unit", unit)]);
  await lookAt(MONDAY + 8 * HOUR);
  expect(sent[0]?.content.sites).toEqual([]);
  expect(sent[0]?.content.units).toMatchObject([{ score: null }]);
  await registry.saveScores(MONDAY + DAY, [score("site", site), score("unit", unit)]);
  await lookAt(MONDAY + DAY + 8 * HOUR);
  expect(sent[1]?.content.sites).toMatchObject([{ score: 60 }]);
  expect(sent[1]?.content.units).toMatchObject([{ score: 60 }]);
});

test("what concerns the whole district is told to those whose sites it hits", async () => {
  const target = { kind: "http", target: "https://mc.vn", everyMs: MINUTE, expect: {} } as const;
  const service = await registry.addService({ name: "Một cửa", unit, ...target }, by);
  const commune = { name: "Xã B", kind: "commune" as const, parent: null, validFrom: "2026-07-01" };
  const far = await registry.addUnit(commune, by);
  if (!service.ok || !far.ok) throw new Error("no service");
  const all = (id: string, rule: AlertState["rule"], key: string) =>
    alert(id, { rule, subject: { kind: "district", key: `district:${key}`, site: DISTRICT } });
  const changed = [
    all("everywhere", "service_down_everywhere", service.value.id),
    all("store", "store_trouble", "trouble/disk_low"),
  ];
  await registry.saveAlerts({
    site: DISTRICT,
    at: clock.now(),
    changed,
    gone: [],
    notices: [],
    deliveries: [],
  });
  await save(alert("here", { rule: "service_down", cause: "everywhere" }));
  const toldTo = async (of: string | null, day: number) => {
    await want("daily", of);
    await lookAt(MONDAY + day * DAY + 8 * HOUR);
    return sent
      .at(-1)
      ?.content.open.map(({ state }) => state.id)
      .toSorted();
  };
  expect(await toldTo(null, 0)).toEqual(["everywhere", "store"]);
  expect(await toldTo(unit, 1)).toEqual(["everywhere"]);
  expect(await toldTo(far.value.id, 2)).toEqual([]);
});
