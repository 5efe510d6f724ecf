import type { RuleId } from "../alerting/catalogue.ts";
import type { Severity } from "../alerting/types.ts";
import type { Instant } from "../clock.ts";
import type { DeviceClass } from "../survey.ts";
import type { Asset, DateText, UnitProfile } from "./types.ts";

/**
 * Everything that findings may rest on, gathered by the shell (`server/jobs/asset-evidence.ts`) from the register, the
 * registry and the metric store. Pure data: findings look nothing up.
 */
export interface AssetEvidence {
  readonly asset: Asset;
  readonly device?: DeviceEvidence;
  readonly pc?: PcEvidence;
  /** Of this device and its parts, that were open at any time in the last 12 months, newest first. */
  readonly alerts: readonly AlertFact[];
  /** Ports that count errors (30 days); only those with any. */
  readonly badPorts: readonly PortEvidence[];
  readonly pages?: { readonly total: number; readonly year?: number; readonly since: Instant };
  readonly ups?: { readonly runtimeS?: number; readonly charge?: number };
}

export interface DeviceEvidence {
  readonly id: string;
  readonly site: string;
  readonly name: string;
  readonly class: DeviceClass;
  readonly vendor?: string;
  readonly model?: string;
  readonly version?: string;
  readonly serial?: string;
  /**
   * Access ports (not virtual), how many, how many have link, how many of these run at ≤ 100 Mb/s, and the fastest that any
   * port ran within 30 days; absent where none was ever seen with a speed.
   */
  readonly ports?: {
    readonly total: number;
    readonly up: number;
    readonly slow: number;
    readonly fastestMbps?: number;
  };
  /** When it was last heard of; null: never. */
  readonly lastSeen: Instant | null;
}

/** From the agent's inventory, as it was read. */
export interface PcEvidence {
  readonly readAt: Instant;
  readonly maker?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly biosDate?: DateText;
  readonly cpu?: string;
  readonly memoryBytes?: number;
  readonly disks: readonly {
    readonly name: string;
    readonly kind?: "ssd" | "hdd" | "nvme";
    readonly bytes?: number;
    readonly health?: "good" | "failing";
  }[];
  readonly os?: {
    readonly platform: string;
    readonly name?: string;
    readonly version?: string;
    readonly build?: string;
    readonly installed?: DateText;
  };
  /** p95 within the last 30 days, office hours or not; absent when it was not measured. */
  readonly cpuP95?: number;
  readonly memoryP95Ratio?: number;
}

export interface AlertFact {
  readonly id: string;
  readonly rule: RuleId;
  readonly severity: Severity;
  /** Entity reference or `site:ID`. */
  readonly subject: string;
  readonly since: Instant;
  /** null: still open. */
  readonly until: Instant | null;
  readonly worst: number;
  readonly inferred: boolean;
  /** The alert that explains it; then it is not its own fault. */
  readonly cause: string | null;
  /** Names of what hangs on it. */
  readonly hit: readonly string[];
}

export interface PortEvidence {
  readonly entity: string;
  readonly name: string;
  /** Errors per packet over the time, and when the first alert of it began. */
  readonly errors: number;
  readonly packets: number;
  readonly since: Instant | null;
  /** Who is behind it, if the topology knows. */
  readonly behind: readonly string[];
}

/** One unit: its people, its sites' LANs, and what is measured there. */
export interface UnitEvidence {
  readonly unit: string;
  readonly name: string;
  readonly profile: UnitProfile | null;
  readonly sites: readonly SiteEvidence[];
}
export interface SiteEvidence {
  readonly site: string;
  readonly name: string;
  /** Alerts of the site itself (site_down, hosts_lost, switch_loss, switch_slow, lan_loop …), 12 months. */
  readonly alerts: readonly AlertFact[];
  /** Office hours without LAN by month `yyyy-mm`, oldest first: alerts that hit several PCs at once, each hour counted once. */
  readonly outageHours: readonly { readonly month: string; readonly hours: number }[];
  /** PCs with an agent. */
  readonly people: number;
  readonly availability?: number;
  readonly score?: { readonly now: number; readonly yearAgo?: number };
}
