import { sizeOf, TAG } from "../codec/ber.ts";

/** Writes BER from front to back into bytes whose size was worked out before: one allocation a message. */
export interface Writer {
  readonly bytes: Buffer;
  at: number;
}

export const writerOf = (size: number): Writer => ({ bytes: Buffer.allocUnsafe(size), at: 0 });

/** Tag and length of what follows. */
export function putHeader(writer: Writer, tag: number, length: number): void {
  const { bytes } = writer;
  bytes[writer.at] = tag;
  const count = sizeOf(length) - length - 2;
  if (count === 0) {
    bytes[writer.at + 1] = length;
  } else {
    bytes[writer.at + 1] = 0x80 | count;
    bytes.writeUIntBE(length, writer.at + 2, count);
  }
  writer.at += 2 + count;
}

/** Bytes that are complete as they are. */
export function putRaw(writer: Writer, content: Uint8Array): void {
  writer.bytes.set(content, writer.at);
  writer.at += content.length;
}

export function putOctets(writer: Writer, content: Uint8Array): void {
  putHeader(writer, TAG.octets, content.length);
  putRaw(writer, content);
}

/** An INTEGER between 0 and 2^31 - 1. */
export function putInteger(writer: Writer, value: number): void {
  const size = integerSize(value) - 2;
  putHeader(writer, TAG.integer, size);
  writer.bytes.writeUIntBE(value, writer.at, size);
  writer.at += size;
}

/** Bytes of such an INTEGER with its tag and length. */
export const integerSize = (value: number): number =>
  value < 0x80 ? 3 : value < 0x80_00 ? 4 : value < 0x80_00_00 ? 5 : 6;
