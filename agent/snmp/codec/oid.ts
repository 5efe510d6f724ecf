import { readHeader, refuse, TAG, tlv, type Reader } from "./ber.ts";

/** OBJECT IDENTIFIERs between the wire and text such as "1.3.6.1" (X.690 8.19). */

const LARGEST_ARC = 0xff_ff_ff_ff;

/** The OID that comes next. Bad when an arc is cut off or over 32 bits (RFC 2578 3.5). An empty one is "0.0". */
export function readOid(reader: Reader): string {
  const end = readHeader(reader, TAG.oid);
  const text = oidAt(reader.bytes, reader.at, end);
  if (text === undefined) refuse(reader);
  else reader.at = end;
  return text ?? "";
}

/** The OID whose content lies from `from` to `to`; undefined when it is none. */
export function oidAt(bytes: Uint8Array, from: number, to: number): string | undefined {
  if (from === to) return "0.0";
  if (((bytes[to - 1] ?? 0) & 0x80) !== 0) return undefined;
  // One string of all arcs: joined one by one they would be kept as a chain of parts.
  const arcs: number[] = [];
  let arc = 0;
  for (let i = from; i < to; i += 1) {
    const byte = bytes[i] ?? 0;
    arc = arc * 128 + (byte & 0x7f);
    if (arc > LARGEST_ARC) return undefined;
    if (byte >= 0x80) continue;
    if (arcs.length === 0) pushFirst(arcs, arc);
    else arcs.push(arc);
    arc = 0;
  }
  return arcs.join(".");
}

/** The first two arcs share a number: 40 × first + second, where only 2 may have a second above 39. */
function pushFirst(arcs: number[], joint: number): void {
  const first = Math.min(2, Math.floor(joint / 40));
  arcs.push(first, joint - first * 40);
}

/**
 * The content of an OID's encoding; a single arc, which BER cannot say, gets a zero behind it. Throws RangeError on what
 * is no OID: those come from our own tables.
 */
export function oidContent(text: string): Uint8Array {
  const [first = Number.NaN, second = 0, ...rest] = text.split(".").map(Number);
  const joint = first * 40 + second;
  const arcs = [joint, ...rest];
  const bytes: number[] = [];
  for (const arc of arcs) pushArc(bytes, arc, text);
  if (text === "" || first > 2 || (first < 2 && second > 39)) throw new RangeError(`not an OID: ${text}`);
  return Uint8Array.from(bytes);
}

function pushArc(bytes: number[], arc: number, text: string): void {
  // 2.4294967295 is legal and does not fit 32 bits together with its 80.
  if (!Number.isInteger(arc) || arc < 0 || arc > LARGEST_ARC + 80)
    throw new RangeError(`not an OID: ${text}`);
  for (let weight = 128 ** 4; weight >= 128; weight /= 128) {
    if (arc >= weight) bytes.push(0x80 | (Math.floor(arc / weight) & 0x7f));
  }
  bytes.push(arc & 0x7f);
}

export const oidTlv = (text: string): Uint8Array => tlv(TAG.oid, oidContent(text));

/** The content of an index such as "7" or "10.2.0.1", as it follows a column's. Throws RangeError. */
export function indexContent(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const arc of text.split(".")) pushArc(bytes, Number(arc), text);
  return Uint8Array.from(bytes);
}
