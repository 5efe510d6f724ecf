import { expect, test } from "vitest";
import { MONDAY_9, someModel, someSettings } from "../../test/support/alert-kit.ts";
import { HOUR, MINUTE, SECOND } from "../clock.ts";
import { ALWAYS_OPEN } from "./calendar.ts";
import { evaluateSite } from "./evaluate.ts";
import { createSiteMemory } from "./memory.ts";
import type { AlertState } from "./types.ts";

test("a UPS that runs on its battery is told of once, with its figures, and costs the site health until it ends", () => {
  const [ups] = someModel().devices;
  if (ups === undefined) throw new Error("no device");
  const model = someModel({ devices: [{ ...ups, class: "ups", name: "UPS 1" }], targets: [] });
  const memory = createSiteMemory();
  const open = new Map<string, AlertState>();
  const told: string[] = [];
  const scores: number[] = [];
  let ids = 0;
  for (let minute = 0; minute < 30; minute += 1) {
    const now = MONDAY_9 + minute * MINUTE + SECOND;
    const fields = (at: number, source: number) =>
      new Map(
        Object.entries({ output_source: source, runtime: 1_200, charge: 90 }).map(([name, value]) => [
          name,
          { at, value },
        ]),
      );
    const sourceAt = (of: number): number => (of >= 5 && of < 15 ? 5 : 3);
    const outcome = evaluateSite({
      now,
      model,
      pairOf: (entity) =>
        entity === "ups:d1"
          ? {
              newer: fields(now - SECOND, sourceAt(minute)),
              older: fields(now - MINUTE, sourceAt(minute - 1)),
            }
          : undefined,
      events: [],
      memory,
      calendar: ALWAYS_OPEN,
      elsewhere: {
        services: new Map(),
        silent: [],
        sites: 1,
        listeningSince: MONDAY_9 - HOUR,
        troubles: [],
      },
      settings: () => someSettings(),
      open: [...open.values()],
      care: new Map(),
      maintenance: [],
      above: [],
      newId: () => {
        ids += 1;
        return `a${ids}`;
      },
    });
    for (const state of outcome.changed) open.set(state.id, state);
    for (const id of outcome.gone) open.delete(id);
    for (const { state, reason } of outcome.notices)
      if (state.rule === "ups_on_battery") told.push(`${reason} ${String(state.evidence.params["device"])}`);
    const site = outcome.scores.find(({ subject }) => subject.kind === "site");
    if (site !== undefined) scores.push(site.score);
  }
  expect(told).toEqual(["first UPS 1", "resolved UPS 1"]);
  expect(Math.min(...scores.slice(5, 15))).toBeLessThan(scores.at(-1) ?? 0);
});
