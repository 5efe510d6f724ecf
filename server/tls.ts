import { createHash, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { DAY, type Instant } from "../core/clock.ts";

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate in DER form, 64 hex digits: what enrolment tokens carry and agents pin. */
  readonly fingerprint: string;
}

const VALID_DAYS = 3_652;
/** A PC whose clock is a little behind must not find the certificate in its future. */
const BEFORE_DAYS = 2;

/** The user's own certificate. Throws when the files cannot be read or hold no certificate. */
export function readCertificate(certFile: string, keyFile: string): Certificate {
  const cert = readFileSync(certFile, "utf8");
  return { cert, key: readFileSync(keyFile, "utf8"), fingerprint: fingerprintOf(cert) };
}

/**
 * The certificate in `dir`, made at the first start: EC P-256, ten years, for the names and addresses given. It is
 * never renewed by itself, because agents pin it.
 */
export async function ownCertificate(
  dir: string,
  names: readonly string[],
  now: Instant,
): Promise<Certificate> {
  const certFile = join(dir, "server.crt");
  const keyFile = join(dir, "server.key");
  if (!existsSync(certFile) || !existsSync(keyFile)) {
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
    writeFileSync(keyFile, made.private, { mode: 0o600 });
    writeFileSync(certFile, made.cert);
  }
  return readCertificate(certFile, keyFile);
}

const altName = (name: string) =>
  isIP(name) === 0 ? ({ type: 2, value: name } as const) : ({ type: 7, ip: name } as const);

function fingerprintOf(pem: string): string {
  return createHash("sha256").update(new X509Certificate(pem).raw).digest("hex");
}
