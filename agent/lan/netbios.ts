import { isCardMac, macOfBytes } from "../../core/discovery/mac.ts";
import { cleanText } from "../../core/text.ts";

/**
 * The node status request of NetBIOS over UDP (RFC 1002 4.2.17 and 4.2.18): "what are you called?", which Windows PCs,
 * NAS boxes and many printers answer. Only this one question and its answer.
 */
export const NETBIOS_PORT = 137;

const NBSTAT = 0x21;
const INTERNET = 1;
const HEADER = 12;
/** The name "*" in first-level encoding (RFC 1001 14.1): a length, 32 letters, a zero. */
const ANY_NAME = Uint8Array.from([32, 67, 75, ...Array.from<number>({ length: 30 }).fill(65), 0]);

/** The request, 50 bytes; `id` (16 bits) comes back in the answer. */
export function encodeStatusRequest(id: number): Uint8Array {
  const bytes = new Uint8Array(HEADER + ANY_NAME.length + 4);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, id);
  view.setUint16(4, 1);
  bytes.set(ANY_NAME, HEADER);
  view.setUint16(HEADER + ANY_NAME.length, NBSTAT);
  view.setUint16(HEADER + ANY_NAME.length + 2, INTERNET);
  return bytes;
}

export interface NodeStatus {
  readonly id: number;
  /** The machine's own name. */
  readonly name: string | undefined;
  readonly mac: string | undefined;
}

const RESPONSE = 0x8000;
const OPCODE_AND_ERROR = 0x780f;
const ENTRY_BYTES = 18;
const NAME_BYTES = 15;
const MOST_NAMES = 64;
const GROUP = 0x8000;
const WORKSTATION = 0x00;
const SERVER = 0x20;

/** What an answer says; undefined when it is none. Never throws, whatever came. */
export function decodeStatusAnswer(bytes: Uint8Array): NodeStatus | undefined {
  if (bytes.length < HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint16(2);
  const questions = view.getUint16(4);
  const answers = view.getUint16(6);
  if ((flags & RESPONSE) === 0 || (flags & OPCODE_AND_ERROR) !== 0 || questions !== 0 || answers < 1) {
    return undefined;
  }
  const after = skipName(bytes, HEADER);
  // Type, class, time to live, length; then the number of names.
  if (after === undefined || bytes.length < after + 11 || view.getUint16(after) !== NBSTAT) return undefined;
  const count = bytes[after + 10] ?? 0;
  const start = after + 11;
  if (count > MOST_NAMES || bytes.length < start + count * ENTRY_BYTES) return undefined;
  return {
    id: view.getUint16(0),
    name: ownName(bytes, view, start, count),
    mac: cardOf(bytes.subarray(start + count * ENTRY_BYTES)),
  };
}

/** Where the name that begins at `at` ends: labels and a zero, or a pointer. */
function skipName(bytes: Uint8Array, start: number): number | undefined {
  let at = start;
  for (;;) {
    const length = bytes[at];
    if (length === undefined) return undefined;
    if (length === 0) return at + 1;
    if (length >= 0xc0) return at + 2;
    if (length > 63) return undefined;
    at += length + 1;
  }
}

/** The unique name of the workstation service, else of the server service. */
function ownName(bytes: Uint8Array, view: DataView, start: number, count: number): string | undefined {
  let server: string | undefined;
  for (let index = 0; index < count; index += 1) {
    const at = start + index * ENTRY_BYTES;
    const kind = bytes[at + NAME_BYTES];
    if ((view.getUint16(at + NAME_BYTES + 1) & GROUP) !== 0) continue;
    const name = textOf(bytes.subarray(at, at + NAME_BYTES));
    if (name === undefined) continue;
    if (kind === WORKSTATION) return name;
    if (kind === SERVER) server ??= name;
  }
  return server;
}

/** In the machine's old code page: what is not ASCII cannot be known, and is left out rather than guessed. */
function textOf(bytes: Uint8Array): string | undefined {
  const ascii = Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ""));
  const text = cleanText(ascii.join(""), NAME_BYTES);
  return text === "" ? undefined : text;
}

/** The statistics begin with the unit id, which is the card; Samba says zeros. */
function cardOf(statistics: Uint8Array): string | undefined {
  const mac = macOfBytes(statistics.subarray(0, 6));
  return mac !== undefined && isCardMac(mac) ? mac : undefined;
}
