import { constants, crc32, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Instant } from "../../../core/clock.ts";
import { byteReader, byteWriter, type ByteReader, type ByteWriter } from "./bytes.ts";
import { makeColumns, MAX_ROWS, readColumn, writeColumn } from "./columns.ts";

/**
 * A chunk: readings of one entity on one column of times, as it lies in a chunk file.
 *
 *     version · flags · CRC-32 of what follows (4 bytes) · number of times
 *     [length of the body before it was compressed]
 *     body: times · number of columns · for each its field and length · the columns (columns.ts)
 *
 * A large body is compressed (Zstandard) when that makes it smaller. The usual hour of an entity is about 600 bytes;
 * compressing these would save 15 % and take twice the time of everything else (57 µs each, most of it set-up), so that
 * is left to whoever makes larger chunks of them.
 */
export interface Chunk {
  /** Whole milliseconds, each later than the one before. */
  readonly at: Float64Array;
  /** By field number; as many values as times, NaN where there was none. Never all NaN. */
  readonly fields: ReadonlyMap<number, Float64Array>;
}

const VERSION = 1;
const COMPRESSED = 1;
const HEAD = 6;
/** More times go into several chunks. */
export const MAX_CHUNK_ROWS = MAX_ROWS;
/** A damaged length must not make us allocate the machine's memory. */
const MAX_BODY = 8 * 1_024 * 1_024;
const MAX_COLUMNS = 1_024;
const WORTH_COMPRESSING = 2_048;
const STEADY = 0;
const CHANGING = 1;

export interface EncodedChunk {
  readonly data: Uint8Array;
  /** Values in it. */
  readonly points: number;
}

/**
 * Makes a chunk of the first `rows` of `at` and of each column; columns without a value are left out. `values[i]` belongs
 * to the field `fields[i]`.
 */
export type EncodeChunk = (
  at: Float64Array,
  rows: number,
  fields: readonly number[],
  values: readonly Float64Array[],
) => EncodedChunk;

/** Keeps its working memory from one chunk to the next. `level` is Zstandard's: more is smaller and slower. */
export function chunkEncoder(level = 3): EncodeChunk {
  const options = { params: { [constants.ZSTD_c_compressionLevel]: level } };
  const body = byteWriter();
  const columns = byteWriter();
  const whole = byteWriter();
  return (at, rows, fields, values) => {
    if (rows < 1 || rows > MAX_CHUNK_ROWS) throw new RangeError(`a chunk of ${rows} times`);
    body.reset();
    writeTimes(body, at, rows);
    const points = writeColumns(body, columns, rows, fields, values);
    const raw = body.view();
    const packed = raw.length < WORTH_COMPRESSING ? raw : zstdCompressSync(raw, options);
    const smaller = packed.length < raw.length;
    whole.reset();
    whole.unsigned(rows);
    if (smaller) whole.unsigned(raw.length);
    whole.bytes(smaller ? packed : raw);
    return { data: sealed(smaller ? COMPRESSED : 0, whole.view()), points };
  };
}

function sealed(flags: number, rest: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEAD + rest.length);
  bytes[0] = VERSION;
  bytes[1] = flags;
  new DataView(bytes.buffer).setUint32(2, crc32(rest, flags));
  bytes.set(rest, HEAD);
  return bytes;
}

function writeTimes(writer: ByteWriter, at: Float64Array, rows: number): void {
  const first = at[0] as number;
  const step = rows > 1 ? (at[1] as number) - first : 0;
  let steady = true;
  for (let i = 1; i < rows && steady; i += 1) steady = (at[i] as number) - (at[i - 1] as number) === step;
  writer.byte(steady ? STEADY : CHANGING);
  writer.signed(first);
  if (steady) {
    writer.unsigned(step);
    return;
  }
  let before = first;
  let delta = 0;
  for (let i = 1; i < rows; i += 1) {
    const next = (at[i] as number) - before;
    writer.signed(next - delta);
    delta = next;
    before = at[i] as number;
  }
}

/** Columns come before their count and directory are known, so they are written aside first. */
function writeColumns(
  body: ByteWriter,
  aside: ByteWriter,
  rows: number,
  fields: readonly number[],
  values: readonly Float64Array[],
): number {
  aside.reset();
  const directory: number[] = [];
  let points = 0;
  for (let i = 0; i < fields.length; i += 1) {
    const start = aside.length;
    const present = writeColumn(aside, values[i] as Float64Array, rows);
    if (present === 0) continue;
    points += present;
    directory.push(fields[i] as number, aside.length - start);
  }
  body.unsigned(directory.length / 2);
  for (const entry of directory) body.unsigned(entry);
  body.bytes(aside.view());
  return points;
}

