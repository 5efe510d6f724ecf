import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from "kysely";
import type { Db } from "./database.ts";
import type { Tables } from "./tables.ts";

/**
 * Kysely over `node:sqlite`, the only place that knows the driver. Kysely has one connection here and queues
 * transactions on it, so the sign-in library shares this instance instead of opening the file a second time.
 */
export function openSqlite(path: string): Db {
  const sqlite = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 5_000 });
  // FULL: what ingest writes here is acknowledged to agents, so it must survive a power cut.
  sqlite.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF");
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: asKyselyDatabase(sqlite) }) });
}

/** Far more than this program has different statements; only a bound. */
const MOST_STATEMENTS = 500;

function asKyselyDatabase(sqlite: DatabaseSync): SqliteDatabase {
  // Preparing takes longer than running most of our statements.
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => sqlite.close(),
    prepare(text) {
      const known = prepared.get(text);
      if (known !== undefined) return known;
      const statement = asKyselyStatement(sqlite.prepare(text));
      if (prepared.size >= MOST_STATEMENTS) prepared.clear();
      prepared.set(text, statement);
      return statement;
    },
  };
}

function asKyselyStatement(statement: StatementSync): SqliteStatement {
  const values = (parameters: readonly unknown[]) => parameters.map(toSqlite);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

function toSqlite(value: unknown): SQLInputValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString();
  return value as SQLInputValue;
}
