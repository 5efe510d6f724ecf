import { expect, test } from "vitest";
import { totp } from "./totp.ts";

/** "12345678901234567890" in base32, and the SHA-1 rows of RFC 6238, appendix B. */
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

test.each([
  [59, "94287082"],
  [1_111_111_109, "07081804"],
  [1_234_567_890, "89005924"],
  [20_000_000_000, "65353130"],
])("at %i s the phone of the standard shows %s", (seconds, code) => {
  expect(totp(SECRET, seconds * 1_000, 8)).toBe(code);
});
