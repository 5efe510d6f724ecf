/**
 * The part of ASN.1's Basic Encoding Rules that SNMP uses (X.690; RFC 3417 section 8): definite lengths, one-byte
 * tags. Written for hostile input: every read is bounded by its enclosing value, so nothing can loop or run over.
 */

/** Thrown by the readers on anything that is not well-formed; caught where a whole message is decoded. */
export class BerError extends Error {
  override readonly name = "BerError";
}

/** A place in some bytes, with the end of the value that encloses it. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
}

export const cursorOf = (bytes: Uint8Array): Cursor => ({ bytes, at: 0, end: bytes.length });

/** The tag that comes next, or -1 at the end of the enclosing value. */
export function peekTag(cursor: Cursor): number {
  return cursor.at < cursor.end ? (cursor.bytes[cursor.at] ?? -1) : -1;
}

/** Steps into a constructed value and moves the outer cursor behind it. */
export function enter(cursor: Cursor, tag: number): Cursor {
  const end = readHeader(cursor, tag);
  const inner: Cursor = { bytes: cursor.bytes, at: cursor.at, end };
  cursor.at = end;
  return inner;
}

/** The content of a primitive value, as a view on the message (not a copy). */
export function readBytes(cursor: Cursor, tag: number): Uint8Array {
  const end = readHeader(cursor, tag);
  const content = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return content;
}

/** A signed integer of at most 32 bits; `tag` for those that SNMP tags otherwise. */
export function readInteger(cursor: Cursor, tag = 0x02): number {
  const content = readBytes(cursor, tag);
  if (content.length < 1 || content.length > 4) throw new BerError("integer of a wrong size");
  let value = ((content[0] ?? 0) << 24) >> 24;
  for (let i = 1; i < content.length; i += 1) value = (value << 8) | (content[i] ?? 0);
  return value;
}

/** Reads any value whole: its tag and its content. */
export function readAny(cursor: Cursor): { readonly tag: number; readonly content: Uint8Array } {
  const tag = peekTag(cursor);
  return { tag, content: readBytes(cursor, tag) };
}

/** Demands that the value was used up: trailing bytes are an encoding error. */
export function expectEnd(cursor: Cursor): void {
  if (cursor.at !== cursor.end) throw new BerError("bytes left over");
}

/** Moves behind tag and length; returns where the content ends. */
function readHeader(cursor: Cursor, tag: number): number {
  const { bytes, end } = cursor;
  if (cursor.at + 2 > end) throw new BerError("cut off");
  if (bytes[cursor.at] !== tag) throw new BerError(`tag ${bytes[cursor.at]} where ${tag} was expected`);
  let length = bytes[cursor.at + 1] ?? 0;
  let at = cursor.at + 2;
  if (length >= 0x80) {
    const count = length & 0x7f;
    if (count < 1 || count > 4 || at + count > end) throw new BerError("bad length");
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + (bytes[at + i] ?? 0);
    at += count;
  }
  if (at + length > end) throw new BerError("longer than what encloses it");
  cursor.at = at;
  return at + length;
}

/** How many bytes a value of `length` content bytes takes with its tag and length. */
export function sizeOf(length: number): number {
  return 1 + lengthOfLength(length) + length;
}

/** A value made of its tag and its content, which may come in parts. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return tlvOf(tag, parts);
}

/** As {@link tlv}, for long lists. */
export function tlvOf(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = Buffer.allocUnsafe(sizeOf(length));
  let at = writeHeader(out, tag, length);
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A signed integer, in the fewest bytes. Takes what fits in 53 bits. */
export function integerTlv(value: number, tag = 0x02): Uint8Array {
  let size = 1;
  // The bound of n bytes is ±2^(8n-1); numbers, not shifts, because unsigned 32-bit values need five bytes.
  for (let bound = 0x80; value >= bound || value < -bound; bound *= 256) size += 1;
  const out = Buffer.allocUnsafe(2 + size);
  out[0] = tag;
  out[1] = size;
  let rest = value;
  for (let i = size + 1; i >= 2; i -= 1) {
    const low = ((rest % 256) + 256) % 256;
    out[i] = low;
    rest = (rest - low) / 256;
  }
  return out;
}

/** An unsigned integer of up to 64 bits, in the fewest bytes. */
export function unsignedTlv(value: bigint, tag: number): Uint8Array {
  if (value <= MAX_SAFE) return integerTlv(Number(value), tag);
  const content = Buffer.alloc(9);
  content.writeBigUInt64BE(BigInt.asUintN(64, value), 1);
  let from = 0;
  while (from < 8 && content[from] === 0 && (content[from + 1] ?? 0) < 0x80) from += 1;
  return tlv(tag, content.subarray(from));
}
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function writeHeader(out: Uint8Array, tag: number, length: number): number {
  out[0] = tag;
  if (length < 0x80) {
    out[1] = length;
    return 2;
  }
  const count = lengthOfLength(length) - 1;
  out[1] = 0x80 | count;
  for (let i = 0, rest = length; i < count; i += 1, rest = Math.floor(rest / 256))
    out[1 + count - i] = rest & 0xff;
  return 2 + count;
}

function lengthOfLength(length: number): number {
  if (length < 0x80) return 1;
  if (length < 0x1_00) return 2;
  if (length < 0x1_00_00) return 3;
  return length < 0x1_00_00_00 ? 4 : 5;
}
