import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { BOARDS } from "./boards/all.ts";
import { buildAll, DEFAULT_APP_URL } from "./build.ts";
import { lint } from "./lint.ts";
import { ask } from "./query.ts";

const OUT = join(import.meta.dirname, "out");
const built = buildAll(DEFAULT_APP_URL);
type Json = Record<string, unknown>;
const dashboards = [...built]
  .filter(([path]) => path.endsWith(".json"))
  .map(([path, content]) => ({ path, dashboard: JSON.parse(content) as Json }));

test("the committed files are what `npm run dashboards` writes, no more and no less", () => {
  const committed = globSync("**/*.{json,yaml}", { cwd: OUT }).map((path) => path.replaceAll("\\", "/"));
  expect(committed.toSorted()).toEqual([...built.keys()].toSorted());
  const stale = [...built].filter(([path, content]) => readFileSync(join(OUT, path), "utf8") !== content);
  expect(
    stale.map(([path]) => path),
    "run `npm run dashboards`",
  ).toEqual([]);
});

test("every dashboard is there in both dialects and both languages", () => {
  expect(BOARDS.map(({ key }) => key)).toEqual([
    "district",
    "site",
    "switch",
    "port",
    "pcs",
    "ups",
    "printers",
    "age",
    "agents",
  ]);
  expect(dashboards).toHaveLength(BOARDS.length * 4);
  expect(new Set(dashboards.map(({ dashboard }) => dashboard["uid"])).size).toBe(dashboards.length);
});

test("the linter finds nothing, and looked at every panel", () => {
  const reports = dashboards.map(({ path, dashboard }) => ({ path, ...lint(dashboard) }));
  expect(reports.flatMap(({ path, complaints }) => complaints.map((what) => `${path}: ${what}`))).toEqual([]);
  const panels = BOARDS.flatMap(({ sections }) => sections.flatMap((section) => section.panels)).length;
  expect(panels).toBeGreaterThanOrEqual(80);
  expect(reports.reduce((sum, report) => sum + report.panels, 0)).toBe(panels * 4);
  expect(reports.reduce((sum, report) => sum + report.queries, 0)).toBeGreaterThan(panels * 4);
});

test("both languages say the same things in their own words", () => {
  const titles = (language: string) =>
    dashboards
      .filter(({ path }) => path.startsWith(`prometheus/${language}/`))
      .flatMap(({ dashboard }) => (dashboard["panels"] as Json[]).map(({ title }) => title as string));
  const [vi, en] = [titles("vi"), titles("en")];
  expect(vi).toHaveLength(en.length);
  const same = vi.filter((title, index) => title === en[index]);
  expect(same).toEqual([]);
});

test("a field that is not in the table of entities, or is no counter, does not compile", () => {
  const port = ask("port", ["site"]);
  // @ts-expect-error: there is no such field
  port.rate("in_octetts");
  // @ts-expect-error: the speed is no counter
  port.rate("speed");
  // @ts-expect-error: a counter is not read but counted
  port.read("in_octets");
  // @ts-expect-error: a ping target has no device
  ask("target", ["device"]);
  // @ts-expect-error: a UPS has no ports
  ask("ups", []).lastSeen("charge", ["port"]);
  expect(port.rate("in_octets")).toEqual({ op: "rate", field: "in_octets" });
});

test("each alert file holds the eight rules, in the shape of Grafana's files", () => {
  const files = [...built].filter(([path]) => path.includes("/alerting/"));
  expect(files).toHaveLength(4);
  for (const [path, content] of files) {
    const { apiVersion, groups } = parse(content) as { apiVersion: number; groups: { rules: Json[] }[] };
    expect(apiVersion).toBe(1);
    const rules = groups.flatMap((group) => group.rules);
    expect(rules, path).toHaveLength(8);
    expect(new Set(rules.map(({ uid }) => uid)).size).toBe(8);
    for (const rule of rules) {
      const data = rule["data"] as { refId: string; model: Json }[];
      expect(data.map(({ refId }) => refId)).toEqual(["A", "B", "C"]);
      const asked = String(data[0]?.model["query"] ?? data[0]?.model["expr"]);
      // Rules have none of a dashboard's variables, and of its macros the time filter only.
      expect(asked.replaceAll("$timeFilter", "")).not.toContain("$");
      // Grafana fills in $NAME in a title, but not in annotations.
      expect(rule["title"]).not.toContain("$");
    }
  }
});

test("secrets are read from Grafana's environment", () => {
  const sources = [...built].filter(([path]) => path.includes("/datasources/")).map(([, content]) => content);
  expect(sources).toHaveLength(4);
  expect(sources[0]).toContain("Bearer $CAYDA_TOKEN");
  expect(sources[0]).toContain("url: $CAYDA_URL/api/prom");
  expect(sources.at(-1)).toContain("password: $INFLUX_PASSWORD");
});
