import { statSync } from "node:fs";
import type { Instant } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import type { Log } from "../../../core/log.ts";
import type { StoredBlock } from "../../ports.ts";
import { makeCommitter, type Committer } from "../samples/commit.ts";
import {
  countValues,
  forgetRows,
  latestOf,
  makeHead,
  settle,
  widen,
  type EntityHead,
} from "../samples/head.ts";
import { latestBytes, restoreLatest } from "../samples/latest.ts";
import { makeLayouts } from "../samples/layout.ts";
import { addHead, addSite, makeMemory, type Memory } from "../samples/memory.ts";
import { readPayload } from "../samples/payload.ts";
import { makeBlockPruner } from "../samples/prune.ts";
import { troubleOf, type Database, type OpenDatabase } from "../samples/sqlite.ts";
import { placeEntity } from "../samples/take-rollups.ts";
import { blockIdOf, openWriteAhead, type WriteAhead } from "../samples/write-ahead.ts";
import { makeWaitingSpans, type WaitingSpans } from "./waiting-spans.ts";
import { openLedger, type Ledger } from "./ledger.ts";
import { openParkedLines, type ParkedLines } from "./parked.ts";

/**
 * What was acknowledged and is not in InfluxDB yet: the write-ahead file of the embedded store (`../samples/write-ahead.ts`), whose
 * rows go when InfluxDB has them instead of when they are flushed. Readings are never kept in memory, so that an outage of
 * days costs disk only; latest values are.
 */
export interface Outbox {
  readonly memory: Memory;
  readonly ledger: Ledger;
  readonly parked: ParkedLines;
  /** Rejects with FaultError `store_full` when the disk has no room, `influx_outbox_full` when the outbox holds all it may. */
  append(block: StoredBlock): Promise<{ readonly known: boolean }>;
  /** An entity that may never have sent anything. */
  place(entity: string, site: string): EntityHead;
  /** Rows behind `after`, oldest first, of which at least one touches [from, to); decoded. */
  waiting(after: number, limit: number, from?: Instant, to?: Instant): readonly WaitingRow[];
  /** InfluxDB has these rows: they go, all or none. Returns false when the disk did not take that. */
  sent(rows: readonly WaitingRow[], more: () => void): boolean;
  /** Number of the newest row that went. */
  readonly sentSeq: number;
  readonly rows: number;
  readonly bytes: number;
  /** The disk had no room for the last commit. */
  readonly full: boolean;
  /** When the oldest waiting reading was taken; undefined when none waits. */
  oldest(): Instant | undefined;
  /** Whether readings of a legal day, or near enough to pair with its own, are not in InfluxDB yet. */
  waitsFor(day: number): boolean;
  readonly fileBytes: number;
  tick(now: Instant): void;
  /** Commits what is under way. */
  commit(): void;
  close(): void;
}

interface Pending {
  rows: number;
  bytes: number;
  sentSeq: number;
  readonly spans: WaitingSpans;
}

/** A row of the outbox: scratch heads that hold its readings in the order in which they came. */
export interface WaitingRow {
  readonly seq: number;
  readonly bytes: number;
  readonly heads: readonly EntityHead[];
}

export interface OutboxOptions {
  readonly file: string;
  readonly open: OpenDatabase;
  readonly log: Log;
  readonly now: Instant;
  readonly maxBytes: number;
  readonly maxParked?: number | undefined;
}

export function openOutbox({ file, open, log, now, maxBytes, maxParked }: OutboxOptions): Outbox {
  const held: { db: Database | undefined } = { db: undefined };
  const writeAhead = openWriteAhead(file, (name) => (held.db = open(name)), now);
  const { db } = held;
  if (db === undefined) throw new Error("the outbox was not opened");
  const ledger = openLedger(db);
  let layouts: ReturnType<typeof makeLayouts> = new Map();
  writeAhead.transaction(() => {
    layouts = makeLayouts((kind, name) => writeAhead.fieldNumber(kind, name));
  });
  const memory = makeMemory(layouts);
  const pending: Pending = { rows: 0, bytes: 0, sentSeq: 0, spans: makeWaitingSpans() };
  recover(memory, writeAhead, pending);
  const counting = countingAhead(writeAhead, pending);
  const committer = makeCommitter(memory, counting, log);
  const waiting = makeWaiting(db, memory);
  return {
    memory,
    ledger,
    parked: openParkedLines(db, maxParked),
    append: makeAppend(memory, writeAhead, committer, pending, maxBytes),
    place: (entity, site) => placeEntity(memory, writeAhead, entity, site),
    waiting,
    sent: makeSent(memory, writeAhead, ledger, pending, log),
    get sentSeq() {
      return pending.sentSeq;
    },
    get rows() {
      return pending.rows;
    },
    get bytes() {
      return pending.bytes;
    },
    get full() {
      return committer.full;
    },
    oldest: () => pending.spans.oldest(),
    waitsFor: (day) => pending.spans.touch(day),
    get fileBytes() {
      return ["", "-wal"].reduce(
        (sum, end) => sum + (statSync(file + end, { throwIfNoEntry: false })?.size ?? 0),
        0,
      );
    },
    tick: makeBlockPruner(writeAhead, log),
    commit: () => committer.commit(),
    close: () => writeAhead.close(),
  };
}

