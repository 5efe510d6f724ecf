import { expect, test } from "vitest";
import { MINUTE } from "../../core/clock.ts";
import { MAX_PORTS } from "../../core/wire/limits.ts";
import type { Sample } from "../../core/wire/block.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { createPortChanges, MOST_REMEMBERED } from "./port-changes.ts";

const UP = 1;
const DOWN = 2;
const ports = (state: number, nameOf = (i: number) => `Gi0/${i}`, count = MAX_PORTS): Sample[] =>
  Array.from({ length: count }, (_, i) => {
    return { entity: `port:sw1/${nameOf(i)}`, at: 0, values: { oper_status: state } };
  });

test("a large switch that restarts is told port by port; one whose ports never rest is not told for ever", async () => {
  const clock = fakeClock();
  const changes = createPortChanges(clock);
  expect(changes(ports(UP))).toEqual([]);
  expect(changes(ports(DOWN))).toHaveLength(MAX_PORTS);
  expect(changes(ports(UP))).toHaveLength(MAX_PORTS);
  let told = 0;
  for (let minute = 1; minute <= 60; minute += 1) {
    await clock.advance(MINUTE);
    told += changes(ports(minute % 2 === 0 ? UP : DOWN)).length;
  }
  expect(told).toBe(60 * 12);
});

test("names that are others with every poll are no changes, and are not remembered without end", () => {
  const changes = createPortChanges(fakeClock());
  for (let poll = 0; poll < 10; poll += 1) {
    expect(changes(ports(poll % 2 === 0 ? UP : DOWN, (i) => `veth${poll}-${i}`))).toEqual([]);
  }
  // By then the first ones are forgotten: their state of now is the first that is known.
  expect(10 * MAX_PORTS).toBeGreaterThan(MOST_REMEMBERED);
  expect(changes(ports(DOWN, (i) => `veth0-${i}`))).toEqual([]);
});
