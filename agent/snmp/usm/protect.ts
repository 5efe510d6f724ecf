import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  timingSafeEqual,
  type KeyObject,
} from "node:crypto";
import { DES, HASHES, type AuthProtocol, type CipherName } from "./protocols.ts";

/** Signs whole messages. The digest's own place in them is found by the caller and holds zeros while signing. */
export interface Signer {
  /** Bytes of a digest as it is sent. */
  readonly size: number;
  digest(message: Uint8Array): Buffer;
  /** Whether the digest at `at` is right; zeroes its place in `message` on the way. Compares in constant time. */
  verify(message: Uint8Array, at: number): boolean;
}

export function createSigner(protocol: AuthProtocol, key: Uint8Array): Signer {
  const { name, sent: size } = HASHES[protocol];
  // A key object is prepared once; bytes would be on every message, which costs four times as much.
  const secret = createSecretKey(key);
  const digest = (message: Uint8Array): Buffer =>
    createHmac(name, secret).update(message).digest().subarray(0, size);
  return {
    size,
    digest,
    verify(message, at) {
      const place = message.subarray(at, at + size);
      if (place.length !== size) return false;
      const given = Uint8Array.from(place);
      place.fill(0);
      return timingSafeEqual(digest(message), given);
    },
  };
}

/** The engine's boots and time that stand in the message: AES makes its vector of them (RFC 3826 3.1.2.1). */
export interface EngineMoment {
  readonly boots: number;
  readonly time: number;
}

export interface Cipher {
  encrypt(plain: Uint8Array, at: EngineMoment, salt: Uint8Array): Buffer;
  /**
   * The bytes behind may be padding. undefined: salt or length cannot be right. A wrong key gives nonsense.
   */
  decrypt(secret: Uint8Array, at: EngineMoment, salt: Uint8Array): Buffer | undefined;
}

export const SALT_BYTES = 8;
const DES_BLOCK = 8;

/** `key`: as long as `KEY_BYTES` says. */
export const createCipher = (cipher: CipherName, key: Uint8Array): Cipher =>
  cipher === "des" ? createDes(key) : createAes(AES[cipher], createSecretKey(key));

const AES = { aes128: "aes-128-cfb", aes192: "aes-192-cfb", aes256: "aes-256-cfb" } as const;

function createAes(name: string, key: KeyObject): Cipher {
  const vector = ({ boots, time }: EngineMoment, salt: Uint8Array): Buffer => {
    const iv = Buffer.allocUnsafe(16);
    iv.writeUInt32BE(boots, 0);
    iv.writeUInt32BE(time, 4);
    iv.set(salt, 8);
    return iv;
  };
  return {
    // A stream cipher: nothing is left for final().
    encrypt: (plain, at, salt) => createCipheriv(name, key, vector(at, salt)).update(plain),
    decrypt: (secret, at, salt) =>
      salt.length === SALT_BYTES ? createDecipheriv(name, key, vector(at, salt)).update(secret) : undefined,
  };
}

/** RFC 3414 8.1.1: CBC; the vector is the second half of the key, XOR the salt. */
function createDes(key: Uint8Array): Cipher {
  const once = key.subarray(0, DES_BLOCK);
  const thrice = createSecretKey(Buffer.concat([once, once, once]));
  const vector = (salt: Uint8Array): Uint8Array =>
    key.slice(DES_BLOCK, 2 * DES_BLOCK).map((byte, at) => byte ^ (salt[at] ?? 0));
  return {
    encrypt(plain, _at, salt) {
      const machine = createCipheriv(DES, thrice, vector(salt)).setAutoPadding(false);
      const padding = new Uint8Array((DES_BLOCK - (plain.length % DES_BLOCK)) % DES_BLOCK);
      return Buffer.concat([machine.update(plain), machine.update(padding)]);
    },
    decrypt(secret, _at, salt) {
      if (salt.length !== SALT_BYTES || secret.length % DES_BLOCK !== 0) return undefined;
      return createDecipheriv(DES, thrice, vector(salt)).setAutoPadding(false).update(secret);
    },
  };
}

/**
 * Salts that are never used twice with one key: RFC 3414 8.1.1.1 (boots, then a number) and RFC 3826 3.1.2.1 (any
 * 64-bit number) both allow a counter that starts anywhere. `random` fills eight bytes.
 */
export function createSalts(random: (bytes: Uint8Array) => Uint8Array): () => Buffer {
  const next = Buffer.from(random(new Uint8Array(SALT_BYTES)));
  return () => {
    for (let at = SALT_BYTES - 1; at >= 0; at -= 1) {
      const byte = ((next[at] ?? 0) + 1) & 0xff;
      next[at] = byte;
      if (byte !== 0) break;
    }
    return Buffer.from(next);
  };
}
