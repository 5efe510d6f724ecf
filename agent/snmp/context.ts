import type { SnmpCredential } from "../../core/wire/assignment.ts";

/** The same credential for another view of the device: version 3 has contexts, before it Cisco's `COMMUNITY@CONTEXT`. */
export function inContext(credential: SnmpCredential, context: string): SnmpCredential {
  return credential.version === "3"
    ? { ...credential, context }
    : { ...credential, community: `${credential.community}@${context}` };
}
