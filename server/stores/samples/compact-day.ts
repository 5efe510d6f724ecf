import { join } from "node:path";
import { HOUR, startOfLegalDay } from "../../../core/clock.ts";
import type { EntityKind } from "../../../core/entities.ts";
import type { RollupUnit } from "../../history-port.ts";
import { chunkEncoder, MAX_CHUNK_ROWS, type Chunk, type EncodeChunk } from "./codec.ts";
import { coldName, openColdDays, type ColdDays } from "./cold.ts";
import { openHot, type Hot } from "./hot-day.ts";
import { mergeParts, placesIn, type Merged, type Part } from "./merge.ts";
import { writePack, type PackPiece, type PackWriter } from "./pack-file.ts";
import { TEMPORARY, type Packs } from "./packs.ts";
import { endOfDay, HOURS_A_DAY, monthOf } from "./periods.ts";
import { neighbourNumbers, rollupsOf, ROLLUP_REACH } from "./rollup.ts";
import { decodeRollups, encodeRollups } from "./rollup-codec.ts";
import { daysMonthName, hoursDayName, openRollupFiles, type RollupFiles } from "./rollup-files.ts";
import { fullestRollups } from "./rollup-keep.ts";
import type { RollupRows } from "./rollup-rows.ts";

/** What a thread that has only the folder needs to know to make a legal day cold. */
export interface CompactJob {
  readonly dir: string;
  readonly origin: number;
  readonly day: number;
  readonly kinds: readonly KindLayout[];
  /** For each entity number its place in `kinds`. */
  readonly kindOf: ReadonlyMap<number, number>;
  /** Zstandard's; more is smaller and slower. */
  readonly level?: number | undefined;
}
export interface KindLayout {
  readonly kind: EntityKind;
  /** Field numbers in the table's order. */
  readonly numbers: readonly number[];
}

/** The files it wrote, for the owner of the folder to put into place, and what exactly went into them. */
export interface CompactDone {
  readonly cold: string;
  readonly hours: string;
  readonly days: string;
  /** What the hot file held: if it holds anything else by now, the work was in vain. */
  readonly hot: { readonly made: number; readonly seq: number; readonly points: number };
  readonly damaged: readonly string[];
  readonly entities: number;
  readonly points: number;
}

/** Measured on the workload of the benchmark: 9 takes 1 % more than 19 and a fraction of its time. */
const LEVEL = 9;

/**
 * Makes one day cold: reads its hot file and, if there is one, what was cold of it before; writes a cold pack, the day's
 * hourly roll-ups and the month's daily ones beside them under temporary names. Changes nothing that exists.
 */
export function compactDay(job: CompactJob): CompactDone {
  const damaged: string[] = [];
  const paths = pathsOf(job);
  const open = openAll(job, (name) => damaged.push(name));
  const since = open.rollups.dayMonths.about(monthOf(job.day))?.made ?? job.day;
  const writers = {
    cold: writePack(paths.cold, { origin: job.origin, made: open.hot.about.made }),
    hours: writePack(paths.hours, { origin: job.origin, made: job.day }),
    days: writePack(paths.days, { origin: job.origin, made: Math.min(job.day, since) }),
  };
  try {
    const encode = chunkEncoder(job.level ?? LEVEL);
    const { rollups: old } = open;
    const [from, to] = [startOfLegalDay(job.day), endOfDay(job.day)];
    // Its month may have been put together already.
    const also = old.hourMonths.has(monthOf(job.day))
      ? (entity: number) => old.read(entity, "hour", from, to)
      : undefined;
    const hourDay = { packs: old.hourDays, period: job.day, unit: "hour" as const, also };
    const hours = copier(hourDay, writers.hours, damaged);
    const wanted = new Map(job.kinds.map((one) => [one, neighbourNumbers(one.kind, one.numbers)]));
    const month = { packs: old.dayMonths, period: monthOf(job.day), unit: "day" as const };
    const days = copier(month, writers.days, damaged);
    let entities = 0;
    for (const { entity, parts, seq } of entitiesOf(job.day, open)) {
      entities += 1;
      const layout = job.kinds[job.kindOf.get(entity) ?? -1];
      const numbers = numbersOf(layout, parts);
      const merged = mergeParts(parts.map(partOf(numbers)), numbers.length);
      addCold(writers.cold, encode, entity, seq, numbers, merged);
      if (layout === undefined) continue;
      const needed = wanted.get(layout) ?? new Set();
      const around =
        needed.size === 0 ? merged : withNeighbours(job.day, open, entity, numbers, merged, needed);
      const rollups = rollupsOf(layout.kind, layout.numbers, around, job.day);
      hours.put(entity, rollups.hour);
      days.put(entity, rollups.day);
    }
    hours.end();
    days.end();
    const { points } = writers.cold.finish();
    writers.hours.finish();
    writers.days.finish();
    return { ...paths, hot: open.hot.about, damaged, entities, points };
  } finally {
    for (const writer of Object.values(writers)) writer.close();
    open.close();
  }
}

