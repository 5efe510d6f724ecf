import fc from "fast-check";
import { expect, test } from "vitest";
import { compareOids, indexIn } from "./oid.ts";

const arcs = fc.array(fc.nat(0xff_ff_ff_ff), { minLength: 1, maxLength: 12 });

test("OIDs are ordered number by number, a prefix first", () => {
  fc.assert(
    fc.property(arcs, arcs, fc.nat(12), (a, b, shared) => {
      const c = [...a.slice(0, shared), ...b];
      const at = Array.from({ length: Math.max(a.length, c.length) }).findIndex((_, i) => a[i] !== c[i]);
      const expected = at < 0 ? 0 : Math.sign((a[at] ?? -1) - (c[at] ?? -1));
      expect(Math.sign(compareOids(a.join("."), c.join(".")))).toBe(expected);
    }),
  );
});

test("an index is what follows the column, number by number", () => {
  expect(indexIn("1.3.6.1", "1.3.6.1.7")).toBe("7");
  expect(indexIn("1.3.6.1", "1.3.6.1.7.8")).toBe("7.8");
  for (const outside of ["1.3.6.1", "1.3.6.10.7", "1.3.6.2.7", "1.3.6", "1.3.6.1."]) {
    expect(indexIn("1.3.6.1", outside), outside).toBeUndefined();
  }
});
