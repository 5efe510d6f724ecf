import type { SnmpValue, VarBind } from "../protocol.ts";
import { enter, integerTlv, leave, peekTag, readHeader, signedAt, TAG, tlv, type Reader } from "./ber.ts";
import { oidAt, oidContent, oidTlv, readOid } from "./oid.ts";

/**
 * Values of variable bindings (RFC 2578, RFC 3416). What is well-formed BER but no value (an address of five bytes, an
 * integer of twenty) is `absent`: one mistake of a device must not cost the values beside it.
 */

/** Reads one variable binding. */
export function readVarBind(reader: Reader): VarBind {
  const outside = enter(reader, TAG.sequence);
  const oid = readOid(reader);
  const value = readValue(reader);
  leave(reader, outside);
  return { oid, ...value };
}

/** Reads a VarBindList. */
export function readVarBinds(reader: Reader): VarBind[] {
  const outside = enter(reader, TAG.sequence);
  const varbinds: VarBind[] = [];
  while (reader.at < reader.end) varbinds.push(readVarBind(reader));
  leave(reader, outside);
  return varbinds;
}

const ABSENT: SnmpValue = { type: "absent" };
const END: SnmpValue = { type: "end" };

export function readValue(reader: Reader): SnmpValue {
  const tag = peekTag(reader);
  const end = readHeader(reader, tag);
  const start = reader.at;
  if (reader.bad) return ABSENT;
  reader.at = end;
  return valueAt(reader.bytes, tag, start, end);
}

function valueAt(bytes: Uint8Array, tag: number, start: number, end: number): SnmpValue {
  if (isNumeric(tag)) {
    const value = numberAt(bytes, tag, start, end);
    if (Number.isNaN(value)) return ABSENT;
    return tag === TAG.counter64 ? withWide(bytes, start, end, value) : { type: NUMERIC[tag], value };
  }
  const content = bytes.subarray(start, end);
  switch (tag) {
    case TAG.octets:
      // Not slice: of a Buffer, that is no copy.
      return { type: "octets", value: new Uint8Array(content) };
    case TAG.opaque:
      return { type: "opaque", value: new Uint8Array(content) };
    case TAG.oid: {
      const value = oidAt(bytes, start, end);
      return value === undefined ? ABSENT : { type: "oid", value };
    }
    case TAG.ipAddress:
      return content.length === 4 ? { type: "address", value: content.join(".") } : ABSENT;
    case TAG.endOfMibView:
      return END;
    default:
      return ABSENT;
  }
}

const NUMERIC = {
  [TAG.integer]: "integer",
  [TAG.counter32]: "counter32",
  [TAG.gauge32]: "gauge32",
  [TAG.timeTicks]: "timeticks",
  [TAG.counter64]: "counter64",
} as const;
type NumericTag = keyof typeof NUMERIC;

export const isNumeric = (tag: number): tag is NumericTag => tag in NUMERIC;

/**
 * The number whose content lies from `start` to `end`; NaN when its size is impossible. INTEGER is signed; the 32-bit
 * unsigned types are taken modulo 2^32, because some devices send them as if they were signed; Counter64 modulo 2^53,
 * so that the number is exact (`wrapCounter`).
 */
export function numberAt(bytes: Uint8Array, tag: NumericTag, start: number, end: number): number {
  const size = end - start;
  if (size < 1 || size > 9) return Number.NaN;
  if (tag === TAG.counter64) return counterAt(bytes, start, end);
  const value = signedAt(bytes, start, end);
  if (!Number.isSafeInteger(value)) return Number.NaN;
  return tag === TAG.integer ? value : value >>> 0;
}

/** The last 53 bits: the low six bytes and five bits of the seventh. */
function counterAt(bytes: Uint8Array, start: number, end: number): number {
  const from = Math.max(start, end - 7);
  let value = from === end - 7 ? (bytes[from] ?? 0) & 0x1f : (bytes[from] ?? 0);
  for (let i = from + 1; i < end; i += 1) value = value * 256 + (bytes[i] ?? 0);
  return value;
}

/** A count with all of its 64 bits where they are more than the number holds. */
function withWide(bytes: Uint8Array, start: number, end: number, value: number): SnmpValue {
  let wide = 0n;
  if (end - start < 7) return { type: "counter64", value };
  for (let i = Math.max(start, end - 8); i < end; i += 1) wide = (wide << 8n) | BigInt(bytes[i] ?? 0);
  return { type: "counter64", value, ...(wide > Number.MAX_SAFE_INTEGER ? { wide } : {}) };
}

const NOTHING = tlv(TAG.null);

/** A variable binding that asks: its value is NULL. */
export const askingTlv = (oid: string): Uint8Array => tlv(TAG.sequence, oidTlv(oid), NOTHING);

/** A variable binding with its value, as agents send it. `absent` goes out as noSuchInstance. */
export const varBindTlv = (varbind: VarBind): Uint8Array =>
  tlv(TAG.sequence, oidTlv(varbind.oid), valueTlv(varbind));

/** The tags of the types that are numbers. */
export const NUMBER_TAGS = {
  integer: TAG.integer,
  counter32: TAG.counter32,
  gauge32: TAG.gauge32,
  timeticks: TAG.timeTicks,
  counter64: TAG.counter64,
} as const;

function valueTlv(value: SnmpValue): Uint8Array {
  switch (value.type) {
    case "octets":
      return tlv(TAG.octets, value.value);
    case "opaque":
      return tlv(TAG.opaque, value.value);
    case "oid":
      return tlv(TAG.oid, oidContent(value.value));
    case "address":
      return tlv(TAG.ipAddress, Uint8Array.from(value.value.split(".").map(Number)));
    case "absent":
      return tlv(TAG.noSuchInstance);
    case "end":
      return tlv(TAG.endOfMibView);
    case "integer":
    case "counter32":
    case "gauge32":
    case "timeticks":
    case "counter64":
      return integerTlv(value.value, NUMBER_TAGS[value.type]);
  }
}
