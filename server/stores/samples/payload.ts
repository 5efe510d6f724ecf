import { crc32 } from "node:zlib";
import { EARLIEST, LATEST } from "../../../core/wire/limits.ts";
import type { SampleColumns } from "../../../core/wire/block.ts";
import { FaultError } from "../../../core/result.ts";
import { byteReader, type ByteReader } from "./bytes.ts";
import { discard, dropEmptyRows, stageRows, type EntityHead, type Layout } from "./head.ts";

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
  length: number;
}

export const makePayloads = (): Payloads => ({ buffer: new Uint8Array(65_536), length: 0 });

/** What a block's samples span. */
export interface Span {
  min: number;
  max: number;
}

const bits = new Float64Array(1);
const octets = new Uint8Array(bits.buffer);

export function beginPayload(out: Payloads): number {
  reserve(out, HEAD);
  const start = out.length;
  out.buffer[start] = VERSION;
  out.length += HEAD;
  return start;
}

/** Finishes the payload that began at `start`; returns its bytes, valid until the next payload begins. */
export function endPayload(out: Payloads, start: number): void {
  const sum = crc32(out.buffer.subarray(start + HEAD, out.length));
  for (let i = 0; i < 4; i += 1) out.buffer[start + 1 + i] = (sum >>> (24 - i * 8)) & 0xff;
}

function reserve(out: Payloads, count: number): void {
  if (out.length + count <= out.buffer.length) return;
  const larger = new Uint8Array(Math.max(out.buffer.length * 2, out.length + count));
  larger.set(out.buffer.subarray(0, out.length));
  out.buffer = larger;
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
  const { stride, names, order, indexOf, numbers } = head.layout;
  const first = head.staged;
  const length = out.length;
  let gaps = false;
  try {
    reserve(out, 32 + rows * 10 + stride * (4 + rows * 9));
    const { buffer } = out;
    const base = stageRows(head, rows);
    const store = head.rows;
    let to = putTimes(buffer, putUnsigned(buffer, out.length, head.number), columns, before, store, base, stride);
    let place = 0;
    for (const name in fields) {
      let index = order[place] ?? -1;
      if (names[index] !== name) index = order[place] = known(indexOf.get(name), name);
      place += 1;
      const values = fields[name] ?? [];
      if (values.length !== rows) throw new FaultError("bad_input", { field: name, reason: "one value for each time" });
      to = putUnsigned(buffer, to, numbers[index] as number);
      for (let i = 0, cell = base + 1 + index; i < rows; i += 1, cell += stride) {
        const value = values[i] ?? Number.NaN;
        store[cell] = value;
        to = putValue(buffer, to, value);
        if (value !== value) gaps = true;
      }
    }
    buffer[to] = 0;
    out.length = to + 1;
    if (gaps || place === 0) dropEmptyRows(head, first);
    if (head.staged === first) out.length = length;
    else widen(span, at);
  } catch (error) {
    head.staged = first;
    out.length = length;
    throw error;
  }
}

function known(index: number | undefined, name: string): number {
  if (index === undefined) throw new FaultError("field_unknown", { field: name });
  return index;
}

function widen(span: Span, at: readonly number[]): void {
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

function putValue(buffer: Uint8Array, from: number, value: number): number {
  let to = from + 1;
  if (value >= 0 && value <= Number.MAX_SAFE_INTEGER && Math.floor(value) === value && (value > 0 || 1 / value > 0)) {
    if (value <= SHORT) {
      buffer[from] = value;
      return to;
    }
    let low = value >>> 0;
    let high = (value - low) / 0x1_0000_0000;
    if (high > 0) {
      for (let i = 0; i < 4; i += 1, low >>>= 8) buffer[to++] = low & 0xff;
      for (; high > 0; high >>>= 8) buffer[to++] = high & 0xff;
    } else {
      for (; low > 0; low >>>= 8) buffer[to++] = low & 0xff;
    }
    buffer[from] = SHORT + (to - from - 1);
    return to;
  }
  if (value !== value) {
    buffer[from] = ABSENT;
    return to;
  }
  buffer[from] = DOUBLE;
  bits[0] = value;
  for (let i = 0; i < 8; i += 1) buffer[to++] = octets[i] as number;
  return to;
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
  const before = { at: 0 };
  let fine = true;
  while (fine && reader.left > 0) fine = readColumns(reader, headOf, touched, before);
  if (!fine) for (const head of touched) discard(head);
  return fine;
}

function readColumns(
  reader: ByteReader,
  headOf: (number: number) => EntityHead | undefined,
  touched: EntityHead[],
  before: { at: number },
): boolean {
  const head = headOf(reader.unsigned());
  const rows = reader.unsigned();
  // Each time takes a byte at least, so a damaged count cannot ask for much memory.
  if (rows < 1 || rows > reader.left) return false;
  const first = head?.staged ?? 0;
  if (head !== undefined && head.staged === head.count) touched.push(head);
  const base = head === undefined ? 0 : stageRows(head, rows);
  const store = head?.rows;
  const stride = head?.layout.stride ?? 1;
  let at = before.at;
  for (let i = 0; i < rows; i += 1) {
    const delta = reader.unsigned();
    at += delta % 2 === 1 ? -(delta + 1) / 2 : delta / 2;
    if (i === 0) before.at = at;
    if (store !== undefined) store[base + i * stride] = at;
  }
  if (!readFields(reader, head?.layout, store, base, rows)) return false;
  if (head !== undefined) dropEmptyRows(head, first);
  return true;
}

function readFields(
  reader: ByteReader,
  layout: Layout | undefined,
  store: Float64Array | undefined,
  base: number,
  rows: number,
): boolean {
  for (let number = reader.unsigned(); number !== 0; number = reader.unsigned()) {
    const index = layout?.indexOfNumber.get(number);
    for (let i = 0; i < rows; i += 1) {
      const value = takeValue(reader);
      if (index !== undefined && store !== undefined && layout !== undefined) {
        store[base + 1 + index + i * layout.stride] = value;
      }
    }
    if (reader.failed) return false;
  }
  return !reader.failed;
}
