import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { createGenerator, type Schema } from "ts-json-schema-generator";
import { beforeAll, expect, test } from "vitest";
import { buildAll, DEFAULT_APP_URL } from "../../dashboards/grafana/build.ts";

/**
 * The JSON against Grafana's own types: schemas are generated here from the pinned SDK, so that they cannot grow old
 * beside it. Repaired where the types say less than Grafana accepts: a query is an empty interface there, and a panel's
 * options are "any", so each kind of panel is checked against its own.
 */
const SDK = join(
  dirname(createRequire(import.meta.url).resolve("@grafana/grafana-foundation-sdk/cog")),
  "..",
);
const built = buildAll(DEFAULT_APP_URL);
type Loose = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- JSON, broken on purpose below
const dashboards = [...built]
  .filter(([path]) => path.endsWith(".json"))
  .map(([path, content]) => ({ path, dashboard: JSON.parse(content) as Loose }));
const sample = (): Loose => structuredClone(dashboards[0]?.dashboard ?? {});

/** Kinds of panels by Grafana's name, with their folder in the SDK. */
const PANELS = {
  stat: "stat",
  timeseries: "timeseries",
  table: "table",
  bargauge: "bargauge",
  "state-timeline": "statetimeline",
} as const;
const WITH_CUSTOM: ReadonlySet<string> = new Set(["timeseries", "table", "state-timeline"]);

let wholeOf: ValidateFunction;
let promQuery: ValidateFunction;
const optionsOf = new Map<string, ValidateFunction>();
const customOf = new Map<string, ValidateFunction>();

/** A type of the SDK as a JSON Schema in which nothing may be added. */
function schemaOf(folder: string, type: string): Schema {
  const path = join(SDK, folder, "types.gen.d.ts");
  return createGenerator({ path, type, skipTypeCheck: true, additionalProperties: false }).createSchema(type);
}

const validator = (schema: Schema) => new Ajv({ strict: false, allErrors: true }).compile(schema as object);

beforeAll(() => {
  const dashboard = schemaOf("dashboard", "Dashboard");
  const definitions = dashboard.definitions as Record<string, Loose>;
  definitions["Dataquery"] = {};
  // One of two would complain about both: what calls itself a row is judged as a row, everything else as a panel.
  (definitions["Dashboard"] ?? {})["properties"].panels.items = {
    if: { properties: { type: { const: "row" } } },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { $ref: "#/definitions/RowPanel" },
    else: { $ref: "#/definitions/Panel" },
  };
  wholeOf = validator(dashboard);
  for (const [name, folder] of Object.entries(PANELS)) {
    optionsOf.set(name, validator(schemaOf(folder, "Options")));
    if (WITH_CUSTOM.has(name)) customOf.set(name, validator(schemaOf(folder, "FieldConfig")));
  }
  promQuery = validator(withoutMark(schemaOf("prometheus", "Dataquery")));
}, 60_000);

/** The SDK marks queries with a function, which JSON does not hold. */
function withoutMark(schema: Schema): Schema {
  const query = (schema.definitions as Record<string, Loose>)["Dataquery"] ?? {};
  delete query["properties"]._implementsDataqueryVariant;
  query["required"] = (query["required"] as string[]).filter((name) => !name.startsWith("_"));
  return schema;
}

function faultsOf(dashboard: Loose): string[] {
  const faults = check(wholeOf, dashboard, "dashboard");
  for (const panel of dashboard["panels"] as Loose[]) {
    if (panel["type"] === "row") continue;
    const kind = String(panel["type"]);
    const options = optionsOf.get(kind);
    if (options === undefined) faults.push(`${kind}: not a kind of panel that is known here`);
    else faults.push(...check(options, panel["options"], `${kind} options`));
    const custom = customOf.get(kind);
    if (custom !== undefined)
      faults.push(...check(custom, panel["fieldConfig"].defaults.custom, `${kind} custom`));
    for (const target of panel["targets"] as Loose[])
      if (target["expr"] !== undefined) faults.push(...check(promQuery, target, "query"));
  }
  return faults;
}

const check = (validate: ValidateFunction, value: unknown, where: string): string[] =>
  validate(value)
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${where}${instancePath} ${message} ${JSON.stringify(params)}`,
      );

test("every dashboard fits the types of the pinned SDK", () => {
  expect(dashboards.length).toBeGreaterThanOrEqual(36);
  for (const { path, dashboard } of dashboards) expect(faultsOf(dashboard), path).toEqual([]);
});

const FIRST = 1; // behind the first heading
test.each<readonly [string, (dashboard: Loose) => void]>([
  ["an unknown key", (d) => (d["panels"][FIRST].colour = "red")],
  ["an unknown key of a row", (d) => (d["panels"][0].colour = "red")],
  ["a wrong word", (d) => (d["panels"][FIRST].fieldConfig.defaults.color = { mode: "rainbow" })],
  ["a number instead of a text", (d) => (d["refresh"] = 60)],
  ["an option of another kind of panel", (d) => (d["panels"][FIRST].options.lineWidth = 2)],
  ["a wrong word among the options", (d) => (d["panels"][FIRST].options.graphMode = "spark")],
  ["a kind of panel that needs a plugin", (d) => (d["panels"][FIRST].type = "my-plugin-panel")],
  ["a query with an unknown key", (d) => (d["panels"][FIRST].targets[0].legend = "x")],
  ["a query without its expression", (d) => (d["panels"][FIRST].targets[0].expr = 1)],
  ["thresholds without a mode", (d) => delete d["panels"][FIRST].fieldConfig.defaults.thresholds.mode],
  ["no schema version", (d) => delete d["schemaVersion"]],
])("%s is caught", (_, spoil) => {
  const dashboard = sample();
  expect(faultsOf(dashboard)).toEqual([]);
  spoil(dashboard);
  expect(faultsOf(dashboard)).not.toEqual([]);
});
