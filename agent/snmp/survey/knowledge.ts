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

/** Where a text is read. `match`: regular expression, group 1 (else all of it) is the value. */
export type TextSource =
  /** A scalar (ends in .0), a full instance, or a column, of which the first row with a text counts. */
  | { readonly oid: string; readonly match?: string }
  /** From sysDescr. */
  | { readonly description: string }
  /** From the chassis of ENTITY-MIB. */
  | { readonly entity: "model" | "name" | "description" | "hardware" | "firmware" | "software" | "serial"; readonly match?: string }
  /** The words themselves. */
  | { readonly text: string };

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
/** Words, or an OID whose text in the same row is the name. "{index}" in words is the row's index. */
export type NameSource = string | { readonly oid: string };

export interface ProcessorRule {
  readonly when?: When;
  readonly name?: NameSource;
  /** One of both. */
  readonly percent?: Number_;
  readonly idlePercent?: Number_;
}

/** Memory or storage: any two of total, used, free; or a percentage. Bytes after `divide`/`multiply`. */
export interface PoolRule {
  readonly when?: When;
  readonly name?: NameSource;
  readonly total?: Number_;
  readonly used?: Number_;
  readonly free?: Number_;
  readonly percent?: Number_;
  readonly freePercent?: Number_;
}

export interface SensorRule {
  readonly when?: When;
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

let loaded: readonly Knowledge[] | undefined;

/** All of `config/devices`, read once. Throws when a file is missing or broken: that is a broken installation. */
export function allKnowledge(): readonly Knowledge[] {
  const folder = new URL("../../../config/devices/", import.meta.url);
  loaded ??= readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .flatMap((name) => {
      const file = parse(readFileSync(new URL(name, folder), "utf8")) as Knowledge | readonly Knowledge[];
      return Array.isArray(file) ? (file as readonly Knowledge[]) : [file as Knowledge];
    });
  return loaded;
}

/** Those that concern a device, by the objects it has and by what it says of itself; the surest first. */
export function knowledgeFor(
  { enterprises, description }: { readonly enterprises: ReadonlySet<number>; readonly description: string },
  own: number | undefined,
): readonly Knowledge[] {
  const described = (entry: Knowledge) =>
    (entry.descriptions ?? []).some((pattern) => new RegExp(pattern, "i").test(description));
  const rank = (entry: Knowledge): number => {
    if (described(entry)) return 0;
    if (own !== undefined && entry.enterprises?.includes(own) === true) return 1;
    return entry.enterprises?.some((number) => enterprises.has(number)) === true ? 2 : 3;
  };
  return allKnowledge()
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter(({ rank }) => rank < 3)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}
