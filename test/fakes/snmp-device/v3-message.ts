import {
  BerError,
  type Cursor,
  cursorOf,
  enter,
  expectEnd,
  integerTlv,
  readBytes,
  readInteger,
  tlv,
} from "./ber.ts";
import { type Pdu, type Reply, pduTlv, readPdu } from "./pdu.ts";
import { type AuthProtocol, type EngineMoment, type PrivProtocol, digestSize, encrypt, sign } from "./usm.ts";
import { TAG } from "./values.ts";

/** msgFlags (RFC 3412 6.4). */
export const FLAG = { auth: 1, priv: 2, reportable: 4 } as const;
const USM = 3;
const NONE = new Uint8Array(0);
const LEAST_MESSAGE_SIZE = 484;

/** A version 3 message (RFC 3412, with the security parameters of RFC 3414), before anything is verified. */
export interface V3Message {
  readonly id: number;
  readonly maxSize: number;
  readonly flags: number;
  readonly engineId: Uint8Array;
  readonly boots: number;
  readonly time: number;
  readonly user: Uint8Array;
  readonly digest: Uint8Array;
  readonly salt: Uint8Array;
  /** What it says, when it is not encrypted; what was encrypted otherwise. */
  readonly clear: ScopedPdu | undefined;
  readonly secret: Uint8Array;
  /** The whole message, with zeros in the place of the digest: what is signed. */
  readonly unsigned: () => Uint8Array;
}

/** Reads the rest of a message behind its version. Throws BerError. */
export function readV3Message(datagram: Uint8Array, body: Cursor): V3Message {
  const header = enter(body, TAG.sequence);
  const id = readInteger(header);
  const maxSize = readInteger(header);
  const flagBytes = readBytes(header, TAG.octets);
  const model = readInteger(header);
  expectEnd(header);
  const flags = flagBytes[0] ?? 0;
  if (flagBytes.length !== 1 || model !== USM || maxSize < LEAST_MESSAGE_SIZE)
    throw new BerError("bad header");
  if ((flags & FLAG.priv) !== 0 && (flags & FLAG.auth) === 0)
    throw new BerError("privacy without authentication");
  const security = enter(cursorOf(readBytes(body, TAG.octets)), TAG.sequence);
  const engineId = readBytes(security, TAG.octets);
  const boots = readInteger(security);
  const time = readInteger(security);
  const user = readBytes(security, TAG.octets);
  const digest = readBytes(security, TAG.octets);
  const salt = readBytes(security, TAG.octets);
  expectEnd(security);
  const encrypted = (flags & FLAG.priv) !== 0;
  const secret = encrypted ? readBytes(body, TAG.octets) : NONE;
  const clear = encrypted ? undefined : readScopedPdu(body);
  expectEnd(body);
  const unsigned = () => {
    const start = digest.byteOffset - datagram.byteOffset;
    return Buffer.from(datagram).fill(0, start, start + digest.length);
  };
  return { id, maxSize, flags, engineId, boots, time, user, digest, salt, clear, secret, unsigned };
}

export interface ScopedPdu {
  readonly contextEngineId: Uint8Array;
  readonly context: Uint8Array;
  readonly pdu: Pdu;
}

/** Padding behind it is allowed: block ciphers leave some. Throws BerError. */
export function readScopedPdu(cursor: Cursor): ScopedPdu {
  const scoped = enter(cursor, TAG.sequence);
  const contextEngineId = readBytes(scoped, TAG.octets);
  const context = readBytes(scoped, TAG.octets);
  const pdu = readPdu(scoped);
  expectEnd(scoped);
  return { contextEngineId, context, pdu };
}

/** How a message is protected: not, signed, or signed and encrypted. */
export interface Protection {
  readonly auth?: { readonly protocol: AuthProtocol; readonly key: Uint8Array } | undefined;
  readonly priv?:
    | { readonly protocol: PrivProtocol; readonly key: Uint8Array; readonly salt: Uint8Array }
    | undefined;
}

export interface Outgoing extends EngineMoment, Protection {
  readonly id: number;
  readonly maxSize: number;
  readonly engineId: Uint8Array;
  readonly user: Uint8Array;
  readonly contextEngineId: Uint8Array;
  readonly context: Uint8Array;
  readonly reply: Reply;
  /** Set by one who asks. */
  readonly reportable?: boolean;
}

export function v3MessageTlv(out: Outgoing): Uint8Array {
  const { auth, priv } = out;
  const flags =
    (auth ? FLAG.auth : 0) | (priv ? FLAG.priv : 0) | (out.reportable === true ? FLAG.reportable : 0);
  const scoped = tlv(
    TAG.sequence,
    tlv(TAG.octets, out.contextEngineId),
    tlv(TAG.octets, out.context),
    pduTlv(out.reply),
  );
  const data = priv ? tlv(TAG.octets, encrypt(priv.protocol, priv.key, out, priv.salt, scoped)) : scoped;
  const salt = tlv(TAG.octets, priv?.salt ?? NONE);
  const digestBytes = auth ? digestSize(auth.protocol) : 0;
  const security = tlv(
    TAG.sequence,
    tlv(TAG.octets, out.engineId),
    integerTlv(out.boots),
    integerTlv(out.time),
    tlv(TAG.octets, out.user),
    tlv(TAG.octets, new Uint8Array(digestBytes)),
    salt,
  );
  const header = tlv(
    TAG.sequence,
    integerTlv(out.id),
    integerTlv(out.maxSize),
    tlv(TAG.octets, Uint8Array.of(flags)),
    integerTlv(USM),
  );
  const message = tlv(TAG.sequence, integerTlv(3), header, tlv(TAG.octets, security), data);
  if (auth)
    message.set(
      sign(auth.protocol, auth.key, message),
      message.length - data.length - salt.length - digestBytes,
    );
  return message;
}

/** Bytes around the bindings of a message, at most: every length in three bytes, every integer at its longest. */
export function v3Overhead(out: Omit<Outgoing, "reply">): number {
  const names = 2 * out.engineId.length + out.user.length + out.context.length;
  const digest = out.auth ? digestSize(out.auth.protocol) : 0;
  const encrypted = out.priv ? 4 + out.priv.salt.length + DES_PADDING : 0;
  return FIXED + names + digest + encrypted;
}
const DES_PADDING = 7;
/** Message, version, header (id, size, flags, model), security parameters, scoped PDU, PDU, list. */
const FIXED =
  4 + 3 + (2 + 6 + 6 + 3 + 3) + (4 + 4 + 2 + 6 + 6 + 2 + 2 + 2) + (4 + 2 + 2) + (4 + 6 + 3 + 3) + 4;
