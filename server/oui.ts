import { createReadStream } from "node:fs";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { isMadeUpMac } from "../core/discovery/mac.ts";

/** Name of the maker by MAC prefix: 6, 7 or 9 hexadecimal digits. */
type Makers = ReadonlyMap<string, string>;

/** Loaded when somebody first looks at a site's discovery, and kept. */
let loading: Promise<Makers> | undefined;

/** One entry a line: prefix, then the name and below it the address, which is not kept. */
const ENTRY = /^\s*"([0-9A-F]{6,9})": ("(?:[^"\\]|\\.)*")/;

/**
 * Line by line: as one JSON document the registry would stall the server for 0.4 s and keep 50 MB. Importing the
 * package does just that, so only its file is read.
 */
async function load(): Promise<Makers> {
  const path = fileURLToPath(import.meta.resolve("oui-data"));
  const makers = new Map<string, string>();
  // Many prefixes have the same maker: one text for all of them.
  const names = new Map<string, string>();
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const [, prefix, entry] = ENTRY.exec(line) ?? [];
    if (prefix === undefined || entry === undefined) continue;
    const name = (JSON.parse(entry) as string).split("\n", 1)[0]?.trim() ?? "";
    if (name === "" || name === "Private") continue;
    makers.set(prefix, names.get(name) ?? name);
    names.set(name, makers.get(prefix) ?? name);
  }
  return makers;
}

/**
 * Who made network cards, from the IEEE's registry of MAC prefixes. Undefined for a null, for a prefix that nobody has,
 * and for addresses that software made up.
 */
export async function makersOf(macs: readonly (string | null)[]): Promise<readonly (string | undefined)[]> {
  const wanted = macs.map((mac) => (mac === null || isMadeUpMac(mac) ? undefined : digitsOf(mac)));
  if (wanted.every((digits) => digits === undefined)) return wanted;
  loading ??= load();
  const makers = await loading;
  return wanted.map((digits) => (digits === undefined ? undefined : makerOf(makers, digits)));
}

const digitsOf = (mac: string): string => mac.replaceAll(":", "").toUpperCase();

/** Blocks of 36, 28 and 24 bits: the smallest that fits says who has it, the bigger ones only who shares it out. */
const PREFIXES = [9, 7, 6] as const;

function makerOf(makers: Makers, digits: string): string | undefined {
  for (const length of PREFIXES) {
    const name = makers.get(digits.slice(0, length));
    if (name !== undefined) return name;
  }
  return undefined;
}
