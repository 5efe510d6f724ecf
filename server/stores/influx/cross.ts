import { DAY, legalDayOf, type Clock, type Instant } from "../../../core/clock.ts";
import type { AvailabilityRow, History, QuantileRow, TopRow } from "../../history-port.ts";
import { answerCross } from "../samples/cross-query.ts";
import {
  fieldsOf,
  reachOf,
  type CrossEntity,
  type CrossQuestion,
  type CrossRow,
  type CrossView,
} from "../samples/cross-question.ts";
import type { EntityHead } from "../samples/head.ts";
import type { Layout } from "../samples/layout.ts";
import { within, type Merged } from "../samples/merge.ts";
import type { RollupRows } from "../samples/rollup-rows.ts";
import type { InfluxCollect } from "./collect.ts";
import type { Kept } from "./kept.ts";
import type { Outbox } from "./outbox.ts";
import type { RolledDays } from "./rolled-days.ts";
import { cutRollups } from "./cut.ts";

/**
 * Questions about many entities are answered by the embedded store's own code (`../samples/cross-query.ts`), which asks a view for
 * readings and roll-ups and cannot wait. So it is run on what was fetched so far, and what it asked for in vain is fetched
 * before it is run again: first roll-ups, because with them it asks for fewer readings.
 */
export interface CrossParts {
  readonly outbox: Outbox;
  readonly collect: InfluxCollect;
  readonly rolled: RolledDays;
  readonly kept: Kept;
  readonly clock: Clock;
}

/** Entities in one round, so that no answer holds a province in memory. */
const ROUND = 50;
/** Days of readings of one entity in memory at once: at one reading a minute and ten fields, about 60 MB. */
const MAX_ENTITY_DAYS = 500;
/** Roll-ups, readings at both ends, readings across gaps: an answer that wants more than this will never come. */
const MAX_RUNS = 8;

export function makeInfluxCross(parts: CrossParts): Pick<History, "top" | "quantile" | "availability"> {
  return {
    top: async (query) => {
      const rows = (await answer(parts, { ask: "top", ...query })) as readonly TopRow[];
      const order = (a: TopRow, b: TopRow) => b.total - a.total || (a.entity < b.entity ? -1 : 1);
      return rows.toSorted(order).slice(0, query.limit);
    },
    quantile: async (query) => (await answer(parts, { ask: "quantile", ...query })) as readonly QuantileRow[],
    availability: async (query) => {
      const rows = (await answer(parts, { ask: "availability", ...query })) as readonly AvailabilityRow[];
      return rows.toSorted((a, b) => a.day - b.day);
    },
  };
}

async function answer(parts: CrossParts, question: CrossQuestion): Promise<readonly CrossRow[]> {
  const { kind, sites } = question;
  const layout = parts.outbox.memory.layouts.get(kind);
  if (layout === undefined) return [];
  const heads = [...parts.outbox.memory.heads.values()].filter(
    (head) => head.layout === layout && head.site !== undefined && (sites?.includes(head.site.name) ?? true),
  );
  const rows: CrossRow[] = [];
  for (const round of roundsOf(question, heads)) {
    rows.push(...(await answerRound({ parts, question, layout, rollups: new Map() }, round)));
  }
  return rows;
}

/** A quantile is of all readings of a site, so those must be there together. */
function roundsOf({ ask }: CrossQuestion, heads: readonly EntityHead[]): readonly (readonly EntityHead[])[] {
  if (ask === "quantile") return [...Map.groupBy(heads, ({ site }) => site?.name).values()];
  return Array.from({ length: Math.ceil(heads.length / ROUND) }, (_, i) =>
    heads.slice(i * ROUND, (i + 1) * ROUND),
  );
}

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}
interface RollupWish extends Span {
  readonly unit: "hour" | "day";
  readonly fields: readonly string[];
}
interface Round {
  readonly parts: CrossParts;
  readonly question: CrossQuestion;
  readonly layout: Layout;
  /** What was fetched, by wish and entity number; undefined where there is none. */
  readonly rollups: Map<string, RollupRows | undefined>;
}

type Fetched = Map<number, readonly (Span & { readonly merged: Merged })[]>;

async function answerRound(round: Round, heads: readonly EntityHead[]): Promise<readonly CrossRow[]> {
  const { question } = round;
  const readings: Fetched = new Map();
  for (let run = 0; run < MAX_RUNS; run += 1) {
    const wishes: Wishes = { rollups: new Map(), readings: new Map() };
    const rows = answerCross(viewOf(round, readings, wishes), question, heads.map(entityOf));
    if (wishes.rollups.size > 0) {
      await fetchRollups(round, heads, wishes);
      continue;
    }
    if (wishes.readings.size === 0) return rows;
    const wanted = new Map([...wishes.readings].map(([number, spans]) => [number, joined(spans)]));
    if (heads.length > 1 && question.ask !== "quantile" && entityDays(wanted) > MAX_ENTITY_DAYS) {
      const middle = heads.length >> 1;
      const first = await answerRound(round, heads.slice(0, middle));
      return [...first, ...(await answerRound(round, heads.slice(middle)))];
    }
    await fetchReadings(round, heads, wanted, readings);
  }
  throw new Error(`${question.ask} asks for ever more`);
}

