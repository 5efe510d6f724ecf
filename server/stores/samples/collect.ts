import { setImmediate as nextTurn } from "node:timers/promises";
import { HOUR, legalDayOf, type Clock, type Instant } from "../../../core/clock.ts";
import type { ChunkFiles } from "./chunk-files.ts";
import { decodeChunk } from "./codec.ts";
import type { ColdDays } from "./cold.ts";
import type { EntityHead } from "./head.ts";
import { mergeParts, partOfHead, within, type Merged, type Part } from "./merge.ts";
import { firstHourOf } from "./periods.ts";

/** A long query lets others have the event loop this often. */
const SLICE_MS = 10;

/** Readings of one entity in [from, to), each time once; columns in the order of `fields`. */
export type Collect = (
  head: EntityHead,
  from: Instant,
  to: Instant,
  fields: readonly string[],
) => Promise<Merged>;

/** Puts together what lies in memory, in the files of days that are hot, and in those of days that are cold. */
export function makeCollect(
  files: ChunkFiles,
  cold: ColdDays,
  clock: Clock,
  damaged: (name: string) => void,
): Collect {
  return async (head, from, to, fields) => {
    const { layout } = head;
    const numbers = fields.map((name) => layout.numbers[layout.indexOf.get(name) ?? -1] ?? 0);
    const wanted = new Set(numbers);
    // Memory before files: what a flush moves meanwhile is then seen twice, and merges, instead of not at all.
    const fresh = partOfHead(head, from, to, fields);
    const parts: Part[] = [];
    const first = legalDayOf(from);
    const last = legalDayOf(to - 1);
    let started = clock.monotonic();
    for (const day of daysOf(files, cold, first, last)) {
      // Hot before cold, for the same reason; in the order of writing the cold ones come first.
      const hot = hotParts(files, head.number, day, from, to, numbers, wanted, damaged);
      for (const { at, fields: columns } of cold.chunks(day, head.number, wanted, to)) {
        parts.push({ at, columns: numbers.map((number) => columns.get(number)) });
      }
      parts.push(...hot);
      if (clock.monotonic() - started < SLICE_MS) continue;
      await nextTurn();
      started = clock.monotonic();
    }
    return within(mergeParts([...parts, fresh], fields.length), from, to);
  };
}

function daysOf(files: ChunkFiles, cold: ColdDays, first: number, last: number): readonly number[] {
  const days = new Set([...cold.periods(), ...files.days()]);
  return [...days].filter((day) => day >= first && day <= last).toSorted((a, b) => a - b);
}

function hotParts(
  files: ChunkFiles,
  entity: number,
  day: number,
  from: Instant,
  to: Instant,
  numbers: readonly number[],
  wanted: ReadonlySet<number>,
  damaged: (name: string) => void,
): readonly Part[] {
  const first = Math.max(Math.floor(from / HOUR), firstHourOf(day));
  const end = Math.min(Math.ceil(to / HOUR), firstHourOf(day + 1));
  if (first >= end) return [];
  const parts: Part[] = [];
  for (const { name, data } of files.read(entity, first, end)) {
    const chunk = decodeChunk(data, wanted);
    if (chunk === undefined) damaged(name);
    else parts.push({ at: chunk.at, columns: numbers.map((number) => chunk.fields.get(number)) });
  }
  return parts;
}
