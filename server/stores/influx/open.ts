import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Clock, Instant } from "../../../core/clock.ts";
import type { Log } from "../../../core/log.ts";
import { FaultError, type Fault } from "../../../core/result.ts";
import type { TakesRollups } from "../../history-port.ts";
import type { SampleStore, StoreStats } from "../../ports.ts";
import { countEntities, makeLookups } from "../samples/lookups.ts";
import { crowding } from "../samples/memory.ts";
import { openDatabase, openOwn, type OpenDatabase } from "../samples/sqlite.ts";
import { makeInfluxClient, type InfluxTarget } from "./client.ts";
import { makeInfluxCollect } from "./collect.ts";
import { makeDrainer, type Drainer } from "./drain.ts";
import { makeKept } from "./kept.ts";
import { openOutbox, type Outbox } from "./outbox.ts";
import { retryParked, type ParkedLine, type Retried } from "./parked.ts";
import { makeRolledDays, markDirty } from "./rolled-days.ts";
import { makeRollUpJob } from "./roll-up.ts";
import { openSeriesBook, type EntityTags } from "./tags.ts";
import { makeInfluxTakeRollups } from "./take-rollups.ts";
import { makeInfluxReading } from "./view.ts";

export interface InfluxStoreOptions {
  /** Folder of the outbox; made when it does not exist. */
  readonly dir: string;
  readonly target: InfluxTarget;
  readonly tags: EntityTags;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** What may wait for InfluxDB, in bytes of the outbox; beyond, blocks are refused (and their agents keep them). */
  readonly maxOutboxBytes?: number;
  /** Lines that InfluxDB refused and that are kept; beyond, the oldest go, and are counted. */
  readonly maxParked?: number;
  readonly open?: OpenDatabase;
}

export interface InfluxStore extends SampleStore, TakesRollups {
  /** Does the roll-ups that are due at `now`. */
  rollUp(now: Instant): Promise<void>;
  /** Lines that InfluxDB refused, newest first. */
  parked(limit: number): readonly ParkedLine[];
  /** Sends them once more, e.g. after what InfluxDB did not like was mended there. Rejects with FaultError when it does not take part. */
  retryParked(): Promise<Retried>;
}

/** Weeks of a district without InfluxDB. */
export const MAX_OUTBOX_BYTES = 4 * 1024 ** 3;

/**
 * Opens the sample store that keeps measurements in InfluxDB. InfluxDB need not be there: blocks are acknowledged once they are
 * in the outbox, and troubles say what is wrong; a server that refused to start would lose what agents cannot keep.
 * Rejects with FaultError `store_newer`, `store_damaged`, `store_locked` or `store_full` when the outbox cannot be used.
 */
export async function openInfluxStore(options: InfluxStoreOptions): Promise<InfluxStore> {
  const { target, tags, clock, log, random, maxOutboxBytes = MAX_OUTBOX_BYTES } = options;
  const client = makeInfluxClient(target);
  const outbox = openFirst(options, maxOutboxBytes);
  const book = openSeriesBook(outbox.ledger);
  const rolled = makeRolledDays(outbox);
  const kept = makeKept(client, outbox, rolled);
  const collect = makeInfluxCollect(client, outbox);
  const drainer = makeDrainer({ client, outbox, book, tags, clock, log, random, rolled });
  const job = makeRollUpJob({ outbox, collect, client, rolled, kept, book, tags, log });
  let closing: Promise<void> | undefined;
  const close = async () => {
    outbox.commit();
    await drainer.stop();
    await job.stop();
    outbox.close();
  };
  log.info("influx_store_opened", { server: target.url, database: target.database, waiting: outbox.rows });
  drainer.kick();
  return {
    ...makeLookups(outbox.memory),
    ...makeInfluxReading({ outbox, collect, rolled, kept, clock }),
    append: async (block) => {
      if (closing !== undefined) throw new FaultError("store_busy");
      const answer = await outbox.append(block);
      drainer.kick();
      return answer;
    },
    stats: () => statsOf(outbox, drainer, maxOutboxBytes, job.failed, clock.now()),
    tick: (now) => {
      if (closing !== undefined) return;
      outbox.tick(now);
      drainer.kick();
      job.tick(now);
    },
    rollUp: (now) => job.run(now),
    takeRollups: makeInfluxTakeRollups({ outbox, client, book, tags, rolled }),
    parked: (limit) => outbox.parked.newest(limit),
    retryParked: () =>
      retryParked(client, outbox.parked, ({ entity, taken }) => markDirty(rolled, entity, [taken])),
    close: () => (closing ??= close()),
  };
}

function openFirst(
  { dir, open = openDatabase, log, clock, maxParked }: InfluxStoreOptions,
  maxBytes: number,
): Outbox {
  // Other accounts of the machine need not know which PC is used when.
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, "outbox.db");
  return openOwn(file, dir, () => openOutbox({ file, open, log, now: clock.now(), maxBytes, maxParked }));
}

/** From here on somebody should know: agents keep what is refused for some days only. */
const NEARLY_FULL = 0.8;

function outboxTrouble(bytes: number, maxBytes: number): Fault | undefined {
  const max = Math.round(maxBytes / 1024 ** 2);
  if (bytes >= maxBytes) return { code: "influx_outbox_full", params: { max } };
  if (bytes < NEARLY_FULL * maxBytes) return undefined;
  return { code: "influx_outbox_filling", params: { percent: Math.floor((bytes / maxBytes) * 100), max } };
}

function statsOf(
  outbox: Outbox,
  drainer: Drainer,
  maxBytes: number,
  failed: boolean,
  now: Instant,
): StoreStats {
  const { memory, ledger, parked } = outbox;
  const oldest = outbox.oldest();
  const troubles: Fault[] = [];
  if (outbox.full) troubles.push({ code: "store_full", params: {} });
  const filling = outboxTrouble(outbox.bytes, maxBytes);
  if (filling !== undefined) troubles.push(filling);
  for (const trouble of [drainer.trouble, crowding(memory, now)]) {
    if (trouble !== undefined) troubles.push(trouble);
  }
  const { count, dropped } = parked;
  if (count > 0) {
    const reason = parked.newest(1)[0]?.reason ?? "";
    troubles.push({ code: "influx_lines_parked", params: { count, reason } });
  }
  if (dropped > 0) troubles.push({ code: "influx_lines_dropped", params: { count: dropped } });
  return {
    entities: countEntities(memory),
    points: ledger.points + memory.headPoints,
    headPoints: memory.headPoints,
    bytesOnDisk: outbox.fileBytes,
    commits: memory.commits,
    knownBlocks: memory.knownBlocks,
    damaged: memory.damaged.size,
    troubles,
    figures: {
      outbox_blocks: outbox.rows,
      outbox_bytes: outbox.bytes,
      outbox_max_bytes: maxBytes,
      outbox_oldest_seconds: oldest === undefined ? 0 : Math.max(0, Math.round((now - oldest) / 1_000)),
      influx_batches: drainer.batches,
      influx_retries: drainer.retries,
      influx_lines_parked: count,
      influx_lines_dropped: dropped,
      influx_roll_up_failed: failed ? 1 : 0,
    },
  };
}
