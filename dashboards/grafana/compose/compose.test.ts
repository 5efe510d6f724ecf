import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseServerConfig } from "../../../server/config.ts";
import { buildAll, DEFAULT_APP_URL } from "../build.ts";

/** There is no Docker where this runs: what can be read out of the files is held together here. */
interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
}
const text = readFileSync(join(import.meta.dirname, "docker-compose.yml"), "utf8");
const { services } = parse(text) as { services: Readonly<Record<string, Service>> };
const grafana = services["grafana"] ?? {};

test("the three services are there, and the file says that CI does not run it", () => {
  expect(Object.keys(services)).toEqual(["cayda", "influxdb", "grafana"]);
  expect(text).toContain("NOT run in CI");
});

test("Grafana gets every variable that the provisioning files want", () => {
  const wanted = new Set<string>();
  for (const [path, content] of buildAll(DEFAULT_APP_URL))
    if (path.includes("/datasources/"))
      for (const [, name = ""] of content.matchAll(/\$(\w+)/g)) wanted.add(name);
  expect([...wanted].toSorted()).toEqual([
    "CAYDA_TOKEN",
    "CAYDA_URL",
    "INFLUX_DB",
    "INFLUX_PASSWORD",
    "INFLUX_URL",
    "INFLUX_USER",
  ]);
  expect(Object.keys(grafana.environment ?? {})).toEqual(expect.arrayContaining([...wanted]));
});

test("what is mounted into Grafana exists for both dialects and languages", () => {
  const mount = grafana.volumes?.find((volume) => volume.includes("/etc/grafana/provisioning")) ?? "";
  for (const dialect of ["prometheus", "influx"])
    for (const language of ["vi", "en"]) {
      const folder = mount
        .replace("${CAYDA_GRAFANA:-prometheus}", dialect)
        .replace("${CAYDA_LANGUAGE:-vi}", language)
        .replace(/:\/etc.*$/, "");
      for (const part of ["datasources", "dashboards", "alerting"])
        expect(existsSync(join(import.meta.dirname, folder, part, "cayda.yaml")), `${folder}/${part}`).toBe(
          true,
        );
    }
});

test("every secret has to be given, and none has a default", () => {
  const secrets = [...text.matchAll(/\$\{(\w*PASSWORD)([^}]*)\}/g)];
  expect(secrets.length).toBeGreaterThanOrEqual(4);
  for (const [whole, , rest] of secrets) expect(rest, whole).toMatch(/^:\?/);
  const example = readFileSync(join(import.meta.dirname, ".env.example"), "utf8");
  for (const [, name = ""] of secrets) expect(example).toMatch(new RegExp(`^${name}=$`, "m"));
});

test("the server understands its settings, and puts measurements where Grafana looks for them", () => {
  const settings = readFileSync(join(import.meta.dirname, "server.yaml"), "utf8");
  const environment = {
    CAYDA_HTTPS_HOST: "0.0.0.0",
    CAYDA_LANGUAGE: "en",
    CAYDA_LOCAL_AGENT: services["cayda"]?.environment?.["CAYDA_LOCAL_AGENT"] ?? "",
  };
  const result = parseServerConfig(settings, environment, "en");
  expect(result.ok ? [] : result.mistakes).toEqual([]);
  if (!result.ok) return;
  const { http, store, localAgent } = result.config;
  expect(localAgent).toBe(false);
  expect(store.kind).toBe("influx");
  expect(store.influx.url).toBe(grafana.environment?.["INFLUX_URL"]);
  expect(store.influx.database).toBe(grafana.environment?.["INFLUX_DB"]);
  expect(store.influx.auth.user).toBe(grafana.environment?.["INFLUX_USER"]);
  expect(http === false ? "" : `http://${http.host}:${http.port}`).toBe(grafana.environment?.["CAYDA_URL"]);
});
