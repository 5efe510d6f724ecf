import fc from "fast-check";
import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { byteReader, byteWriter } from "./bytes.ts";
import { chunkEncoder, decodeChunk, MAX_CHUNK_ROWS } from "./codec.ts";

const encode = chunkEncoder();

/** The 64 bits of each double, so that 0 and -0 differ and NaN equals NaN. */
function bitsOf(values: Float64Array): readonly bigint[] {
  return [...new BigUint64Array(Float64Array.from(values, (value) => value).buffer)];
}

function there(at: readonly number[], columns: ReadonlyMap<number, readonly number[]>) {
  const { data: bytes, points } = encode(
    Float64Array.from(at),
    at.length,
    [...columns.keys()],
    [...columns.values()].map((values) => Float64Array.from(values)),
  );
  return { bytes, points, chunk: decodeChunk(bytes) };
}

const anyDouble = fc.double({ noNaN: true });
/** Numbers as agents send them: counters near a wrap, rounded gauges, states. */
const usual = fc.oneof(
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  fc.integer({ min: -100_000, max: 100_000 }).map((value) => value / 100),
  fc.integer({ min: 0, max: 7 }),
  fc.constantFrom(0, -0, 5e-324, -5e-324, 2 ** 53, 2 ** 53 - 1, -(2 ** 53), Infinity, -Infinity, 0.1 + 0.2),
);
const cell = (value: fc.Arbitrary<number>) => fc.option(value, { nil: Number.NaN, freq: 5 });
const column = fc.oneof(
  fc.array(cell(anyDouble), { minLength: 1, maxLength: 80 }),
  fc.array(cell(usual), { minLength: 1, maxLength: 80 }),
  cell(anyDouble).map((value) => Array.from({ length: 80 }, () => value)),
);
const times = fc.uniqueArray(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), {
  minLength: 1,
  maxLength: 80,
});
const chunk = fc
  .record({ at: times, columns: fc.array(column, { minLength: 1, maxLength: 5 }) })
  .map(({ at, columns }) => ({
    at: at.toSorted((a, b) => a - b),
    columns: new Map(
      columns.map((values, i) => [i * 40 + 1, at.map((_, row) => values[row % values.length] ?? 0)]),
    ),
  }));

test("a chunk comes back bit for bit, whatever the doubles and however the times increase", () => {
  fc.assert(
    fc.property(chunk, ({ at, columns }) => {
      const { chunk: back, points } = there(at, columns);
      expect(points).toBe([...columns.values()].flat().filter((value) => !Number.isNaN(value)).length);
      expect(back).toBeDefined();
      expect([...(back?.at ?? [])]).toEqual(at);
      for (const [field, values] of columns) {
        const got = back?.fields.get(field);
        if (values.every((value) => Number.isNaN(value))) expect(got).toBeUndefined();
        else expect(bitsOf(got ?? new Float64Array())).toEqual(bitsOf(Float64Array.from(values)));
      }
    }),
    { numRuns: 2_000 },
  );
});

test("what is earlier than a time is the beginning of the whole", () => {
  let cut = 0;
  fc.assert(
    fc.property(chunk, fc.nat({ max: 81 }), ({ at, columns }, keep) => {
      const { bytes, chunk: whole } = there(at, columns);
      const some = decodeChunk(bytes, undefined, at[keep] ?? Infinity);
      const rows = Math.min(keep, at.length);
      if (rows < at.length) cut += 1;
      expect([...(some?.at ?? [])]).toEqual(at.slice(0, rows));
      expect([...(some?.fields.keys() ?? [])]).toEqual([...(whole?.fields.keys() ?? [])]);
      for (const [field, values] of whole?.fields ?? []) {
        expect(bitsOf(some?.fields.get(field) ?? new Float64Array())).toEqual(
          bitsOf(values.subarray(0, rows)),
        );
      }
    }),
  );
  expect(cut).toBeGreaterThan(10);
});

test("only the wanted columns are read", () => {
  const { bytes } = there(
    [1, 2],
    new Map([
      [3, [1, 2]],
      [4, [5, 6]],
      [5, [7, 8]],
    ]),
  );
  expect([...(decodeChunk(bytes, new Set([4]))?.fields ?? [])]).toEqual([[4, Float64Array.of(5, 6)]]);
});

test("an hour of an idle port takes a few bytes a field, an hour of a busy counter a few bytes a value", () => {
  const at = Array.from({ length: 60 }, (_, i) => 1.8e12 + i * 60_000);
  const idle = there(at, new Map(Array.from({ length: 12 }, (_, i) => [i + 1, at.map(() => 1e9 + i)])));
  expect(idle.bytes.length).toBeLessThan(12 * 11 + 30);
  let total = 2 ** 40;
  const busy = there(at, new Map([[1, at.map((_, i) => (total += 5_000_000 + ((i * 7919) % 1000)))]]));
  expect(busy.bytes.length).toBeLessThan(60 * 4 + 30);
});

test("random bytes are no chunk, and are told so quickly", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(decodeChunk(bytes)).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
});

test("one flipped bit anywhere is noticed", () => {
  fc.assert(
    fc.property(chunk, fc.nat(), ({ at, columns }, where) => {
      const { bytes } = there(at, columns);
      const bit = where % (bytes.length * 8);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decodeChunk(bytes)).toBeUndefined();
    }),
    { numRuns: 1_000 },
  );
});

test("any body under a right checksum is read or refused, without throwing or hanging", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1 }), fc.uint8Array({ maxLength: 300 }), (flags, body) => {
      const bytes = new Uint8Array(6 + body.length);
      bytes.set([1, flags]);
      bytes.set(body, 6);
      new DataView(bytes.buffer).setUint32(2, crc32(body, flags));
      const back = decodeChunk(bytes);
      for (const values of back?.fields.values() ?? []) expect(values.length).toBe(back?.at.length);
    }),
    { numRuns: 5_000 },
  );
});

test("a damaged body under a right checksum is read or refused, without throwing or hanging", () => {
  fc.assert(
    fc.property(
      chunk,
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
      ({ at, columns }, blows) => {
        const { bytes } = there(at, columns);
        for (const [where, value] of blows) bytes[6 + (where % (bytes.length - 6))] = value;
        new DataView(bytes.buffer).setUint32(2, crc32(bytes.subarray(6), bytes[1]));
        decodeChunk(bytes);
      },
    ),
    { numRuns: 3_000 },
  );
});

test("a chunk of no times or of too many is a bug, and is said", () => {
  expect(() => encode(new Float64Array(), 0, [], [])).toThrow(RangeError);
  const many = new Float64Array(MAX_CHUNK_ROWS + 1);
  expect(() => encode(many, many.length, [], [])).toThrow(RangeError);
});

test("whole numbers of up to 53 bits, with their sign, are written and read back", () => {
  const whole = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(
      fc.array(fc.oneof(whole, fc.integer({ min: -200, max: 200 }), fc.constantFrom(2 ** 53, -(2 ** 53)))),
      (list) => {
        const writer = byteWriter(1);
        for (const value of list) {
          writer.signed(value);
          writer.unsigned(Math.abs(value));
        }
        const reader = byteReader(writer.view());
        for (const value of list) {
          expect(reader.signed()).toBe(value === 0 ? 0 : value);
          expect(reader.unsigned()).toBe(Math.abs(value));
        }
        expect(reader.left).toBe(0);
        expect(reader.failed).toBe(false);
      },
    ),
  );
});
