import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

/**
 * Which folder may import what: own folders, npm packages, Node. The most specific row wins; ARCHITECTURE.md shows the
 * same table. "type:" means as a type only. A new package or a new direction is a visible line here.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: ["core"],
  "core/wire": ["core", "zod"],
  agent: ["agent", "core", "node:", "yaml", "package.json"],
  "agent/calendar.ts": ["agent", "core", "node:", "node-cron"],
  "agent/packaging": ["agent/snmp/survey/library.ts", "node:", "esbuild"],
  "agent/snmp": ["agent/snmp", "agent/collectors/collector.ts", "core", "node:"],
  "agent/snmp/survey/library.ts": ["agent/snmp", "core", "node:", "yaml"],
  "agent/snmp/session.ts": ["agent/snmp", "agent/collectors/collector.ts", "core", "node:", "net-snmp"],
  "agent/host": ["agent/host", "agent/collectors/collector.ts", "core", "node:"],
  "agent/host/inventory-child.ts": ["agent/host", "core", "node:", "systeminformation"],
  "agent/lan": ["agent/lan", "agent/collectors/collector.ts", "core", "node:"],
  server: ["server", "core", "node:", "zod", "yaml"],
  "server/api": [
    "server/api",
    "server/ingest",
    "server/ports.ts",
    "server/history-port.ts",
    "server/people-port.ts",
    "server/organisation-port.ts",
    "server/alerts-port.ts",
    "server/notify-port.ts",
    "server/assets-port.ts",
    "server/planning-port.ts",
    "server/device-names.ts",
    "server/site-topology.ts",
    "server/names.ts",
    "server/promql",
    "core",
    "node:",
    "zod",
    "hono",
    "hono-openapi",
    "@hono/",
  ],
  "server/api/export": [
    "server/api/export",
    "server/api/access.ts",
    "server/api/context.ts",
    "server/ports.ts",
    "server/history-port.ts",
    "core",
    "node:",
  ],
  "server/api/export/parquet.ts": ["server/api/export", "core", "hyparquet-writer"],
  "server/documents": [
    "server/documents",
    "server/assets-port.ts",
    "core",
    "node:",
    "docx",
    "exceljs",
    "qrcode",
    "yaml",
    "zod",
  ],
  "server/ingest": ["server/ingest", "server/ports.ts", "core", "node:", "zod"],
  "server/jobs": [
    "server/jobs",
    "server/ports.ts",
    "server/history-port.ts",
    "server/alerts-port.ts",
    "server/assets-port.ts",
    "server/planning-port.ts",
    "server/notify-port.ts",
    "server/device-names.ts",
    "server/names.ts",
    "server/site-topology.ts",
    "core",
  ],
  "server/notify": [
    "server/notify",
    "server/notify-port.ts",
    "server/alerts-port.ts",
    "server/ports.ts",
    "core",
    "node:",
    "nodemailer",
    "zod",
  ],
  "server/planning": [
    "server/planning",
    "server/documents",
    "server/jobs",
    "server/stores/registry",
    "server/stores/samples",
    "server/asset-tables.ts",
    "server/own-tables.ts",
    "server/command-line.ts",
    "server/alert-calendar.ts",
    "server/read-config.ts",
    "server/registry-target.ts",
    "server/ports.ts",
    "server/assets-port.ts",
    "server/planning-port.ts",
    "server/people-port.ts",
    "core",
    "node:",
  ],
  "server/promql": [
    "server/promql",
    "core",
    "node:",
    "@prometheus-io/lezer-promql",
    "@lezer/common",
    "re2js",
  ],
  "server/stores/samples": [
    "server/stores/samples",
    "server/ports.ts",
    "server/history-port.ts",
    "server/store-limits.ts",
    "core",
    "node:",
  ],
  "server/stores/influx": [
    "server/stores/influx",
    "server/stores/samples",
    "server/ports.ts",
    "server/history-port.ts",
    "core",
    "node:",
    "@influxdata/influxdb-client",
  ],
  "server/stores/registry": [
    "server/stores/registry",
    "server/ports.ts",
    "server/people-port.ts",
    "server/organisation-port.ts",
    "server/alerts-port.ts",
    "server/assets-port.ts",
    "core",
    "node:",
    "kysely",
    "pg",
    "better-auth",
  ],
  "server/web.ts": ["server", "node:", "@hono/"],
  "server/oui.ts": ["server", "core", "node:", "oui-data"],
  "server/tls.ts": ["server", "core", "node:", "selfsigned"],
  "dashboards/web": [
    "dashboards/web",
    "core",
    "type:server/api/app.ts",
    "hono/client",
    "preact",
    "@preact/signals",
    "uplot",
    "@fontsource-variable/inter",
  ],
  "dashboards/web/vite.config.ts": ["vite", "node:"],
  "dashboards/grafana": ["dashboards/grafana", "core", "node:", "@grafana/grafana-foundation-sdk", "yaml"],
};
const FOLDERS = ["core", "agent", "server", "dashboards"];
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

const files = FOLDERS.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`)).filter(
  (file) => !/\.test\.tsx?$|\.d\.ts$|\/dist\/|node_modules/.test(file),
);

interface Import {
  readonly file: string;
  readonly target: string;
  readonly type: boolean;
}

function importsOf(file: string): Import[] {
  return [...readFileSync(file, "utf8").matchAll(IMPORT)].map(([, type, from, dynamic]) => {
    const name = from ?? dynamic ?? "";
    const target = name.startsWith(".") ? normalize(join(dirname(file), name)) : name;
    return { file, target, type: type !== undefined };
  });
}

/** The rules of the longest row that the file lies under. */
function rulesFor(file: string): readonly string[] {
  const row = Object.keys(MAY_IMPORT)
    .filter((key) => file === key || file.startsWith(`${key}/`))
    .toSorted((a, b) => b.length - a.length)[0];
  return row === undefined ? [] : (MAY_IMPORT[row] ?? []);
}

