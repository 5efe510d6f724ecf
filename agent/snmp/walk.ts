import type { Clock } from "../../core/clock.ts";
import { SECOND } from "../../core/clock.ts";
import { fail, type Fault } from "../../core/result.ts";
import {
  asksForLess,
  COLUMNS_AT_ONCE,
  isRefusal,
  MOST_TABLE_BYTES,
  MOST_VALUES,
  narrower,
  WIDE,
  type Bounds,
  type Pacing,
} from "./bounds.ts";
import { compareOids, indexIn } from "./oid.ts";
import type { BulkReply, SnmpSession, SnmpValue, VarBind } from "./protocol.ts";
import { isErrorStatus } from "./requests.ts";

/**
 * Reads columns of a table with few and small packets: several columns in one GETBULK, as many rows as fit one
 * frame, learned from the replies. Devices that cannot keep up (tooBig, silence) are asked for less, and whatever
 * they answer, the walk ends: OIDs must increase, rows, bytes and time are bounded.
 */

/** A UDP payload that fits an Ethernet frame, less headers of SNMP version 3: fragments get lost. */
const FRAME_BYTES = 1_400;
/** One value: a long OID (18 bytes), its type, a Counter64; the first guess. */
const USUAL_VALUE_BYTES = 28;
const MOST_TIMEOUTS = 2;
/** Columns that may end at a value that cannot be had, before the device itself is what refuses: two tables' worth. */
const MOST_REFUSED = 8;

export interface TableColumn<Name extends string> {
  readonly name: Name;
  readonly oid: string;
}

export type Row<Name extends string> = Partial<Record<Name, SnmpValue>>;

export interface TableRead<Name extends string> {
  /** By index, in the device's order; a value that the device did not give is missing. */
  readonly rows: ReadonlyMap<string, Row<Name>>;
  /** What went wrong first; what had come all the same is in `rows`. */
  readonly fault: Fault | undefined;
  /** Columns of which values are missing because the device fell silent over them, or refused them. */
  readonly unread: readonly Name[];
  /** Reading ended before every column had its turn. */
  readonly stopped: boolean;
  /** Of all replies together. */
  readonly bytes: number;
}

export interface ReadOptions {
  readonly address: string;
  readonly pacing: Pacing;
  readonly clock: Pick<Clock, "monotonic">;
  readonly signal?: AbortSignal | undefined;
  readonly maxRows?: number;
  readonly maxMs?: number;
  readonly maxBytes?: number;
}

const USUAL = { maxRows: 4_096, maxMs: 30 * SECOND, maxBytes: MOST_TABLE_BYTES } as const;

export async function readTable<Name extends string>(
  session: SnmpSession,
  columns: readonly TableColumn<Name>[],
  options: ReadOptions,
): Promise<TableRead<Name>> {
  const { maxRows, maxMs, maxBytes } = { ...USUAL, ...options };
  const rows = new Map<string, Row<Name>>();
  const reading: Reading<Name> = {
    ...options,
    session,
    rows,
    maxRows,
    maxBytes,
    bytes: 0,
    deadline: options.clock.monotonic() + maxMs,
    known: undefined,
    oddity: undefined,
    refused: [],
  };
  const unread: Name[] = [];
  const ended = (stopped: boolean): TableRead<Name> => {
    const refused = reading.refused.filter(({ cursor }) => !isWhole(rows, cursor.index));
    const missing = [...unread, ...refused.map(({ cursor }) => cursor.column.name)];
    const fault = reading.oddity ?? refused[0]?.fault;
    return { rows, fault, unread: missing, stopped, bytes: reading.bytes };
  };
  const { pacing, signal } = options;
  for (let first = 0; first < columns.length; first += COLUMNS_AT_ONCE) {
    const cursors = columns
      .slice(first, first + COLUMNS_AT_ONCE)
      .map((column): Cursor<Name> => ({ column, at: column.oid, index: "", done: false }));
    const limitBefore = pacing.limit;
    const fault = await readColumns(reading, cursors);
    if (fault !== undefined) {
      // Some devices hang on one table and answer for the others. A second silence is the device itself.
      const onlyThese = fault.code === "snmp_timeout" && unread.length === 0 && signal?.aborted !== true;
      unread.push(...cursors.filter(({ done }) => !done).map(({ column }) => column.name));
      reading.oddity ??= fault;
      if (!onlyThese) return ended(true);
      pacing.limit = limitBefore;
    }
    // The first columns saw the end of the table; the others need not look for it again.
    if (fault === undefined) reading.known ??= knownRows(rows);
  }
  // A request that the network lost must not slow the device down for ever.
  pacing.limit = Math.min(pacing.ceiling, Math.ceil(pacing.limit * 1.25));
  return ended(false);
}

