import { sql } from "kysely";
import { expect, test } from "vitest";
import { openSqlite } from "./database-sqlite.ts";
import type { Db } from "./database.ts";
import { migrate, NEWEST_VERSION } from "./migrations.ts";

type Row = Readonly<Record<string, string | number | null>>;

const tablesOf = async (db: Db): Promise<readonly string[]> => {
  const { rows } = await sql<{ name: string }>`SELECT name FROM sqlite_schema WHERE type = 'table'
    AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version' ORDER BY rowid`.execute(db);
  return rows.map(({ name }) => name);
};
const schemaOf = async (db: Db) =>
  (
    await sql<Row>`SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'
      ORDER BY type, name`.execute(db)
  ).rows;
const all = async (db: Db, table: string): Promise<readonly Row[]> =>
  (await sql<Row>`SELECT * FROM ${sql.table(table)} ORDER BY rowid`.execute(db)).rows;

/** Two rows in each table, with what foreign keys point at, and text as people and devices write it. */
async function fill(db: Db): Promise<number> {
  let written = 0;
  for (const table of await tablesOf(db)) {
    const { rows: columns } = await sql<{ name: string; type: string; notnull: number }>`
      SELECT name, type, "notnull" FROM pragma_table_info(${table})`.execute(db);
    const { rows: keys } = await sql<{ from: string; table: string; to: string | null }>`
      SELECT "from", "table", "to" FROM pragma_foreign_key_list(${table})`.execute(db);
    for (const n of [1, 2]) {
      const row: Record<string, string | number | null> = {};
      for (const { name, type, notnull } of columns) {
        const key = keys.find(({ from }) => from === name);
        if (key !== undefined) row[name] = await pointed(db, key, table, n, notnull === 1);
        else if (type === "TEXT") row[name] = `{"${table}.${name}":"Xã Hương Sơn — ${n}"}`;
        else row[name] = n * 1_764_000_000_123;
      }
      await db
        .insertInto(table as "units")
        .values(row as never)
        .execute();
      written += 1;
    }
  }
  return written;
}

async function pointed(
  db: Db,
  key: { readonly table: string; readonly to: string | null },
  from: string,
  n: number,
  needed: boolean,
): Promise<string | number | null> {
  // A table that points at itself begins with a row that points nowhere.
  if (key.table === from && n === 1 && !needed) return null;
  const rows = await all(db, key.table);
  return (key.table === from ? rows[0] : rows[n - 1])?.[key.to ?? "id"] ?? null;
}

async function withDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const db = openSqlite(":memory:");
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

const VERSIONS = Array.from({ length: NEWEST_VERSION }, (_, n) => n + 1);

test.each(VERSIONS)(
  "a registry of version %i keeps every row and becomes what a new one is",
  async (from) => {
    const fresh = await withDatabase(async (db) => {
      await migrate(db);
      return schemaOf(db);
    });
    await withDatabase(async (db) => {
      await migrate(db, from);
      expect(await fill(db)).toBeGreaterThan(20);
      const before = new Map<string, readonly Row[]>();
      for (const table of await tablesOf(db)) before.set(table, await all(db, table));
      await migrate(db);
      for (const [table, rows] of before) {
        expect((await all(db, table)).length).toBe(rows.length);
        expect(await all(db, table)).toMatchObject(rows as Row[]);
      }
      expect(await schemaOf(db)).toEqual(fresh);
      expect((await sql`PRAGMA foreign_key_check`.execute(db)).rows).toEqual([]);
      expect(await db.selectFrom("schema_version").selectAll().execute()).toEqual([
        { version: NEWEST_VERSION },
      ]);
    });
  },
);

test("a registry that a newer program wrote is not touched", async () => {
  await withDatabase(async (db) => {
    await migrate(db);
    await db
      .updateTable("schema_version")
      .set({ version: NEWEST_VERSION + 1 })
      .execute();
    await expect(migrate(db)).rejects.toMatchObject({ fault: { code: "store_newer" } });
  });
});

test("a step that fails leaves the registry at the version before it", async () => {
  await withDatabase(async (db) => {
    // The seventh step makes a table of this name.
    await migrate(db, 6);
    const before = await schemaOf(db);
    await sql`CREATE TABLE plan_assets (other TEXT)`.execute(db);
    await expect(migrate(db)).rejects.toThrow(/plan_assets/);
    await sql`DROP TABLE plan_assets`.execute(db);
    expect(await schemaOf(db)).toEqual(before);
    await migrate(db);
    expect(await tablesOf(db)).toContain("plan_assets");
  });
});
