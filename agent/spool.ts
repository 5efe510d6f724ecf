import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { MINUTE, type Instant } from "../core/clock.ts";
import { fail, ok, type Result } from "../core/result.ts";
import type { Block } from "../core/wire/block.ts";
import type { AgentLog } from "./collectors/collector.ts";
import { reasonOf, writeDurably } from "./files.ts";
import { boundedNames, type BoundedNames } from "./spool-names.ts";
import {
  formatName,
  type FoundFiles,
  parseName,
  pointsOf,
  readWhole,
  scanFolder,
  setAside,
} from "./spool-files.ts";
import type { DropReason } from "./state.ts";

/**
 * Where blocks wait until the server has committed them: one gzip file a block. What `put` acknowledged is on the
 * disk and survives a kill at any moment. Bounded by bytes and by age; what must go is counted and told.
 */
export interface Spool {
  /**
   * Ok once the block is durable. A fault when the disk refuses: the block is then held in memory, offered to `take`
   * like the others, and written at a later `put` or `retry`. `points`: how many the block holds.
   */
  put(block: Block, points: number): Promise<Result<undefined>>;
  /** Tries to write what is held in memory. */
  retry(): Promise<void>;
  /** The block to send now, checked; undefined when there is none, or while one is taken. */
  take(now: Instant): Promise<TakenBlock | undefined>;
  figures(): SpoolFigures;
}

/** A block on its way. Exactly one of the three must be called. */
export interface TakenBlock {
  readonly id: string;
  readonly points: number;
  /** The block's JSON, gzip. */
  readonly body: Uint8Array;
  /** The server has it: delete it. */
  delivered(): Promise<void>;
  /** The server will never take it: set it aside. */
  park(): Promise<void>;
  /** Not now: back into the line. */
  release(): void;
}

interface SpoolFigures {
  readonly blocks: number;
  /** As much as the disk gives for it. */
  readonly bytes: number;
  readonly parkedBlocks: number;
  /** Blocks that wait in memory because the disk refuses them; part of `blocks`. */
  readonly heldBlocks: number;
  /** When the oldest waiting block was made. */
  readonly oldest: Instant | undefined;
}

export interface SpoolOptions {
  readonly folder: string;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  /** Corrected wall-clock time, and whether the server has confirmed it lately: else it may be a month ahead. */
  readonly now: () => Instant;
  readonly isTimeSure: () => boolean;
  readonly log: AgentLog;
  /** Awaited before the points are gone, so that a crash can only count them twice, never not at all. */
  readonly onDrop: (points: number, reason: DropReason) => Promise<void>;
  /** A file that is no whole block any more was set aside. */
  readonly onCorrupt: (block: string) => void;
}

/** Blocks younger than this are live: they go first, newest before older. */
const LIVE_MS = 2 * MINUTE;
/** Memory for blocks that a full disk refuses. */
const MAX_HELD_BYTES = 4 * 2 ** 20;
/** Blocks set aside may use this part of the bound. */
const PARKED_SHARE = 1 / 8;

const pack = promisify(gzip);

/** Opens the folder, made if missing. A fault when it cannot be used at all. */
export async function openSpool(options: SpoolOptions): Promise<Result<Spool>> {
  try {
    await mkdir(join(options.folder, "parked"), { recursive: true, mode: 0o700 });
    const found = await scanFolder(options.folder);
    for (const block of found.corrupt) options.onCorrupt(block);
    if (found.corrupt.length > 0) options.log.warn("spool_corrupt", { files: found.corrupt.length });
    return ok(createSpool(options, found));
  } catch (error) {
    return fail("spool_write_failed", { path: options.folder, reason: reasonOf(error) });
  }
}

/** Which of the waiting blocks (sorted, oldest first) goes next: live ones first, then the backlog from its oldest. */
function chooseNext(names: readonly string[], now: Instant): string | undefined {
  const newest = names.at(-1);
  const made = newest === undefined ? undefined : parseName(newest)?.madeAt;
  return made !== undefined && now - made < LIVE_MS ? newest : names[0];
}

/** What the functions below share; `taken` and the rest change in turn only (see `inTurn`). */
interface Inside {
  readonly options: SpoolOptions;
  readonly line: BoundedNames;
  readonly parked: BoundedNames;
  /** Blocks that the disk refuses, oldest first. */
  readonly held: Map<string, Uint8Array>;
  taken: string | undefined;
  /** The server took a block since the last `put`: old blocks are about to be sent, so age drops nothing. */
  delivering: boolean;
}

function createSpool(options: SpoolOptions, found: FoundFiles): Spool {
  const inside: Inside = {
    options,
    line: boundedNames(found.blocks, options.maxBytes * (1 - PARKED_SHARE)),
    parked: boundedNames(found.parked, options.maxBytes * PARKED_SHARE),
    held: new Map(),
    taken: undefined,
    delivering: false,
  };
  // One thing at a time: a block being written while it is being deleted would come back.
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work);
    tail = done.catch(() => {});
    return done;
  };
  return {
    put: (block, points) => inTurn(() => put(inside, block, points)),
    retry: () => inTurn(async () => void (await writeHeld(inside))),
    take: (now) =>
      inTurn(async () => {
        const found = await takeNext(inside, now);
        if (found === undefined) return undefined;
        const { name, body } = found;
        return {
          id: parseName(name)?.block ?? "",
          points: pointsOf(name),
          body,
          delivered: () => inTurn(() => removeTaken(inside, name)),
          park: () => inTurn(() => parkTaken(inside, name)),
          release: () => {
            inside.taken = undefined;
          },
        };
      }),
    figures: () => ({
      blocks: inside.line.names.length,
      bytes: inside.line.bytes(),
      parkedBlocks: inside.parked.names.length,
      heldBlocks: inside.held.size,
      oldest: parseName(inside.line.names[0] ?? "")?.madeAt,
    }),
  };
}

