import { createSocket } from "node:dgram";
import { once } from "node:events";

/** A name server of our own: what it answers is a function of the question. */
export interface DnsQuestion {
  readonly id: number;
  readonly name: string;
  readonly type: number;
}
export interface DnsRecords {
  readonly code?: number;
  readonly truncated?: boolean;
  /** IPv4 as bytes of four, IPv6 of sixteen. */
  readonly addresses?: readonly (readonly number[])[];
  /** An alias before them. */
  readonly alias?: string;
}

const nameBytes = (name: string): number[] => [
  ...name.split(".").flatMap((label) => [label.length, ...Buffer.from(label, "latin1")]),
  0,
];
const u16 = (value: number): number[] => [value >> 8, value & 0xff];

/** An answer as servers write it: the question again, then records whose names are pointers to it. */
export function makeDnsAnswer(
  { id, name, type }: DnsQuestion,
  { code = 0, truncated = false, addresses = [], alias }: DnsRecords,
): Uint8Array {
  const flags = 0x8180 | (truncated ? 0x0200 : 0) | code;
  const pointer = [0xc0, 12];
  const ttl = [0, 0, 0, 60];
  const aliases = alias === undefined ? [] : nameBytes(alias);
  const records = [
    ...(alias === undefined
      ? []
      : [...pointer, ...u16(5), ...u16(1), ...ttl, ...u16(aliases.length), ...aliases]),
    ...addresses.flatMap((address) => [
      ...(alias === undefined ? pointer : aliases),
      ...u16(address.length === 4 ? 1 : 28),
      ...u16(1),
      ...ttl,
      ...u16(address.length),
      ...address,
    ]),
  ];
  const count = addresses.length + (alias === undefined ? 0 : 1);
  return Uint8Array.from([
    ...u16(id),
    ...u16(flags),
    ...u16(1),
    ...u16(count),
    ...u16(0),
    ...u16(0),
    ...nameBytes(name),
    ...u16(type),
    ...u16(1),
    ...records,
  ]);
}

export function readDnsQuestion(bytes: Buffer): DnsQuestion {
  const labels: string[] = [];
  let at = 12;
  for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) {
    labels.push(bytes.subarray(at + 1, at + 1 + length).toString("latin1"));
    at += length + 1;
  }
  return { id: bytes.readUInt16BE(0), name: labels.join("."), type: bytes.readUInt16BE(at + 1) };
}

export interface FakeDns {
  readonly port: number;
  readonly asked: readonly DnsQuestion[];
  close(): void;
}

/** On 127.0.0.1. `answer` gives the bytes, or nothing: then it is silent. */
export async function startDns(answer: (question: DnsQuestion) => Uint8Array | undefined): Promise<FakeDns> {
  const socket = createSocket("udp4");
  const asked: DnsQuestion[] = [];
  socket.on("message", (bytes, from) => {
    const question = readDnsQuestion(bytes);
    asked.push(question);
    const bytesBack = answer(question);
    if (bytesBack !== undefined) socket.send(bytesBack, from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { port: socket.address().port, asked, close: () => socket.close() };
}