const entityOf = ({ number, ref, site }: EntityHead): CrossEntity => ({
  number,
  ref,
  site: site?.name ?? "",
  fresh: undefined,
  freshDays: [],
});

interface Wishes {
  readonly rollups: Map<string, { readonly wish: RollupWish; readonly entities: Set<number> }>;
  readonly readings: Map<number, Span[]>;
}

/** What was fetched; what was not is noted, and answered as if there were nothing. */
function viewOf({ parts, question, layout, rollups }: Round, readings: Fetched, wishes: Wishes): CrossView {
  const { rolled, kept, clock } = parts;
  const { kind } = question;
  const columns = fieldsOf(question).length;
  const first = kept.firstRaw(kind) ?? Infinity;
  const last = clock.now() + DAY;
  return {
    layout,
    isGone: (day) => kept.isGone(day, kind),
    isRolled: (day, _, { number }) =>
      kept.isGone(day, kind) || rolled.knows(day, number) || day < legalDayOf(first - reachOf(question)),
    collect: ({ number }, start, end) => {
      // Before the first reading of all there is none to ask for.
      const [from, to] = [Math.max(start, Math.min(first, end)), Math.min(end, Math.max(last, start))];
      if (from >= to) return nothing(columns);
      const found = readings.get(number)?.find((one) => one.from <= from && to <= one.to);
      if (found !== undefined) return within(found.merged, from, to);
      wishes.readings.set(number, [...(wishes.readings.get(number) ?? []), { from, to }]);
      return nothing(columns);
    },
    rollups: (entity, unit, from, to, fields) => {
      if (!hasRolled(rolled, from, to)) return undefined;
      const wish = { unit, from, to, fields };
      const key = JSON.stringify(wish);
      const place = `${entity} ${key}`;
      if (rollups.has(place)) return cutRollups(rollups.get(place), from, to);
      const entry = wishes.rollups.get(key) ?? { wish, entities: new Set() };
      entry.entities.add(entity);
      wishes.rollups.set(key, entry);
      return undefined;
    },
  };
}

function hasRolled(rolled: RolledDays, from: Instant, to: Instant): boolean {
  const start = Math.max(legalDayOf(from), rolled.first() ?? Infinity);
  for (let day = start; day <= legalDayOf(to - 1); day += 1) if (rolled.has(day)) return true;
  return false;
}

async function fetchRollups(
  { parts, rollups }: Round,
  heads: readonly EntityHead[],
  wishes: Wishes,
): Promise<void> {
  for (const [key, { wish, entities }] of wishes.rollups) {
    const some = heads.filter(({ number }) => entities.has(number));
    const found = await parts.collect.rollups(some, wish.unit, wish.from, wish.to, wish.fields);
    for (const { number } of some) rollups.set(`${number} ${key}`, found.get(number));
  }
}

/** Whoever lacks the same hours, as all devices behind an agent that was away, is asked for together. */
async function fetchReadings(
  { parts, question }: Round,
  heads: readonly EntityHead[],
  wanted: ReadonlyMap<number, readonly Span[]>,
  into: Fetched,
): Promise<void> {
  const fields = fieldsOf(question);
  const all = heads.flatMap((head) => (wanted.get(head.number) ?? []).map((span) => ({ head, span })));
  for (const same of Map.groupBy(all, ({ span }) => `${span.from} ${span.to}`).values()) {
    const { from, to } = same[0]?.span ?? { from: 0, to: 0 };
    const some = same.map(({ head }) => head);
    const found = await parts.collect.readings(some, from, to, fields);
    for (const { number } of some) {
      const merged = found.get(number) ?? nothing(fields.length);
      into.set(number, [...(into.get(number) ?? []), { from, to, merged }]);
    }
  }
}

/** Spans that touch become one. */
function joined(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const before = all.at(-1);
    if (before !== undefined && span.from <= before.to)
      all[all.length - 1] = { from: before.from, to: Math.max(before.to, span.to) };
    else all.push(span);
  }
  return all;
}

const entityDays = (wanted: ReadonlyMap<number, readonly Span[]>): number =>
  [...wanted.values()].flat().reduce((sum, { from, to }) => sum + (to - from) / DAY, 0);

const nothing = (columns: number): Merged => ({
  at: new Float64Array(),
  columns: Array.from({ length: columns }, () => new Float64Array()),
});
