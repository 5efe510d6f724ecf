import { tlv } from "./ber.ts";
import { type Arcs, compareArcs, oidTlv, parseOid } from "./oid.ts";
import { type Source, TAG, type Value, nothing } from "./values.ts";

/** The objects of one device (or of one of its views), in SNMP's order. Indices are valid until the next `set`. */
export interface Tree {
  readonly size: number;
  /** Where the OID stands, or -1. */
  find(arcs: Arcs): number;
  /** Where the first OID behind this one stands; `size` when there is none. */
  firstAfter(arcs: Arcs): number;
  oidAt(index: number): Arcs;
  valueAt(index: number): Value;
  /** The whole variable binding, encoded. */
  bindingAt(index: number): Uint8Array;
  /** Changes what stands behind an OID, or adds it. */
  set(oid: string, source: Source): void;
  remove(oid: string): void;
}

export type Entry = readonly [oid: string | Arcs, source: Source];

/** Sorts the entries numerically; of the same OID twice the last one wins. */
export function makeTree(entries: Iterable<Entry>): Tree {
  let index = build(
    Array.from(entries, ([oid, source]) => ({ arcs: typeof oid === "string" ? parseOid(oid) : oid, source })),
  );
  const find = (arcs: Arcs) => {
    const at = firstNotBefore(index, arcs, 0);
    return at < index.size && compareAt(index, at, arcs) === 0 ? at : -1;
  };
  const valueAt = (at: number): Value => {
    const live = index.live.get(at);
    return live === undefined ? staticValue(index, at) : typeof live === "function" ? live() : live;
  };
  const without = (arcs: Arcs) => {
    const at = find(arcs);
    return list(index).filter((_, other) => other !== at);
  };
  return {
    get size() {
      return index.size;
    },
    find,
    firstAfter: (arcs) => firstNotBefore(index, arcs, 1),
    oidAt: (at) => index.arcs.subarray(index.arcStart[at], index.arcStart[at + 1]),
    valueAt,
    bindingAt: (at) => {
      const encoded = index.bytes.subarray(index.byteStart[at], index.byteStart[at + 1]);
      return index.live.has(at) ? tlv(TAG.sequence, nameIn(encoded), valueAt(at).tlv) : encoded;
    },
    set: (oid, source) => {
      const arcs = parseOid(oid);
      const at = find(arcs);
      if (at >= 0) index.live.set(at, source);
      else index = build([...list(index), { arcs, source }]);
    },
    remove: (oid) => {
      index = build(without(parseOid(oid)));
    },
  };
}

interface Item {
  readonly arcs: Arcs;
  readonly source: Source;
}

/**
 * Flat arrays instead of an object per OID: a recording of 25,000 OIDs then costs 2 MB, and a hundred recordings can
 * be served by one process. `bytes` holds whole encoded bindings; `live` those whose value is asked for or was set.
 */
interface Index {
  readonly size: number;
  readonly arcs: Uint32Array;
  readonly arcStart: Uint32Array;
  readonly bytes: Uint8Array;
  readonly byteStart: Uint32Array;
  readonly live: Map<number, Source>;
}

function build(items: readonly Item[]): Index {
  const sorted = items.toSorted((a, b) => compareArcs(a.arcs, b.arcs));
  const kept = sorted.filter((item, at) => {
    const next = sorted[at + 1];
    return next === undefined || compareArcs(item.arcs, next.arcs) !== 0;
  });
  const arcStart = new Uint32Array(kept.length + 1);
  const byteStart = new Uint32Array(kept.length + 1);
  const bindings: Uint8Array[] = [];
  const live = new Map<number, Source>();
  kept.forEach(({ arcs, source }, at) => {
    if (typeof source === "function") live.set(at, source);
    const binding = tlv(TAG.sequence, oidTlv(arcs), (typeof source === "function" ? nothing : source).tlv);
    bindings.push(binding);
    arcStart[at + 1] = (arcStart[at] ?? 0) + arcs.length;
    byteStart[at + 1] = (byteStart[at] ?? 0) + binding.length;
  });
  const arcs = new Uint32Array(arcStart[kept.length] ?? 0);
  kept.forEach((item, at) => arcs.set(Array.from(item.arcs), arcStart[at]));
  return { size: kept.length, arcs, arcStart, bytes: Buffer.concat(bindings), byteStart, live };
}

function list(index: Index): Item[] {
  return Array.from({ length: index.size }, (_, at) => ({
    arcs: index.arcs.slice(index.arcStart[at], index.arcStart[at + 1]),
    source: index.live.get(at) ?? staticValue(index, at),
  }));
}

function staticValue(index: Index, at: number): Value {
  const encoded = index.bytes.subarray(index.byteStart[at], index.byteStart[at + 1]);
  const bytes = encoded.subarray(headerSize(encoded) + nameIn(encoded).length);
  return { tag: bytes[0] ?? 0, tlv: bytes };
}

/** The encoded OID inside an encoded binding. */
function nameIn(binding: Uint8Array): Uint8Array {
  const start = headerSize(binding);
  const oid = binding.subarray(start);
  const header = headerSize(oid);
  return oid.subarray(0, header + contentSize(oid, header));
}

function headerSize(encoded: Uint8Array): number {
  const length = encoded[1] ?? 0;
  return length < 0x80 ? 2 : 2 + (length & 0x7f);
}

function contentSize(encoded: Uint8Array, header: number): number {
  let size = header === 2 ? (encoded[1] ?? 0) : 0;
  for (let at = 2; at < header; at += 1) size = size * 256 + (encoded[at] ?? 0);
  return size;
}

/** First place whose OID compares ≥ `least` with `arcs` (0: equal or behind, 1: behind). */
function firstNotBefore(index: Index, arcs: Arcs, least: 0 | 1): number {
  let low = 0;
  let high = index.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareAt(index, middle, arcs) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** -1, 0 or 1: how the OID at this place compares with `arcs`. */
function compareAt(index: Index, at: number, arcs: Arcs): number {
  const start = index.arcStart[at] ?? 0;
  const length = (index.arcStart[at + 1] ?? 0) - start;
  const shared = Math.min(length, arcs.length);
  for (let i = 0; i < shared; i += 1) {
    const mine = index.arcs[start + i] ?? 0;
    const other = arcs[i] ?? 0;
    if (mine !== other) return mine < other ? -1 : 1;
  }
  return Math.sign(length - arcs.length);
}
