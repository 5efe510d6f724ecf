import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LANGUAGES } from "../core/messages/say.ts";
import { DAY, MINUTE } from "../core/clock.ts";
import { type ConfigSources, readAgentConfig } from "./config.ts";

const folder = "test/fixtures/config/agent";
const read = (text: string | undefined, more: Partial<ConfigSources> = {}) =>
  readAgentConfig({
    file: "agent.yaml",
    text,
    env: {},
    readSecret: () => {
      throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    },
    ...more,
  });

test("without a file everything has its default", () => {
  expect(read(undefined)).toEqual({
    ok: true,
    value: {
      language: "vi",
      dataDir: "data/agent",
      server: undefined,
      enrolToken: undefined,
      log: { level: "info" },
      spool: { maxBytes: 268_435_456, maxAgeMs: 10 * DAY },
      flushEveryMs: 15_000,
    },
  });
});

test("the example that is shipped says the defaults", () => {
  expect(read(readFileSync("config/agent.example.yaml", "utf8"))).toEqual(read(undefined));
});

test("a file's values are taken, and a key with nothing behind it is as good as absent", () => {
  expect(read(readFileSync(`${folder}/good.yaml`, "utf8"))).toMatchObject({
    ok: true,
    value: {
      language: "en",
      server: "https://10.1.2.3:8443",
      enrolToken: undefined,
      log: { level: "warn" },
      spool: { maxBytes: 2 ** 30, maxAgeMs: 30 * DAY },
      flushEveryMs: MINUTE,
    },
  });
});

const bad = globSync(`${folder}/bad/*.yaml`).toSorted();
test("there are bad files to look at", () => expect(bad.length).toBeGreaterThanOrEqual(10));

test.each(bad)(
  "every mistake of %s is said, with its field and what is right, in both languages",
  async (file) => {
    const text = readFileSync(file, "utf8");
    const said = LANGUAGES.map((language) => {
      const result = read(text, { language });
      if (result.ok) throw new Error(`${file} was accepted`);
      expect(result.fault.code).toBe("config_invalid");
      return String(result.fault.params["mistakes"]);
    });
    await expect(`${said.join("\n\n")}\n`).toMatchFileSnapshot(`../${file.replace(".yaml", ".txt")}`);
  },
);

test("the environment wins over the file, the command line over both, and a mistake names where it stands", () => {
  const env = {
    CAYDA_AGENT_FLUSH_EVERY: "30s",
    CAYDA_AGENT_LOG_LEVEL: "error",
    CAYDA_AGENT_DATA_DIR: "/a",
    PATH: "x",
  };
  expect(read("flushEvery: 1m\nlog: { level: warn }", { env, dataDir: "/b" })).toMatchObject({
    ok: true,
    value: { flushEveryMs: 30_000, log: { level: "error" }, dataDir: "/b" },
  });
  const wrong = { CAYDA_AGENT_SPOOL_MAX_AGE: "ten days", CAYDA_AGENT_FLUSHEVERY: "1s" };
  const result = read("spool: { maxAge: 10d }", { env: wrong, language: "en" });
  const mistakes = result.ok ? "" : String(result.fault.params["mistakes"]);
  expect(mistakes).toMatch(/^- CAYDA_AGENT_FLUSHEVERY: there is no such key/);
  expect(mistakes).toContain('\n- CAYDA_AGENT_SPOOL_MAX_AGE: "ten days" is not right');
});

test("a language that nobody speaks here is said in Vietnamese", () => {
  expect(read("language: fr")).toEqual({
    ok: false,
    fault: {
      code: "config_invalid",
      params: { file: "agent.yaml", mistakes: '- language: "fr" chưa đúng, cần vi hoặc en. Ví dụ đúng: vi' },
    },
  });
});

test("a secret may lie in a file, and is shown in no mistake", () => {
  const readSecret = () => "cayda1~secret\n";
  const env = { CAYDA_AGENT_ENROL_TOKEN_FILE: "/run/token" };
  expect(read(undefined, { env, readSecret })).toMatchObject({
    ok: true,
    value: { enrolToken: "cayda1~secret" },
  });
  const result = read("enrolToken: [hush-hush]", { language: "en" });
  expect(JSON.stringify(result)).not.toContain("hush");
  expect(result.ok).toBe(false);
});
