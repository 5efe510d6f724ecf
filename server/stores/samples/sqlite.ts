import { DatabaseSync } from "node:sqlite";
import { FaultError } from "../../../core/result.ts";

/** The only file of the sample store that knows node:sqlite, whose classes are still being renamed (DEP0210). */
type Value = number | string | Uint8Array | null;
export type Row = readonly Value[];

export interface Statement {
  /** How many rows it changed. */
  run(...values: readonly Value[]): number;
  /** The first row as a list of its columns. */
  get(...values: readonly Value[]): Row | undefined;
  iterate(...values: readonly Value[]): Iterable<Row>;
}

export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  /** Runs `work` in one transaction; when it throws, or the commit does, nothing of it is stored. */
  transaction(work: () => void): void;
  close(): void;
}

export type OpenDatabase = (file: string, options?: { readonly readOnly?: boolean }) => Database;

/** Opens or creates a database file. Throws as SQLite does; {@link troubleOf} tells what kind of trouble it is. */
export function openDatabase(file: string, { readOnly = false } = {}): Database {
  const db = new DatabaseSync(file, { readOnly });
  const prepare = (sql: string): Statement => {
    const statement = db.prepare(sql);
    statement.setReturnArrays(true);
    return {
      run: (...values) => Number(statement.run(...values).changes),
      get: (...values) => statement.get(...values) as Row | undefined,
      iterate: (...values) => statement.iterate(...values) as Iterable<unknown> as Iterable<Row>,
    };
  };
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  return {
    exec: (sql) => db.exec(sql),
    prepare,
    transaction: (work) => {
      begin.run();
      try {
        work();
        commit.run();
      } catch (error) {
        // SQLite may have rolled back already, for example when the disk was full.
        if (db.isTransaction) db.exec("ROLLBACK");
        throw error;
      }
    },
    close: () => db.close(),
  };
}

/** What stands behind an error of SQLite, as far as anybody can do something about it. */
export type Trouble = "full" | "damaged" | "locked" | "other";

/** Primary result codes of https://sqlite.org/rescode.html. */
const TROUBLES: Readonly<Record<number, Trouble>> = {
  5: "locked", // SQLITE_BUSY
  6: "locked", // SQLITE_LOCKED
  11: "damaged", // SQLITE_CORRUPT
  13: "full", // SQLITE_FULL
  26: "damaged", // SQLITE_NOTADB
};

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error)) return "other";
  const { errcode, code } = error as { errcode?: unknown; code?: unknown };
  if (code === "ENOSPC") return "full";
  return typeof errcode === "number" ? (TROUBLES[errcode & 0xff] ?? "other") : "other";
}

/**
 * Opens a file that must be ours alone, in the folder `dir`. Throws FaultError `store_damaged`, `store_locked` or
 * `store_full` for what somebody can do something about.
 */
export function openOwn<T>(file: string, dir: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble === "damaged") throw new FaultError("store_damaged", { file });
    if (trouble === "locked") throw new FaultError("store_locked", { file: dir });
    if (trouble === "full") throw new FaultError("store_full");
    throw error;
  }
}
