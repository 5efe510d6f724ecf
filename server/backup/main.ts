import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { LANGUAGES, say, sayAny, type Language } from "../../core/messages/say.ts";
import { FaultError } from "../../core/result.ts";
import { configOf } from "../read-config.ts";
import { registryTarget } from "../registry-target.ts";
import { backUp } from "./copy.ts";

/**
 * `npm run backup -- --to DIR [--without-keys] [--config FILE] [--json]`: a copy of the registry while the server runs. Exit
 * code 2: what was asked for cannot be understood; 1: it went wrong.
 */
const language: Language = LANGUAGES.find((known) => known === process.env["CAYDA_LANGUAGE"]) ?? "vi";

interface BackupOrder {
  readonly to: string;
  readonly keys: boolean;
  readonly config: string | undefined;
  readonly json: boolean;
}

function orderOf(args: string[]): BackupOrder | undefined {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    const { values } = parseArgs({
      args,
      options: { to: text, config: text, "without-keys": flag, json: flag },
    });
    const { to, config, json = false, "without-keys": without = false } = values;
    return to === undefined || to === "" ? undefined : { to: resolve(to), keys: !without, config, json };
  } catch {
    return undefined;
  }
}

function perform({ to, keys, config: option, json }: BackupOrder): void {
  const { config, file } = configOf(option, language);
  const { dataDir } = config;
  const postgres = registryTarget(config.registry);
  if (postgres !== undefined) {
    // Half a backup that ends well would be taken for a whole one.
    const { host, port, database, user } = postgres;
    throw new FaultError("registry_elsewhere", { server: `${host}:${port}`, database, user, dir: dataDir });
  }
  const registry = join(dataDir, "registry");
  if (!existsSync(join(registry, "registry.sqlite"))) {
    const mistakes = `  ${say(language, "server.config.no_data", { dir: registry })}`;
    throw new FaultError("config_invalid", { file, mistakes });
  }
  // oxlint-disable-next-line no-restricted-properties -- the one real clock of this program
  const done = backUp({ dataDir, configFile: file, to, now: Date.now(), keys });
  if (json) {
    tell(JSON.stringify({ ...done, keys }));
    return;
  }
  tell(say(language, "server.backup.done", { ...done }));
  tell(say(language, keys ? "server.backup.with_keys" : "server.backup.without_keys", { dir: dataDir }));
  const measured = join(dataDir, config.store.kind === "embedded" ? "samples" : "influx");
  tell(say(language, "server.backup.measured", { dir: measured }));
}

/** For the person; a bug is thrown on. */
function reasonOf(error: unknown): string {
  if (error instanceof FaultError) {
    const { code, params } = error.fault;
    return sayAny(language, `fault.${code}`, params) ?? code;
  }
  // Of the system or of SQLite: the folder cannot be written, the disk is full.
  if (!(error instanceof Error && ("syscall" in error || "errcode" in error))) throw error;
  return say(language, "server.history.system", { reason: error.message });
}

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

const order = orderOf(process.argv.slice(2));
if (order === undefined) {
  process.stderr.write(`${say(language, "server.backup.usage")}\n`);
  process.exitCode = 2;
} else {
  try {
    perform(order);
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exitCode = 1;
  }
}
