import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanText, searchKey } from "./text.ts";

test.each([
  ["  SW-Tầng1 \u0000\r\n", "SW-Tầng1"],
  ["line one\r\nline two", "line one line two"],
  ["a\u0007b\u001B[31mred", "ab[31mred"],
  ["safe\u202Eevil", "safeevil"],
  ["Hu\u031Bo\u031Bng So\u031Bn", "Hương Sơn"],
  ["\uD800broken", "\uFFFDbroken"],
])("%j becomes %j", (from, to) => expect(cleanText(from)).toBe(to));

test("whatever comes in, what goes out has no control characters, is bounded, well formed and clean already", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 600 }),
      fc.integer({ min: 1, max: 300 }),
      (text, max) => {
        const clean = cleanText(text, max);
        expect(clean.length).toBeLessThanOrEqual(max);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(clean.isWellFormed()).toBe(true);
        expect(cleanText(clean, max)).toBe(clean);
      },
    ),
  );
});

test("searching ignores case and diacritics", () => {
  expect(searchKey("Đại Nghĩa")).toBe("dai nghia");
  expect(searchKey("HƯƠNG SƠN")).toBe("huong son");
});
