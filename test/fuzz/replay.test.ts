import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mutate } from "./mutate.ts";
import { TARGETS } from "./targets.ts";

const FOUND = join(import.meta.dirname, "found");
const inputs = readdirSync(FOUND)
  .filter((name) => name.endsWith(".bin"))
  .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(FOUND, name))) }));

test("there are inputs that were found before", () => {
  expect(inputs.length).toBeGreaterThanOrEqual(30);
  expect(TARGETS.length).toBeGreaterThanOrEqual(4);
});

describe.each(TARGETS)("$name", ({ run, seeds }) => {
  test.each(inputs)("withstands $name", ({ bytes }) => {
    const began = performance.now();
    expect(() => run(Uint8Array.from(bytes))).not.toThrow();
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test("withstands what becomes of its seeds", () => {
    expect(seeds.length).toBeGreaterThan(0);
    const random = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
      minLength: 40,
      maxLength: 40,
    });
    const seed = fc.constantFrom(...seeds);
    fc.assert(
      fc.property(seed, seed, random, (one, other, numbers) => {
        let at = 0;
        const next = () => numbers[at++ % numbers.length] ?? 0;
        run(mutate(one, other, next));
      }),
      { numRuns: 200 },
    );
  });
});
