import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import type { DeviceClass, Sensor } from "../../../core/survey.ts";

/**
 * What is known of makers and their devices: data in `config/devices/*.yaml`, one file for each maker. Everything in
 * it is optional; general rules (ENTITY-MIB, Printer-MIB, UPS-MIB, HOST-RESOURCES-MIB) come first where they are right.
 * `test/config-files.test.ts` holds every file to a strict schema.
 */
export interface Knowledge {
  /** As people write it. */
  readonly vendor: string;
  /** Other names that devices and people use for it. */
  readonly names?: readonly string[];
  /** IANA private enterprise numbers. */
  readonly enterprises?: readonly number[];
  /** Regular expressions (no case) for sysDescr, for devices that hide their maker behind another's sysObjectID. */
  readonly descriptions?: readonly string[];
  /** The first rule that fits and has a value wins, for each value. */
  readonly identity?: readonly IdentityRule[];
  readonly processors?: readonly ProcessorRule[];
  readonly memory?: readonly PoolRule[];
  readonly storage?: readonly PoolRule[];
  readonly sensors?: readonly SensorRule[];
  readonly ups?: readonly UpsRule[];
}

/** All that are given must hold. */
export interface When {
  /** sysObjectID is this OID or lies below it; one of several. */
  readonly objectId?: string | readonly string[];
  /** Regular expression (no case) for sysDescr. */
  readonly description?: string;
  /** The device has something below this OID. */
  readonly has?: string;
}

export interface IdentityRule {
  readonly when?: When;
  readonly class?: DeviceClass;
  /** Another maker than the file's: a brand, a predecessor. */
  readonly vendor?: string;
  readonly model?: readonly TextSource[];
  readonly version?: readonly TextSource[];
  readonly serial?: readonly TextSource[];
  readonly baseMac?: readonly TextSource[];
}

/**
 * Where a text is read. `match` and `description` are regular expressions (case counts only where the pattern says so
 * itself: they are read without it); group 1, else all of it, is the value; `as` puts groups together ("FortiGate $1").
 */
export type TextSource = (
  | /** A scalar (ends in .0), a full instance, or a column, of which the first row with a text counts. */
  { readonly oid: string; readonly match?: string }
  /** From sysDescr. */
  | { readonly description: string }
  /** From the chassis of ENTITY-MIB. */
  | { readonly entity: EntityText; readonly match?: string }
  /** The words themselves. */
  | { readonly text: string }
) & { readonly as?: string };
export type EntityText = "model" | "name" | "description" | "hardware" | "firmware" | "software" | "serial";

/** An OID that ends in .0 (or a full instance with `scalar: true`) is read once, any other is a column of a table. */
export interface NumberSource {
  readonly oid: string;
  readonly scalar?: boolean;
  readonly divide?: number;
  readonly multiply?: number;
  /** For values given as text ("41 C"): group 1 is the number. */
  readonly match?: string;
  /** Values that mean "unknown". */
  readonly ignore?: readonly number[];
}
/** A bare OID, or with what must be done to the value. */
export type Number_ = string | NumberSource;
/**
 * Words, or an OID whose text in the same row is the name. "{index}" in words is the row's index. `arcs`: of another
 * table, whose row is found by the first arcs of the index.
 */
export type NameSource = string | { readonly oid: string; readonly arcs?: number };
/** Only rows whose value at the OID (text, or a number's digits) fits the regular expression (no case). */
export interface RowFilter {
  readonly oid: string;
  readonly match: string;
  readonly arcs?: number;
}
/** All must fit. */
export type Only = RowFilter | readonly RowFilter[];

export interface ProcessorRule {
  readonly when?: When;
  readonly only?: Only;
  /** Counts besides what an earlier rule gave; else the first rule that gives anything is the only one. */
  readonly also?: boolean;
  readonly name?: NameSource;
  /** One of both. */
  readonly percent?: Number_;
  readonly idlePercent?: Number_;
}

/** Memory or storage: any two of total, used, free; or a percentage. Bytes after `divide`/`multiply`. */
export interface PoolRule {
  readonly when?: When;
  readonly only?: Only;
  /** Counts besides what an earlier rule gave; else the first rule that gives anything is the only one. */
  readonly also?: boolean;
  readonly name?: NameSource;
  readonly total?: Number_;
  readonly used?: Number_;
  readonly free?: Number_;
  readonly percent?: Number_;
  readonly freePercent?: Number_;
}

