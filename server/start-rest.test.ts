import { expect, test } from "vitest";
import { MINUTE, SECOND, type Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import { startTheRest } from "./start-rest.ts";

/** Sleeps at once and counts how long it would have been. */
function quickClock(): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => 0,
    monotonic: () => 0,
    sleep: async (ms) => {
      slept.push(ms);
      await Promise.resolve();
    },
  };
}
const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

test("a part that cannot start is tried again every minute, and the next one waits for it", async () => {
  const clock = quickClock();
  const order: string[] = [];
  let tries = 0;
  let done: () => void = () => {};
  const started = new Promise<void>((resolve) => (done = resolve));
  const rest = startTheRest(
    [
      async () => {
        tries += 1;
        await Promise.resolve();
        if (tries < 3) throw new Error("the share is away");
        order.push("alerts");
      },
      () => {
        order.push("pages");
        done();
        return Promise.resolve();
      },
    ],
    { clock, log: quiet },
  );
  await started;
  await rest.stop();
  expect(order).toEqual(["alerts", "pages"]);
  expect(clock.slept).toEqual([2 * SECOND, MINUTE, MINUTE]);
});

test("stopping ends the waiting, and what fails is not tried again", async () => {
  let tries = 0;
  const never = startTheRest(
    [
      () => {
        tries += 1;
        return Promise.reject(new Error("the share is away"));
      },
    ],
    { clock: quickClock(), log: quiet },
  );
  await never.stop();
  const before = tries;
  await new Promise((resolve) => setImmediate(resolve));
  expect(tries).toBe(before);
});
