import { sql } from "kysely";
import { FaultError } from "../../../core/result.ts";
import { ACCESS_TOKENS_MIGRATION } from "./access-tokens.ts";
import { ALERTS_MIGRATION } from "./alert-tables.ts";
import { ASSETS_MIGRATION, STOCK_LINES_MIGRATION } from "./asset-tables.ts";
import { forPostgres, hasTable, isPostgres, type Db } from "./database.ts";
import { DISCOVERY_MIGRATION } from "./discovery-tables.ts";
import { ORGANISATION_MIGRATION } from "./enrolment-tokens.ts";
import { PLAN_ASSETS_MIGRATION } from "./plan-assets.ts";

/**
 * Numbered, forward only, never edited once released: number n brings a database of version n-1 to version n. Plain
 * SQL that SQLite and PostgreSQL both take, with SQLite's types (`forPostgres`).
 */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE units (id TEXT PRIMARY KEY, parent TEXT REFERENCES units (id), name TEXT NOT NULL, kind TEXT NOT NULL,
      valid_from TEXT NOT NULL, valid_to TEXT)`,
    `CREATE TABLE unit_predecessors (unit TEXT NOT NULL REFERENCES units (id),
      predecessor TEXT NOT NULL REFERENCES units (id), PRIMARY KEY (unit, predecessor))`,
    `CREATE TABLE sites (id TEXT PRIMARY KEY, unit TEXT NOT NULL REFERENCES units (id), name TEXT NOT NULL,
      host_every_ms INTEGER NOT NULL, created_at BIGINT NOT NULL)`,
    "CREATE UNIQUE INDEX sites_name ON sites (unit, name)",
    `CREATE TABLE devices (id TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id), class TEXT NOT NULL, name TEXT,
      address TEXT, port INTEGER NOT NULL, credential TEXT, created_at BIGINT NOT NULL, removed_at BIGINT)`,
    "CREATE UNIQUE INDEX devices_address ON devices (site, address, port) WHERE removed_at IS NULL",
    `CREATE TABLE targets (id TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id), name TEXT NOT NULL,
      address TEXT NOT NULL, created_at BIGINT NOT NULL, removed_at BIGINT)`,
    "CREATE UNIQUE INDEX targets_address ON targets (site, address) WHERE removed_at IS NULL",
    `CREATE TABLE agents (id TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id),
      device TEXT NOT NULL REFERENCES devices (id), secret_hash TEXT NOT NULL UNIQUE, hostname TEXT NOT NULL,
      platform TEXT NOT NULL, version TEXT NOT NULL, enrolled_at BIGINT NOT NULL, last_seen BIGINT, revoked_at BIGINT)`,
    "CREATE INDEX agents_site ON agents (site)",
    "CREATE INDEX agents_device ON agents (device)",
    `CREATE TABLE tokens (hash TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id), expires_at BIGINT NOT NULL,
      uses_left INTEGER NOT NULL, created_at BIGINT NOT NULL)`,
    `CREATE TABLE leases (site TEXT PRIMARY KEY REFERENCES sites (id), agent TEXT NOT NULL REFERENCES agents (id),
      since BIGINT NOT NULL)`,
    `CREATE TABLE device_facts (device TEXT PRIMARY KEY REFERENCES devices (id), read_at BIGINT NOT NULL, name TEXT,
      description TEXT, object_id TEXT, location TEXT, contact TEXT)`,
    `CREATE TABLE inventories (device TEXT PRIMARY KEY REFERENCES devices (id), read_at BIGINT NOT NULL,
      value TEXT NOT NULL)`,
    `CREATE TABLE contacts (device TEXT PRIMARY KEY REFERENCES devices (id), at BIGINT NOT NULL, ok INTEGER NOT NULL,
      fault TEXT)`,
    `CREATE TABLE ports (device TEXT NOT NULL REFERENCES devices (id), part TEXT NOT NULL, if_index INTEGER,
      name TEXT NOT NULL, descr TEXT, alias TEXT, if_type INTEGER, mac TEXT, mtu INTEGER, first_seen BIGINT NOT NULL,
      last_seen BIGINT NOT NULL, PRIMARY KEY (device, part))`,
    `CREATE TABLE events (block TEXT NOT NULL, place INTEGER NOT NULL, site TEXT NOT NULL, device TEXT NOT NULL,
      entity TEXT, type TEXT NOT NULL, at BIGINT NOT NULL, received_at BIGINT NOT NULL, late INTEGER NOT NULL,
      detail TEXT NOT NULL, PRIMARY KEY (block, place))`,
    "CREATE INDEX events_device ON events (device, at)",
    "CREATE INDEX events_site ON events (site, at)",
    `CREATE TABLE audit (id TEXT PRIMARY KEY, at BIGINT NOT NULL, actor TEXT NOT NULL, actor_name TEXT NOT NULL,
      action TEXT NOT NULL, subject TEXT NOT NULL, "before" TEXT, "after" TEXT)`,
    "CREATE INDEX audit_subject ON audit (subject, at)",
    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
  ],
  [
    `CREATE TABLE device_details (device TEXT NOT NULL REFERENCES devices (id), kind TEXT NOT NULL,
      read_at BIGINT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (device, kind))`,
  ],
  DISCOVERY_MIGRATION,
  ACCESS_TOKENS_MIGRATION,
  ALERTS_MIGRATION,
  ASSETS_MIGRATION,
  PLAN_ASSETS_MIGRATION,
  ORGANISATION_MIGRATION,
  // Old ones are forgotten by it.
  ["CREATE INDEX events_received ON events (received_at)"],
  STOCK_LINES_MIGRATION,
];

export const NEWEST_VERSION = MIGRATIONS.length;

/**
 * Brings the database to this program's version, or to an earlier one that it has not reached. Throws `store_newer` when a
 * newer Cayda wrote it.
 */
export async function migrate(db: Db, to = NEWEST_VERSION): Promise<void> {
  await sql`CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)`.execute(db);
  const version = await versionOf(db);
  for (let next = version; next < to; next += 1) {
    await db.transaction().execute((transaction) => step(transaction, next));
  }
}

/** The version of a registry that may not be changed. Throws `store_newer`, or `registry_older` when a server has to start first. */
export async function expectNewest(db: Db): Promise<void> {
  const found = (await hasTable(db, "schema_version")) ? await versionOf(db) : 0;
  if (found < NEWEST_VERSION) throw new FaultError("registry_older", { found, known: NEWEST_VERSION });
}

async function versionOf(db: Db): Promise<number> {
  const row = await db.selectFrom("schema_version").select("version").executeTakeFirst();
  const found = row?.version ?? 0;
  if (found > NEWEST_VERSION) {
    const file = isPostgres(db) ? "PostgreSQL" : "registry.sqlite";
    throw new FaultError("store_newer", { file, found, known: NEWEST_VERSION });
  }
  return found;
}

async function step(transaction: Db, from: number): Promise<void> {
  const told = isPostgres(transaction) ? forPostgres : (statement: string) => statement;
  for (const statement of MIGRATIONS[from] ?? []) await sql.raw(told(statement)).execute(transaction);
  await transaction.deleteFrom("schema_version").execute();
  await transaction
    .insertInto("schema_version")
    .values({ version: from + 1 })
    .execute();
}
