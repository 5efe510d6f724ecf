import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BerError,
  cursorOf,
  enter,
  expectEnd,
  integerTlv,
  readAny,
  readInteger,
  sizeOf,
  tlv,
  unsignedTlv,
} from "./ber.ts";
import { questionTlv, readBinding, readReply } from "./client.ts";
import { openMessage, readCommunityMessage } from "./community.ts";
import { arcsOf, compareArcs, formatOid, oidTlv, parseOid } from "./oid.ts";
import { PDU, pduTlv, readPdu } from "./pdu.ts";
import { readV3Message, v3MessageTlv } from "./v3-message.ts";
import {
  TAG,
  type Value,
  counter32,
  counter64,
  gauge32,
  integer,
  ipAddress,
  nothing,
  objectId,
  octets,
  opaque,
  timeTicks,
} from "./values.ts";

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const oid = fc
  .tuple(
    fc.oneof(
      fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 39 })),
      fc.tuple(fc.constant(2), uint32),
    ),
    fc.array(fc.oneof(uint32, fc.integer({ min: 0, max: 300 })), { maxLength: 126 }),
  )
  .map(([first, rest]) => [...first, ...rest]);
const bytes = (maxLength: number) => fc.uint8Array({ maxLength });

describe("encoding", () => {
  test.each([
    [0, "020100"],
    [127, "02017f"],
    [128, "02020080"],
    [-1, "0201ff"],
    [-128, "020180"],
    [-129, "0202ff7f"],
    [256, "02020100"],
    [-(2 ** 31), "020480000000"],
  ])("the integer %d is %s (X.690 8.3: in the fewest bytes)", (number, hex) => {
    expect(Buffer.from(integerTlv(number)).toString("hex")).toBe(hex);
  });

  test.each([
    [2n ** 64n - 1n, "460900ffffffffffffffff"],
    [2n ** 63n, "4609008000000000000000"],
    [2n ** 63n - 1n, "46087fffffffffffffff"],
    [2n ** 53n, "460720000000000000"],
    [128n, "46020080"],
    [0n, "460100"],
  ])("the counter %d is %s: never negative, never padded", (number, hex) => {
    expect(Buffer.from(unsignedTlv(number, TAG.counter64)).toString("hex")).toBe(hex);
  });

  test.each([
    ["1.3.6.1.4.1.32473", "06082b0601040181fd59"],
    ["2.999.3", "0603883703"],
    ["0.0", "060100"],
  ])("the OID %s is %s", (text, hex) => {
    expect(Buffer.from(oidTlv(parseOid(text))).toString("hex")).toBe(hex);
  });

  test.each(["", "1", "1..3", "3.1", "1.40", "1.3.4294967296", "1.3.x", " 1.3", "1.3."])(
    "%j is refused as an OID",
    (text) => {
      expect(() => parseOid(text)).toThrow(RangeError);
    },
  );

  test("lengths take one, two, three or four bytes", () => {
    for (const length of [0, 127, 128, 255, 256, 65_535, 65_536]) {
      const encoded = tlv(TAG.octets, new Uint8Array(length));
      expect(encoded.length).toBe(sizeOf(length));
      expect(readAny(cursorOf(encoded)).content.length).toBe(length);
    }
  });
});

