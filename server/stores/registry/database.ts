import { PostgresAdapter, sql, type Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** The registry's database: SQLite (`database-sqlite.ts`) or PostgreSQL (`database-postgres.ts`). */
export type Db = Kysely<Tables>;

/** Which of the two it is, for the few statements that they do not share. */
export const isPostgres = (db: Db): boolean => db.getExecutor().adapter instanceof PostgresAdapter;

/** Whether there is a table of this name. */
export async function hasTable(db: Db, name: string): Promise<boolean> {
  const found = isPostgres(db)
    ? await sql`SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = ${name}`.execute(
        db,
      )
    : await sql`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ${name}`.execute(db);
  return found.rows.length > 0;
}

/**
 * A step of `migrations.ts` as PostgreSQL needs it. SQLite's INTEGER holds 64 bits, and its texts are in the order of their
 * bytes, whatever language the database was made for.
 */
export const forPostgres = (statement: string): string =>
  statement.replaceAll(/\bINTEGER\b/gu, "BIGINT").replaceAll(/\bTEXT\b/gu, 'TEXT COLLATE "C"');
