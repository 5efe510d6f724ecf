import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { parseArgs } from "node:util";
import manifest from "../package.json" with { type: "json" };
import type { Fault, Result } from "../core/result.ts";
import { fail } from "../core/result.ts";
import { LANGUAGES, type Language, say, sayAny } from "../core/messages/say.ts";
import { type AgentConfig, readAgentConfig } from "./config.ts";
import { reasonOf } from "./files.ts";
import { systemClock } from "./system-clock.ts";

/** Exit codes: 0 all is well, 1 a fault that a person can mend, 2 the command was wrong, 3 `status` found trouble. */
const FAULT = 1;
const USAGE = 2;
const TROUBLE = 3;

const OPTIONS = {
  config: { type: "string" },
  data: { type: "string" },
  lang: { type: "string" },
  "stdin-stop": { type: "boolean" },
  community: { type: "string" },
  user: { type: "string" },
  auth: { type: "string" },
  priv: { type: "string" },
  port: { type: "string" },
  targets: { type: "string" },
  out: { type: "string" },
  concurrency: { type: "string" },
  json: { type: "boolean" },
} as const;
type Environment = Readonly<Record<string, string | undefined>>;

/** Runs one command line to its end; the exit code. */
export async function runCommand(args: readonly string[], env: Environment): Promise<number> {
  let line: Line;
  try {
    line = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return misused(languageOf(undefined, env), error instanceof Error ? error.message : String(error));
  }
  const language = languageOf(line.values.lang, env);
  const [command = "", argument, ...more] = line.positionals;
  const alone = ALONE.get(command);
  if (alone !== undefined) return alone(line, language, env);
  if (WANTS_ARGUMENT.get(command) !== (argument !== undefined) || more.length > 0) return misused(language);
  const config = readConfig(line, env);
  if (!config.ok) return told(language, config.fault);
  const outcome = await dispatch(command, argument ?? "", config.value, line, env);
  return typeof outcome === "number" ? outcome : told(config.value.language, outcome);
}

/** Commands that need no configuration. */
const ALONE: ReadonlyMap<string, (line: Line, language: Language, env: Environment) => Promise<number>> =
  new Map([
    ["survey", surveyNow],
    ["install", installNow("install")],
    ["uninstall", installNow("uninstall")],
    [
      "inventory-child",
      async () => {
        await (await import("./host/inventory-child.ts")).runInventoryChild();
        return 0;
      },
    ],
  ]);
/** The others, and whether a word must follow them. */
const WANTS_ARGUMENT: ReadonlyMap<string, boolean> = new Map([
  ["run", false],
  ["status", false],
  ["enrol", true],
  ["diagnose", true],
]);

type Line = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;

async function dispatch(
  command: string,
  argument: string,
  config: AgentConfig,
  { values }: Line,
  env: Environment,
): Promise<number | Fault> {
  switch (command) {
    case "run": {
      const { run } = await import("./run-command.ts");
      return (await run(config, manifest.version, values["stdin-stop"] === true)) ?? 0;
    }
    case "enrol":
      return enrolNow(config, argument);
    case "status": {
      const { agentStatus } = await import("./status.ts");
      const { lines, good } = await agentStatus(config);
      print(lines.join("\n"));
      return good ? 0 : TROUBLE;
    }
    default: {
      const { diagnoseDevice } = await import("./diagnose-command.ts");
      const found = await diagnoseDevice({ ...values, address: argument }, env, config.language);
      if (found === undefined) return misused(config.language);
      print(found.lines.join("\n"));
      return found.good ? 0 : FAULT;
    }
  }
}

/** Visits devices from a file; the figures go to standard error (with --json to the last line of standard output). */
async function surveyNow({ values }: Line, language: Language): Promise<number> {
  const { targets, out, json, concurrency = "16" } = values;
  const most = Number(concurrency);
  if (targets === undefined || !Number.isInteger(most) || most < 1 || most > 1_000) return misused(language);
  const { runSurvey } = await import("./survey-command.ts");
  const made = await runSurvey({ targets, out, concurrency: most, clock: systemClock() });
  if (!made.ok) return told(language, made.fault);
  const figures = JSON.stringify(made.value);
  if (json === true) print(figures);
  else complain(figures);
  return 0;
}

function installNow(command: "install" | "uninstall") {
  return async ({ positionals: [, token, ...more] }: Line, language: Language, env: Environment) => {
    if (more.length > 0) return misused(language);
    const { runInstall } = await import("./install-command.ts");
    return runInstall({ command, token, version: manifest.version, language, env });
  };
}

async function enrolNow({ dataDir, language }: AgentConfig, token: string): Promise<number | Fault> {
  const { enrol } = await import("./enrol.ts");
  const { version } = manifest;
  const clock = systemClock();
  const made = await enrol({
    dataDir,
    token,
    hostname: hostname(),
    platform: process.platform,
    version,
    clock,
  });
  if (!made.ok) return made.fault;
  print(say(language, "agent.enrolled", { site: made.value.site.name, server: made.value.server }));
  return 0;
}

function readConfig({ values }: Line, env: Environment): Result<AgentConfig> {
  const { config: file, data: dataDir, lang: language } = values;
  const read = (path: string) => readFileSync(path, "utf8");
  let text: string | undefined;
  try {
    text = file === undefined ? undefined : read(file);
  } catch (error) {
    const mistakes = `- ${say(languageOf(language, env), "agent.config.file", { reason: reasonOf(error) })}`;
    return fail("config_invalid", { file: file ?? "", mistakes });
  }
  return readAgentConfig({ file: file ?? "CAYDA_AGENT_*", text, env, language, dataDir, readSecret: read });
}

function languageOf(asked: string | undefined, env: Environment): Language {
  return LANGUAGES.find((language) => language === (asked ?? env["CAYDA_AGENT_LANGUAGE"])) ?? "vi";
}

function misused(language: Language, reason?: string): number {
  if (reason !== undefined) complain(say(language, "agent.usage.mistake", { reason }));
  complain(say(language, "agent.usage"));
  return USAGE;
}

function told(language: Language, { code, params }: Fault): number {
  complain(sayAny(language, `fault.${code}`, params) ?? code);
  return FAULT;
}

const print = (text: string): boolean => process.stdout.write(`${text}\n`);
const complain = (text: string): boolean => process.stderr.write(`${text}\n`);
