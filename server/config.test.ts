import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseServerConfig } from "./config.ts";

const mistakes = (yaml: string, environment: Record<string, string> = {}) => {
  const result = parseServerConfig(yaml, environment, "en");
  return result.ok ? [] : result.mistakes;
};

test("needs no file: only this machine is served, a local agent runs", () => {
  expect(parseServerConfig(undefined, {}, "vi")).toEqual({
    ok: true,
    config: {
      dataDir: "./data",
      http: { host: "127.0.0.1", port: 8480 },
      https: { host: "127.0.0.1", port: 8443 },
      tls: {},
      language: "vi",
      localAgent: true,
      traps: false,
      logLevel: "info",
      registry: {},
      store: {
        kind: "embedded",
        influx: { url: "http://127.0.0.1:8086", database: "cayda", auth: { mode: "none" }, maxOutbox: 4_096 },
        retention: { rawDays: 35, hourlyMonths: 36, dailyYears: 10 },
        disk: { warn: 2_048, reserve: 256 },
      },
      alerts: { everySeconds: 15, notify: { allow: [] } },
    },
  });
});

test("the environment wins over the file", () => {
  const environment = { CAYDA_HTTPS_HOST: "0.0.0.0", CAYDA_HTTP_PORT: "0", CAYDA_LOCAL_AGENT: "false" };
  const result = parseServerConfig("https: { port: 9443 }\nlocalAgent: true", environment, "vi");
  expect(result).toMatchObject({
    ok: true,
    config: { https: { host: "0.0.0.0", port: 9443 }, http: { port: 0 }, localAgent: false },
  });
});

test("numbers of the environment may have decimals", () => {
  expect(parseServerConfig(undefined, { CAYDA_ALERTS_EVERY_SECONDS: "0.5" }, "vi")).toMatchObject({
    ok: true,
    config: { alerts: { everySeconds: 0.5 } },
  });
});

test("the environment reaches every depth and leaves the rest of the file alone", () => {
  const yaml = "store: { retention: { rawDays: 60, dailyYears: 5 } }";
  expect(parseServerConfig(yaml, { CAYDA_STORE_RAW_DAYS: "20" }, "vi")).toMatchObject({
    ok: true,
    config: { store: { retention: { rawDays: 20, hourlyMonths: 36, dailyYears: 5 } } },
  });
});

test("the example file says the defaults and is itself a good configuration", () => {
  const text = readFileSync(new URL("../config/server.example.yaml", import.meta.url), "utf8");
  expect(mistakes(text)).toEqual([]);
  const settings = text.replaceAll(/^# ((?: {2})*\w+:)/gm, "$1");
  const parsed = parse(settings) as Record<string, unknown>;
  expect(Object.keys(parsed).toSorted()).toEqual(
    [
      "alerts",
      "dataDir",
      "http",
      "https",
      "language",
      "localAgent",
      "logLevel",
      "registry",
      "store",
      "tls",
      "traps",
    ].toSorted(),
  );
  expect(mistakes(settings)).toEqual([]);
});

describe("says what is wrong and how to mend it", () => {
  test.each<[string, string, RegExp]>([
    ["HTTP for other machines", "http: { host: 0.0.0.0 }", /^http\.host: .*use https/],
    ["a port of text", "https: { port: abc }", /^https\.port: .*number/],
    ["a port out of range", "http: { port: 70000 }", /^http\.port: .*65535/],
    ["half a certificate", "tls: { cert: a.pem }", /^tls: .*both/],
    ["neither HTTP nor HTTPS", "http: false\nhttps: false", /at least one/],
    ["an unknown setting", "prot: 1", /^prot: there is no such setting/],
    ["an unknown setting inside", "https: { hots: x }", /^https\.hots: there is no such setting/],
    ["a port for traps that is none", "traps: 0", /^traps: /],
    [
      "readings kept longer than hours",
      "store: { retention: { rawDays: 3000 } }",
      /^store\.retention: .*rawDays/,
    ],
    [
      "hours kept longer than days",
      "store: { retention: { dailyYears: 1 } }",
      /^store\.retention: .*dailyYears/,
    ],
    ["no days at all", "store: { retention: { rawDays: 0 } }", /^store\.retention\.rawDays: /],
    [
      "a user without a password",
      "store: { influx: { auth: { mode: basic, user: a } } }",
      /^store\.influx\.auth: .*passwordFile/,
    ],
    [
      "two tokens",
      "store: { influx: { auth: { mode: token, token: a, tokenFile: b } } }",
      /^store\.influx\.auth: /,
    ],
    ["a password in the address", "store: { influx: { url: 'http://a:b@c' } }", /^store\.influx\.url: /],
    ["an unknown retention", "store: { retention: { raw: 3 } }", /^store\.retention\.raw: there is no such/],
    ["an unknown language", "language: fr", /^language: .*vi, en/],
    ["no YAML", "http: [", /cannot be read/],
    ["a list", "- 1", /./],
  ])("%s", (_, yaml, expected) => expect(mistakes(yaml).join("\n")).toMatch(expected));

  test("all mistakes at once", () => {
    expect(mistakes("prot: 1\nlanguage: fr\nhttps: { port: abc }")).toHaveLength(3);
  });
});
