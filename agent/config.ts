import { parseDocument } from "yaml";
import { DAY, HOUR, MINUTE, SECOND } from "../core/clock.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { LANGUAGES, type Language, say } from "../core/messages/say.ts";
import { cleanText } from "../core/text.ts";
import { reasonOf } from "./files.ts";
import { LOG_LEVELS, type LogLevel } from "../core/log.ts";
import { parseBytes, parseDuration } from "./units.ts";

/** How the agent is set up on this PC. What it polls comes from the server. */
export interface AgentConfig {
  readonly language: Language;
  readonly dataDir: string;
  /** Where the server is now, when it is not where the enrolment token said. */
  readonly server: string | undefined;
  readonly enrolToken: string | undefined;
  readonly log: { readonly level: LogLevel };
  readonly spool: { readonly maxBytes: number; readonly maxAgeMs: number };
  readonly flushEveryMs: number;
}

export interface ConfigSources {
  /** Name of the file, for sentences; its text, undefined when there is no file. */
  readonly file: string;
  readonly text: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** From the command line; wins over everything. */
  readonly language?: string | undefined;
  readonly dataDir?: string | undefined;
  /** Content of a file that holds a secret; throws when it cannot be read. */
  readonly readSecret: (path: string) => string;
}

const among =
  <T extends string>(choices: readonly T[]) =>
  (value: unknown) =>
    choices.find((choice) => choice === value);
const within =
  (parse: (text: string) => number | undefined, min: number, max: number) => (value: unknown) => {
    const found = typeof value === "string" ? parse(value) : undefined;
    return found !== undefined && found >= min && found <= max ? found : undefined;
  };
const text = (value: unknown) =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
const origin = (value: unknown) => {
  const url = typeof value === "string" ? URL.parse(value) : null;
  const fits = url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "";
  return fits ? url.origin : undefined;
};

/**
 * Each key: how its value is read (undefined: it is not right), the sentence that says what is right, an example.
 * No schema library: the agent must fit into 65 MB, and beside the lazily loaded zod of `core/wire` even its small
 * variant takes a tenth of that.
 */
const KEYS = {
  language: { read: among(LANGUAGES), expects: "language", example: "vi" },
  dataDir: { read: text, expects: "text", example: "/var/lib/cayda-agent" },
  server: { read: origin, expects: "origin", example: "https://10.1.2.3:8443" },
  enrolToken: { read: text, expects: "text", example: "cayda1~https://10.1.2.3:8443~…" },
  enrolTokenFile: { read: text, expects: "text", example: "/etc/cayda/enrol-token" },
  "log.level": { read: among(LOG_LEVELS), expects: "level", example: "info" },
  "spool.maxBytes": { read: within(parseBytes, 2 ** 20, 64 * 2 ** 30), expects: "bytes", example: "256MiB" },
  "spool.maxAge": { read: within(parseDuration, HOUR, 90 * DAY), expects: "age", example: "10d" },
  flushEvery: { read: within(parseDuration, SECOND, 10 * MINUTE), expects: "flush", example: "15s" },
} as const;
type Key = keyof typeof KEYS;
/** Groups of keys, with an example each. */
const SECTIONS: Readonly<Record<string, string>> = {
  log: "log: { level: info }",
  spool: "spool: { maxBytes: 256MiB, maxAge: 10d }",
};
const KNOWN: readonly string[] = Object.keys(KEYS);
type Written = { readonly [K in Key]?: NonNullable<ReturnType<(typeof KEYS)[K]["read"]>> };

/** Environment variables that stand for a key, and win over the file. */
const VARIABLES: Readonly<Record<string, Key>> = {
  CAYDA_AGENT_LANGUAGE: "language",
  CAYDA_AGENT_DATA_DIR: "dataDir",
  CAYDA_AGENT_SERVER: "server",
  CAYDA_AGENT_ENROL_TOKEN: "enrolToken",
  CAYDA_AGENT_ENROL_TOKEN_FILE: "enrolTokenFile",
  CAYDA_AGENT_LOG_LEVEL: "log.level",
  CAYDA_AGENT_SPOOL_MAX_BYTES: "spool.maxBytes",
  CAYDA_AGENT_SPOOL_MAX_AGE: "spool.maxAge",
  CAYDA_AGENT_FLUSH_EVERY: "flushEvery",
};

/** Reads everything and says every mistake at once (fault `config_invalid`), in the language that was asked for. */
export function readAgentConfig(sources: ConfigSources): Result<AgentConfig> {
  const { file, env } = sources;
  const language = among(LANGUAGES)(sources.language ?? env["CAYDA_AGENT_LANGUAGE"]) ?? "vi";
  const mistakes: string[] = [];
  const tree = readYaml(sources.text, language, mistakes);
  const names = overlay(tree, sources, language, mistakes);
  const written = readTree(tree, names, language, mistakes);
  const token = secretOf(written, sources, language, mistakes);
  if (mistakes.length > 0) {
    return fail("config_invalid", { file, mistakes: mistakes.map((mistake) => `- ${mistake}`).join("\n") });
  }
  return ok({
    language: written.language ?? "vi",
    dataDir: written.dataDir ?? "data/agent",
    server: written.server,
    enrolToken: token,
    log: { level: written["log.level"] ?? "info" },
    spool: {
      maxBytes: written["spool.maxBytes"] ?? 256 * 2 ** 20,
      maxAgeMs: written["spool.maxAge"] ?? 10 * DAY,
    },
    flushEveryMs: written.flushEvery ?? 15 * SECOND,
  });
}

