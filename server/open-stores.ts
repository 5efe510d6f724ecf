import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import { FaultError, type Fault } from "../core/result.ts";
import { diskLimits, type ServerConfig } from "./config.ts";
import { influxTarget } from "./influx-target.ts";
import { createLabels, type EntityLabels } from "./labels.ts";
import type { SampleStore } from "./ports.ts";
import { registryTarget } from "./registry-target.ts";
import { openInfluxStore } from "./stores/influx/open.ts";
import type { Pace } from "./stores/registry/context.ts";
import { openRegistry, type OpenedRegistry } from "./stores/registry/registry.ts";
import { openSampleStore } from "./stores/samples/open.ts";

/** As the server is started with them; see `ServerOptions`. */
interface StoreOptions {
  readonly config: ServerConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly pace?: Pace | undefined;
  readonly forgetSecrets?: boolean | undefined;
  readonly waiting?: (fault: Fault) => void;
  readonly lost?: (fault: Fault) => void;
}

/** The registry, once this server owns it; see `standBy` for what happens until then. */
export async function openOwnRegistry(options: StoreOptions, newId: () => string): Promise<OpenedRegistry> {
  const { config, clock, log, waiting } = options;
  let meanwhile: Standby | undefined;
  const opened = await openRegistry(join(config.dataDir, "registry"), {
    clock,
    newId,
    log,
    trapPort: config.traps === false ? undefined : config.traps,
    pace: options.pace,
    forgetSecrets: options.forgetSecrets,
    postgres: registryTarget(config.registry),
    waiting:
      waiting &&
      ((fault) => {
        waiting(fault);
        if (fault.code === "registry_taken") meanwhile ??= standBy(options, newId, waiting);
      }),
    lost: options.lost,
  });
  await meanwhile?.stop();
  return opened;
}

interface Standby {
  stop(): Promise<void>;
}

/**
 * While another server works, maybe for weeks. That the keys of its secrets are missing here is said now, and not in the night
 * when this server is needed. And what this one acknowledged before it was killed, and InfluxDB does not have yet, is sent.
 */
function standBy(options: StoreOptions, newId: () => string, tell: (fault: Fault) => void): Standby {
  const { config, clock, log } = options;
  const { dataDir, store, registry: settings } = config;
  const open = async (): Promise<(() => Promise<void>) | undefined> => {
    const postgres = registryTarget(settings);
    const dir = join(dataDir, "registry");
    const { registry } = await openRegistry(dir, { clock, newId, log, postgres, role: "reader" });
    try {
      if (store.kind !== "influx" || !existsSync(join(dataDir, "influx", "outbox.db"))) {
        await registry.close();
        return undefined;
      }
      const outbox = await openStore(options, createLabels({ registry, clock }));
      return async () => {
        await outbox.close();
        await registry.close();
      };
    } catch (error) {
      await registry.close();
      throw error;
    }
  };
  const opening = open().catch((error: unknown) => {
    log.error("standby_incomplete", { error });
    if (error instanceof FaultError) tell(error.fault);
    return undefined;
  });
  return {
    async stop() {
      const close = await opening;
      await close?.();
    },
  };
}

/**
 * An InfluxDB that is away, or refuses us, does not keep the server from starting: blocks are taken into the outbox, and the
 * settings page says what to mend. A password file that cannot be read does, since a person is just setting it up.
 */
export function openStore({ config, clock, log }: StoreOptions, tags: EntityLabels): Promise<SampleStore> {
  const { kind, influx, retention, disk } = config.store;
  if (kind === "embedded") {
    const dir = join(config.dataDir, "samples");
    return openSampleStore({ dir, clock, log, retention, limits: diskLimits(disk) });
  }
  return openInfluxStore({
    dir: join(config.dataDir, "influx"),
    target: influxTarget(influx),
    tags,
    clock,
    log,
    // oxlint-disable-next-line no-restricted-properties -- the one place where randomness is real
    random: Math.random,
    maxOutboxBytes: influx.maxOutbox * 1024 ** 2,
  });
}
