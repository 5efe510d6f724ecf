import fc from "fast-check";
import { expect, test } from "vitest";
import type { SnmpValue } from "../protocol.ts";
import { numberOf } from "./numbers.ts";

const text = (words: string): SnmpValue => ({ type: "octets", value: new Uint8Array(Buffer.from(words)) });
const opaque = (hex: string): SnmpValue => ({
  type: "opaque",
  value: new Uint8Array(Buffer.from(hex, "hex")),
});

test.each([
  ["41", 41],
  [" -3.5 C", -3.5],
  ["12 %", 12],
  ["3800rpm", 3800],
  ["55 °C", 55],
  ["n/a", undefined],
  ["", undefined],
  ["1.2.3", undefined],
  ["port 7", undefined],
])("the text %j is %j", (words, number) => {
  expect(numberOf(text(words))).toBe(number);
});

test("a pattern takes the number out of a longer text", () => {
  const match = String.raw`5 Sec \(\s*([\d.]+)%`;
  expect(numberOf(text("5 Sec ( 9.51%)   60 Sec (10.2%)"), { match })).toBe(9.51);
  expect(numberOf(text("60 Sec (10.2%)"), { match })).toBeUndefined();
  expect(numberOf({ type: "integer", value: 2145 }, { match: "^..(.+)" })).toBe(45);
});

test("floats come inside of Opaque", () => {
  expect(numberOf(opaque("9f780442f60000"))).toBe(123);
  expect(numberOf(opaque("9f78043dcccccd"))).toBe(0.1);
  expect(numberOf(opaque("9f7908405ec00000000000"))).toBe(123);
  expect(numberOf(opaque("9f78047fc00000"))).toBeUndefined();
  expect(numberOf(opaque("9f7804"))).toBeUndefined();
});

test("ignored values are none, and others are scaled without noise", () => {
  expect(numberOf({ type: "integer", value: 255 }, { ignore: [255, -1] })).toBeUndefined();
  expect(numberOf({ type: "integer", value: 3 }, { multiply: 0.1 })).toBe(0.3);
  expect(numberOf({ type: "gauge32", value: 2301 }, { divide: 10 })).toBe(230.1);
});

test("whatever bytes come, the answer is a finite number or none", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("octets" as const, "opaque" as const),
      fc.uint8Array({ maxLength: 80 }),
      (type, value) => {
        const number = numberOf({ type, value });
        expect(number === undefined || Number.isFinite(number)).toBe(true);
      },
    ),
  );
});
