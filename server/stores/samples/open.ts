import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import type { Log } from "../../../core/log.ts";
import type { TakesRollups } from "../../history-port.ts";
import type { SampleStore } from "../../ports.ts";
import { DISK_LIMITS, RETENTION, type DiskLimits, type Retention } from "../../store-limits.ts";
import { openChunkFiles, type ChunkFiles } from "./chunk-files.ts";
import { openColdDays, type ColdDays } from "./cold.ts";
import { makeCollect } from "./collect.ts";
import { makeCommitter } from "./commit.ts";
import { makeCross } from "./cross.ts";
import { freeBytesOf, makeDisk, type Disk, type FreeBytes } from "./disk.ts";
import { makeFlusher } from "./flush.ts";
import { bytesFor, healthOf } from "./health.ts";
import { makeLayouts } from "./layout.ts";
import { countEntities, knownIn, makeLookups } from "./lookups.ts";
import { makeMemory, type Memory } from "./memory.ts";
import { dropCooled, makeNight, type WritingJob } from "./night.ts";
import { removeTemporary } from "./packs.ts";
import { makeBlockPruner } from "./prune.ts";
import { makeHistory } from "./history.ts";
import { makeReader } from "./read.ts";
import { recover } from "./recover.ts";
import { makeRetention } from "./retention.ts";
import { openRollupFiles, type RollupFiles } from "./rollup-files.ts";
import { openDatabase, openOwn, type OpenDatabase } from "./sqlite.ts";
import { makeTakeRollups } from "./take-rollups.ts";
import { openWriteAhead, type WriteAhead } from "./write-ahead.ts";

export interface SampleStoreOptions {
  /** Its own folder; made when it does not exist. */
  readonly dir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How database files are opened; a test may limit them. */
  readonly open?: OpenDatabase;
  /** Do the nightly work on the caller's thread: for tests. */
  readonly inline?: boolean;
  readonly retention?: Retention;
  readonly limits?: DiskLimits;
  /** How the room on the disk is asked for. */
  readonly freeBytes?: FreeBytes;
}

/**
 * Opens the embedded sample store. Rejects with FaultError `store_newer`, `store_damaged`, `store_foreign` or
 * `store_locked` when its files cannot be used.
 */
export async function openSampleStore(options: SampleStoreOptions): Promise<SampleStore & TakesRollups> {
  const { dir, clock, log, open = openDatabase } = options;
  const started = clock.monotonic();
  // Other accounts of the machine need not know which PC is used when.
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, "write-ahead.db");
  const writeAhead = openOwn(file, dir, () => openWriteAhead(file, open, clock.now()));
  const memory = makeMemory(makeLayoutsIn(writeAhead));
  const damaged = (name: string) => {
    if (memory.damaged.has(name)) return;
    memory.damaged.add(name);
    log.error("samples_chunk_damaged", { name });
  };
  let files: Files | undefined;
  let rows: number;
  try {
    removeTemporary(dir);
    files = openFiles(options, writeAhead.origin, damaged);
    rows = recover(memory, writeAhead, files.hot, files.cold, damaged);
  } catch (error) {
    for (const one of [...Object.values(files ?? {}), writeAhead]) one.close();
    throw error;
  }
  log.info("samples_opened", {
    entities: memory.heads.size,
    rows,
    headPoints: memory.headPoints,
    ms: Math.round(clock.monotonic() - started),
  });
  const disk = makeDisk(dir, options.freeBytes ?? freeBytesOf, options.limits ?? DISK_LIMITS, clock, log);
  await disk.look();
  return assemble(options, disk, memory, writeAhead, files, damaged);
}

/** Everything but the write-ahead file. */
interface Files {
  readonly hot: ChunkFiles;
  readonly cold: ColdDays;
  readonly rollups: RollupFiles;
}

function openFiles(
  { dir, log, open = openDatabase }: SampleStoreOptions,
  origin: number,
  damaged: (name: string) => void,
): Files {
  const packs = { dir, origin, log, damaged };
  const opened: { close(): void }[] = [];
  const keep = <T extends { close(): void }>(one: T): T => {
    opened.push(one);
    return one;
  };
  try {
    const hot = keep(openChunkFiles({ dir, origin, open, log, damaged }));
    const cold = keep(openColdDays(packs));
    const rollups = keep(openRollupFiles(packs));
    dropCooled(hot, cold);
    return { hot, cold, rollups };
  } catch (error) {
    for (const one of opened) one.close();
    throw error;
  }
}

function assemble(
  { dir, clock, log, inline, retention = RETENTION }: SampleStoreOptions,
  disk: Disk,
  memory: Memory,
  writeAhead: WriteAhead,
  { hot, cold, rollups }: Files,
  damaged: (name: string) => void,
): SampleStore & TakesRollups {
  const committer = makeCommitter(memory, writeAhead, log);
  const flusher = makeFlusher({ memory, files: hot, writeAhead, clock, log, damaged });
  const prune = makeBlockPruner(writeAhead, log);
  const { origin } = writeAhead;
  const collect = makeCollect(hot, cold, clock, damaged);
  const shared = { dir, origin, memory, files: hot, cold, rollups, clock, log, damaged, collect };
  const cross = makeCross(shared);
  const expire = makeRetention({ ...shared, retention });
  const mayWrite = (job: WritingJob) => disk.hasRoomFor(bytesFor(shared, job));
  const night = makeNight({ ...shared, inline, idle: cross.idle, mayWrite, expire });
  const reader = makeReader(shared);
  const known = knownIn(memory);
  const health = { ...shared, retention, committer, disk };
  let closing: Promise<void> | undefined;
  const close = async () => {
    committer.commit();
    await flusher.stop();
    await night.stop();
    await cross.stop();
    for (const files of [hot, cold, rollups, writeAhead]) files.close();
  };
  return {
    ...makeLookups(memory),
    range: (query) => reader.range(known(query.entity), query),
    raw: (entity, from, to, fields) => reader.raw(known(entity), from, to, fields),
    ...makeHistory(shared, cross),
    takeRollups: makeTakeRollups({ ...shared, writeAhead }),
    append: (block) =>
      closing === undefined ? committer.append(block) : Promise.reject(new FaultError("store_busy")),
    stats: () => ({
      entities: countEntities(memory),
      points: hot.points + cold.points + memory.headPoints,
      headPoints: memory.headPoints,
      bytesOnDisk: bytesIn(dir),
      commits: memory.commits,
      knownBlocks: memory.knownBlocks,
      damaged: memory.damaged.size,
      ...healthOf(health, night, clock.now()),
    }),
    tick: (now) => {
      if (closing !== undefined) return;
      disk.tick();
      flusher.tick(now);
      prune(now);
      night.tick(now);
    },
    close: () => (closing ??= close()),
  };
}

function makeLayoutsIn(writeAhead: WriteAhead) {
  let layouts: ReturnType<typeof makeLayouts> = new Map();
  writeAhead.transaction(() => {
    layouts = makeLayouts((kind, name) => writeAhead.fieldNumber(kind, name));
  });
  return layouts;
}

function bytesIn(dir: string): number {
  return readdirSync(dir).reduce((sum, name) => {
    return sum + (statSync(join(dir, name), { throwIfNoEntry: false })?.size ?? 0);
  }, 0);
}
