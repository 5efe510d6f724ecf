import { crc32 } from "node:zlib";
import { EARLIEST, LATEST } from "../../../core/wire/limits.ts";
import type { SampleColumns } from "../../../core/wire/block.ts";
import { FaultError } from "../../../core/result.ts";
import { byteReader, type ByteReader } from "./bytes.ts";
import { columnFor, discard, dropEmptyRows, makeHead, stageRows, widen, type EntityHead } from "./head.ts";
import type { Layout } from "./layout.ts";

/**
 * The samples of one block as a write-ahead row:
 *
 *     version · CRC-32 of what follows (4 bytes) · for each entity:
 *       entity number · times: how many, the first against the entity before, then each against the one before
 *       for each field: number (never 0), a value for each time · 0
 *
 * A value begins with a tag: up to 239 is the number itself, SHORT + n means a whole number of n bytes, ABSENT no value,
 * DOUBLE eight bytes. Made for speed: this is written once and normally never read.
 */
const VERSION = 1;
const SHORT = 239;
const ABSENT = 254;
const DOUBLE = 255;
const HEAD = 5;

/** The payloads of one commit, one behind the other. */
export interface Payloads {
  buffer: Uint8Array;
  /** On the same memory. */
  view: DataView;
  length: number;
}

export function makePayloads(): Payloads {
  const buffer = new Uint8Array(65_536);
  return { buffer, view: new DataView(buffer.buffer), length: 0 };
}

/** How much a block holds, and from when to when. */
export interface Span {
  min: number;
  max: number;
  rows: number;
  points: number;
}

export function beginPayload(out: Payloads): number {
  reserve(out, HEAD);
  const start = out.length;
  out.buffer[start] = VERSION;
  out.length += HEAD;
  return start;
}

/** Finishes the payload that began at `start`. */
export function endPayload(out: Payloads, start: number): void {
  out.view.setUint32(start + 1, crc32(out.buffer.subarray(start + HEAD, out.length)));
}

function reserve(out: Payloads, count: number): void {
  if (out.length + count <= out.buffer.length) return;
  const larger = new Uint8Array(Math.max(out.buffer.length * 2, out.length + count));
  larger.set(out.buffer.subarray(0, out.length));
  out.buffer = larger;
  out.view = new DataView(larger.buffer);
}

/**
 * Adds one entity's readings to a payload and stages them in memory, in one pass: this is the hot path of the store.
 * `before` is the first time of the entity before. Throws a FaultError, with nothing staged, when they are not right.
 */
export function stageColumns(
  out: Payloads,
  head: EntityHead,
  columns: SampleColumns,
  before: number,
  span: Span,
): void {
  const { at, fields } = columns;
  const rows = at.length;
  const first = head.staged;
  const length = out.length;
  let gaps = 0;
  try {
    reserve(out, 32 + rows * 10 + (head.layout.names.length + 1) * (4 + rows * 9));
    const { buffer, view } = out;
    let base = stageRows(head, rows);
    let { rows: store, shape } = head;
    let to = putTimes(
      buffer,
      putUnsigned(buffer, out.length, head.number),
      columns,
      before,
      store,
      base,
      shape.stride,
    );
    let columnCount = 0;
    for (const name in fields) {
      let column = shape.indexOf.get(name);
      if (column === undefined) {
        addFields(head, fields);
        ({ rows: store, shape } = head);
        base = first * shape.stride;
        column = shape.indexOf.get(name) as number;
      }
      columnCount += 1;
      const values = fields[name] ?? [];
      if (values.length !== rows)
        throw new FaultError("bad_input", { field: name, reason: "one value for each time" });
      to = putUnsigned(buffer, to, shape.numbers[column] as number);
      for (let i = 0, cell = base + 1 + column; i < rows; i += 1, cell += shape.stride) {
        const value = values[i] ?? Number.NaN;
        store[cell] = value;
        to = putValue(view, to, value);
        if (value !== value) gaps += 1;
      }
    }
    buffer[to] = 0;
    out.length = to + 1;
    if (gaps > 0 || columnCount === 0) dropEmptyRows(head, first);
    if (head.staged === first) out.length = length;
    else {
      extend(span, at, rows * columnCount - gaps);
    }
  } catch (error) {
    head.staged = first;
    out.length = length;
    throw error;
  }
}

/** All at once, since each time moves the entity's rows. */
function addFields(head: EntityHead, fields: SampleColumns["fields"]): void {
  const names = Object.keys(fields);
  for (const name of names) {
    if (!head.layout.indexOf.has(name)) throw new FaultError("field_unknown", { field: name });
  }
  widen(head, names);
}

function extend(span: Span, at: readonly number[], points: number): void {
  span.rows += at.length;
  span.points += points;
  for (const time of at) {
    if (time < span.min) span.min = time;
    if (time > span.max) span.max = time;
  }
}

