import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Clock } from "../../core/clock.ts";
import { createLog } from "../../core/log.ts";
import { LANGUAGES, say, sayAny, type Language } from "../../core/messages/say.ts";
import { FaultError } from "../../core/result.ts";
import { configOf } from "../read-config.ts";
import { registryTarget } from "../registry-target.ts";
import { copyToPostgres } from "../stores/registry/copy-to-postgres.ts";

/**
 * `npm run registry -- copy [--config FILE] [--json]`: the registry of a stopped server from SQLite into PostgreSQL. Exit code 2:
 * what was asked for cannot be understood; 1: it went wrong.
 */
const clock: Clock = {
  // oxlint-disable-next-line no-restricted-properties -- the one real clock of this program
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal: signal as AbortSignal }).catch(() => undefined),
};
const language: Language = LANGUAGES.find((known) => known === process.env["CAYDA_LANGUAGE"]) ?? "vi";
const log = createLog((line) => process.stderr.write(line), clock, "warn");
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

interface Order {
  readonly config: string | undefined;
  readonly json: boolean;
}

function orderOf(args: string[]): Order | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { config: { type: "string" }, json: { type: "boolean" } },
    });
    const { config, json = false } = values;
    return positionals.length === 1 && positionals[0] === "copy" ? { config, json } : undefined;
  } catch {
    return undefined;
  }
}

async function perform({ config: option, json }: Order): Promise<void> {
  const { config, file: configFile } = configOf(option, language);
  const refuse = (mistake: string) =>
    new FaultError("config_invalid", { file: configFile, mistakes: `  ${mistake}` });
  const target = registryTarget(config.registry);
  if (target === undefined) throw refuse(say(language, "server.registry.no_target"));
  const file = join(config.dataDir, "registry", "registry.sqlite");
  if (!existsSync(file)) throw refuse(say(language, "server.config.no_data", { dir: file }));
  const { server, tables } = await copyToPostgres({ file, target, clock, log });
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  if (json) {
    tell(JSON.stringify({ server, rows, tables }));
    return;
  }
  for (const one of tables) tell(say(language, "server.registry.table", { ...one }));
  tell(say(language, "server.registry.done", { rows, tables: tables.length, server, file }));
}

/** For the person; a bug is thrown on. */
function reasonOf(error: unknown): string {
  if (error instanceof FaultError) {
    const { code, params } = error.fault;
    return sayAny(language, `fault.${code}`, params) ?? code;
  }
  // Of the system or of SQLite: the file cannot be read, it is none.
  if (!(error instanceof Error && ("syscall" in error || "errcode" in error))) throw error;
  return say(language, "server.history.system", { reason: error.message });
}

const order = orderOf(process.argv.slice(2));
if (order === undefined) {
  process.stderr.write(`${say(language, "server.registry.usage")}\n`);
  process.exitCode = 2;
} else {
  try {
    await perform(order);
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exitCode = 1;
  }
}
