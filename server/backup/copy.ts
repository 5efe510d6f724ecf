import {
  chmodSync,
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DAY_OFFSET, type Instant } from "../../core/clock.ts";
import { FaultError } from "../../core/result.ts";
import { OWN_TABLES } from "../own-tables.ts";

interface BackupWish {
  readonly dataDir: string;
  /** The configuration, wherever it lies; one that does not exist is passed over. */
  readonly configFile: string;
  /** Files that the configuration names, wherever they lie; `secret`: only with the keys. */
  readonly named: readonly NamedFile[];
  /** A folder of its own is made in it for each backup. */
  readonly to: string;
  readonly now: Instant;
  /** Whether the keys, the certificate and the configuration come along. */
  readonly keys: boolean;
}

export interface NamedFile {
  readonly path: string;
  readonly secret: boolean;
}

interface BackupDone {
  readonly folder: string;
  readonly bytes: number;
  /** Files from outside the data folder, by where they belong; their copies are below `ELSEWHERE`. */
  readonly elsewhere: readonly string[];
}

/** In a copy: what does not belong into the data folder, below the names of the folders where it lay. */
export const ELSEWHERE = "elsewhere";

/** What secrets and sessions are sealed with, the certificate that agents trust, and who this machine's own agent is. */
const KEYS = ["registry/credentials.key", "registry/sessions.key", "tls", "agent/identity.json"] as const;
/** https://www.sqlite.org/rescode.html: SQLITE_CORRUPT, SQLITE_NOTADB. */
const DAMAGED: ReadonlySet<number> = new Set([11, 26]);

/**
 * Copies what nobody can measure again: the registry as it is at one moment, whether the server runs or not, and what opens it.
 * The copy lies as a data folder does, so that restoring is putting it in place. Either the whole of it is there in the end or
 * nothing. Throws FaultError `store_damaged`, and the errors of the file system and of SQLite.
 */
export function backUp({ dataDir, configFile, named, to, now, keys }: BackupWish): BackupDone {
  const folder = join(to, `cayda-${stamp(now)}`);
  const aside = `${folder}.writing`;
  mkdirSync(to, { recursive: true });
  mkdirSync(join(aside, "registry"), { recursive: true, mode: 0o700 });
  chmodSync(aside, 0o700);
  try {
    // The key is older than anything that it sealed, so it is never too old when it comes second.
    copyRegistry(join(dataDir, "registry", "registry.sqlite"), join(aside, "registry", "registry.sqlite"));
    const tables = join(dataDir, OWN_TABLES);
    if (existsSync(tables)) cpSync(tables, join(aside, OWN_TABLES), { recursive: true });
    if (keys) copyKeys(dataDir, configFile, aside);
    const elsewhere = copyNamed(
      dataDir,
      named.filter(({ secret }) => keys || !secret),
      aside,
    );
    const files = readdirSync(aside, { recursive: true, encoding: "utf8" }).map((name) => join(aside, name));
    const bytes = files.reduce((sum, file) => sum + secured(file), 0);
    renameSync(aside, folder);
    return { folder, bytes, elsewhere };
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw error;
  }
}

/** Of the officer's day and hour; no colon, which Windows does not take. */
const stamp = (now: Instant): string =>
  new Date(now + DAY_OFFSET).toISOString().slice(0, 19).replace("T", "-").replaceAll(":", "");

function copyRegistry(from: string, to: string): void {
  try {
    const db = new DatabaseSync(from, { timeout: 5_000 });
    try {
      db.prepare("VACUUM INTO ?").run(to);
    } finally {
      db.close();
    }
    const copy = new DatabaseSync(to, { readOnly: true });
    try {
      const [said] = Object.values(copy.prepare("PRAGMA integrity_check(1)").get() ?? {});
      if (said !== "ok") throw new FaultError("store_damaged", { file: from });
    } finally {
      copy.close();
    }
  } catch (error) {
    throw isDamage(error) ? new FaultError("store_damaged", { file: from }) : error;
  }
}

/** Extended codes keep the kind of trouble in their lowest byte. */
const isDamage = (error: unknown): boolean =>
  error instanceof Error && "errcode" in error && DAMAGED.has(Number(error.errcode) % 256);

function copyKeys(dataDir: string, configFile: string, aside: string): void {
  for (const name of KEYS) {
    const from = join(dataDir, name);
    if (existsSync(from)) cpSync(from, join(aside, name), { recursive: true });
  }
  if (existsSync(configFile)) copyFileSync(configFile, join(aside, "server.yaml"));
}

/** Into their place in the copy, or below `ELSEWHERE`; answers those. What is not there is passed over. */
function copyNamed(dataDir: string, named: readonly NamedFile[], aside: string): readonly string[] {
  const elsewhere: string[] = [];
  for (const path of new Set(named.map((file) => resolve(file.path)))) {
    if (!existsSync(path)) continue;
    const inside = relative(resolve(dataDir), path);
    const isInside = !inside.startsWith("..") && !isAbsolute(inside);
    // A drive's colon is no name of a folder.
    const place = isInside ? inside : join(ELSEWHERE, path.replace(/^([A-Za-z]):/, "$1"));
    const to = join(aside, place);
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    copyFileSync(path, to);
    if (!isInside) elsewhere.push(path);
  }
  return elsewhere;
}

/** Makes a file safe on the disk, and readable by nobody else; answers its size. */
function secured(path: string): number {
  const about = statSync(path);
  chmodSync(path, about.isDirectory() ? 0o700 : 0o600);
  if (about.isDirectory()) return 0;
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return about.size;
}
