import { FaultError, type FaultCode, type FaultParams } from "../../../core/result.ts";
import type { PostgresTarget } from "./postgres-target.ts";

/** What of a failure is a fault that a person can mend, by SQLSTATE or by the code of Node. Whatever is missing here is a bug. */
const CODES: Readonly<Record<string, FaultCode>> = {
  "28000": "registry_unauthorized",
  "28P01": "registry_unauthorized",
  "3D000": "registry_database_missing",
  "42501": "registry_forbidden",
  // Nobody may write there: a replica, or an administrator said so.
  "25006": "registry_unreachable",
  "53300": "registry_unreachable",
  "55P03": "registry_unreachable",
  EPIPE: "registry_unreachable",
  EACCES: "registry_unreachable",
  EPROTO: "registry_tls",
  CERT_HAS_EXPIRED: "registry_tls",
  CERT_NOT_YET_VALID: "registry_tls",
  DEPTH_ZERO_SELF_SIGNED_CERT: "registry_tls",
  SELF_SIGNED_CERT_IN_CHAIN: "registry_tls",
  UNABLE_TO_GET_ISSUER_CERT: "registry_tls",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "registry_tls",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "registry_tls",
  HOSTNAME_MISMATCH: "registry_tls",
};

/** Families of codes: a lost connection (08), shut down or starting (57P), no room or memory left (53), TLS, the network. */
const FAMILIES: readonly (readonly [RegExp, FaultCode])[] = [
  [/^(?:08|57P)/, "registry_unreachable"],
  [/^53/, "registry_refused"],
  [/^ERR_(?:TLS|SSL)/, "registry_tls"],
  [/^E(?:CONN|HOST|NET|TIMEDOUT|NOTFOUND|AI_|NOENT)/, "registry_unreachable"],
];

/** What the driver says without a code. */
const SAYINGS: readonly (readonly [RegExp, FaultCode])[] = [
  [/does not support SSL|establishing an SSL/, "registry_tls"],
  [/^SASL/, "registry_unauthorized"],
  [/[Cc]onnection (?:terminated|error)|not queryable|timeout expired/, "registry_unreachable"],
];

/** Where the database is, as people write it; never with the password. */
export const placeOf = ({ host, port, database }: PostgresTarget): string =>
  host.startsWith("/") ? `${host}/${database}` : `${host}:${port}/${database}`;

/**
 * The fault behind an error of the driver; the error itself when it is none. `dialling`: while connecting, whatever the server
 * does not want is its refusal, and no bug.
 */
export function faultOf(error: unknown, target: PostgresTarget, dialling = false): unknown {
  if (!(error instanceof Error) || error instanceof FaultError) return error;
  const { code: said } = error as { code?: unknown };
  const code = typeof said === "string" ? said : "";
  const fault = codeFor(code, error.message) ?? (dialling ? "registry_refused" : undefined);
  if (fault === undefined) return error;
  // Node tries each address of a name, and says nothing of it but the code.
  const reason = error.message.split("\n", 1)[0] || code;
  return new FaultError(fault, aboutOf(target, reason));
}

const codeFor = (code: string, message: string): FaultCode | undefined =>
  CODES[code] ??
  FAMILIES.find(([family]) => family.test(code))?.[1] ??
  SAYINGS.find(([saying]) => saying.test(message))?.[1];

/** What the sentences of these faults fill in. */
export const aboutOf = (target: PostgresTarget, reason = ""): FaultParams => ({
  server: placeOf(target),
  database: target.database,
  user: target.user,
  reason,
});
