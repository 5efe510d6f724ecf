import { inflateRawSync } from "node:zlib";

/**
 * What a ZIP archive (PKWARE APPNOTE 4.3) really unpacks to. Sizes that an archive states of itself are not believed: every
 * entry is unpacked, and counting stops at the limit.
 */
const END = 0x06_05_4b_50;
const END_64 = Buffer.from([0x50, 0x4b, 0x06, 0x07]);
const CENTRAL = 0x02_01_4b_50;
const LOCAL = 0x04_03_4b_50;
const STORED = 0;
const DEFLATED = 8;
/** A workbook has a dozen parts and its pictures. */
const MOST_ENTRIES = 5_000;

/** Whether it stays within `most` bytes unpacked; "broken": no archive that two programs would read alike. */
export function checkArchive(bytes: Uint8Array, most: number): "fits" | "too_large" | "broken" {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  // A 64-bit directory could name other entries than the one that is counted here, and 16 MB need none.
  if (end < 0 || end + 22 > view.length || view.includes(END_64) || view.readUInt32LE(end) !== END)
    return "broken";
  let at = view.readUInt32LE(end + 16);
  // The directory ends where its end begins: nothing is read that was not counted.
  if (at + view.readUInt32LE(end + 12) !== end) return "broken";
  let left = most;
  for (let entries = 0; at < end; entries += 1) {
    if (entries === MOST_ENTRIES) return "too_large";
    if (at + 46 > end || view.readUInt32LE(at) !== CENTRAL) return "broken";
    const size = unpackedSize(view, at, left);
    if (typeof size === "string") return size;
    left -= size;
    if (left < 0) return "too_large";
    at += 46 + view.readUInt16LE(at + 28) + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  return "fits";
}

/** Bytes that the entry at this place of the directory unpacks to. */
function unpackedSize(view: Buffer, entry: number, left: number): number | "too_large" | "broken" {
  const method = view.readUInt16LE(entry + 10);
  const packed = view.readUInt32LE(entry + 20);
  const local = view.readUInt32LE(entry + 42);
  if (local + 30 > view.length || view.readUInt32LE(local) !== LOCAL) return "broken";
  const from = local + 30 + view.readUInt16LE(local + 26) + view.readUInt16LE(local + 28);
  if (from + packed > view.length) return "broken";
  if (method === STORED) return packed;
  if (method !== DEFLATED) return "broken";
  try {
    return inflateRawSync(view.subarray(from, from + packed), { maxOutputLength: Math.max(left, 1) }).length;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "too_large" : "broken";
  }
}
