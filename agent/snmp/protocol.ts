import type { Result } from "../../core/result.ts";
import type { SnmpTarget } from "../../core/wire/assignment.ts";

/**
 * What polling needs of an SNMP session, whoever speaks the protocol. Version differences (no GETBULK and no
 * exceptions in version 1, discovery in version 3) stay behind it.
 */
export interface SnmpSession {
  /**
   * One value for each OID, in the order asked; `absent` where the device has none. A reply that would be too big is
   * asked for in parts.
   */
  get(oids: readonly string[], options?: RequestOptions): Promise<Result<readonly VarBind[]>>;
  /**
   * The values that follow. A reply may hold less than was asked for (the device cut it); what is there is in order.
   * Version 1 answers with one repetition whatever was asked.
   */
  bulk(query: BulkQuery, options?: RequestOptions): Promise<Result<BulkReply>>;
  /** Datagrams sent so far, repeats and discovery included. */
  sent(): number;
  /** Whether the device has sent anything that passed for SNMP since the session was opened. */
  heard(): boolean;
  /** Ends the session; a request under way ends as `snmp_timeout`. May be called twice. */
  close(): void;
}

/** One request at a time: a second one before the first has ended is a bug and throws. */
export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** How often a request without an answer is sent again. */
  readonly retries?: number | undefined;
}

export interface BulkQuery {
  /** How many of the first OIDs are read once only. */
  readonly nonRepeaters: number;
  readonly maxRepetitions: number;
  readonly oids: readonly string[];
}

export interface BulkReply {
  readonly scalars: readonly VarBind[];
  /** For each repeated OID what followed it, in order; `end` closes a column at the end of the device's view. */
  readonly columns: readonly (readonly VarBind[])[];
  /** Size of the datagram that brought it. */
  readonly bytes: number;
}

type NumericType = "integer" | "counter32" | "gauge32" | "timeticks" | "counter64";

/**
 * A value with its type on the wire. A `counter64` is already wrapped at 2^53 (`wrapCounter`), so that the number is
 * exact. `octets` are a copy: they do not keep the datagram alive.
 */
export type SnmpValue =
  | { readonly type: NumericType; readonly value: number }
  | { readonly type: "octets"; readonly value: Uint8Array }
  | { readonly type: "oid" | "address"; readonly value: string }
  /** noSuchObject, noSuchInstance, NULL, or a type that nothing here reads. */
  | { readonly type: "absent" }
  | { readonly type: "end" };

export type VarBind = { readonly oid: string } & SnmpValue;

export type SnmpPeer = Pick<SnmpTarget, "address" | "port" | "credential">;

/** Resolves the address once and prepares; version 3 discovers the engine with the first request. */
export type OpenSession = (peer: SnmpPeer) => Promise<Result<SnmpSession>>;
