import type { Instant } from "../../core/clock.ts";
import type { Labels } from "../../core/exposition.ts";
import type { Budget } from "./budget.ts";
import { PromqlError, type Limits, type Semantics, type Source, type SourceSeries } from "./types.ts";

/** The moments that an expression is evaluated at: start, start + step, … */
export interface Grid {
  readonly start: Instant;
  readonly step: number;
  readonly count: number;
}

/** Labels by name; a map, because the asker may name a label anything (`__proto__`). Names ascend. */
export type LabelMap = ReadonlyMap<string, string>;

/** One series of an instant vector over all steps of a grid: a value counts only where `present` is 1. */
export interface Column {
  readonly labels: LabelMap;
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

/** A series as it was loaded, its labels sorted. */
export interface Loaded extends Pick<SourceSeries, "at" | "values" | "rolled" | "lookbackMs"> {
  readonly labels: LabelMap;
}

export type Value =
  | { readonly type: "scalar"; readonly values: Float64Array }
  | { readonly type: "vector"; readonly columns: readonly Column[] }
  | { readonly type: "string"; readonly value: string };

/** One query's surroundings. `from` and `to`: what `@ start()` and `@ end()` mean. */
export interface Context {
  readonly source: Source;
  readonly limits: Limits;
  readonly semantics: Semantics;
  readonly budget: Budget;
  readonly lookbackMs: number;
  /** Whether the asker said so: then it holds for series that are read less often, too. */
  readonly lookbackAsked: boolean;
  readonly from: Instant;
  readonly to: Instant;
  readonly loaded: Map<string, readonly Loaded[]>;
  readonly warnings: Set<string>;
}

export const NO_LABELS: LabelMap = new Map();

/** Takes the memory of a column from the budget first. */
export function emptyColumn(labels: LabelMap, count: number, budget: Budget): Column {
  budget.cells(count);
  return { labels, values: new Float64Array(count), present: new Uint8Array(count) };
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]) =>
  a < b ? -1 : a > b ? 1 : 0;

/** Sorted by name; an empty value is no label. */
export function labelMap(entries: Iterable<readonly [string, string]>): LabelMap {
  return new Map([...entries].filter(([, value]) => value !== "").toSorted(byName));
}

export const toLabels = (labels: LabelMap): Labels => Object.fromEntries(labels);
export const keyOf = (labels: LabelMap): string => JSON.stringify([...labels]);

export function dropLabels(labels: LabelMap, names: readonly string[]): LabelMap {
  if (!names.some((name) => labels.has(name))) return labels;
  return new Map([...labels].filter(([name]) => !names.includes(name)));
}
export function keepLabels(labels: LabelMap, names: readonly string[]): LabelMap {
  return new Map([...labels].filter(([name]) => names.includes(name)));
}
export const dropName = (labels: LabelMap): LabelMap => dropLabels(labels, ["__name__"]);

/** In the order of Prometheus: label by label, by name and then by value. */
export function sortedByLabels<T extends { readonly labels: LabelMap }>(all: readonly T[]): T[] {
  // One text each: nothing sorts before the character between, so texts compare as their parts do.
  const keyed = all.map((one) => ({ one, key: [...one.labels].flat().join("\0") }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one);
}

/**
 * Columns of the same labels (after names were dropped) become one, as long as they have no step in common.
 *
 * @throws PromqlError execution
 */
export function mergeColumns(columns: readonly Column[]): readonly Column[] {
  const merged = new Map<string, Column>();
  for (const column of columns) {
    const key = keyOf(column.labels);
    const same = merged.get(key);
    merged.set(key, same === undefined ? column : mergeTwo(same, column));
  }
  return merged.size === columns.length ? columns : [...merged.values()];
}

function mergeTwo(a: Column, b: Column): Column {
  const [values, present] = [a.values.slice(), a.present.slice()];
  for (let i = 0; i < values.length; i += 1) {
    if (b.present[i] !== 1) continue;
    if (present[i] === 1)
      throw new PromqlError("execution", "vector cannot contain metrics with the same labelset");
    present[i] = 1;
    values[i] = b.values[i] ?? 0;
  }
  return { labels: a.labels, values, present };
}
