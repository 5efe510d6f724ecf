import type { Instant } from "../../../core/clock.ts";
import type { ChunkFiles } from "./chunk-files.ts";
import type { ColdDays } from "./cold.ts";
import { countValues, forgetRows, hourOf, settle, type EntityHead, type Site } from "./head.ts";
import { restoreLatest } from "./latest.ts";
import { addHead, addSite, type Memory } from "./memory.ts";
import { readPayload } from "./payload.ts";
import { dayOfHour } from "./periods.ts";
import type { WriteAhead } from "./write-ahead.ts";

/** Fills the memory from the files: after a clean stop and after a crash alike. Returns the rows that were read. */
export function recover(
  memory: Memory,
  writeAhead: WriteAhead,
  files: ChunkFiles,
  cold: ColdDays,
  damaged: (name: string) => void,
): number {
  const coldSeqs = cold.periods().map((day) => cold.about(day)?.seq ?? 0);
  memory.seq = Math.max(writeAhead.savedSeq, files.seq, ...coldSeqs);
  for (const [number, name] of writeAhead.sites()) {
    memory.storedSites.add(addSite(memory, Number(number), String(name)));
  }
  for (const [number, ref, site] of writeAhead.entities()) {
    const head = addHead(memory, Number(number), String(ref));
    const at = memory.sitesByNumber.get(Number(site));
    if (head === undefined || at === undefined) continue;
    head.site = at;
    at.heads.add(head);
  }
  for (const [number, seq, data] of writeAhead.latest()) {
    const head = memory.headsByNumber.get(Number(number));
    if (head === undefined || !(data instanceof Uint8Array)) continue;
    restoreLatest(head, data);
    head.savedSeq = Number(seq);
    memory.seq = Math.max(memory.seq, head.savedSeq);
  }
  return replay(memory, writeAhead, files, cold, damaged);
}

function replay(
  memory: Memory,
  writeAhead: WriteAhead,
  files: ChunkFiles,
  cold: ColdDays,
  damaged: (name: string) => void,
): number {
  const isFlushed = makeFlushedCheck(files, cold);
  let rows = 0;
  for (const [seq, siteNumber, min, max, data] of writeAhead.rows()) {
    rows += 1;
    const row = Number(seq);
    memory.seq = Math.max(memory.seq, row);
    const site = memory.sitesByNumber.get(Number(siteNumber));
    if (site === undefined || !(data instanceof Uint8Array)) continue;
    site.pending.push(row, Number(min), Number(max));
    const touched: EntityHead[] = [];
    if (!readPayload(data, (number) => memory.headsByNumber.get(number), touched))
      damaged(`write-ahead.db/${row}`);
    for (const head of touched) take(memory, head, site, row, isFlushed);
  }
  return rows;
}

/** A row's readings that are in chunks already count only for the latest values. */
function take(
  memory: Memory,
  head: EntityHead,
  site: Site,
  row: number,
  isFlushed: (entity: number, hour: number, row: number) => boolean,
): void {
  site.heads.add(head);
  const first = head.count;
  settle(head);
  if (row <= head.savedSeq) head.noted = head.count;
  memory.headPoints += countValues(head, first, head.count);
  const flushed = (at: Instant) => isFlushed(head.number, hourOf(at), row);
  memory.headPoints -= forgetRows(head, flushed, first);
}

/**
 * Each chunk says up to which row it holds its hour, and a cold day up to which row it holds each entity; asked for once for
 * each entity and hour. A row is flushed with all its hours of a day, so for a cold day the entity's newest row is enough.
 */
function makeFlushedCheck(files: ChunkFiles, cold: ColdDays) {
  const seqs = new Map<number, number>();
  return (entity: number, hour: number, row: number): boolean => {
    const day = dayOfHour(hour);
    if (!files.has(day) && !cold.has(day)) return false;
    const key = entity * 2 ** 21 + hour;
    let seq = seqs.get(key);
    if (seq === undefined) {
      seq = Math.max(files.seqOf(entity, hour), cold.seqOf(day, entity));
      seqs.set(key, seq);
    }
    return row <= seq;
  };
}
