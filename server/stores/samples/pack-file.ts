import { closeSync, fsyncSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import { FaultError } from "../../../core/result.ts";
import { byteReader, byteWriter } from "./bytes.ts";

/**
 * A pack: a file that never changes, with pieces of data by entity number. Cold days and roll-ups lie in packs.
 *
 *     magic and version · the pieces, one behind the other, entities ascending
 *     index: for each piece its entity (as a difference), length, points and newest write-ahead row
 *     footer: where the index is, what the file is about, CRC-32 of the index and of the footer · magic
 *
 * SQLite's pages would cost a tenth of a byte for each point (half of a page is lost behind each piece). Each piece has a
 * checksum of its own (codec.ts, rollup-codec.ts), so that a bad sector costs one entity and not the file.
 */
export interface PackAbout {
  /** The store that it belongs to: entity numbers mean something else in another one. */
  readonly origin: number;
  /** What it is made of (`hot.made` of the file that went into it); 0 when that does not matter. */
  readonly made: number;
  /** The newest write-ahead row in it. */
  readonly seq: number;
  /** Values in it. */
  readonly points: number;
}

export interface PackPiece {
  readonly entity: number;
  readonly seq: number;
  readonly points: number;
  readonly data: Uint8Array;
}

export interface PackFile {
  readonly about: PackAbout;
  /** The pieces of one entity, in the order in which they were written. */
  read(entity: number): readonly Uint8Array[];
  /** The newest write-ahead row of an entity; 0 when it has no piece. */
  seqOf(entity: number): number;
  /** Every entity that has a piece, ascending. */
  entities(): Iterable<number>;
  close(): void;
}

/** The file is no pack, or was cut or spoilt where it cannot be done without. */
export class PackDamaged extends Error {}

const MAGIC = Buffer.from("CaydaPk\n");
const VERSION = 1;
const HEAD = MAGIC.length + 1;
const FOOTER = 6 * 8 + 4 + 4 + MAGIC.length;
const BUFFER = 1 << 20;
/** A damaged length must not make us allocate the machine's memory. */
const MAX_INDEX = 256 * 1024 * 1024;

/** Writes a pack piece by piece. */
export interface PackWriter {
  /** Pieces come by ascending entity; several of one entity in their order. */
  add(piece: PackPiece): void;
  /** Index, footer, and everything durable. */
  finish(): PackAbout;
  /** Closes the file, whole or not. */
  close(): void;
}

/** What is at `path` is overwritten; a caller writes aside and renames. */
export function writePack(path: string, about: Pick<PackAbout, "origin" | "made">): PackWriter {
  const file = openSync(path, "w");
  const out = bufferedWriter(file);
  const index = byteWriter(1 << 16);
  let before = 0;
  let points = 0;
  let seq = 0;
  let count = 0;
  out.write(MAGIC);
  out.write(Uint8Array.of(VERSION));
  return {
    add: (piece) => {
      if (piece.entity < before) throw new RangeError("pieces of a pack must come by ascending entity");
      index.unsigned(piece.entity - before);
      index.unsigned(piece.data.length);
      index.unsigned(piece.points);
      index.unsigned(piece.seq);
      before = piece.entity;
      points += piece.points;
      seq = Math.max(seq, piece.seq);
      count += 1;
      out.write(piece.data);
    },
    finish: () => {
      const start = out.written;
      out.write(index.view());
      const footer = Buffer.alloc(FOOTER);
      for (const [i, value] of [start, count, about.origin, about.made, seq, points].entries()) {
        footer.writeDoubleLE(value, i * 8);
      }
      footer.writeUInt32LE(crc32(index.view()), 48);
      footer.writeUInt32LE(crc32(footer.subarray(0, 52)), 52);
      MAGIC.copy(footer, 56);
      out.write(footer);
      out.flush();
      fsyncSync(file);
      return { ...about, seq, points };
    },
    close: () => closeSync(file),
  };
}

function bufferedWriter(file: number) {
  const buffer = new Uint8Array(BUFFER);
  let filled = 0;
  let written = 0;
  const put = (bytes: Uint8Array) => {
    for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from);
  };
  const flush = () => {
    put(buffer.subarray(0, filled));
    filled = 0;
  };
  return {
    get written() {
      return written;
    },
    flush,
    write: (bytes: Uint8Array) => {
      written += bytes.length;
      if (filled + bytes.length > BUFFER) flush();
      if (bytes.length > BUFFER) put(bytes);
      else {
        buffer.set(bytes, filled);
        filled += bytes.length;
      }
    },
  };
}

