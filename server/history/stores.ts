import { join } from "node:path";
import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { diskLimits, type ServerConfig } from "../config.ts";
import { influxTarget } from "../influx-target.ts";
import { createLabels, type EntityLabels } from "../labels.ts";
import type { TakesRollups } from "../history-port.ts";
import type { Registry, SampleStore } from "../ports.ts";
import { openInfluxStore, type InfluxStore } from "../stores/influx/open.ts";

export type { InfluxStore };
import { registryTarget } from "../registry-target.ts";
import { openRegistry } from "../stores/registry/registry.ts";
import { openSampleStore } from "../stores/samples/open.ts";

export interface Names {
  readonly registry: Registry;
  readonly labels: EntityLabels;
  close(): Promise<void>;
}

/** Who is who, as the server itself would open it. */
export async function openNames(config: ServerConfig, clock: Clock, log: Log): Promise<Names> {
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const dir = join(config.dataDir, "registry");
  const postgres = registryTarget(config.registry);
  const { registry } = await openRegistry(dir, { clock, newId, log, postgres, role: "reader" });
  return { registry, labels: createLabels({ registry, clock }), close: () => registry.close() };
}

/** The composition root of moving history: a store as the server itself would open it, without a server. */
export async function openStoreFor(
  kind: ServerConfig["store"]["kind"],
  config: ServerConfig,
  { labels }: Names,
  clock: Clock,
  log: Log,
): Promise<SampleStore & TakesRollups> {
  const { retention, disk } = config.store;
  if (kind === "embedded") {
    const dir = join(config.dataDir, "samples");
    return openSampleStore({ dir, clock, log, retention, limits: diskLimits(disk) });
  }
  return openInfluxFor(config, labels, clock, log);
}

export function openInfluxFor(
  { dataDir, store: { influx } }: ServerConfig,
  labels: EntityLabels,
  clock: Clock,
  log: Log,
): Promise<InfluxStore> {
  return openInfluxStore({
    dir: join(dataDir, "influx"),
    target: influxTarget(influx),
    tags: labels,
    clock,
    log,
    // oxlint-disable-next-line no-restricted-properties -- the one place where randomness is real
    random: Math.random,
    maxOutboxBytes: influx.maxOutbox * 1024 ** 2,
  });
}
