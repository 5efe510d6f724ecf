import type { Fault, FaultCode } from "../../core/result.ts";
import type { Refusal } from "./requests.ts";

/**
 * What an error of net-snmp means, as one of our faults. The error objects themselves must not be logged: those of
 * version 3 carry the user's passwords.
 */
export interface FaultContext {
  readonly address: string;
  /** Whether nonsense came while waiting: then silence is not mere silence. */
  readonly garbage: boolean;
  readonly auth: boolean;
  readonly priv: boolean;
}

/** RFC 3414: what a version 3 engine reports instead of an answer, as net-snmp words it. */
const REPORTS: readonly (readonly [RegExp, FaultCode])[] = [
  [/^Unknown User Name/, "snmp_user_unknown"],
  [/^Wrong Digest/, "snmp_auth"],
  [/^Decryption Error/, "snmp_privacy"],
  [/^(?:Not In Time Window|Unknown Engine ID)/, "snmp_clock"],
  [/^Authentication digest/, "snmp_auth"],
];

/** net-snmp's ResponseInvalidCode. */
const COULD_NOT_DECRYPT = 4;
const AUTH_FAILURE = 5;
const UNEXPECTED_REPORT = 11;
const NOT_IN_TIME_WINDOW = 14;

export function faultOfError(error: Error, context: FaultContext): Fault {
  const { address } = context;
  if (error.name === "RequestTimedOutError") {
    return { code: context.garbage ? "snmp_garbage" : "snmp_timeout", params: { address } };
  }
  const refused = refusal(error);
  if (refused !== undefined) {
    return { code: "snmp_refused", params: { address, reason: refused.reason } };
  }
  if (error.name === "ResponseInvalidError") return invalidResponse(error, context);
  if ("code" in error && typeof error.code === "string" && /^ERR_OSSL|^ERR_CRYPTO/.test(error.code)) {
    return { code: "snmp_unsupported", params: { address, what: "SNMPv3" } };
  }
  return { code: "snmp_garbage", params: { address } };
}

function invalidResponse(error: Error, { address, auth, priv }: FaultContext): Fault {
  const params = { address };
  const code = "code" in error ? error.code : undefined;
  if (code === COULD_NOT_DECRYPT) return { code: "snmp_privacy", params };
  if (code === NOT_IN_TIME_WINDOW || code === UNEXPECTED_REPORT) return { code: "snmp_clock", params };
  if (code === AUTH_FAILURE) {
    const known = REPORTS.find(([pattern]) => pattern.test(error.message));
    if (known !== undefined) return { code: known[1], params };
    // The user exists, but not with the protection that we used.
    if (error.message.startsWith("Unsupported Security Level")) {
      if (priv) return { code: "snmp_privacy", params };
      if (auth) return { code: "snmp_auth", params };
      return { code: "snmp_refused", params: { address, reason: "unsupportedSecurityLevel" } };
    }
  }
  return { code: "snmp_garbage", params };
}

/** An error status that the device answered with (tooBig, noSuchName, authorizationError …). */
export function refusal(error: Error): Refusal | undefined {
  if (error.name !== "RequestFailedError") return undefined;
  const [, name = "", oid] = /^([A-Za-z]+)(?:: ([\d.]+))?$/.exec(error.message) ?? [];
  return { reason: name === "" ? "genErr" : name.charAt(0).toLowerCase() + name.slice(1), oid };
}
