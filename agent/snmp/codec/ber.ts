/**
 * The part of ASN.1's Basic Encoding Rules that SNMP uses (X.690; RFC 3417 section 8): definite lengths, one-byte
 * tags.
 *
 * Reading is for hostile input and never throws: a `Reader` that meets something malformed turns `bad` and stands at
 * its end, so that every later read gives nothing and every loop over it ends. Ask `bad` once, when all is read.
 *
 *     const reader = readerOf(datagram);
 *     const outside = enter(reader, TAG.sequence); // from here on reads stay inside the SEQUENCE
 *     const version = readInteger(reader);
 *     const user = readBytes(reader, TAG.octets); // a view: copy what is kept
 *     leave(reader, outside); // demands that the content was used up
 *     if (reader.bad) return undefined;
 *
 * Writing makes small arrays and joins them: `tlv(TAG.sequence, integerTlv(3), tlv(TAG.octets, name))`.
 */
export const TAG = {
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  ipAddress: 0x40,
  counter32: 0x41,
  gauge32: 0x42,
  timeTicks: 0x43,
  opaque: 0x44,
  counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
} as const;

/** A place in some bytes, and the end of the value that encloses it. */
export interface Reader {
  readonly bytes: Uint8Array;
  at: number;
  end: number;
  /** Something malformed was met. */
  bad: boolean;
}

export const readerOf = (bytes: Uint8Array, at = 0, end = bytes.length): Reader => ({
  bytes,
  at,
  end,
  bad: false,
});

/** Marks the reader as bad; for what is well-formed BER and still wrong. */
export function refuse(reader: Reader): void {
  reader.bad = true;
  reader.at = reader.end;
}

/** The tag that comes next, or -1 at the end of the enclosing value. */
export function peekTag({ bytes, at, end }: Reader): number {
  return at < end ? (bytes[at] ?? -1) : -1;
}

/**
 * Moves behind tag and length to where the content begins, and returns where it ends. Bad when the tag is another or
 * the content runs over what encloses it; then it returns the reader's end. Leading zeros in a length are taken (some
 * devices write them), a missing length (0x80) is not SNMP.
 */
export function readHeader(reader: Reader, tag: number): number {
  const { bytes, at, end } = reader;
  const first = at + 2 <= end && bytes[at] === tag ? (bytes[at + 1] ?? 0) : 0x80;
  const start = at + 2 + (first > 0x80 ? first & 0x7f : 0);
  const stop = start + (first < 0x80 ? first : longLength(bytes, at + 2, start, end));
  if (stop > end) {
    refuse(reader);
    return reader.end;
  }
  reader.at = start;
  return stop;
}

/** The length in bytes `from` to `to`; Infinity where it is missing, too long, or cut off by `end`. */
function longLength(bytes: Uint8Array, from: number, to: number, end: number): number {
  if (from === to || to - from > 4 || to > end) return Infinity;
  let length = 0;
  for (let i = from; i < to; i += 1) length = length * 256 + (bytes[i] ?? 0);
  return length;
}

/** Steps into a constructed value; give what it returns to {@link leave}. */
export function enter(reader: Reader, tag: number): number {
  const outside = reader.end;
  reader.end = readHeader(reader, tag);
  return outside;
}

/** Steps out again. Bad when something of the content was left over. */
export function leave(reader: Reader, outside: number): void {
  const whole = reader.at === reader.end;
  reader.end = outside;
  if (!whole || reader.bad) refuse(reader);
}

/** The content of a primitive value: a view of the message, not a copy. */
export function readBytes(reader: Reader, tag: number): Uint8Array {
  const end = readHeader(reader, tag);
  const content = reader.bytes.subarray(reader.at, end);
  reader.at = end;
  return content;
}

/** Moves behind a value, whatever it is. */
export function skip(reader: Reader): void {
  reader.at = readHeader(reader, peekTag(reader));
}

/** An INTEGER of up to 32 bits, signed; 0 when bad. */
export function readInteger(reader: Reader): number {
  const end = readHeader(reader, TAG.integer);
  const size = end - reader.at;
  if (reader.bad || size < 1 || size > 4) {
    refuse(reader);
    return 0;
  }
  const value = signedAt(reader.bytes, reader.at, end);
  reader.at = end;
  return value;
}

/** Two's complement in bytes `from` to `to`; exact up to 53 bits. */
export function signedAt(bytes: Uint8Array, from: number, to: number): number {
  let value = ((bytes[from] ?? 0) << 24) >> 24;
  for (let i = from + 1; i < to; i += 1) value = value * 256 + (bytes[i] ?? 0);
  return value;
}

/** How many bytes a value of `length` content bytes takes with its tag and length. */
export const sizeOf = (length: number): number => 1 + lengthOfLength(length) + length;

/** A value made of its tag and its content, which may come in parts. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return tlvOf(tag, parts);
}

/** As {@link tlv}, for long lists. */
export function tlvOf(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(sizeOf(length));
  let at = writeHeader(out, tag, length);
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A signed integer in the fewest bytes; takes what fits 53 bits. `tag` for the types that SNMP tags otherwise. */
export function integerTlv(value: number, tag: number = TAG.integer): Uint8Array {
  let size = 1;
  // The bound of n bytes is ±2^(8n-1); numbers, not shifts, because unsigned 32-bit values need five bytes.
  for (let bound = 0x80; value >= bound || value < -bound; bound *= 256) size += 1;
  const out = new Uint8Array(2 + size);
  out[0] = tag;
  out[1] = size;
  for (let i = size + 1, rest = value; i >= 2; i -= 1) {
    const low = ((rest % 256) + 256) % 256;
    out[i] = low;
    rest = (rest - low) / 256;
  }
  return out;
}

function writeHeader(out: Uint8Array, tag: number, length: number): number {
  out[0] = tag;
  const count = lengthOfLength(length) - 1;
  if (count === 0) {
    out[1] = length;
    return 2;
  }
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
