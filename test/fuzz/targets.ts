import snmp from "net-snmp";
import { decodeOffer, encodeDiscover } from "../../agent/lan/dhcp-message.ts";
import { decodeAnswer } from "../../agent/lan/dns-message.ts";
import { readReply } from "../../agent/services/smtp-probe.ts";
import { communityTlv, peekMessage, readCommunityMessage } from "../../agent/snmp/codec/message.ts";
import { PDU, pduTlv, trapV1Tlv } from "../../agent/snmp/codec/pdu.ts";
import { prepareColumns } from "../../agent/snmp/engine/columns.ts";
import { createGate } from "../../agent/snmp/engine/gate.ts";
import { communityLayer } from "../../agent/snmp/engine/layer.ts";
import { createLine, type Line } from "../../agent/snmp/engine/line.ts";
import { readVarBinds } from "../../agent/snmp/codec/value.ts";
import type { Receiver, Wire } from "../../agent/snmp/engine/wire.ts";
import { judge } from "../../agent/snmp/envelope.ts";
import type { VarBind } from "../../agent/snmp/protocol.ts";
import { makeOffer } from "../fakes/dhcp.ts";
import { makeDnsAnswer } from "../fakes/dns.ts";
import { openScopedPdu, readV3Message, scopedPduTlv, v3Tlv } from "../../agent/snmp/v3/message.ts";

/**
 * Whatever reads bytes that come from outside. To add one: a line in {@link TARGETS}; `run` gets anything and must
 * return; what it throws is a finding.
 */
export interface Target {
  readonly name: string;
  /** Valid inputs, from which the others are made. */
  readonly seeds: readonly Uint8Array[];
  /** May be given anything; must not throw, and must not take 100 ms. */
  readonly run: (bytes: Uint8Array) => void;
}

/** In the place of the request id, where a target expects its own. */
const ID = 0x5a_5b_5c_5d;
const OIDS = ["1.3.6.1.2.1.2.2.1.10.1", "1.3.6.1.2.1.2.2.1.16.1"];

const values: readonly VarBind[] = [
  { oid: "1.3.6.1.2.1.1.1.0", type: "octets", value: new TextEncoder().encode("Switch Hương Sơn") },
  { oid: "1.3.6.1.2.1.1.2.0", type: "oid", value: "1.3.6.1.4.1.32473.1" },
  { oid: "1.3.6.1.2.1.1.3.0", type: "timeticks", value: 4_294_967_295 },
  { oid: "1.3.6.1.2.1.4.20.1.1.192.168.200.255", type: "address", value: "192.168.200.255" },
  { oid: "1.3.6.1.2.1.31.1.1.1.6.1", type: "counter64", value: 2 ** 53 - 1 },
  { oid: "1.3.6.1.4.1.32473.7.128.16384.2097152.0", type: "integer", value: -129 },
  { oid: "1.3.6.1.4.1.32473.8.0", type: "opaque", value: Uint8Array.of(0x9f, 0x78, 4, 0x42, 0xf6, 0, 0) },
  { oid: "1.3.6.1.2.1.99.0", type: "absent" },
  { oid: "1.3.6.1.2.1.99.0", type: "end" },
];
const rows: readonly VarBind[] = [1, 2, 3].flatMap((row) =>
  [10, 16].map((column) => ({
    oid: `1.3.6.1.2.1.2.2.1.${column}.${row}`,
    type: "counter32",
    value: row * 70_000,
  })),
);
const community = new TextEncoder().encode("public");
const answer = (varbinds: readonly VarBind[], status = 0, index = 0) =>
  pduTlv({ type: PDU.response, requestId: ID, status, index, varbinds });
const message = (pdu: Uint8Array, version: 0 | 1 = 1) => communityTlv(version, community, pdu);
const answers = [
  message(answer(values)),
  message(answer(rows)),
  message(answer([], 1)),
  message(answer(values.slice(0, 2), 2, 1), 0),
];
const traps = [
  message(pduTlv({ type: PDU.trapV2, requestId: 1, status: 0, index: 0, varbinds: values })),
  message(
    trapV1Tlv({
      type: PDU.trapV1,
      enterprise: "1.3.6.1.4.1.32473",
      agent: "192.0.2.7",
      generic: 2,
      specific: 0,
      timestamp: 99,
      varbinds: rows,
    }),
    0,
  ),
];
const engineId = Uint8Array.from([0x80, 0, 0x7e, 0xd9, 5, 1, 2, 3]);
const version3 = v3Tlv({
  id: ID,
  reportable: false,
  engineId,
  boots: 3,
  time: 1_000,
  user: Buffer.from("officer"),
  protection: { signer: undefined, cipher: undefined },
  salt: () => new Uint8Array(),
  scoped: scopedPduTlv(engineId, new Uint8Array(), answer(values)),
});

