import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { existsSync } from "node:fs";
import { sql, type Transaction } from "kysely";
import type { Clock } from "../../../core/clock.ts";
import type { Log } from "../../../core/log.ts";
import { FaultError } from "../../../core/result.ts";
import { openPostgres } from "./database-postgres.ts";
import type { Db } from "./database.ts";
import { migrate } from "./migrations.ts";
import { placeOf } from "./postgres-faults.ts";
import type { PostgresTarget } from "./postgres-target.ts";
import type { Tables } from "./tables.ts";

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;

interface CopyWish {
  /** `registry.sqlite` of a server that is stopped; it is not changed. */
  readonly file: string;
  readonly target: PostgresTarget;
  readonly clock: Clock;
  readonly log: Log;
}

export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
}

/** Rows of photos are some hundred kilobytes each. */
const AT_ONCE = 100;

/**
 * Copies a registry from SQLite into an empty PostgreSQL, in one transaction, and compares every row in the end. Throws FaultError
 * `registry_in_use`, `registry_not_empty`, `registry_differs`, `store_newer`, and `registry_…` when there is no way in.
 */
export async function copyToPostgres({
  file,
  target,
  clock,
  log,
}: CopyWish): Promise<{ readonly server: string; readonly tables: readonly CopiedTable[] }> {
  refuseUsed(file);
  const from = new DatabaseSync(file, { readOnly: true });
  try {
    const to = await openPostgres({ target, role: "owner", clock, log, renewed: () => {} });
    try {
      const version = Number(from.prepare("SELECT version FROM schema_version").get()?.["version"]);
      // To the version of the file: what later steps change they change there, too, as with any older registry.
      await migrate(to, version);
      await makeAccountTables(to, from, log);
      const tables = await to.transaction().execute((transaction) => copyAll(from, transaction, target));
      await migrate(to);
      return { server: placeOf(target), tables };
    } finally {
      await to.destroy();
    }
  } finally {
    from.close();
  }
}

/** Who closes a database last removes the log beside it: if it stays, somebody else has the file open. */
function refuseUsed(file: string): void {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  db.exec("SELECT count(*) FROM schema_version");
  db.close();
  if (existsSync(`${file}-wal`)) throw new FaultError("registry_in_use", { file });
}

/** The sign-in library makes its own; a registry in which nobody was set up yet has none. */
async function makeAccountTables(to: Db, from: DatabaseSync, log: Log): Promise<void> {
  if (from.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'user'").get() === undefined) return;
  const { migrateAccounts } = await import("./auth.ts");
  // Nothing is signed here.
  await migrateAccounts({ db: to }, "x".repeat(32), log);
}

async function copyAll(
  from: DatabaseSync,
  to: Transaction<Tables>,
  target: PostgresTarget,
): Promise<readonly CopiedTable[]> {
  const copied: CopiedTable[] = [];
  for (const table of inOrder(from)) {
    const first = await sql`SELECT 1 FROM ${sql.table(table)} LIMIT 1`.execute(to);
    if (first.rows.length > 0) throw new FaultError("registry_not_empty", { server: placeOf(target), table });
    const kinds = await kindsOf(from, to, table);
    const before = newSum();
    let values: object[] = [];
    const write = async () => {
      if (values.length > 0)
        await to
          .insertInto(table as "units")
          .values(values as never)
          .execute();
      values = [];
    };
    for (const row of rowsOf(from, table)) {
      const fit = fitting(row, kinds);
      before.add(fit);
      values.push(valuesFor(fit, kinds));
      if (values.length === AT_ONCE) await write();
    }
    await write();
    const after = await sumOf(to, table, kinds);
    if (before.text() !== after.text())
      throw new FaultError("registry_differs", { table, before: before.rows(), after: after.rows() });
    copied.push({ table, rows: before.rows() });
  }
  return copied;
}

/** Our tables and those of the sign-in library, what others point at before what points at it. */
function inOrder(from: DatabaseSync): readonly string[] {
  const names = from
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version'",
    )
    .all()
    .map(({ name }) => String(name));
  const ordered = new Set<string>();
  const take = (table: string): void => {
    if (ordered.has(table)) return;
    const keys = from.prepare(`SELECT "table" AS above FROM pragma_foreign_key_list(?)`).all(table);
    for (const { above } of keys) if (above !== table) take(String(above));
    ordered.add(table);
  };
  for (const name of names) take(name);
  return [...ordered];
}

