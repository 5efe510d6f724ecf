import { HOUR, type Instant } from "../../../core/clock.ts";
import type { ChunkFiles, NewChunk } from "./chunk-files.ts";
import { chunkEncoder, decodeChunk, MAX_CHUNK_ROWS } from "./codec.ts";
import { flushableHours, type EntityHead, type Window } from "./head.ts";
import type { Memory } from "./memory.ts";
import { dayOfHour } from "./periods.ts";
import { mergeParts, partOfHead, type Merged, type Part } from "./merge.ts";

/**
 * Adds to `chunks` the readings of an entity that are to be flushed into one day's file. Hours before `flushedUntil`
 * are late ones, which may have chunks already.
 */
export type HourEncoder = (
  head: EntityHead,
  day: number,
  window: Window,
  flushedUntil: Instant,
  chunks: NewChunk[],
) => void;

interface Parts {
  readonly memory: Memory;
  readonly files: ChunkFiles;
  readonly damaged: (name: string) => void;
}

/** Chunks of one entity-hour before they are made one. */
const MAX_CHUNKS = 32;

export function makeHourEncoder({ memory, files, damaged }: Parts): HourEncoder {
  const encode = chunkEncoder();
  const scratch = makeScratch(Math.max(...[...memory.layouts.values()].map(({ names }) => names.length)));
  /** What the earlier chunks of an hour hold, once there are many of them. */
  const earlier = (head: EntityHead, hour: number): Part[] =>
    files.countOf(head.number, hour) < MAX_CHUNKS
      ? []
      : files.read(head.number, hour, hour + 1).flatMap(({ name, data }) => {
          const chunk = decodeChunk(data);
          if (chunk === undefined) damaged(name);
          return chunk === undefined
            ? []
            : [{ at: chunk.at, columns: head.layout.numbers.map((number) => chunk.fields.get(number)) }];
        });
  const add = (
    head: EntityHead,
    hour: number,
    { at, columns }: Merged,
    rows: number,
    numbers: readonly number[],
    replaces: boolean,
    chunks: NewChunk[],
  ) => {
    const chunk = encode(at, rows, numbers, columns);
    chunks.push({ entity: head.number, hour, seq: memory.seq, ...chunk, replaces });
  };

  return (head, day, window, flushedUntil, chunks) => {
    const hours = new Set<number>();
    flushableHours(head, window, hours);
    for (const hour of hours) {
      if (dayOfHour(hour) !== day) continue;
      const before = hour * HOUR < flushedUntil ? earlier(head, hour) : [];
      const simple = before.length === 0 ? gather(head, hour, scratch) : undefined;
      if (simple !== undefined) {
        add(head, hour, scratch, simple, head.shape.numbers, false, chunks);
        continue;
      }
      // Earlier chunks may have fields that the entity's rows do not.
      const { names, numbers } = head.layout;
      const part = partOfHead(head, hour * HOUR, (hour + 1) * HOUR, names);
      const merged = mergeParts([...before, part], names.length);
      for (let first = 0; first < merged.at.length; first += MAX_CHUNK_ROWS) {
        const some = slice(merged, first, first + MAX_CHUNK_ROWS);
        add(head, hour, some, some.at.length, numbers, before.length > 0 && first === 0, chunks);
      }
    }
  };
}

const makeScratch = (fields: number): Merged => ({
  at: new Float64Array(MAX_CHUNK_ROWS),
  columns: Array.from({ length: fields }, () => new Float64Array(MAX_CHUNK_ROWS)),
});

/**
 * An hour's rows as columns of the entity's shape, into `scratch`; returns how many, or undefined when they are out of order
 * or too many.
 */
function gather(head: EntityHead, hour: number, { at, columns }: Merged): number | undefined {
  const { rows, count, shape } = head;
  const { stride } = shape;
  const from = hour * HOUR;
  let size = 0;
  for (let start = 0; start < count * stride; start += stride) {
    const time = rows[start] as number;
    if (time < from || time >= from + HOUR) continue;
    if (size === MAX_CHUNK_ROWS || (size > 0 && time <= (at[size - 1] as number))) return undefined;
    at[size] = time;
    for (let i = 1; i < stride; i += 1) (columns[i - 1] as Float64Array)[size] = rows[start + i] as number;
    size += 1;
  }
  return size;
}

function slice({ at, columns }: Merged, first: number, end: number): Merged {
  return { at: at.subarray(first, end), columns: columns.map((column) => column.subarray(first, end)) };
}
