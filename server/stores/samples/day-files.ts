import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { FaultError } from "../../../core/result.ts";
import type { Log } from "../../../core/log.ts";
import { checkVersion } from "./files.ts";
import { dateOf, dayOfDate } from "./periods.ts";
import { troubleOf, type Database, type OpenDatabase, type Statement } from "./sqlite.ts";

/** The files of chunks, one for each legal day: opened when they are needed, put aside when they are damaged. */
export interface DayFiles {
  has(day: number): boolean;
  /** Days that have a file, oldest first. */
  days(): readonly number[];
  /** Does `work` with the day's file, which is made if need be. `otherwise` when the file turned out damaged: it went aside. */
  attempt<T>(day: number, work: (file: DayFile) => T, otherwise: T): T;
  /** What the day's file holds; undefined when there is none. */
  totalsOf(day: number): DayTotals | undefined;
  pathOf(day: number): string;
  /** Closes the day's file and unlinks it. */
  remove(day: number): void;
  /** The newest write-ahead row of any chunk. */
  readonly seq: number;
  /** Values in all chunks. */
  readonly points: number;
  close(): void;
}

/** An open file, with its statements. */
export interface DayFile {
  readonly name: string;
  readonly db: Database;
  /** Of the chunks in [?, ?): greatest id, newest write-ahead row, number. */
  readonly newest: Statement;
  readonly select: Statement;
  readonly insert: Statement;
  readonly clear: Statement;
  readonly setTotal: Statement;
  points: number;
  seq: number;
  /** Tells this file from any other of the same day, so that it is known what went into a cold day. */
  readonly made: number;
}

export type DayTotals = Pick<DayFile, "points" | "seq" | "made">;

export interface DayFilesOptions {
  readonly dir: string;
  readonly origin: number;
  readonly open: OpenDatabase;
  readonly log: Log;
  /** Something of the store cannot be read; counted under its name. */
  readonly damaged: (name: string) => void;
}

const MAX_OPEN = 12;
const NAME = /^day-(\d{8})\.db$/;
const TABLES = `
  CREATE TABLE IF NOT EXISTS chunk (
    id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, points INTEGER NOT NULL, data BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS total (
    id INTEGER PRIMARY KEY, origin INTEGER NOT NULL, points INTEGER NOT NULL, seq INTEGER NOT NULL,
    made INTEGER NOT NULL);
`;
const SETTINGS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 4194304;";

const nameOf = (day: number) => `day-${dateOf(day)}.db`;

export function openDayFiles(options: DayFilesOptions): DayFiles {
  /** Open files, the one that was not used for longest first. */
  const opened = new Map<number, DayFile>();
  /** Every day that has a file, and what the file holds. */
  const totals = new Map<number, DayTotals>();

  let closed = false;

  const shut = (day: number) => {
    opened.get(day)?.db.close();
    opened.delete(day);
  };
  const use = (day: number): DayFile => {
    const file = opened.get(day) ?? openDay(options, day);
    opened.delete(day);
    opened.set(day, file);
    for (const oldest of opened.keys()) if (opened.size > MAX_OPEN) shut(oldest);
    return file;
  };
  const attempt = <T>(day: number, work: (file: DayFile) => T, otherwise: T): T => {
    if (closed) throw new FaultError("store_busy");
    try {
      const file = use(day);
      const result = work(file);
      totals.set(day, { points: file.points, seq: file.seq, made: file.made });
      return result;
    } catch (error) {
      if (troubleOf(error) !== "damaged") throw error;
      shut(day);
      totals.delete(day);
      putAside(options, nameOf(day), error);
      return otherwise;
    }
  };
  for (const day of daysIn(options.dir)) attempt(day, () => {}, undefined);

  return {
    attempt,
    has: (day) => totals.has(day),
    totalsOf: (day) => totals.get(day),
    pathOf: (day) => join(options.dir, nameOf(day)),
    remove: (day) => {
      shut(day);
      totals.delete(day);
      const path = join(options.dir, nameOf(day));
      for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
    },
    days: () => [...totals.keys()].toSorted((a, b) => a - b),
    get seq() {
      return [...totals.values()].reduce((most, { seq }) => Math.max(most, seq), 0);
    },
    get points() {
      return [...totals.values()].reduce((sum, { points }) => sum + points, 0);
    },
    close: () => {
      closed = true;
      for (const day of opened.keys()) shut(day);
    },
  };
}

function daysIn(dir: string): readonly number[] {
  return readdirSync(dir).flatMap((name) => {
    const date = NAME.exec(name)?.[1];
    return date === undefined ? [] : [dayOfDate(date)];
  });
}

/** A file that is no database any more is put aside, never deleted: an expert may still save something. */
function putAside({ dir, damaged, log }: DayFilesOptions, file: string, error: unknown): void {
  const taken = new Set(readdirSync(dir));
  let number = 1;
  while (taken.has(`${file}.damaged-${number}`)) number += 1;
  const aside = `${file}.damaged-${number}`;
  renameSync(join(dir, file), join(dir, aside));
  for (const end of ["-wal", "-shm"]) rmSync(join(dir, file + end), { force: true });
  damaged(aside);
  log.error("samples_file_damaged", { file, aside, error: String(error) });
}

function openDay({ dir, origin, open }: DayFilesOptions, day: number): DayFile {
  const path = join(dir, nameOf(day));
  const db = open(path);
  try {
    db.exec(SETTINGS);
    checkVersion(db, path);
    db.transaction(() => {
      db.exec(TABLES);
      db.prepare(
        "INSERT INTO total VALUES (1, ?, 0, 0, abs(random() % 9007199254740991)) ON CONFLICT DO NOTHING",
      ).run(origin);
    });
    const [whose, points, seq, made] = db.prepare("SELECT origin, points, seq, made FROM total").get() ?? [];
    // Entity numbers mean something else in another store: its chunks would show one device's data as another's.
    if (whose !== origin) throw new FaultError("store_foreign", { file: path });
    return {
      name: nameOf(day),
      db,
      newest: db.prepare("SELECT max(id), max(seq), count(*) FROM chunk WHERE id >= ? AND id < ?"),
      select: db.prepare("SELECT id, data FROM chunk WHERE id >= ? AND id < ? ORDER BY id"),
      insert: db.prepare("INSERT INTO chunk VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"),
      clear: db.prepare("DELETE FROM chunk WHERE id >= ? AND id < ? RETURNING points"),
      setTotal: db.prepare("UPDATE total SET points = ?, seq = ?"),
      points: Number(points),
      seq: Number(seq),
      made: Number(made),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}
