import type { Knowledge } from "../knowledge.ts";
import { RANKS, rankOf, type Library } from "../library.ts";
import type { Known } from "../part.ts";
import { enterpriseOf } from "../system.ts";
import type { Evidence } from "./evidence.ts";
import { plainName, said } from "./plausible.ts";

/** Who made the device, how that is known, and what is known of the maker. */
export interface Maker {
  readonly vendor: string;
  readonly from: string;
  readonly knowledge: Knowledge | undefined;
}

/**
 * From what is known before more is asked: words of sysDescr that only this maker's devices say, the maker's name at
 * its beginning, the enterprise number of sysObjectID.
 */
export function makerAtOnce(known: Known, library: Library): Maker | undefined {
  const own = enterpriseOf(known.objectId);
  const described = library.makers.find((maker) => rankOf(maker, known, own) === RANKS.described);
  if (described !== undefined) return found(described, "sysDescr");
  const ours = own === undefined || library.agents.has(own) ? undefined : makerOfNumber(own, library);
  // The maker of sysObjectID before another that has the same name (HP's printers and HPE's switches).
  if (ours?.knowledge !== undefined && nameIn(known.description, ours.knowledge) > 0) return ours;
  const named = makerNamedIn(known.description, library);
  return named === undefined ? ours : found(named, "sysDescr");
}

const found = (knowledge: Knowledge, from: string): Maker => ({ vendor: knowledge.vendor, from, knowledge });

function makerOfNumber(number: number, library: Library): Maker | undefined {
  const knowledge = library.makers.find(({ enterprises = [] }) => enterprises.includes(number));
  return knowledge === undefined ? undefined : found(knowledge, "enterprise number");
}

/** The maker whose name the text begins with, whole words; the longest name wins. */
function makerNamedIn(text: string, { makers }: Library): Knowledge | undefined {
  let best: { readonly maker: Knowledge; readonly length: number } | undefined;
  for (const maker of makers) {
    if (maker.system === true) continue;
    const length = nameIn(text, maker);
    if (length > (best?.length ?? 1)) best = { maker, length };
  }
  return best?.maker;
}

/** Length of the maker's name with which the text begins, else 0. */
function nameIn(text: string, maker: Knowledge): number {
  const lower = text.replace(/^["'\s]+/, "").toLowerCase();
  let longest = 0;
  for (const name of namesOf(maker)) {
    const begins = lower.startsWith(name.toLowerCase()) && !/[\p{L}\p{N}]/u.test(lower[name.length] ?? " ");
    if (begins) longest = Math.max(longest, name.length);
  }
  return longest;
}

const namesOf = ({ vendor, names = [] }: Knowledge) => [vendor, ...names];

/** From what the standard MIBs say, then from whose objects the device has. */
export function makerFromEvidence(known: Known, evidence: Evidence, library: Library): Maker | undefined {
  const { deviceId, chassis, texts } = evidence;
  const names: readonly (readonly [string | undefined, string])[] = [
    [deviceId.maker, "IEEE 1284 device id"],
    [chassis?.maker, "entPhysicalMfgName"],
    [texts.lldpXMedLocMfgName, "lldpXMedLocMfgName"],
    [texts.upsIdentManufacturer, "upsIdentManufacturer"],
    [evidence.has.printer ? texts.hrDeviceDescr : undefined, "hrDeviceDescr"],
  ];
  for (const [name, from] of names) {
    const maker = said(name) === undefined ? undefined : makerCalled(name ?? "", library);
    if (maker !== undefined) return { vendor: maker.vendor, from, knowledge: maker };
  }
  for (const number of known.enterprises) {
    const maker = library.shared.has(number) ? undefined : makerOfNumber(number, library);
    if (maker !== undefined) return maker;
  }
  return sayingItself(texts, chassis?.maker);
}

function makerCalled(name: string, library: Library): Knowledge | undefined {
  const plain = plainName(name);
  const same = library.makers.find((maker) => namesOf(maker).some((other) => plainName(other) === plain));
  return same ?? makerNamedIn(name, library);
}

/** A maker that nothing here knows, in its own words. */
function sayingItself(texts: Evidence["texts"], chassisMaker: string | undefined): Maker | undefined {
  const named: readonly (readonly [string | undefined, string])[] = [
    [chassisMaker, "entPhysicalMfgName"],
    [texts.upsIdentManufacturer, "upsIdentManufacturer"],
    [texts.lldpXMedLocMfgName, "lldpXMedLocMfgName"],
  ];
  for (const [name, from] of named) {
    const vendor = said(name)?.replace(/,?\s+(?:inc|ltd|llc|corp(?:oration)?|gmbh|co)\b\.?.*$/i, "");
    if (vendor !== undefined && /\p{L}{2}/u.test(vendor) && vendor.length <= 40)
      return { vendor, from, knowledge: undefined };
  }
  return undefined;
}

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/^Linux\b/, "Linux"],
  [/^FreeBSD\b/, "FreeBSD"],
  [/^OpenBSD\b/, "OpenBSD"],
  [/^NetBSD\b/, "NetBSD"],
  [/^DragonFly\b/, "DragonFly BSD"],
  [/^(?:SunOS|Solaris)\b/, "Oracle"],
  [/^(?:Darwin|macOS|Mac OS X)\b/, "Apple"],
  [/^HP-UX\b/, "HPE"],
];
/** netSnmpAgentOIDs: what the agent runs on. */
const NET_SNMP_SYSTEMS: Readonly<Record<string, string>> = {
  "8": "FreeBSD",
  "10": "Linux",
  "12": "OpenBSD",
  "7": "NetBSD",
  "3": "Oracle",
  "16": "Apple",
};

/** Of computers that nobody put a name on: the name of the system, and the processor they are built for. */
export function systemOf({ description, objectId }: Known): NamedSystem | undefined {
  const named = SYSTEMS.find(([pattern]) => pattern.test(description));
  const [, number = ""] = /^1\.3\.6\.1\.4\.1\.(?:8072\.3\.2|2021\.250)\.(\d+)$/.exec(objectId) ?? [];
  const name = named?.[1] ?? NET_SNMP_SYSTEMS[number];
  if (name === undefined) return undefined;
  const [, hardware] = PROCESSOR.exec(description) ?? [];
  const from = named === undefined ? "sysObjectID" : "sysDescr";
  return { vendor: name, from, ...(hardware === undefined ? {} : { hardware }) };
}

export interface NamedSystem {
  readonly vendor: string;
  readonly from: string;
  readonly hardware?: string;
}

/** As `uname -m` says it, at the end. */
const PROCESSOR =
  /\b(x86_64|amd64|i[3-6]86|aarch64|arm64|armv\d\w{0,6}|mips\w{0,4}|ppc\w{0,4}|riscv64|s390x|sparc\w{0,3})$/;
