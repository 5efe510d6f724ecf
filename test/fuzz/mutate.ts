/**
 * Spoils valid BER on purpose: it knows where tags, lengths and contents are, so that what comes out is nearly right,
 * which is where parsers fail. The same numbers from `random` give the same bytes.
 */
interface Element {
  /** Where its tag is, its content begins and ends. */
  readonly at: number;
  readonly content: number;
  readonly end: number;
}

const MOST_BYTES = 4_000;
const MOST_ELEMENTS = 400;

/** A copy with one to four changes; `other` gives parts to splice in. */
export function mutate(seed: Uint8Array, other: Uint8Array, random: () => number): Uint8Array {
  let bytes = Uint8Array.from(seed);
  const changes = 1 + Math.floor(random() * 4);
  for (let i = 0; i < changes; i += 1) bytes = change(bytes, other, random);
  return bytes.subarray(0, MOST_BYTES);
}

function change(bytes: Uint8Array, other: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  const element = pick(elementsOf(bytes), random);
  const how = pick(WAYS, random);
  if (element === undefined || how === undefined) return Uint8Array.from(bytes, flip(random));
  return how(bytes, element, random, other);
}

function pick<T>(list: readonly T[], random: () => number): T | undefined {
  return list[Math.floor(random() * list.length)];
}

const byte = (random: () => number): number => Math.floor(random() * 256);
const flip = (random: () => number) => (value: number) => (random() < 0.02 ? byte(random) : value);

type Way = (
  bytes: Uint8Array,
  element: Element,
  random: () => number,
  other: Uint8Array,
) => Uint8Array<ArrayBuffer>;

/** Tags of SNMP, and some that it does not have. */
const TAGS = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x30, 0x40, 0x41, 0x42, 0x43, 0x44, 0x46, 0x80, 0x81, 0x82];
const PDUS = [0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xff, 0x00, 0x1f];
/** Lengths that parsers get wrong: none, indefinite, of many bytes, larger than any memory. */
const LENGTHS = [
  [0x00],
  [0x01],
  [0x7f],
  [0x80],
  [0xff],
  [0x81, 0x80],
  [0x82, 0xff, 0xff],
  [0x84, 0x00, 0x00, 0x00, 0x01],
  [0x84, 0x7f, 0xff, 0xff, 0xff],
  [0x84, 0xff, 0xff, 0xff, 0xff],
  [0x88, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02],
  [0x89, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
];
/** Contents that mean something extreme: OIDs cut off, arcs over 32 bits, integers at their bounds. */
const CONTENTS = [
  [],
  [0x00],
  [0x80],
  [0xff],
  [0x2b],
  [0x2b, 0x86],
  [0x80, 0x80, 0x80, 0x01],
  [0x2b, 0x90, 0x80, 0x80, 0x80, 0x00],
  [0x7f, 0xff, 0xff, 0xff],
  [0x80, 0x00, 0x00, 0x00],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
];

const WAYS: readonly Way[] = [
  (bytes, { at }, random) => replaced(bytes, at, at + 1, [pick(TAGS, random) ?? 0]),
  (bytes, { at }, random) => replaced(bytes, at, at + 1, [pick(PDUS, random) ?? 0]),
  (bytes, { at, content }, random) => replaced(bytes, at + 1, content, pick(LENGTHS, random) ?? []),
  (bytes, { at, content }, random) => replaced(bytes, at + 1, content, [byte(random)]),
  (bytes, { content, end }, random) => replaced(bytes, content, end, pick(CONTENTS, random) ?? []),
  // With the element's own length mended, so that only its surroundings are wrong.
  (bytes, { at, end }, random) => {
    const inside = pick(CONTENTS, random) ?? [];
    return replaced(bytes, at + 1, end, [inside.length, ...inside]);
  },
  (bytes, { at, end }) => replaced(bytes, at, end, []),
  (bytes, { at, end }) => replaced(bytes, end, end, bytes.subarray(at, end)),
  (bytes, { at, end }, random, other) => {
    const part = pick(elementsOf(other), random);
    return replaced(bytes, at, end, part === undefined ? [] : other.subarray(part.at, part.end));
  },
  (bytes, { content, end }, random) =>
    replaced(bytes, content, end, bytes.subarray(content, end).map(flip(random))),
  (bytes, { end }, random) => Uint8Array.from(bytes.subarray(0, Math.floor(random() * (end + 1)))),
  (bytes, _, random) => Uint8Array.from(bytes, flip(random)),
];

function replaced(
  bytes: Uint8Array,
  from: number,
  to: number,
  by: ArrayLike<number>,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(from + by.length + Math.max(0, bytes.length - to));
  out.set(bytes.subarray(0, from));
  out.set(by, from);
  out.set(bytes.subarray(to), from + by.length);
  return out;
}

/** Every element that can be found, those inside of others too. */
function elementsOf(bytes: Uint8Array): readonly Element[] {
  const found: Element[] = [];
  const spans: [number, number][] = [[0, bytes.length]];
  for (const [start, stop] of spans) {
    for (let at = start; at + 2 <= stop && found.length < MOST_ELEMENTS;) {
      const element = elementAt(bytes, at, stop);
      if (element === undefined) break;
      found.push(element);
      // OCTET STRINGs hold messages too, in version 3.
      const tag = bytes[at] ?? 0;
      if ((tag & 0x20) !== 0 || tag === 0x04) spans.push([element.content, element.end]);
      at = element.end;
    }
  }
  return found;
}

function elementAt(bytes: Uint8Array, at: number, stop: number): Element | undefined {
  const first = bytes[at + 1] ?? 0;
  const count = first < 0x80 ? 0 : first & 0x7f;
  let length = first < 0x80 ? first : 0;
  if (count > 4) return undefined;
  for (let i = 0; i < count; i += 1) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  const content = at + 2 + count;
  return content + length > stop ? undefined : { at, content, end: content + length };
}
