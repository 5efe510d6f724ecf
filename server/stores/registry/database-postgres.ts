import {
  HandleEmptyInListsPlugin,
  Kysely,
  PostgresDialect,
  replaceWithNoncontingentExpression,
  sql,
} from "kysely";
import type { Db } from "./database.ts";
import { makeLink, type LinkOptions } from "./postgres-link.ts";
import type { Tables } from "./tables.ts";

/** Kysely over PostgreSQL. Rejects with FaultError `registry_…` when there is no way in; see `LinkOptions` for who waits. */
export async function openPostgres(options: LinkOptions): Promise<Db> {
  const link = makeLink(options);
  await link.open();
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: link }),
    // `IN ()` is no SQL: SQLite takes it as a list in which nothing is.
    plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
  });
  // Without a first question Kysely would close nothing in the end.
  await sql`SELECT 1`.execute(db);
  return db;
}
