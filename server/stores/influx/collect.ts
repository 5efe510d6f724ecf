import type { Instant } from "../../../core/clock.ts";
import { LATEST } from "../../../core/wire/limits.ts";
import type { RollupUnit } from "../../history-port.ts";
import type { EntityHead } from "../samples/head.ts";
import { mergeParts, partOfHead, withoutEmpty, type Merged, type Part } from "../samples/merge.ts";
import type { RollupRows } from "../samples/rollup-rows.ts";
import type { InfluxClient, InfluxSeries } from "./client.ts";
import { identifier, literal } from "./influxql.ts";
import { rollupMeasurement, statsOf } from "./lines.ts";
import type { Outbox } from "./outbox.ts";
import { identityOf } from "./tags.ts";

/** Readings and roll-ups of several entities of one kind, from InfluxDB and from what still waits to get there. */
export interface InfluxCollect {
  /** By entity number; columns in the order of `fields`. Rejects with a FaultError when InfluxDB does not answer. */
  readings(
    heads: readonly EntityHead[],
    from: Instant,
    to: Instant,
    fields: readonly string[],
  ): Promise<ReadonlyMap<number, Merged>>;
  rollups(
    heads: readonly EntityHead[],
    unit: RollupUnit,
    from: Instant,
    to: Instant,
    fields: readonly string[],
  ): Promise<ReadonlyMap<number, RollupRows>>;
}

/** Rows of a series in one answer; longer ones come in several. */
const PAGE_ROWS = 10_000;
/** Entities in one question. */
const GROUP = 25;
/** How often a reading is begun anew because InfluxDB took something in meanwhile. */
const ATTEMPTS = 4;
const WAITING_PAGE = 64;

export function makeInfluxCollect(client: InfluxClient, outbox: Outbox): InfluxCollect {
  return {
    readings: async (heads, from, to, fields) => {
      const answer = new Map<number, Merged>();
      for (let i = 0; i < heads.length; i += GROUP) {
        const some = heads.slice(i, i + GROUP);
        for (let attempt = 1; ; attempt += 1) {
          // What waits before what is there, so that nothing is missed; it was written later, so it wins. A batch that got
          // there in between could be older than what InfluxDB had then, so the reading begins anew.
          const { sentSeq } = outbox;
          const waiting = await waitingOf(outbox, some, from, to, fields);
          const stored = await tablesOf(client, some, some[0]?.layout.kind ?? "", fields, from, to);
          if (outbox.sentSeq !== sentSeq && waiting.size > 0 && attempt < ATTEMPTS) continue;
          for (const { number } of some) {
            const parts = [...(stored.get(number) ?? []), ...(waiting.get(number) ?? [])];
            answer.set(number, withoutEmpty(mergeParts(parts, fields.length)));
          }
          break;
        }
      }
      return answer;
    },
    rollups: async (heads, unit, from, to, fields) => {
      const answer = new Map<number, RollupRows>();
      const [first] = heads;
      if (first === undefined) return answer;
      const { layout } = first;
      const columns = fields.flatMap((field) => statsOf(layout, field).map((stat) => `${field}_${stat}`));
      const measurement = rollupMeasurement(layout.kind, unit);
      for (let i = 0; i < heads.length; i += GROUP) {
        const some = heads.slice(i, i + GROUP);
        const stored = await tablesOf(client, some, measurement, columns, from, to);
        for (const [number, parts] of stored) {
          const merged = mergeParts(parts, columns.length);
          const found = new Map<number, readonly Float64Array[]>();
          let place = 0;
          for (const field of fields) {
            const size = statsOf(layout, field).length;
            const stats = merged.columns.slice(place, place + size);
            place += size;
            if (stats.every((stat) => stat.every((value) => Number.isNaN(value)))) continue;
            found.set(layout.numbers[layout.indexOf.get(field) ?? -1] ?? 0, stats);
          }
          if (found.size > 0) answer.set(number, { unit, at: merged.at, fields: found });
        }
      }
      return answer;
    },
  };
}

async function waitingOf(
  outbox: Outbox,
  wanted: readonly EntityHead[],
  from: Instant,
  to: Instant,
  fields: readonly string[],
): Promise<ReadonlyMap<number, Part[]>> {
  const found = new Map<number, Part[]>();
  const numbers = new Set(wanted.map(({ number }) => number));
  let after = 0;
  for (;;) {
    const rows = outbox.waiting(after, WAITING_PAGE, from, to);
    for (const { seq, heads } of rows) {
      after = seq;
      for (const head of heads) {
        if (!numbers.has(head.number)) continue;
        // The rows of a scratch head are staged only; as such nobody would see them.
        head.count = head.staged;
        const parts = found.get(head.number) ?? [];
        parts.push(partOfHead(head, from, to, fields));
        found.set(head.number, parts);
      }
    }
    if (rows.length < WAITING_PAGE) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const keyOf = (identity: Readonly<Record<string, string>>, names: readonly string[]) =>
  JSON.stringify(names.map((name) => identity[name] ?? ""));

/** The rows of some entities in a measurement, as one or several parts each. */
async function tablesOf(
  client: InfluxClient,
  heads: readonly EntityHead[],
  measurement: string,
  columns: readonly string[],
  from: Instant,
  to: Instant,
): Promise<Map<number, Part[]>> {
  const tables = new Map<number, Part[]>();
  // Times are nanoseconds in there, which end in 2262.
  const [start, end] = [Math.max(0, Math.ceil(from)), Math.min(Math.ceil(to), LATEST)];
  if (start >= end || columns.length === 0 || heads.length === 0) return tables;
  const identities = new Map(heads.map((head) => [head, identityOf(head.ref)]));
  const names = Object.keys(identities.values().next().value ?? {});
  const byKey = new Map([...identities].map(([head, identity]) => [keyOf(identity, names), head]));
  const query = (some: readonly EntityHead[], since: Instant) =>
    `SELECT ${columns.map(identifier).join(",")} FROM ${identifier(measurement)}` +
    ` WHERE (${some.map((head) => conditionOf(identities.get(head) ?? {})).join(" OR ")})` +
    ` AND time >= ${since}ms AND time < ${end}ms GROUP BY ${names.map(identifier).join(",")} LIMIT ${PAGE_ROWS}`;
  let questions: { readonly some: readonly EntityHead[]; readonly since: Instant }[] = [
    { some: heads, since: start },
  ];
  while (questions.length > 0) {
    const more: typeof questions = [];
    for (const { some, since } of questions) {
      for (const series of await client.query(query(some, since))) {
        const head = byKey.get(keyOf(series.tags, names));
        if (head === undefined) continue;
        const part = partOf(series, columns);
        tables.set(head.number, [...(tables.get(head.number) ?? []), part]);
        const last = part.at.at(-1);
        if (part.at.length >= PAGE_ROWS && last !== undefined) more.push({ some: [head], since: last + 1 });
      }
    }
    questions = more;
  }
  return tables;
}

const conditionOf = (identity: Readonly<Record<string, string>>) =>
  `(${Object.entries(identity)
    .map(([name, value]) => `${identifier(name)} = ${literal(value)}`)
    .join(" AND ")})`;

function partOf({ columns: found, rows }: InfluxSeries, columns: readonly string[]): Part {
  const places = columns.map((name) => found.indexOf(name));
  const time = found.indexOf("time");
  return {
    at: Float64Array.from(rows, (row) => Number(row[time])),
    columns: places.map((place) =>
      Float64Array.from(rows, (row) => {
        const value = row[place];
        return typeof value === "number" ? value : Number.NaN;
      }),
    ),
  };
}
