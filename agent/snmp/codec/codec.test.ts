import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wrapCounter } from "../../../core/rates.ts";
import { readReply, requestTlv } from "../../../test/fakes/snmp-device/client.ts";
import { cursorOf, readBytes as readFake } from "../../../test/fakes/snmp-device/ber.ts";
import { pduTlv as fakePdu, readPdu as readFakePdu } from "../../../test/fakes/snmp-device/pdu.ts";
import { counter64, objectId } from "../../../test/fakes/snmp-device/values.ts";
import type { VarBind } from "../protocol.ts";
import { enter, leave, peekTag, readerOf, readHeader, readInteger, tlv, integerTlv, TAG } from "./ber.ts";
import { communityTlv, peekMessage, readCommunityMessage } from "./message.ts";
import { oidContent, oidTlv, readOid } from "./oid.ts";
import {
  idPlace,
  LEAST_ID,
  MOST_ID,
  patchId,
  PDU,
  pduTlv,
  questionTlv,
  trapV1Tlv,
  type Pdu,
  type TrapV1,
} from "./pdu.ts";
import { numberAt, readValue } from "./value.ts";

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"));
const valueOf = (text: string) => readValue(readerOf(hex(text)));

const arc = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 0xff_ff_ff_ff }));
const oid = fc
  .tuple(fc.nat(2), fc.nat(39), fc.array(arc, { minLength: 1, maxLength: 20 }))
  .map(([first, second, rest]) => [first, second, ...rest].join("."));
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const varbind = fc.oneof(
  fc.record({ oid, type: fc.constant("integer" as const), value: int32 }),
  fc.record({ oid, type: fc.constantFrom("counter32", "gauge32", "timeticks"), value: uint32 }),
  fc.record({ oid, type: fc.constant("counter64" as const), value: fc.maxSafeNat() }),
  fc.record({ oid, type: fc.constant("octets" as const), value: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ oid, type: fc.constant("oid" as const), value: oid }),
  fc.record({
    oid,
    type: fc.constant("address" as const),
    value: fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((bytes) => bytes.join(".")),
  }),
  fc.record({ oid, type: fc.constantFrom("absent", "end") }),
) as fc.Arbitrary<VarBind>;
const varbinds = fc.array(varbind, { maxLength: 12 });
const pdu: fc.Arbitrary<Pdu> = fc.record({
  type: fc.constantFrom(PDU.response, PDU.report, PDU.trapV2, PDU.inform),
  requestId: int32,
  status: fc.nat(18),
  index: fc.nat(200),
  varbinds,
});
const trap: fc.Arbitrary<TrapV1> = fc.record({
  type: fc.constant(PDU.trapV1),
  enterprise: oid,
  agent: fc.constantFrom("192.0.2.7", "0.0.0.0", "255.255.255.255"),
  generic: fc.nat(6),
  specific: int32,
  timestamp: uint32,
  varbinds,
});

describe("what was written is read back", () => {
  test("messages of versions 1 and 2c with every kind of PDU", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1),
        fc.uint8Array({ maxLength: 40 }),
        fc.oneof(pdu, trap),
        (version, community, sent) => {
          const bytes = sent.type === PDU.trapV1 ? trapV1Tlv(sent as TrapV1) : pduTlv(sent as Pdu);
          const message = communityTlv(version, community, bytes);
          expect(readCommunityMessage(message)).toEqual({ version, community, pdu: sent });
        },
      ),
    );
  });

  test("the fake devices, whose codec is another, read our questions and we read their answers", () => {
    fc.assert(
      fc.property(fc.array(oid, { maxLength: 8 }), int32, fc.nat(127), (oids, requestId, second) => {
        const asked = questionTlv({ type: PDU.getBulk, oids, nonRepeaters: 0, maxRepetitions: second });
        const read = readFakePdu(cursorOf(asked));
        expect(read).toMatchObject({ type: PDU.getBulk, requestId: LEAST_ID, first: 0, second });
        expect(read.names.map((name) => [...name.tlv])).toEqual(oids.map((text) => [...oidTlv(text)]));
        const bindings = oids.map((text) => tlv(TAG.sequence, oidTlv(text), objectId(text).tlv));
        const answer = communityTlv(
          1,
          hex("70"),
          fakePdu({ type: PDU.response, requestId, status: 0, index: 0, bindings }),
        );
        expect(readCommunityMessage(answer)?.pdu).toEqual({
          type: PDU.response,
          requestId,
          status: 0,
          index: 0,
          varbinds: oids.map((text) => ({ oid: text, type: "oid", value: text })),
        });
        expect(readReply(answer).bindings.map(({ value }) => value)).toEqual(oids);
      }),
    );
  });

  test("64-bit counters are exact modulo 2^53", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (count) => {
        const content = readFake(cursorOf(counter64(count).tlv), TAG.counter64);
        expect(numberAt(content, TAG.counter64, 0, content.length)).toBe(wrapCounter(count));
      }),
    );
  });

  test("a request's id is put in the place of another one", () => {
    const asking = fc.record({
      type: fc.constantFrom(PDU.get, PDU.getNext, PDU.getBulk),
      oids: fc.array(oid, { maxLength: 60 }),
    });
    fc.assert(
      fc.property(asking, fc.integer({ min: LEAST_ID, max: MOST_ID }), (question, id) => {
        const bytes = questionTlv(question);
        patchId(bytes, idPlace(bytes), id);
        expect(readFakePdu(cursorOf(bytes))).toMatchObject({ type: question.type, requestId: id });
        const message = communityTlv(0, hex("7075626c6963"), bytes);
        expect(peekMessage(message)).toEqual({ version: 0, id, type: question.type });
      }),
    );
  });
});

