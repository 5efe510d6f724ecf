import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../../core/clock.ts";
import type { EntityTags } from "../../../server/stores/influx/tags.ts";
import { openInfluxStore, type InfluxStore } from "../../../server/stores/influx/open.ts";
import { silent } from "../../support/log.ts";

/** Whether a program is installed; says so on stderr when it is not. */
export function hasProgram(name: string, what: string): boolean {
  const there = spawnSync("sh", ["-c", `command -v ${name}`]).status === 0;
  if (!there) process.stderr.write(`SKIPPED: ${what}: ${name} is not installed\n`);
  return there;
}

export interface Account {
  readonly user: string;
  readonly password: string;
}

/** Runs a statement on a real InfluxDB; throws what it says when it does not take it. */
export async function influxql(
  url: string,
  statement: string,
  database = "",
  account?: Account,
): Promise<unknown> {
  const { user = "", password = "" } = account ?? {};
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const answer = await fetch(`${url}/query`, {
    method: "POST",
    headers: account === undefined ? {} : { authorization },
    body: new URLSearchParams({ q: statement, db: database, epoch: "ms" }),
  });
  const text = await answer.text();
  if (!answer.ok || text.includes('"error"')) throw new Error(`${statement}: ${text}`);
  return JSON.parse(text);
}

/** Tags that say no more than whose an entity is. */
export const plainTags: EntityTags = { refresh: async () => {}, of: () => NO_TAGS };
const NO_TAGS = {};

export interface OpenedInflux {
  readonly dir: string;
  readonly database: string;
  open(change?: Partial<Parameters<typeof openInfluxStore>[0]>): Promise<InfluxStore>;
  remove(): void;
}

let databases = 0;

/** A folder for an outbox and a fresh database for it, if there is a server to make one on. */
export async function influxPlace(url: string | undefined, clock: Clock): Promise<OpenedInflux> {
  databases += 1;
  const database = `cayda${databases}`;
  if (url !== undefined) await influxql(url, `CREATE DATABASE ${database}`);
  const dir = mkdtempSync(join(tmpdir(), "cayda-influx-"));
  return {
    dir,
    database,
    open: (change = {}) =>
      openInfluxStore({
        dir,
        target: { url: url ?? "", database, auth: { mode: "none" } },
        tags: plainTags,
        clock,
        log: silent,
        random: () => 0.5,
        ...change,
      }),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

export async function untilTrue(done: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await done())) {
    if (performance.now() > end) throw new Error("it never happened");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
