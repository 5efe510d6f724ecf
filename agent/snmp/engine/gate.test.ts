import { expect, test } from "vitest";
import { createGate, type Turn } from "./gate.ts";

function turns(count: number, suspect = false) {
  const went: number[] = [];
  const all = Array.from({ length: count }, (_, i): Turn => ({
    state: "out",
    suspect,
    go: () => void went.push(i),
  }));
  return { all, went };
}

test("no more than the most are inside, and the others follow in order", () => {
  const gate = createGate(8);
  const { all, went } = turns(9);
  for (const turn of all) gate.enter(turn);
  expect(went).toEqual([0, 1, 2, 3, 4, 5]);
  const [first, second] = all;
  if (first !== undefined) gate.leave(first);
  if (first !== undefined) gate.leave(first);
  expect(went).toEqual([0, 1, 2, 3, 4, 5, 6]);
  if (second !== undefined) gate.leave(second);
  expect(went).toHaveLength(8);
});

test("one that no longer waits is passed over", () => {
  const gate = createGate(2);
  const { all, went } = turns(3);
  for (const turn of all) gate.enter(turn);
  const [first, second] = all;
  if (second !== undefined) gate.leave(second);
  if (first !== undefined) gate.leave(first);
  expect(went).toEqual([0, 2]);
});

test("however many silent devices wait, those that answer have their places", () => {
  const gate = createGate(8);
  const silent = turns(100, true);
  for (const turn of silent.all) gate.enter(turn);
  expect(silent.went).toHaveLength(2);
  const alive = turns(6);
  for (const turn of alive.all) gate.enter(turn);
  expect(alive.went).toHaveLength(6);
});
