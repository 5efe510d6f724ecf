import { expect, test } from "vitest";
import { buildAll, DEFAULT_APP_URL } from "./build.ts";
import { lint } from "./lint.ts";

type Loose = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- broken on purpose, anywhere
const built = buildAll(DEFAULT_APP_URL);
const sample = (dialect: string): Loose =>
  JSON.parse(built.get(`${dialect}/vi/dashboards/boards/cayda-${dialect}-vi-site.json`) ?? "{}") as Loose;

test.each(["prometheus", "influx"])("a good dashboard has no complaints (%s)", (dialect) => {
  const report = lint(sample(dialect));
  expect(report.complaints).toEqual([]);
  expect(report.panels).toBeGreaterThan(15);
});

const FIRST = 1; // behind the first heading
const mistakes: readonly [string, (dashboard: Loose) => void, RegExp][] = [
  ["a uid that is too long", (d) => (d["uid"] = "x".repeat(41)), /uid/],
  ["a dashboard that may be edited", (d) => (d["editable"] = true), /editable/],
  ["no description", (d) => delete d["description"], /no description/],
  ["a panel without title", (d) => (d["panels"][FIRST].title = ""), /no title/],
  ["a panel that only repeats its title", (d) => (d["panels"][FIRST].description = "Down."), /does not say/],
  ["no unit", (d) => delete d["panels"][FIRST].fieldConfig.defaults.unit, /no unit/],
  ["no thresholds", (d) => delete d["panels"][FIRST].fieldConfig.defaults.thresholds, /no thresholds/],
  ["a fixed data source", (d) => (d["panels"][FIRST].datasource.uid = "abc"), /data source/],
  ["a query's own data source", (d) => (d["panels"][FIRST].targets[0].datasource.uid = "abc"), /its own/],
  ["two panels with one id", (d) => (d["panels"][2].id = d["panels"][FIRST].id), /not unique/],
  ["a panel without id", (d) => delete d["panels"][FIRST].id, /ids are missing/],
  ["panels over each other", (d) => (d["panels"][2].gridPos = d["panels"][FIRST].gridPos), /lies over/],
  ["a panel over the edge", (d) => (d["panels"][FIRST].gridPos.w = 25), /outside of the grid/],
  ["a missing refId", (d) => delete d["panels"][FIRST].targets[0].refId, /refIds/],
  ["no query", (d) => (d["panels"][FIRST].targets = []), /asks nothing/],
  ["no link", (d) => (d["panels"][FIRST].links = []), /no link/],
  [
    "a link to elsewhere",
    (d) => (d["panels"][FIRST].links[0].url = "https://example.com/"),
    /leads elsewhere/,
  ],
  [
    "a link that needs what is not asked for",
    (d) => (d["panels"][FIRST].fieldConfig.defaults.links[0].url = "${app_url}/x/${__field.labels.port}"),
    /needs port/,
  ],
  ["a variable that nobody declared", (d) => (d["panels"][FIRST].title = "${room}"), /room/],
];

test.each(mistakes)("%s is found", (_, spoil, complaint) => {
  const dashboard = sample("influx");
  spoil(dashboard);
  expect(lint(dashboard).complaints.join("\n")).toMatch(complaint);
});

test("an InfluxQL query for all time is found", () => {
  const dashboard = sample("influx");
  const target = dashboard["panels"][FIRST].targets[0];
  target.query = target.query.replaceAll("$timeFilter", "time > 0");
  expect(lint(dashboard).complaints.join("\n")).toMatch(/all time/);
});

test("a PromQL query that does not follow the screen is found", () => {
  const dashboard = sample("prometheus");
  dashboard["panels"][FIRST].targets[0].expr = "sum(cayda_device_up)";
  expect(lint(dashboard).complaints.join("\n")).toMatch(/does not follow/);
});

test("a dashboard of nothing was not looked at", () => {
  expect(lint({}).panels).toBe(0);
});
