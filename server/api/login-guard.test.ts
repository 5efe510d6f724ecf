import { expect, test } from "vitest";
import { MINUTE, SECOND } from "../../core/clock.ts";
import { FaultError } from "../../core/result.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { loginGuard } from "./login-guard.ts";

function setUp() {
  const clock = fakeClock();
  const guard = loginGuard(clock);
  const waits = (key: string) => {
    try {
      guard.check(key);
      return 0;
    } catch (error) {
      return error instanceof FaultError ? error.fault.params["seconds"] : Number.NaN;
    }
  };
  const failTimes = (key: string, times: number) => {
    for (let time = 0; time < times; time += 1) guard.failed(key);
  };
  return { clock, guard, waits, failTimes };
}

test("forgives mistyping, then doubles the wait up to five minutes", () => {
  const { waits, failTimes } = setUp();
  failTimes("a", 4);
  expect(waits("a")).toBe(0);
  failTimes("a", 1);
  expect(waits("a")).toBe(1);
  failTimes("a", 2);
  expect(waits("a")).toBe(4);
  failTimes("a", 50);
  expect(waits("a")).toBe(300);
  expect(waits("b")).toBe(0);
});

test("lets in again after the wait, and forgets after success or half an hour of quiet", async () => {
  const { clock, guard, waits, failTimes } = setUp();
  failTimes("a", 6);
  await clock.advance(2 * SECOND);
  expect(waits("a")).toBe(0);
  failTimes("a", 1);
  expect(waits("a")).toBe(4);
  guard.passed("a");
  failTimes("a", 1);
  expect(waits("a")).toBe(0);
  failTimes("b", 6);
  await clock.advance(31 * MINUTE);
  failTimes("b", 4);
  expect(waits("b")).toBe(0);
});
