import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Clock, Instant } from "../../core/clock.ts";
import { createLog } from "../../core/log.ts";
import { LANGUAGES, say, sayAny, type Language } from "../../core/messages/say.ts";
import { FaultError } from "../../core/result.ts";
import { parseServerConfig, type ServerConfig } from "../config.ts";
import { copyHistory, settle, type CopyFigures } from "./copy.ts";
import { openStoreFor } from "./stores.ts";

/** `npm run history -- copy --from embedded --to influx [--site ID] [--since 2026-01-31] [--config FILE] [--json]` */
const clock: Clock = {
  // oxlint-disable-next-line no-restricted-properties -- the one real clock of this program
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal: signal as AbortSignal }).catch(() => undefined),
};
const language: Language = LANGUAGES.find((known) => known === process.env["CAYDA_LANGUAGE"]) ?? "vi";

interface Order {
  readonly from: Kind;
  readonly to: Kind;
  readonly site: string | undefined;
  readonly since: Instant | undefined;
  readonly config: string | undefined;
  readonly json: boolean;
}
type Kind = ServerConfig["store"]["kind"];

/** Undefined when it cannot be understood. */
function orderOf(args: readonly string[]): Order | undefined {
  const text = { type: "string" } as const;
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { from: text, to: text, site: text, since: text, config: text, json: { type: "boolean" } },
    });
  } catch {
    return undefined;
  }
  const { positionals, values } = parsed;
  const [from, to] = [kindOf(values.from), kindOf(values.to)];
  const since = values.since === undefined ? undefined : Date.parse(`${values.since}T00:00:00+07:00`);
  if (positionals.join(" ") !== "copy" || from === undefined || to === undefined || from === to)
    return undefined;
  if (Number.isNaN(since)) return undefined;
  return { from, to, site: values.site, since, config: values.config, json: values.json === true };
}

const kindOf = (text: string | undefined): Kind | undefined =>
  text === "embedded" || text === "influx" ? text : undefined;

function configOf(named: string | undefined): ServerConfig {
  const file =
    named ?? process.env["CAYDA_CONFIG"] ?? join(process.env["CAYDA_DATA_DIR"] ?? "data", "server.yaml");
  const yaml = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const result = parseServerConfig(yaml, process.env, language, file);
  if (!result.ok)
    throw new FaultError("config_invalid", {
      file,
      mistakes: result.mistakes.map((line) => `  ${line}`).join("\n"),
    });
  return { ...result.config, dataDir: resolve(result.config.dataDir) };
}

async function copy(order: Order): Promise<void> {
  const config = configOf(order.config);
  const log = createLog((line) => process.stderr.write(line), clock, "warn");
  const from = await openStoreFor(order.from, config, clock, log);
  try {
    const to = await openStoreFor(order.to, config, clock, log);
    try {
      const show = (figures: CopyFigures) => {
        if (!order.json)
          process.stdout.write(`${say(language, "server.history.progress", counts(figures))}\n`);
      };
      const { from: source, to: target } = { from: from.store, to: to.store };
      const { site, since } = order;
      const figures = await copyHistory({ from: source, to: target, site, since, clock, progress: show });
      await settle(target, clock, 0);
      const done = { ...figures, waiting: target.stats().headPoints, troubles: target.stats().troubles };
      if (order.json) process.stdout.write(`${JSON.stringify(done)}\n`);
      else process.stdout.write(`${say(language, "server.history.done", counts(done))}\n`);
      if (!order.json && figures.rollupsOnlySince !== undefined)
        process.stdout.write(`${say(language, "server.history.rollups_left")}\n`);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

const counts = ({ entities, entitiesDone, points, blocks, knownBlocks, waiting }: CopyFigures) => ({
  entities,
  done: entitiesDone,
  points,
  blocks,
  known: knownBlocks,
  waiting,
});

const order = orderOf(process.argv.slice(2));
if (order === undefined) {
  process.stderr.write(`${say(language, "server.history.usage")}\n`);
  process.exitCode = 2;
} else {
  try {
    await copy(order);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const { code, params } = error.fault;
    process.stderr.write(`${sayAny(language, `fault.${code}`, params) ?? code}\n`);
    process.exitCode = 1;
  }
}