function makeAppend(
  memory: Memory,
  writeAhead: WriteAhead,
  committer: Committer,
  pending: Pending,
  maxBytes: number,
): Outbox["append"] {
  return async (block) => {
    if (pending.bytes >= maxBytes && !writeAhead.knowsBlock(blockIdOf(block.block)))
      throw new FaultError("influx_outbox_full", { max: Math.round(maxBytes / 1024 ** 2) });
    const answer = await committer.append(block);
    for (const { entity } of block.samples) {
      const head = memory.heads.get(entity);
      if (head !== undefined && head.count > 0) forgetRows(head, () => true);
    }
    // For flushes, of which this store has none.
    const site = memory.sites.get(block.site);
    if (site !== undefined) site.pending.length = 0;
    return answer;
  };
}

function makeSent(
  memory: Memory,
  writeAhead: WriteAhead,
  ledger: Ledger,
  pending: Pending,
  log: Log,
): Outbox["sent"] {
  return (rows, more) => {
    const heads = new Set(
      rows.flatMap((row) => row.heads.map(({ number }) => memory.headsByNumber.get(number))),
    );
    const points = rows.flatMap((row) => row.heads).reduce((sum, head) => sum + valuesIn(head), 0);
    const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
    try {
      writeAhead.transaction(() => {
        for (const { seq } of rows) writeAhead.dropRow(seq);
        writeAhead.saveSeq(memory.seq);
        for (const head of heads) {
          if (head?.site !== undefined) writeAhead.saveLatest(head.number, memory.seq, latestBytes(head));
        }
        ledger.addPoints(points);
        more();
      });
    } catch (error) {
      if (troubleOf(error) !== "full") throw error;
      log.error("outbox_sent_unsaved", { error: String(error) });
      return false;
    }
    ledger.points += points;
    memory.headPoints -= points;
    for (const { seq } of rows) pending.spans.delete(seq);
    pending.rows -= rows.length;
    pending.bytes -= bytes;
    pending.sentSeq = rows.at(-1)?.seq ?? pending.sentSeq;
    return true;
  };
}

const valuesIn = (head: EntityHead) => countValues(head, 0, head.staged);

/** The write-ahead file, with an eye on how much waits in it. */
function countingAhead(writeAhead: WriteAhead, pending: Pending): WriteAhead {
  const spans = new Map<number, readonly [Instant, Instant]>();
  let bytes = 0;
  return {
    ...writeAhead,
    addRow: (seq, site, min, max, payload) => {
      writeAhead.addRow(seq, site, min, max, payload);
      spans.set(seq, [min, max]);
      bytes += payload.length;
    },
    transaction: (work) => {
      spans.clear();
      bytes = 0;
      writeAhead.transaction(work);
      for (const [seq, [min, max]] of spans) pending.spans.add(seq, min, max);
      pending.rows += spans.size;
      pending.bytes += bytes;
    },
  };
}

/** Decodes rows into heads of their own, so that nothing of them stays. */
function makeWaiting(db: Database, memory: Memory): Outbox["waiting"] {
  const some = db.prepare(
    "SELECT seq, data FROM pending WHERE seq > ? AND max >= ? AND min < ? ORDER BY seq LIMIT ?",
  );
  return (after, limit, from = 0, to = Number.MAX_SAFE_INTEGER) => {
    const rows: WaitingRow[] = [];
    for (const [seq, data] of some.iterate(after, from, to, limit)) {
      if (!(data instanceof Uint8Array)) continue;
      const heads = new Map<number, EntityHead>();
      const touched: EntityHead[] = [];
      const headOf = (number: number): EntityHead | undefined => {
        const known = memory.headsByNumber.get(number);
        if (known === undefined) return undefined;
        const before = heads.get(number);
        if (before !== undefined) return before;
        const head = makeHead(number, known.ref, known.layout, undefined);
        widen(head, known.shape.names);
        heads.set(number, head);
        return head;
      };
      if (!readPayload(data, headOf, touched)) memory.damaged.add(`outbox.db/${Number(seq)}`);
      rows.push({ seq: Number(seq), bytes: data.length, heads: [...new Set(touched)] });
    }
    return rows;
  };
}

function recover(memory: Memory, writeAhead: WriteAhead, pending: Pending): void {
  memory.seq = writeAhead.savedSeq;
  for (const [number, name] of writeAhead.sites()) {
    memory.storedSites.add(addSite(memory, Number(number), String(name)));
  }
  for (const [number, ref, site] of writeAhead.entities()) {
    const head = addHead(memory, Number(number), String(ref));
    if (head !== undefined) head.site = memory.sitesByNumber.get(Number(site));
  }
  for (const [number, seq, data] of writeAhead.latest()) {
    const head = memory.headsByNumber.get(Number(number));
    if (head === undefined || !(data instanceof Uint8Array)) continue;
    restoreLatest(head, data);
    head.savedSeq = Number(seq);
  }
  for (const [seq, , min, max, data] of writeAhead.rows()) {
    const row = Number(seq);
    memory.seq = Math.max(memory.seq, row);
    if (!(data instanceof Uint8Array)) continue;
    pending.rows += 1;
    pending.spans.add(row, Number(min), Number(max));
    pending.bytes += data.length;
    const touched: EntityHead[] = [];
    if (!readPayload(data, (number) => memory.headsByNumber.get(number), touched))
      memory.damaged.add(`outbox.db/${row}`);
    for (const head of touched) {
      settle(head);
      // Saved values know this row already; noting it again could bring back what a later row replaced.
      if (row <= head.savedSeq) head.noted = head.count;
      memory.headPoints += forgetRows(head, () => true);
    }
  }
}

/** The newest time of any reading of an entity that was ever acknowledged; undefined when there is none. */
export function newestTime(head: EntityHead): Instant | undefined {
  const latest = latestOf(head);
  let newest = -Infinity;
  for (let i = 0; i < latest.length; i += 4) {
    const at = latest[i] as number;
    if (at > newest) newest = at;
  }
  return newest === -Infinity ? undefined : newest;
}
