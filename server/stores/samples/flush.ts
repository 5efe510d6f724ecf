import { setImmediate as nextTurn } from "node:timers/promises";
import { HOUR, legalDayOf, MINUTE, type Clock, type Instant } from "../../../core/clock.ts";
import type { Log } from "../../../core/log.ts";
import type { ChunkFiles, NewChunk } from "./chunk-files.ts";
import {
  flushableHours,
  forgetRows,
  hourOf,
  isFlushable,
  type EntityHead,
  type Site,
  type Window,
} from "./head.ts";
import { makeHourEncoder, type HourEncoder } from "./hours.ts";
import { latestBytes } from "./latest.ts";
import type { Memory } from "./memory.ts";
import { dayOfHour } from "./periods.ts";
import type { WriteAhead } from "./write-ahead.ts";

/**
 * Moves finished hours from memory into chunks, a site at a time, each at its own minute of the hour. The order makes
 * it safe to be killed at any point: chunks are durable before write-ahead rows go, and each chunk says up to which row
 * it holds its entity's hour, so that a row which is read again after a crash brings nothing twice.
 */
export interface Flusher {
  tick(now: Instant): void;
  /** Stops after the slice under way. */
  stop(): Promise<void>;
}

/** The event loop belongs to others after this long. */
const SLICE_MS = 6;
/** Rows changed in one transaction of the write-ahead file. */
const SLICE_ROWS = 500;
/** So many late rows are flushed before their hour: a backlog must not fill the memory. */
const MAX_LATE_ROWS = 20_000;
const RETRY_MS = MINUTE;

interface Parts {
  readonly memory: Memory;
  readonly files: ChunkFiles;
  readonly writeAhead: WriteAhead;
  readonly clock: Clock;
  readonly log: Log;
  readonly damaged: (name: string) => void;
}

export function makeFlusher(parts: Parts): Flusher {
  const { memory, log } = parts;
  const encode = makeHourEncoder(parts);
  const queue = new Set<Site>();
  let running: Promise<void> | undefined;
  let stopped = false;

  const run = async (now: Instant) => {
    for (const site of queue) {
      if (stopped) return;
      try {
        await flushSite(parts, encode, site, windowOf(site, now), () => stopped);
      } catch (error) {
        site.retryAt = now + RETRY_MS;
        log.error("samples_flush_failed", { site: site.name, error: String(error) });
      }
      queue.delete(site);
    }
  };
  return {
    tick: (now) => {
      for (const site of memory.sites.values()) {
        // The clock was set back: what counted as flushed then is being written now.
        if (site.flushedUntil > now + HOUR) site.flushedUntil = 0;
        const due = dueUntil(site, now) > site.flushedUntil || site.lateRows > MAX_LATE_ROWS;
        if (due && now >= site.retryAt) queue.add(site);
      }
      if (running !== undefined || queue.size === 0 || stopped) return;
      running = run(now).finally(() => {
        running = undefined;
      });
    },
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}

const dueUntil = (site: Site, now: Instant) => hourOf(now - site.phase) * HOUR;

/** Rows up to a whole hour ahead stay in memory: clocks differ a little. */
function windowOf(site: Site, now: Instant): Window {
  return { cut: Math.max(dueUntil(site, now), site.flushedUntil), end: (hourOf(now) + 2) * HOUR };
}

async function flushSite(
  parts: Parts,
  encode: HourEncoder,
  site: Site,
  window: Window,
  stopped: () => boolean,
): Promise<void> {
  const { memory, files, clock } = parts;
  const { seq } = memory;
  site.lateRows = 0;
  const heads = [...site.heads];
  for (const day of daysToFlush(heads, window)) {
    for (let next = 0; next < heads.length;) {
      const started = clock.monotonic();
      const first = next;
      const chunks: NewChunk[] = [];
      while (next < heads.length && clock.monotonic() - started < SLICE_MS) {
        const head = heads[next++];
        if (head !== undefined) encode(head, day, window, site.flushedUntil, chunks);
      }
      if (chunks.length > 0) files.write(day, chunks);
      const gone = (at: Instant) => legalDayOf(at) === day && isFlushable(at, window);
      for (const head of heads.slice(first, next)) memory.headPoints -= forgetRows(head, gone);
      await nextTurn();
      if (stopped()) return;
    }
  }
  if (hasDoneRows(site, seq, window)) {
    await saveLatest(parts, heads);
    if (!stopped()) await dropRows(parts, site, seq, window);
  }
  site.flushedUntil = window.cut;
}

function daysToFlush(heads: readonly EntityHead[], window: Window): ReadonlySet<number> {
  const hours = new Set<number>();
  for (const head of heads) flushableHours(head, window, hours);
  return new Set([...hours].toSorted((a, b) => a - b).map((hour) => dayOfHour(hour)));
}

async function saveLatest({ memory, writeAhead }: Parts, heads: readonly EntityHead[]): Promise<void> {
  const changed = heads.filter((head) => head.changed);
  for (let first = 0; first < changed.length; first += SLICE_ROWS) {
    const slice = changed.slice(first, first + SLICE_ROWS);
    writeAhead.transaction(() => {
      for (const head of slice) writeAhead.saveLatest(head.number, memory.seq, latestBytes(head));
    });
    for (const head of slice) head.changed = false;
    await nextTurn();
  }
}

/** Whether all readings of a write-ahead row that spans [min, max] are in chunks. */
const isDone = (row: number, min: Instant, max: Instant, seq: number, { cut, end }: Window) =>
  row <= seq && (max < cut || min >= end);

function hasDoneRows({ pending }: Site, seq: number, window: Window): boolean {
  for (let i = 0; i < pending.length; i += 3) {
    const [row = 0, min = 0, max = 0] = pending.slice(i, i + 3);
    if (isDone(row, min, max, seq, window)) return true;
  }
  return false;
}

/** Deletes the site's write-ahead rows up to `seq` whose readings are all in chunks. */
async function dropRows(parts: Parts, site: Site, seq: number, window: Window): Promise<void> {
  const { pending } = site;
  /** Triples, as in `pending`. */
  let gone: number[] = [];
  const kept: number[] = [];
  for (let i = 0; i < pending.length; i += 3) {
    const [row = 0, min = 0, max = 0] = pending.slice(i, i + 3);
    (isDone(row, min, max, seq, window) ? gone : kept).push(row, min, max);
  }
  site.pending = kept;
  try {
    while (gone.length > 0) {
      const slice = gone.slice(0, 3 * SLICE_ROWS);
      parts.writeAhead.transaction(() => {
        for (let i = 0; i < slice.length; i += 3) parts.writeAhead.dropRow(slice[i] ?? 0);
        parts.writeAhead.saveSeq(parts.memory.seq);
      });
      gone = gone.slice(slice.length);
      await nextTurn();
    }
  } catch (error) {
    // They are still in the file; the next flush drops them. Meanwhile others may have come.
    site.pending = gone.concat(site.pending);
    throw error;
  }
}
