import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { snmpCredential, type SnmpCredential } from "../../../core/wire/assignment.ts";

/** Keeps SNMP credentials and the secrets of channels unreadable in the database and its backups: the key lies in a file of its own. */
export interface Vault {
  /** `subject` is bound into the seal: a credential that was moved to another device does not open. */
  seal(credential: SnmpCredential, subject: string): string;
  /** Undefined when the text was changed or the key is another one: the rest of the work goes on without it. */
  open(sealed: string, subject: string): SnmpCredential | undefined;
  /** The same of any text. */
  sealText(text: string, subject: string): string;
  openText(sealed: string, subject: string): string | undefined;
}

export const KEY_BYTES = 32;
const NONCE = 12;
const TAG = 16;

/** AES-256-GCM with a random nonce for each seal; text form `v1.<nonce ‖ tag ‖ ciphertext, base64url>`. */
export function createVault(key: Buffer): Vault {
  if (key.length !== KEY_BYTES) throw new RangeError("the key file must hold 32 bytes");
  const sealText = (text: string, subject: string) => {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG });
    cipher.setAAD(Buffer.from(subject));
    const closed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), closed]).toString("base64url")}`;
  };
  const openText = (sealed: string, subject: string) => {
    const bytes = Buffer.from(sealed.replace(/^v1\./u, ""), "base64url");
    // Shorter than any seal: the cipher would complain of its parts.
    if (bytes.length < NONCE + TAG) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(subject));
    decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    const opened = decipher.update(bytes.subarray(NONCE + TAG));
    try {
      return Buffer.concat([opened, decipher.final()]).toString("utf8");
    } catch {
      return undefined;
    }
  };
  return {
    sealText,
    openText,
    seal: (credential, subject) => sealText(JSON.stringify(credential), subject),
    open(sealed, subject) {
      const text = openText(sealed, subject);
      return text === undefined ? undefined : snmpCredential.parse(JSON.parse(text));
    },
  };
}

/** The secret bytes in the file, made at the first start; readable by the server's own account only. */
export function keyFile(path: string): Buffer {
  if (!existsSync(path)) {
    // Safe on the disk before anything is sealed with it.
    writeFileSync(path, randomBytes(KEY_BYTES), { mode: 0o600, flag: "wx", flush: true });
  }
  chmodSync(path, 0o600);
  return readFileSync(path);
}
