import type { Instant } from "../../../core/clock.ts";
import type { Merged } from "../samples/merge.ts";
import type { RollupRows } from "../samples/rollup-rows.ts";

/** What of something fetched lies in [from, to). */
export function cutReadings({ at, columns }: Merged, from: Instant, to: Instant): Merged {
  const [first, end] = placesOf(at, from, to);
  return { at: at.subarray(first, end), columns: columns.map((column) => column.subarray(first, end)) };
}

/** Undefined when there is none, as of roll-ups that are not there. */
export function cutRollups(rows: RollupRows | undefined, from: Instant, to: Instant): RollupRows | undefined {
  if (rows === undefined) return undefined;
  const [first, end] = placesOf(rows.at, from, to);
  if (first >= end) return undefined;
  const cut = (column: Float64Array) => column.subarray(first, end);
  return {
    unit: rows.unit,
    at: cut(rows.at),
    fields: new Map([...rows.fields].map(([number, stats]) => [number, stats.map(cut)])),
  };
}

function placesOf(at: Float64Array, from: Instant, to: Instant): readonly [number, number] {
  let first = 0;
  while (first < at.length && (at[first] as number) < from) first += 1;
  let end = at.length;
  while (end > first && (at[end - 1] as number) >= to) end -= 1;
  return [first, end];
}
