import { idOf, SLOTS } from "./chunk-id.ts";
import { openDayFiles, type DayFile, type DayFilesOptions, type DayTotals } from "./day-files.ts";
import { migrateUtcDays } from "./migrate.ts";
import { dayOfHour } from "./periods.ts";

/**
 * The chunks of days that are not cold yet (cold.ts), one file for each legal day of readings: `day-YYYYMMDD.db`.
 */
export interface ChunkFiles {
  /** The newest write-ahead row that the chunks of this entity-hour include; 0 when there is no chunk. */
  seqOf(entity: number, hour: number): number;
  countOf(entity: number, hour: number): number;
  /** The chunks of an entity in the hours [from, to) of one day, in the order in which they were written. */
  read(entity: number, from: number, to: number): readonly StoredChunk[];
  /** Adds chunks of one day, durably and all or nothing. */
  write(day: number, chunks: readonly NewChunk[]): void;
  /** Days that have a file, oldest first. */
  days(): readonly number[];
  has(day: number): boolean;
  totalsOf(day: number): DayTotals | undefined;
  pathOf(day: number): string;
  /** Unlinks a day's file. */
  remove(day: number): void;
  /** The newest write-ahead row of any chunk. */
  readonly seq: number;
  /** Values in all chunks. */
  readonly points: number;
  close(): void;
}

interface StoredChunk {
  /** Tells chunks apart in messages and counts. */
  readonly name: string;
  readonly data: Uint8Array;
}

export interface NewChunk {
  readonly entity: number;
  /** Hours since 1970. */
  readonly hour: number;
  readonly seq: number;
  readonly points: number;
  readonly data: Uint8Array;
  /** It holds all that the earlier chunks of this entity-hour did, which go. */
  readonly replaces: boolean;
}

export function openChunkFiles(options: DayFilesOptions): ChunkFiles {
  const files = openDayFiles(options);
  migrateUtcDays(options, files);
  /** Greatest id, newest row and number of the chunks of an entity-hour. */
  const about = (entity: number, hour: number, column: 1 | 2): number => {
    const day = dayOfHour(hour);
    if (!files.has(day)) return 0;
    const slot = idOf(entity, hour);
    return files.attempt(day, ({ newest }) => Number(newest.get(slot, slot + SLOTS)?.[column] ?? 0), 0);
  };
  return {
    seqOf: (entity, hour) => about(entity, hour, 1),
    countOf: (entity, hour) => about(entity, hour, 2),
    read: (entity, from, to) => {
      const day = dayOfHour(from);
      const none: readonly StoredChunk[] = [];
      if (!files.has(day)) return none;
      const end = idOf(entity, to - 1) + SLOTS;
      return files.attempt(day, (file) => chunksIn(file, idOf(entity, from), end), none);
    },
    write: (day, chunks) => {
      const put = (file: DayFile) => {
        writeChunks(file, chunks);
        return true;
      };
      // Once more after a damaged file went aside: then there is a new one.
      if (!files.attempt(day, put, false)) files.attempt(day, put, false);
    },
    days: () => files.days(),
    has: (day) => files.has(day),
    totalsOf: (day) => files.totalsOf(day),
    pathOf: (day) => files.pathOf(day),
    remove: (day) => files.remove(day),
    get seq() {
      return files.seq;
    },
    get points() {
      return files.points;
    },
    close: () => files.close(),
  };
}

function chunksIn(file: DayFile, first: number, end: number): StoredChunk[] {
  const chunks: StoredChunk[] = [];
  for (const [id, data] of file.select.iterate(first, end)) {
    if (data instanceof Uint8Array) chunks.push({ name: `${file.name}/${Number(id)}`, data });
  }
  return chunks;
}

function writeChunks(file: DayFile, chunks: readonly NewChunk[]): void {
  let { points, seq } = file;
  file.db.transaction(() => {
    for (const chunk of chunks) {
      const slot = idOf(chunk.entity, chunk.hour);
      if (chunk.replaces) {
        for (const [gone] of file.clear.iterate(slot, slot + SLOTS)) points -= Number(gone);
      }
      // Nearly always it is the first of its hour.
      if (file.insert.run(slot, chunk.seq, chunk.points, chunk.data) === 0) {
        const last = Number(file.newest.get(slot, slot + SLOTS)?.[0]);
        file.insert.run(last + 1, chunk.seq, chunk.points, chunk.data);
      }
      points += chunk.points;
      seq = Math.max(seq, chunk.seq);
    }
    file.setTotal.run(points, seq);
  });
  file.points = points;
  file.seq = seq;
}
