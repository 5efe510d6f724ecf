import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { atTicks, followUptime, type UptimeReading, type UptimeState } from "./uptime.ts";

const START = Date.UTC(2026, 10, 23);
const WRAP = 2 ** 32;
const reading = (afterMs: number, ticks: number, wallErrorMs = 0): UptimeReading => ({
  ticks,
  readAt: START + afterMs + wallErrorMs,
  monotonic: afterMs,
});
const follow = (...readings: UptimeReading[]) => {
  let state: UptimeState | undefined;
  let restarts = 0;
  for (const next of readings) {
    const followed = followUptime(state, next);
    state = followed.state;
    restarts += followed.restarted ? 1 : 0;
  }
  if (state === undefined) throw new Error("no readings");
  return { state, restarts };
};

describe("a device's uptime", () => {
  test("the first reading says when it booted", () => {
    expect(follow(reading(0, 3_600_00)).state.bootedAt).toBe(START / 1_000 - 3_600);
  });

  test("going back is a restart, and the boot time is a new one", () => {
    const { state, restarts } = follow(reading(0, 3_600_00), reading(60_000, 20_00));
    expect({ restarts, bootedAt: state.bootedAt }).toEqual({ restarts: 1, bootedAt: START / 1_000 + 40 });
  });

  test("a restart while nobody looked, by a device that has now run longer than before", () => {
    expect(follow(reading(0, 60_00), reading(3_600_000, 1_000_00)).restarts).toBe(1);
  });

  test("starting over after 497 days is no restart, and the uptime goes on", () => {
    const { state, restarts } = follow(
      reading(0, WRAP - 1_000),
      reading(60_000, 5_000),
      reading(120_000, 11_000),
    );
    expect({ restarts, ticks: state.ticks }).toEqual({ restarts: 0, ticks: WRAP + 11_000 });
  });

  test("a restart soon after it started over is seen", () => {
    const { state, restarts } = follow(
      reading(0, WRAP - 1_000),
      reading(60_000, 5_000),
      reading(1_000_000, 99_000),
      reading(1_060_000, 2_000),
    );
    expect({ restarts, ticks: state.ticks }).toEqual({ restarts: 1, ticks: 2_000 });
  });

  test("correcting the PC's clock by hours is no restart, and the boot time stays", () => {
    for (const error of [-7 * 3_600_000, 7 * 3_600_000]) {
      const { state, restarts } = follow(reading(0, 9_000_00), reading(60_000, 9_060_00, error));
      expect({ restarts, bootedAt: state.bootedAt }).toEqual({
        restarts: 0,
        bootedAt: START / 1_000 - 9_000,
      });
    }
  });

  test("a PC that slept (its monotonic clock stood still) sees no restart", () => {
    const asleep: UptimeReading = { ticks: 9_000_00 + 3_600_00, readAt: START + 3_600_000, monotonic: 100 };
    expect(follow(reading(0, 9_000_00), asleep).restarts).toBe(0);
  });

  test("whatever the drift of each reading, the boot time of one run never changes", () => {
    const readings = fc.array(
      fc.record({ every: fc.integer({ min: 1_000, max: 600_000 }), late: fc.nat(2_900) }),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(readings, fc.nat(WRAP - 1), (steps, startTicks) => {
        let after = 0;
        const given = steps.map(({ every, late }) => {
          after += every;
          return reading(after, (startTicks + Math.floor(after / 10) + late) % WRAP);
        });
        const { state, restarts } = follow(...given);
        expect(restarts).toBe(0);
        expect(state.bootedAt).toBe(follow(...given.slice(0, 1)).state.bootedAt);
      }),
    );
  });

  test("moments that the device names in its own ticks, unless they are still to come", () => {
    const { state } = follow(reading(0, 1_000_00));
    expect(atTicks(state, 400_00)).toBe(START / 1_000 - 600);
    expect(atTicks(state, 1_000_01)).toBeUndefined();
  });
});