/** What a device refuses behind a column's last row is of another one. */
const isWhole = (rows: ReadonlyMap<string, unknown>, last: string): boolean =>
  [...rows.keys()].every((row) => compareOids(row, last) <= 0);

interface Cursor<Name extends string> {
  readonly column: TableColumn<Name>;
  /** The last OID read, at first the column itself. */
  at: string;
  /** The index in it; "" before the first. */
  index: string;
  done: boolean;
}

interface Reading<Name extends string> extends ReadOptions {
  readonly session: SnmpSession;
  readonly rows: Map<string, Row<Name>>;
  readonly maxRows: number;
  readonly maxBytes: number;
  bytes: number;
  readonly deadline: number;
  /** Place of each index in the table, once known. */
  known: ReadonlyMap<string, number> | undefined;
  /** What was wrong with a column, while the others could be read. */
  oddity: Fault | undefined;
  /** Columns that ended at a value that no request got. */
  readonly refused: { readonly cursor: Cursor<Name>; readonly fault: Fault }[];
}

function knownRows(rows: ReadonlyMap<string, unknown>): ReadonlyMap<string, number> | undefined {
  if (rows.size === 0) return undefined;
  const sorted = [...rows.keys()].toSorted(compareOids);
  return new Map(sorted.map((index, place) => [index, place]));
}

async function readColumns<Name extends string>(
  reading: Reading<Name>,
  cursors: readonly Cursor<Name>[],
): Promise<Fault | undefined> {
  let timeouts = 0;
  let bounds: Bounds = WIDE;
  const { limit, ceiling } = reading.pacing;
  for (;;) {
    const open = cursors.filter(({ done }) => !done);
    if (open.length === 0) return undefined;
    if (reading.clock.monotonic() > reading.deadline) return looping(reading, "time");
    if (reading.bytes > reading.maxBytes) return looping(reading, "bytes");
    const asked = open.slice(0, Math.min(reading.pacing.limit, bounds.columns));
    const maxRepetitions = Math.min(repetitions(reading, asked), bounds.rows);
    const oids = asked.map(({ at }) => at);
    const { signal } = reading;
    const reply = await reading.session.bulk({ nonRepeaters: 0, maxRepetitions, oids }, { signal });
    const fault = reply.ok ? absorb(reading, asked, reply.value) : reply.fault;
    if (fault === undefined) {
      timeouts = 0;
      if (asked.every(({ done }) => done)) bounds = { columns: bounds.columns, rows: MOST_VALUES };
      continue;
    }
    if (fault.code === "snmp_timeout") timeouts += 1;
    if (timeouts > MOST_TIMEOUTS) return fault;
    const next = easier(reading, { asked, maxRepetitions, bounds }, fault, { limit, ceiling });
    if (next === undefined) return fault;
    bounds = next;
  }
}

/** What to ask for after a fault; undefined where nothing smaller may help. `before`: the pace before these columns. */
function easier<Name extends string>(
  reading: Reading<Name>,
  { asked, maxRepetitions, bounds }: Asked<Name>,
  fault: Fault,
  before: Pick<Pacing, "limit" | "ceiling">,
): Bounds | undefined {
  const values = asked.length * maxRepetitions;
  if (values === 1 && isRefusal(fault)) {
    // A single value that cannot be had says nothing of how many others one reply can hold: the pace is as before.
    Object.assign(reading.pacing, before);
    return giveUp(reading, asked[0], fault) ? WIDE : undefined;
  }
  if (isErrorStatus(fault) && fault.params["reason"] !== "tooBig")
    return narrower(asked.length, maxRepetitions);
  return askLess(reading.pacing, fault, values) ? bounds : undefined;
}

