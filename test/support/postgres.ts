import { execFileSync } from "node:child_process";
import { chownSync, globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { freePort, startChild, type Child } from "./child.ts";

/** Debian keeps the programs of each version apart; the newest, or undefined where PostgreSQL is not installed. */
export const postgresPrograms: string | undefined = globSync("/usr/lib/postgresql/*/bin/initdb")
  .toSorted((a, b) => Number(a.split("/")[4]) - Number(b.split("/")[4]))
  .at(-1)
  ?.slice(0, -"/initdb".length);

/** Six times as fast as by the log; older versions know no other way. */
export const FAST_COPY = Number(postgresPrograms?.split("/")[4]) >= 15 ? "STRATEGY file_copy" : "";

export const NO_POSTGRES = "PostgreSQL is not installed (apt-get install postgresql)";

export interface Postgres {
  readonly port: number;
  /** The address of a database for `registry.url`, of the owner, over TCP. */
  url(database?: string, parameters?: string): string;
  /** The folder of its Unix socket. */
  readonly dir: string;
  /** As the superuser; rows of the last statement. */
  sql(text: string, database?: string): Promise<readonly Record<string, unknown>[]>;
  /** A database of its own, and its name. */
  makeDatabase(): Promise<string>;
  /** `SIGQUIT`: at once, as after a power cut; `SIGINT`: in order, but without waiting for anybody. */
  down(signal?: "SIGINT" | "SIGQUIT"): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export const PASSWORD = "mat-khau-csdl";

/** TLS files of the server; PEM. */
export interface PostgresTls {
  readonly cert: string;
  readonly key: string;
}

/**
 * A real PostgreSQL with a folder and a port of its own, on loopback. Its language is Vietnamese where the database is asked to
 * sort by itself, and it wants a password. It refuses to run as root, so root starts it as the user that Debian made for it.
 */
export async function startPostgres(tls?: PostgresTls): Promise<Postgres> {
  if (postgresPrograms === undefined) throw new Error(NO_POSTGRES);
  const dir = mkdtempSync(join(tmpdir(), "cayda-pg-"));
  const data = join(dir, "data");
  const port = await freePort();
  const secret = join(dir, "password");
  writeFileSync(secret, PASSWORD);
  for (const [name, text] of Object.entries(tls ?? {})) writeFileSync(join(dir, name), text, { mode: 0o600 });
  const as = asUser([dir, secret, ...Object.keys(tls ?? {}).map((name) => join(dir, name))]);
  const initdb = [join(postgresPrograms, "initdb"), "-D", data, "-U", "cayda", "-A", "scram-sha-256"];
  const language = ["-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=vi"];
  const [program = "", ...args] = [...as, ...initdb, `--pwfile=${secret}`, "--no-sync", ...language];
  execFileSync(program, args, { stdio: "pipe" });
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: dir,
    // Only this process is killed, never the machine.
    fsync: "off",
    full_page_writes: "off",
    autovacuum: "off",
    ...(tls === undefined
      ? {}
      : { ssl: "on", ssl_cert_file: join(dir, "cert"), ssl_key_file: join(dir, "key") }),
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const start = async (): Promise<Child> => {
    const [run = "", ...rest] = [...as, join(postgresPrograms ?? "", "postgres"), "-D", data, ...options];
    const child = startChild(run, rest);
    await child.waitFor(/database system is ready to accept connections/);
    return child;
  };
  let child = await start();
  const sql = async (text: string, database = "postgres") => {
    const client = new Client({ host: dir, port, user: "cayda", password: PASSWORD, database, ssl: false });
    await client.connect();
    try {
      const result: unknown = await client.query(text);
      const last = (Array.isArray(result) ? result.at(-1) : result) as { rows: Record<string, unknown>[] };
      return last.rows;
    } finally {
      await client.end();
    }
  };
  let made = 0;
  return {
    port,
    dir,
    url: (database = "postgres", parameters = "") =>
      `postgresql://cayda:${PASSWORD}@127.0.0.1:${port}/${database}${parameters}`,
    sql,
    async makeDatabase() {
      made += 1;
      const name = `registry_${made}`;
      await sql(`CREATE DATABASE ${name} ${FAST_COPY}`);
      return name;
    },
    down: async (signal = "SIGINT") => void (await child.stop(signal)),
    up: async () => {
      child = await start();
    },
    async close() {
      await child.stop("SIGINT");
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** How to start a program as somebody who is not root, to whom these files are given. */
function asUser(files: readonly string[]): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  const number = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const [user, group] = [number("-u"), number("-g")];
  for (const file of files) chownSync(file, user, group);
  return ["setpriv", `--reuid=${user}`, `--regid=${group}`, "--clear-groups"];
}