/**
 * Reads a chunk, or only the columns of the `wanted` fields, or only what is earlier than `until` (then a column may be all
 * NaN). Undefined when the bytes are damaged: whatever they are, this neither throws nor takes long.
 */
export function decodeChunk(
  bytes: Uint8Array,
  wanted?: ReadonlySet<number>,
  until: Instant = Infinity,
): Chunk | undefined {
  if (bytes.length < HEAD || bytes[0] !== VERSION) return undefined;
  const flags = bytes[1] as number;
  const rest = bytes.subarray(HEAD);
  const expected = new DataView(bytes.buffer, bytes.byteOffset, HEAD).getUint32(2);
  if (flags > COMPRESSED || crc32(rest, flags) !== expected) return undefined;
  const reader = byteReader(rest);
  const rows = reader.unsigned();
  if (reader.failed || rows < 1 || rows > MAX_CHUNK_ROWS) return undefined;
  const body = flags === COMPRESSED ? unpacked(reader) : reader;
  return body === undefined ? undefined : readBody(body, rows, wanted, until);
}

function readBody(
  body: ByteReader,
  rows: number,
  wanted: ReadonlySet<number> | undefined,
  until: Instant,
): Chunk | undefined {
  const at = readTimes(body, rows);
  if (at === undefined) return undefined;
  let needed = rows;
  while (needed > 0 && (at[needed - 1] as number) >= until) needed -= 1;
  const fields = readColumns(body, rows, needed, wanted);
  if (fields === undefined) return undefined;
  return { at: needed < rows ? at.subarray(0, needed) : at, fields };
}

function unpacked(reader: ByteReader): ByteReader | undefined {
  const length = reader.unsigned();
  if (reader.failed || length > MAX_BODY) return undefined;
  try {
    // Room for one byte more: then it is one piece, and the decoder sees that nothing follows.
    const options = {
      maxOutputLength: Math.max(1, length),
      chunkSize: Math.max(constants.Z_MIN_CHUNK, length + 1),
    };
    const body = zstdDecompressSync(reader.bytes(reader.left), options);
    return body.length === length ? byteReader(body) : undefined;
  } catch {
    return undefined;
  }
}

function readTimes(reader: ByteReader, rows: number): Float64Array | undefined {
  const way = reader.byte();
  const at = new Float64Array(rows);
  at[0] = reader.signed();
  if (way === STEADY) {
    const step = reader.unsigned();
    for (let i = 1; i < rows; i += 1) at[i] = (at[i - 1] as number) + step;
  } else if (way === CHANGING) {
    if (!reader.signedInto(at, 1, rows)) return undefined;
    let delta = 0;
    for (let i = 1; i < rows; i += 1) {
      delta += at[i] as number;
      at[i] = (at[i - 1] as number) + delta;
    }
  } else return undefined;
  for (let i = 1; i < rows; i += 1) if ((at[i] as number) <= (at[i - 1] as number)) return undefined;
  return reader.failed ? undefined : at;
}

function readColumns(
  reader: ByteReader,
  rows: number,
  needed: number,
  wanted: ReadonlySet<number> | undefined,
): Map<number, Float64Array> | undefined {
  const directory = readDirectory(reader);
  if (directory === undefined) return undefined;
  const isWanted = (field: number) => wanted === undefined || wanted.has(field);
  const columnAt = makeColumns(directory.filter(({ field }) => isWanted(field)).length, needed);
  const fields = new Map<number, Float64Array>();
  for (const { field, length } of directory) {
    const column = reader.bytes(length);
    if (reader.failed) return undefined;
    if (!isWanted(field)) continue;
    const values = columnAt(fields.size);
    if (!readColumn(column, values, rows, needed)) return undefined;
    fields.set(field, values);
  }
  return reader.left > 0 ? undefined : fields;
}

function readDirectory(
  reader: ByteReader,
): readonly { readonly field: number; readonly length: number }[] | undefined {
  const count = reader.unsigned();
  if (count > MAX_COLUMNS) return undefined;
  const directory: { field: number; length: number }[] = [];
  for (let i = 0; i < count; i += 1) directory.push({ field: reader.unsigned(), length: reader.unsigned() });
  return reader.failed ? undefined : directory;
}
