import type { AssetCategory, DateText } from "./types.ts";

/** What can be found out about equipment. Sentences are in `core/messages/findings.ts` under `finding.<kind>`. */
export const FINDING_KINDS = [
  "age_over", // older than its useful life; params: years, life
  "worn", // fully worn in the books; params: since, value
  "os_unsupported", // params: product, ended
  "os_ends_soon", // within 12 months; params: product, ends
  "office_unsupported",
  "office_ends_soon",
  "firmware_unsupported",
  "firmware_ends_soon",
  "not_windows11", // params: cpu, reason
  "ram_small", // params: gb, wanted_gb, used?
  "disk_slow", // HDD as system disk
  "disk_small",
  "disk_failing",
  "battery_failing",
  "switch_slow", // 10/100; measured, or inferred from the PCs' cards
  "switch_unmanaged",
  "switch_unsupported",
  "switch_bad_ports", // params: bad, ports
  "switch_loss", // inferred: PCs of the site lose packets to each other and the gateway
  "cable_fault", // NOT a reason to buy: mend the cable
  "outages", // LAN hours lost per month; params: hours, months, people
  "repairs", // params: times, cost
  "pages_high", // params: pages, life
  "faults_often", // params: times
  "broken", // the record says so
  "too_few", // against the norm; params: norm, have, missing
  "too_many",
  "fine", // nothing speaks against it
  "unknown_age",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** `act`: a reason to do something; `soon`: within 12 months; `watch`; `fine`: speaks for keeping it; `mend`: repair, do not buy. */
export type FindingLevel = "act" | "soon" | "watch" | "mend" | "fine";
export type FindingBasis = "measured" | "inferred" | "recorded";

export interface Finding {
  /** Stable: `kind:asset` or `kind:unit:category`. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly level: FindingLevel;
  readonly unit: string;
  /** null: it concerns the unit. */
  readonly asset: string | null;
  readonly category: AssetCategory | null;
  readonly since: DateText | null;
  readonly basis: FindingBasis;
  /** 0…1 */
  readonly confidence: number;
  readonly params: Readonly<Record<string, string | number>>;
  readonly evidence: readonly EvidenceRef[];
}

/** Where a person can see it for himself. */
export type EvidenceRef =
  | { readonly kind: "alert"; readonly alert: string }
  | {
      readonly kind: "series";
      readonly entity: string;
      readonly field: string;
      readonly aggregate: "avg" | "min" | "max" | "rate" | "max_rate" | "increase" | "last";
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: "fact";
      readonly device: string;
      readonly of: "inventory" | "identity" | "ports";
      readonly field: string;
    }
  | { readonly kind: "record"; readonly asset: string; readonly field: string }
  | { readonly kind: "profile"; readonly unit: string; readonly field: string }
  /** A row of a dated table of `config/`: its file, key, source, and whether it was verified. */
  | {
      readonly kind: "table";
      readonly table: string;
      readonly key: string;
      readonly source: string;
      readonly verified: boolean;
    };
