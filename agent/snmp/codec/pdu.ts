import type { VarBind } from "../protocol.ts";
import {
  enter,
  integerTlv,
  leave,
  peekTag,
  readBytes,
  readHeader,
  readInteger,
  refuse,
  signedAt,
  TAG,
  tlv,
  tlvOf,
  type Reader,
} from "./ber.ts";
import { oidTlv, readOid } from "./oid.ts";
import { askingTlv, readVarBinds, varBindTlv } from "./value.ts";

/** PDUs (RFC 3416 section 3; the trap of version 1: RFC 1157 section 4.1.6). Readers: see `ber.ts`. */
export const PDU = {
  get: 0xa0,
  getNext: 0xa1,
  response: 0xa2,
  set: 0xa3,
  trapV1: 0xa4,
  getBulk: 0xa5,
  inform: 0xa6,
  trapV2: 0xa7,
  report: 0xa8,
} as const;

/** Every PDU but the trap of version 1. */
export interface Pdu {
  /** One of {@link PDU}. */
  readonly type: number;
  readonly requestId: number;
  /** error-status; in a GETBULK non-repeaters. */
  readonly status: number;
  /** error-index, from 1; in a GETBULK max-repetitions. */
  readonly index: number;
  readonly varbinds: readonly VarBind[];
}

export interface TrapV1 {
  readonly type: typeof PDU.trapV1;
  readonly enterprise: string;
  /** Four bytes, as text; "" when it is something else. */
  readonly agent: string;
  readonly generic: number;
  readonly specific: number;
  /** Hundredths of a second. */
  readonly timestamp: number;
  readonly varbinds: readonly VarBind[];
}

/** Reads the PDU that comes next, whatever its type but {@link TrapV1}. Look at `reader.bad` afterwards. */
export function readPdu(reader: Reader): Pdu {
  const type = peekTag(reader);
  if (type < PDU.get || type > PDU.report || type === PDU.trapV1) refuse(reader);
  const outside = enter(reader, type);
  const requestId = readInteger(reader);
  const status = readInteger(reader);
  const index = readInteger(reader);
  const varbinds = readVarBinds(reader);
  leave(reader, outside);
  return { type, requestId, status, index, varbinds };
}

export function readTrapV1(reader: Reader): TrapV1 {
  const outside = enter(reader, PDU.trapV1);
  const enterprise = readOid(reader);
  const address = readBytes(reader, TAG.ipAddress);
  const generic = readInteger(reader);
  const specific = readInteger(reader);
  const end = readHeader(reader, TAG.timeTicks);
  if (end - reader.at < 1 || end - reader.at > 5) refuse(reader);
  const timestamp = signedAt(reader.bytes, reader.at, end) >>> 0;
  reader.at = end;
  const varbinds = readVarBinds(reader);
  leave(reader, outside);
  const agent = address.length === 4 ? address.join(".") : "";
  return { type: PDU.trapV1, enterprise, agent, generic, specific, timestamp, varbinds };
}

/** An answer, a trap, an inform or a report, with values. */
export const pduTlv = ({ type, requestId, status, index, varbinds }: Pdu): Uint8Array =>
  pduOf(type, integerTlv(requestId), status, index, varbinds.map(varBindTlv));

function pduOf(
  type: number,
  requestId: Uint8Array,
  status: number,
  index: number,
  bindings: readonly Uint8Array[],
): Uint8Array {
  return tlv(type, requestId, integerTlv(status), integerTlv(index), tlvOf(TAG.sequence, bindings));
}

export interface Question {
  readonly type: typeof PDU.get | typeof PDU.getNext | typeof PDU.getBulk;
  readonly oids: readonly string[];
  /** Only in a GETBULK. */
  readonly nonRepeaters?: number;
  readonly maxRepetitions?: number;
}

/** Request ids from here on take four bytes, so that one can be put in the place of another. */
export const LEAST_ID = 0x01_00_00_00;
export const MOST_ID = 0x7f_ff_ff_ff;

/** A request whose id is {@link LEAST_ID} until {@link patchId} puts another there, at the place {@link idPlace}. */
export const questionTlv = ({ type, oids, nonRepeaters = 0, maxRepetitions = 0 }: Question): Uint8Array =>
  pduOf(type, integerTlv(LEAST_ID), nonRepeaters, maxRepetitions, oids.map(askingTlv));

/** Where in a {@link questionTlv} the four bytes of the request id are. */
export function idPlace(pdu: Uint8Array): number {
  const first = pdu[1] ?? 0;
  return 2 + (first < 0x80 ? 0 : first & 0x7f) + 2;
}

/** Writes an id between {@link LEAST_ID} and {@link MOST_ID} into a request made with another one. */
export function patchId(bytes: Uint8Array, place: number, id: number): void {
  bytes[place] = id >>> 24;
  bytes[place + 1] = (id >>> 16) & 0xff;
  bytes[place + 2] = (id >>> 8) & 0xff;
  bytes[place + 3] = id & 0xff;
}

/** error-status by number (RFC 3416 section 3), as our faults name it. */
const STATUS_NAMES = [
  "noError",
  "tooBig",
  "noSuchName",
  "badValue",
  "readOnly",
  "genErr",
  "noAccess",
  "wrongType",
  "wrongLength",
  "wrongEncoding",
  "wrongValue",
  "noCreation",
  "inconsistentValue",
  "resourceUnavailable",
  "commitFailed",
  "undoFailed",
  "authorizationError",
  "notWritable",
  "inconsistentName",
] as const;

/** "genErr" for a number that no RFC knows. */
export const statusName = (status: number): string => STATUS_NAMES[status] ?? "genErr";

const STATUSES: ReadonlySet<unknown> = new Set(STATUS_NAMES);
/** Whether a fault's reason is an error-status, and so the device's own answer. */
export const isStatusName = (name: unknown): boolean => STATUSES.has(name);

export const trapV1Tlv = (trap: TrapV1): Uint8Array =>
  tlv(
    PDU.trapV1,
    oidTlv(trap.enterprise),
    tlv(TAG.ipAddress, Uint8Array.from(trap.agent.split(".").map(Number))),
    integerTlv(trap.generic),
    integerTlv(trap.specific),
    integerTlv(trap.timestamp, TAG.timeTicks),
    tlvOf(TAG.sequence, trap.varbinds.map(varBindTlv)),
  );
