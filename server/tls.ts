import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { DAY, type Instant } from "../core/clock.ts";
import { FaultError } from "../core/result.ts";
import { writeAside } from "./write-aside.ts";

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate in DER form, 64 hex digits: what enrolment tokens carry and agents pin. */
  readonly fingerprint: string;
  /** SHA-256 of its public key (SubjectPublicKeyInfo, DER): agents also take a renewed certificate of the same key. */
  readonly publicKey: string;
}

const VALID_DAYS = 3_652;
/** A PC whose clock is a little behind must not find the certificate in its future. */
const BEFORE_DAYS = 2;

/**
 * A certificate (PEM, the leaf first) and its key. Throws FaultError `certificate_unreadable` for a file that cannot be read or
 * holds something else, `certificate_key_other` when the two do not belong together.
 */
export function readCertificate(certFile: string, keyFile: string): Certificate {
  const cert = attempt(certFile, () => readFileSync(certFile, "utf8"));
  const key = attempt(keyFile, () => readFileSync(keyFile, "utf8"));
  const leaf = attempt(certFile, () => new X509Certificate(cert));
  const own = attempt(keyFile, () => createPrivateKey(key));
  if (!leaf.checkPrivateKey(own)) {
    throw new FaultError("certificate_key_other", { cert: certFile, key: keyFile });
  }
  const publicKey = leaf.publicKey.export({ type: "spki", format: "der" });
  return { cert, key, fingerprint: sha256(leaf.raw), publicKey: sha256(publicKey) };
}

/**
 * The certificate in `dir`, made at the first start: EC P-256, ten years, for the names and addresses given. It is
 * never renewed by itself, because agents pin it: one that was there and cannot be read any more is replaced only while
 * `enrolled` finds nobody who pins it, else FaultError `certificate_lost`. `made`: just now.
 */
export async function ownCertificate(
  dir: string,
  names: readonly string[],
  now: Instant,
  enrolled: () => Promise<number>,
): Promise<Certificate & { readonly made: boolean }> {
  const certFile = join(dir, "server.crt");
  const keyFile = join(dir, "server.key");
  const missing = [certFile, keyFile].filter((file) => !existsSync(file));
  try {
    if (missing.length === 0) return { ...readCertificate(certFile, keyFile), made: false };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    missing.push(String(error.fault.params["file"] ?? keyFile));
  }
  // Who removed both wants another one.
  const agents = missing.length === 2 ? 0 : await enrolled();
  if (agents > 0) throw new FaultError("certificate_lost", { file: missing[0] ?? certFile, dir, agents });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  // Loaded only now: at every other start it would cost a tenth of a second.
  const { generate } = await import("selfsigned");
  const made = await generate([{ name: "commonName", value: "Cayda" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate: new Date(now - BEFORE_DAYS * DAY),
    notAfterDate: new Date(now + VALID_DAYS * DAY),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: [...new Set(names)].map(altName) },
    ],
  });
  writeAside(keyFile, made.private, 0o600);
  writeAside(certFile, made.cert, 0o644);
  return { ...readCertificate(certFile, keyFile), made: true };
}

const altName = (name: string) =>
  isIP(name) === 0 ? ({ type: 2, value: name } as const) : ({ type: 7, ip: name } as const);

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

function attempt<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // The system's code says it in a word; what OpenSSL says stands in its message.
    const reason = code?.startsWith("E") === true && !code.startsWith("ERR_") ? code : message;
    throw new FaultError("certificate_unreadable", { file, reason });
  }
}
