import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Result } from "../../../core/result.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { firingAlert, noticeOf } from "../../../test/support/alert-states.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import { openRegistry, type OpenedRegistry } from "./registry.ts";

let dir: string;
let opened: OpenedRegistry;
const by = { id: "p1", name: "an" };
const open = () => {
  const clock = fakeClock();
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return openRegistry(dir, { clock, newId, log });
};
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-accounts-"));
  opened = await open();
});
afterEach(async () => {
  await opened.registry.close();
  rmSync(dir, { recursive: true, force: true });
});
const login = { username: "binh", password: "cay-da-dau-lang" };
const add = async () =>
  value(await opened.people.add({ ...login, name: "Bình", role: "officer", unit: null }));

test("nothing more is sent to somebody who was removed: what waits is given up, digests are forgotten", async () => {
  const { registry, people } = opened;
  const { id } = await add();
  const unit = value(
    await registry.addUnit({ name: "Xã A", kind: "commune", parent: null, validFrom: "2026-07-01" }, by),
  );
  const site = value(await registry.addSite({ unit: unit.id, name: "Trụ sở" }, by)).id;
  const mail = { kind: "mail", name: "Thư", enabled: true, settings: {}, secrets: {} } as const;
  const channel = value(await registry.setChannel(undefined, mail, by)).id;
  const wanted = {
    person: id,
    language: "vi",
    addresses: { [channel]: "binh@example.vn" },
    severities: ["critical"],
    outside: "none",
    unit: null,
    step: 1,
    digest: "daily",
  } as const;
  value(await registry.setSubscription(wanted, by));
  await registry.setSetting(`digest.${id}`, "20000");
  const state = firingAlert(site);
  await registry.saveAlerts({
    site,
    at: 2_000,
    changed: [state],
    gone: [],
    notices: [noticeOf(state)],
    deliveries: [
      { notice: "a1.1", person: id, channel, due: 2_000 },
      { notice: "a1.1", person: "other", channel, due: 2_000 },
    ],
  });
  value(await people.remove(id, by));
  expect((await registry.dueDeliveries(9_000, 10)).map(({ person }) => person)).toEqual(["other"]);
  const given = (await registry.deliveries({ alert: "a1", limit: 9 })).filter(({ person }) => person === id);
  expect(given).toMatchObject([{ state: "failed", fault: "person_unknown", attempts: 0 }]);
  expect(await registry.subscriptions()).toEqual([]);
  expect(await registry.setting(`digest.${id}`)).toBeUndefined();
});

test("a removed person is nobody, also after a restart, and still has a name", async () => {
  const { id } = await add();
  value(await opened.people.remove(id, by));
  await opened.registry.close();
  opened = await open();
  expect(await opened.people.all()).toEqual([]);
  expect(await opened.people.former()).toEqual([{ id, name: "Bình", username: "binh" }]);
  expect(await opened.people.signIn(login, true)).toMatchObject({ fault: { code: "sign_in_failed" } });
  for (const refused of [
    await opened.people.change(id, { role: "administrator" }, by),
    await opened.people.resetPassword(id, "mat-khau-moi-hon", by),
    await opened.people.remove(id, by),
  ])
    expect(refused).toMatchObject({ fault: { code: "person_unknown" } });
});

test("people of a registry that knew no passwords for one sign-in are there as before", async () => {
  const person = await add();
  await opened.registry.close();
  const db = new DatabaseSync(join(dir, "registry.sqlite"));
  db.exec('ALTER TABLE user DROP COLUMN "passwordDue"');
  db.close();
  opened = await open();
  expect(await opened.people.all()).toEqual([person]);
  expect(person).not.toHaveProperty("passwordDue");
  value(await opened.people.resetPassword(person.id, "mat-khau-moi-hon", by));
  expect(await opened.people.all()).toEqual([{ ...person, passwordDue: true }]);
});
