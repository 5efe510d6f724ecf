import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeDnsAnswer, readDnsQuestion } from "../../test/fakes/dns.ts";
import { answers, decodeAnswer, encodeQuery, sameAddress } from "./dns-message.ts";

const asked = { id: 7, name: "dichvucong.huongson.example", type: 1 };

test("a query is what RFC 1035 says", () => {
  const bytes = encodeQuery(0x1234, "a.vn", "A") ?? new Uint8Array();
  expect(Buffer.from(bytes).toString("hex")).toBe("1234010000010000000000000161027".concat("66e0000010001"));
});

test.each(["", ".", "a..b", `${"x".repeat(64)}.vn`, "a b.vn", `${"abcdefg.".repeat(32)}vn`])(
  "%j is no name that can be asked for",
  (name) => {
    expect(encodeQuery(1, name, "A")).toBeUndefined();
  },
);

describe("an answer", () => {
  test("gives the addresses, also behind an alias", () => {
    const bytes = makeDnsAnswer(asked, {
      alias: "cdn.example",
      addresses: [
        [10, 1, 2, 3],
        [10, 1, 2, 4],
      ],
    });
    expect(decodeAnswer(bytes)).toEqual({
      id: 7,
      code: 0,
      truncated: false,
      question: { name: asked.name, type: 1 },
      addresses: ["10.1.2.3", "10.1.2.4"],
    });
  });

  test("has addresses of IPv6 in their shortest form", () => {
    const six = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0x53];
    const loopback = [...Array.from<number>({ length: 15 }).fill(0), 1];
    const bytes = makeDnsAnswer({ ...asked, type: 28 }, { addresses: [six, loopback] });
    expect(decodeAnswer(bytes)?.addresses).toEqual(["2001:db8::1:0:0:53", "::1"]);
  });

  test("says that there is no such name, or that the server failed", () => {
    expect(decodeAnswer(makeDnsAnswer(asked, { code: 3 }))).toMatchObject({ code: 3, addresses: [] });
    expect(decodeAnswer(makeDnsAnswer(asked, { code: 2 }))?.code).toBe(2);
  });

  test("that is cut off counts only where it says so", () => {
    const whole = makeDnsAnswer(asked, { addresses: [[10, 1, 2, 3]] });
    expect(decodeAnswer(whole.subarray(0, -2))).toBeUndefined();
    const cut = makeDnsAnswer(asked, { truncated: true, addresses: [[10, 1, 2, 3]] });
    expect(decodeAnswer(cut.subarray(0, -2))).toMatchObject({ truncated: true, addresses: [] });
  });

  test("to another question is not ours", () => {
    const answer = decodeAnswer(makeDnsAnswer(asked, {}));
    if (answer === undefined) throw new Error("no answer");
    expect(answers(answer, 7, "DichVuCong.huongson.example.", "A")).toBe(true);
    expect(answers(answer, 8, asked.name, "A")).toBe(false);
    expect(answers(answer, 7, asked.name, "AAAA")).toBe(false);
    expect(answers(answer, 7, "other.example", "A")).toBe(false);
  });

  test("whose pointers run in a circle ends", () => {
    const bytes = makeDnsAnswer(asked, {});
    bytes.set([0xc0, 12], 12);
    expect(decodeAnswer(bytes)).toBeUndefined();
  });
});

test("what is asked is understood, and anything at all is survived", () => {
  const label = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), fc.nat(65_535), (labels, id) => {
      const name = labels.join(".");
      const query = encodeQuery(id, name, "AAAA");
      expect(query && readDnsQuestion(Buffer.from(query))).toEqual({ id, name, type: 28 });
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      decodeAnswer(bytes);
    }),
  );
});

test("two texts of one address are the same", () => {
  expect(sameAddress("2001:DB8:0::1", "2001:db8::1")).toBe(true);
  expect(sameAddress("10.1.2.3", "10.1.2.3")).toBe(true);
  expect(sameAddress("10.1.2.3", "10.1.2.30")).toBe(false);
});
