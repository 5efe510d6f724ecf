import { HOUR, type Instant } from "../../../core/clock.ts";
import { shapeOf, type Layout, type Shape } from "./layout.ts";
import { makeRooms, type Rooms } from "./room.ts";

/**
 * The part of the store that is in memory: per entity the readings that are not in a chunk yet, and the newest two
 * values of each field.
 *
 * Readings lie row by row: the time, then a value for each field of the shape, NaN where there was none. Rows are kept
 * as they arrived; sorting and merging is for whoever reads. A row always has a value.
 */
export interface EntityHead {
  /** The entity's number in the store's files. */
  readonly number: number;
  readonly ref: string;
  readonly layout: Layout;
  /** The fields that it has sent so far; it gets wider with the first value of another one ({@link widen}). */
  shape: Shape;
  readonly rooms: HeadRooms | undefined;
  /** Whose block wrote to it last; undefined until the commit that makes the entity known. */
  site: Site | undefined;
  rows: Float64Array;
  /** Rows that are committed. */
  count: number;
  /** Rows that `latest` includes; it is brought up to date when somebody asks, and before rows go. */
  noted: number;
  /** Rows in all; those beyond `count` wait for their commit and nobody sees them. */
  staged: number;
  /** Four numbers a field of the shape: newest time and value, time and value before. NaN: none. See {@link latestOf}. */
  latest: Float64Array;
  /** `latest` as read from the file includes every write-ahead row up to this one. */
  savedSeq: number;
  /** `latest` differs from what is saved. */
  changed: boolean;
}

/** Where the numbers of many entities are. */
export interface HeadRooms {
  readonly rows: Rooms;
  readonly latest: Rooms;
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

/**
 * Room grows by so many rows, and goes back after each flush: sites are flushed at their own minute of the hour (`phaseOf`),
 * so the room that one gives back another takes, and a province needs half of what doubling would take.
 */
export const ROOM_STEP = 8;
/** From then on it doubles: a backlog must not be copied over and over. */
const STEPS = 16;
/** Numbers of a field in `latest`. */
export const PER_FIELD = 4;
const NOTHING = new Float64Array(0);

export const makeHeadRooms = (): HeadRooms => ({ rows: makeRooms(ROOM_STEP), latest: makeRooms(PER_FIELD) });

/** `rooms`: where its numbers are; an entity that is soon forgotten needs none. */
export function makeHead(
  number: number,
  ref: string,
  layout: Layout,
  site: Site | undefined,
  rooms?: HeadRooms,
): EntityHead {
  return {
    number,
    ref,
    layout,
    shape: shapeOf(layout, []),
    rooms,
    site,
    rows: NOTHING,
    count: 0,
    noted: 0,
    staged: 0,
    latest: NOTHING,
    savedSeq: 0,
    changed: false,
  };
}

/** Makes room for fields that the entity has not sent so far, in its rows and among its latest values. */
export function widen(head: EntityHead, fields: readonly string[]): void {
  const { shape: before, rows, latest } = head;
  const shape = shapeOf(head.layout, [...before.names, ...fields]);
  if (shape === before) return;
  const columns = before.names.map((name) => shape.indexOf.get(name) as number);
  head.shape = shape;
  head.rows = takeRows(head, rows.length / before.stride);
  for (let row = 0; row < head.staged; row += 1) {
    const [from, to] = [row * before.stride, row * shape.stride];
    head.rows.fill(Number.NaN, to + 1, to + shape.stride);
    head.rows[to] = rows[from] as number;
    for (const [i, column] of columns.entries()) head.rows[to + 1 + column] = rows[from + 1 + i] as number;
  }
  head.rooms?.rows(before.stride).give(rows);
  head.latest = takeLatest(head).fill(Number.NaN);
  for (const [i, column] of columns.entries()) {
    head.latest.set(latest.subarray(i * PER_FIELD, (i + 1) * PER_FIELD), column * PER_FIELD);
  }
  head.rooms?.latest(before.names.length).give(latest);
}

/** Where the field of that number lies in the entity's rows, which get wider for it; undefined when nobody knows it. */
export function columnFor(head: EntityHead, number: number): number | undefined {
  const column = head.shape.indexOfNumber.get(number);
  if (column !== undefined) return column;
  const name = head.layout.names[head.layout.indexOfNumber.get(number) ?? -1];
  if (name === undefined) return undefined;
  widen(head, [name]);
  return head.shape.indexOfNumber.get(number);
}

function resize(head: EntityHead, rows: number): void {
  const { stride } = head.shape;
  let steps = Math.ceil(rows / ROOM_STEP);
  if (steps > STEPS) steps = 2 ** Math.ceil(Math.log2(steps));
  if (steps * ROOM_STEP * stride === head.rows.length) return;
  const before = head.rows;
  head.rows = takeRows(head, steps * ROOM_STEP);
  head.rows.set(before.subarray(0, head.staged * stride));
  head.rooms?.rows(stride).give(before);
}

/** `rows` is a multiple of {@link ROOM_STEP}. */
const takeRows = ({ rooms, shape: { stride } }: EntityHead, rows: number): Float64Array =>
  rooms?.rows(stride).take(rows / ROOM_STEP) ?? new Float64Array(rows * stride);

const takeLatest = ({ rooms, shape: { names } }: EntityHead): Float64Array =>
  rooms?.latest(names.length).take(1) ?? new Float64Array(names.length * PER_FIELD);

/** Stages `rows` empty rows (all NaN) and returns where in `head.rows` the first begins. */
export function stageRows(head: EntityHead, rows: number): number {
  const { stride } = head.shape;
  const from = head.staged * stride;
  const to = from + rows * stride;
  if (to > head.rows.length) resize(head, head.staged + rows);
  const store = head.rows;
  for (let i = from; i < to; i += 1) store[i] = Number.NaN;
  head.staged += rows;
  return from;
}

/** Values in the rows from `first` to before `end`. */
export function countValues({ rows, shape: { stride } }: EntityHead, first: number, end: number): number {
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
  const {
    rows,
    shape: { stride },
  } = head;
  let to = first;
  for (let row = first; row < end; row += 1) {
    if (!keep(row)) continue;
    if (to < row) rows.copyWithin(to * stride, row * stride, (row + 1) * stride);
    to += 1;
  }
  if (to < end) rows.copyWithin(to * stride, end * stride, head.staged * stride);
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
  const { rows, latest, shape } = head;
  const { stride } = shape;
  const end = head.count * stride;
  for (let row = head.noted * stride; row < end; row += stride) {
    const at = rows[row] as number;
    for (let i = 1, place = 0; i < stride; i += 1, place += PER_FIELD) {
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
  const { rows, shape } = head;
  for (let row = 0; row < head.count; row += 1) {
    const at = rows[row * shape.stride] as number;
    if (isFlushable(at, window)) hours.add(hourOf(at));
  }
}

/** Forgets committed rows from `first` on that `gone` names; returns the values that went. */
export function forgetRows(head: EntityHead, gone: (at: Instant) => boolean, first = 0): number {
  latestOf(head);
  const { rows, shape } = head;
  let points = 0;
  const dropped = keepRows(head, first, head.count, (row) => {
    const start = row * shape.stride;
    if (!gone(rows[start] as number)) return true;
    points += countValues(head, row, row + 1);
    return false;
  });
  head.count -= dropped;
  head.noted = head.count;
  resize(head, head.staged);
  return points;
}
