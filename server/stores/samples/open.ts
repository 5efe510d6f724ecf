import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import type { Log } from "../../../core/log.ts";
import type { SampleStore, StoredEntity } from "../../ports.ts";
import { openChunkFiles, type ChunkFiles } from "./chunk-files.ts";
import { makeCommitter } from "./commit.ts";
import { makeFlusher } from "./flush.ts";
import { makeLayouts, type EntityHead } from "./head.ts";
import { lastPair, lastValues } from "./latest.ts";
import { makeMemory, type Memory } from "./memory.ts";
import { makeBlockPruner } from "./prune.ts";
import { makeReader, type Reader } from "./read.ts";
import { recover } from "./recover.ts";
import { openDatabase, troubleOf, type OpenDatabase } from "./sqlite.ts";
import { openWriteAhead, type WriteAhead } from "./write-ahead.ts";

export interface SampleStoreOptions {
  /** Its own folder; made when it does not exist. */
  readonly dir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How database files are opened; a test may limit them. */
  readonly open?: OpenDatabase;
}

/**
 * Opens the embedded sample store. Rejects with FaultError `store_newer`, `store_damaged`, `store_foreign` or
 * `store_locked` when its files cannot be used.
 */
export async function openSampleStore(options: SampleStoreOptions): Promise<SampleStore> {
  const { dir, clock, log, open = openDatabase } = options;
  const started = clock.monotonic();
  mkdirSync(dir, { recursive: true });
  const writeAhead = openFirst(join(dir, "write-ahead.db"), dir, open, clock);
  const memory = makeMemory(makeLayoutsIn(writeAhead));
  const damaged = (name: string) => {
    if (memory.damaged.has(name)) return;
    memory.damaged.add(name);
    log.error("samples_chunk_damaged", { name });
  };
  let files: ChunkFiles;
  let rows: number;
  try {
    files = openChunkFiles({ dir, origin: writeAhead.origin, open, log, damaged });
    rows = recover(memory, writeAhead, files, damaged);
  } catch (error) {
    writeAhead.close();
    throw error;
  }
  log.info("samples_opened", {
    entities: memory.heads.size,
    rows,
    headPoints: memory.headPoints,
    ms: Math.round(clock.monotonic() - started),
  });
  return assemble(options, memory, writeAhead, files, damaged);
}

function assemble(
  { dir, clock, log }: SampleStoreOptions,
  memory: Memory,
  writeAhead: WriteAhead,
  files: ChunkFiles,
  damaged: (name: string) => void,
): SampleStore {
  const committer = makeCommitter(memory, writeAhead, log);
  const flusher = makeFlusher({ memory, files, writeAhead, clock, log, damaged });
  const prune = makeBlockPruner(writeAhead, log);
  let closing: Promise<void> | undefined;
  const close = async () => {
    committer.commit();
    await flusher.stop();
    files.close();
    writeAhead.close();
  };
  return {
    ...reading(memory, makeReader(files, clock, damaged)),
    append: (block) =>
      closing === undefined ? committer.append(block) : Promise.reject(new FaultError("store_busy")),
    stats: () => ({
      entities: entitiesIn(memory).length,
      points: files.points + memory.headPoints,
      headPoints: memory.headPoints,
      bytesOnDisk: bytesIn(dir),
      commits: memory.commits,
      knownBlocks: memory.knownBlocks,
      damaged: memory.damaged.size,
    }),
    tick: (now) => {
      if (closing !== undefined) return;
      flusher.tick(now);
      prune(now);
    },
    close: () => (closing ??= close()),
  };
}

function reading(
  memory: Memory,
  reader: Reader,
): Pick<SampleStore, "last" | "lastTwo" | "range" | "raw" | "entities"> {
  /** One that waits for its first commit is not there yet. */
  const known = (entity: string): EntityHead | undefined => {
    const head = memory.heads.get(entity);
    return head?.site === undefined ? undefined : head;
  };
  return {
    last: (entity) => {
      const head = known(entity);
      return head === undefined ? undefined : lastValues(head);
    },
    lastTwo: (entity) => {
      const head = known(entity);
      return head === undefined ? undefined : lastPair(head);
    },
    range: (query) => reader.range(known(query.entity), query),
    raw: (entity, from, to) => reader.raw(known(entity), from, to),
    entities: (site) => {
      const all = entitiesIn(memory);
      return site === undefined ? all : all.filter((entity) => entity.site === site);
    },
  };
}

function entitiesIn(memory: Memory): readonly StoredEntity[] {
  return [...memory.heads.values()].flatMap(({ ref, layout, site }) =>
    site === undefined ? [] : [{ entity: ref, kind: layout.kind, site: site.name }],
  );
}

function openFirst(file: string, dir: string, open: OpenDatabase, clock: Clock): WriteAhead {
  try {
    return openWriteAhead(file, open, clock.now());
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble === "damaged") throw new FaultError("store_damaged", { file });
    if (trouble === "locked") throw new FaultError("store_locked", { file: dir });
    if (trouble === "full") throw new FaultError("store_full");
    throw error;
  }
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
