import { existsSync } from "node:fs";
import { join } from "node:path";
import { idOf, placeOf, SLOTS } from "./chunk-id.ts";
import { decodeChunk, type Chunk } from "./codec.ts";
import { dateOf, firstHourOf } from "./periods.ts";
import { openDatabase } from "./sqlite.ts";

/** The hot file of a legal day, as a thread reads it that does not own it. */
export interface Hot {
  /** What exactly it holds. */
  readonly about: { readonly made: number; readonly seq: number; readonly points: number };
  /** Its chunks by ascending entity, hour and order of writing; damaged ones are left out. */
  all(): Iterable<{ readonly entity: number; readonly seq: number; readonly chunk: Chunk }>;
  /** The chunks of one entity in the hours [from, to) of the day. */
  some(entity: number, from: number, to: number, wanted?: ReadonlySet<number>): readonly Chunk[];
  close(): void;
}

const nameOf = (day: number) => `day-${dateOf(day)}.db`;

const NO_HOT: Hot = {
  about: { made: 0, seq: 0, points: 0 },
  all: () => [],
  some: () => [],
  close: () => {},
};

/** Opens the hot file of a day; one that is not there holds nothing. */
export function openHot(dir: string, day: number, damaged: (name: string) => void): Hot {
  const path = join(dir, nameOf(day));
  if (!existsSync(path)) return NO_HOT;
  const db = openDatabase(path, { readOnly: true });
  const read = (id: unknown, data: unknown, wanted?: ReadonlySet<number>): Chunk | undefined => {
    const chunk = data instanceof Uint8Array ? decodeChunk(data, wanted) : undefined;
    if (chunk === undefined) damaged(`${nameOf(day)}/${Number(id)}`);
    return chunk;
  };
  const [made, seq, points] = db.prepare("SELECT made, seq, points FROM total").get() ?? [];
  const every = db.prepare("SELECT id, seq, data FROM chunk ORDER BY id");
  const few = db.prepare("SELECT id, data FROM chunk WHERE id >= ? AND id < ? ORDER BY id");
  return {
    about: { made: Number(made), seq: Number(seq), points: Number(points) },
    *all() {
      for (const [id, row, data] of every.iterate()) {
        const chunk = read(id, data);
        if (chunk !== undefined) yield { entity: placeOf(Number(id)).entity, seq: Number(row), chunk };
      }
    },
    some: (entity, from, to, wanted) => {
      const chunks: Chunk[] = [];
      const first = idOf(entity, firstHourOf(day) + from);
      const end = idOf(entity, firstHourOf(day) + to - 1) + SLOTS;
      for (const [id, data] of few.iterate(first, end)) {
        const chunk = read(id, data, wanted);
        if (chunk !== undefined) chunks.push(chunk);
      }
      return chunks;
    },
    close: () => db.close(),
  };
}
