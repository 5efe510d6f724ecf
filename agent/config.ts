import * as z from "zod/mini";
import { parseDocument } from "yaml";
import { DAY, HOUR, MINUTE, SECOND } from "../core/clock.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { LANGUAGES, type Language, say } from "../core/messages/say.ts";
import { cleanText } from "../core/text.ts";
import { reasonOf } from "./files.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";
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

/** A value that `read` understands; an issue without a text otherwise: the sentence is looked up by the field. */
const field = <T>(read: (value: unknown) => T | undefined) =>
  z.optional(
    z.pipe(
      z.unknown(),
      z.transform((value, context): T => {
        const found = read(value);
        if (found === undefined) context.issues.push({ code: "custom", input: value });
        return found as T;
      }),
    ),
  );
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

const schema = z.strictObject({
  language: field(among(LANGUAGES)),
  dataDir: field(text),
  server: field(origin),
  enrolToken: field(text),
  enrolTokenFile: field(text),
  log: z.optional(z.strictObject({ level: field(among(LOG_LEVELS)) })),
  spool: z.optional(
    z.strictObject({
      maxBytes: field(within(parseBytes, 2 ** 20, 64 * 2 ** 30)),
      maxAge: field(within(parseDuration, HOUR, 90 * DAY)),
    }),
  ),
  flushEvery: field(within(parseDuration, SECOND, 10 * MINUTE)),
});
type Written = z.infer<typeof schema>;

/** Each key: which sentence says what is right, and an example of it. */
const KEYS = {
  language: { expects: "language", example: "vi" },
  dataDir: { expects: "text", example: "/var/lib/cayda-agent" },
  server: { expects: "origin", example: "https://10.1.2.3:8443" },
  enrolToken: { expects: "text", example: "cayda1~https://10.1.2.3:8443~…" },
  enrolTokenFile: { expects: "text", example: "/etc/cayda/enrol-token" },
  log: { expects: "section", example: "log: { level: info }" },
  "log.level": { expects: "level", example: "info" },
  spool: { expects: "section", example: "spool: { maxBytes: 256MiB, maxAge: 10d }" },
  "spool.maxBytes": { expects: "bytes", example: "256MiB" },
  "spool.maxAge": { expects: "age", example: "10d" },
  flushEvery: { expects: "flush", example: "15s" },
} as const;
type Key = keyof typeof KEYS;

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
  const parsed = schema.safeParse(tree);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) mistakes.push(...explain(issue, tree, names, language));
  }
  const token = secretOf(parsed.data, sources, language, mistakes);
  if (!parsed.success || mistakes.length > 0) {
    return fail("config_invalid", { file, mistakes: mistakes.map((mistake) => `- ${mistake}`).join("\n") });
  }
  return ok(withDefaults(parsed.data, token));
}

function withDefaults(data: Written, enrolToken: string | undefined): AgentConfig {
  const { language = "vi", dataDir = "data/agent", server, log = {}, spool = {} } = data;
  const { flushEvery: flushEveryMs = 15 * SECOND } = data;
  const { maxBytes = 256 * 2 ** 20, maxAge: maxAgeMs = 10 * DAY } = spool;
  return {
    language,
    dataDir,
    server,
    enrolToken,
    flushEveryMs,
    log: { level: log.level ?? "info" },
    spool: { maxBytes, maxAgeMs },
  };
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

function explain(
  issue: z.core.$ZodIssue,
  tree: Tree,
  names: ReadonlyMap<string, string>,
  language: Language,
): string[] {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const below = (key: string) => (path === "" ? !key.includes(".") : key.startsWith(`${path}.`));
    const known = Object.keys(KEYS).filter(below).join(", ");
    return issue.keys.map((key) =>
      say(language, "agent.config.unknown", {
        field: cleanText(path === "" ? key : `${path}.${key}`, 80),
        known,
      }),
    );
  }
  const { expects, example } = KEYS[path as Key];
  const wanted = say(language, `agent.config.${expects}`);
  const given = path.startsWith("enrolToken") ? "…" : shown(valueAt(tree, issue.path));
  return [say(language, "agent.config.mistake", { field: names.get(path) ?? path, given, wanted, example })];
}

const valueAt = (tree: Tree, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (isTree(at) ? at[String(key)] : undefined), tree);
const shown = (value: unknown): string => cleanText(JSON.stringify(value) ?? "", 60);

function secretOf(
  data: Written | undefined,
  { readSecret, env }: ConfigSources,
  language: Language,
  mistakes: string[],
): string | undefined {
  const path = data?.enrolTokenFile;
  if (path === undefined) return data?.enrolToken;
  const field =
    env["CAYDA_AGENT_ENROL_TOKEN_FILE"] === undefined ? "enrolTokenFile" : "CAYDA_AGENT_ENROL_TOKEN_FILE";
  if (data?.enrolToken !== undefined) {
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
