import {
  enter,
  integerTlv,
  leave,
  peekTag,
  readBytes,
  readerOf,
  readInteger,
  refuse,
  TAG,
  tlv,
} from "./ber.ts";
import { PDU, readPdu, readTrapV1, type Pdu, type TrapV1 } from "./pdu.ts";

/** Messages of version 1 and 2c (RFC 1157, RFC 1901): version, community, PDU. */
export interface CommunityMessage {
  /** As on the wire: 0 for version 1, 1 for 2c. */
  readonly version: 0 | 1;
  readonly community: Uint8Array;
  readonly pdu: Pdu | TrapV1;
}

/** Reads a whole message; undefined when it is none. Never throws, whatever the bytes. What follows it is ignored. */
export function readCommunityMessage(bytes: Uint8Array): CommunityMessage | undefined {
  const reader = readerOf(bytes);
  const outside = enter(reader, TAG.sequence);
  const version = readInteger(reader);
  if (version !== 0 && version !== 1) refuse(reader);
  const community = new Uint8Array(readBytes(reader, TAG.octets));
  const pdu = peekTag(reader) === PDU.trapV1 ? readTrapV1(reader) : readPdu(reader);
  // Some devices pad their messages, inside and behind; all that counts was read.
  const { bad } = reader;
  leave(reader, outside);
  return bad ? undefined : { version: version === 0 ? 0 : 1, community, pdu };
}

export const communityTlv = (version: 0 | 1, community: Uint8Array, pdu: Uint8Array): Uint8Array =>
  tlv(TAG.sequence, integerTlv(version), tlv(TAG.octets, community), pdu);

export interface Peeked {
  /** As on the wire; -1 when it is no SNMP message. */
  readonly version: number;
  /** What an answer repeats of its request: the request id, in version 3 the msgID. */
  readonly id: number;
  /** Versions 1 and 2c: the PDU's type. */
  readonly type: number;
}

const NO_MESSAGE: Peeked = { version: -1, id: 0, type: 0 };

/** Whose answer a datagram is, read from its head; nothing behind that is looked at. */
export function peekMessage(bytes: Uint8Array): Peeked {
  const reader = readerOf(bytes);
  enter(reader, TAG.sequence);
  const version = readInteger(reader);
  let type = 0;
  if (version === 3) {
    enter(reader, TAG.sequence);
  } else {
    readBytes(reader, TAG.octets);
    type = peekTag(reader);
    enter(reader, type);
  }
  const id = readInteger(reader);
  return reader.bad || version < 0 ? NO_MESSAGE : { version, id, type };
}
