import { expect, test } from "vitest";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import { createTimers, makeAlarm } from "./timers.ts";

function started() {
  const clock = fakeClock();
  const timers = createTimers(clock);
  const rung: [string, number][] = [];
  const alarm = (name: string) => makeAlarm(() => void rung.push([name, clock.monotonic()]));
  return { clock, timers, rung, alarm };
}

test("alarms ring in time, at most a tick late, and once", async () => {
  const { clock, timers, rung, alarm } = started();
  timers.set(alarm("late"), 1_500);
  timers.set(alarm("soon"), 30);
  timers.set(alarm("now"), 0);
  await clock.advance(3_000);
  expect(rung.map(([name]) => name)).toEqual(["now", "soon", "late"]);
  for (const [name, due] of [
    ["now", 0],
    ["soon", 30],
    ["late", 1_500],
  ] as const) {
    const at = rung.find(([rang]) => rang === name)?.[1] ?? Number.NaN;
    expect(at, name).toBeGreaterThanOrEqual(due);
    expect(at, name).toBeLessThanOrEqual(due + 20);
  }
  expect(clock.sleepers).toBe(0);
});

test("one that is put off again and again rings when nobody puts it off any more", async () => {
  const { clock, timers, rung, alarm } = started();
  const request = alarm("request");
  for (let i = 0; i < 100; i += 1) {
    timers.set(request, clock.monotonic() + 100);
    await clock.advance(37);
  }
  expect(rung).toEqual([]);
  await clock.advance(200);
  expect(rung).toHaveLength(1);
});

test("one that is set earlier rings earlier, and one that is called off not at all", async () => {
  const { clock, timers, rung, alarm } = started();
  const earlier = alarm("earlier");
  timers.set(earlier, 4_000);
  timers.set(earlier, 100);
  const off = alarm("off");
  timers.set(off, 60);
  timers.set(off, Infinity);
  await clock.advance(5_000);
  expect(rung.map(([name, at]) => [name, Math.floor(at / 100)])).toEqual([["earlier", 1]]);
});

test("beyond the wheel's rim, and after the PC slept", async () => {
  const { clock, timers, rung, alarm } = started();
  timers.set(alarm("minute"), 60_000);
  timers.set(alarm("ten seconds"), 10_000);
  await clock.advance(12_000);
  expect(rung.map(([name]) => name)).toEqual(["ten seconds"]);
  await clock.advance(60_000);
  expect(rung.map(([name]) => name)).toEqual(["ten seconds", "minute"]);
  timers.set(alarm("again"), clock.monotonic() + 50);
  await clock.advance(100);
  expect(rung.map(([name]) => name)).toEqual(["ten seconds", "minute", "again"]);
});

test("when no alarm is on, nothing keeps the process awake", async () => {
  const { clock, timers, alarm } = started();
  const off = alarm("off");
  timers.set(off, 10_000);
  timers.set(off, Infinity);
  await clock.advance(40);
  expect(clock.sleepers).toBe(0);
});
