import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DAY, HOUR, type Instant } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import type { Log } from "../../ports.ts";
import { checkVersion } from "./files.ts";
import { troubleOf, type Database, type OpenDatabase } from "./sqlite.ts";

/** The chunks, one file for each UTC day of readings: `hot-YYYYMMDD.db`. Removing old data is removing a file. */
export interface ChunkFiles {
  /** The newest write-ahead row that the chunks of this entity-hour include; 0 when there is no chunk. */
  seqOf(entity: number, hour: number): number;
  countOf(entity: number, hour: number): number;
  /** The chunks of an entity in the hours [from, to) of one day, in the order in which they were written. */
  read(entity: number, from: number, to: number): readonly StoredChunk[];
  /** Adds chunks of one day, durably and all or nothing. */
  write(day: number, chunks: readonly NewChunk[]): void;
  /** Days that have a file, oldest first. */
  days(): readonly number[];
  /** The newest write-ahead row of any chunk. */
  readonly seq: number;
  /** Values in all chunks. */
  readonly points: number;
  close(): void;
}

export interface StoredChunk {
  /** Tells chunks apart in messages and counts. */
  readonly name: string;
  readonly data: Uint8Array;
}

export interface NewChunk {
  readonly entity: number;
  readonly hour: number;
  readonly seq: number;
  readonly points: number;
  readonly data: Uint8Array;
  /** It holds all that the earlier chunks of this entity-hour did, which go. */
  readonly replaces: boolean;
}

const HOURS = DAY / HOUR;
/** Places for chunks of one entity-hour. */
const SLOTS = 4_096;
/** Open files; older days are opened when they are asked for. */
const MAX_OPEN = 12;
const NAME = /^hot-(\d{4})(\d{2})(\d{2})\.db$/;

const TABLES = `
  CREATE TABLE IF NOT EXISTS chunk (
    id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, points INTEGER NOT NULL, data BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS total (
    id INTEGER PRIMARY KEY, origin INTEGER NOT NULL, points INTEGER NOT NULL, seq INTEGER NOT NULL);
`;
const SETTINGS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 4194304;";

export const dayOf = (at: Instant) => Math.floor(at / DAY);
const fileOf = (day: number) =>
  `hot-${new Date(day * DAY).toISOString().slice(0, 10).replaceAll("-", "")}.db`;
const slotOf = (entity: number, hour: number) => (entity * HOURS + (hour % HOURS)) * SLOTS;

interface DayFile {
  readonly db: Database;
  readonly newest: ReturnType<Database["prepare"]>;
  readonly select: ReturnType<Database["prepare"]>;
  readonly insert: ReturnType<Database["prepare"]>;
  readonly clear: ReturnType<Database["prepare"]>;
  readonly add: ReturnType<Database["prepare"]>;
  points: number;
  seq: number;
}

interface Options {
  readonly dir: string;
  readonly origin: number;
  readonly open: OpenDatabase;
  readonly log: Log;
  /** Something of the store cannot be read; counted under its name. */
  readonly damaged: (name: string) => void;
}

