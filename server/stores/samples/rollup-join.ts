import type { Instant } from "../../../core/clock.ts";
import type { RollupUnit } from "../../history-port.ts";
import type { RollupRows } from "./rollup-rows.ts";

/** One row of a part. */
interface Place {
  readonly at: Instant;
  readonly part: RollupRows;
  readonly row: number;
}

/**
 * Roll-ups of one entity from several parts: of rows that begin at the same time the one of the later part stands for all
 * (whole rows: a part knows every field of its hour). Only rows that begin in [from, to). Undefined when there are none.
 */
export function joinRollups(
  unit: RollupUnit,
  parts: readonly RollupRows[],
  from: Instant,
  to: Instant,
): RollupRows | undefined {
  const places = placesIn(parts, from, to);
  const [only] = parts;
  if (places.length === 0) return undefined;
  if (parts.length === 1 && only !== undefined && places.length === only.at.length) return only;
  const fields = new Map<number, Float64Array[]>();
  for (const part of parts) {
    for (const [field, stats] of part.fields) {
      if (fields.has(field)) continue;
      fields.set(
        field,
        stats.map(() => new Float64Array(places.length).fill(Number.NaN)),
      );
    }
  }
  for (const [field, columns] of fields) {
    for (const [i, { part, row }] of places.entries()) {
      const stats = part.fields.get(field);
      if (stats === undefined) continue;
      for (let stat = 0; stat < columns.length; stat += 1) {
        (columns[stat] as Float64Array)[i] = stats[stat]?.[row] ?? Number.NaN;
      }
    }
  }
  return { unit, at: Float64Array.from(places, ({ at }) => at), fields };
}

function placesIn(parts: readonly RollupRows[], from: Instant, to: Instant): readonly Place[] {
  const places: Place[] = [];
  let sorted = true;
  for (const part of parts) {
    for (let row = 0; row < part.at.length; row += 1) {
      const at = part.at[row] as number;
      if (at < from || at >= to) continue;
      if (at <= (places.at(-1)?.at ?? -Infinity)) sorted = false;
      places.push({ at, part, row });
    }
  }
  if (sorted) return places;
  const newest = new Map(places.map((place) => [place.at, place]));
  return [...newest.values()].toSorted((a, b) => a.at - b.at);
}
