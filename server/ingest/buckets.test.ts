import fc from "fast-check";
import { expect, test } from "vitest";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { createBuckets } from "./buckets.ts";

test("lets a burst through, then the average, each key for itself", async () => {
  const clock = fakeClock();
  const buckets = createBuckets(clock, { perSecond: 2, burst: 3 });
  expect([1, 2, 3].map(() => buckets.take("a"))).toEqual([0, 0, 0]);
  expect(buckets.take("a")).toBe(1);
  expect(buckets.take("b")).toBe(0);
  await clock.advance(500);
  expect([buckets.take("a"), buckets.take("a")]).toEqual([0, 1]);
});

test("what costs more empties it sooner, and what costs more than it holds takes all of it", async () => {
  const clock = fakeClock();
  const buckets = createBuckets(clock, { perSecond: 2, burst: 10 });
  expect([buckets.take("a", 7), buckets.take("a", 7), buckets.take("a", 3)]).toEqual([0, 2, 0]);
  await clock.advance(5_000);
  expect([buckets.take("a", 1_000), buckets.take("a")]).toEqual([0, 1]);
});

test("never lets through more than burst and average allow", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 40 }), async (pauses) => {
      const clock = fakeClock();
      const buckets = createBuckets(clock, { perSecond: 5, burst: 4 });
      let taken = 0;
      let elapsed = 0;
      for (const pause of pauses) {
        await clock.advance(pause);
        elapsed += pause;
        if (buckets.take("x") === 0) taken += 1;
      }
      expect(taken).toBeLessThanOrEqual(4 + (elapsed / 1_000) * 5);
    }),
    { numRuns: 20 },
  );
});
