import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { say } from "../../core/messages/say.ts";
import { FaultError } from "../../core/result.ts";
import { programClock as clock, programLanguage as language, reasonOf } from "../command-line.ts";
import type { ServerConfig } from "../config.ts";
import { configOf } from "../read-config.ts";
import { registryTarget } from "../registry-target.ts";
import { backUp, ELSEWHERE, type NamedFile } from "./copy.ts";

/**
 * `npm run backup -- --to DIR [--without-keys] [--config FILE] [--json]`: a copy of the registry while the server runs. Exit
 * code 2: what was asked for cannot be understood; 1: it went wrong.
 */

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
  const done = backUp({ dataDir, configFile: file, named: namedBy(config), to, now: clock.now(), keys });
  if (json) {
    tell(JSON.stringify({ ...done, keys }));
    return;
  }
  const { folder, bytes, elsewhere } = done;
  tell(say(language, "server.backup.done", { folder, bytes }));
  if (elsewhere.length > 0) {
    const files = elsewhere.join(", ");
    tell(say(language, "server.backup.elsewhere", { files, folder: join(folder, ELSEWHERE) }));
  }
  tell(say(language, keys ? "server.backup.with_keys" : "server.backup.without_keys", { dir: dataDir }));
  const measured = join(dataDir, config.store.kind === "embedded" ? "samples" : "influx");
  tell(say(language, "server.backup.measured", { dir: measured }));
}

/** One's own rules, calendar, certificate and passwords: the server does not start, or judges otherwise, without them. */
function namedBy({ alerts, tls, store }: ServerConfig): readonly NamedFile[] {
  const { passwordFile, tokenFile } = store.influx.auth;
  const open = [alerts.rules, alerts.calendar].map((path) => ({ path, secret: false }));
  const secret = [tls.cert, tls.key, passwordFile, tokenFile].map((path) => ({ path, secret: true }));
  return [...open, ...secret].flatMap(({ path, secret: kept }) =>
    path === undefined ? [] : [{ path, secret: kept }],
  );
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
