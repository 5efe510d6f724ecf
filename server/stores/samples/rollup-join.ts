import type { Instant } from "../../../core/clock.ts";
import type { RollupUnit } from "../../history-port.ts";
import type { RollupRows } from "./rollup-rows.ts";

/** Rows of a part that stand together: those from `first` to before `end`. */
interface Run {
  readonly part: RollupRows;
  readonly first: number;
  readonly end: number;
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
  const runs = parts.map((part) => runOf(part, from, to)).filter(({ first, end }) => first < end);
  const [only] = runs;
  if (only === undefined) return undefined;
  if (runs.length === 1 && only.first === 0 && only.end === only.part.at.length) return only.part;
  return put(unit, follow(runs) ? runs : newestRows(runs));
}

function runOf(part: RollupRows, from: Instant, to: Instant): Run {
  let first = 0;
  let end = part.at.length;
  while (first < end && (part.at[first] as number) < from) first += 1;
  while (end > first && (part.at[end - 1] as number) >= to) end -= 1;
  return { part, first, end };
}

/** Whether each run begins after the one before it ends. */
function follow(runs: readonly Run[]): boolean {
  for (let i = 1; i < runs.length; i += 1) {
    const [before, run] = [runs[i - 1] as Run, runs[i] as Run];
    if ((run.part.at[run.first] as number) <= (before.part.at[before.end - 1] as number)) return false;
  }
  return true;
}

/** Row by row: the newest of each time, oldest time first. */
function newestRows(runs: readonly Run[]): readonly Run[] {
  const newest = new Map<Instant, Run>();
  for (const { part, first, end } of runs) {
    for (let row = first; row < end; row += 1) {
      newest.set(part.at[row] as number, { part, first: row, end: row + 1 });
    }
  }
  return [...newest].toSorted(([a], [b]) => a - b).map(([, run]) => run);
}

function put(unit: RollupUnit, runs: readonly Run[]): RollupRows {
  const rows = runs.reduce((sum, { first, end }) => sum + end - first, 0);
  const at = new Float64Array(rows);
  const fields = new Map<number, Float64Array[]>();
  let to = 0;
  for (const { part, first, end } of runs) {
    at.set(part.at.subarray(first, end), to);
    for (const [field, stats] of part.fields) {
      let columns = fields.get(field);
      if (columns === undefined) {
        columns = stats.map(() => new Float64Array(rows).fill(Number.NaN));
        fields.set(field, columns);
      }
      for (let stat = 0; stat < stats.length; stat += 1) {
        columns[stat]?.set((stats[stat] as Float64Array).subarray(first, end), to);
      }
    }
    to += end - first;
  }
  return { unit, at, fields };
}