function putTimes(
  buffer: Uint8Array,
  from: number,
  { at, entity }: SampleColumns,
  start: number,
  store: Float64Array,
  base: number,
  stride: number,
): number {
  let to = putUnsigned(buffer, from, at.length);
  let before = start;
  for (let i = 0; i < at.length; i += 1) {
    const time = at[i] as number;
    if (!Number.isSafeInteger(time) || time < EARLIEST || time > LATEST) {
      throw new FaultError("time_invalid", { field: entity });
    }
    store[base + i * stride] = time;
    const delta = time - before;
    to = putUnsigned(buffer, to, delta < 0 ? -2 * delta - 1 : 2 * delta);
    before = time;
  }
  return to;
}

function putUnsigned(buffer: Uint8Array, from: number, value: number): number {
  let to = from;
  let left = value;
  while (left >= 0x8000_0000) {
    buffer[to++] = (left % 128) | 128;
    left = Math.floor(left / 128);
  }
  while (left >= 128) {
    buffer[to++] = (left & 127) | 128;
    left >>>= 7;
  }
  buffer[to] = left;
  return to + 1;
}

/** Writes up to nine bytes and returns where the value ends; what is behind that is overwritten next. */
function putValue(view: DataView, to: number, value: number): number {
  if (value >= 0 && value <= Number.MAX_SAFE_INTEGER && Math.floor(value) === value) {
    if (value <= SHORT) {
      // -0 is no whole number of ours: it must keep its sign.
      if (value === 0 && 1 / value < 0) return putDouble(view, to, value);
      view.setUint8(to, value);
      return to + 1;
    }
    const low = value >>> 0;
    const high = (value - low) / 0x1_0000_0000;
    const bytes = high > 0 ? 4 + bytesOf(high) : bytesOf(low);
    view.setUint8(to, SHORT + bytes);
    view.setUint32(to + 1, low, true);
    view.setUint32(to + 5, high, true);
    return to + 1 + bytes;
  }
  if (value === value) return putDouble(view, to, value);
  view.setUint8(to, ABSENT);
  return to + 1;
}

/** How many bytes a number of 1 to 2^32 - 1 needs. */
const bytesOf = (value: number) => (39 - Math.clz32(value)) >> 3;

function putDouble(view: DataView, to: number, value: number): number {
  view.setUint8(to, DOUBLE);
  view.setFloat64(to + 1, value, true);
  return to + 9;
}

function takeValue(reader: ByteReader): number {
  const tag = reader.byte();
  if (tag <= SHORT) return tag;
  if (tag === ABSENT) return Number.NaN;
  if (tag === DOUBLE) return reader.double();
  let value = 0;
  let factor = 1;
  for (let i = SHORT; i < tag; i += 1, factor *= 256) value += reader.byte() * factor;
  return value;
}

/**
 * Stages what a payload holds in the entities' heads; those that were touched are added to `touched`. False, and nothing
 * staged, when the payload is damaged. Entities and fields that are no longer known are passed over.
 */
export function readPayload(
  bytes: Uint8Array,
  headOf: (number: number) => EntityHead | undefined,
  touched: EntityHead[],
): boolean {
  if (bytes.length < HEAD || bytes[0] !== VERSION) return false;
  const sum = new DataView(bytes.buffer, bytes.byteOffset, HEAD).getUint32(1);
  const rest = bytes.subarray(HEAD);
  if (crc32(rest) !== sum) return false;
  const reader = byteReader(rest);
  const nobody = makeHead(0, "", NO_LAYOUT, undefined);
  let before = 0;
  while (reader.left > 0 && !reader.failed) {
    const head = headOf(reader.unsigned()) ?? nobody;
    if (head !== nobody && head.staged === head.count) touched.push(head);
    before = readColumns(reader, head, before);
    discard(nobody);
  }
  if (reader.failed) for (const head of touched) discard(head);
  return !reader.failed;
}

/** Of an entity that is no longer known: its values are read and go nowhere. */
const NO_LAYOUT: Layout = {
  kind: "agent",
  names: [],
  numbers: [],
  indexOf: new Map(),
  indexOfNumber: new Map(),
  shapes: new Map(),
};

/** Reads one entity's readings; returns the first time of them. */
function readColumns(reader: ByteReader, head: EntityHead, before: number): number {
  const rows = reader.unsigned();
  // Each time takes a byte at least, so a damaged count cannot ask for much memory.
  if (rows < 1 || rows > reader.left) {
    reader.fail();
    return before;
  }
  const first = head.staged;
  const base = stageRows(head, rows);
  let { rows: store, shape } = head;
  let at = before;
  for (let i = 0; i < rows; i += 1) {
    const delta = reader.unsigned();
    at += delta % 2 === 1 ? -(delta + 1) / 2 : delta / 2;
    store[base + i * shape.stride] = at;
  }
  const from = store[base] as number;
  for (let number = reader.unsigned(); number !== 0; number = reader.unsigned()) {
    let column = shape.indexOfNumber.get(number);
    if (column === undefined) {
      column = columnFor(head, number);
      ({ rows: store, shape } = head);
    }
    let cell = first * shape.stride + 1 + (column ?? 0);
    for (let i = 0; i < rows; i += 1, cell += shape.stride) {
      const value = takeValue(reader);
      if (column !== undefined) store[cell] = value;
    }
  }
  dropEmptyRows(head, first);
  return from;
}
