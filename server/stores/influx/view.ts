import { legalDayOf, type Instant } from "../../../core/clock.ts";
import { fieldNames } from "../../../core/entities.ts";
import type {
  AvailabilityRow,
  Coverage,
  History,
  QuantileRow,
  RollupUnit,
  TopRow,
} from "../../history-port.ts";
import type { SampleStore } from "../../ports.ts";
import { answerCross, fieldsOf, type CrossEntity, type CrossQuestion, type CrossRow, type CrossView } from "../samples/cross-query.ts";
import { startOfLegalDay, type Clock } from "../../../core/clock.ts";
import type { EntityHead } from "../samples/head.ts";
import { makeHistory } from "../samples/history.ts";
import type { Merged } from "../samples/merge.ts";
import { makeReader, type ReaderParts } from "../samples/read.ts";
import { unitFor } from "../samples/rolled.ts";
import type { RollupRows } from "../samples/rollup-rows.ts";
import type { InfluxCollect } from "./collect.ts";
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
    top: async (query) => {
      const rows = (await askEach(parts, { ask: "top", ...query })) as readonly TopRow[];
      const order = (a: TopRow, b: TopRow) => b.total - a.total || (a.entity < b.entity ? -1 : 1);
      return rows.toSorted(order).slice(0, query.limit);
    },
    quantile: async (query) => (await askEach(parts, { ask: "quantile", ...query })) as readonly QuantileRow[],
    availability: async (query) =>
      (await askEach(parts, { ask: "availability", ...query })) as readonly AvailabilityRow[],
  };
}

function firstOf(outbox: Outbox): Instant | undefined {
  const found = [outbox.ledger.first(), outbox.oldest()].filter((at) => at !== undefined);
  return found.length === 0 ? undefined : Math.min(...found);
}

function coverageOf({ outbox, rolled }: InfluxViewParts): Coverage {
  const first = rolled.first();
  const start = first === undefined ? undefined : startOfLegalDay(first);
  return { raw: firstOf(outbox), hour: start, day: start };
}

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
  { outbox, collect, rolled, clock }: InfluxViewParts,
  head: EntityHead | undefined,
  fetched: { readonly unit: RollupUnit; readonly rows: Rows } | undefined,
): ReaderParts {
  const isFresh = (day: number) => !rolled.knows(day, head?.number ?? 0);
  return {
    files: {
      has: isFresh,
      days: () => {
        const first = firstOf(outbox);
        if (first === undefined) return [];
        const days: number[] = [];
        const start = legalDayOf(first);
        for (let day = start; day <= legalDayOf(clock.now()); day += 1)
          if (day === start || isFresh(day)) days.push(day);
        return days.length === 0 ? [start] : days;
      },
    },
    cold: { periods: () => [], has: () => false },
    rollups: {
      hasDay: (day) => rolled.has(day),
      hasDayRow: (day) => rolled.has(day),
      firstDay: () => rolled.first(),
      read: (entity, unit, from, to) =>
        fetched === undefined || fetched.unit !== unit ? undefined : within(fetched.rows.get(entity), from, to),
    },
    collect: async (one, from, to, fields) =>
      (await collect.readings([one], from, to, fields)).get(one.number) ?? {
        ...NOTHING,
        columns: fields.map(() => new Float64Array()),
      },
  };
}

function within(rows: RollupRows | undefined, from: Instant, to: Instant): RollupRows | undefined {
  if (rows === undefined) return undefined;
  const first = rows.at.findIndex((at) => at >= from);
  if (first < 0) return undefined;
  let end = rows.at.length;
  while (end > first && (rows.at[end - 1] as number) >= to) end -= 1;
  if (first === end) return undefined;
  const cut = (column: Float64Array) => column.subarray(first, end);
  return {
    unit: rows.unit,
    at: cut(rows.at),
    fields: new Map([...rows.fields].map(([number, stats]) => [number, stats.map(cut)])),
  };
}

/** Entities in one round of fetching, so that no answer holds a province in memory. */
const ROUND = 50;

/** Asks for entities in rounds; those of one site in one, where the answer is of the site. */
async function askEach(parts: InfluxViewParts, question: CrossQuestion): Promise<readonly CrossRow[]> {
  const heads = [...parts.outbox.memory.heads.values()].filter(
    ({ site, layout }) =>
      site !== undefined && layout.kind === question.kind && (question.sites?.includes(site.name) ?? true),
  );
  const rounds =
    question.ask === "quantile"
      ? [...Map.groupBy(heads, ({ site }) => site).values()]
      : Array.from({ length: Math.ceil(heads.length / ROUND) }, (_, i) => heads.slice(i * ROUND, (i + 1) * ROUND));
  const rows: CrossRow[] = [];
  for (const round of rounds) rows.push(...(await askRound(parts, question, round)));
  return rows;
}

type Span = `${number}/${number}`;

/** Asks once to learn what must be fetched, fetches it, and asks again. */
async function askRound(
  { collect, rolled }: InfluxViewParts,
  question: CrossQuestion,
  heads: readonly EntityHead[],
): Promise<readonly CrossRow[]> {
  const layout = heads[0]?.layout;
  if (layout === undefined) return [];
  const fields = fieldsOf(question);
  const byNumber = new Map(heads.map((head) => [head.number, head]));
  const entities = heads.map(
    ({ number, ref, site }): CrossEntity => ({ number, ref, site: site?.name ?? "", fresh: undefined, freshDays: [] }),
  );
  const readings = new Map<Span, Set<EntityHead>>();
  const rollups = new Map<string, { unit: RollupUnit; from: Instant; to: Instant; fields: readonly string[]; heads: Set<EntityHead> }>();
  const base = {
    layout,
    isGone: () => false,
    isRolled: (day: number, _: RollupUnit, { number }: CrossEntity) => rolled.knows(day, number),
  };
  const empty: Merged = { at: new Float64Array(), columns: fields.map(() => new Float64Array()) };
  const rollupKey = (unit: RollupUnit, from: Instant, to: Instant) => `${unit}/${from}/${to}`;
  const learning: CrossView = {
    ...base,
    collect: ({ number }, from, to) => {
      const head = byNumber.get(number);
      const some = readings.get(`${from}/${to}`) ?? new Set();
      if (head !== undefined) readings.set(`${from}/${to}`, some.add(head));
      return empty;
    },
    rollups: (entity, unit, from, to, names) => {
      const head = byNumber.get(entity);
      const key = rollupKey(unit, from, to);
      const one = rollups.get(key) ?? { unit, from, to, fields: names, heads: new Set<EntityHead>() };
      if (head !== undefined) one.heads.add(head);
      rollups.set(key, one);
      return undefined;
    },
  };
  answerCross(learning, question, entities);
  const read = new Map<Span, ReadonlyMap<number, Merged>>();
  for (const [span, some] of readings) {
    const [from, to] = span.split("/").map(Number);
    read.set(span, await collect.readings([...some], from ?? 0, to ?? 0, fields));
  }
  const rows = new Map<string, Rows>();
  for (const [key, one] of rollups) {
    let any = false;
    for (let day = legalDayOf(one.from); !any && day <= legalDayOf(one.to - 1); day += 1) any = rolled.has(day);
    if (any) rows.set(key, await collect.rollups([...one.heads], one.unit, one.from, one.to, one.fields));
  }
  const view: CrossView = {
    ...base,
    collect: ({ number }, from, to) => read.get(`${from}/${to}`)?.get(number) ?? empty,
    rollups: (entity, unit, from, to) => rows.get(rollupKey(unit, from, to))?.get(entity),
  };
  return answerCross(view, question, entities);
}
