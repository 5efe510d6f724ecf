import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeStatusAnswer } from "../../test/fakes/netbios.ts";
import { decodeStatusAnswer, encodeStatusRequest } from "./netbios.ts";

test("the request is the 50 bytes that every Windows PC knows", () => {
  expect(Buffer.from(encodeStatusRequest(0x1234)).toString("hex")).toBe(
    `123400000001${"0000".repeat(3)}20434b${"41".repeat(30)}0000210001`,
  );
});

const MAC = "f4:8e:38:00:00:07";

describe("an answer", () => {
  test("gives the machine's own name and card, not its workgroup's name", () => {
    const bytes = makeStatusAnswer(7, {
      mac: MAC,
      names: [
        { name: "UBND-XA", kind: 0x00, group: true },
        { name: "VP-03", kind: 0x20 },
        { name: "VP-03", kind: 0x00 },
      ],
    });
    expect(decodeStatusAnswer(bytes)).toEqual({ id: 7, name: "VP-03", mac: MAC });
  });

  test("of Samba has no card", () => {
    const bytes = makeStatusAnswer(7, { mac: "00:00:00:00:00:00", names: [{ name: "NAS", kind: 0x20 }] });
    expect(decodeStatusAnswer(bytes)).toEqual({ id: 7, name: "NAS", mac: undefined });
  });

  test("that names nobody is still an answer", () => {
    expect(decodeStatusAnswer(makeStatusAnswer(9, { mac: MAC, names: [] }))?.name).toBeUndefined();
  });

  test("with control characters and markup is cleaned", () => {
    const bytes = makeStatusAnswer(1, { mac: MAC, names: [{ name: "\u0001<b>x\n", kind: 0 }] });
    expect(decodeStatusAnswer(bytes)?.name).toBe("<b>x");
  });
});

test("cut anywhere, an answer is none or says no more than before", () => {
  const whole = makeStatusAnswer(7, { mac: MAC, names: [{ name: "VP-03", kind: 0 }] });
  for (let length = 0; length < whole.length; length += 1) {
    const read = decodeStatusAnswer(whole.subarray(0, length));
    expect(read?.name ?? "VP-03").toBe("VP-03");
    expect(read?.mac ?? MAC).toBe(MAC);
  }
});

test("whatever comes, it is read at once and without an exception", () => {
  const template = makeStatusAnswer(7, { mac: MAC, names: [{ name: "VP-03", kind: 0 }] });
  const spoilt = fc
    .array(fc.tuple(fc.nat(template.length - 1), fc.nat(255)), { maxLength: 8 })
    .map((changes) => {
      const bytes = Uint8Array.from(template);
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 600 }), spoilt), (bytes) => {
      const read = decodeStatusAnswer(bytes);
      // eslint-disable-next-line no-control-regex -- that there are none is what is tested
      if (read?.name !== undefined) expect(read.name).toMatch(/^[\x20-\x7e]{1,15}$/);
    }),
    { numRuns: 2_000 },
  );
});
