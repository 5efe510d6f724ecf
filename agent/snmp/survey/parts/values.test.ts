import fc from "fast-check";
import { SocketAddress } from "node:net";
import { describe, expect, test } from "vitest";
import { addressOf, addressOfBytes, namesOfBits, wholeOf } from "./values.ts";

const octets = (text: string) => ({
  type: "octets" as const,
  value: new Uint8Array(Buffer.from(text, "latin1")),
});

describe("a network address", () => {
  test("of 16 bytes is written as everybody writes it", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0, 0, 1, 0xfe), { minLength: 16, maxLength: 16 }), (bytes) => {
        const groups = Array.from({ length: 8 }, (_, i) =>
          (((bytes[i * 2] ?? 0) << 8) | (bytes[i * 2 + 1] ?? 0)).toString(16),
        );
        const ours = addressOfBytes(bytes);
        if (bytes.every((byte) => byte === 0)) expect(ours).toBeUndefined();
        else {
          // Node writes the same address the same way, unless it looks like an embedded IPv4 one.
          const theirs = new SocketAddress({ address: groups.join(":"), family: "ipv6" }).address;
          if (!theirs.includes(".")) expect(ours).toBe(theirs);
        }
      }),
    );
  });

  test("may have a zone behind it, and is none with a part that is no byte", () => {
    expect(addressOfBytes([192, 0, 2, 1, 0, 0, 0, 7])).toBe("192.0.2.1");
    expect(addressOfBytes([192, 0, 2, 256])).toBeUndefined();
    expect(addressOfBytes([192, 0, 2])).toBeUndefined();
    expect(addressOfBytes([0, 0, 0, 0])).toBeUndefined();
  });

  test("comes as IpAddress, as bytes or as text", () => {
    expect(addressOf({ type: "address", value: "192.0.2.1" })).toBe("192.0.2.1");
    expect(addressOf({ type: "address", value: "0.0.0.0" })).toBeUndefined();
    expect(addressOf(octets("\xc0\x00\x02\x01"))).toBe("192.0.2.1");
    expect(addressOf(octets("192.0.2.1"))).toBe("192.0.2.1");
    expect(addressOf(octets("nowhere"))).toBeUndefined();
    expect(addressOf({ type: "integer", value: 1 })).toBeUndefined();
  });
});

test("whole numbers come with any numeric type, or as text", () => {
  expect(wholeOf({ type: "integer", value: 5 })).toBe(5);
  expect(wholeOf({ type: "gauge32", value: 5 })).toBe(5);
  expect(wholeOf(octets("5"))).toBe(5);
  expect(wholeOf({ type: "integer", value: -1 })).toBeUndefined();
  expect(wholeOf({ type: "integer", value: 0 }, 1)).toBeUndefined();
  expect(wholeOf(octets("five"))).toBeUndefined();
  expect(wholeOf({ type: "oid", value: "1.3" })).toBeUndefined();
});

test("bits are counted from the first byte's highest", () => {
  const names = ["a", "b", "c", "", "e", "f", "g", "h", "i"];
  expect(namesOfBits(octets("\xa0\x80"), names)).toEqual(["a", "c", "i"]);
  expect(namesOfBits(octets("\x10"), names)).toBeUndefined();
  expect(namesOfBits(octets("A0 80 "), names)).toEqual(["a", "c", "i"]);
  expect(namesOfBits({ type: "integer", value: 3 }, names)).toBeUndefined();
});
