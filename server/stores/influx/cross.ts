import { DAY, legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import type { EntityKind } from "../../../core/entities.ts";
import type {
  AvailabilityQuery,
  AvailabilityRow,
  QuantileQuery,
  QuantileRow,
  RollupStat,
  TopQuery,
  TopRow,
} from "../../history-port.ts";
import { aggregate, fieldsFor, REACH } from "../samples/aggregate.ts";
import type { EntityHead } from "../samples/head.ts";
import type { RollupRows } from "../samples/rollup-rows.ts";
import type { InfluxCollect } from "./collect.ts";
import { statsOf } from "./lines.ts";
import type { Outbox } from "./outbox.ts";
import type { RolledDays } from "./rolled-days.ts";

export interface CrossParts {
  readonly outbox: Outbox;
  readonly collect: InfluxCollect;
  readonly rolled: RolledDays;
}

/** Entities in one round, so that no answer holds a province in memory. */
const ROUND = 50;
/** Longer ranges are answered from roll-ups, where they are. */
const SHORT = 3 * DAY;

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

export async function topOf(parts: CrossParts, query: TopQuery): Promise<readonly TopRow[]> {
  const rows: TopRow[] = [];
  for (const round of roundsOf(parts.outbox, query.kind, query.sites)) {
    const sums = new Map(round.map((head) => [head, query.fields.map((): number | null => null)]));
    const add = (head: EntityHead, values: readonly (number | null | undefined)[]) => {
      const into = sums.get(head) ?? [];
      for (const [i, value] of values.entries())
        if (typeof value === "number") into[i] = (into[i] ?? 0) + value;
    };
    const middle = rolledSpan(parts, query, round);
    if (middle !== undefined) {
      const rolled = await parts.collect.rollups(round, "day", middle.from, middle.to, query.fields);
      for (const head of round) {
        const found = rolled.get(head.number);
        if (found !== undefined)
          add(
            head,
            query.fields.map((field) => sumOf(statOf(found, head, field, "increase"))),
          );
      }
    }
    const rest =
      middle === undefined
        ? [query]
        : [
            { from: query.from, to: middle.from },
            { from: middle.to, to: query.to },
          ];
    for (const span of rest) if (span.from < span.to) await addRead(parts, query, span, round, add);
    for (const [head, increases] of sums) {
      const total = increases.reduce<number>((sum, value) => sum + (value ?? 0), 0);
      if (total > 0) rows.push({ entity: head.ref, site: head.site?.name ?? "", increases, total });
    }
  }
  return rows.toSorted((a, b) => b.total - a.total || (a.entity < b.entity ? -1 : 1)).slice(0, query.limit);
}

/** What readings say was counted in a part of the range. */
async function addRead(
  { collect }: CrossParts,
  { kind, fields: asked }: TopQuery,
  { from, to }: Span,
  round: readonly EntityHead[],
  add: (head: EntityHead, values: readonly (number | null | undefined)[]) => void,
): Promise<void> {
  const question = {
    entity: "",
    from,
    to,
    stepMs: to - from,
    series: asked.map((field) => ({ field, aggregate: "increase" as const })),
  };
  const fields = fieldsFor(kind, question);
  const readings = await collect.readings(round, from - REACH, to + REACH, fields);
  for (const head of round) {
    const found = readings.get(head.number);
    if (found === undefined || found.at.length === 0) continue;
    add(
      head,
      aggregate(question, kind, fields, found).values.map(([value]) => value),
    );
  }
}

/** The whole legal days of a long range, where roll-ups know all of them of everybody. */
function rolledSpan(
  { rolled }: CrossParts,
  { from, to }: Span,
  heads: readonly EntityHead[],
): Span | undefined {
  if (to - from <= SHORT) return undefined;
  const first = legalDayOf(from - 1) + 1;
  let end = first;
  while (startOfLegalDay(end + 1) <= to && heads.every(({ number }) => rolled.knows(end, number))) end += 1;
  return end > first ? { from: startOfLegalDay(first), to: startOfLegalDay(end) } : undefined;
}

export async function quantileOf(parts: CrossParts, query: QuantileQuery): Promise<readonly QuantileRow[]> {
  const bySite = new Map<string, Float64Array[]>();
  for (const round of roundsOf(parts.outbox, query.kind, query.sites)) {
    const readings = await parts.collect.readings(round, query.from, query.to, [query.field]);
    for (const { number, site } of round) {
      const values = presentOf(readings.get(number)?.columns[0]);
      if (site === undefined || values.length === 0) continue;
      bySite.set(site.name, [...(bySite.get(site.name) ?? []), values]);
    }
  }
  return [...bySite].map(([site, parts]) => {
    const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    let to = 0;
    for (const part of parts) {
      all.set(part, to);
      to += part.length;
    }
    all.sort();
    const rank = Math.max(1, Math.ceil(all.length * query.quantile));
    return { site, value: all[rank - 1] as number, count: all.length, approximate: false };
  });
}

/** Whole days from roll-ups where they know them, the others from readings. */
export async function availabilityOf(
  parts: CrossParts,
  { kind, sites, from, to }: AvailabilityQuery,
): Promise<readonly AvailabilityRow[]> {
  const rows: AvailabilityRow[] = [];
  const fields = fieldsFrom(kind);
  for (const round of roundsOf(parts.outbox, kind, sites)) {
    const middle = rolledSpan(parts, { from, to }, round);
    const rest =
      middle === undefined
        ? [{ from, to }]
        : [
            { from, to: middle.from },
            { from: middle.to, to },
          ];
    if (middle !== undefined) {
      const rolled = await parts.collect.rollups(round, "day", middle.from, middle.to, fields);
      for (const head of round) rows.push(...rolledAvailability(kind, head, rolled.get(head.number)));
    }
    for (const span of rest) rows.push(...(await readAvailability(parts, kind, span, round)));
  }
  return rows.toSorted((a, b) => a.day - b.day);
}

async function readAvailability(
  { collect }: CrossParts,
  kind: AvailabilityQuery["kind"],
  { from, to }: Span,
  round: readonly EntityHead[],
): Promise<readonly AvailabilityRow[]> {
  const rows: AvailabilityRow[] = [];
  for (let day = legalDayOf(from); startOfLegalDay(day) < to; day += 1) {
    const start = startOfLegalDay(day);
    const [first, end] = [Math.max(from, start), Math.min(to, start + DAY)];
    const readings = await collect.readings(round, first, end, fieldsFrom(kind));
    for (const head of round) {
      const [asked, answered] = (readings.get(head.number)?.columns ?? []).map(presentOf);
      if (asked === undefined || asked.length === 0) continue;
      const [got, all] =
        kind === "device" ? [sumOf(asked), asked.length] : [sumOf(answered), sumOf(asked) ?? 0];
      rows.push(...rowOf(head, start, got ?? 0, all, asked.length));
    }
  }
  return rows;
}

const fieldsFrom = (kind: AvailabilityQuery["kind"]) => (kind === "device" ? ["up"] : ["sent", "received"]);

function rolledAvailability(
  kind: AvailabilityQuery["kind"],
  head: EntityHead,
  rows: RollupRows | undefined,
): readonly AvailabilityRow[] {
  if (rows === undefined) return [];
  return Array.from(rows.at, (day, i) => {
    const stat = (field: string, name: RollupStat) => statOf(rows, head, field, name)?.[i] ?? Number.NaN;
    const sum = (field: string) => stat(field, "mean") * stat(field, "count");
    return kind === "device"
      ? rowOf(head, day, sum("up"), stat("up", "count"), stat("up", "count"))
      : rowOf(head, day, sum("received"), sum("sent"), stat("sent", "count"));
  }).flat();
}

function rowOf(head: EntityHead, day: Instant, answered: number, asked: number, count: number) {
  if (!(asked > 0)) return [];
  const ratio = Math.min(1, Number.isNaN(answered) ? 0 : answered / asked);
  return [{ entity: head.ref, site: head.site?.name ?? "", day, ratio, count }];
}

function roundsOf(
  outbox: Outbox,
  kind: EntityKind,
  sites: readonly string[] | undefined,
): readonly EntityHead[][] {
  const heads = [...outbox.memory.heads.values()].filter(
    ({ site, layout }) => site !== undefined && layout.kind === kind && (sites?.includes(site.name) ?? true),
  );
  return Array.from({ length: Math.ceil(heads.length / ROUND) }, (_, i) =>
    heads.slice(i * ROUND, (i + 1) * ROUND),
  );
}

function statOf({ fields }: RollupRows, { layout }: EntityHead, field: string, stat: RollupStat) {
  const number = layout.numbers[layout.indexOf.get(field) ?? -1] ?? 0;
  return fields.get(number)?.[statsOf(layout, field).indexOf(stat)];
}

const presentOf = (column: Float64Array | undefined): Float64Array =>
  column === undefined ? new Float64Array() : column.filter((value) => !Number.isNaN(value));

/** Null when no value is there. */
function sumOf(column: Float64Array | undefined): number | null {
  let sum: number | null = null;
  for (const value of column ?? []) if (!Number.isNaN(value)) sum = (sum ?? 0) + value;
  return sum;
}
