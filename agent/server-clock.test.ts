import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../core/clock.ts";
import { fakeClock } from "../test/support/fake-clock.ts";
import { createServerClock } from "./server-clock.ts";

const TRUE_START = Date.UTC(2026, 10, 23, 8);

/** A PC whose wall clock is `wrongBy` behind, and the world's time. */
function setUp(wrongBy: number, notBefore = 0) {
  const clock = fakeClock(TRUE_START - wrongBy);
  let slept = 0;
  const world = () => TRUE_START + clock.monotonic() + slept;
  const server = createServerClock(clock, notBefore);
  const ask = (rtt = 0) => server.observe(world(), clock.monotonic() - rtt / 2, clock.monotonic() + rtt / 2);
  const sleepPc = (ms: number) => {
    slept += ms;
    clock.setWall(clock.now() + ms);
  };
  return { clock, server, world, ask, sleepPc };
}

test("before the first answer the PC's own time counts", () => {
  const { server, clock } = setUp(0);
  expect(server.now()).toBe(clock.now());
  expect(server.offsetMs()).toBeUndefined();
});

test("a dead battery does not bring the time back behind what was known before", async () => {
  const known = TRUE_START - HOUR;
  const { server, clock } = setUp(11 * 365 * DAY, known);
  expect(server.now()).toBe(known);
  await clock.advance(MINUTE);
  expect(server.now()).toBe(known + MINUTE);
});

test("the time is sure for a day after the server told it, and behind only until then", async () => {
  const { server, clock, ask } = setUp(11 * 365 * DAY, TRUE_START - HOUR);
  expect([server.isSure(), server.isBehind()]).toEqual([false, true]);
  ask();
  expect([server.isSure(), server.isBehind()]).toEqual([true, false]);
  await clock.advance(DAY);
  expect(server.isSure()).toBe(true);
  await clock.advance(MINUTE);
  expect(server.isSure()).toBe(false);
  expect(setUp(0, TRUE_START - HOUR).server.isBehind()).toBe(false);
});

test("the time follows the server, whatever the PC's clock says, and the offset says by how much that is wrong", async () => {
  for (const wrongBy of [0, -3 * HOUR, 5 * MINUTE, 11 * 365 * DAY]) {
    const { server, clock, world, ask } = setUp(wrongBy);
    ask(80);
    await clock.advance(10 * MINUTE);
    expect(server.now()).toBe(world());
    expect(server.offsetMs()).toBe(wrongBy);
  }
});

test("one answer that was delayed on the way changes nothing", () => {
  const { server, clock, world, ask } = setUp(HOUR);
  for (let n = 0; n < 5; n += 1) ask();
  server.observe(world() - 20 * SECOND, clock.monotonic(), clock.monotonic());
  expect(server.now()).toBe(world());
});

test("when something sets the wrong clock right, the corrected time does not leap", async () => {
  const { server, clock, world, ask } = setUp(3 * HOUR);
  ask();
  await clock.advance(MINUTE);
  clock.setWall(world());
  expect(server.now()).toBe(world());
  expect(server.offsetMs()).toBe(0);
});

test("when the PC slept, the time it slept is not lost", async () => {
  const { server, clock, world, ask, sleepPc } = setUp(0);
  ask();
  await clock.advance(MINUTE);
  expect(server.now()).toBe(world());
  sleepPc(9 * HOUR);
  expect(server.now()).toBe(world());
  expect(server.offsetMs()).toBe(0);
});

test("a clock that somebody sets back wrong does not take the corrected time along", async () => {
  const { server, clock, world, ask } = setUp(0);
  ask();
  await clock.advance(MINUTE);
  clock.setWall(world() - 2 * DAY);
  expect(server.now()).toBe(world());
  expect(server.offsetMs()).toBe(2 * DAY);
});

test("half the round trip is the most that the corrected time can be wrong by", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rtt, share) => {
        const { server, clock, world } = setUp(-DAY);
        // The server reads its clock somewhere between.
        server.observe(world() - rtt + share * rtt, clock.monotonic() - rtt, clock.monotonic());
        expect(Math.abs(server.now() - world())).toBeLessThanOrEqual(rtt / 2 + 0.5);
      },
    ),
  );
});
