import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { macOf, macOfArcs, macOfText } from "./mac.ts";
import type { SnmpValue } from "./protocol.ts";

const octets = (text: string): SnmpValue => ({
  type: "octets",
  value: new Uint8Array(Buffer.from(text, "latin1")),
});

describe("a hardware address", () => {
  test("is six bytes", () => {
    expect(macOf({ type: "octets", value: Uint8Array.of(0, 0x1b, 0x21, 1, 2, 0xf3) })).toBe(
      "00:1b:21:01:02:f3",
    );
  });

  test.each([
    "00:1b:21:01:02:f3",
    "0:1B:21:1:2:F3",
    "00-1B-21-01-02-F3",
    "00 1b 21 01 02 f3 ",
    "001b.2101.02f3",
    "001b-2101-02f3",
    "001B21-0102F3",
    "001b210102f3",
    "00:1b:21:01:02:f3\0",
    "30:30:3a:31:62:3a:32:31:3a:30:31:3a:30:32:3a:66:33",
  ])("is found in %j", (text) => expect(macOf(octets(text))).toBe("00:1b:21:01:02:f3"));

  test.each([
    "",
    "00:1b:21:01:02",
    "00:1b:21:01:02:f3:44",
    "00:1b-21:01:02:f3",
    "hello world",
    "12345678901",
  ])("is not found in %j", (text) => expect(macOf(octets(text))).toBeUndefined());

  test("of zeros or ones is none, and no other type is one", () => {
    expect(macOf({ type: "octets", value: new Uint8Array(6) })).toBeUndefined();
    expect(macOf({ type: "octets", value: new Uint8Array(6).fill(255) })).toBeUndefined();
    expect(macOfText("00:00:00:00:00:00")).toBeUndefined();
    expect(macOf({ type: "integer", value: 5 })).toBeUndefined();
    expect(macOf(undefined)).toBeUndefined();
  });

  test("stands in an index as six arcs", () => {
    expect(macOfArcs("0.27.33.1.2.243".split("."))).toBe("00:1b:21:01:02:f3");
    expect(macOfArcs("0.27.33.1.2".split("."))).toBeUndefined();
    expect(macOfArcs("0.27.33.1.2.256".split("."))).toBeUndefined();
  });

  test("comes out in one spelling, whatever the device sent", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (value) => {
        expect(macOf({ type: "octets", value }) ?? "00:00:00:00:00:01").toMatch(
          /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/,
        );
      }),
    );
  });
});
