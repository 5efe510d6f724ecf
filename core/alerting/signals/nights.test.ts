import { expect, test } from "vitest";
import { MONDAY_9 } from "../../../test/support/alert-kit.ts";
import { createSignalTrial, someDevice, valueOf } from "../../../test/support/signal-kit.ts";
import { DAY, HOUR, MINUTE } from "../../clock.ts";

const T = MONDAY_9;

function polled() {
  const trial = createSignalTrial({ devices: [someDevice("sw")] });
  return (at: number, up: number) => {
    trial.read("device:sw", at, { up });
    return valueOf(trial.pass(at), "device_down");
  };
}
/** At nine, and at two in the night after it. */
const nine = (day: number): number => T + day * DAY;
const two = (day: number): number => T + day * DAY + 17 * HOUR;

test("a device that was off in two nights is missed only when people have been at work for an hour", () => {
  const poll = polled();
  for (const day of [0, 1]) {
    expect(poll(nine(day), 1)).toBe(0);
    expect(poll(nine(day) + 9 * HOUR, 0)).toBe(1);
    poll(two(day), 0);
  }
  expect(poll(nine(2), 1)).toBe(0);
  expect(poll(nine(2) + 9 * HOUR, 0)).toBeUndefined();
  expect(poll(two(2), 0)).toBeUndefined();
  expect(poll(nine(3) - 31 * MINUTE, 0)).toBeUndefined();
  expect(poll(nine(3) - 30 * MINUTE, 0)).toBe(1);
  // Over a weekend it stays known, and one night on ends it.
  poll(nine(4), 1);
  expect(poll(nine(6), 0)).toBeUndefined();
  poll(nine(7), 1);
  poll(two(7), 1);
  expect(poll(nine(8) + 9 * HOUR, 0)).toBe(1);
});

test("a device that is dead for days is not switched off at night", () => {
  const poll = polled();
  poll(nine(0), 1);
  for (const day of [0, 1, 2]) {
    expect(poll(nine(day) + HOUR, 0)).toBe(1);
    expect(poll(two(day), 0)).toBe(1);
  }
  expect(poll(nine(3), 1)).toBe(0);
  expect(poll(nine(3) + 9 * HOUR, 0)).toBe(1);
});
