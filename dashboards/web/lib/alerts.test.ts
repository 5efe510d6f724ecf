import fc from "fast-check";
import { expect, test } from "vitest";
import type { Severity } from "../../../core/alerting/types.ts";
import type { AlertRow } from "../../../core/wire/alerts.ts";
import { isOf, rankOf, rootsOf, siteOf, sitesWorstFirst } from "./alerts.ts";
import { groupRows, linesOf } from "./table.ts";

interface Some {
  readonly site?: string;
  readonly severity?: Severity;
  readonly since?: number;
  readonly cause?: string | null;
  readonly by?: string;
  readonly assignee?: string;
}
const alert = ({ site = "a", severity = "warning", since = 0, cause = null, by, assignee }: Some = {}) => ({
  state: { subject: { site }, severity, since, cause } as AlertRow["state"],
  care: {
    acknowledged: by === undefined ? null : { at: 0, by, note: "" },
    assignee: assignee ?? null,
    snoozedUntil: null,
  },
  siteName: site,
  assigneeName: null,
});

test("the site with the worst alert comes first, then the one with more such, then the one that waits longest", () => {
  const rows = [
    alert({ site: "late", since: 9 }),
    alert({ site: "early", since: 1 }),
    alert({ site: "two" }),
    alert({ site: "two" }),
    alert({ site: "critical", severity: "critical", since: 50 }),
    alert({ site: "noisy", severity: "notice" }),
    alert({ site: "noisy", severity: "notice" }),
    alert({ site: "noisy", severity: "notice" }),
  ];
  expect(sitesWorstFirst(rows)).toEqual(["critical", "two", "early", "late", "noisy"]);
});

test("what follows from another fault does not bring its site forward", () => {
  const follows = alert({ site: "hit", severity: "critical", cause: "x" });
  expect(sitesWorstFirst([follows, alert({ site: "own", severity: "notice" })])).toEqual(["own", "hit"]);
});

test("an alert is free, or somebody's, and mine when I was given it or took it", () => {
  const me = { id: "p1", name: "An" };
  const [free, mine, given, others] = [
    alert(),
    alert({ by: "An" }),
    alert({ by: "Bình", assignee: "p1" }),
    alert({ by: "An", assignee: "p2" }),
  ];
  const shown = (care: "all" | "free" | "taken" | "mine") =>
    [free, mine, given, others].map((row) => isOf(care, row, me));
  expect(shown("all")).toEqual([true, true, true, true]);
  expect(shown("free")).toEqual([true, false, false, false]);
  expect(shown("taken")).toEqual([false, true, true, true]);
  expect(shown("mine")).toEqual([false, true, true, false]);
  expect(isOf("mine", mine, undefined)).toBe(false);
});

const some = fc.record({
  site: fc.constantFrom("a", "b", "c"),
  severity: fc.constantFrom<Severity>("critical", "warning", "notice"),
  since: fc.nat(100),
  cause: fc.constantFrom(null, "x"),
});

test("whatever the alerts, each is drawn once, under one heading for its site, and no later site has a worse one", () => {
  fc.assert(
    fc.property(fc.array(some), (given) => {
      const rows = given.map(alert);
      const lines = linesOf(groupRows(rows, siteOf, sitesWorstFirst), siteOf);
      const drawn = lines.flatMap((line) => (line.kind === "row" ? [line.row] : []));
      expect(new Set(drawn)).toEqual(new Set(rows));
      expect(drawn).toHaveLength(rows.length);
      const groups = lines.flatMap((line) => (line.kind === "group" ? [line] : []));
      expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
      expect(groups.flatMap((group) => group.rows)).toEqual(drawn);
      const worst = groups.map((group) => Math.min(...group.rows.map(rankOf)));
      expect(worst).toEqual(worst.toSorted((a, b) => a - b));
    }),
  );
});

test("what follows from another alert is hidden behind it, but never when that one is not shown", () => {
  const named = (id: string, cause: string | null = null) => {
    const { state } = alert({ cause });
    return { state: { ...state, id } };
  };
  const shown = rootsOf([
    named("root"),
    named("follows", "root"),
    named("of the district", "seen elsewhere"),
  ]);
  expect(shown.map(({ state }) => state.id)).toEqual(["root", "of the district"]);
});
