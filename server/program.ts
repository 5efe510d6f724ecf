import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { say, sayAny, type Language } from "../core/messages/say.ts";
import { FaultError, type Fault } from "../core/result.ts";
import { programClock as clock, programLanguage as language } from "./command-line.ts";
import { startServer, type RunningServer } from "./compose.ts";
import { parseServerConfig, type ServerConfig } from "./config.ts";
import { createLog, type Log } from "../core/log.ts";
import { GREETING } from "./greeting.ts";
import { OWN_TABLES } from "./own-tables.ts";
import { writeAside } from "./write-aside.ts";

const ROOT = resolve(import.meta.dirname, "..");

const bothOf = (first: Language): readonly Language[] => [first, first === "vi" ? "en" : "vi"];

/** Both languages, the person's own first: whoever starts the server may not be the one who set it up. */
function print(speak: (language: Language) => string | undefined, first: Language): void {
  for (const each of bothOf(first)) process.stdout.write(`${speak(each) ?? ""}\n`);
}

function fail(key: string, params: Record<string, string | number>, first: Language): never {
  for (const each of bothOf(first)) {
    process.stderr.write(`${sayAny(each, key, params) ?? key}\n`);
  }
  process.exit(1);
}

function readConfig(): { config: ServerConfig; file: string } {
  const flag = process.argv.indexOf("--config");
  const named = flag > 0 ? process.argv[flag + 1] : process.env["CAYDA_CONFIG"];
  const file = named ?? join(process.env["CAYDA_DATA_DIR"] ?? "data", "server.yaml");
  if (named !== undefined && !existsSync(file)) {
    fail("server.config.unreadable", { file, reason: "ENOENT" }, language);
  }
  const yaml = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const result = parseServerConfig(yaml, process.env, language, file);
  if (!result.ok) refuse(file, result.mistakes, language);
  return { config: { ...result.config, dataDir: resolve(result.config.dataDir) }, file: resolve(file) };
}

/** One's own rules, calendar and tables: a mistake in them is said before anything runs. The shipped ones are not read for that. */
async function checkOwnFiles({ alerts, dataDir, language: first }: ServerConfig): Promise<void> {
  const tables = join(dataDir, OWN_TABLES);
  if (existsSync(tables)) {
    const { readAssetTables } = await import("./asset-tables.ts");
    const read = readAssetTables(tables, first);
    if (!read.ok) refuse(tables, read.mistakes, first);
    const legal = join(tables, "documents.yaml");
    const { readLegal } = await import("./documents/legal.ts");
    const bases = existsSync(legal) ? readLegal(legal) : undefined;
    if (bases?.ok === false) refuse(legal, bases.mistakes, first);
  }
  const { rules, calendar } = alerts;
  if (rules !== undefined) {
    const { loadAlertRules } = await import("./alert-rules.ts");
    const read = loadAlertRules(rules, first);
    if (!read.ok) refuse(rules, read.mistakes, first);
  }
  if (calendar !== undefined) {
    const { loadCalendar } = await import("./alert-calendar.ts");
    const read = loadCalendar(calendar, first);
    if (!read.ok) refuse(calendar, read.mistakes, first);
  }
}

function refuse(file: string, mistakes: readonly string[], first: Language): never {
  return fail(
    "fault.config_invalid",
    { file, mistakes: mistakes.map((line) => `  ${line}`).join("\n") },
    first,
  );
}

function version(): string {
  const { version: text } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    version: string;
  };
  return text;
}

function greetingOf(server: RunningServer, { config, file }: { config: ServerConfig; file: string }): string {
  const { language: first } = config;
  const lines: string[] = [];
  const add = (speak: (language: Language) => string) => {
    for (const each of bothOf(first)) lines.push(`${speak(each)}\n`);
  };
  const address = server.http ?? server.https ?? "";
  const open = config.https !== false && ["0.0.0.0", "::"].includes(config.https.host);
  add((each) => say(each, "server.start.address", { address }));
  if (open) add((each) => say(each, "server.start.lan", { address: server.forAgents }));
  else add((each) => say(each, "server.start.local_only", { file }));
  add((each) => say(each, "server.start.data", { dir: config.dataDir }));
  const { cutOff } = server;
  if (cutOff > 0) add((each) => say(each, "server.start.certificate_changed", { count: cutOff }));
  if (!server.webBuilt) add((each) => say(each, "server.start.web_missing"));
  const { setupLink } = server;
  if (setupLink !== undefined) add((each) => say(each, "server.start.setup", { link: setupLink }));
  return lines.join("");
}

