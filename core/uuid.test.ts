import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { uuidv7 } from "./uuid.ts";

const zeros = (bytes: Uint8Array) => bytes.fill(0);
const ones = (bytes: Uint8Array) => bytes.fill(255);

test("equals the example of RFC 9562 when given its time and random bits", () => {
  // Appendix A.6: time 0x017F22E279B0, rand_a 0xCC3, rand_b 0b01 ‖ 0x8C4DC0C0C07398F.
  const bits = [0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f];
  const id = uuidv7(0x017f22e279b0, (bytes) => {
    bytes.set(bits);
    return bytes;
  });
  expect(id).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

test("is a UUIDv7 for any time and any randomness, and sorts by time", () => {
  const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  fc.assert(
    fc.property(time, time, fc.constantFrom(zeros, ones), (a, b, random) => {
      expect(z.uuidv7().safeParse(uuidv7(a, random)).success).toBe(true);
      if (a < b) expect(uuidv7(a, ones) < uuidv7(b, zeros)).toBe(true);
    }),
  );
});
