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
const WORTH_COMPRESSING = 64;
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 9 } };

const numberOf = (unit: RollupUnit, at: number) => (unit === "hour" ? at / HOUR : legalDayOf(at));
const startOf = (unit: RollupUnit, number: number) =>
  unit === "hour" ? number * HOUR : startOfLegalDay(number);

/** Rows must be ascending, and no more than `MAX_ROWS` (a month of hours is 744). */
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
  const packed = raw.length < WORTH_COMPRESSING ? raw : zstdCompressSync(raw, LEVEL);
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
  if (bytes.length < HEAD || bytes[0] !== VERSION) return undefined;
  const rest = bytes.subarray(HEAD);
  if (crc32(rest) !== new DataView(bytes.buffer, bytes.byteOffset, HEAD).getUint32(1)) return undefined;
  const outer = byteReader(rest);
  const length = outer.unsigned();
  const body = length === 0 ? outer : unpacked(outer, length);
  if (body === undefined || outer.failed) return undefined;
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

function unpacked(reader: ByteReader, length: number): ByteReader | undefined {
  if (length > MAX_BODY) return undefined;
  try {
    const body = zstdDecompressSync(reader.bytes(reader.left), { maxOutputLength: length });
    return body.length === length ? byteReader(body) : undefined;
  } catch {
    return undefined;
  }
}

function readFields(
  body: ByteReader,
  rows: number,
  wanted: ReadonlySet<number> | undefined,
): Map<number, readonly Float64Array[]> | undefined {
  const count = body.unsigned();
  if (count > MAX_FIELDS) return undefined;
  const directory: { readonly field: number; readonly lengths: readonly number[] }[] = [];
  for (let i = 0; i < count && !body.failed; i += 1) {
    const field = body.unsigned();
    const stats = body.unsigned();
    if (stats > MAX_STATS) return undefined;
    directory.push({ field, lengths: Array.from({ length: stats }, () => body.unsigned()) });
  }
  const fields = new Map<number, readonly Float64Array[]>();
  for (const { field, lengths } of directory) {
    if (wanted !== undefined && !wanted.has(field)) {
      for (const length of lengths) body.bytes(length);
      continue;
    }
    const columns: Float64Array[] = [];
    for (const length of lengths) {
      const bytes = body.bytes(length);
      if (body.failed) return undefined;
      const column = new Float64Array(rows).fill(Number.NaN);
      // A statistic without any value takes no bytes.
      if (length > 0 && !readColumn(byteReader(bytes), column, rows)) return undefined;
      columns.push(column);
    }
    fields.set(field, columns);
  }
  return body.failed || body.left > 0 ? undefined : fields;
}