describe("whatever the bytes", () => {
  /** A valid message of which some bytes are others, or missing. */
  const spoilt = fc
    .tuple(pdu, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }), fc.nat())
    .map(([sent, changes, cut]) => {
      const bytes = communityTlv(1, hex("7075"), pduTlv(sent));
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      return bytes.subarray(0, 1 + (cut % bytes.length));
    });

  test("reading never throws, ends, and stays inside", () => {
    fc.assert(
      fc.property(fc.oneof(spoilt, fc.uint8Array({ maxLength: 400 })), (bytes) => {
        readCommunityMessage(bytes);
        peekMessage(bytes);
        const reader = readerOf(bytes);
        for (let i = 0; i < 5; i += 1) {
          enter(reader, peekTag(reader));
          expect(reader.at).toBeLessThanOrEqual(reader.end);
          expect(reader.end).toBeLessThanOrEqual(bytes.length);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("every truncation of a message is refused", () => {
    const whole = requestTlv(2, "public", { type: "getBulk", oids: ["1.3.6.1.2.1.1"], maxRepetitions: 10 });
    expect(readCommunityMessage(whole)).toBeDefined();
    for (let cut = 0; cut < whole.length; cut += 1) {
      expect(readCommunityMessage(whole.subarray(0, cut)), `${cut} bytes`).toBeUndefined();
    }
  });

  test("what was left over inside a value is a mistake", () => {
    const reader = readerOf(tlv(TAG.sequence, integerTlv(1), integerTlv(2)));
    const outside = enter(reader, TAG.sequence);
    readInteger(reader);
    leave(reader, outside);
    expect(reader.bad).toBe(true);
  });

  test.each([
    ["of no length", "30 80 00 00"],
    ["of five bytes of length", "30 85 00 00 00 00 01 00"],
    ["longer than the datagram", "30 03 02 01"],
    ["a length that is cut", "30 82 01"],
    ["of 4 GB", "30 84 ff ff ff ff"],
  ])("a header %s is refused", (_, bytes) => {
    const reader = readerOf(hex(bytes));
    expect(readHeader(reader, TAG.sequence)).toBe(reader.end);
    expect(reader.bad).toBe(true);
  });
});

describe("odd values of real devices", () => {
  test.each([
    ["an unsigned one sent as if signed", "42 04 ff ff ff ff", { type: "gauge32", value: 0xff_ff_ff_ff }],
    [
      "an unsigned one with its leading zero",
      "41 05 00 ff ff ff ff",
      { type: "counter32", value: 0xff_ff_ff_ff },
    ],
    ["a negative INTEGER", "02 01 ff", { type: "integer", value: -1 }],
    ["an INTEGER of more bytes than it needs", "02 06 00 00 00 00 00 07", { type: "integer", value: 7 }],
    ["a length with leading zeros", "02 84 00 00 00 01 07", { type: "integer", value: 7 }],
    ["an INTEGER without content", "02 00", { type: "absent" }],
    ["an INTEGER of ten bytes", "02 0a 01 01 01 01 01 01 01 01 01 01", { type: "absent" }],
    ["an INTEGER beyond 53 bits", "02 08 7f ff ff ff ff ff ff ff", { type: "absent" }],
    ["an address of five bytes", "40 05 01 02 03 04 05", { type: "absent" }],
    ["an OID that ends in the middle of an arc", "06 02 2b 86", { type: "absent" }],
    ["an OID with an arc over 32 bits", "06 06 2b 90 80 80 80 00", { type: "absent" }],
    ["an empty OID", "06 00", { type: "oid", value: "0.0" }],
    ["Opaque", "44 01 00", { type: "opaque", value: new Uint8Array([0]) }],
    ["noSuchObject", "80 00", { type: "absent" }],
    ["endOfMibView", "82 00", { type: "end" }],
  ])("%s", (_, bytes, value) => {
    expect(valueOf(bytes)).toEqual(value);
  });

  test("the first two arcs share a number", () => {
    for (const text of ["0.0", "0.39", "1.0", "1.39", "2.0", "2.47.1", "2.999.3"]) {
      expect(readOid(readerOf(oidTlv(text)))).toBe(text);
    }
    expect(() => oidContent("3.1")).toThrow(RangeError);
    expect(() => oidContent("1.3.x")).toThrow(RangeError);
    expect(() => oidContent("")).toThrow(RangeError);
  });

  test("octets are a copy, so that they do not keep the datagram alive", () => {
    const bytes = Buffer.from("04024142", "hex");
    const value = readValue(readerOf(bytes));
    bytes.fill(0);
    expect(value).toEqual({ type: "octets", value: hex("41 42") });
  });
});
