import { describe, expect, test } from "vitest";
import { MINUTE } from "../../../core/clock.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import { newBackupCodes, spentCodes, typedCode } from "./factor-codes.ts";

test("ten backup codes, each another, without letters that look alike", () => {
  const codes = newBackupCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
  expect(newBackupCodes().filter((code) => codes.includes(code))).toEqual([]);
});

test.each([
  ["123456", "phone", "123456"],
  [" 123 456 ", "phone", "123456"],
  ["7k2mq-04xtc", "backup", "7k2mq-04xtc"],
  ["7K2MQ O4XTC", "backup", "7k2mq-04xtc"],
  ["7k2mqo4xtc", "backup", "7k2mq-04xtc"],
  ["il2mq-04xtc", "backup", "112mq-04xtc"],
  ["12345", "backup", "12345-"],
] as const)("“%s” is a code of the %s: %s", (text, kind, code) => {
  expect(typedCode(text)).toEqual({ kind, code });
});

test("every backup code is found again however it is typed", () => {
  for (const code of newBackupCodes())
    for (const typed of [code, code.toUpperCase(), code.replace("-", " "), code.replaceAll("0", "O")])
      expect(typedCode(typed)).toEqual({ kind: "backup", code });
});

describe("a code of a phone", () => {
  test("counts once for a person, and its digits mean something again later", async () => {
    const clock = fakeClock();
    const spent = spentCodes(clock);
    expect(spent.claim("an", "123456")).toBe(true);
    expect(spent.claim("an", "123456")).toBe(false);
    expect(spent.claim("binh", "123456")).toBe(true);
    await clock.advance(2 * MINUTE);
    expect(spent.claim("an", "123456")).toBe(true);
  });

  test("that was wrong is not spent", () => {
    const spent = spentCodes(fakeClock());
    expect(spent.claim("an", "123456")).toBe(true);
    spent.release("an", "123456");
    expect(spent.claim("an", "123456")).toBe(true);
  });
});
