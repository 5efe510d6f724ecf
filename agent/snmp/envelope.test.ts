import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge, type Expected } from "./envelope.ts";

const v2c: Expected = { version: 1, auth: false, priv: false };
const authPriv: Expected = { version: 3, auth: true, priv: true };
const authOnly: Expected = { version: 3, auth: true, priv: false };
const noAuth: Expected = { version: 3, auth: false, priv: false };

const tlv = (tag: number, ...parts: number[][]): number[] => {
  const content = parts.flat();
  return [tag, ...(content.length < 0x80 ? [content.length] : [0x81, content.length]), ...content];
};
const int = (value: number) => tlv(0x02, [value]);
const pdu = (tag: number) =>
  tlv(tag, int(1), int(0), int(0), tlv(0x30, tlv(0x30, tlv(0x06, [0x2b]), tlv(0x05))));
const community = (version: number, tag = 0xa2) => tlv(0x30, int(version), tlv(0x04, [0x70]), pdu(tag));
const v3 = (flags: number, body: number[]) =>
  tlv(
    0x30,
    int(3),
    tlv(0x30, int(9), tlv(0x02, [0x05, 0xdc]), tlv(0x04, [flags]), int(3)),
    tlv(0x04, tlv(0x30)),
    body,
  );
const clear = (tag: number) => tlv(0x30, tlv(0x04, [1]), tlv(0x04), pdu(tag));
const encrypted = tlv(0x04, [1, 2, 3, 4]);
const RESPONSE = 0xa2;
const REPORT = 0xa8;

describe("a datagram from the device's address", () => {
  test.each<[string, number[], Expected, string]>([
    ["an answer of the same version", community(1), v2c, "take"],
    ["an answer of another version", community(0), v2c, "garbage"],
    ["a request", community(1, 0xa0), v2c, "garbage"],
    ["a trap", community(1, 0xa7), v2c, "garbage"],
    ["a version 3 answer to a 2c question", v3(0, clear(RESPONSE)), v2c, "garbage"],
    ["an encrypted answer to an encrypted question", v3(3, encrypted), authPriv, "take"],
    ["a clear-text answer to an encrypted question", v3(0, clear(RESPONSE)), authPriv, "downgrade"],
    [
      "an authenticated clear-text answer to an encrypted question",
      v3(1, clear(RESPONSE)),
      authPriv,
      "downgrade",
    ],
    ["an unauthenticated answer to an authenticated question", v3(0, clear(RESPONSE)), authOnly, "downgrade"],
    ["a report in clear text", v3(0, clear(REPORT)), authPriv, "take"],
    ["an authenticated report in clear text", v3(1, clear(REPORT)), authPriv, "take"],
    ["an authenticated answer", v3(1, clear(RESPONSE)), authOnly, "take"],
    // net-snmp would look for a key that there is not, and throw.
    ["an authenticated answer to an unauthenticated question", v3(1, clear(RESPONSE)), noAuth, "garbage"],
    ["an encrypted answer to an authenticated question", v3(3, encrypted), authOnly, "garbage"],
    ["encrypted but not authenticated", v3(2, encrypted), authPriv, "garbage"],
    ["flags that say encrypted, over clear text", v3(3, clear(RESPONSE)), authPriv, "garbage"],
    ["nothing", [], v2c, "garbage"],
    ["a lone empty sequence", [0x30, 0], v2c, "garbage"],
    ["a length without end", [0x30, 0x80, 0x02, 0x01, 0x01], v2c, "garbage"],
    ["a length that spells more than there is", [0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x02], v2c, "garbage"],
  ])("%s", (_, bytes, expected, verdict) => expect(judge(Uint8Array.from(bytes), expected)).toBe(verdict));

  test("cut anywhere, it is garbage", () => {
    const whole = [community(1), v3(3, encrypted), v3(0, clear(REPORT))];
    for (const bytes of whole) {
      const expected = bytes[4] === 3 ? authPriv : v2c;
      for (let length = 0; length < bytes.length; length += 1) {
        expect(judge(Uint8Array.from(bytes.slice(0, length)), expected)).toBe("garbage");
      }
    }
  });

  test("whatever the bytes, the verdict comes without a throw", () => {
    const expectedOf = fc.constantFrom(v2c, noAuth, authOnly, authPriv);
    const mutated = fc
      .tuple(
        fc.constantFrom(community(1), v3(3, encrypted), v3(0, clear(RESPONSE)), v3(1, clear(REPORT))),
        fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 6 }),
      )
      .map(([bytes, changes]) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, value] of changes) changed[at % changed.length] = value;
        return changed;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated), expectedOf, (bytes, expected) => {
        expect(["take", "garbage", "downgrade"]).toContain(judge(bytes, expected));
      }),
      { numRuns: 2_000 },
    );
  });
});
