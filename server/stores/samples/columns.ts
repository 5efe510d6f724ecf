import { byteReader, type ByteReader, type ByteWriter } from "./bytes.ts";

/**
 * One column of a chunk: the values of one field at the chunk's times, NaN where there was none. Bit-exact for every
 * double but NaN. Four ways, the first that fits:
 *
 * - even: the same whole number, divided by a power of ten, at every time. Most ports most of the time.
 * - constant: one double.
 * - whole: every value is a whole number divided by the same power of ten (counters; gauges as agents round them):
 *   the first of the whole numbers, then their differences by their greatest common divisor (memory comes in pages),
 *   few bytes each.
 * - xor: each double's bits against those of the one before; only the bytes that differ.
 */
const CONSTANT = 0;
const WHOLE = 1;
const XOR = 2;
const EVEN = 3;
const WAY = 0x03;
/** A bitmap in front says at which times there is a value. */
const SPARSE = 0x04;
/** The power of ten is in the upper four bits of the first byte. */
const SCALE_SHIFT = 4;
/** The longest column. */
export const MAX_ROWS = 4_096;
const MAX_SCALE = 6;
const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;

const bits = new Float64Array(2);
const words = new Uint32Array(bits.buffer);
const octets = new Uint8Array(bits.buffer);

/** The present values of the column under way, one behind the other; as whole numbers once these are known. */
const dense = new Float64Array(MAX_ROWS);

/** Columns of `rows` zeros each, in one piece of memory: making, and giving back, a piece costs more than what is in it. */
export function makeColumns(columns: number, rows: number): (column: number) => Float64Array {
  const all = new Float64Array(columns * rows);
  return (column) => all.subarray(column * rows, (column + 1) * rows);
}

/**
 * Writes the first `rows` of `values`; returns how many of them are present. Nothing is written when none is.
 */
export function writeColumn(writer: ByteWriter, values: Float64Array, rows: number): number {
  const count = gatherPresent(values, rows);
  if (count === 0) return 0;
  const sparse = count < rows ? SPARSE : 0;
  if (isConstant(count)) {
    writeConstant(writer, values, rows, count);
    return count;
  }
  const scale = scaleOf(count);
  const whole = scale !== undefined && makeWhole(count, POWERS[scale] as number);
  writer.byte(whole ? WHOLE | sparse | (scale << SCALE_SHIFT) : XOR | sparse);
  if (count < rows) writePresence(writer, values, rows);
  if (whole) writeWhole(writer, count);
  else writeXor(writer, values, rows);
  return count;
}

function writeConstant(writer: ByteWriter, values: Float64Array, rows: number, count: number): void {
  const value = dense[0] as number;
  const sparse = count < rows ? SPARSE : 0;
  const scale = scaleOf(1);
  writer.byte(scale === undefined ? CONSTANT | sparse : EVEN | sparse | (scale << SCALE_SHIFT));
  if (count < rows) writePresence(writer, values, rows);
  if (scale === undefined) writer.double(value);
  else writer.signed(Math.round(value * (POWERS[scale] as number)));
}

/** Reads of a column of `rows` values the first `needed` into `into`; false when the bytes are no column. */
export function readColumn(bytes: Uint8Array, into: Float64Array, rows: number, needed = rows): boolean {
  const reader = byteReader(bytes);
  const head = reader.byte();
  const bitmap = (head & SPARSE) === 0 ? undefined : reader.bytes(Math.ceil(rows / 8));
  const scale = head >> SCALE_SHIFT;
  if (reader.failed || scale > MAX_SCALE) return false;
  switch (head & WAY) {
    case CONSTANT:
      readConstant(reader.double(), into, needed, bitmap);
      break;
    case EVEN:
      readConstant(reader.signed() / (POWERS[scale] ?? 1), into, needed, bitmap);
      break;
    case WHOLE:
      readWhole(reader, into, needed, bitmap, POWERS[scale] ?? 1);
      break;
    default: // XOR: two bits tell four ways
      readXor(reader, into, needed, bitmap);
  }
  return !reader.failed && (reader.left === 0 || needed < rows);
}

function gatherPresent(values: Float64Array, rows: number): number {
  let count = 0;
  for (let i = 0; i < rows; i += 1) {
    const value = values[i] as number;
    if (value === value) dense[count++] = value;
  }
  return count;
}

function isConstant(count: number): boolean {
  const first = dense[0] as number;
  for (let i = 1; i < count; i += 1) {
    const value = dense[i] as number;
    // 0 and -0 are equal, and different values.
    if (value !== first || (value === 0 && 1 / value !== 1 / first)) return false;
  }
  return true;
}

/** Whether `value` is a whole number divided by `power`, to the bit. */
function isWhole(value: number, power: number): boolean {
  const whole = Math.round(value * power);
  return (
    whole / power === value && Math.abs(whole) <= Number.MAX_SAFE_INTEGER && (value !== 0 || 1 / value > 0)
  );
}

