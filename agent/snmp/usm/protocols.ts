import { createCipheriv, createHash } from "node:crypto";
import type { AUTH_PROTOCOLS, PRIV_PROTOCOLS } from "../../../core/wire/limits.ts";

/**
 * The algorithms of the user-based security model: RFC 3414 (MD5, SHA-1, DES), RFC 7860 (SHA-2), RFC 3826 (AES-128),
 * and for AES-192 and AES-256 the two drafts that devices follow.
 */
export type AuthProtocol = (typeof AUTH_PROTOCOLS)[number];
/** As credentials name it: `aes192` and `aes256` leave open which of the two dialects the device speaks. */
export type PrivProtocol = (typeof PRIV_PROTOCOLS)[number];

interface Hash {
  /** As the runtime names it. */
  readonly name: string;
  readonly bytes: number;
  /** Of the digest, so many bytes are sent (RFC 3414 6.3.1 and 7.3.1, RFC 7860 4.2.1). */
  readonly sent: number;
}
export const HASHES: Readonly<Record<AuthProtocol, Hash>> = {
  md5: { name: "md5", bytes: 16, sent: 12 },
  sha: { name: "sha1", bytes: 20, sent: 12 },
  sha224: { name: "sha224", bytes: 28, sent: 16 },
  sha256: { name: "sha256", bytes: 32, sent: 24 },
  sha384: { name: "sha384", bytes: 48, sent: 32 },
  sha512: { name: "sha512", bytes: 64, sent: 48 },
};

/**
 * How a localised key becomes longer when the hash is too short for the cipher: draft-blumenthal-aes-usm-04 3.1.2.1,
 * or draft-reeder-snmpv3-usm-3desede-00 2.1, which Cisco and others use for AES too.
 */
export type Dialect = "blumenthal" | "reeder";

export type CipherName = "des" | "aes128" | "aes192" | "aes256";
/** Bytes of the privacy key; that of DES is eight for the cipher and eight for the vector (RFC 3414 8.1.1.1). */
export const KEY_BYTES: Readonly<Record<CipherName, number>> = {
  des: 16,
  aes128: 16,
  aes192: 24,
  aes256: 32,
};

interface Privacy {
  readonly cipher: CipherName;
  /** In the order in which they are tried. */
  readonly dialects: readonly Dialect[];
}
const BOTH = ["blumenthal", "reeder"] as const;
const PRIVACY: Readonly<Record<PrivProtocol, Privacy>> = {
  des: { cipher: "des", dialects: ["blumenthal"] },
  aes: { cipher: "aes128", dialects: ["blumenthal"] },
  aes192: { cipher: "aes192", dialects: BOTH },
  aes192b: { cipher: "aes192", dialects: ["blumenthal"] },
  aes192r: { cipher: "aes192", dialects: ["reeder"] },
  aes256: { cipher: "aes256", dialects: BOTH },
  aes256b: { cipher: "aes256", dialects: ["blumenthal"] },
  aes256r: { cipher: "aes256", dialects: ["reeder"] },
};

/** The cipher, and the dialects that it may be meant in: one where the name says so or the hash is long enough. */
export function privacyOf(auth: AuthProtocol, priv: PrivProtocol): Privacy {
  const { cipher, dialects } = PRIVACY[priv];
  return HASHES[auth].bytes >= KEY_BYTES[cipher]
    ? { cipher, dialects: dialects.slice(0, 1) }
    : { cipher, dialects };
}

/**
 * The name of the algorithm that this runtime lacks (MD5 and DES are missing in FIPS builds of OpenSSL), or undefined
 * when all are there.
 */
export function missingAlgorithm(
  auth: AuthProtocol | undefined,
  priv: PrivProtocol | undefined,
): string | undefined {
  try {
    if (auth !== undefined) createHash(HASHES[auth].name);
  } catch {
    return auth?.toUpperCase();
  }
  try {
    if (priv === "des") createCipheriv(DES, new Uint8Array(24), new Uint8Array(8));
  } catch {
    return "DES";
  }
  return undefined;
}

/**
 * OpenSSL 3 keeps single DES in a provider that runtimes do not load; triple DES with one key thrice is single DES.
 */
export const DES = "des-ede3-cbc";
