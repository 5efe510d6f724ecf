import { HOUR, type Instant } from "../../../core/clock.ts";
import { ENTITY_KINDS, fieldNames, type EntityKind } from "../../../core/entities.ts";
import type { Room } from "./room.ts";

/**
 * The part of the store that is in memory: per entity the readings that are not in a chunk yet, and the newest two
 * values of each field.
 *
 * Readings lie row by row: the time, then a value for each field of the kind in the table's order, NaN where there
 * was none. Rows are kept as they arrived; sorting and merging is for whoever reads. A row always has a value.
 */
export interface EntityHead {
  /** The entity's number in the store's files. */
  readonly number: number;
  readonly ref: string;
  readonly layout: Layout;
  readonly room: Room | undefined;
  /** Whose block wrote to it last; undefined until the commit that makes the entity known. */
  site: Site | undefined;
  rows: Float64Array;
  /** Rows that are committed. */
  count: number;
  /** Rows that `latest` includes; it is brought up to date when somebody asks, and before rows go. */
  noted: number;
  /** Rows in all; those beyond `count` wait for their commit and nobody sees them. */
  staged: number;
  /** Four numbers a field: newest time and value, time and value before that. NaN: none. See {@link latestOf}. */
  readonly latest: Float64Array;
  /** `latest` as read from the file includes every write-ahead row up to this one. */
  savedSeq: number;
  /** `latest` differs from what is saved. */
  changed: boolean;
}

/** How the fields of a kind lie in a row, and which numbers they have in the store's files. */
export interface Layout {
  readonly kind: EntityKind;
  readonly names: readonly string[];
  /** Field numbers, in the order of `names`; below 2^14. */
  readonly numbers: readonly number[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly indexOfNumber: ReadonlyMap<number, number>;
  /** Numbers in a row. */
  readonly stride: number;
}

/** What the store remembers of one site: whom to flush, and which write-ahead rows may go afterwards. */
export interface Site {
  readonly number: number;
  readonly name: string;
  /** When within the hour its finished hours are flushed. */
  readonly phase: number;
  /** Entities to flush: those that its blocks have written to. */
  readonly heads: Set<EntityHead>;
  /** Its write-ahead rows, oldest first: three numbers each: sequence number, earliest and latest time in it. */
  pending: number[];
  /** Everything before this is in chunks, except what came late. */
  flushedUntil: Instant;
  /** Rows that came late: for hours before `flushedUntil`. */
  lateRows: number;
  /** After a failed flush: not before this. */
  retryAt: Instant;
}

/** Flushes begin this long after the hour (the last readings are still under way) and spread over the next 50 min. */
const FIRST_PHASE = 180_000;
const PHASES = 3_000_000;

/** The same for a site for ever, and spread evenly over many sites (FNV-1a). */
export function phaseOf(site: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < site.length; i += 1) hash = Math.imul(hash ^ site.charCodeAt(i), 0x01000193) >>> 0;
  return FIRST_PHASE + (hash % PHASES);
}

export function makeLayouts(
  numberOf: (kind: EntityKind, field: string) => number,
): ReadonlyMap<EntityKind, Layout> {
  return new Map(
    ENTITY_KINDS.map((kind) => {
      const names = fieldNames(kind);
      const numbers = names.map((name) => numberOf(kind, name));
      const layout: Layout = {
        kind,
        names,
        numbers,
        indexOf: new Map(names.map((name, i) => [name, i])),
        indexOfNumber: new Map(numbers.map((number, i) => [number, i])),
        stride: names.length + 1,
      };
      return [kind, layout];
    }),
  );
}

/** `room`: where its rows are; an entity that is soon forgotten needs none. */
export function makeHead(
  number: number,
  ref: string,
  layout: Layout,
  site: Site | undefined,
  room?: Room,
): EntityHead {
  return {
    number,
    ref,
    layout,
    room,
    site,
    rows: new Float64Array(0),
    count: 0,
    noted: 0,
    staged: 0,
    latest: new Float64Array(layout.names.length * 4).fill(Number.NaN),
    savedSeq: 0,
    changed: false,
  };
}

/**
 * Room grows by so many rows, and goes back after each flush: sites are flushed at their own minute of the hour (`phaseOf`),
 * so the room that one gives back another takes, and a province needs half of what doubling would take.
 */
export const ROOM_STEP = 16;
/** From then on it doubles: a backlog must not be copied over and over. */
const STEPS = 8;

