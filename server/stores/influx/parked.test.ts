import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database } from "../samples/sqlite.ts";
import { openParkedLines } from "./parked.ts";

let dir: string;
let db: Database;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "cayda-parked-"));
  db = openDatabase(join(dir, "outbox.db"));
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const lines = (first: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    at: 1_000,
    entity: 1,
    taken: first + i,
    line: `host cpu=${first + i} 1`,
    reason: "no",
  }));
const takenOf = (of: readonly { readonly taken: number }[]) => of.map(({ taken }) => taken);

test("more than the most that is kept: the oldest go and are counted, also across a restart", () => {
  const parked = openParkedLines(db, 5);
  parked.park(lines(1, 4));
  expect([parked.count, parked.dropped]).toEqual([4, 0]);
  parked.park(lines(5, 3));
  expect(takenOf(parked.newest(10))).toEqual([7, 6, 5, 4, 3]);
  const again = openParkedLines(db, 5);
  expect([again.count, again.dropped]).toEqual([5, 2]);
  again.park(lines(8, 9));
  expect(takenOf(again.after(0, 10))).toEqual([12, 13, 14, 15, 16]);
  expect([again.count, again.dropped]).toEqual([5, 11]);
});

test("what a transaction parked that did not come to pass is not counted", () => {
  const parked = openParkedLines(db, 5);
  parked.park(lines(1, 1));
  expect(() =>
    db.transaction(() => {
      parked.park(lines(2, 9));
      throw new Error("disk full");
    }),
  ).toThrow();
  expect([parked.count, parked.dropped]).toEqual([1, 0]);
  parked.release(parked.after(0, 10));
  expect([parked.count, parked.dropped]).toEqual([0, 0]);
});