export function openChunkFiles(options: Options): ChunkFiles {
  const { dir, log } = options;
  /** Oldest use first. */
  const opened = new Map<number, DayFile>();
  const totals = new Map<number, { readonly points: number; readonly seq: number }>();

  const note = (day: number, { points, seq }: DayFile) => void totals.set(day, { points, seq });
  const shut = (day: number) => {
    opened.get(day)?.db.close();
    opened.delete(day);
  };
  const use = (day: number): DayFile => {
    const file = opened.get(day) ?? openDay(options, day);
    opened.delete(day);
    opened.set(day, file);
    if (!totals.has(day)) note(day, file);
    for (const [oldest] of opened) if (opened.size > MAX_OPEN) shut(oldest);
    return file;
  };
  /** A file that is no database any more is put aside, never deleted: an expert may still save something. */
  const setAside = (day: number, error: unknown) => {
    shut(day);
    totals.delete(day);
    const file = fileOf(day);
    const aside = unusedName(dir, file);
    renameSync(join(dir, file), join(dir, aside));
    for (const end of ["-wal", "-shm"]) rmSync(join(dir, file + end), { force: true });
    options.damaged(file);
    log.error("samples_file_damaged", { file, aside, error: String(error) });
  };
  const attempt = <T>(day: number, work: (file: DayFile) => T, otherwise: T): T => {
    try {
      return work(use(day));
    } catch (error) {
      if (troubleOf(error) !== "damaged") throw error;
      setAside(day, error);
      return otherwise;
    }
  };
  for (const day of daysIn(dir)) attempt(day, (file) => note(day, file), undefined);

  return {
    seqOf: (entity, hour) => {
      const day = Math.floor(hour / HOURS);
      if (!totals.has(day)) return 0;
      const slot = slotOf(entity, hour);
      return attempt(day, (file) => Number(file.newest.get(slot, slot + SLOTS)?.[1] ?? 0), 0);
    },
    countOf: (entity, hour) => {
      const day = Math.floor(hour / HOURS);
      if (!totals.has(day)) return 0;
      const slot = slotOf(entity, hour);
      return attempt(day, (file) => Number(file.newest.get(slot, slot + SLOTS)?.[2] ?? 0), 0);
    },
    read: (entity, from, to) => {
      const day = Math.floor(from / HOURS);
      if (!totals.has(day)) return [];
      const none: readonly StoredChunk[] = [];
      return attempt(
        day,
        (file) => readDay(file, day, slotOf(entity, from), slotOf(entity, to - 1) + SLOTS),
        none,
      );
    },
    write: (day, chunks) => {
      const put = (file: DayFile) => {
        writeDay(file, chunks);
        note(day, file);
        return true;
      };
      // Once more after a damaged file went aside: then there is a new one.
      if (!attempt(day, put, false)) put(use(day));
    },
    days: () => [...totals.keys()].toSorted((a, b) => a - b),
    get seq() {
      return [...totals.values()].reduce((most, { seq }) => Math.max(most, seq), 0);
    },
    get points() {
      return [...totals.values()].reduce((sum, { points }) => sum + points, 0);
    },
    close: () => {
      for (const day of opened.keys()) shut(day);
    },
  };
}

function daysIn(dir: string): readonly number[] {
  return readdirSync(dir).flatMap((name) => {
    const [, year, month, day] = NAME.exec(name) ?? [];
    return year === undefined ? [] : [dayOf(Date.UTC(Number(year), Number(month) - 1, Number(day)))];
  });
}

function unusedName(dir: string, file: string): string {
  const taken = new Set(readdirSync(dir));
  let number = 1;
  while (taken.has(`${file}.damaged-${number}`)) number += 1;
  return `${file}.damaged-${number}`;
}

function openDay({ dir, origin, open }: Options, day: number): DayFile {
  const path = join(dir, fileOf(day));
  const db = open(path);
  try {
    db.exec(SETTINGS);
    checkVersion(db, path);
    db.transaction(() => {
      db.exec(TABLES);
      db.prepare("INSERT INTO total VALUES (1, ?, 0, 0) ON CONFLICT DO NOTHING").run(origin);
    });
    const [whose, points, seq] = db.prepare("SELECT origin, points, seq FROM total").get() ?? [];
    // Entity numbers mean something else in another store: reading its chunks would show one device's data as another's.
    if (whose !== origin) throw new FaultError("store_foreign", { file: path });
    return {
      db,
      newest: db.prepare("SELECT max(id), max(seq), count(*) FROM chunk WHERE id >= ? AND id < ?"),
      select: db.prepare("SELECT id, data FROM chunk WHERE id >= ? AND id < ? ORDER BY id"),
      insert: db.prepare("INSERT INTO chunk VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"),
      clear: db.prepare("DELETE FROM chunk WHERE id >= ? AND id < ? RETURNING points"),
      add: db.prepare("UPDATE total SET points = ?, seq = ?"),
      points: Number(points),
      seq: Number(seq),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

function readDay(file: DayFile, day: number, first: number, end: number): StoredChunk[] {
  const chunks: StoredChunk[] = [];
  for (const [id, data] of file.select.iterate(first, end)) {
    if (data instanceof Uint8Array) chunks.push({ name: `${fileOf(day)}/${Number(id)}`, data });
  }
  return chunks;
}

function writeDay(file: DayFile, chunks: readonly NewChunk[]): void {
  let { points, seq } = file;
  file.db.transaction(() => {
    for (const chunk of chunks) {
      const slot = slotOf(chunk.entity, chunk.hour);
      if (chunk.replaces) for (const [gone] of file.clear.iterate(slot, slot + SLOTS)) points -= Number(gone);
      // Nearly always it is the first of its hour.
      if (file.insert.run(slot, chunk.seq, chunk.points, chunk.data) === 0) {
        const last = Number(file.newest.get(slot, slot + SLOTS)?.[0]);
        file.insert.run(last + 1, chunk.seq, chunk.points, chunk.data);
      }
      points += chunk.points;
      seq = Math.max(seq, chunk.seq);
    }
    file.add.run(points, seq);
  });
  file.points = points;
  file.seq = seq;
}
