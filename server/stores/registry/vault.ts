import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { snmpCredential, type SnmpCredential } from "../../../core/wire/assignment.ts";

/** Keeps SNMP credentials and the secrets of channels unreadable in the database and its backups: the key lies in a file of its own. */
export interface Vault {
  /** `subject` is bound into the seal: a credential that was moved to another device does not open. */
  seal(credential: SnmpCredential, subject: string): string;
  /** Throws when the text was changed or the key is another one. */
  open(sealed: string, subject: string): SnmpCredential;
  /** The same of any text. */
  sealText(text: string, subject: string): string;
  openText(sealed: string, subject: string): string;
}

const NONCE = 12;
const TAG = 16;

/** AES-256-GCM with a random nonce for each seal; text form `v1.<nonce ‖ tag ‖ ciphertext, base64url>`. */
export function createVault(key: Buffer): Vault {
  if (key.length !== 32) throw new RangeError("the key file must hold 32 bytes");
  const sealText = (text: string, subject: string) => {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG });
    cipher.setAAD(Buffer.from(subject));
    const closed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), closed]).toString("base64url")}`;
  };
  const openText = (sealed: string, subject: string) => {
    const bytes = Buffer.from(sealed.replace(/^v1\./u, ""), "base64url");
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(subject));
    decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString("utf8");
  };
  return {
    sealText,
    openText,
    seal: (credential, subject) => sealText(JSON.stringify(credential), subject),
    open: (sealed, subject) => snmpCredential.parse(JSON.parse(openText(sealed, subject))),
  };
}

/** The secret bytes in the file, made at the first start; readable by the server's own account only. */
export function keyFile(path: string): Buffer {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32), { mode: 0o600, flag: "wx" });
  chmodSync(path, 0o600);
  return readFileSync(path);
}
