import {
  enter,
  leave,
  peekTag,
  readBytes,
  readerOf,
  readInteger,
  refuse,
  sizeOf,
  skip,
  TAG,
  tlv,
  type Reader,
} from "../codec/ber.ts";
import { integerSize, putHeader, putInteger, putOctets, putRaw, writerOf } from "./writer.ts";
import type { Cipher, EngineMoment, Signer } from "../usm/protect.ts";

/** Messages of version 3: RFC 3412 section 6, with the security parameters of RFC 3414 section 2.4. */

/** msgFlags. */
const FLAG = { auth: 1, priv: 2, reportable: 4 } as const;
const USM = 3;
const NONE = new Uint8Array(0);

/** 0: neither signed nor encrypted, 1: signed, 2: signed and encrypted. */
export type Level = 0 | 1 | 2;

/** A user's keys for one engine. Both missing is level 0; there is no cipher without a signer. */
export interface Protection {
  readonly signer: Signer | undefined;
  readonly cipher: Cipher | undefined;
}

export interface Outgoing extends EngineMoment {
  readonly id: number;
  /** Whether the other side may answer with a Report: set by one who asks. */
  readonly reportable: boolean;
  /** Of the authoritative engine: who answers, or who sends a trap. */
  readonly engineId: Uint8Array;
  readonly user: Uint8Array;
  readonly protection: Protection;
  readonly salt: () => Uint8Array;
  /** See {@link scopedPduTlv}. */
  readonly scoped: Uint8Array;
}

/** msgMaxSize (65,507 bytes, a whole UDP datagram), msgFlags and msgSecurityModel (USM); the flags follow. */
const HEADER = Buffer.from("020300ffe3040100020103", "hex");
const FLAGS_AT = 7;
const VERSION = Buffer.from("020103", "hex");

export function v3Tlv(out: Outgoing): Buffer {
  const { signer, cipher } = out.protection;
  const salt = cipher === undefined ? NONE : out.salt();
  const data = cipher === undefined ? out.scoped : cipher.encrypt(out.scoped, out, salt);
  const digestSize = signer?.size ?? 0;
  const names =
    sizeOf(out.engineId.length) + sizeOf(out.user.length) + sizeOf(digestSize) + sizeOf(salt.length);
  const security = names + integerSize(out.boots) + integerSize(out.time);
  const dataSize = cipher === undefined ? data.length : sizeOf(data.length);
  const header = integerSize(out.id) + HEADER.length;
  const body = VERSION.length + sizeOf(header) + sizeOf(sizeOf(security)) + dataSize;
  const writer = writerOf(sizeOf(body));
  putHeader(writer, TAG.sequence, body);
  putRaw(writer, VERSION);
  putHeader(writer, TAG.sequence, header);
  putInteger(writer, out.id);
  putRaw(writer, HEADER);
  writer.bytes[writer.at - HEADER.length + FLAGS_AT] = flagsOf(out);
  putHeader(writer, TAG.octets, sizeOf(security));
  putHeader(writer, TAG.sequence, security);
  putOctets(writer, out.engineId);
  putInteger(writer, out.boots);
  putInteger(writer, out.time);
  putOctets(writer, out.user);
  putHeader(writer, TAG.octets, digestSize);
  const digest = writer.at;
  writer.bytes.fill(0, digest, digest + digestSize);
  writer.at += digestSize;
  putOctets(writer, salt);
  if (cipher === undefined) putRaw(writer, data);
  else putOctets(writer, data);
  if (signer !== undefined) writer.bytes.set(signer.digest(writer.bytes), digest);
  return writer.bytes;
}

const flagsOf = ({ protection: { signer, cipher }, reportable }: Outgoing): number =>
  (signer === undefined ? 0 : FLAG.auth) |
  (cipher === undefined ? 0 : FLAG.priv) |
  (reportable ? FLAG.reportable : 0);

export const scopedPduTlv = (engineId: Uint8Array, context: Uint8Array, pdu: Uint8Array): Uint8Array =>
  tlv(TAG.sequence, tlv(TAG.octets, engineId), tlv(TAG.octets, context), pdu);

