import { legalDayOf, type Clock, type Instant } from "../../../core/clock.ts";
import { fieldNames } from "../../../core/entities.ts";
import type { Coverage, History, RollupUnit } from "../../history-port.ts";
import type { SampleStore } from "../../ports.ts";
import type { EntityHead } from "../samples/head.ts";
import { makeHistory } from "../samples/history.ts";
import type { Merged } from "../samples/merge.ts";
import { makeReader, type ReaderParts } from "../samples/read.ts";
import { unitFor } from "../samples/rolled.ts";
import type { RollupRows } from "../samples/rollup-rows.ts";
import type { InfluxCollect } from "./collect.ts";
import { makeInfluxCross } from "./cross.ts";
import { cutRollups } from "./cut.ts";
import type { Kept } from "./kept.ts";
import type { Outbox } from "./outbox.ts";
import type { RolledDays } from "./rolled-days.ts";

/**
 * Answers with the embedded store's own code (one definition of every figure), over what is fetched from InfluxDB first: the
 * roll-ups of days that have them, readings of the others.
 */
export interface InfluxViewParts {
  readonly outbox: Outbox;
  readonly collect: InfluxCollect;
  readonly rolled: RolledDays;
  readonly kept: Kept;
  readonly clock: Clock;
}

const NOTHING: Merged = { at: new Float64Array(), columns: [] };

export function makeInfluxReading(parts: InfluxViewParts): Pick<SampleStore, "range" | "raw"> & History {
  const { outbox, clock } = parts;
  const { memory } = outbox;
  const known = (entity: string): EntityHead | undefined => {
    const head = memory.heads.get(entity);
    return head?.site === undefined ? undefined : head;
  };
  return {
    range: async (query) => {
      const head = known(query.entity);
      const unit = unitFor(query);
      const fields = [...new Set(query.series.map(({ field }) => field))];
      const rows =
        head === undefined || unit === undefined || !(query.from < query.to)
          ? undefined
          : await rollupsFor(parts, [head], unit, query.from, query.to, fields);
      return makeReader(readerParts(parts, head, rows)).range(head, query);
    },
    raw: (entity, from, to, fields) => {
      const head = known(entity);
      return makeReader(readerParts(parts, head, undefined)).raw(head, from, to, fields);
    },
    coverage: () => coverageOf(parts),
    rollups: async (entity, unit, from, to) => {
      const head = known(entity);
      if (head === undefined || !(from < to)) return { at: [], fields: {} };
      const rows = await rollupsFor(parts, [head], unit, from, to, fieldNames(head.layout.kind));
      const reader = readerParts(parts, head, rows);
      const history = makeHistory({ ...reader, memory, clock }, { ask: async () => [] });
      return history.rollups(entity, unit, from, to);
    },
    ...makeInfluxCross(parts),
  };
}

const coverageOf = ({ kept }: InfluxViewParts): Coverage => ({
  raw: kept.firstRaw(),
  hour: kept.firstRolled("hour"),
  day: kept.firstRolled("day"),
});

type Rows = ReadonlyMap<number, RollupRows>;

/** Empty when no day of the range is rolled up: then nobody is asked. */
async function rollupsFor(
  { collect, rolled }: InfluxViewParts,
  heads: readonly EntityHead[],
  unit: RollupUnit,
  from: Instant,
  to: Instant,
  fields: readonly string[],
): Promise<{ readonly unit: RollupUnit; readonly rows: Rows }> {
  const names = new Set(fieldNames(heads[0]?.layout.kind ?? "agent"));
  const some = fields.filter((field) => names.has(field as never));
  for (let day = legalDayOf(from); day <= legalDayOf(to - 1); day += 1) {
    if (rolled.has(day)) return { unit, rows: await collect.rollups(heads, unit, from, to, some) };
  }
  return { unit, rows: new Map() };
}

/** What was fetched, in the shape in which the embedded store reads its files. */
function readerParts(
  { collect, rolled, kept, clock }: InfluxViewParts,
  head: EntityHead | undefined,
  fetched: { readonly unit: RollupUnit; readonly rows: Rows } | undefined,
): ReaderParts {
  const isGone = (day: number) => head !== undefined && kept.isGone(day, head.layout.kind);
  const isFresh = (day: number) => !rolled.knows(day, head?.number ?? 0) && !isGone(day);
  return {
    files: {
      has: isFresh,
      days: () => {
        const first = kept.firstRaw(head?.layout.kind);
        if (first === undefined) return [];
        const days: number[] = [];
        let start = legalDayOf(first);
        while (isGone(start)) start += 1;
        for (let day = start; day <= legalDayOf(clock.now()); day += 1)
          if (day === start || isFresh(day)) days.push(day);
        return days.length === 0 ? [start] : days;
      },
    },
    // Readings stay in InfluxDB as long as its own retention lets them.
    cold: { periods: () => [], has: (day) => rolled.has(day) && !isGone(day) },
    rollups: {
      hasDay: (day) => rolled.has(day),
      hasDayRow: (day) => rolled.has(day),
      firstDay: () => rolled.first(),
      read: (entity, unit, from, to) =>
        fetched === undefined || fetched.unit !== unit
          ? undefined
          : cutRollups(fetched.rows.get(entity), from, to),
    },
    collect: async (one, from, to, fields) =>
      (await collect.readings([one], from, to, fields)).get(one.number) ?? {
        ...NOTHING,
        columns: fields.map(() => new Float64Array()),
      },
  };
}
