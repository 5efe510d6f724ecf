import { createHash } from "node:crypto";
import { HASHES, KEY_BYTES, type AuthProtocol, type CipherName, type Dialect } from "./protocols.ts";

/** Keys out of passwords (RFC 3414 2.6 and A.2, RFC 7860 for SHA-2). */
export interface KeyMaker {
  /** Kul, the key of a password for one engine. */
  local(protocol: AuthProtocol, password: string, engineId: Uint8Array): Buffer;
  /** The privacy key for one engine, as long as the cipher wants it. */
  privacy(priv: PrivacySpec, engineId: Uint8Array): Buffer;
}

export interface PrivacySpec {
  /** Of the user: its hash makes the privacy key too. */
  readonly auth: AuthProtocol;
  readonly cipher: CipherName;
  readonly dialect: Dialect;
  readonly password: string;
}

/** Enough for every device of an office having a password of its own. */
const MOST_PASSWORDS = 256;

/**
 * Hashing a password takes milliseconds (it is stretched to a megabyte), and an office uses few of them: the engine's
 * part is added to a remembered key. Remembered under a hash of the password, the longest unused forgotten first.
 */
export function createKeyMaker(mostPasswords = MOST_PASSWORDS): KeyMaker {
  const known = new Map<string, Buffer>();
  const masterKey = (protocol: AuthProtocol, password: string): Buffer => {
    const name = createHash("sha256").update(`${protocol}\0${password}`).digest("base64url");
    const key = known.get(name) ?? passwordKey(protocol, Buffer.from(password));
    known.delete(name);
    known.set(name, key);
    const [oldest] = known.keys();
    if (known.size > mostPasswords && oldest !== undefined) known.delete(oldest);
    return key;
  };
  const local: KeyMaker["local"] = (protocol, password, engineId) =>
    localise(protocol, masterKey(protocol, password), engineId);
  return {
    local,
    privacy({ auth, cipher, dialect, password }, engineId) {
      let part = local(auth, password, engineId);
      let key = part;
      while (key.length < KEY_BYTES[cipher]) {
        part = dialect === "reeder" ? localise(auth, passwordKey(auth, part), engineId) : hash(auth, key);
        key = Buffer.concat([key, part]);
      }
      return key.subarray(0, KEY_BYTES[cipher]);
    },
  };
}

const MEGABYTE = 1_048_576;
const CHUNK = 16_384;

/** Ku: the password over and over until a megabyte is full, hashed (RFC 3414 A.2). It must not be empty. */
export function passwordKey(protocol: AuthProtocol, password: Uint8Array): Buffer {
  if (password.length === 0) throw new RangeError("no password");
  // Whole passwords only, so that one chunk continues the other.
  const chunk = Buffer.alloc(Math.max(1, Math.floor(CHUNK / password.length)) * password.length, password);
  const sum = createHash(HASHES[protocol].name);
  for (let left = MEGABYTE; left > 0; left -= chunk.length) sum.update(chunk.subarray(0, left));
  return sum.digest();
}

const localise = (protocol: AuthProtocol, key: Uint8Array, engineId: Uint8Array): Buffer =>
  hash(protocol, key, engineId, key);

const hash = (protocol: AuthProtocol, ...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce((sum, part) => sum.update(part), createHash(HASHES[protocol].name)).digest();
