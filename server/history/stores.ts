import { join } from "node:path";
import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { diskLimits, type ServerConfig } from "../config.ts";
import { influxTarget } from "../influx-target.ts";
import { createLabels } from "../labels.ts";
import type { SampleStore } from "../ports.ts";
import { openInfluxStore } from "../stores/influx/open.ts";
import { openRegistry } from "../stores/registry/registry.ts";
import { openSampleStore } from "../stores/samples/open.ts";

/** The composition root of the copying: the stores as the server itself would open them, without a server. */
export async function openStoreFor(
  kind: ServerConfig["store"]["kind"],
  config: ServerConfig,
  clock: Clock,
  log: Log,
): Promise<{ readonly store: SampleStore; close(): Promise<void> }> {
  const { retention, disk, influx } = config.store;
  if (kind === "embedded") {
    const dir = join(config.dataDir, "samples");
    const store = await openSampleStore({ dir, clock, log, retention, limits: diskLimits(disk) });
    return { store, close: () => store.close() };
  }
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const { registry } = await openRegistry(join(config.dataDir, "registry"), {
    clock,
    newId,
    log,
    trapPort: undefined,
  });
  try {
    const store = await openInfluxStore({
      dir: join(config.dataDir, "influx"),
      target: influxTarget(influx),
      tags: createLabels({ registry, clock }),
      clock,
      log,
      // oxlint-disable-next-line no-restricted-properties -- the one place where randomness is real
      random: Math.random,
      maxOutboxBytes: influx.maxOutbox * 1024 ** 2,
    });
    return {
      store,
      close: async () => {
        await store.close();
        await registry.close();
      },
    };
  } catch (error) {
    await registry.close();
    throw error;
  }
}
