import type { Sourced } from "./tables.ts";
import type { DateText } from "./types.ts";

/** The row that holds on a day; of several the one that came into force last. */
export function inForce<Row extends Sourced>(
  rows: readonly Row[],
  on: DateText,
  fits: (row: Row) => boolean = () => true,
): Row | undefined {
  let best: Row | undefined;
  for (const row of rows) {
    if (!fits(row) || (row.from ?? "") > on || (row.to ?? "9999-12-31") < on) continue;
    if (best === undefined || (row.from ?? "") >= (best.from ?? "")) best = row;
  }
  return best;
}