function resize(head: EntityHead, rows: number): void {
  const { room, layout } = head;
  let steps = Math.ceil(rows / ROOM_STEP);
  if (steps > STEPS) steps = 2 ** Math.ceil(Math.log2(steps));
  const length = steps * ROOM_STEP * layout.stride;
  if (length === head.rows.length) return;
  const before = head.rows;
  head.rows = room?.take(steps) ?? new Float64Array(length);
  head.rows.set(before.subarray(0, head.staged * layout.stride));
  room?.give(before);
}

/** Stages `rows` empty rows (all NaN) and returns where in `head.rows` the first begins. */
export function stageRows(head: EntityHead, rows: number): number {
  const { stride } = head.layout;
  const from = head.staged * stride;
  const to = from + rows * stride;
  if (to > head.rows.length) resize(head, head.staged + rows);
  const store = head.rows;
  for (let i = from; i < to; i += 1) store[i] = Number.NaN;
  head.staged += rows;
  return from;
}

/** Values in the rows from `first` to before `end`. */
export function countValues({ rows, layout: { stride } }: EntityHead, first: number, end: number): number {
  let values = 0;
  for (let row = first * stride; row < end * stride; row += stride) {
    for (let i = row + 1; i < row + stride; i += 1) if (!Number.isNaN(rows[i])) values += 1;
  }
  return values;
}

/** Takes staged rows from row `first` on that have no value out again. */
export function dropEmptyRows(head: EntityHead, first: number): void {
  keepRows(head, first, head.staged, (row) => countValues(head, row, row + 1) > 0);
}

/** Keeps of the rows from `first` to before `end` those that `keep` names; what is behind them moves up. */
function keepRows(head: EntityHead, first: number, end: number, keep: (row: number) => boolean): number {
  const { rows, layout } = head;
  let to = first;
  for (let row = first; row < end; row += 1) {
    if (!keep(row)) continue;
    if (to < row) rows.copyWithin(to * layout.stride, row * layout.stride, (row + 1) * layout.stride);
    to += 1;
  }
  if (to < end) rows.copyWithin(to * layout.stride, end * layout.stride, head.staged * layout.stride);
  head.staged -= end - to;
  return end - to;
}

/** Staged rows become part of the store. */
export function settle(head: EntityHead): void {
  head.count = head.staged;
  head.changed = true;
}

/** The newest values, up to date. */
export function latestOf(head: EntityHead): Float64Array {
  const { rows, latest, layout } = head;
  const { stride } = layout;
  const end = head.count * stride;
  for (let row = head.noted * stride; row < end; row += stride) {
    const at = rows[row] as number;
    for (let i = 1, place = 0; i < stride; i += 1, place += 4) {
      const value = rows[row + i] as number;
      if (value === value) noteLatest(latest, place, at, value);
    }
  }
  head.noted = head.count;
  return latest;
}

/** Keeps the newest two values by their time, whatever the order in which they come; at one time the later write. */
function noteLatest(latest: Float64Array, place: number, at: Instant, value: number): void {
  const newest = latest[place] as number;
  if (at === newest) {
    latest[place + 1] = value;
  } else if (at < newest) {
    if (at < (latest[place + 2] as number)) return;
    latest[place + 2] = at;
    latest[place + 3] = value;
  } else {
    latest[place + 2] = newest;
    latest[place + 3] = latest[place + 1] as number;
    latest[place] = at;
    latest[place + 1] = value;
  }
}

export function discard(head: EntityHead): void {
  head.staged = head.count;
}

/** Hours that are flushed: those before `cut`, and those so far ahead that only a wrong clock explains them. */
export interface Window {
  readonly cut: Instant;
  readonly end: Instant;
}

export const isFlushable = (at: Instant, { cut, end }: Window) => at < cut || at >= end;
export const hourOf = (at: Instant) => Math.floor(at / HOUR);

/** The hours of an entity's committed rows that are to be flushed. */
export function flushableHours(head: EntityHead, window: Window, hours: Set<number>): void {
  const { rows, layout } = head;
  for (let row = 0; row < head.count; row += 1) {
    const at = rows[row * layout.stride] as number;
    if (isFlushable(at, window)) hours.add(hourOf(at));
  }
}

/** Forgets committed rows from `first` on that `gone` names; returns the values that went. */
export function forgetRows(head: EntityHead, gone: (at: Instant) => boolean, first = 0): number {
  latestOf(head);
  const { rows, layout } = head;
  let points = 0;
  const dropped = keepRows(head, first, head.count, (row) => {
    const start = row * layout.stride;
    if (!gone(rows[start] as number)) return true;
    points += countValues(head, row, row + 1);
    return false;
  });
  head.count -= dropped;
  head.noted = head.count;
  resize(head, head.staged);
  return points;
}
