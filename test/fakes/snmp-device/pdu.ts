import {
  type Cursor,
  enter,
  expectEnd,
  integerTlv,
  peekTag,
  readAny,
  readBytes,
  readInteger,
  tlv,
  tlvOf,
} from "./ber.ts";
import { arcsOf } from "./oid.ts";
import { TAG } from "./values.ts";

/** RFC 3416 section 3. */
export const PDU = {
  get: 0xa0,
  getNext: 0xa1,
  response: 0xa2,
  set: 0xa3,
  getBulk: 0xa5,
  report: 0xa8,
} as const;

const NAMES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(PDU).map(([name, type]) => [type, name]),
);
/** The name of a PDU type for a log: `get`, `getBulk`, or `pdu 164` for one that we do not know. */
export const pduName = (type: number): string => NAMES[type] ?? `pdu ${type}`;

/** RFC 3416: error-status. */
export const STATUS = {
  noError: 0,
  tooBig: 1,
  noSuchName: 2,
  authorizationError: 16,
  notWritable: 17,
} as const;

export interface Name {
  readonly arcs: readonly number[];
  /** The OID as it came, encoded: it goes back the same way. */
  readonly tlv: Uint8Array;
}

export interface Pdu {
  readonly type: number;
  readonly requestId: number;
  /** error-status; in a GETBULK non-repeaters. */
  readonly first: number;
  /** error-index; in a GETBULK max-repetitions. */
  readonly second: number;
  readonly names: readonly Name[];
  /** The bindings as they came, encoded one by one: version 1 sends them back with an error. */
  readonly bindings: readonly Uint8Array[];
}

/** Throws BerError on anything that is not a PDU of the common form (so also on a v1 trap). */
export function readPdu(cursor: Cursor): Pdu {
  const type = peekTag(cursor);
  const body = enter(cursor, type);
  const requestId = readInteger(body);
  const first = readInteger(body);
  const second = readInteger(body);
  const list = enter(body, TAG.sequence);
  expectEnd(body);
  const names: Name[] = [];
  const bindings: Uint8Array[] = [];
  while (list.at < list.end) {
    const start = list.at;
    const binding = enter(list, TAG.sequence);
    const nameStart = binding.at;
    const arcs = arcsOf(readBytes(binding, TAG.oid));
    names.push({ arcs, tlv: binding.bytes.subarray(nameStart, binding.at) });
    readAny(binding);
    expectEnd(binding);
    bindings.push(list.bytes.subarray(start, list.at));
  }
  return { type, requestId, first, second, names, bindings };
}

export interface Reply {
  readonly type: number;
  readonly requestId: number;
  readonly status: number;
  readonly index: number;
  readonly bindings: readonly Uint8Array[];
}

export function pduTlv({ type, requestId, status, index, bindings }: Reply): Uint8Array {
  return tlv(
    type,
    integerTlv(requestId),
    integerTlv(status),
    integerTlv(index),
    tlvOf(TAG.sequence, bindings),
  );
}