interface Asked<Name extends string> {
  readonly asked: readonly Cursor<Name>[];
  readonly maxRepetitions: number;
  readonly bounds: Bounds;
}

/** Ends a column at a value that cannot be had; false where the device has not given any, or refuses more of them. */
function giveUp<Name extends string>(
  reading: Reading<Name>,
  cursor: Cursor<Name> | undefined,
  fault: Fault,
): boolean {
  const { rows, refused } = reading;
  if (cursor === undefined || rows.size === 0 || refused.length === MOST_REFUSED) return false;
  cursor.done = true;
  refused.push({ cursor, fault });
  return true;
}

/** Halves what is asked for where that may help; false where it cannot. */
function askLess(pacing: Pacing, fault: Fault, asked: number): boolean {
  if (!asksForLess(fault)) return false;
  pacing.limit = Math.max(1, Math.floor(asked / 2));
  if (isRefusal(fault)) pacing.ceiling = pacing.limit;
  return true;
}

/** How many rows to ask for: what fits a frame, what the device has shown it can do, and no more than there are. */
function repetitions<Name extends string>(reading: Reading<Name>, asked: readonly Cursor<Name>[]): number {
  const { pacing, known } = reading;
  const size = pacing.sizes.get(asked[0]?.column.oid ?? "") ?? USUAL_VALUE_BYTES;
  const fitting = Math.floor(Math.min(pacing.limit, FRAME_BYTES / size) / asked.length);
  const left = known === undefined ? Infinity : Math.max(...asked.map((cursor) => rowsLeft(cursor, known)));
  return Math.max(1, Math.min(fitting, left));
}

function rowsLeft<Name extends string>({ index }: Cursor<Name>, known: ReadonlyMap<string, number>): number {
  const place = index === "" ? -1 : known.get(index);
  return place === undefined ? Infinity : known.size - 1 - place;
}

/** Takes a reply into the rows and moves the cursors. */
function absorb<Name extends string>(
  reading: Reading<Name>,
  asked: readonly Cursor<Name>[],
  { columns, bytes }: BulkReply,
): Fault | undefined {
  let values = 0;
  reading.bytes += bytes;
  for (const [i, cursor] of asked.entries()) {
    for (const varbind of columns[i] ?? []) {
      values += 1;
      if (!cursor.done) take(reading, cursor, varbind);
    }
  }
  if (values === 0) return refusedEmpty(reading);
  const first = asked[0]?.column.oid ?? "";
  const before = reading.pacing.sizes.get(first) ?? 0;
  // Quick to grow (a reply that was too large), slow to shrink (short names may be followed by long ones).
  reading.pacing.sizes.set(first, Math.max(bytes / values, before * 0.9));
  return undefined;
}

function take<Name extends string>(reading: Reading<Name>, cursor: Cursor<Name>, varbind: VarBind): void {
  const { column } = cursor;
  const index = varbind.type === "end" ? undefined : indexIn(column.oid, varbind.oid);
  if (index === undefined) {
    // Out of the column, in whatever direction: some devices start over at the end of their view.
    cursor.done = true;
    return;
  }
  if (compareOids(index, cursor.index) <= 0) {
    cursor.done = true;
    reading.oddity ??= looping(reading, "order");
    return;
  }
  const row: Row<Name> = reading.rows.get(index) ?? {};
  if (reading.rows.size === reading.maxRows && !reading.rows.has(index)) {
    cursor.done = true;
    reading.oddity ??= looping(reading, "rows");
    return;
  }
  cursor.at = varbind.oid;
  cursor.index = index;
  if (varbind.type !== "absent") row[column.name] = varbind;
  reading.rows.set(index, row);
  cursor.done = isLast(reading.known, index);
}

function isLast(known: ReadonlyMap<string, number> | undefined, index: string): boolean {
  return known !== undefined && known.get(index) === known.size - 1;
}

const looping = ({ address }: { readonly address: string }, reason: string): Fault =>
  fail("snmp_loop", { address, reason }).fault;
const refusedEmpty = ({ address }: { readonly address: string }): Fault =>
  fail("snmp_refused", { address, reason: "empty" }).fault;
