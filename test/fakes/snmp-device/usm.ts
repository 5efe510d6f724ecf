import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";
import type { AUTH_PROTOCOLS } from "../../../core/wire/limits.ts";

/**
 * The cryptography of the user-based security model: RFC 3414 (MD5, SHA-1, DES), RFC 7860 (SHA-2), RFC 3826 (AES-128)
 * and, for AES-192 and AES-256, the two drafts that devices follow: draft-blumenthal-aes-usm-04 and
 * draft-reeder-snmpv3-usm-3desede-00 (Cisco).
 */
export type AuthProtocol = (typeof AUTH_PROTOCOLS)[number];
/** A device speaks one dialect: what leaves it open is only for those who ask. */
export const PRIV_PROTOCOLS = ["des", "aes", "aes192b", "aes192r", "aes256b", "aes256r"] as const;
export type PrivProtocol = (typeof PRIV_PROTOCOLS)[number];

interface Hash {
  readonly name: string;
  /** Of the digest, so many bytes are sent (RFC 3414 6.3.1 and 7.3.1, RFC 7860 4.2.1). */
  readonly sent: number;
}
const HASHES: Readonly<Record<AuthProtocol, Hash>> = {
  md5: { name: "md5", sent: 12 },
  sha: { name: "sha1", sent: 12 },
  sha224: { name: "sha224", sent: 16 },
  sha256: { name: "sha256", sent: 24 },
  sha384: { name: "sha384", sent: 32 },
  sha512: { name: "sha512", sent: 48 },
};

export const digestSize = (protocol: AuthProtocol): number => HASHES[protocol].sent;

const hash = (protocol: AuthProtocol, ...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce((sum, part) => sum.update(part), createHash(HASHES[protocol].name)).digest();

/** Hashing a megabyte takes milliseconds, and a test's devices share their passwords. */
const keys = new Map<string, Buffer>();
const MEGABYTE = 1_048_576;

/** Ku: the key of a password (RFC 3414 A.2). */
export function passwordKey(protocol: AuthProtocol, password: Uint8Array): Buffer {
  const known = `${protocol} ${Buffer.from(password).toString("hex")}`;
  const key = keys.get(known) ?? hash(protocol, Buffer.alloc(MEGABYTE, password));
  keys.set(known, key);
  return key;
}

/** Kul: the key of a password for one engine (RFC 3414 2.6). */
export function localKey(protocol: AuthProtocol, password: Uint8Array, engineId: Uint8Array): Buffer {
  const key = passwordKey(protocol, password);
  return hash(protocol, key, engineId, key);
}

const KEY_BYTES: Readonly<Record<PrivProtocol, number>> = {
  des: 16,
  aes: 16,
  aes192b: 24,
  aes192r: 24,
  aes256b: 32,
  aes256r: 32,
};
const CIPHERS = {
  aes: "aes-128-cfb",
  aes192b: "aes-192-cfb",
  aes192r: "aes-192-cfb",
  aes256b: "aes-256-cfb",
  aes256r: "aes-256-cfb",
} as const;

/** The privacy key: the localised one, made longer where the hash is too short for the cipher. */
export function privacyKey(
  priv: { readonly protocol: PrivProtocol; readonly password: string },
  auth: AuthProtocol,
  engineId: Uint8Array,
): Buffer {
  let part = localKey(auth, Buffer.from(priv.password), engineId);
  let key = part;
  while (key.length < KEY_BYTES[priv.protocol]) {
    part = priv.protocol.endsWith("r") ? localKey(auth, part, engineId) : hash(auth, key);
    key = Buffer.concat([key, part]);
  }
  return key.subarray(0, KEY_BYTES[priv.protocol]);
}

/** The digest of a whole message, its own place in it being zeros. */
export function sign(protocol: AuthProtocol, key: Uint8Array, message: Uint8Array): Buffer {
  const { name, sent } = HASHES[protocol];
  return createHmac(name, key).update(message).digest().subarray(0, sent);
}

export interface EngineMoment {
  readonly boots: number;
  readonly time: number;
}

/** `salt`: the eight bytes of msgPrivacyParameters. */
export function encrypt(
  protocol: PrivProtocol,
  key: Uint8Array,
  at: EngineMoment,
  salt: Uint8Array,
  plain: Uint8Array,
): Buffer {
  const { cipher, cipherKey, iv } = cipherOf(protocol, key, at, salt);
  const machine = createCipheriv(cipher, cipherKey, iv).setAutoPadding(false);
  const padding =
    protocol === "des" ? Buffer.alloc((DES_BLOCK - (plain.length % DES_BLOCK)) % DES_BLOCK) : Buffer.alloc(0);
  return Buffer.concat([machine.update(plain), machine.update(padding), machine.final()]);
}

/** undefined when it cannot be decrypted at all: salt or length are wrong. (A wrong key gives nonsense.) */
export function decrypt(
  protocol: PrivProtocol,
  key: Uint8Array,
  at: EngineMoment,
  salt: Uint8Array,
  secret: Uint8Array,
): Buffer | undefined {
  if (salt.length !== SALT_BYTES || (protocol === "des" && secret.length % DES_BLOCK !== 0)) return undefined;
  const { cipher, cipherKey, iv } = cipherOf(protocol, key, at, salt);
  const machine = createDecipheriv(cipher, cipherKey, iv).setAutoPadding(false);
  return Buffer.concat([machine.update(secret), machine.final()]);
}

export const SALT_BYTES = 8;
const DES_BLOCK = 8;

function cipherOf(protocol: PrivProtocol, key: Uint8Array, { boots, time }: EngineMoment, salt: Uint8Array) {
  if (protocol === "des") {
    // OpenSSL 3 keeps single DES in its legacy provider; triple DES with one key thrice is single DES.
    const des = key.subarray(0, DES_BLOCK);
    const iv = Buffer.from(key.subarray(DES_BLOCK, 2 * DES_BLOCK)).map((byte, at) => byte ^ (salt[at] ?? 0));
    return { cipher: "des-ede3-cbc", cipherKey: Buffer.concat([des, des, des]), iv };
  }
  const iv = Buffer.alloc(16);
  iv.writeUInt32BE(boots, 0);
  iv.writeUInt32BE(time, 4);
  iv.set(salt, 8);
  return { cipher: CIPHERS[protocol], cipherKey: key, iv };
}