/** A unit comes after the one that it stands below: rows that point at rows of their own table are sorted. */
function* rowsOf(from: DatabaseSync, table: string): Generator<Row> {
  const all = from.prepare(`SELECT * FROM "${table}" ORDER BY rowid`);
  const own = from
    .prepare(`SELECT "from" AS here, "to" AS there FROM pragma_foreign_key_list(?) WHERE "table" = ?`)
    .get(table, table);
  if (own === undefined) {
    for (const row of all.iterate()) yield row as Row;
    return;
  }
  const [here, there] = [String(own["here"]), String(own["there"] ?? "id")];
  const rows = new Map(all.all().map((row) => [row[there], row as Row]));
  const written = new Set<unknown>();
  const upwards = function* (row: Row): Generator<Row> {
    if (written.has(row[there])) return;
    written.add(row[there]);
    const above = rows.get(row[here] ?? null);
    if (above !== undefined) yield* upwards(above);
    yield row;
  };
  for (const row of rows.values()) yield* upwards(row);
}

type Kinds = ReadonlyMap<string, string>;

/** By column of the file: PostgreSQL's type. A newer sign-in library may have more columns; they stay empty. */
async function kindsOf(from: DatabaseSync, to: Transaction<Tables>, table: string): Promise<Kinds> {
  const columns = from.prepare("SELECT name FROM pragma_table_info(?)").all(table);
  const known = new Set(columns.map(({ name }) => name));
  const { rows } = await sql<{ name: string; kind: string }>`
    SELECT column_name AS name, data_type AS kind FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = ${table}`.execute(to);
  return new Map(rows.flatMap(({ name, kind }) => (known.has(name) ? [[name, kind] as const] : [])));
}

/**
 * As PostgreSQL can hold it: SQLite also kept fractions of milliseconds in whole numbers, and text with NUL, which nobody ever
 * meant (`postgres-link.ts`).
 */
const fitting = (row: Row, kinds: Kinds): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (typeof value === "string") return [name, value.replaceAll("\0", "")];
      return [name, typeof value === "number" && kinds.get(name) === "bigint" ? Math.round(value) : value];
    }),
  );

/** Truth values are numbers in SQLite; the sign-in library has a type for them in PostgreSQL. */
const valuesFor = (row: Row, kinds: Kinds): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      kinds.get(name) === "boolean" && value !== null ? value === 1 : value,
    ]),
  );

/** The same whatever order the rows come in. */
function newSum() {
  let [sum, count] = [0n, 0];
  return {
    add(row: Row): void {
      const cells = Object.keys(row)
        .toSorted()
        .map((name) => [name, row[name]]);
      sum += createHash("sha256").update(JSON.stringify(cells)).digest().readBigUInt64BE();
      count += 1;
    },
    rows: () => count,
    text: () => `${count} ${BigInt.asUintN(64, sum)}`,
  };
}

/** Of what PostgreSQL holds now, read as SQLite would give it. */
async function sumOf(
  to: Transaction<Tables>,
  table: string,
  kinds: Kinds,
): Promise<ReturnType<typeof newSum>> {
  const sum = newSum();
  await sql`DECLARE copied NO SCROLL CURSOR FOR SELECT * FROM ${sql.table(table)}`.execute(to);
  for (;;) {
    const { rows } = await sql<Record<string, unknown>>`FETCH ${sql.lit(AT_ONCE)} FROM copied`.execute(to);
    if (rows.length === 0) break;
    for (const row of rows) sum.add(asInSqlite(row, kinds));
  }
  await sql`CLOSE copied`.execute(to);
  return sum;
}

function asInSqlite(row: Readonly<Record<string, unknown>>, kinds: Kinds): Row {
  const cells = Object.entries(row).flatMap(([name, value]): [string, Value][] => {
    if (!kinds.has(name)) return [];
    if (value instanceof Date) return [[name, value.toISOString()]];
    return [[name, typeof value === "boolean" ? Number(value) : (value as Value)]];
  });
  return Object.fromEntries(cells);
}
