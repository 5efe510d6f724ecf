import { fail, type Fault, type FaultCode } from "../../../core/result.ts";
import type { Pdu } from "../codec/pdu.ts";
import type { Level } from "./message.ts";

/** The counters that an engine names in a Report instead of answering: RFC 3414 5, RFC 3412 5, RFC 3413 4.1.2. */
export const REPORTS = {
  unsupportedSecLevels: "1.3.6.1.6.3.15.1.1.1.0",
  notInTimeWindows: "1.3.6.1.6.3.15.1.1.2.0",
  unknownUserNames: "1.3.6.1.6.3.15.1.1.3.0",
  unknownEngineIDs: "1.3.6.1.6.3.15.1.1.4.0",
  wrongDigests: "1.3.6.1.6.3.15.1.1.5.0",
  decryptionErrors: "1.3.6.1.6.3.15.1.1.6.0",
  unknownPDUHandlers: "1.3.6.1.6.3.11.2.1.3.0",
  unavailableContexts: "1.3.6.1.6.3.12.1.4.0",
  unknownContexts: "1.3.6.1.6.3.12.1.5.0",
} as const;
export type ReportName = keyof typeof REPORTS;

const NAMES = new Map<string, ReportName>(
  Object.entries(REPORTS).map(([name, oid]) => [oid, name as ReportName]),
);

/** Some devices leave the instance (".0") away. undefined: a counter that means nothing to us. */
export function reportName({ varbinds }: Pdu): ReportName | undefined {
  const oid = varbinds[0]?.oid ?? "";
  return NAMES.get(oid) ?? NAMES.get(`${oid}.0`);
}

/** What a Report that nothing can be done about means. `level`: of the message that it is the answer to. */
export function reportFault(name: ReportName, level: Level, address: string): Fault {
  // The user exists, but has no key for the protection that we used.
  const code = name === "unsupportedSecLevels" ? UNSUPPORTED[level] : (CODES[name] ?? "snmp_refused");
  return fail(code, { address, reason: name }).fault;
}

const UNSUPPORTED = ["snmp_refused", "snmp_auth", "snmp_privacy"] as const;
const CODES: Partial<Record<ReportName, FaultCode>> = {
  unknownUserNames: "snmp_user_unknown",
  wrongDigests: "snmp_auth",
  decryptionErrors: "snmp_privacy",
  notInTimeWindows: "snmp_clock",
  unknownEngineIDs: "snmp_clock",
};