/**
 * Opens a pack. Throws {@link PackDamaged}, or FaultError `store_newer` for a pack of a newer Cayda and `store_foreign` for
 * one of another store.
 */
export function openPack(path: string, origin: number): PackFile {
  const file = openSync(path, "r");
  try {
    checkHead(file, path);
    const { start, count, whose, crc, ...about } = readFooter(file);
    if (whose !== origin) throw new FaultError("store_foreign", { file: path });
    const length = fstatSync(file).size - FOOTER - start;
    const bytes = length < 0 || length > MAX_INDEX ? undefined : readAt(file, start, length);
    if (bytes === undefined || crc32(bytes) !== crc) throw new PackDamaged(path);
    return packOf(file, readIndex(bytes, count), { origin, ...about });
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function checkHead(file: number, path: string): void {
  const head = readAt(file, 0, HEAD);
  if (head === undefined || !MAGIC.equals(head.subarray(0, MAGIC.length))) throw new PackDamaged(path);
  const version = head[MAGIC.length] as number;
  if (version > VERSION) throw new FaultError("store_newer", { file: path, found: version, known: VERSION });
}

function readFooter(file: number) {
  const footer = readAt(file, fstatSync(file).size - FOOTER, FOOTER);
  if (footer === undefined || !MAGIC.equals(footer.subarray(56))) throw new PackDamaged("footer");
  if (crc32(footer.subarray(0, 52)) !== footer.readUInt32LE(52)) throw new PackDamaged("footer");
  const [start = 0, count = 0, whose = 0, made = 0, seq = 0, points = 0] = Array.from({ length: 6 }, (_, i) =>
    footer.readDoubleLE(i * 8),
  );
  return { start, count, whose, made, seq, points, crc: footer.readUInt32LE(48) };
}

/** The pieces, by columns: a province has 70,000 entities. */
interface Index {
  readonly entity: Float64Array;
  readonly start: Float64Array;
  readonly length: Float64Array;
  readonly seq: Float64Array;
}

function readIndex(bytes: Uint8Array, count: number): Index {
  const reader = byteReader(bytes);
  const column = () => new Float64Array(count);
  const index = { entity: column(), start: column(), length: column(), seq: column() };
  let entity = 0;
  let start = HEAD;
  for (let i = 0; i < count; i += 1) {
    entity += reader.unsigned();
    index.entity[i] = entity;
    index.start[i] = start;
    index.length[i] = reader.unsigned();
    reader.unsigned();
    index.seq[i] = reader.unsigned();
    start += index.length[i] as number;
  }
  if (reader.failed) throw new PackDamaged("index");
  return index;
}

function packOf(file: number, index: Index, about: PackAbout): PackFile {
  /** The first piece of an entity that is not before it. */
  const firstOf = (entity: number) => {
    let low = 0;
    let high = index.entity.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((index.entity[middle] as number) < entity) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    about,
    read: (entity) => {
      const pieces: Uint8Array[] = [];
      for (let i = firstOf(entity); index.entity[i] === entity; i += 1) {
        // What cannot be read is left as nothing, which no decoder takes for a piece.
        const bytes = readAt(file, index.start[i] as number, index.length[i] as number);
        pieces.push(bytes ?? new Uint8Array());
      }
      return pieces;
    },
    seqOf: (entity) => {
      let seq = 0;
      for (let i = firstOf(entity); index.entity[i] === entity; i += 1) {
        seq = Math.max(seq, index.seq[i] as number);
      }
      return seq;
    },
    *entities() {
      let before = -1;
      for (const entity of index.entity) {
        if (entity !== before) yield entity;
        before = entity;
      }
    },
    close: () => closeSync(file),
  };
}

/** Undefined when the file does not have so much there. */
function readAt(file: number, start: number, length: number): Buffer | undefined {
  if (start < 0 || length < 0) return undefined;
  const bytes = Buffer.allocUnsafe(length);
  for (let got = 0; got < length;) {
    const more = readSync(file, bytes, got, length - got, start + got);
    if (more === 0) return undefined;
    got += more;
  }
  return bytes;
}
