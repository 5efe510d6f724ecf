import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldOf } from "./entities.ts";
import { fastestOctets, increase, WRAP_32, WRAP_64, wrapCounter, wrapOf } from "./rates.ts";

const at = (seconds: number, value: number, since?: number) => ({ at: seconds * 1_000, value, since });

describe("increase", () => {
  test.each([
    ["grows", at(0, 100), at(60, 700), WRAP_32, 600],
    ["stands still", at(0, 100), at(60, 100), WRAP_32, 0],
    ["wraps at 32 bits", at(0, WRAP_32 - 100), at(60, 400), WRAP_32, 500],
    ["wraps at 53 bits", at(0, WRAP_64 - 100), at(60, 400), WRAP_64, 500],
    ["restarts (went backwards far from the end)", at(0, 5_000_000), at(60, 400), WRAP_32, undefined],
    [
      "restarts (the source says so, though it grew)",
      at(0, 10, 1_000),
      at(60, 400, 5_000),
      WRAP_32,
      undefined,
    ],
    ["keeps its start within clock drift", at(0, 10, 1_000), at(60, 400, 1_030), WRAP_32, 390],
    ["has no time between the readings", at(60, 100), at(60, 700), WRAP_32, undefined],
    ["is read in the wrong order", at(60, 100), at(0, 700), WRAP_32, undefined],
  ])("of a counter that %s", (_, before, after, wrap, expected) => {
    expect(increase(before, after, wrap)).toBe(expected);
  });

  test("a wrap that the port's speed cannot explain is a restart", () => {
    const before = at(0, WRAP_32 - 1_000);
    const after = at(1, 1_000_000_000);
    expect(increase(before, after, WRAP_32, fastestOctets(100_000_000))).toBeUndefined();
    expect(increase(before, after, WRAP_32, fastestOctets(10_000_000_000))).toBe(1_000_001_000);
  });

  test("is never negative, whatever two readings say", () => {
    const reading = fc.record({
      at: fc.double({ noNaN: false }),
      value: fc.double({ noNaN: false }),
      since: fc.option(fc.double({ noNaN: false }), { nil: undefined }),
    });
    fc.assert(
      fc.property(reading, reading, fc.constantFrom(WRAP_32, WRAP_64), (before, after, wrap) => {
        const passed = increase(before, after, wrap);
        return passed === undefined || passed >= 0;
      }),
    );
  });

  test("gives back what a wrapping counter really counted, for any start and any step below half its range", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(WRAP_32, WRAP_64),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.double({ min: 0, max: 0.49, noNaN: true }),
        (wrap, start, share) => {
          const step = BigInt(Math.floor(share * wrap));
          const modulo = (value: bigint) =>
            wrap === WRAP_64 ? wrapCounter(value) : Number(value % BigInt(wrap));
          const passed = increase(at(0, modulo(start)), at(3_600, modulo(start + step)), wrap, Infinity);
          expect(passed).toBe(Number(step));
        },
      ),
    );
  });
});

test("a field's wrap follows the table and what the sample says of itself", () => {
  const octets = fieldOf("port", "in_octets");
  const errors = fieldOf("port", "in_errors");
  if (octets === undefined || errors === undefined) throw new Error("the table lost a field");
  expect(wrapOf(octets, 64)).toBe(WRAP_64);
  expect(wrapOf(octets, 32)).toBe(WRAP_32);
  expect(wrapOf(octets)).toBe(WRAP_64);
  expect(wrapOf(errors, 64)).toBe(WRAP_32);
});
