import { DAY } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import type { Log } from "../../../core/log.ts";
import type { StoredBlock } from "../../ports.ts";
import { discard, settle, type EntityHead, type Site } from "./head.ts";
import { headFor, siteFor, type Memory } from "./memory.ts";
import { beginPayload, endPayload, makePayloads, stageColumns, type Payloads, type Span } from "./payload.ts";
import { troubleOf } from "./sqlite.ts";
import { blockIdOf, type BlockId, type WriteAhead } from "./write-ahead.ts";

type Answer = { readonly known: boolean };

export interface Committer {
  append(block: StoredBlock): Promise<Answer>;
  /** Commits what waits, now. */
  commit(): void;
  /** The disk did not take the newest commit. */
  readonly full: boolean;
}

/** More than this is committed at once, so that no commit takes long. */
const MAX_GROUP_BYTES = 1_000_000;
const MAX_GROUP_BLOCKS = 512;

/** A block whose samples are staged in memory and in the group's payloads. */
interface Staged {
  readonly block: StoredBlock;
  readonly site: Site;
  /** Its payload within those of the group. */
  readonly start: number;
  readonly end: number;
  readonly span: Span;
  /** The entities to which it writes. */
  readonly heads: readonly EntityHead[];
}

interface Waiting extends Staged {
  readonly id: BlockId;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  /** The same block once more while it waited. */
  readonly again: Pick<Waiting, "resolve" | "reject">[];
}

/**
 * Group commit: blocks that come in one turn of the event loop share a transaction, so while one commit runs the others
 * gather, and a single block waits for nobody.
 */
export function makeCommitter(memory: Memory, writeAhead: WriteAhead, log: Log): Committer {
  const payloads = makePayloads();
  const group = new Map<string, Waiting>();
  let scheduled: NodeJS.Immediate | undefined;
  let full = false;

  const commit = () => {
    if (scheduled !== undefined) clearImmediate(scheduled);
    scheduled = undefined;
    if (group.size === 0) return;
    const blocks = [...group.values()];
    group.clear();
    payloads.length = 0;
    try {
      writeAhead.transaction(() => write(memory, writeAhead, blocks, payloads.buffer));
    } catch (error) {
      for (const { heads } of blocks) for (const head of heads) discard(head);
      const why = troubleOf(error) === "full" ? new FaultError("store_full") : error;
      if (!full || why === error)
        log.error("samples_commit_failed", { blocks: blocks.length, error: String(error) });
      full = why !== error;
      for (const { reject, again } of blocks) for (const one of [{ reject }, ...again]) one.reject(why);
      return;
    }
    full = false;
    accept(memory, blocks);
  };

  return {
    commit,
    get full() {
      return full;
    },
    append: (block) => {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const same = group.get(block.block);
      if (same !== undefined) {
        same.again.push({ resolve, reject });
        return promise;
      }
      try {
        const id = blockIdOf(block.block);
        if (writeAhead.knowsBlock(id)) {
          memory.knownBlocks += 1;
          resolve({ known: true });
          return promise;
        }
        group.set(block.block, { ...stageBlock(memory, payloads, block), id, resolve, reject, again: [] });
        if (payloads.length > MAX_GROUP_BYTES || group.size >= MAX_GROUP_BLOCKS) commit();
        else scheduled ??= setImmediate(commit);
      } catch (error) {
        reject(error);
      }
      return promise;
    },
  };
}

/** Stages a block. Throws a FaultError, with nothing staged, when something in it is not right. */
function stageBlock(memory: Memory, payloads: Payloads, block: StoredBlock): Staged {
  const site = siteFor(memory, block.site);
  const start = beginPayload(payloads);
  const heads: EntityHead[] = [];
  /** How many rows each of `heads` had staged before. */
  const marks: number[] = [];
  const span: Span = { min: Infinity, max: -Infinity, rows: 0, points: 0 };
  let before = 0;
  try {
    for (const columns of block.samples) {
      const head = headFor(memory, columns.entity, block.receivedAt);
      // Its owner has too many: what is good in the block is taken all the same, and it is said (`crowding`).
      if (head === undefined) continue;
      const { length } = payloads;
      const { staged } = head;
      stageColumns(payloads, head, columns, before, span);
      if (payloads.length === length) continue;
      heads.push(head);
      marks.push(staged);
      before = columns.at[0] as number;
    }
  } catch (error) {
    // Backwards: the first mark of an entity that comes twice is the one to return to.
    for (const [i, head] of [...heads.entries()].toReversed()) head.staged = marks[i] as number;
    payloads.length = start;
    throw error;
  }
  endPayload(payloads, start);
  return { block, site, start, end: payloads.length, span, heads };
}

/** In the transaction: what the blocks bring into the file. */
function write(
  memory: Memory,
  writeAhead: WriteAhead,
  blocks: readonly Waiting[],
  payloads: Uint8Array,
): void {
  placeEntities(memory, writeAhead, blocks);
  let { seq } = memory;
  for (const { block, id, site, start, end, span } of blocks) {
    writeAhead.addBlock(id, Math.floor(block.receivedAt / DAY));
    seq += 1;
    if (span.min <= span.max) {
      writeAhead.addRow(seq, site.number, span.min, span.max, payloads.subarray(start, end));
    }
  }
}

/** Writes down sites and entities that are new, and entities that another site sends now. */
function placeEntities(memory: Memory, writeAhead: WriteAhead, blocks: readonly Waiting[]): void {
  const placed = new Map<EntityHead, Site>();
  const sites = new Set<Site>();
  for (const { site, heads } of blocks) {
    for (const head of heads) {
      if (head.site === site && placed.size === 0) continue;
      const place = placed.get(head) ?? head.site;
      if (place === site) continue;
      if (!memory.storedSites.has(site) && !sites.has(site)) {
        writeAhead.addSite(site.number, site.name);
        sites.add(site);
      }
      if (place === undefined) writeAhead.addEntity(head.number, head.ref, site.number);
      else writeAhead.moveEntity(head.number, site.number);
      placed.set(head, site);
    }
  }
}

/** After the transaction: the blocks become part of what everybody sees. */
function accept(memory: Memory, blocks: readonly Waiting[]): void {
  memory.commits += 1;
  for (const { site, heads, span, resolve, again } of blocks) {
    for (const head of heads) {
      if (head.site !== site) {
        site.heads.add(head);
        memory.storedSites.add(site);
        head.site = site;
      }
      settle(head);
    }
    memory.headPoints += span.points;
    memory.seq += 1;
    if (span.min <= span.max) {
      site.pending.push(memory.seq, span.min, span.max);
      if (span.min < site.flushedUntil) site.lateRows += span.rows;
    }
    resolve({ known: false });
    memory.knownBlocks += again.length;
    for (const one of again) one.resolve({ known: true });
  }
}