export interface SensorRule {
  readonly when?: When;
  readonly only?: Only;
  readonly kind: Sensor["kind"];
  readonly value: Number_;
  readonly name?: NameSource;
  /** Fahrenheit and kelvin become celsius. */
  readonly unit?: "celsius" | "fahrenheit" | "kelvin";
  /** Readings outside are not plausible and are left out. */
  readonly least?: number;
  readonly most?: number;
}

export interface UpsRule {
  readonly when?: When;
  readonly chargePercent?: Number_;
  readonly runtimeMinutes?: Number_;
  readonly loadPercent?: Number_;
  readonly inputVolts?: Number_;
  readonly outputVolts?: Number_;
  readonly batteryVolts?: Number_;
  readonly temperatureCelsius?: Number_;
  /** Where the device says on what it runs: the values that mean battery. */
  readonly onBattery?: { readonly oid: string; readonly values: readonly number[] };
  readonly replaceBattery?: { readonly oid: string; readonly values: readonly number[] };
}

/** All that is known: the makers' files, and names of makers of whom no more is known. */
export interface Library {
  readonly makers: readonly Knowledge[];
  /** By enterprise number. */
  readonly names: ReadonlyMap<number, string>;
  /**
   * Enterprises whose objects others have too (Net-SNMP, chip makers' software, MIBs that became common): having
   * them does not tell the maker.
   */
  readonly shared: ReadonlySet<number>;
}

let loaded: Library | undefined;

/** `config/devices` and `config/enterprises.yaml`, read once. Throws when one is broken: so is the installation. */
export function deviceLibrary(): Library {
  loaded ??= readLibrary(new URL("../../../config/", import.meta.url));
  return loaded;
}

function readLibrary(config: URL): Library {
  const folder = new URL("devices/", config);
  const makers = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .flatMap((name) => {
      const file = parse(readFileSync(new URL(name, folder), "utf8")) as Knowledge | readonly Knowledge[];
      return Array.isArray(file) ? (file as readonly Knowledge[]) : [file as Knowledge];
    });
  const { names, shared } = parse(readFileSync(new URL("enterprises.yaml", config), "utf8")) as Enterprises;
  return {
    makers,
    names: new Map(
      Object.entries(names).flatMap(([name, numbers]) => [numbers].flat().map((number) => [number, name])),
    ),
    shared: new Set(shared),
  };
}

/** `config/enterprises.yaml` */
interface Enterprises {
  readonly names: Readonly<Record<string, number | readonly number[]>>;
  readonly shared: readonly number[];
}

/** How a maker is known to concern a device, the surest first. */
export const RANKS = { described: 0, own: 1, objects: 2 } as const;

/**
 * What the maker has to do with the device: it is described as the maker's, its sysObjectID is, or it has objects of
 * the maker; undefined: nothing.
 */
export function rankOf(
  maker: Knowledge,
  { enterprises, description }: { readonly enterprises: ReadonlySet<number>; readonly description: string },
  own: number | undefined,
): number | undefined {
  if (patternsOf(maker).some((pattern) => pattern.test(description))) return RANKS.described;
  if (own !== undefined && maker.enterprises?.includes(own) === true) return RANKS.own;
  return maker.enterprises?.some((number) => enterprises.has(number)) === true ? RANKS.objects : undefined;
}

/** Those that concern a device, by the objects it has and by what it says of itself; the surest first. */
export function knowledgeFor(
  device: { readonly enterprises: ReadonlySet<number>; readonly description: string },
  own: number | undefined,
  { makers }: Library = deviceLibrary(),
): readonly Knowledge[] {
  return makers
    .flatMap((maker) => {
      const rank = rankOf(maker, device, own);
      return rank === undefined ? [] : [{ maker, rank }];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ maker }) => maker);
}

const patterns = new WeakMap<Knowledge, readonly RegExp[]>();

function patternsOf(maker: Knowledge): readonly RegExp[] {
  const before = patterns.get(maker);
  if (before !== undefined) return before;
  const compiled = (maker.descriptions ?? []).map((pattern) => new RegExp(pattern, "i"));
  patterns.set(maker, compiled);
  return compiled;
}
