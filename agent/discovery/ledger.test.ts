import { expect, test } from "vitest";
import { DAY, HOUR } from "../../core/clock.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { createLedger } from "./ledger.ts";

test("a user that was refused twice at a place rests there for a day, and nowhere else", async () => {
  const clock = fakeClock();
  const ledger = createLedger(clock);
  ledger.refused("10.1.1.1:161", "an");
  await clock.advance(HOUR);
  expect(ledger.may("10.1.1.1:161", "an")).toBe(true);
  ledger.refused("10.1.1.1:161", "an");
  expect(ledger.may("10.1.1.1:161", "an")).toBe(false);
  expect(ledger.may("10.1.1.1:161", "binh")).toBe(true);
  expect(ledger.may("10.1.1.2:161", "an")).toBe(true);
  await clock.advance(DAY - HOUR + 1);
  expect(ledger.may("10.1.1.1:161", "an")).toBe(true);
});