describe("what was encoded comes back", () => {
  test("integers of 32 bits", () => {
    fc.assert(
      fc.property(int32, (number) => {
        expect(readInteger(cursorOf(integerTlv(number)))).toBe(number);
      }),
    );
  });

  test("OIDs, and their order is that of their numbers", () => {
    fc.assert(
      fc.property(oid, oid, (a, b) => {
        expect(arcsOf(readAny(cursorOf(oidTlv(a))).content)).toEqual(a);
        expect(parseOid(formatOid(a))).toEqual(a);
        expect(Math.sign(compareArcs(a, b))).toBe(-Math.sign(compareArcs(b, a)) + 0);
        expect(compareArcs(a, [...a, 0])).toBeLessThan(0);
      }),
    );
  });

  test("values of every type", () => {
    const value: fc.Arbitrary<readonly [Value, unknown]> = fc.oneof(
      int32.map((number) => [integer(number), BigInt(number)] as const),
      uint32.map((number) => [counter32(number), BigInt(number)] as const),
      uint32.map((number) => [gauge32(number), BigInt(number)] as const),
      uint32.map((number) => [timeTicks(number), BigInt(number)] as const),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((number) => [counter64(number), number] as const),
      bytes(400).map((content) => [octets(content), content] as const),
      bytes(20).map((content) => [opaque(content), content] as const),
      fc.uint8Array({ minLength: 4, maxLength: 4 }).map((content) => [ipAddress(content), content] as const),
      oid.map((arcs) => [objectId(formatOid(arcs)), formatOid(arcs)] as const),
      fc.constant([nothing, new Uint8Array(0)] as const),
    );
    fc.assert(
      fc.property(oid, value, (name, [made, expected]) => {
        const read = readBinding(enter(cursorOf(tlv(TAG.sequence, oidTlv(name), made.tlv)), TAG.sequence));
        const { value: got } = read;
        expect({ ...read, value: got instanceof Uint8Array ? Uint8Array.from(got) : got }).toEqual({
          oid: formatOid(name),
          tag: made.tag,
          value: expected,
        });
      }),
    );
  });

  test("requests", () => {
    fc.assert(
      fc.property(fc.array(oid, { maxLength: 20 }), int32, uint32, (names, requestId, repetitions) => {
        const maxRepetitions = repetitions % 2 ** 31;
        const oids = names.map(formatOid);
        const pdu = readPdu(
          cursorOf(questionTlv({ type: "getBulk", oids, requestId, nonRepeaters: 1, maxRepetitions })),
        );
        expect({ ...pdu, names: pdu.names.map(({ arcs }) => arcs) }).toMatchObject({
          type: PDU.getBulk,
          requestId,
          first: 1,
          second: maxRepetitions,
          names,
        });
      }),
    );
  });

  test("version 3 messages, in clear text", () => {
    fc.assert(
      fc.property(
        bytes(32),
        bytes(32),
        int32,
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        (engineId, user, requestId, boots) => {
          const message = v3MessageTlv({
            id: 5,
            maxSize: 1_472,
            engineId,
            boots,
            time: 9,
            user,
            contextEngineId: engineId,
            context: user,

            reply: { type: PDU.get, requestId, status: 0, index: 0, bindings: [] },
          });
          const opened = openMessage(message);
          if (opened?.version !== 3) throw new Error("not version 3");
          const read = readV3Message(message, opened.body);
          expect(Buffer.from(read.engineId)).toEqual(Buffer.from(engineId));
          expect(Buffer.from(read.user)).toEqual(Buffer.from(user));
          expect({ boots: read.boots, requestId: read.clear?.pdu.requestId }).toEqual({ boots, requestId });
        },
      ),
    );
  });
});

/** Reads a datagram in every way we have; a BerError is the only way to say no. */
function readAll(datagram: Uint8Array): boolean {
  try {
    const opened = openMessage(datagram);
    if (opened === undefined) return false;
    if (opened.version === 3) readV3Message(datagram, opened.body);
    else readCommunityMessage(opened.version, opened.body);
    return true;
  } catch (error) {
    if (error instanceof BerError) return false;
    throw error;
  }
}

describe("hostile input", () => {
  test("random bytes never crash or hang a reader", () => {
    fc.assert(
      fc.property(bytes(300), (noise) => {
        readAll(noise);
      }),
      { numRuns: 2_000 },
    );
  });

  const request = tlv(
    TAG.sequence,
    integerTlv(1),
    tlv(TAG.octets, Buffer.from("public")),
    questionTlv({ type: "getNext", oids: ["1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.3.0"] }),
  );

  test("a good message with some bytes changed never crashes or hangs a reader", () => {
    const change = fc.tuple(fc.nat({ max: request.length - 1 }), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const spoilt = Uint8Array.from(request);
        for (const [at, byte] of changes) spoilt[at] = byte;
        readAll(spoilt);
      }),
      { numRuns: 2_000 },
    );
  });

  test("a message that is cut off, or has bytes behind it, is refused wherever that is", () => {
    expect(readAll(request)).toBe(true);
    for (let length = 0; length < request.length; length += 1)
      expect(readAll(request.subarray(0, length))).toBe(false);
    expect(readAll(Buffer.concat([request, Uint8Array.of(0)]))).toBe(false);
  });

  test.each([
    ["an OID with nothing in it", "0600"],
    ["an OID that ends in the middle of a number", "06022b81"],
    ["an OID with a padded number", "06032b8001"],
    ["an OID with a number over 32 bits", "06062b9080808000"],
  ])("%s is refused", (_, hex) => {
    expect(() => arcsOf(readAny(cursorOf(Buffer.from(hex, "hex"))).content)).toThrow(BerError);
  });

  test.each([
    ["indefinite", "3080020100"],
    ["longer than the message", "30847fffffff020100"],
    ["of five bytes", "30850000000003020100"],
    ["longer than what encloses it", "3003020500"],
  ])("a length that is %s is refused", (_, hex) => {
    expect(() => {
      const outer = cursorOf(Buffer.from(hex, "hex"));
      readInteger(enter(outer, TAG.sequence));
      expectEnd(outer);
    }).toThrow(BerError);
  });

  test("the asker of the tests reads replies as strictly", () => {
    const reply = tlv(
      TAG.sequence,
      integerTlv(1),
      tlv(TAG.octets, Buffer.from("public")),
      pduTlv({ type: PDU.response, requestId: -5, status: 2, index: 1, bindings: [] }),
    );
    expect(readReply(reply)).toEqual({
      type: PDU.response,
      requestId: -5,
      status: 2,
      index: 1,
      bindings: [],
    });
    expect(() => readReply(reply.subarray(0, -1))).toThrow(BerError);
  });
});