/** On the screen, and in a file for who starts it with the machine and has no screen. */
function greet(text: string, dataDir: string, log: Log): void {
  process.stdout.write(text);
  try {
    writeAside(join(dataDir, GREETING), text, 0o600);
  } catch (error) {
    log.warn("greeting_not_kept", { error });
  }
}

/**
 * `--recover USER-NAME`: for whoever has this machine, when the last administrator forgot the password or lost the phone. Said
 * once, by hand, and answered where the set-up link is.
 */
async function recover({ people }: RunningServer, first: Language, log: Log): Promise<void> {
  const flag = process.argv.indexOf("--recover");
  if (flag < 0) return;
  const username = process.argv[flag + 1] ?? "";
  const password = randomBytes(8).toString("hex");
  const done = await people.recover(username, password);
  if (done.ok) {
    const { name, username: known } = done.value;
    log.warn("administrator_recovered", { username: known });
    print((each) => say(each, "server.recover.done", { name, username: known, password }), first);
    return;
  }
  const governing = (await people.all()).filter(({ role }) => role === "administrator");
  const names = governing.map((one) => one.username).join(", ");
  print((each) => say(each, "server.recover.unknown", { username, names }), first);
}

/** The server as a program: reads configuration and environment, prints what a person needs, stops on a signal. */
export async function runServer(): Promise<void> {
  const { config, file } = readConfig();
  await checkOwnFiles(config);
  const log = createLog((line) => process.stderr.write(line), clock, config.logLevel);
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      log.error(event, { error });
      process.exit(1);
    });
  }
  const serve = async (byHand: boolean): Promise<RunningServer> => {
    const lost = Promise.withResolvers<Fault>();
    const server = await start(config, log, lost.resolve, byHand);
    log.info("server_started", { http: server.http, https: server.https, version: version() });
    if (server.cutOff > 0) log.error("certificate_changed", { agents: server.cutOff });
    greet(greetingOf(server, { config, file }), config.dataDir, log);
    const deaf = stopOnSignal(server, config.language, log);
    // Another server took the registry over while the database was away from this one: it stops, and waits for its turn.
    const again = async () => {
      const { code, params } = await lost.promise;
      log.error("registry_lost", { ...params });
      print((each) => sayAny(each, `fault.${code}`, params), config.language);
      await server.stop();
      deaf();
      await serve(false);
    };
    void again();
    return server;
  };
  await recover(await serve(true), config.language, log);
}

/** Starts, or ends the program with a sentence when what is in the way is known. */
async function start(
  config: ServerConfig,
  log: Log,
  lost: (fault: Fault) => void,
  byHand: boolean,
): Promise<RunningServer> {
  try {
    return await startServer({
      config,
      clock,
      log,
      version: version(),
      webDir: join(ROOT, "dashboards", "web", "dist"),
      agentCommand: [process.execPath, join(ROOT, "agent", "main.ts"), "run", "--stdin-stop"],
      environment: { ...process.env, CAYDA_AGENT_LANGUAGE: config.language },
      // Said once, by hand: as a setting it would stay, and a key that is missing for a moment would cost all secrets.
      forgetSecrets: byHand && process.argv.includes("--forget-secrets"),
      waiting: ({ code, params }) => print((each) => sayAny(each, `fault.${code}`, params), config.language),
      lost,
    });
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return fail(`fault.${error.fault.code}`, error.fault.params, config.language);
  }
}

/** Answers how to stop listening for signals. */
function stopOnSignal(running: RunningServer, first: Language, log: Log): () => void {
  const stop = (signal: string) => {
    log.info("server_stopping", { signal });
    print((each) => say(each, "server.stop"), first);
    running.stop().then(
      () => {
        log.info("server_stopped");
        process.exit(0);
      },
      (error: unknown) => {
        log.error("server_stop_failed", { error });
        process.exit(1);
      },
    );
  };
  const signals = ["SIGTERM", "SIGINT"] as const;
  for (const signal of signals) process.once(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}
