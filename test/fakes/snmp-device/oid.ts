import { BerError, tlv } from "./ber.ts";

/** An object identifier as its numbers. */
export type Arcs = ArrayLike<number>;

const MAX_ARC = 0xff_ff_ff_ff;
/** RFC 3416: at most 128 sub-identifiers. */
const MAX_ARCS = 128;
const TAG_OID = 0x06;

/** Takes `1.3.6.1` (a leading dot is allowed) apart. Throws a RangeError that names the text: it comes from us. */
export function parseOid(text: string): readonly number[] {
  const arcs = (text.startsWith(".") ? text.slice(1) : text).split(".").map(parseArc);
  const [first = -1, second = -1] = arcs;
  const good = arcs.every((arc) => arc <= MAX_ARC) && first <= 2 && (first === 2 || second < 40);
  if (!good || arcs.length < 2 || arcs.length > MAX_ARCS)
    throw new RangeError(`not an OID: ${JSON.stringify(text)}`);
  return arcs;
}

function parseArc(text: string): number {
  return /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
}

export const formatOid = (arcs: Arcs): string => Array.from(arcs).join(".");

/** Lexicographical order of the numbers, as SNMP walks: negative, zero or positive. */
export function compareArcs(a: Arcs, b: Arcs): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export function startsWith(arcs: Arcs, prefix: Arcs): boolean {
  if (arcs.length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i += 1) if (arcs[i] !== prefix[i]) return false;
  return true;
}

/** The whole BER value of an OID. */
export function oidTlv(arcs: Arcs): Uint8Array {
  const content: number[] = [];
  pushArc(content, (arcs[0] ?? 0) * 40 + (arcs[1] ?? 0));
  for (let i = 2; i < arcs.length; i += 1) pushArc(content, arcs[i] ?? 0);
  return tlv(TAG_OID, Uint8Array.from(content));
}

function pushArc(out: number[], arc: number): void {
  // The first two arcs share one sub-identifier, which may then need more than 32 bits: divide, never shift.
  let more = 0x80;
  while (arc >= more) more *= 0x80;
  for (let unit = more / 0x80; unit > 1; unit /= 0x80) out.push(0x80 | (Math.floor(arc / unit) % 0x80));
  out.push(arc % 0x80);
}

/** The numbers of an OID's content bytes. Throws BerError on what cannot be one. */
export function arcsOf(content: Uint8Array): number[] {
  const arcs: number[] = [];
  let value = 0;
  let open = false;
  for (const byte of content) {
    if (!open && byte === 0x80) throw new BerError("padded sub-identifier");
    value = value * 0x80 + (byte & 0x7f);
    if (value > MAX_ARC + 80) throw new BerError("sub-identifier over 32 bits");
    open = byte >= 0x80;
    if (open) continue;
    pushDecoded(arcs, value);
    value = 0;
  }
  if (open || arcs.length === 0 || arcs.length > MAX_ARCS) throw new BerError("bad OID");
  return arcs;
}

function pushDecoded(arcs: number[], value: number): void {
  if (arcs.length === 0) {
    const first = Math.min(2, Math.floor(value / 40));
    arcs.push(first, value - first * 40);
  } else if (value > MAX_ARC) {
    throw new BerError("sub-identifier over 32 bits");
  } else {
    arcs.push(value);
  }
}
