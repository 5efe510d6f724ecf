/**
 * A look at the outside of an SNMP message (RFC 1901, RFC 3412), before any library decodes it: whether it can be an
 * answer to us at all. It keeps out what is empty, cut, of another version or of lower security than we asked for:
 * net-snmp would trust the flags of the reply itself, and so take clear text as the answer to an encrypted question.
 */
export interface Expected {
  /** As on the wire: 0 for version 1, 1 for 2c, 3. */
  readonly version: 0 | 1 | 3;
  /** Version 3: whether we authenticate and encrypt. */
  readonly auth: boolean;
  readonly priv: boolean;
}

export type Verdict = "take" | "garbage" | "downgrade";

const INTEGER = 0x02;
const OCTETS = 0x04;
const SEQUENCE = 0x30;
const RESPONSE = 0xa2;
const REPORT = 0xa8;
const FLAG_AUTH = 1;
const FLAG_PRIV = 2;

/** What to do with a datagram from the device's own address. Never throws, whatever the bytes. */
export function judge(bytes: Uint8Array, expected: Expected): Verdict {
  const outer = readElement(bytes, 0, bytes.length);
  const parts = outer?.tag === SEQUENCE ? readAll(bytes, outer, 4) : undefined;
  const version = parts?.[0];
  if (parts === undefined || version === undefined) return "garbage";
  if (!isInteger(bytes, version, expected.version)) return "garbage";
  return expected.version === 3 ? judgeV3(bytes, parts, expected) : judgeCommunity(bytes, parts);
}

function judgeCommunity(bytes: Uint8Array, parts: readonly Element[]): Verdict {
  const [, community, pdu] = parts;
  if (parts.length !== 3 || community?.tag !== OCTETS || pdu?.tag !== RESPONSE) return "garbage";
  return isPdu(bytes, pdu) ? "take" : "garbage";
}

function judgeV3(bytes: Uint8Array, parts: readonly Element[], expected: Expected): Verdict {
  const [, header, security, body] = parts;
  if (header?.tag !== SEQUENCE || security?.tag !== OCTETS || body === undefined) return "garbage";
  const level = levelOf(bytes, header);
  const wanted = levelBits(expected);
  // More protection than we asked for, we could not check.
  if (level === undefined || level > wanted) return "garbage";
  const content = contentOf(bytes, level, body);
  if (content === undefined) return "garbage";
  // In clear text an engine may only say that it does not know us yet, or that our clock is off (RFC 3414, 3.2).
  return level === wanted || content === REPORT ? "take" : "downgrade";
}

const levelBits = ({ auth, priv }: Expected) => (auth ? FLAG_AUTH : 0) | (priv ? FLAG_PRIV : 0);

/** The tag of the PDU, or OCTETS where it is encrypted; undefined where it is nothing that answers. */
function contentOf(bytes: Uint8Array, level: number, body: Element): number | undefined {
  // Encrypted but not authenticated does not exist (RFC 3412, 7.2).
  if (level === FLAG_PRIV) return undefined;
  if ((level & FLAG_PRIV) !== 0) return body.tag === OCTETS ? OCTETS : undefined;
  return body.tag === SEQUENCE ? scopedPduTag(bytes, body) : undefined;
}

interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** The BER element at `at`, or undefined when its header or its contents go beyond `end`. */
function readElement(bytes: Uint8Array, at: number, end: number): Element | undefined {
  if (at + 2 > end) return undefined;
  const tag = bytes[at] ?? 0;
  const first = bytes[at + 1] ?? 0;
  if (first < 0x80) return fitted(tag, at + 2, first, end);
  const lengthBytes = first & 0x7f;
  // A datagram is under 64 KiB; some devices spell its length with leading zeros. 0x80 (no length) is not SNMP.
  if (lengthBytes === 0 || lengthBytes > 4 || at + 2 + lengthBytes > end) return undefined;
  let length = 0;
  for (let i = 0; i < lengthBytes; i += 1) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  return fitted(tag, at + 2 + lengthBytes, length, end);
}

function fitted(tag: number, start: number, length: number, end: number): Element | undefined {
  return start + length <= end ? { tag, start, end: start + length } : undefined;
}

/** The elements inside `parent`, or undefined when one is cut or there are more than `most`. */
function readAll(bytes: Uint8Array, parent: Element, most: number): readonly Element[] | undefined {
  const elements: Element[] = [];
  for (let at = parent.start; at < parent.end;) {
    const element = readElement(bytes, at, parent.end);
    if (element === undefined || elements.length === most) return undefined;
    elements.push(element);
    at = element.end;
  }
  return elements;
}

function isInteger(bytes: Uint8Array, element: Element, value: number): boolean {
  return element.tag === INTEGER && element.end - element.start === 1 && bytes[element.start] === value;
}

/** Request id, error status, error index, variable bindings. */
function isPdu(bytes: Uint8Array, pdu: Element): boolean {
  const parts = readAll(bytes, pdu, 4);
  return (
    parts?.length === 4 &&
    parts.every(({ tag, start, end }, i) => (i === 3 ? tag === SEQUENCE : tag === INTEGER && end > start))
  );
}

/** The security bits of msgFlags in a version 3 header {msgID, msgMaxSize, msgFlags, msgSecurityModel = 3}. */
function levelOf(bytes: Uint8Array, header: Element): number | undefined {
  const parts = readAll(bytes, header, 4);
  const [id, size, flags, model] = parts ?? [];
  if (id?.tag !== INTEGER || size?.tag !== INTEGER || model === undefined) return undefined;
  if (!isInteger(bytes, model, 3) || flags?.tag !== OCTETS || flags.end - flags.start !== 1) return undefined;
  return (bytes[flags.start] ?? 0) & (FLAG_AUTH | FLAG_PRIV);
}

/** The tag of the PDU in a clear-text ScopedPDU {contextEngineID, contextName, PDU}, when it is an answer. */
function scopedPduTag(bytes: Uint8Array, scoped: Element): number | undefined {
  const [engine, name, pdu] = readAll(bytes, scoped, 3) ?? [];
  if (engine?.tag !== OCTETS || name?.tag !== OCTETS || pdu === undefined) return undefined;
  return (pdu.tag === RESPONSE || pdu.tag === REPORT) && isPdu(bytes, pdu) ? pdu.tag : undefined;
}