function allows(rule: string, { target, type }: Import): boolean {
  if (rule.startsWith("type:")) return type && target === rule.slice(5);
  if (rule.endsWith(":") || rule.endsWith("/")) return target.startsWith(rule);
  return target === rule || target.startsWith(`${rule}/`);
}

const imports = files.flatMap(importsOf);

test("sees the whole project", () => {
  expect(files.length).toBeGreaterThan(60);
  expect(imports.length).toBeGreaterThan(200);
  for (const folder of FOLDERS)
    expect(
      files.some((file) => file.startsWith(`${folder}/`)),
      folder,
    ).toBe(true);
});

test("imports run one way, and every package is allowed where it is used", () => {
  const wrong = imports.filter((entry) => !rulesFor(entry.file).some((rule) => allows(rule, entry)));
  expect(wrong.map(({ file, target }) => `${file} may not import ${target}`)).toEqual([]);
});

test("only the composition roots name adapters", () => {
  const adapters = [
    "server/stores/samples",
    "server/stores/influx",
    "server/stores/registry",
    "server/notify",
  ];
  const wrong = imports.filter(
    ({ file, target }) =>
      adapters.some((adapter) => target.startsWith(`${adapter}/`) && !file.startsWith(`${adapter}/`)) &&
      // The second metric store shares the first one's codec and definitions.
      !(file.startsWith("server/stores/influx/") && target.startsWith("server/stores/samples/")) &&
      file !== "server/compose.ts" &&
      file !== "server/open-stores.ts" &&
      file !== "server/registry/main.ts" &&
      file !== "server/history/stores.ts" &&
      file !== "server/planning/main.ts" &&
      file !== "server/password/main.ts",
  );
  expect(wrong.map(({ file, target }) => `${file} names ${target}`)).toEqual([]);
});

test("no folder of the top level is outside the house", () => {
  const known = new Set([
    "agent",
    "server",
    "dashboards",
    "config",
    "test",
    "core",
    "node_modules",
    "data",
    "coverage",
  ]);
  const strangers = globSync("*/").filter(
    (name) => !name.startsWith(".") && !known.has(name.replace(/\/$/, "")),
  );
  expect(strangers).toEqual([]);
});

test("every path that ARCHITECTURE.md and the READMEs name exists", () => {
  let seen = 0;
  for (const document of ["ARCHITECTURE.md", "README.md", "README.vi.md"]) {
    const paths = readFileSync(document, "utf8").matchAll(
      /[`(]((?:core|agent|server|dashboards|config|test)\/[\w./-]*)[`)]/g,
    );
    for (const [, path = ""] of paths) {
      seen += 1;
      expect(existsSync(path), `${document} names ${path}`).toBe(true);
    }
  }
  expect(seen).toBeGreaterThan(30);
});

test("ARCHITECTURE.md shows the same table of imports", () => {
  const map = readFileSync("ARCHITECTURE.md", "utf8");
  for (const [folder, rules] of Object.entries(MAY_IMPORT)) {
    const row = map.split("\n").find((line) => line.startsWith(`| \`${folder}\` |`));
    expect(row, `ARCHITECTURE.md has no row for ${folder}`).toBeDefined();
    for (const rule of rules) expect(row, `${folder}: ${rule}`).toContain(`\`${rule}\``);
  }
});

test("nothing in the project speaks of the place where it was made", () => {
  const places = [
    ["", "work", ""].join("/"),
    [".", "library"].join(""),
    ["..", "shared", "DESIGN"].join("/"),
  ];
  const text = globSync("{core,agent,server,dashboards,config,test}/**/*.{ts,tsx,md,yaml,json,css,html}")
    .concat(globSync("*.{md,json}"))
    .filter((file) => !/node_modules|\/dist\/|package-lock/.test(file));
  expect(text.length).toBeGreaterThan(60);
  const named = text.filter((file) => {
    const content = readFileSync(file, "utf8");
    return places.some((place) => content.includes(place));
  });
  expect(named).toEqual([]);
});