type Tree = Record<string, unknown>;

function readYaml(text: string | undefined, language: Language, mistakes: string[]): Tree {
  const document = parseDocument(text ?? "", { prettyErrors: true });
  for (const { linePos, message } of document.errors) {
    const reason = message.replace(/ at line \d+, column \d+:[\s\S]*$/u, "");
    mistakes.push(say(language, "agent.config.yaml", { line: linePos?.[0].line ?? 1, reason }));
  }
  if (document.errors.length > 0) return {};
  const tree: unknown = document.toJS();
  if (tree === null || tree === undefined) return {};
  if (typeof tree === "object" && !Array.isArray(tree)) return withoutBlanks(tree as Tree);
  mistakes.push(say(language, "agent.config.notKeys"));
  return {};
}

/** A key with nothing behind it (its value was commented out) is as good as absent. */
function withoutBlanks(tree: Tree): Tree {
  const filled = Object.entries(tree).filter(([, value]) => value !== null);
  return Object.fromEntries(
    filled.map(([key, value]) => [key, isTree(value) ? withoutBlanks(value) : value]),
  );
}

const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Puts environment and command line over the file; returns what each such key is called there. */
function overlay(
  tree: Tree,
  { env, language: asked, dataDir }: ConfigSources,
  language: Language,
  mistakes: string[],
): Map<string, string> {
  const names = new Map<string, string>();
  const put = (key: Key, value: string, name: string) => {
    const [section = "", inner] = key.split(".");
    if (inner === undefined) tree[section] = value;
    else tree[section] = { ...(isTree(tree[section]) ? tree[section] : {}), [inner]: value };
    names.set(key, name);
  };
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("CAYDA_AGENT_") || value === undefined || value === "") continue;
    const key = VARIABLES[name];
    if (key === undefined) {
      const known = Object.keys(VARIABLES).join(", ");
      mistakes.push(say(language, "agent.config.unknown", { field: name, known }));
    } else {
      put(key, value, name);
    }
  }
  if (asked !== undefined) put("language", asked, "--lang");
  if (dataDir !== undefined) put("dataDir", dataDir, "--data");
  return names;
}

/** Reads every value by its key; a mistake for each that is unknown or not right. */
function readTree(
  tree: Tree,
  names: ReadonlyMap<string, string>,
  language: Language,
  mistakes: string[],
): Written {
  const written: Record<string, unknown> = {};
  const wrong = (
    key: string,
    value: unknown,
    expects: (typeof KEYS)[Key]["expects"] | "section",
    example: string,
  ) => {
    const given = key.startsWith("enrolToken") ? "…" : shown(value);
    const wanted = say(language, `agent.config.${expects}`);
    mistakes.push(
      say(language, "agent.config.mistake", { field: names.get(key) ?? key, given, wanted, example }),
    );
  };
  const visit = (key: string, value: unknown, section: string): void => {
    const example = SECTIONS[key];
    if (example !== undefined) {
      if (!isTree(value)) wrong(key, value, "section", example);
      else for (const [inner, below] of Object.entries(value)) visit(`${key}.${inner}`, below, `${key}.`);
    } else if (isKey(key)) {
      const { read, expects, example } = KEYS[key];
      written[key] = read(value);
      if (written[key] === undefined) wrong(key, value, expects, example);
    } else {
      const known = [...KNOWN.filter((name) => !name.includes(".")), ...Object.keys(SECTIONS)];
      const here = section === "" ? known : KNOWN.filter((name) => name.startsWith(section));
      mistakes.push(
        say(language, "agent.config.unknown", { field: cleanText(key, 80), known: here.join(", ") }),
      );
    }
  };
  for (const [key, value] of Object.entries(tree)) visit(key, value, "");
  return written;
}

const isKey = (key: string): key is Key => Object.hasOwn(KEYS, key);
const shown = (value: unknown): string => cleanText(JSON.stringify(value) ?? "", 60);

function secretOf(
  written: Written,
  { readSecret, env }: ConfigSources,
  language: Language,
  mistakes: string[],
): string | undefined {
  const path = written.enrolTokenFile;
  if (path === undefined) return written.enrolToken;
  const field =
    env["CAYDA_AGENT_ENROL_TOKEN_FILE"] === undefined ? "enrolTokenFile" : "CAYDA_AGENT_ENROL_TOKEN_FILE";
  if (written.enrolToken !== undefined) {
    mistakes.push(say(language, "agent.config.twice", { field, other: "enrolToken" }));
    return undefined;
  }
  try {
    return readSecret(path).trim();
  } catch (error) {
    mistakes.push(say(language, "agent.config.secret", { field, path, reason: reasonOf(error) }));
    return undefined;
  }
}
