import { integerTlv, tlv, unsignedTlv } from "./ber.ts";
import { oidTlv, parseOid } from "./oid.ts";

/** The tags of SNMP's types (RFC 2578, RFC 3416); a recording names them in decimal. */
export const TAG = {
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  ipAddress: 0x40,
  counter32: 0x41,
  gauge32: 0x42,
  timeTicks: 0x43,
  opaque: 0x44,
  counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
} as const;

/** A value, encoded once. */
export interface Value {
  readonly tag: number;
  readonly tlv: Uint8Array;
}

/** What stands behind an OID: a fixed value, or a function that is asked at every request. */
export type Source = Value | (() => Value);

const value = (tag: number, bytes: Uint8Array): Value => ({ tag, tlv: bytes });

function bounded(name: string, number: number, least: number, most: number): number {
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new RangeError(`${name}: ${number} is not a whole number from ${least} to ${most}`);
}

export const integer = (number: number): Value =>
  value(TAG.integer, integerTlv(bounded("Integer32", number, -(2 ** 31), 2 ** 31 - 1)));
export const counter32 = (number: number): Value => unsigned32("Counter32", number, TAG.counter32);
export const gauge32 = (number: number): Value => unsigned32("Gauge32", number, TAG.gauge32);
export const timeTicks = (number: number): Value => unsigned32("TimeTicks", number, TAG.timeTicks);

const unsigned32 = (name: string, number: number, tag: number): Value =>
  value(tag, integerTlv(bounded(name, number, 0, 2 ** 32 - 1), tag));

export function counter64(number: bigint | number): Value {
  const big = BigInt(number);
  if (big < 0n || big >= 1n << 64n) throw new RangeError(`Counter64: ${number} is out of range`);
  return value(TAG.counter64, unsignedTlv(big, TAG.counter64));
}

/** Text goes out as UTF-8. */
export const octets = (content: string | Uint8Array): Value =>
  value(TAG.octets, tlv(TAG.octets, typeof content === "string" ? Buffer.from(content, "utf8") : content));

export const objectId = (oid: string): Value => value(TAG.oid, oidTlv(parseOid(oid)));

export function ipAddress(address: string | Uint8Array): Value {
  const bytes = typeof address === "string" ? Uint8Array.from(address.split("."), Number) : address;
  if (bytes.length !== 4) throw new RangeError(`IpAddress: ${JSON.stringify(address)} is not four bytes`);
  return value(TAG.ipAddress, tlv(TAG.ipAddress, bytes));
}

export const opaque = (content: Uint8Array): Value => value(TAG.opaque, tlv(TAG.opaque, content));
export const nothing: Value = value(TAG.null, tlv(TAG.null));
export const NO_SUCH_OBJECT: Value = value(TAG.noSuchObject, tlv(TAG.noSuchObject));
export const NO_SUCH_INSTANCE: Value = value(TAG.noSuchInstance, tlv(TAG.noSuchInstance));
export const END_OF_MIB_VIEW: Value = value(TAG.endOfMibView, tlv(TAG.endOfMibView));
