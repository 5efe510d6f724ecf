import {
  type Cursor,
  cursorOf,
  enter,
  expectEnd,
  integerTlv,
  readBytes,
  readInteger,
  sizeOf,
  tlv,
} from "./ber.ts";
import { type Quirks, type Version, answer } from "./answer.ts";
import { type Pdu, STATUS, pduTlv, readPdu } from "./pdu.ts";
import type { Tree } from "./tree.ts";
import { TAG } from "./values.ts";

/** The outermost part of every SNMP message: its version, and what follows. */
export function openMessage(
  datagram: Uint8Array,
): { readonly version: Version; readonly body: Cursor } | undefined {
  const outer = cursorOf(datagram);
  const body = enter(outer, TAG.sequence);
  expectEnd(outer);
  const version = VERSIONS[readInteger(body)];
  return version === undefined ? undefined : { version, body };
}
const VERSIONS: Readonly<Record<number, Version>> = { 0: 1, 1: 2, 3: 3 };

export interface CommunityMessage {
  readonly version: 1 | 2;
  readonly community: Uint8Array;
  readonly pdu: Pdu;
}

/** The rest of a version 1 or 2c message (RFC 1157, RFC 1901). Throws BerError. */
export function readCommunityMessage(version: 1 | 2, body: Cursor): CommunityMessage {
  const community = readBytes(body, TAG.octets);
  const pdu = readPdu(body);
  expectEnd(body);
  return { version, community, pdu };
}

/** What a message asks for and gets. */
export interface Served {
  /** undefined when it was not read: encrypted, and not for us. */
  readonly pdu: Pdu | undefined;
  /** How many bindings the reply answers; an error answers none. */
  readonly answered: number;
  /** error-status. */
  readonly status: number;
  /** The version 3 Report that it was. */
  readonly report?: string;
  /** undefined when no answer is due. */
  readonly reply: Uint8Array | undefined;
}

/** Answers from a tree within `maxSize` bytes. */
export function serveCommunity(
  message: CommunityMessage,
  from: {
    readonly tree: Tree;
    readonly maxSize: number;
    readonly quirks: Quirks;
    readonly wrongRequestId: boolean;
  },
): Served {
  const { version, community, pdu } = message;
  const { tree, quirks } = from;
  const reply = answer({ pdu, version, tree, quirks, room: from.maxSize - overhead(community.length) });
  if (reply === undefined) return { pdu, answered: 0, status: 0, reply: undefined };
  const requestId = from.wrongRequestId ? (reply.requestId + 1) | 0 : reply.requestId;
  const bytes = tlv(
    TAG.sequence,
    integerTlv(version - 1),
    tlv(TAG.octets, community),
    pduTlv({ ...reply, requestId }),
  );
  // RFC 3416 4.2.1: an answer that cannot be said even so is not sent.
  const answered = reply.status === STATUS.noError ? reply.bindings.length : 0;
  return { pdu, answered, status: reply.status, reply: bytes.length > from.maxSize ? undefined : bytes };
}

/** Bytes around the bindings, at most: three lengths of up to three bytes, request id, status, index, version. */
const overhead = (community: number): number => 3 * 4 + 6 + 3 + 3 + 3 + sizeOf(community);
