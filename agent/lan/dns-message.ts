import { parseIpv4 } from "../../core/discovery/ipv4.ts";

/**
 * One question to a name server and its answer (RFC 1035 4): only the addresses of a name (A, and AAAA of RFC 3596).
 * Bytes in and out, nothing else.
 */
export type AddressType = "A" | "AAAA";

const TYPES: Readonly<Record<AddressType, number>> = { A: 1, AAAA: 28 };
const INTERNET = 1;
const HEADER = 12;
const RECURSION_DESIRED = 0x0100;
const RESPONSE = 0x8000;
const OPCODE = 0x7800;
const TRUNCATED = 0x0200;
const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;
const MOST_RECORDS = 256;

/** The query; undefined when `name` is none that DNS can carry (RFC 1035 2.3.4). ASCII: IDNA is the caller's. */
export function encodeQuery(id: number, name: string, type: AddressType): Uint8Array | undefined {
  const question = encodeName(name);
  if (question === undefined) return undefined;
  const bytes = new Uint8Array(HEADER + question.length + 4);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, id);
  view.setUint16(2, RECURSION_DESIRED);
  view.setUint16(4, 1);
  bytes.set(question, HEADER);
  view.setUint16(HEADER + question.length, TYPES[type]);
  view.setUint16(HEADER + question.length + 2, INTERNET);
  return bytes;
}

function encodeName(name: string): number[] | undefined {
  const bare = name.endsWith(".") ? name.slice(0, -1) : name;
  if (bare === "" || bare.length > LONGEST_NAME) return undefined;
  const bytes: number[] = [];
  for (const label of bare.split(".")) {
    if (label.length === 0 || label.length > LONGEST_LABEL || !/^[!-~]+$/.test(label)) return undefined;
    bytes.push(label.length);
    for (const letter of label) bytes.push(letter.charCodeAt(0));
  }
  bytes.push(0);
  return bytes;
}

export interface DnsAnswer {
  readonly id: number;
  /** RCODE: 0 no error, 2 the server's failure, 3 there is no such name. */
  readonly code: number;
  /** More did not fit into the datagram. */
  readonly truncated: boolean;
  /** The question that it answers, the name in lower case without the last dot. */
  readonly question: { readonly name: string; readonly type: number };
  /** As text, of all records of either type, whatever aliases led there. */
  readonly addresses: readonly string[];
}

/** What an answer says; undefined when it is none, or none to one question. Never throws, whatever came. */
export function decodeAnswer(bytes: Uint8Array): DnsAnswer | undefined {
  if (bytes.length < HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint16(2);
  if ((flags & RESPONSE) === 0 || (flags & OPCODE) !== 0 || view.getUint16(4) !== 1) return undefined;
  const question = readName(bytes, HEADER);
  if (question === undefined || bytes.length < question.after + 4) return undefined;
  const truncated = (flags & TRUNCATED) !== 0;
  const addresses = readAddresses(bytes, view, question.after + 4, view.getUint16(6));
  if (addresses === undefined && !truncated) return undefined;
  return {
    id: view.getUint16(0),
    code: flags & 0x0f,
    truncated,
    question: { name: question.name, type: view.getUint16(question.after) },
    addresses: addresses ?? [],
  };
}

/** Whether it answers what was asked: anybody can send datagrams here. */
export const answers = (answer: DnsAnswer, id: number, name: string, type: AddressType): boolean =>
  answer.id === id &&
  answer.question.type === TYPES[type] &&
  answer.question.name === name.toLowerCase().replace(/\.$/u, "");

/** The addresses of `count` records from `start`; undefined when a record is cut off. */
function readAddresses(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  count: number,
): string[] | undefined {
  const addresses: string[] = [];
  let at = start;
  for (let record = 0; record < Math.min(count, MOST_RECORDS); record += 1) {
    const name = readName(bytes, at);
    // Type, class, time to live, length of the data.
    if (name === undefined || bytes.length < name.after + 10) return undefined;
    const [type, length] = [view.getUint16(name.after), view.getUint16(name.after + 8)];
    const data = name.after + 10;
    if (bytes.length < data + length) return undefined;
    if (view.getUint16(name.after + 2) === INTERNET) {
      if (type === TYPES.A && length === 4) addresses.push(bytes.subarray(data, data + 4).join("."));
      if (type === TYPES.AAAA && length === 16) addresses.push(ipv6Text(view, data));
    }
    at = data + length;
  }
  return addresses;
}

/** A name and where the reading goes on behind it. Pointers (4.1.4) lead backwards only, so they cannot loop. */
function readName(bytes: Uint8Array, start: number): { name: string; after: number } | undefined {
  const labels: string[] = [];
  let after: number | undefined;
  let [at, before] = [start, start];
  let length = 0;
  for (;;) {
    const size = bytes[at];
    if (size === undefined) return undefined;
    if (size === 0) return { name: labels.join(".").toLowerCase(), after: after ?? at + 1 };
    if (size >= 0xc0) {
      const low = bytes[at + 1];
      if (low === undefined) return undefined;
      const to = (size & 0x3f) * 256 + low;
      if (to >= before) return undefined;
      after ??= at + 2;
      [at, before] = [to, to];
      continue;
    }
    length += size + 1;
    if (size > LONGEST_LABEL || length > LONGEST_NAME + 1 || at + 1 + size > bytes.length) return undefined;
    labels.push(String.fromCharCode(...bytes.subarray(at + 1, at + 1 + size)));
    at += size + 1;
  }
}

/** RFC 5952: lower case, the longest run of zeros (of two or more) shortened. */
function ipv6Text(view: DataView, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(at + index * 2).toString(16));
  const whole = `:${groups.join(":")}:`;
  const [run = ""] = (whole.match(/(?::0)+(?=:)/g) ?? []).toSorted((a, b) => b.length - a.length);
  if (run.length < 4) return groups.join(":");
  return whole
    .replace(`${run}:`, "::")
    .replace(/^:(?!:)/u, "")
    .replace(/(?<!:):$/u, "");
}

/** Two texts of one address: IPv6 can be written in several ways. */
export function sameAddress(one: string, other: string): boolean {
  return canonical(one) === canonical(other);
}

function canonical(address: string): string {
  if (parseIpv4(address) !== undefined) return address;
  return URL.parse(`http://[${address}]/`)?.hostname ?? address;
}
