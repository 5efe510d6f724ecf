/** The text of an enrolment token; apart from `enrolment.ts` so that the agent reads it without the schema library. */
export interface EnrolmentToken {
  /** Origin, e.g. `https://10.1.2.3:8443`. */
  readonly server: string;
  /** SHA-256 of the certificate (DER), 64 hex digits; undefined only for plain HTTP on loopback. */
  readonly fingerprint: string | undefined;
  readonly secret: string;
}

const TOKEN = /^cayda1~(https?:\/\/[^~\s]+)~([0-9a-f]{64}|-)~([A-Za-z0-9_-]{16,128})$/;

/** The one line that a person copies to the office PC. */
export function formatToken({ server, fingerprint, secret }: EnrolmentToken): string {
  return `cayda1~${server}~${fingerprint ?? "-"}~${secret}`;
}

/** Undefined when the text is not a token (cut off, blanks inside, another product's). */
export function parseToken(text: string): EnrolmentToken | undefined {
  const match = TOKEN.exec(text.trim());
  if (match === null) return undefined;
  const [, server = "", print = "", secret = ""] = match;
  if (server.startsWith("https:") && print === "-") return undefined;
  return { server: server.replace(/\/$/u, ""), fingerprint: print === "-" ? undefined : print, secret };
}
