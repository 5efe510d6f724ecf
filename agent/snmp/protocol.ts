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
  /** The hot path, where there is one: columns whose rows are known, read again and again. */
  prepareColumns?(layout: ColumnLayout): ColumnReader;
  /**
   * Median time between a request and its answer since this was last asked, in milliseconds, waiting among ourselves
   * not counted; undefined when nothing came or nobody measures.
   */
  responseMs?(): number | undefined;
}

/** Numeric columns and the rows that they have. */
export interface ColumnLayout {
  /** Indexes of the rows, in the device's order. */
  readonly indexes: readonly string[];
  readonly columns: readonly {
    readonly oid: string;
    /** Places in `indexes` where the column has a value, ascending. */
    readonly rows: readonly number[];
    /** Bytes of one value's content, on average. */
    readonly valueBytes: number;
  }[];
}

export interface ColumnReader {
  /**
   * Asks for all values. "changed": the device's rows are others now, or their values are no numbers; then nothing
   * read is of use. May lower `pacing.frame`.
   */
  read(
    pacing: { readonly limit: number; frame: number },
    options?: RequestOptions,
  ): Promise<Result<"read" | "changed">>;
  /**
   * What was read last: `column * indexes.length + row`, until the next reading. Where a column has no value: NaN,
   * and the tag 0.
   */
  readonly values: Float64Array;
  /** BER tags of the values (`codec/ber.ts`). */
  readonly tags: Uint8Array;
}

/** One request at a time: a second one before the first has ended is a bug and throws. */
export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** How often a request without an answer is sent again. */
  readonly retries?: number | undefined;
  /** The device was silent last time: it waits in a lane of its own, and takes no place from those that answer. */
  readonly suspect?: boolean | undefined;
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

type NumericType = "integer" | "counter32" | "gauge32" | "timeticks";

/**
 * A value with its type on the wire. A `counter64` is already wrapped at 2^53 (`wrapCounter`), so that the number is
 * exact. `octets` are a copy: they do not keep the datagram alive.
 */
export type SnmpValue =
  | { readonly type: NumericType; readonly value: number }
  /** `wide`: all 64 bits, where that is more than `value` holds. */
  | { readonly type: "counter64"; readonly value: number; readonly wide?: bigint }
  | { readonly type: "octets"; readonly value: Uint8Array }
  | { readonly type: "oid" | "address"; readonly value: string }
  /** What is inside, of which only floating-point numbers are read (`survey/numbers.ts`). */
  | { readonly type: "opaque"; readonly value: Uint8Array }
  /** noSuchObject, noSuchInstance, NULL, or a type that nothing here reads. */
  | { readonly type: "absent" }
  | { readonly type: "end" };

type NumericValue = Extract<SnmpValue, { readonly value: number }>;
export const isNumber = (value: SnmpValue): value is NumericValue =>
  "value" in value && typeof value.value === "number";

export type VarBind = { readonly oid: string } & SnmpValue;

export type SnmpPeer = Pick<SnmpTarget, "address" | "port" | "credential">;

/** Resolves the address once and prepares; version 3 discovers the engine with the first request. */
export type OpenSession = (peer: SnmpPeer) => Promise<Result<SnmpSession>>;
