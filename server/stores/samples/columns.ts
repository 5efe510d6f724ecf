import type { ByteReader, ByteWriter } from "./bytes.ts";

/**
 * One column of a chunk: the values of one field at the chunk's times, NaN where there was none. Bit-exact for every
 * double but NaN. Three ways, the first that fits:
 *
 * - constant: one double. Most ports most of the time.
 * - whole: every value is a whole number divided by the same power of ten (counters; gauges as agents round them):
 *   the first of the whole numbers, then their differences by their greatest common divisor (memory comes in pages),
 *   few bytes each.
 * - xor: each double's bits against those of the one before; only the bytes that differ.
 */
const CONSTANT = 0;
const WHOLE = 1;
const XOR = 2;
const WAY = 0x03;
/** A bitmap in front says at which times there is a value. */
const SPARSE = 0x04;
/** The power of ten is in the upper four bits of the first byte. */
const SCALE_SHIFT = 4;
const MAX_SCALE = 6;
const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;

const bits = new Float64Array(2);
const words = new Uint32Array(bits.buffer);
const octets = new Uint8Array(bits.buffer);

/** Writes the first `rows` of `values`. They must not all be absent. */
export function writeColumn(writer: ByteWriter, values: Float64Array, rows: number): void {
  const present = countPresent(values, rows);
  const sparse = present < rows ? SPARSE : 0;
  if (isConstant(values, rows)) {
    writer.byte(CONSTANT | sparse);
    writePresence(writer, values, rows, sparse);
    writer.double(firstPresent(values, rows));
    return;
  }
  const scale = scaleOf(values, rows);
  const whole = scale !== undefined && fitsWhole(values, rows, scale);
  writer.byte(whole ? WHOLE | sparse | (scale << SCALE_SHIFT) : XOR | sparse);
  writePresence(writer, values, rows, sparse);
  if (whole) writeWhole(writer, values, rows, scale);
  else writeXor(writer, values, rows);
}

/** Reads a column of `rows` values into `into`; false when the bytes are no column. */
export function readColumn(reader: ByteReader, into: Float64Array, rows: number): boolean {
  const head = reader.byte();
  const bitmap = (head & SPARSE) === 0 ? undefined : reader.bytes(Math.ceil(rows / 8));
  const scale = head >> SCALE_SHIFT;
  if (reader.failed || scale > MAX_SCALE) return false;
  switch (head & WAY) {
    case CONSTANT:
      readConstant(reader, into, rows, bitmap);
      break;
    case WHOLE:
      readWhole(reader, into, rows, bitmap, POWERS[scale] ?? 1);
      break;
    case XOR:
      readXor(reader, into, rows, bitmap);
      break;
    default:
      return false;
  }
  return !reader.failed && reader.left === 0;
}

function countPresent(values: Float64Array, rows: number): number {
  let present = 0;
  for (let i = 0; i < rows; i += 1) if (!Number.isNaN(values[i])) present += 1;
  return present;
}

function firstPresent(values: Float64Array, rows: number): number {
  for (let i = 0; i < rows; i += 1) {
    const value = values[i] as number;
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

function isConstant(values: Float64Array, rows: number): boolean {
  const first = firstPresent(values, rows);
  for (let i = 0; i < rows; i += 1) {
    const value = values[i] as number;
    // Object.is tells 0 from -0.
    if (!Number.isNaN(value) && !Object.is(value, first)) return false;
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
function scaleOf(values: Float64Array, rows: number): number | undefined {
  let scale = 0;
  for (let i = 0; i < rows; i += 1) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    while (!isWhole(value, POWERS[scale] as number)) {
      scale += 1;
      if (scale > MAX_SCALE) return undefined;
    }
  }
  return scale;
}

/** That a value was whole at a smaller power does not promise it for the final one, near 2^53. */
function fitsWhole(values: Float64Array, rows: number, scale: number): boolean {
  const power = POWERS[scale] as number;
  let before = 0;
  for (let i = 0; i < rows; i += 1) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    const whole = Math.round(value * power);
    if (scale > 0 && !isWhole(value, power)) return false;
    if (Math.abs(whole - before) > Number.MAX_SAFE_INTEGER) return false;
    before = whole;
  }
  return true;
}

function writePresence(writer: ByteWriter, values: Float64Array, rows: number, sparse: number): void {
  if (sparse === 0) return;
  for (let start = 0; start < rows; start += 8) {
    let eight = 0;
    const end = Math.min(8, rows - start);
    for (let bit = 0; bit < end; bit += 1) if (!Number.isNaN(values[start + bit])) eight |= 1 << bit;
    writer.byte(eight);
  }
}

function writeWhole(writer: ByteWriter, values: Float64Array, rows: number, scale: number): void {
  const power = POWERS[scale] as number;
  const divisor = divisorOf(values, rows, power);
  let before = Number.NaN;
  for (let i = 0; i < rows; i += 1) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    const whole = Math.round(value * power);
    if (Number.isNaN(before)) {
      writer.signed(whole);
      writer.unsigned(divisor);
    } else writer.signed((whole - before) / divisor);
    before = whole;
  }
}

/** The greatest common divisor of the differences; not all of them are 0, or the column would be constant. */
function divisorOf(values: Float64Array, rows: number, power: number): number {
  let divisor = 0;
  let before = Number.NaN;
  for (let i = 0; i < rows && divisor !== 1; i += 1) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    const whole = Math.round(value * power);
    let rest = Number.isNaN(before) ? 0 : Math.abs(whole - before);
    while (rest > 0) [divisor, rest] = [rest, divisor % rest];
    before = whole;
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

function readConstant(
  reader: ByteReader,
  into: Float64Array,
  rows: number,
  bitmap: Uint8Array | undefined,
): void {
  const value = reader.double();
  for (let i = 0; i < rows; i += 1) into[i] = isPresent(bitmap, i) ? value : Number.NaN;
}

function readWhole(
  reader: ByteReader,
  into: Float64Array,
  rows: number,
  bitmap: Uint8Array | undefined,
  power: number,
): void {
  let whole = reader.signed();
  const divisor = reader.unsigned();
  let first = true;
  for (let i = 0; i < rows; i += 1) {
    if (!isPresent(bitmap, i)) {
      into[i] = Number.NaN;
      continue;
    }
    if (!first) whole += reader.signed() * divisor;
    first = false;
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
