import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { FaultError } from "../../../core/result.ts";
import type { Log } from "../../../core/log.ts";
import { openPack, PackDamaged, type PackAbout, type PackFile } from "./pack-file.ts";

/** The packs of one kind in the store's folder, by a whole number that their name holds (a legal day, a month). */
export interface Packs {
  has(period: number): boolean;
  /** Oldest first. */
  periods(): readonly number[];
  about(period: number): PackAbout | undefined;
  /** Does `work` with the pack; `otherwise` when there is none, or it turned out damaged: then it went aside. */
  attempt<T>(period: number, work: (pack: PackFile, name: string) => T, otherwise: T): T;
  /** Puts a pack that was written as `temporary` (in the same folder) into its place, durably. */
  install(period: number, temporary: string): void;
  /** Closes and unlinks. */
  remove(period: number): void;
  pathOf(period: number): string;
  readonly bytes: number;
  readonly points: number;
  close(): void;
}

export interface PacksOptions {
  readonly dir: string;
  readonly origin: number;
  /** Absent where somebody else owns the folder: then nothing is put aside. */
  readonly log?: Log;
  readonly damaged: (name: string) => void;
  /** Which files are of this kind: the period of a file name, or undefined. */
  readonly periodOf: (name: string) => number | undefined;
  readonly nameOf: (period: number) => string;
  /** How many stay open. */
  readonly maxOpen?: number;
}

/** Their name ends so while they are being written; what is left of them after a crash is removed. */
export const TEMPORARY = ".writing";

/** Packs by period, of which a few stay open: the one that was not used for longest is closed first. */
function openFew({ dir, origin, nameOf, maxOpen = 12 }: PacksOptions) {
  const opened = new Map<number, PackFile>();
  const shut = (period: number) => {
    opened.get(period)?.close();
    opened.delete(period);
  };
  return {
    shut,
    use: (period: number): PackFile => {
      const pack = opened.get(period) ?? openPack(join(dir, nameOf(period)), origin);
      opened.delete(period);
      opened.set(period, pack);
      for (const oldest of opened.keys()) if (opened.size > maxOpen) shut(oldest);
      return pack;
    },
    close: () => {
      for (const period of opened.keys()) shut(period);
    },
  };
}

/** What is known of a pack without opening it. */
interface Known {
  readonly about: PackAbout;
  readonly bytes: number;
}
const sumOf = (known: ReadonlyMap<number, Known>, of: (pack: Known) => number) =>
  [...known.values()].reduce((total, pack) => total + of(pack), 0);

export function openPacks(options: PacksOptions): Packs {
  const { dir, origin, nameOf } = options;
  const pathOf = (period: number) => join(dir, nameOf(period));
  const { use, shut, close } = openFew(options);
  const known = new Map<number, Known>();
  let sorted: readonly number[] | undefined;
  let closed = false;

  const note = (period: number) => {
    known.set(period, { about: use(period).about, bytes: statSync(pathOf(period)).size });
    sorted = undefined;
  };
  const attempt = <T>(period: number, work: (pack: PackFile, name: string) => T, otherwise: T): T => {
    if (closed) throw new FaultError("store_busy");
    if (!known.has(period)) return otherwise;
    try {
      return work(use(period), nameOf(period));
    } catch (error) {
      if (!(error instanceof PackDamaged)) throw error;
      shut(period);
      known.delete(period);
      sorted = undefined;
      putAside(options, nameOf(period));
      return otherwise;
    }
  };
  for (const period of readdirSync(dir).map(options.periodOf)) {
    if (period === undefined) continue;
    known.set(period, { about: { origin, made: 0, seq: 0, points: 0 }, bytes: 0 });
    attempt(period, () => note(period), undefined);
  }
  return {
    attempt,
    pathOf,
    has: (period) => known.has(period),
    periods: () => (sorted ??= [...known.keys()].toSorted((a, b) => a - b)),
    about: (period) => known.get(period)?.about,
    install: (period, temporary) => {
      // Windows does not replace a file that is open.
      shut(period);
      renameSync(temporary, pathOf(period));
      syncFolder(dir);
      note(period);
    },
    remove: (period) => {
      shut(period);
      known.delete(period);
      sorted = undefined;
      rmSync(pathOf(period), { force: true });
    },
    get bytes() {
      return sumOf(known, ({ bytes }) => bytes);
    },
    get points() {
      return sumOf(known, ({ about }) => about.points);
    },
    close: () => {
      closed = true;
      close();
    },
  };
}

/** A rename outlasts a power failure only once its folder is on the disk. Windows has no such thing. */
function syncFolder(dir: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(dir, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** A file that cannot be used is put aside, never deleted: an expert may still save something. */
function putAside({ dir, damaged, log }: PacksOptions, file: string): void {
  if (log === undefined) {
    damaged(file);
    return;
  }
  let number = 1;
  while (existsSync(join(dir, `${file}.damaged-${number}`))) number += 1;
  const aside = `${file}.damaged-${number}`;
  renameSync(join(dir, file), join(dir, aside));
  damaged(aside);
  log.error("samples_file_damaged", { file, aside });
}

/** Removes what a crash left half written. */
export function removeTemporary(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (name.endsWith(TEMPORARY)) rmSync(join(dir, name), { force: true });
  }
}
