import { expect, test } from "vitest";
import { MONDAY_9, someSettings } from "../../test/support/alert-kit.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../clock.ts";
import { ALWAYS_OPEN } from "./calendar.ts";
import { evaluateDistrict } from "./district.ts";
import { createSiteMemory } from "./memory.ts";
import type { Elsewhere, SiteOutcome } from "./site-model.ts";
import type { AlertState } from "./types.ts";

function createDistrict() {
  const saved = new Map<string, AlertState>();
  const told: string[] = [];
  let ids = 0;
  return (now: number, elsewhere: Partial<Elsewhere>): { outcome: SiteOutcome; told: readonly string[] } => {
    const outcome = evaluateDistrict({
      now,
      elsewhere: {
        services: new Map(),
        silent: [],
        sites: 5,
        listeningSince: 0,
        troubles: [],
        ...elsewhere,
      },
      calendar: ALWAYS_OPEN,
      memory: createSiteMemory(),
      settings: () => someSettings({ holdMs: 50 * SECOND, clearMs: MINUTE, raise: 1 }),
      open: [...saved.values()],
      care: new Map(),
      maintenance: [],
      newId: () => `a${(ids += 1)}`,
    });
    for (const state of outcome.changed) saved.set(state.id, state);
    for (const id of outcome.gone) saved.delete(id);
    told.push(...outcome.notices.map(({ reason, state }) => `${state.subject.key} ${reason}`));
    return { outcome, told };
  };
}
const T = MONDAY_9;
const services = (up: string[], down: string[]) => ({
  services: new Map([["mail", { name: "Official mail", up, down, watching: [...up, ...down] }]]),
});

test("a service that most sites cannot reach is down for all, and over when they can", () => {
  const pass = createDistrict();
  for (let minute = 0; minute < 5; minute += 1)
    pass(T + minute * MINUTE, services(["s1"], ["s2", "s3", "s4"]));
  for (let minute = 5; minute < 10; minute += 1) pass(T + minute * MINUTE, services(["s1", "s2", "s3"], []));
  const { told } = pass(T + 10 * MINUTE, services(["s1", "s2", "s3"], []));
  expect(told).toEqual(["district:mail first", "district:mail resolved"]);
});

test("one site of many says something about that site, not about the service", () => {
  const pass = createDistrict();
  for (let minute = 0; minute < 5; minute += 1)
    expect(pass(T + minute * MINUTE, services(["s1", "s2", "s3"], ["s4"])).told).toEqual([]);
});

test("a trouble of the store is over when it is named no more", () => {
  const pass = createDistrict();
  const troubles = [{ code: "disk_low", params: { free: 5 } }];
  for (let minute = 0; minute < 5; minute += 1) pass(T + minute * MINUTE, { troubles });
  for (let minute = 5; minute < 9; minute += 1) pass(T + minute * MINUTE, {});
  const { told } = pass(T + 9 * MINUTE, {});
  expect(told).toEqual(["district:trouble/disk_low first", "district:trouble/disk_low resolved"]);
});

test("a service that was removed is watched no more a day later", () => {
  const pass = createDistrict();
  for (let minute = 0; minute < 5; minute += 1) pass(T + minute * MINUTE, services([], ["s1", "s2"]));
  expect(pass(T + HOUR, {}).outcome.changed).toEqual([]);
  const { outcome, told } = pass(T + 2 * DAY, {});
  expect(outcome.changed).toMatchObject([{ phase: "resolved", unwatched: true }]);
  expect(told).toEqual(["district:mail first"]);
});
