import type { DeviceClass, Sensor } from "../../../core/survey.ts";

/**
 * What is known of makers and their devices: data in `config/devices/*.yaml`, one file for each maker. Everything in
 * it is optional; general rules (ENTITY-MIB, Printer-MIB, UPS-MIB, HOST-RESOURCES-MIB) come first where they are right.
 * `test/config-files.test.ts` holds every file to a strict schema.
 */
export interface Knowledge {
  /** As people write it. */
  readonly vendor: string;
  /** An operating system: what it is called where nobody is known to have made the device. */
  readonly system?: boolean;
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
  readonly wireless?: readonly WirelessRule[];
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
  /** `says`: the text at the OID (as in a TextSource) fits the pattern. */
  readonly when?: When & { readonly says?: { readonly oid: string; readonly match: string } };
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

/**
 * An OID that ends in .0 (or a full instance with `scalar: true`) is read once, any other is a column of a table. It may
 * begin with "{objectId}", sysObjectID, or "{objectId:10}", its first ten arcs: some makers give every model its own
 * copy of the same objects. A rule with one that is too long for the device does not hold.
 */
export interface NumberSource {
  readonly oid: string;
  readonly scalar?: boolean;
  readonly divide?: number;
  readonly multiply?: number;
  /** For values given as text ("41 C"): group 1 is the number. */
  readonly match?: string;
  /** Values that mean "unknown". */
  readonly ignore?: readonly number[];
  /** An Integer32 that holds 32 bits without a sign. */
  readonly unsigned?: boolean;
  /** Only the remainder is the value; the rest of the number says something else. */
  readonly modulo?: number;
}
/** A bare OID, or with what must be done to the value; of several the first that has a value. */
export type Number_ = string | NumberSource | readonly (string | NumberSource)[];
/**
 * Words, or an OID whose text in the same row is the name. "{index}" in words is the row's index, "{indexText}" the
 * text that the index spells (length and characters), "{text}" what was read. `arcs`: of another table, whose row is found by the first arcs of the index.
 */
export type NameSource = string | { readonly oid: string; readonly arcs?: number; readonly text?: string };
/**
 * Only rows whose value at the OID (text, or a number's digits) fits the regular expression (no case), or whose index
 * does.
 */
export type RowFilter =
  | { readonly oid: string; readonly match: string; readonly arcs?: number }
  | { readonly index: string };
/** All must fit. */
export type Only = RowFilter | readonly RowFilter[];

export interface ProcessorRule {
  readonly when?: When;
  readonly only?: Only;
  /** Counts besides what an earlier rule gave; else the first rule that gives anything is the only one. */
  readonly also?: boolean;
  /** Only where the standard MIBs say nothing. */
  readonly fallback?: boolean;
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
  /** Only where the standard MIBs say nothing. */
  readonly fallback?: boolean;
  readonly name?: NameSource;
  readonly total?: Number_;
  readonly used?: Number_;
  readonly free?: Number_;
  readonly percent?: Number_;
  readonly freePercent?: Number_;
  /** Bytes of one unit of total, used and free, where the device says how large it is. */
  readonly unit?: Number_;
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

/** For each value the first rule that has it. */
export interface WirelessRule {
  readonly when?: When;
  /** A column is added up. */
  readonly clients?: Number_;
  readonly accessPoints?: Number_;
  /** A column of which the rows are counted. */
  readonly accessPointRows?: string;
  readonly radios?: {
    readonly only?: Only;
    readonly name?: NameSource;
    readonly clients?: Number_;
    readonly frequencyMHz?: Number_;
    /** Channel number; "116+" and "36" count as well. */
    readonly channel?: Number_;
  };
}
