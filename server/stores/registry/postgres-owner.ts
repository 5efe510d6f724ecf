import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Client } from "pg";
import type { Instant } from "../../../core/clock.ts";

/** "Cayd", and the schema: a database may hold two registries, each in a schema of its own. */
const LOCK = "1130461540, hashtext(current_schema())";

/** The most that PostgreSQL keeps of a session's name. */
const LONGEST_NAME = 63;

/** The name of all sessions of this server since its start: no other has it, and people see the machine in it. */
export const ownerName = (): string =>
  `cayda ${randomUUID().slice(0, 13)} ${hostname()}`.replaceAll(/[^\x20-\x7E]/gu, "?").slice(0, LONGEST_NAME);

async function lock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS got`);
  return rows[0]?.got === true;
}

/**
 * Makes this server the owner of the registry, as long as its session lasts; false while another one is. It asks and does not
 * wait in the database: a statement that waits for weeks would keep PostgreSQL from clearing away old rows. Who owned last is
 * written down, so that an owner that comes back knows whether there was another one in between.
 */
export async function becomeOwner(client: Client, name: string, now: Instant): Promise<boolean> {
  if (!(await lock(client))) return false;
  await client.query("BEGIN");
  await client.query("CREATE TABLE IF NOT EXISTS registry_owner (name TEXT NOT NULL, since BIGINT NOT NULL)");
  await client.query("DELETE FROM registry_owner");
  await client.query("INSERT INTO registry_owner VALUES ($1, $2)", [name, now]);
  await client.query("COMMIT");
  return true;
}

/**
 * Whether this server owns the registry again after its connection broke, with nobody in between. "own ghost": the broken
 * connection of its own still holds the lock; the database was told to end it.
 */
export async function isStillOwner(client: Client, name: string): Promise<"yes" | "no" | "own ghost"> {
  if (await lock(client)) {
    const { rows } = await client.query<{ name: string }>("SELECT name FROM registry_owner");
    return rows[0]?.name === name ? "yes" : "no";
  }
  const { rowCount } = await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
      WHERE application_name = $1 AND datname = current_database() AND pid <> pg_backend_pid()`,
    [name],
  );
  // Nobody at all: it was let go between the two questions.
  return (rowCount ?? 0) > 0 || (await isFree(client)) ? "own ghost" : "no";
}

async function isFree(client: Client): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1130461540
      AND objid = ((hashtext(current_schema())::bigint + 4294967296) % 4294967296)::oid
      AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())`,
  );
  return rows.length === 0;
}
