import type { AssetCategory, DateText } from "./types.ts";

/**
 * The dated tables of `config/`, as `server/asset-tables.ts` reads and checks them. Laws change: every row says from when it
 * holds, where it comes from, and whether somebody verified it at the source. Unverified values warn and never block.
 */
export interface Sourced {
  /** In force from … until (inclusive); absent: always, still. */
  readonly from?: DateText;
  readonly to?: DateText;
  readonly source: string;
  readonly verified: boolean;
}
export interface AssetTables {
  readonly wear: readonly WearRow[];
  /** đồng: from here on it is a fixed asset (TSCĐ). */
  readonly fixedFrom: readonly (Sourced & { readonly value: number })[];
  readonly support: readonly SupportRow[];
  readonly cpus: readonly CpuRow[];
  /** Models that Windows 11 takes although their generation is too old. */
  readonly windows11Too: readonly string[];
  readonly norms: readonly NormRow[];
  /** By how much the price cap may be exceeded, and who decides then. */
  readonly overCap: readonly (Sourced & { readonly percent: number; readonly by: "head" | "province" })[];
  readonly prices: readonly PriceRow[];
  readonly weights: PriorityWeights;
  readonly limits: FindingLimits;
}
/** `config/wear.yaml`: useful life and yearly rate. */
export interface WearRow extends Sourced {
  readonly category: AssetCategory;
  readonly years: number;
  /** per cent a year */
  readonly percent: number;
}
/** `config/end-of-support.yaml` */
export interface SupportRow {
  readonly kind: "os_client" | "os_server" | "office" | "network_os" | "switch" | "other";
  readonly vendor: string;
  readonly product: string;
  /** As a person says it: "Windows 10 22H2 (Home/Pro)". */
  readonly label: string;
  readonly version: string;
  readonly build?: string;
  readonly edition?: string;
  /** Devices: what their model begins with. */
  readonly models?: readonly string[];
  readonly released?: DateText;
  /** null: unknown; raises nothing. */
  readonly ends: DateText | null;
  readonly source: string;
  readonly verified: boolean;
}
/** CPU generations: the earliest possible year of a PC. */
export interface CpuRow {
  readonly vendor: "Intel" | "AMD";
  readonly generation: string;
  /** yyyy-mm */
  readonly released: string;
  readonly windows11: boolean;
  /** False where one row stands for many years: it says nothing of a PC's age. */
  readonly age?: boolean;
  readonly source: string;
  readonly verified: boolean;
}
/** `config/norms.yaml`: how many, for whom, at what price at most. */
export interface NormRow extends Sourced {
  readonly category: AssetCategory;
  /** per: one for so many of `base` (rounded up). */
  readonly per: number;
  readonly base: "staff" | "leaders" | "counters" | "unit";
  /** đồng for one; null: no cap (market price). */
  readonly cap: number | null;
  /** The cap where it is for a post that may have a dearer one. */
  readonly leaderCap?: number;
  /** Each leader has one of their own, and `per` counts the others only. */
  readonly leadersOwn?: boolean;
  /** Categories that count together (desktop or laptop). */
  readonly together?: readonly AssetCategory[];
}
/** `config/prices.yaml` */
export interface PriceRow extends Sourced {
  readonly key: string;
  readonly category: AssetCategory;
  readonly action: "replace" | "add" | "upgrade" | "repair" | "license";
  /** Words for the document, in Vietnamese; English for the English page. */
  readonly vi: string;
  readonly en: string;
  /** đồng for one, taxes included, without transport, installation, licences. */
  readonly price: number;
  /** Licence lines that go with it (price keys). */
  readonly with?: readonly string[];
}
/** `config/plan.yaml`: points by finding kind, and how they are scaled. */
export interface PriorityWeights {
  readonly points: Readonly<Record<string, number>>;
  /** Multiplies the points of what serves a one-stop counter. */
  readonly oneStop: number;
  readonly high: number;
  readonly medium: number;
}
/** `config/plan.yaml`: from when on something is found, each with its reason there. */
export interface FindingLimits {
  readonly ramGb: number;
  readonly diskGb: number;
  /** Bad ports: errors per packet, and packets at least. */
  readonly portErrorRatio: number;
  readonly portPackets: number;
  /** From this share of bad ports on the switch itself is the reason, below it the cables. */
  readonly badPortShare: number;
  readonly printerLifePages: number;
  readonly repairsYear: number;
  readonly faultsYear: number;
  readonly outageHoursMonth: number;
  readonly batteryYears: number;
}