/** A message whose outside is well-formed; nothing of it is verified. All bytes are views of the datagram. */
export interface V3Message extends EngineMoment {
  readonly bytes: Uint8Array;
  readonly id: number;
  readonly level: Level;
  readonly reportable: boolean;
  readonly engineId: Uint8Array;
  readonly user: Uint8Array;
  /** Where the digest lies in `bytes`, and how long it says it is. */
  readonly digestAt: number;
  readonly digestSize: number;
  readonly salt: Uint8Array;
  /** The scoped PDU; level 2: encrypted. */
  readonly content: Uint8Array;
}

/** Reads the outside of a message; undefined when it is none. Never throws, whatever the bytes. */
export function readV3Message(bytes: Uint8Array): V3Message | undefined {
  const reader = readerOf(bytes);
  enter(reader, TAG.sequence);
  if (readInteger(reader) !== 3) refuse(reader);
  const outside = enter(reader, TAG.sequence);
  const id = readInteger(reader);
  readInteger(reader);
  const flagBytes = readBytes(reader, TAG.octets);
  if (readInteger(reader) !== USM) refuse(reader);
  leave(reader, outside);
  const security = readSecurity(readBytes(reader, TAG.octets));
  const flags = flagBytes[0] ?? 0;
  const level = (flags & FLAG.auth) === 0 ? 0 : (flags & FLAG.priv) === 0 ? 1 : 2;
  const content = level === 2 ? readBytes(reader, TAG.octets) : restOf(reader);
  // Encrypted but not signed does not exist (RFC 3412 7.2).
  const impossible = (flags & (FLAG.auth | FLAG.priv)) === FLAG.priv;
  if (reader.bad || id < 0 || security === undefined || flagBytes.length !== 1 || impossible)
    return undefined;
  const { digest, ...rest } = security;
  const digestAt = digest.byteOffset - bytes.byteOffset;
  const reportable = (flags & FLAG.reportable) !== 0;
  return { bytes, id, level, reportable, ...rest, digestAt, digestSize: digest.length, content };
}

function restOf(reader: Reader): Uint8Array {
  const { at } = reader;
  if (peekTag(reader) !== TAG.sequence) refuse(reader);
  skip(reader);
  return reader.bytes.subarray(at, reader.at);
}

function readSecurity(bytes: Uint8Array) {
  const reader = readerOf(bytes);
  const outside = enter(reader, TAG.sequence);
  const engineId = readBytes(reader, TAG.octets);
  const boots = readInteger(reader);
  const time = readInteger(reader);
  const user = readBytes(reader, TAG.octets);
  const digest = readBytes(reader, TAG.octets);
  const salt = readBytes(reader, TAG.octets);
  leave(reader, outside);
  if (reader.bad || boots < 0 || time < 0) return undefined;
  return { engineId, boots, time, user, digest, salt };
}

/** Whether the user's key signed it. May be asked once: it zeroes the digest in the datagram. */
export const isSignedBy = ({ bytes, digestAt, digestSize }: V3Message, signer: Signer): boolean =>
  digestSize === signer.size && signer.verify(bytes, digestAt);

export interface ScopedPdu {
  readonly contextEngineId: Uint8Array;
  readonly context: Uint8Array;
  /** Stands at the PDU. */
  readonly reader: Reader;
}

/** What a message says; undefined when it is nonsense, as after decryption with a wrong key. Never throws. */
export function openScopedPdu(message: V3Message, cipher: Cipher | undefined): ScopedPdu | undefined {
  const plain =
    message.level === 2 ? cipher?.decrypt(message.content, message, message.salt) : message.content;
  if (plain === undefined) return undefined;
  // Behind it may be padding.
  const reader = readerOf(plain);
  enter(reader, TAG.sequence);
  const contextEngineId = readBytes(reader, TAG.octets);
  const context = readBytes(reader, TAG.octets);
  return reader.bad ? undefined : { contextEngineId, context, reader };
}
