import type { Instant } from "../../../core/clock.ts";
import { fieldNames, fieldOf } from "../../../core/entities.ts";
import { COUNTER_STATS, GAUGE_STATS, type RollupStat, type RollupUnit } from "../../history-port.ts";
import type { EntityHead } from "../samples/head.ts";
import type { Layout } from "../samples/layout.ts";
import type { RollupRows } from "../samples/rollup-rows.ts";
import type { SeriesBook } from "./tags.ts";

/** Readings and roll-ups as line protocol: one line for each entity and time. */

/** Every bit of a double, in a form that InfluxDB takes for a float; the minus of zero too, which JavaScript leaves out. */
const numberText = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

/** A line, and which reading it is. */
export interface Line {
  readonly line: string;
  /** Number of the entity. */
  readonly entity: number;
  readonly taken: Instant;
}

/** The rows of a scratch head. Infinities have no line protocol; they are never measured. */
export function linesOf(head: EntityHead, book: SeriesBook): readonly Line[] {
  const { rows, staged, layout, shape, number: entity } = head;
  const lines: Line[] = [];
  for (let row = 0; row < staged; row += 1) {
    const start = row * shape.stride;
    const at = rows[start] as Instant;
    let fields = "";
    for (const [i, name] of shape.names.entries()) {
      const value = rows[start + 1 + i] as number;
      if (Number.isFinite(value)) fields += `${fields === "" ? "" : ","}${name}=${numberText(value)}`;
    }
    if (fields === "") continue;
    lines.push({ line: `${book.keyAt(head, layout.kind, at)} ${fields} ${at}`, entity, taken: at });
  }
  return lines;
}

export const rollupMeasurement = (kind: string, unit: RollupUnit): string =>
  `${kind}_1${unit === "hour" ? "h" : "d"}`;

/** The statistics that roll-ups keep of a field, in their order. */
export const statsOf = (layout: Layout, field: string): readonly RollupStat[] =>
  fieldOf(layout.kind, field)?.kind === "counter" ? COUNTER_STATS : GAUGE_STATS;

export function rollupLines(head: EntityHead, rows: RollupRows, book: SeriesBook): readonly string[] {
  const { layout } = head;
  const measurement = rollupMeasurement(layout.kind, rows.unit);
  const columns = fieldNames(layout.kind).flatMap((name, i) => {
    const stats = rows.fields.get(layout.numbers[i] ?? -1) ?? [];
    return statsOf(layout, name).map((stat, place) => ({ name: `${name}_${stat}`, values: stats[place] }));
  });
  return Array.from(rows.at, (at, row) => {
    const fields = columns.flatMap(({ name, values }) => {
      const value = values?.[row];
      return value === undefined || !Number.isFinite(value) ? [] : [`${name}=${numberText(value)}`];
    });
    return `${book.keyAt(head, measurement, at)} ${fields.join(",")} ${at}`;
  });
}
