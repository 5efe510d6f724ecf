import type { Instant } from "../../../core/clock.ts";
import type { RollupUnit } from "../../history-port.ts";
import { joinRollups } from "./rollup-join.ts";
import type { RollupRows } from "./rollup-rows.ts";

/**
 * Roll-ups of one entity made at different times, the newest last: of rows that begin at the same time the one that was made of
 * the most readings, the newest of equals. Readings only ever come to a day, so a roll-up that was made of fewer than the one
 * before was made of what is left of a day: late readings of a day whose own are too old or cannot be read.
 */
export function fullestRollups(unit: RollupUnit, parts: readonly RollupRows[]): RollupRows | undefined {
  const best = new Map<Instant, { readonly part: RollupRows; readonly count: number }>();
  for (const part of parts) {
    for (const [row, at] of part.at.entries()) {
      const count = readingsIn(part, row);
      if (count >= (best.get(at)?.count ?? 0)) best.set(at, { part, count });
    }
  }
  const kept = parts.map((part) => pick(part, (at) => best.get(at)?.part === part));
  return joinRollups(unit, kept, -Infinity, Infinity);
}

/** The last statistic of every field is its count. */
function readingsIn({ fields }: RollupRows, row: number): number {
  let count = 0;
  for (const stats of fields.values()) count += stats.at(-1)?.[row] || 0;
  return count;
}

function pick({ unit, at, fields }: RollupRows, wanted: (at: Instant) => boolean): RollupRows {
  const rows = [...at.keys()].filter((row) => wanted(at[row] as number));
  const some = (column: Float64Array) => Float64Array.from(rows, (row) => column[row] as number);
  return {
    unit,
    at: some(at),
    fields: new Map([...fields].map(([field, stats]) => [field, stats.map((column) => some(column))])),
  };
}
