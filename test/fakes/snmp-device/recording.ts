import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseOid } from "./oid.ts";
import { type Entry, type Tree, makeTree } from "./tree.ts";
import {
  TAG,
  type Value,
  counter32,
  counter64,
  gauge32,
  integer,
  ipAddress,
  nothing,
  objectId,
  octets,
  opaque,
  timeTicks,
} from "./values.ts";

/**
 * Recordings of devices in snmpsim's format: lines `OID|TAG|VALUE`, TAG the ASN.1 tag in decimal, with an `x` behind
 * it when VALUE is hexadecimal. VALUE may hold `|`.
 */
export function parseRecording(text: string): Tree {
  const entries: Entry[] = [];
  text.split("\n").forEach((raw, number) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (line === "" || line.startsWith("#")) return;
    const [oid, tag, value] = columns(line, number + 1);
    try {
      entries.push([parseOid(oid), parseValue(tag, value)]);
    } catch (error) {
      throw new RangeError(`line ${number + 1}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  });
  return makeTree(entries);
}

export const readRecording = (file: string): Tree => parseRecording(readFileSync(file, "utf8"));

/**
 * Every `NAME.snmprec` of a folder under its NAME, which is also the community (or v3 context) that selects it. A
 * recording is read when it is first asked for.
 */
export function recordingsIn(folder: string): Record<string, () => Tree> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .toSorted();
  return Object.fromEntries(names.map((name) => [name.slice(0, -SUFFIX.length), once(join(folder, name))]));
}
const SUFFIX = ".snmprec";

function once(file: string): () => Tree {
  let tree: Tree | undefined;
  return () => (tree ??= readRecording(file));
}

function columns(line: string, number: number): readonly [string, string, string] {
  const first = line.indexOf("|");
  const second = line.indexOf("|", first + 1);
  if (first < 0 || second < 0) throw new RangeError(`line ${number}: not OID|TAG|VALUE`);
  return [line.slice(0, first), line.slice(first + 1, second), line.slice(second + 1)];
}

function parseValue(tag: string, text: string): Value {
  const hex = tag.endsWith("x");
  const number = Number(hex ? tag.slice(0, -1) : tag);
  const parse = PARSERS[number];
  if (parse === undefined) throw new RangeError(`tag ${JSON.stringify(tag)} is not known`);
  return hex ? parse(bytesOf(text), "") : parse(undefined, text);
}

type Parser = (bytes: Uint8Array | undefined, text: string) => Value;

const whole = (make: (number: number) => Value): Parser => {
  return (_, text) => make(text.trim() === "" ? Number.NaN : Number(text));
};
const PARSERS: Readonly<Record<number, Parser>> = {
  [TAG.integer]: whole(integer),
  [TAG.octets]: (bytes, text) => octets(bytes ?? text),
  [TAG.null]: () => nothing,
  [TAG.oid]: (_, text) => objectId(text),
  [TAG.ipAddress]: (bytes, text) => ipAddress(bytes ?? text),
  [TAG.counter32]: whole(counter32),
  [TAG.gauge32]: whole(gauge32),
  [TAG.timeTicks]: whole(timeTicks),
  [TAG.opaque]: (bytes, text) => opaque(bytes ?? Buffer.from(text, "latin1")),
  [TAG.counter64]: (_, text) => counter64(BigInt(text)),
};

function bytesOf(hex: string): Uint8Array {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(hex)) throw new RangeError("not hexadecimal");
  return Buffer.from(hex, "hex");
}
