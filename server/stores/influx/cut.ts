import type { Instant } from "../../../core/clock.ts";
import { placesIn } from "../samples/merge.ts";
import type { RollupRows } from "../samples/rollup-rows.ts";

/** Undefined when there is none, as of roll-ups that are not there. */
export function cutRollups(rows: RollupRows | undefined, from: Instant, to: Instant): RollupRows | undefined {
  if (rows === undefined) return undefined;
  const [first, end] = placesIn(rows.at, from, to);
  if (first >= end) return undefined;
  const cut = (column: Float64Array) => column.subarray(first, end);
  return {
    unit: rows.unit,
    at: cut(rows.at),
    fields: new Map([...rows.fields].map(([number, stats]) => [number, stats.map(cut)])),
  };
}
