import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, legalDayOf } from "../../../core/clock.ts";
import { REACH } from "../samples/aggregate.ts";
import { makeWaitingSpans } from "./waiting-spans.ts";

const T = Date.UTC(2026, 10, 23, 8);

test("whatever comes and goes, the oldest reading and the days are those of the blocks that wait", () => {
  const step = fc.record({
    seq: fc.nat(12),
    goes: fc.boolean(),
    from: fc.integer({ min: 0, max: 6 * DAY }),
    long: fc.integer({ min: 0, max: 2 * DAY }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const spans = makeWaitingSpans();
      const model = new Map<number, readonly [number, number]>();
      for (const { seq, goes, from, long } of steps) {
        if (goes) {
          spans.delete(seq);
          model.delete(seq);
        } else {
          spans.add(seq, T + from, T + from + long);
          model.set(seq, [T + from, T + from + long]);
        }
        const all = [...model.values()];
        expect(spans.oldest()).toBe(all.length === 0 ? undefined : Math.min(...all.map(([min]) => min)));
        for (let day = legalDayOf(T) - 2; day <= legalDayOf(T) + 11; day += 1) {
          const near = all.some(
            ([min, max]) => legalDayOf(min - REACH) <= day && day <= legalDayOf(max + REACH),
          );
          expect(spans.touch(day)).toBe(near);
        }
      }
    }),
  );
});

test("a hundred thousand waiting blocks are not looked through for each question", () => {
  const spans = makeWaitingSpans();
  for (let seq = 0; seq < 100_000; seq += 1) spans.add(seq, T + seq * 10, T + seq * 10 + 5);
  const started = performance.now();
  for (let i = 0; i < 10_000; i += 1) {
    spans.touch(legalDayOf(T) + 5);
    spans.oldest();
  }
  // One look through all of them takes some 0.5 ms.
  expect(performance.now() - started).toBeLessThan(1_000);
});
