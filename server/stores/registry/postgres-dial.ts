import { Client, types, type ClientConfig } from "pg";
import { SECOND } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import { aboutOf, faultOf } from "./postgres-faults.ts";
import type { PostgresTarget } from "./postgres-target.ts";

const DIAL_TIMEOUT = 10 * SECOND;
const KEEP_ALIVE = 10 * SECOND;

/** int8, which counts come as, and numeric, which sums of it come as. All of ours are well below 2^53. */
const NUMBERS: ReadonlySet<number> = new Set([20, 1700]);

/** Of this connection only: other users of the driver in this process keep their own. */
const parsers: ClientConfig["types"] = {
  getTypeParser: (oid, format) =>
    format !== "binary" && NUMBERS.has(oid) ? Number : types.getTypeParser(oid, format),
};

/**
 * What the session must have whatever server, database and role are set to. A server that vanished without a word is noticed
 * within half a minute, so that the next one may take over; nothing is cut off for being idle, or for taking its time.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  TimeZone: "UTC",
  statement_timeout: "0",
  lock_timeout: "0",
  idle_session_timeout: "0",
  idle_in_transaction_session_timeout: "0",
  tcp_keepalives_idle: "10",
  tcp_keepalives_interval: "5",
  tcp_keepalives_count: "3",
  default_transaction_isolation: "read committed",
};

/** Connects, and prepares the session. Rejects with FaultError `registry_…`. */
export async function dial(target: PostgresTarget, name: string, role: "owner" | "reader"): Promise<Client> {
  const { host, port, database, user, password, options } = target;
  const client = new Client({
    host,
    port,
    database,
    user,
    password,
    ssl: tlsOf(target),
    options,
    application_name: name,
    connectionTimeoutMillis: DIAL_TIMEOUT,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
    types: parsers,
  });
  // What happens while it connects rejects, too.
  const ignore = () => {};
  client.on("error", ignore);
  try {
    await client.connect();
    await prepare(client, target, role);
  } catch (error) {
    client.end().catch(() => undefined);
    throw faultOf(error, target, true);
  }
  return client;
}

function tlsOf({ tls, ca }: PostgresTarget): NonNullable<ClientConfig["ssl"]> {
  if (tls === "disable") return false;
  const known = ca === undefined ? {} : { ca };
  if (tls === "require") return { ...known, rejectUnauthorized: false };
  return tls === "verify-ca" ? { ...known, checkServerIdentity: () => undefined } : known;
}

async function prepare(client: Client, target: PostgresTarget, role: "owner" | "reader"): Promise<void> {
  const wanted = { ...SETTINGS, default_transaction_read_only: role === "reader" ? "on" : "off" };
  // Only those that this version knows.
  await client.query(
    `SELECT set_config(name, wanted, false) FROM pg_catalog.pg_settings
      JOIN unnest($1::text[], $2::text[]) AS w (name, wanted) USING (name)`,
    [Object.keys(wanted), Object.values(wanted)],
  );
  // What is acknowledged to an agent must survive a power cut there.
  await client.query(
    `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`,
  );
  const { rows } = await client.query<{ encoding: string; schema: string | null }>(
    `SELECT current_setting('server_encoding') AS encoding, current_schema() AS schema`,
  );
  const [{ encoding, schema } = { encoding: "", schema: null }] = rows;
  if (encoding !== "UTF8")
    throw new FaultError("registry_refused", aboutOf(target, `server_encoding = ${encoding}, not UTF8`));
  // The role may not use the schema at all, or it does not exist.
  if (schema === null) throw new FaultError("registry_forbidden", aboutOf(target, "search_path"));
}