/** The smallest power of ten that makes every value whole, or undefined. */
function scaleOf(count: number): number | undefined {
  let scale = 0;
  for (let i = 0; i < count; i += 1) {
    const value = dense[i] as number;
    if (scale === 0 && Number.isSafeInteger(value) && value !== 0) continue;
    while (!isWhole(value, POWERS[scale] as number)) {
      scale += 1;
      if (scale > MAX_SCALE) return undefined;
    }
  }
  return scale;
}

/** Turns `dense` into whole numbers. False when one does not fit: what is whole at one power need not be at a larger. */
function makeWhole(count: number, power: number): boolean {
  let before = 0;
  for (let i = 0; i < count; i += 1) {
    const value = dense[i] as number;
    if (power > 1 && !isWhole(value, power)) return false;
    const whole = Math.round(value * power);
    if (Math.abs(whole - before) > Number.MAX_SAFE_INTEGER) return false;
    dense[i] = whole;
    before = whole;
  }
  return true;
}

function writePresence(writer: ByteWriter, values: Float64Array, rows: number): void {
  for (let start = 0; start < rows; start += 8) {
    let eight = 0;
    const end = Math.min(8, rows - start);
    for (let bit = 0; bit < end; bit += 1) if (!Number.isNaN(values[start + bit])) eight |= 1 << bit;
    writer.byte(eight);
  }
}

function writeWhole(writer: ByteWriter, count: number): void {
  const divisor = divisorOf(count);
  writer.signed(dense[0] as number);
  writer.unsigned(divisor);
  for (let i = 1; i < count; i += 1) {
    writer.signed(((dense[i] as number) - (dense[i - 1] as number)) / divisor);
  }
}

/** The greatest common divisor of the differences; not all of them are 0, or the column would be constant. */
function divisorOf(count: number): number {
  let divisor = 0;
  for (let i = 1; i < count && divisor !== 1; i += 1) {
    let rest = Math.abs((dense[i] as number) - (dense[i - 1] as number));
    while (rest > 0) {
      const next = divisor % rest;
      divisor = rest;
      rest = next;
    }
  }
  return divisor;
}

/** For each value a byte with the number of equal bytes on the left (high nibble) and of bytes kept, then these. */
function writeXor(writer: ByteWriter, values: Float64Array, rows: number): void {
  let lowBefore = 0;
  let highBefore = 0;
  for (let i = 0; i < rows; i += 1) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    bits[1] = value;
    const low = words[2] as number;
    const high = words[3] as number;
    words[0] = low ^ lowBefore;
    words[1] = high ^ highBefore;
    let top = 8;
    while (top > 0 && octets[top - 1] === 0) top -= 1;
    let bottom = 0;
    while (bottom < top && octets[bottom] === 0) bottom += 1;
    writer.byte(((8 - top) << 4) | (top - bottom));
    for (let place = bottom; place < top; place += 1) writer.byte(octets[place] as number);
    lowBefore = low;
    highBefore = high;
  }
}

const isPresent = (bitmap: Uint8Array | undefined, i: number) =>
  bitmap === undefined || (((bitmap[i >> 3] as number) >> (i & 7)) & 1) === 1;

function readConstant(value: number, into: Float64Array, rows: number, bitmap: Uint8Array | undefined): void {
  for (let i = 0; i < rows; i += 1) into[i] = isPresent(bitmap, i) ? value : Number.NaN;
}

/** The differences of a column, before they are added up. */
const differences = new Float64Array(MAX_ROWS);

function readWhole(
  reader: ByteReader,
  into: Float64Array,
  rows: number,
  bitmap: Uint8Array | undefined,
  power: number,
): void {
  let whole = reader.signed();
  const divisor = reader.unsigned();
  let count = rows;
  if (bitmap !== undefined) {
    count = 0;
    for (let i = 0; i < rows; i += 1) if (isPresent(bitmap, i)) count += 1;
  }
  if (!reader.signedInto(differences, 1, Math.max(1, count))) return;
  let next = 0;
  for (let i = 0; i < rows; i += 1) {
    if (bitmap !== undefined && !isPresent(bitmap, i)) {
      into[i] = Number.NaN;
      continue;
    }
    if (next > 0) whole += (differences[next] as number) * divisor;
    next += 1;
    into[i] = whole / power;
  }
}

function readXor(reader: ByteReader, into: Float64Array, rows: number, bitmap: Uint8Array | undefined): void {
  let low = 0;
  let high = 0;
  for (let i = 0; i < rows; i += 1) {
    if (!isPresent(bitmap, i)) {
      into[i] = Number.NaN;
      continue;
    }
    const shape = reader.byte();
    const top = 8 - (shape >> 4);
    const bytes = reader.bytes(Math.min(shape & 15, Math.max(0, top)));
    octets.fill(0, 0, 8);
    octets.set(bytes, Math.max(0, top - bytes.length));
    low ^= words[0] as number;
    high ^= words[1] as number;
    words[0] = low;
    words[1] = high;
    into[i] = bits[0] as number;
  }
}