function pathsOf({ dir, day }: CompactJob) {
  const temporary = (name: string) => join(dir, name + TEMPORARY);
  return {
    cold: temporary(coldName(day)),
    hours: temporary(hoursDayName(day)),
    days: temporary(daysMonthName(monthOf(day))),
  };
}

interface Opened {
  readonly hot: Hot;
  /** Of the day after, whose first readings end the day's last pairs. */
  readonly next: Hot;
  readonly before: Hot;
  readonly cold: ColdDays;
  readonly rollups: RollupFiles;
  close(): void;
}

function openAll({ dir, origin, day }: CompactJob, damaged: (name: string) => void): Opened {
  const options = { dir, origin, damaged };
  const opened: { close(): void }[] = [];
  const keep = <T extends { close(): void }>(one: T): T => {
    opened.push(one);
    return one;
  };
  const close = () => {
    for (const one of opened.toReversed()) one.close();
  };
  try {
    return {
      hot: keep(openHot(dir, day, damaged)),
      next: keep(openHot(dir, day + 1, damaged)),
      before: keep(openHot(dir, day - 1, damaged)),
      cold: keep(openColdDays(options)),
      rollups: keep(openRollupFiles(options)),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

interface EntityDay {
  readonly entity: number;
  /** In the order in which they were written. */
  readonly parts: readonly Chunk[];
  readonly seq: number;
}

/** Every entity that has readings of the day, ascending: what was cold before, then what is hot. */
function* entitiesOf(day: number, { hot, cold }: Opened): Generator<EntityDay> {
  const older = cold.attempt(day, (pack) => [...pack.entities()], []);
  let next = 0;
  const coldOnly = function* (until: number) {
    for (; next < older.length && (older[next] as number) < until; next += 1)
      yield coldOf(older[next] as number);
  };
  const coldOf = (entity: number): EntityDay => ({
    entity,
    parts: cold.chunks(day, entity),
    seq: cold.seqOf(day, entity),
  });
  for (const group of grouped(hot)) {
    yield* coldOnly(group.entity);
    if (older[next] === group.entity) {
      next += 1;
      const before = coldOf(group.entity);
      yield { ...group, parts: [...before.parts, ...group.parts], seq: Math.max(before.seq, group.seq) };
    } else yield group;
  }
  yield* coldOnly(Infinity);
}

function* grouped(hot: Hot): Generator<EntityDay> {
  let group: { entity: number; parts: Chunk[]; seq: number } | undefined;
  for (const { entity, seq, chunk } of hot.all()) {
    if (group !== undefined && group.entity !== entity) {
      yield group;
      group = undefined;
    }
    group ??= { entity, parts: [], seq: 0 };
    group.parts.push(chunk);
    group.seq = Math.max(group.seq, seq);
  }
  if (group !== undefined) yield group;
}

/** The kind's fields, then those that only a chunk knows (an older or newer Cayda wrote them). */
function numbersOf(layout: KindLayout | undefined, parts: readonly Chunk[]): readonly number[] {
  const numbers = new Set(layout?.numbers);
  for (const { fields } of parts) for (const number of fields.keys()) numbers.add(number);
  return [...numbers];
}

const partOf =
  (numbers: readonly number[]) =>
  ({ at, fields }: Chunk): Part => ({ at, columns: numbers.map((number) => fields.get(number)) });

function addCold(
  writer: PackWriter,
  encode: EncodeChunk,
  entity: number,
  seq: number,
  numbers: readonly number[],
  { at, columns }: Merged,
): void {
  for (let first = 0; first < at.length; first += MAX_CHUNK_ROWS) {
    const end = Math.min(at.length, first + MAX_CHUNK_ROWS);
    const some = columns.map((column) => column.subarray(first, end));
    const { data, points } = encode(at.subarray(first, end), end - first, numbers, some);
    writer.add({ entity, seq, points, data });
  }
}

/** The day's readings between the last ones before and the first ones after, of the `wanted`: pairs reach over midnight. */
function withNeighbours(
  day: number,
  { before, next, cold }: Opened,
  entity: number,
  numbers: readonly number[],
  merged: Merged,
  wanted: ReadonlySet<number>,
): Merged {
  const hours = Math.ceil(ROLLUP_REACH / HOUR);
  const from = startOfLegalDay(day) - ROLLUP_REACH;
  const to = endOfDay(day) + ROLLUP_REACH;
  const earlier = [
    ...cold.chunks(day - 1, entity, wanted),
    ...before.some(entity, HOURS_A_DAY - hours, HOURS_A_DAY, wanted),
  ];
  const later = [...cold.chunks(day + 1, entity, wanted), ...next.some(entity, 0, hours, wanted)];
  const clipped = (chunk: Chunk): Part => {
    const { at, columns } = partOf(numbers)(chunk);
    const [first, end] = placesIn(at, from, to);
    return { at: at.subarray(first, end), columns: columns.map((column) => column?.subarray(first, end)) };
  };
  if (earlier.length === 0 && later.length === 0) return merged;
  const middle: Part = { at: merged.at, columns: merged.columns };
  return mergeParts([...earlier.map(clipped), middle, ...later.map(clipped)], numbers.length);
}

function pieceOf(entity: number, rows: RollupRows): PackPiece {
  return { entity, seq: 0, points: rows.at.length, data: encodeRollups(rows) };
}

interface Copier {
  put(entity: number, rows: RollupRows | undefined): void;
  end(): void;
}

interface Copied {
  readonly packs: Packs;
  readonly period: number;
  readonly unit: RollupUnit;
  /** Where else roll-ups of an entity may be that count. */
  readonly also?: ((entity: number) => RollupRows | undefined) | undefined;
}

/** Writes a pack of roll-ups that takes over what an older one holds; see {@link fullestRollups} where both have a row. */
function copier({ packs, period, unit, also }: Copied, writer: PackWriter, damaged: string[]): Copier {
  const older = packs.attempt(period, (pack) => [...pack.entities()], []);
  let next = 0;
  const piecesOf = (entity: number) => packs.attempt(period, (pack) => pack.read(entity), []);
  const copyUntil = (entity: number) => {
    for (; next < older.length && (older[next] as number) < entity; next += 1) {
      const same = older[next] as number;
      for (const data of piecesOf(same)) writer.add({ entity: same, seq: 0, points: 0, data });
    }
  };
  return {
    put: (entity, rows) => {
      if (rows === undefined) return;
      copyUntil(entity);
      const before: RollupRows[] = [];
      if (older[next] === entity) {
        next += 1;
        for (const data of piecesOf(entity)) {
          const decoded = decodeRollups(data, unit);
          if (decoded === undefined) damaged.push(`${unit}-${period}/${entity}`);
          else before.push(decoded);
        }
      }
      const more = also?.(entity);
      if (more !== undefined) before.unshift(more);
      const joined = before.length === 0 ? rows : fullestRollups(unit, [...before, rows]);
      if (joined !== undefined) writer.add(pieceOf(entity, joined));
    },
    end: () => copyUntil(Infinity),
  };
}
