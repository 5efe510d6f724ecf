import fc from "fast-check";
import { expect, test } from "vitest";
import { SECOND } from "../../core/clock.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { createPace } from "./pace.ts";

test("in no second do more than so many pass, however many wait", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.float({ min: 0, max: Math.fround(0.999), noNaN: true }), { minLength: 1, maxLength: 5 }),
      async (perSecond, dice) => {
        const clock = fakeClock();
        let throws = 0;
        const random = () => dice[(throws += 1) % dice.length] ?? 0;
        const pace = createPace(perSecond, { clock, random });
        const times: number[] = [];
        const signal = new AbortController().signal;
        const all = Promise.all(
          Array.from({ length: 3 * perSecond }, () =>
            pace.next(signal).then(() => times.push(clock.monotonic())),
          ),
        );
        await clock.advance(10 * SECOND);
        await all;
        for (const at of times) {
          const within = times.filter((other) => other >= at && other < at + SECOND - 1e-6);
          expect(within.length).toBeLessThanOrEqual(perSecond);
        }
        expect(times).toHaveLength(3 * perSecond);
      },
    ),
    { numRuns: 20 },
  );
});

test("whoever is told to stop does not wait", async () => {
  const clock = fakeClock();
  const pace = createPace(1, { clock, random: () => 0 });
  const stop = new AbortController();
  await pace.next(stop.signal);
  const waiting = pace.next(stop.signal);
  stop.abort();
  await waiting;
  expect(clock.monotonic()).toBe(0);
});
