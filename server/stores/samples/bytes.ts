/**
 * Writing and reading bytes for the store's own formats. Whole numbers are kept in as few bytes as they need; they
 * may be as large as a double holds exactly (2^53), so the arithmetic beyond 31 bits is done in doubles.
 */
export interface ByteWriter {
  /** Forgets what was written and keeps the memory. */
  reset(): void;
  readonly length: number;
  byte(value: number): void;
  /** A whole number from 0 to 2^53. */
  unsigned(value: number): void;
  /** A whole number from -2^53 to 2^53. */
  signed(value: number): void;
  double(value: number): void;
  bytes(source: Uint8Array): void;
  /** What was written since `from`. Valid until the next write. */
  view(from?: number): Uint8Array;
}

const eight = new DataView(new ArrayBuffer(8));

export function byteWriter(capacity = 4_096): ByteWriter {
  let buffer = new Uint8Array(capacity);
  let length = 0;
  const reserve = (count: number) => {
    if (length + count <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, length + count));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  };
  /** Seven bits at a time, the lowest first; the top bit says that more follow. */
  const rest = (value: number) => {
    let left = value;
    while (left >= 0x8000_0000) {
      buffer[length++] = (left % 128) | 128;
      left = Math.floor(left / 128);
    }
    while (left >= 128) {
      buffer[length++] = (left & 127) | 128;
      left >>>= 7;
    }
    buffer[length++] = left;
  };
  return {
    reset: () => {
      length = 0;
    },
    get length() {
      return length;
    },
    byte: (value) => {
      reserve(1);
      buffer[length++] = value;
    },
    unsigned: (value) => {
      reserve(10);
      rest(value);
    },
    signed: (value) => {
      reserve(10);
      const size = Math.abs(value);
      // The first byte: six bits, the sign, and whether more follow. Unlike zig-zag it never needs a bit more than 53.
      const first = (size % 64) | (value < 0 ? 64 : 0);
      if (size < 64) {
        buffer[length++] = first;
        return;
      }
      buffer[length++] = first | 128;
      rest(Math.floor(size / 64));
    },
    double: (value) => {
      reserve(8);
      eight.setFloat64(0, value, true);
      for (let i = 0; i < 8; i += 1) buffer[length++] = eight.getUint8(i);
    },
    bytes: (source) => {
      reserve(source.length);
      buffer.set(source, length);
      length += source.length;
    },
    view: (from = 0) => buffer.subarray(from, length),
  };
}

/** Reads what a {@link ByteWriter} wrote. It never throws: reading past the end gives zeros and sets `failed`. */
export interface ByteReader {
  readonly failed: boolean;
  /** Says that what was read makes no sense. */
  fail(): void;
  readonly left: number;
  byte(): number;
  unsigned(): number;
  signed(): number;
  /**
   * As many signed numbers as `into` has from `first` to before `end`, in one go: nine tenths of what a store reads are
   * these. False, and failed, when there are too few.
   */
  signedInto(into: Float64Array, first: number, end: number): boolean;
  double(): number;
  bytes(count: number): Uint8Array;
}

/** Of the eighth byte after the first of a signed number: no number of 53 bits needs more, so a longer one is damage. */
const MAX_FACTOR = 64 * 128 ** 7;

export function byteReader(buffer: Uint8Array): ByteReader {
  let at = 0;
  let failed = false;
  const fail = () => {
    failed = true;
    return false;
  };
  const byte = () => {
    const value = buffer[at];
    if (value === undefined) return Number(fail());
    at += 1;
    return value;
  };
  /** At most `most` further bytes: no number of 53 bits needs more, so a longer one is damage. */
  const rest = (most: number) => {
    let value = 0;
    for (let factor = 1; factor < 128 ** most; factor *= 128) {
      const next = byte();
      value += (next & 127) * factor;
      if (next < 128) return value;
    }
    failed = true;
    return 0;
  };
  return {
    get failed() {
      return failed;
    },
    fail: () => void fail(),
    get left() {
      return buffer.length - at;
    },
    byte,
    unsigned: () => rest(8),
    signed: () => {
      const first = byte();
      const size = (first & 63) + (first < 128 ? 0 : rest(8) * 64);
      return (first & 64) === 0 ? size : -size;
    },
    signedInto: (into, first, end) => {
      const next = takeSigned(buffer, at, into, first, end);
      if (next === undefined) return fail();
      at = next;
      return true;
    },
    double: () => {
      for (let i = 0; i < 8; i += 1) eight.setUint8(i, byte());
      return eight.getFloat64(0, true);
    },
    bytes: (count) => {
      if (count > buffer.length - at) {
        failed = true;
        return new Uint8Array(0);
      }
      at += count;
      return buffer.subarray(at - count, at);
    },
  };
}

/** Reads signed numbers from place `from` on; returns where they end, undefined when they do not. */
function takeSigned(
  buffer: Uint8Array,
  from: number,
  into: Float64Array,
  first: number,
  end: number,
): number | undefined {
  let at = from;
  for (let i = first; i < end; i += 1) {
    let next = buffer[at++];
    if (next === undefined) return undefined;
    const negative = (next & 64) !== 0;
    let size = next & 63;
    for (let factor = 64; next >= 128; factor *= 128) {
      next = buffer[at++];
      if (next === undefined || factor > MAX_FACTOR) return undefined;
      size += (next & 127) * factor;
    }
    into[i] = negative ? -size : size;
  }
  return at;
}
