import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { basename } from "node:path";
import type { Database, OpenDatabase } from "../../../server/stores/samples/sqlite.ts";

/**
 * Kills (-9) its own process at a random one of the calls by which a store changes its files, in the phase that the
 * environment names: before the call, after it, or in the middle of a write. Loaded with `--import`, so that it is there in
 * worker threads too. Says where it did on stdout.
 */
const PHASE = process.env["CAYDA_KILL_PHASE"];
const CHANCE = Number(process.env["CAYDA_KILL_CHANCE"] ?? "0");

export type Phase = "ingest" | "flush" | "compaction" | "retention";

const { rmSync, renameSync, openSync, writeSync, fsyncSync } = fs;

function die(phase: Phase, what: string): never {
  writeSync(1, `killed ${phase} ${what}\n`);
  process.kill(process.pid, "SIGKILL");
  // The signal may come a moment later: nothing must happen until then.
  for (;;);
}

function at<T>(phase: Phase, what: string, work: () => T, half?: () => void): T {
  if (phase !== PHASE || Math.random() >= CHANCE) return work();
  const when = Math.floor(Math.random() * (half === undefined ? 2 : 3));
  if (when === 1) work();
  if (when === 2) half?.();
  return die(phase, `${["before", "after", "amid"][when]} ${what}`);
}

const isWrite = (flags: unknown) => flags === "w";
const phaseOfRemoval = (path: string): Phase => (/\.(cold|roll)$/.test(path) ? "retention" : "compaction");

Object.assign(fs, {
  rmSync: (path: string, options?: fs.RmOptions) =>
    at(phaseOfRemoval(path), `remove ${basename(path)}`, () => rmSync(path, options)),
  renameSync: (from: string, to: string) =>
    at("compaction", `rename ${basename(to)}`, () => renameSync(from, to)),
  openSync: (path: string, flags: fs.OpenMode, mode?: fs.Mode) =>
    isWrite(flags)
      ? at("compaction", `open ${basename(path)}`, () => openSync(path, flags, mode))
      : openSync(path, flags, mode),
  fsyncSync: (file: number) => at("compaction", "sync", () => fsyncSync(file)),
  writeSync: (file: number, data: Uint8Array | string, from?: number) => {
    if (typeof data === "string") return writeSync(file, data);
    const half = () => void writeSync(file, data.subarray(0, data.length >> 1));
    return at("compaction", "write", () => writeSync(file, data, from), half);
  },
});
syncBuiltinESMExports();

/** Statements of the write-ahead file that belong to a flush. */
const FLUSH = /^(?:DELETE FROM pending|INSERT OR REPLACE INTO latest|UPDATE store)/;
const INGEST = /^INSERT INTO (?:site|entity|block|pending)/;

/** Databases whose changes are points at which to be killed. */
export const killing =
  (open: OpenDatabase): OpenDatabase =>
  (file, options) => {
    const db = open(file, options);
    const isHot = basename(file).startsWith("day-");
    const phaseOf = (sql: string): Phase | undefined => {
      if (isHot) return sql.startsWith("SELECT") ? undefined : "flush";
      if (FLUSH.test(sql)) return "flush";
      return INGEST.test(sql) ? "ingest" : undefined;
    };
    let last: Phase | undefined;
    const prepare: Database["prepare"] = (sql) => {
      const statement = db.prepare(sql);
      const phase = phaseOf(sql);
      if (phase === undefined) return statement;
      const what = `${basename(file)}: ${sql.slice(0, 24).trim()}`;
      return {
        ...statement,
        run: (...values) => {
          last = phase;
          return at(phase, what, () => statement.run(...values));
        },
      };
    };
    const transaction: Database["transaction"] = (work) => {
      last = undefined;
      db.transaction(work);
      if (last !== undefined) at(last, `${basename(file)}: commit`, () => {});
    };
    return { ...db, prepare, transaction };
  };
