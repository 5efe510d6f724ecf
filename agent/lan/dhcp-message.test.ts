import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeOffer } from "../../test/fakes/dhcp.ts";
import { decodeOffer, encodeDiscover } from "./dhcp-message.ts";

const CARD = Uint8Array.of(0xf4, 0x8e, 0x38, 0, 0, 7);
const question = encodeDiscover(0xde_ad_be_ef, CARD);
const good = { server: "10.1.2.1", router: "10.1.2.254", offered: "10.1.2.77" };

test("a question is a DISCOVER to everybody, and asks for nothing", () => {
  expect(question.length).toBe(300);
  expect(Buffer.from(question.subarray(0, 12)).toString("hex")).toBe("01010600deadbeef00008000");
  expect(Buffer.from(question.subarray(236, 259)).toString("hex")).toBe(
    "638253633501013d0701f48e3800000737020103ff0000",
  );
  // Nor does it say which address it wants, or of which server (options 50 and 54).
  expect(decodeOffer(question)).toBeUndefined();
});

describe("an offer", () => {
  test("says who offers, and which router", () => {
    expect(decodeOffer(makeOffer(question, good))).toEqual({
      xid: 0xde_ad_be_ef,
      mac: "f4:8e:38:00:00:07",
      server: "10.1.2.1",
      router: "10.1.2.254",
    });
  });

  test("without a server, a router or an end is one too", () => {
    const bytes = makeOffer(question, { ...good, server: "0.0.0.0", router: "0.0.0.0" });
    expect(decodeOffer(bytes.subarray(0, 263))).toMatchObject({ server: undefined, router: undefined });
  });

  test("is no other message, and none of another kind of hardware", () => {
    const bytes = makeOffer(question, good);
    for (const [at, value] of [
      [0, 1],
      [1, 6],
      [2, 16],
      [236, 0],
      // An ACK.
      [242, 5],
      // The length of the server's address.
      [244, 255],
    ] as const) {
      const spoilt = Uint8Array.from(bytes);
      spoilt[at] = value;
      expect(decodeOffer(spoilt), `byte ${at}`).toBeUndefined();
    }
  });

  test("may be anything at all", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (options) => {
        const bytes = new Uint8Array(240 + options.length);
        bytes.set(makeOffer(question, good).subarray(0, 240));
        bytes.set(options, 240);
        decodeOffer(bytes);
      }),
    );
  });
});
