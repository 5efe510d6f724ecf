import { createLog } from "../../core/log.ts";
import { say } from "../../core/messages/say.ts";
import { FaultError } from "../../core/result.ts";
import { programClock as clock, programLanguage as language, reasonOf } from "../command-line.ts";
import type { ServerConfig } from "../config.ts";
import type { SampleStore } from "../ports.ts";
import { configOf } from "../read-config.ts";
import { copyHistory, settle, type CopyFigures } from "./copy.ts";
import { exportHistory, type ExportFigures } from "./export.ts";
import { orderOf, type CopyOrder, type ExportOrder, type Order, type ParkedOrder } from "./order.ts";
import { lookAtParked } from "./parked.ts";
import { openInfluxFor, openNames, openStoreFor, type Names } from "./stores.ts";

/**
 * `npm run history -- copy --from embedded --to influx [--site ID] [--since 2026-01-31] [--config FILE] [--json]`
 * `npm run history -- export --site ID|--device ID|--entity REF [--from 2026-01-01] [--to 2026-12-31] [--resolution raw|hour|day]
 *   [--fields a,b] [--format csv|line|parquet] --out FILE [--config FILE] [--json]`
 * `npm run history -- parked [--retry] [--config FILE] [--json]`
 */

/** Runs `work` with what it needs, and closes it in the end. */
async function holding<T extends { close(): Promise<void> }, R>(
  opened: Promise<T>,
  work: (opened: T) => Promise<R>,
): Promise<R> {
  const held = await opened;
  try {
    return await work(held);
  } finally {
    await held.close();
  }
}

const log = createLog((line) => process.stderr.write(line), clock, "warn");

async function copy(order: CopyOrder, config: ServerConfig, names: Names): Promise<void> {
  const { site, since } = order;
  const open = (kind: CopyOrder["from"]) => openStoreFor(kind, config, names, clock, log);
  await holding(open(order.from), (from) =>
    holding(open(order.to), async (to) => {
      if (site !== undefined && !(await isKnown(site, from, names))) throw new FaultError("site_unknown");
      const progress = (figures: CopyFigures) => {
        if (!order.json) tell(say(language, "server.history.progress", counts(figures)));
      };
      const figures = await copyHistory({ from, to, site, since, clock, progress });
      await settle(to, clock, 0);
      const done = { ...figures, waiting: to.stats().headPoints, troubles: to.stats().troubles };
      tell(order.json ? JSON.stringify(done) : say(language, "server.history.done", counts(done)));
      if (order.json) return;
      if (figures.rollups > 0)
        tell(say(language, "server.history.rollups_copied", { rows: figures.rollups }));
      if (figures.rollupsLeft !== undefined) tell(say(language, "server.history.rollups_left"));
    }),
  );
}

/** A site that was removed may still have measurements. */
const isKnown = async (site: string, from: SampleStore, { registry }: Names): Promise<boolean> =>
  from.entities(site).length > 0 || (await registry.site(site)) !== undefined;

async function exportTo(order: ExportOrder, config: ServerConfig, names: Names): Promise<void> {
  const { registry, labels } = names;
  const { format, out, json } = order;
  const figures: ExportFigures = await holding(
    openStoreFor(config.store.kind, config, names, clock, log),
    (store) => exportHistory({ registry, labels, store, clock, language, wish: order, format, out }),
  );
  tell(json ? JSON.stringify(figures) : say(language, "server.history.exported", { ...figures }));
}

async function parked({ retry, json }: ParkedOrder, config: ServerConfig, names: Names): Promise<void> {
  const figures = await holding(openInfluxFor(config, names.labels, clock, log), (store) =>
    lookAtParked(store, retry),
  );
  if (json) {
    tell(JSON.stringify(figures));
    return;
  }
  const { lines, stored, ...rest } = figures;
  for (const { at, reason, line } of lines) tell(`${at}  ${reason}\n    ${line}`);
  if (stored !== undefined) tell(say(language, "server.history.retried", { stored }));
  tell(say(language, "server.history.parked", rest));
}

function perform(order: Order, config: ServerConfig, names: Names): Promise<void> {
  if (order.does === "copy") return copy(order, config, names);
  return order.does === "export" ? exportTo(order, config, names) : parked(order, config, names);
}

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

const counts = ({ entities, entitiesDone, points, blocks, knownBlocks, waiting }: CopyFigures) => ({
  entities,
  done: entitiesDone,
  points,
  blocks,
  known: knownBlocks,
  waiting,
});

const order = orderOf(process.argv.slice(2), clock.now());
if (order === undefined) {
  process.stderr.write(`${say(language, "server.history.usage")}\n`);
  process.exitCode = 2;
} else {
  try {
    const { config } = configOf(order.config, language);
    await holding(openNames(config, clock, log), (names) => perform(order, config, names));
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exitCode = 1;
  }
}
