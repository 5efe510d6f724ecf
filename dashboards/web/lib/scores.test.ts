import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR } from "../../../core/clock.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { daily, levelOf, scoresOfToday, type KnownScore } from "./scores.ts";

const score = (kind: "unit" | "site" | "device", id: string, value: number): KnownScore => ({
  subject: { kind, id },
  score: value,
  penalties: [],
  inferred: false,
  at: 0,
});
const unit = (id: string, parent: string | null, ...sites: string[]): UnitView => ({
  id,
  name: `Unit ${id}`,
  kind: "commune",
  parent,
  validFrom: "2026-07-01",
  validTo: null,
  sites: sites.map((site) => ({
    id: site,
    name: `Site ${site}`,
    unit: id,
    state: "good",
    newest: 0,
    agents: { total: 1, heard: 1 },
    devices: { total: 1, good: 1, bad: 0, unknown: 0 },
    targets: { total: 0, good: 0, bad: 0, unknown: 0 },
  })),
});
const shown = (units: readonly UnitView[], ...scores: KnownScore[]) =>
  scoresOfToday(units, scores).map(({ name, score: { score: value }, href }) => [name, value, href]);

test("the whole comes first, then the worst sites; sites that are well and units below are not named", () => {
  const units = [unit("all", null), unit("a", "all", "a1", "a2"), unit("b", "all", "b1", "b2", "b3")];
  expect(
    shown(
      units,
      score("unit", "a", 40),
      score("unit", "all", 66),
      score("site", "a1", 81),
      score("site", "a2", 95),
      score("site", "b1", 30),
      score("site", "b2", 89),
      score("site", "b3", 85),
      score("site", "elsewhere", 1),
      score("device", "a1", 2),
    ),
  ).toEqual([
    ["Unit all", 66, undefined],
    ["Site b1", 30, "/sites/b1"],
    ["Site a1", 81, "/sites/a1"],
    ["Site b3", 85, "/sites/b3"],
  ]);
});

test("of one site alone only that one is said, also when it is well", () => {
  const units = [unit("all", null), unit("a", "all", "a1")];
  expect(shown(units, score("unit", "all", 97), score("site", "a1", 97))).toEqual([
    ["Site a1", 97, "/sites/a1"],
  ]);
});

test("what has no score is not named, and no score is no number", () => {
  expect(shown([unit("all", null, "a", "b")])).toEqual([]);
});

test("a score has the word of its level", () => {
  expect([100, 90, 89.9, 70, 69.9, 0].map((value) => levelOf(value)[1])).toEqual([
    "good",
    "good",
    "fair",
    "fair",
    "poor",
    "poor",
  ]);
});

test("the past is shown by day: the mean of what was measured, gaps where nothing was", () => {
  const monday = Date.UTC(2026, 10, 23) - 7 * HOUR;
  const history = [
    { at: monday + 8 * HOUR, score: 90 },
    { at: monday + 23 * HOUR, score: 80 },
    { at: monday + 2 * DAY, score: 40 },
  ];
  expect(daily(history)).toEqual({
    at: [monday, monday + DAY, monday + 2 * DAY],
    values: [85, null, 40],
  });
  expect(daily([])).toEqual({ at: [], values: [] });
});

test("whatever was measured when, the days come in even steps and no mean lies beyond what was measured", () => {
  const moment = fc.record({
    at: fc.integer({ min: 0, max: 20 * DAY }),
    score: fc.integer({ min: 0, max: 100 }),
  });
  fc.assert(
    fc.property(fc.array(moment, { minLength: 1, maxLength: 60 }), (history) => {
      const { at, values } = daily(history);
      expect(at).toEqual(at.map((_, i) => (at[0] ?? 0) + i * DAY));
      const known = values.filter((value) => value !== null);
      const scores = history.map(({ score: value }) => value);
      expect(known.length).toBeGreaterThan(0);
      expect(Math.min(...known)).toBeGreaterThanOrEqual(Math.min(...scores));
      expect(Math.max(...known)).toBeLessThanOrEqual(Math.max(...scores));
    }),
  );
});
