import { readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Instant } from "../core/clock.ts";
import { MAX_BLOCK_BYTES } from "../core/wire/limits.ts";
import { renameDurably } from "./files.ts";

/**
 * How blocks lie in the folder: `BLOCK.POINTS.BYTES.gz`. The block's UUIDv7 makes names sort by time; points and
 * compressed bytes are in the name, so that opening 50,000 blocks reads one folder and no file.
 */
export interface SpoolName {
  readonly block: string;
  readonly points: number;
  /** Length of the file. */
  readonly bytes: number;
  readonly madeAt: Instant;
}

const NAME = /^([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})\.(\d{1,6})\.(\d{1,9})\.gz$/;
/** What a file system gives out at the least; small blocks take this much. */
const CLUSTER = 4_096;
/** Only what was written just before a crash can be half there; older files are checked when they are sent. */
const CHECKED_AT_OPEN = 64;
const CORRUPT = ".corrupt";
const TEMPORARY = /\.tmp$/u;

export const formatName = ({ block, points, bytes }: Omit<SpoolName, "madeAt">): string =>
  `${block}.${points}.${bytes}.gz`;

/** Undefined when the name is not one of a block. */
export function parseName(name: string): SpoolName | undefined {
  const [, block, points, bytes] = NAME.exec(name) ?? [];
  if (block === undefined) return undefined;
  const madeAt = Number.parseInt(block.slice(0, 8) + block.slice(9, 13), 16);
  return { block, points: Number(points), bytes: Number(bytes), madeAt };
}

/** Room that a file takes on the disk. */
export const diskBytes = (name: string): number =>
  Math.ceil((parseName(name.replace(CORRUPT, ""))?.bytes ?? CLUSTER) / CLUSTER) * CLUSTER;

export const pointsOf = (name: string): number => parseName(name.replace(CORRUPT, ""))?.points ?? 0;

/** The file's content when it is the whole block that its name says, else undefined. */
export async function readWhole(folder: string, name: string): Promise<Uint8Array | undefined> {
  try {
    const body = await readFile(join(folder, name));
    const wanted = parseName(name.replace(TEMPORARY, ""))?.bytes;
    // The trailer of gzip holds length and CRC-32: a flipped bit does not get through.
    if (body.length !== wanted) return undefined;
    await promisify(gunzip)(body, { maxOutputLength: 2 * MAX_BLOCK_BYTES });
    return body;
  } catch {
    return undefined;
  }
}

/** Moves a broken file out of the line; its new name. */
export async function setAside(folder: string, name: string): Promise<string> {
  const aside = `${name.replace(TEMPORARY, "")}${CORRUPT}`;
  await rename(join(folder, name), join(folder, "parked", aside)).catch(() => {});
  return aside;
}

export interface FoundFiles {
  /** Names of whole blocks, oldest first. */
  readonly blocks: string[];
  /** Names in `parked`, oldest first. */
  readonly parked: string[];
  /** Ids of blocks that a crash or a bad disk broke; their files are in `parked` now. */
  readonly corrupt: string[];
}

/** What is there after a start. A file that was written whole but not yet renamed is brought in. */
export async function scanFolder(folder: string): Promise<FoundFiles> {
  const blocks: string[] = [];
  const corrupt: string[] = [];
  const breakOff = async (name: string) => {
    await setAside(folder, name);
    corrupt.push(parseName(name.replace(TEMPORARY, ""))?.block ?? name);
  };
  for (const name of await readdir(folder)) {
    if (parseName(name) !== undefined) blocks.push(name);
    else if (name.endsWith(".gz.tmp")) await finish(name);
  }
  blocks.sort();
  for (const name of blocks.slice(-CHECKED_AT_OPEN)) {
    const { size } = await stat(join(folder, name));
    if (size === parseName(name)?.bytes) continue;
    await breakOff(name);
    blocks.splice(blocks.lastIndexOf(name), 1);
  }
  const parked = (await readdir(join(folder, "parked"))).toSorted();
  return { blocks, parked, corrupt };

  async function finish(temporary: string): Promise<void> {
    const name = temporary.replace(TEMPORARY, "");
    if (parseName(name) === undefined) {
      await rm(join(folder, temporary), { force: true });
    } else if ((await readWhole(folder, temporary)) === undefined) {
      await breakOff(temporary);
    } else {
      await renameDurably(join(folder, temporary), join(folder, name));
      if (!blocks.includes(name)) blocks.push(name);
    }
  }
}

/** Names in a folder, sorted; none when it is not there. For a look from outside. */
export async function lookInto(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch {
    return [];
  }
}
