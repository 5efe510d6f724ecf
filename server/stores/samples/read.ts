import { setImmediate as nextTurn } from "node:timers/promises";
import { DAY, HOUR, type Clock, type Instant } from "../../../core/clock.ts";
import type { RangeAnswer, RangeQuery, RawColumns } from "../../ports.ts";
import { aggregate, fieldsFor, needsPairs, REACH, stepsOf } from "./aggregate.ts";
import type { ChunkFiles } from "./chunk-files.ts";
import { decodeChunk } from "./codec.ts";
import type { EntityHead } from "./head.ts";
import { mergeParts, partOfHead, type Merged, type Part } from "./merge.ts";

const HOURS = DAY / HOUR;
/** A long query lets others have the event loop this often. */
const SLICE_MS = 10;

export interface Reader {
  range(head: EntityHead | undefined, query: RangeQuery): Promise<RangeAnswer>;
  raw(head: EntityHead | undefined, from: Instant, to: Instant): Promise<RawColumns>;
}

export function makeReader(files: ChunkFiles, clock: Clock, damaged: (name: string) => void): Reader {
  /** Readings in [from, to), each time once; `fields` in that order. */
  const collect = async (
    head: EntityHead,
    from: Instant,
    to: Instant,
    fields: readonly string[],
  ): Promise<Merged> => {
    const indices = fields.map((name) => head.layout.indexOf.get(name) ?? -1);
    const numbers = indices.map((index) => head.layout.numbers[index] ?? 0);
    const wanted = new Set(numbers);
    // Memory before files: what a flush moves meanwhile is then seen twice, and merges, instead of not at all.
    const fresh = partOfHead(head, from, to, indices);
    const parts: Part[] = [];
    const end = Math.ceil(to / HOUR);
    let started = clock.monotonic();
    for (const day of files.days()) {
      const first = Math.max(Math.floor(from / HOUR), day * HOURS);
      const last = Math.min(end, (day + 1) * HOURS);
      if (first >= last) continue;
      for (const { name, data } of files.read(head.number, first, last)) {
        const chunk = decodeChunk(data, wanted);
        if (chunk === undefined) damaged(name);
        else parts.push({ at: chunk.at, columns: numbers.map((number) => chunk.fields.get(number)) });
      }
      if (clock.monotonic() - started < SLICE_MS) continue;
      await nextTurn();
      started = clock.monotonic();
    }
    return within(mergeParts([...parts, fresh], fields.length), from, to);
  };
  return {
    range: async (head, query) => {
      const at = stepsOf(query);
      if (head === undefined) return { at, values: query.series.map(() => at.map(() => null)) };
      const { kind } = head.layout;
      const fields = fieldsFor(kind, query);
      const reach = needsPairs(query) ? REACH : 0;
      const readings = await collect(head, query.from - reach, query.to + reach, fields);
      return aggregate(query, kind, fields, readings);
    },
    raw: async (head, from, to) => {
      if (head === undefined) return { at: [], fields: {} };
      const { names } = head.layout;
      const { at, columns } = await collect(head, from, to, names);
      const fields: Record<string, (number | null)[]> = {};
      for (const [i, name] of names.entries()) {
        const column = columns[i] ?? new Float64Array();
        if (column.every((value) => Number.isNaN(value))) continue;
        fields[name] = Array.from(column, (value) => (Number.isNaN(value) ? null : value));
      }
      return { at: [...at], fields };
    },
  };
}

function within({ at, columns }: Merged, from: Instant, to: Instant): Merged {
  let first = 0;
  while (first < at.length && (at[first] as number) < from) first += 1;
  let end = at.length;
  while (end > first && (at[end - 1] as number) >= to) end -= 1;
  return { at: at.subarray(first, end), columns: columns.map((column) => column.subarray(first, end)) };
}