async function put(inside: Inside, block: Block, points: number): Promise<Result<undefined>> {
  const body = await pack(JSON.stringify(block));
  const name = formatName({ block: block.block, points, bytes: body.length });
  const before = await writeHeld(inside);
  const written = before.ok ? await write(inside, name, body) : before;
  inside.line.insert(name);
  if (!written.ok) await hold(inside, name, body);
  await keepBounds(inside);
  return written;
}

async function takeNext(
  inside: Inside,
  now: Instant,
): Promise<{ readonly name: string; readonly body: Uint8Array } | undefined> {
  const { line, held, options } = inside;
  if (inside.taken !== undefined) return undefined;
  for (let name = chooseNext(line.names, now); name !== undefined; name = chooseNext(line.names, now)) {
    const body = held.get(name) ?? (await readWhole(options.folder, name));
    if (body !== undefined) {
      inside.taken = name;
      return { name, body };
    }
    await dropCorrupt(inside, name);
  }
  return undefined;
}

async function write(
  { options: { folder } }: Inside,
  name: string,
  body: Uint8Array,
): Promise<Result<undefined>> {
  try {
    await writeDurably(join(folder, name), body);
    return ok(undefined);
  } catch (error) {
    return fail("spool_write_failed", { path: folder, reason: reasonOf(error) });
  }
}

/** Ok when nothing is held any more but what is on its way. */
async function writeHeld(inside: Inside): Promise<Result<undefined>> {
  for (const [name, body] of inside.held) {
    if (name === inside.taken) continue;
    const written = await write(inside, name, body);
    if (!written.ok) return written;
    inside.held.delete(name);
  }
  return ok(undefined);
}

async function hold(inside: Inside, name: string, body: Uint8Array): Promise<void> {
  const { held } = inside;
  held.set(name, body);
  let bytes = held.values().reduce((sum, { length }) => sum + length, 0);
  for (const [oldest, { length }] of held) {
    if (bytes <= MAX_HELD_BYTES) break;
    if (oldest === inside.taken) continue;
    await drop(inside, oldest, "full");
    bytes -= length;
  }
}

async function keepBounds(inside: Inside): Promise<void> {
  const { options, line } = inside;
  const oldest = () => line.names.find((name) => name !== inside.taken);
  for (let name = oldest(); name !== undefined && line.isOver(); name = oldest()) {
    await drop(inside, name, "full");
  }
  const before = options.isTimeSure() ? options.now() - options.maxAgeMs : Number.NEGATIVE_INFINITY;
  for (let name = oldest(); name !== undefined && !inside.delivering; name = oldest()) {
    if ((parseName(name)?.madeAt ?? 0) >= before) break;
    await drop(inside, name, "old");
  }
  inside.delivering = false;
}

async function drop(inside: Inside, name: string, reason: DropReason): Promise<void> {
  const { options } = inside;
  options.log.warn("spool_drop", { block: parseName(name)?.block, points: pointsOf(name), reason });
  await options.onDrop(pointsOf(name), reason);
  await remove(inside, name);
}

async function removeTaken(inside: Inside, name: string): Promise<void> {
  inside.taken = undefined;
  inside.delivering = true;
  await remove(inside, name);
}

async function remove({ line, held, options }: Inside, name: string): Promise<void> {
  line.remove(name);
  if (!held.delete(name)) await unlink(options, join(options.folder, name));
}

async function parkTaken(inside: Inside, name: string): Promise<void> {
  const { options, line, parked, held } = inside;
  const body = held.get(name);
  const to = join(options.folder, "parked", name);
  try {
    await (body === undefined ? rename(join(options.folder, name), to) : writeDurably(to, body));
  } catch (error) {
    options.log.warn("spool_park_failed", { path: to, reason: reasonOf(error) });
  }
  inside.taken = undefined;
  line.remove(name);
  held.delete(name);
  parked.insert(name);
  await keepParkedBounds(inside);
}

async function dropCorrupt(inside: Inside, name: string): Promise<void> {
  const { options, line, parked } = inside;
  line.remove(name);
  parked.insert(await setAside(options.folder, name));
  options.log.warn("spool_corrupt", { files: 1, block: parseName(name)?.block });
  options.onCorrupt(parseName(name)?.block ?? name);
  await keepParkedBounds(inside);
}

async function keepParkedBounds({ options, parked }: Inside): Promise<void> {
  for (let [name] = parked.names; name !== undefined && parked.isOver(); [name] = parked.names) {
    await options.onDrop(pointsOf(name), "full");
    parked.remove(name);
    await unlink(options, join(options.folder, "parked", name));
  }
}

async function unlink({ log }: SpoolOptions, path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    // A file that stays is sent again after a restart, which the server knows to ignore.
    log.warn("spool_delete_failed", { path, reason: reasonOf(error) });
  }
}
