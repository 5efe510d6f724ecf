import type { Instant } from "../../../core/clock.ts";
import { decodeChunk, type Chunk } from "./codec.ts";
import { openPacks, type Packs, type PacksOptions } from "./packs.ts";
import { dateOf, dayOfDate } from "./periods.ts";

/** Days that are over, each one pack that never changes: `day-YYYYMMDD.cold`, one chunk for each entity. */
export interface ColdDays extends Packs {
  /** The chunks of an entity in a legal day (see {@link decodeChunk}); what cannot be read counts as damaged and is left out. */
  chunks(day: number, entity: number, wanted?: ReadonlySet<number>, until?: Instant): readonly Chunk[];
  /** The newest write-ahead row of an entity in a day; 0 when there is none. */
  seqOf(day: number, entity: number): number;
}

const NAME = /^day-(\d{8})\.cold$/;
export const coldName = (day: number) => `day-${dateOf(day)}.cold`;

export function openColdDays(options: Omit<PacksOptions, "periodOf" | "nameOf">): ColdDays {
  const packs = openPacks({
    ...options,
    nameOf: coldName,
    periodOf: (name) => {
      const date = NAME.exec(name)?.[1];
      return date === undefined ? undefined : dayOfDate(date);
    },
  });
  const none: readonly Chunk[] = [];
  return Object.assign(packs, {
    chunks: (day: number, entity: number, wanted?: ReadonlySet<number>, until?: Instant) =>
      packs.attempt(
        day,
        (pack, name) =>
          pack.read(entity).flatMap((data) => {
            const chunk = decodeChunk(data, wanted, until);
            if (chunk === undefined) options.damaged(`${name}/${entity}`);
            return chunk === undefined ? [] : [chunk];
          }),
        none,
      ),
    seqOf: (day: number, entity: number) => packs.attempt(day, (pack) => pack.seqOf(entity), 0),
  });
}