/** A line whose wire is the fuzzer: what is `received` comes as the answer to the request under way. */
function lineOnNothing(): { readonly line: Line; readonly receive: (bytes: Uint8Array) => void } {
  let waiting: Receiver | undefined;
  const wire: Wire = {
    expect: (receiver) => {
      waiting = receiver;
      return ID;
    },
    forget: () => {
      waiting = undefined;
    },
    send: () => {},
    seen: { foreign: 0, stray: 0, garbage: 0 },
    close: () => {},
  };
  const parts = {
    clock: { monotonic: () => 0 },
    timers: { set: () => {} },
    gate: createGate(1),
    wire,
    timeoutMs: 1,
  };
  const line = createLine(parts, { address: "192.0.2.1", port: 161 }, layer, "192.0.2.1");
  return { line, receive: (bytes) => waiting?.receive(bytes, ID) };
}
const layer = communityLayer(1, "public");
const outgoing = layer.prepare(
  pduTlv({ type: PDU.getBulk, requestId: ID, status: 0, index: 3, varbinds: [] }),
);

/** A request is answered with the bytes, and ends. */
function runLine(bytes: Uint8Array): void {
  const { line, receive } = lineOnNothing();
  void line.ask(outgoing, readVarBinds, undefined);
  receive(bytes);
  line.close();
}

const layout = {
  indexes: ["1", "2", "3"],
  columns: OIDS.map((oid) => ({ oid: oid.slice(0, -2), rows: [0, 1, 2], valueBytes: 4 })),
};
function runColumns(bytes: Uint8Array): void {
  const { line, receive } = lineOnNothing();
  const reader = prepareColumns(line, layer, "192.0.2.1", layout);
  void reader.read({ limit: 70, frame: 1_472 });
  receive(bytes);
  line.close();
}

/** net-snmp behind our look at the envelope, as `socket.ts` feeds it. */
function libraryOn(): (bytes: Uint8Array) => void {
  let take: (datagram: Buffer) => void = () => {};
  let sent: Uint8Array = new Uint8Array();
  const socket = {
    on: (event: string, listener: (datagram: Buffer) => void) => {
      if (event === "message") take = listener;
    },
    send: (
      buffer: Uint8Array,
      _from: number,
      _length: number,
      _port: number,
      _to: string,
      done: (error: null) => void,
    ) => {
      sent = buffer;
      done(null);
    },
    ref: () => {},
    unref: () => {},
    close: () => {},
  };
  const session = snmp.createSession("192.0.2.1", "public", {
    port: 161,
    version: snmp.Version2c,
    transport: "udp4",
    timeout: 60_000,
    retries: 0,
    backwardsGetNexts: true,
    dgramModule: { createSocket: () => socket },
  });
  session.on("error", () => {});
  return (bytes) => {
    session.getBulk(OIDS, 0, 3, () => {});
    const own = withId(bytes, idIn(sent));
    try {
      if (judge(own, { version: 1, auth: false, priv: false }) === "take") take(own);
    } catch {
      // The library may throw: `socket.ts` ends the request then.
    }
    session.cancelRequests(new Error("cancelled"));
  };
}

/** The content of the request id in a message made by the library. */
const idIn = (sent: Uint8Array): Uint8Array => {
  const at = sent.indexOf(PDU.getBulk, 10) + 2;
  return sent.subarray(at + 2, at + 2 + (sent[at + 1] ?? 0));
};

/** The id that was asked with, in the place of the seeds' own. */
function withId(bytes: Uint8Array, id: Uint8Array): Buffer {
  const own = Buffer.from(bytes);
  const at = own.indexOf(Uint8Array.of(0x5a, 0x5b, 0x5c, 0x5d));
  if (at >= 0 && id.length === 4) own.set(id, at);
  return own;
}

function runVersion3(bytes: Uint8Array): void {
  const read = readV3Message(Uint8Array.from(bytes));
  if (read !== undefined) openScopedPdu(read, undefined);
}

const offer = makeOffer(encodeDiscover(1, Uint8Array.of(0xf4, 0x8e, 0x38, 0, 0, 7)), {
  server: "10.1.2.1",
  router: "10.1.2.254",
  offered: "10.1.2.77",
});
const dnsAnswers = [
  makeDnsAnswer(
    { id: 1, name: "huongson.example", type: 1 },
    { alias: "a.example", addresses: [[10, 1, 2, 3]] },
  ),
  makeDnsAnswer({ id: 2, name: "xn--hng-1wa.example", type: 28 }, { code: 3, truncated: true }),
];
const replies = ["220 mail\r\n", "250-mail\r\n250-STARTTLS\r\n250 SIZE 1\r\n", "554\n"].map((text) =>
  new TextEncoder().encode(text),
);

export const TARGETS: readonly Target[] = [
  {
    name: "codec",
    seeds: [...answers, ...traps],
    run: (bytes) => {
      readCommunityMessage(bytes);
      peekMessage(bytes);
    },
  },
  { name: "line", seeds: answers, run: runLine },
  { name: "columns", seeds: answers, run: runColumns },
  { name: "version3", seeds: [version3], run: runVersion3 },
  { name: "net-snmp", seeds: answers, run: libraryOn() },
  { name: "dhcp", seeds: [offer], run: (bytes) => void decodeOffer(bytes) },
  { name: "dns", seeds: dnsAnswers, run: (bytes) => void decodeAnswer(bytes) },
  { name: "smtp", seeds: replies, run: (bytes) => void readReply(Buffer.from(bytes).toString("latin1")) },
];
