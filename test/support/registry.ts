import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Client } from "pg";
import { inject } from "vitest";
import { FAST_COPY } from "./postgres.ts";
import { registryTarget } from "../../server/registry-target.ts";
import { openRegistry as openReal } from "../../server/stores/registry/registry.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * The registry of a folder: in SQLite, or, in the project `postgres`, in a database of PostgreSQL that stands for this folder. So
 * one set of tests holds both to the same.
 */
export const openRegistry: typeof openReal = async (dir, options) => {
  const url = await addressOf(dir);
  return openReal(dir, url === undefined ? options : { ...options, postgres: registryTarget({ url }) });
};

/** Runs statements on the database behind the registry's back; the rows of the last one. `rowid` is the order of writing. */
export async function rawSql(dir: string, text: string): Promise<readonly Row[]> {
  const url = await addressOf(dir);
  if (url !== undefined) return onPostgres(url, text.replaceAll("rowid", "ctid"));
  const db = new DatabaseSync(join(dir, "registry.sqlite"));
  try {
    return text
      .split(";")
      .map((statement) => db.prepare(statement).all())
      .reduce((_, rows) => rows);
  } finally {
    db.close();
  }
}

/** Everything that is stored in a table, as it lies there. */
export async function storedText(dir: string, table: string): Promise<string> {
  const url = await addressOf(dir);
  if (url === undefined) return readFileSync(join(dir, "registry.sqlite")).toString("latin1");
  return JSON.stringify(await onPostgres(url, `SELECT * FROM ${table}`));
}

const databases = new Map<string, Promise<string>>();
/** Earlier ones belong to tests that are over. */
const MOST_DATABASES = 4;

/** Undefined: SQLite. */
async function addressOf(dir: string): Promise<string | undefined> {
  const url = inject("postgres") as string | undefined;
  if (url === undefined) return undefined;
  const known = databases.get(dir);
  if (known !== undefined) return known;
  const made = makeDatabase(url);
  databases.set(dir, made);
  const [oldest] = databases;
  if (oldest !== undefined && databases.size > MOST_DATABASES) {
    databases.delete(oldest[0]);
    await onPostgres(other(url, "postgres"), `DROP DATABASE ${nameOf(await oldest[1])}`);
  }
  return made;
}

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

function other(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function makeDatabase(url: string): Promise<string> {
  const name = `r_${crypto.randomUUID().replaceAll("-", "_")}`;
  await onPostgres(other(url, "postgres"), `CREATE DATABASE ${name} TEMPLATE ${nameOf(url)} ${FAST_COPY}`);
  return other(url, name);
}

async function onPostgres(url: string, text: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const result: unknown = await client.query(text);
    const { rows } = (Array.isArray(result) ? result.at(-1) : result) as { rows: Row[] };
    // The driver gives whole numbers of 64 bits as text.
    const plain = (value: unknown) =>
      typeof value === "string" && /^\d{13}$/.test(value) ? Number(value) : value;
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, one]) => [name, plain(one)])),
    );
  } finally {
    await client.end();
  }
}
