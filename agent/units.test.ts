import fc from "fast-check";
import { expect, test } from "vitest";
import { formatBytes, formatDuration, parseBytes, parseDuration } from "./units.ts";

test.each([
  ["30s", 30_000],
  ["5m", 300_000],
  ["10d", 864_000_000],
  ["1h", 3_600_000],
  ["250ms", 250],
])("%s is %d ms", (text, ms) => expect(parseDuration(text)).toBe(ms));

test.each(["", "5", "m", "-5m", "5 minutes", "5m30s", "1e3s", "５m"])("%j is no duration", (text) =>
  expect(parseDuration(text)).toBeUndefined(),
);

test("256MiB is what it says, and 256MB is not accepted", () => {
  expect(parseBytes("256MiB")).toBe(268_435_456);
  expect(parseBytes("256MB")).toBeUndefined();
});

test("what was formatted is read back the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (value) => {
      expect(parseDuration(formatDuration(value))).toBe(value);
      expect(parseBytes(formatBytes(value))).toBe(value);
    }),
  );
});
