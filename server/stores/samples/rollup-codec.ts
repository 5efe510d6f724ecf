import { constants, crc32, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { HOUR, legalDayOf, startOfLegalDay } from "../../../core/clock.ts";
import type { RollupUnit } from "../../history-port.ts";
import { byteReader, byteWriter, type ByteReader } from "./bytes.ts";
import { MAX_ROWS, readColumn, writeColumn } from "./columns.ts";
import type { RollupRows } from "./rollup-rows.ts";

/**
 * The roll-ups of one entity as they lie in a pack:
 *
 *     version · CRC-32 of what follows · length of the body before compression (0: it is not compressed)
 *     body: rows · their hours or days · number of fields · for each its number, how many statistics, each one's length ·
 *     the columns (columns.ts)
 */
const VERSION = 1;
const HEAD = 5;
const MAX_BODY = 32 * 1_024 * 1_024;
const MAX_FIELDS = 1_024;
const MAX_STATS = 16;
const AS_IT_IS = 24;
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 9 } };

const numberOf = (unit: RollupUnit, at: number) => (unit === "hour" ? at / HOUR : legalDayOf(at));
const startOf = (unit: RollupUnit, number: number) =>
  unit === "hour" ? number * HOUR : startOfLegalDay(number);

/**
 * Rows must be ascending, and no more than `MAX_ROWS` (a month of hours is 744). A day's rows are better left as they are:
 * a chart of a month reads thirty of them, and unpacking takes longer than everything else.
 */
export function encodeRollups({ unit, at, fields }: RollupRows): Uint8Array {
  if (at.length < 1 || at.length > MAX_ROWS) throw new RangeError(`${at.length} rows of roll-ups`);
  const body = byteWriter();
  const columns = byteWriter();
  body.unsigned(at.length);
  let before = 0;
  for (const time of at) {
    const number = numberOf(unit, time);
    body.unsigned(number - before);
    before = number;
  }
  body.unsigned(fields.size);
  for (const [field, stats] of fields) {
    body.unsigned(field);
    body.unsigned(stats.length);
    for (const stat of stats) {
      const start = columns.length;
      writeColumn(columns, stat, at.length);
      body.unsigned(columns.length - start);
    }
  }
  body.bytes(columns.view());
  const raw = body.view();
  const packed = at.length <= AS_IT_IS ? raw : zstdCompressSync(raw, LEVEL);
  const smaller = packed.length < raw.length;
  const rest = byteWriter();
  rest.unsigned(smaller ? raw.length : 0);
  rest.bytes(smaller ? packed : raw);
  const bytes = new Uint8Array(HEAD + rest.length);
  bytes[0] = VERSION;
  new DataView(bytes.buffer).setUint32(1, crc32(rest.view()));
  bytes.set(rest.view(), HEAD);
  return bytes;
}

/** Undefined when the bytes are damaged: whatever they are, this neither throws nor takes long. */
export function decodeRollups(
  bytes: Uint8Array,
  unit: RollupUnit,
  wanted?: ReadonlySet<number>,
): RollupRows | undefined {
  const body = bodyOf(bytes);
  if (body === undefined) return undefined;
  const rows = body.unsigned();
  if (rows < 1 || rows > MAX_ROWS) return undefined;
  const at = new Float64Array(rows);
  let number = 0;
  for (let i = 0; i < rows; i += 1) {
    const more = body.unsigned();
    if (i > 0 && more === 0) return undefined;
    number += more;
    at[i] = startOf(unit, number);
  }
  const fields = readFields(body, rows, wanted);
  return fields === undefined ? undefined : { unit, at, fields };
}

function bodyOf(bytes: Uint8Array): ByteReader | undefined {
  if (bytes.length < HEAD || bytes[0] !== VERSION) return undefined;
  const rest = bytes.subarray(HEAD);
  if (crc32(rest) !== new DataView(bytes.buffer, bytes.byteOffset, HEAD).getUint32(1)) return undefined;
  const outer = byteReader(rest);
  const length = outer.unsigned();
  const body = length === 0 ? outer : unpacked(outer, length);
  return outer.failed ? undefined : body;
}

function unpacked(reader: ByteReader, length: number): ByteReader | undefined {
  if (length > MAX_BODY) return undefined;
  try {
    const body = zstdDecompressSync(reader.bytes(reader.left), { maxOutputLength: length });
    return body.length === length ? byteReader(body) : undefined;
  } catch {
    return undefined;
  }
}

/** The directory's numbers, one behind the other; kept, because this runs thirty times for each chart. */
const directory: number[] = [];

/** Reads the directory: for each field its number, how many statistics, and their lengths. Undefined when it is damaged. */
function readDirectory(body: ByteReader): number | undefined {
  const count = body.unsigned();
  if (count > MAX_FIELDS) return undefined;
  let size = 0;
  for (let i = 0; i < count && !body.failed; i += 1) {
    directory[size++] = body.unsigned();
    const stats = body.unsigned();
    if (stats > MAX_STATS) return undefined;
    directory[size++] = stats;
    for (let stat = 0; stat < stats; stat += 1) directory[size++] = body.unsigned();
  }
  return body.failed ? undefined : size;
}

function readFields(
  body: ByteReader,
  rows: number,
  wanted: ReadonlySet<number> | undefined,
): Map<number, readonly Float64Array[]> | undefined {
  const size = readDirectory(body);
  if (size === undefined) return undefined;
  const fields = new Map<number, readonly Float64Array[]>();
  for (let place = 0; place < size;) {
    const field = directory[place] as number;
    const first = place + 2;
    place = first + (directory[place + 1] as number);
    if (wanted !== undefined && !wanted.has(field)) {
      for (let i = first; i < place; i += 1) body.bytes(directory[i] as number);
      continue;
    }
    const columns = readStats(body, rows, first, place);
    if (columns === undefined) return undefined;
    fields.set(field, columns);
  }
  return body.failed || body.left > 0 ? undefined : fields;
}

/** The statistics of a field, whose lengths are in the directory from `first` to before `end`. */
function readStats(
  body: ByteReader,
  rows: number,
  first: number,
  end: number,
): readonly Float64Array[] | undefined {
  const columns: Float64Array[] = [];
  for (let i = first; i < end; i += 1) {
    const bytes = body.bytes(directory[i] as number);
    const column = new Float64Array(rows);
    if (body.failed) return undefined;
    // A statistic without any value takes no bytes.
    if (bytes.length === 0) column.fill(Number.NaN);
    else if (!readColumn(bytes, column, rows)) return undefined;
    columns.push(column);
  }
  return columns;
}
