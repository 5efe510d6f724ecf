import { type RemoteInfo, createSocket } from "node:dgram";
import { once } from "node:events";
import {
  type Cursor,
  enter,
  expectEnd,
  integerTlv,
  readAny,
  readBytes,
  readInteger,
  tlv,
  tlvOf,
} from "./ber.ts";
import { openMessage } from "./community.ts";
import { arcsOf, formatOid, oidTlv, parseOid } from "./oid.ts";
import { PDU } from "./pdu.ts";
import { TAG, nothing } from "./values.ts";

/** A bare SNMP asker for tests and benchmarks: no retries, no walks; it shows what really came over the wire. */

export interface Question {
  readonly type: keyof typeof PDU;
  readonly oids: readonly string[];
  readonly requestId?: number;
  readonly nonRepeaters?: number;
  readonly maxRepetitions?: number;
}

export function questionTlv({
  type,
  oids,
  requestId = 1,
  nonRepeaters = 0,
  maxRepetitions = 0,
}: Question): Uint8Array {
  const bindings = oids.map((oid) => tlv(TAG.sequence, oidTlv(parseOid(oid)), nothing.tlv));
  return tlv(
    PDU[type],
    integerTlv(requestId),
    integerTlv(nonRepeaters),
    integerTlv(maxRepetitions),
    tlvOf(TAG.sequence, bindings),
  );
}

/** A whole version 1 or 2c request. */
export const requestTlv = (version: 1 | 2, community: string, question: Question): Uint8Array =>
  tlv(TAG.sequence, integerTlv(version - 1), tlv(TAG.octets, Buffer.from(community)), questionTlv(question));

export interface Binding {
  readonly oid: string;
  readonly tag: number;
  /** Numbers as bigint, OIDs as text, the rest as bytes. */
  readonly value: bigint | string | Uint8Array;
}

export interface ReadReply {
  readonly type: number;
  readonly requestId: number;
  readonly status: number;
  readonly index: number;
  readonly bindings: readonly Binding[];
}

/** Reads a version 1 or 2c message. Throws BerError. */
export function readReply(datagram: Uint8Array): ReadReply {
  const opened = openMessage(datagram);
  if (opened === undefined || opened.version === 3) throw new RangeError("not a version 1 or 2c message");
  readBytes(opened.body, TAG.octets);
  return readReplyPdu(opened.body);
}

function readReplyPdu(cursor: Cursor): ReadReply {
  const type = cursor.bytes[cursor.at] ?? -1;
  const body = enter(cursor, type);
  const requestId = readInteger(body);
  const status = readInteger(body);
  const index = readInteger(body);
  const list = enter(body, TAG.sequence);
  expectEnd(body);
  const bindings: Binding[] = [];
  while (list.at < list.end) bindings.push(readBinding(enter(list, TAG.sequence)));
  return { type, requestId, status, index, bindings };
}

/** Reads one encoded binding (what `pdu.bindings` holds), its header already behind. Throws BerError. */
export function readBinding(binding: Cursor): Binding {
  const oid = formatOid(arcsOf(readBytes(binding, TAG.oid)));
  const { tag, content } = readAny(binding);
  expectEnd(binding);
  return { oid, tag, value: valueOf(tag, content) };
}

const UNSIGNED: ReadonlySet<number> = new Set([TAG.counter32, TAG.gauge32, TAG.timeTicks, TAG.counter64]);

function valueOf(tag: number, content: Uint8Array): Binding["value"] {
  if (tag === TAG.oid) return formatOid(arcsOf(content));
  if (tag !== TAG.integer && !UNSIGNED.has(tag)) return content;
  const magnitude = BigInt(`0x${Buffer.from(content).toString("hex") || "0"}`);
  return tag === TAG.integer ? BigInt.asIntN(8 * content.length, magnitude) : magnitude;
}

export interface Datagram {
  readonly bytes: Uint8Array;
  /** The UDP port it came from. */
  readonly port: number;
}

export interface Asker {
  send(bytes: Uint8Array): void;
  /** The next datagram that was not taken yet; waits for it (the test's own time limit ends that). */
  receive(): Promise<Datagram>;
  /** What has arrived by now and was not taken yet. */
  arrived(): Promise<readonly Datagram[]>;
  ask(bytes: Uint8Array): Promise<Datagram>;
  readonly close: () => void;
}

export async function openAsker(to: { readonly address: string; readonly port: number }): Promise<Asker> {
  const socket = createSocket({
    type: to.address.includes(":") ? "udp6" : "udp4",
    recvBufferSize: 1_048_576,
  });
  const inbox: Datagram[] = [];
  let waiting: ((datagram: Datagram) => void) | undefined;
  socket.on("message", (bytes: Buffer, { port }: RemoteInfo) => {
    const taker = waiting;
    waiting = undefined;
    if (taker === undefined) inbox.push({ bytes, port });
    else taker({ bytes, port });
  });
  socket.bind(0, to.address.includes(":") ? "::1" : "127.0.0.1");
  await once(socket, "listening");
  const send = (bytes: Uint8Array) => socket.send(bytes, to.port, to.address);
  const receive = async () =>
    inbox.shift() ?? (await new Promise<Datagram>((resolve) => (waiting = resolve)));
  return {
    send,
    receive,
    arrived: async () => {
      // What loopback has delivered is read within a few turns of the event loop.
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return inbox.splice(0);
    },
    ask: (bytes) => {
      send(bytes);
      return receive();
    },
    close: () => void socket.close(),
  };
}
