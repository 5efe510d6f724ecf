import fc from "fast-check";
import { expect, test } from "vitest";
import { MINUTE } from "../../core/clock.ts";
import { createConflictWatch } from "./conflicts.ts";

const [A, B, C] = ["f4:8e:38:00:00:0a", "f4:8e:38:00:00:0b", "f4:8e:38:00:00:0c"] as const;
const IP = "10.1.2.7";

/** What is said after each look, one look a minute; undefined: the table had no entry. */
function looks(...macs: readonly (string | undefined)[]): (readonly string[])[] {
  const watch = createConflictWatch();
  return macs.map((mac, minute) => {
    const table = new Map(mac === undefined ? [] : [[IP, mac]]);
    return watch.see(table, minute * MINUTE).flatMap((conflict) => conflict.macs);
  });
}

test("an address that goes to another card and stays there is no conflict", () => {
  expect(looks(A, A, B, B, B).flat()).toEqual([]);
  expect(looks(A, B, C).flat()).toEqual([]);
  expect(looks(A, undefined, undefined, B).flat()).toEqual([]);
});

test("a card that comes back after another had its address shows two owners", () => {
  expect(looks(A, B, A)).toEqual([[], [], [A, B]]);
  expect(looks(A, A, A, B, B, A).at(-1)).toEqual([A, B]);
  expect(looks(A, undefined, B, undefined, A).at(-1)).toEqual([A, B]);
});

test("a card that was there for hours, away for a moment and back is one that shows it", () => {
  const hours = Array.from<string>({ length: 120 }).fill(A);
  expect(looks(...hours, B, A).at(-1)).toEqual([A, B]);
});

test("it is over ten minutes after the cards changed", () => {
  const said = looks(A, B, A, ...Array.from<string>({ length: 12 }).fill(A));
  expect(said[3]).toEqual([A, B]);
  expect(said[11]).toEqual([A, B]);
  expect(said[14]).toEqual([]);
});

test("changes that lie hours apart are new leases", () => {
  const still = (mac: string) => Array.from<string>({ length: 30 }).fill(mac);
  expect(looks(...still(A), ...still(B), ...still(A), ...still(B)).flat()).toEqual([]);
});

test("this PC's own address with another card is one at once", () => {
  const watch = createConflictWatch();
  const own = new Map([[IP, A]]);
  expect(watch.see(new Map([[IP, B]]), 0, own)).toEqual([{ ip: IP, macs: [A, B] }]);
  expect(watch.see(new Map([[IP, A]]), 1, own)).toEqual([]);
});

test("one card for each address is never a conflict, whatever comes and goes", () => {
  const look = fc.dictionary(fc.constantFrom("10.1.2.1", "10.1.2.2", "10.1.2.3"), fc.constant(""));
  fc.assert(
    fc.property(fc.array(look, { maxLength: 40 }), (tables) => {
      const watch = createConflictWatch();
      for (const [minute, table] of tables.entries()) {
        const cards = Object.keys(table).map((ip): [string, string] => [ip, `f4:8e:38:00:00:0${ip.at(-1)}`]);
        expect(watch.see(new Map(cards), minute * MINUTE)).toEqual([]);
      }
    }),
  );
});
