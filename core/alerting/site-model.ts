import { SECOND, type Instant } from "../clock.ts";
import type { DeviceClass } from "../survey.ts";
import type { Topology } from "../topology/types.ts";
import type {
  AlertCare,
  AlertState,
  Calendar,
  Maintenance,
  Notice,
  RuleSettings,
  Score,
  Signal,
  Subject,
  Verdict,
} from "./types.ts";
import type { RuleId } from "./catalogue.ts";
import type { SiteMemory } from "./memory.ts";
import type { Past } from "./outage.ts";

/** What an evaluation knows of a site: its inventory (from the registry), its readings (from the store), its events. */
export interface SiteModel {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  /** The unit and those above it, nearest first. */
  readonly units: readonly string[];
  readonly devices: readonly ModelDevice[];
  readonly targets: readonly { readonly id: string; readonly name: string; readonly address: string }[];
  /** Public services as checked from this site. */
  readonly checks: readonly ModelCheck[];
  readonly topology: Topology | undefined;
  /** Who polls the shared devices now; the agent's id. */
  readonly lease: string | undefined;
}

export interface ModelDevice {
  readonly id: string;
  readonly name: string;
  readonly class: DeviceClass;
  readonly address: string | undefined;
  /** Polled over SNMP. */
  readonly polled: boolean;
  /** Of PCs with an agent. */
  readonly agent: ModelAgent | undefined;
  readonly ports: readonly ModelPort[];
  /** Hardware addresses of its network cards, of PCs with an agent. */
  readonly macs?: readonly string[];
  /** Parts of `volume:` and `supply:` entities with their names. */
  readonly volumes: readonly string[];
  /** Parts of `sensor:` entities. */
  readonly sensors?: readonly string[];
  readonly supplies: readonly { readonly part: string; readonly name: string; readonly kind: string }[];
  /** Newest of each kind of fact, where the evaluation needs it. */
  readonly contact: { readonly at: Instant; readonly ok: boolean; readonly fault: string | null } | undefined;
  readonly printer: { readonly at: Instant; readonly errors: readonly string[] } | undefined;
  readonly lanWatch: { readonly at: Instant; readonly value: LanWatch } | undefined;
  /** dot1dStpTopChanges as last read. */
  readonly stpChanges: { readonly at: Instant; readonly count: number } | undefined;
  /** Disks that say of themselves that they are failing. */
  readonly failingDisks: readonly string[];
  /** Serves one-stop counters or the whole site: told by a person, or a gateway. */
  readonly important: boolean;
}
export interface ModelAgent {
  readonly id: string;
  readonly hostname: string;
  readonly lastSeen: Instant | undefined;
  readonly enrolledAt: Instant;
}
export interface ModelPort {
  readonly part: string;
  readonly name: string;
  readonly alias: string | undefined;
  readonly ifType: number | undefined;
  readonly mac: string | undefined;
}
export interface ModelCheck {
  /** Owner of the entity `service:ID`. */
  readonly id: string;
  /** The service itself, the same at every site. */
  readonly service: string;
  readonly name: string;
  readonly kind: "http" | "tcp" | "dns" | "smtp";
}

/** What one PC sees of its LAN (fact `lan_watch`). */
export interface LanWatch {
  readonly gateway?: { readonly ip: string; readonly mac?: string };
  /** Other addresses with two owners, as this PC's ARP table told within the last minutes. */
  readonly conflicts: readonly { readonly ip: string; readonly macs: readonly string[] }[];
  /** Every DHCP server that answered. */
  readonly dhcp: readonly { readonly ip: string; readonly mac?: string; readonly router?: string }[];
}

export interface LastValue {
  readonly at: Instant;
  readonly value: number;
}
/** The newest two values of each field of an entity; same shape as the metric store gives. */
export interface ReadingPair {
  readonly newer: ReadonlyMap<string, LastValue>;
  readonly older: ReadonlyMap<string, LastValue>;
}
export type PairOf = (entity: string) => ReadingPair | undefined;

/** An event that arrived since the last pass. */
export interface ModelEvent {
  readonly at: Instant;
  readonly type: string;
  readonly device: string;
  readonly entity: string | undefined;
  readonly detail: Readonly<Record<string, string | number>>;
}

/**
 * Agents send at least every half minute (targets and neighbours are pinged so often): a site is silent when each of its PCs
 * has missed three in a row.
 */
export const SITE_SILENT_MS = 90 * SECOND;

/** What other sites say: tells a fault of this LAN from one of the uplink or of the service itself. */
export interface Elsewhere {
  /** By service: sites that reach it now, sites that do not, those that looked at it within days, and those that tell of its certificate. */
  readonly services: ReadonlyMap<
    string,
    {
      readonly name: string;
      readonly up: readonly string[];
      readonly down: readonly string[];
      readonly watching: readonly string[];
      readonly telling?: readonly string[];
    }
  >;
  /** Sites of which nothing is heard, and all that have agents. */
  readonly silent: readonly string[];
  readonly sites: number;
  /** Of which UPSes say that they run on their batteries: each with its site, and the units that this site belongs to. */
  readonly onBattery?: readonly {
    readonly site: string;
    readonly name: string;
    readonly units: readonly string[];
  }[];
  /** A site counts as silent after so long; {@link SITE_SILENT_MS}. */
  readonly silentMs?: number;
  /** Since when this server runs and listens: before that, silence means nothing. */
  readonly listeningSince: Instant;
  /** The store's own troubles (fault codes with their parameters). */
  readonly troubles: readonly {
    readonly code: string;
    readonly params: Readonly<Record<string, string | number>>;
  }[];
}

/** A trial runs faster than an office: how long something lasts there, as a share of what is usual. */
export const paceOf = ({ silentMs = SITE_SILENT_MS }: Pick<Elsewhere, "silentMs">): number =>
  silentMs / SITE_SILENT_MS;

/** What a signal source may look at. */
export interface SignalContext {
  readonly now: Instant;
  readonly model: SiteModel;
  readonly pairOf: PairOf;
  readonly events: readonly ModelEvent[];
  readonly memory: SiteMemory;
  readonly calendar: Calendar;
  readonly elsewhere: Elsewhere;
  readonly settings: (rule: RuleId, subject: Pick<Subject, "site" | "device">) => RuleSettings;
}
export type SignalSource = (context: SignalContext, emit: (signal: Signal) => void) => void;

export interface SiteInput extends SignalContext {
  /** Alerts of the site that are pending, firing, or were resolved during the last day. */
  readonly open: readonly AlertState[];
  readonly care: ReadonlyMap<string, AlertCare>;
  readonly maintenance: readonly Maintenance[];
  /** Alerts of the district ({@link DISTRICT}), pending and firing, which may be the cause of what is seen here. */
  readonly above: readonly AlertState[];
  /** By id of an alert that was a silence (`outage.ts`): what the site has sent of that time since. */
  readonly past?: ReadonlyMap<string, Past>;
  readonly newId: () => string;
}

export interface SiteOutcome {
  /** Alerts that changed (or are new), to be saved together with the notices. A pending that ended leaves no trace: its id is in `gone`. */
  readonly changed: readonly AlertState[];
  readonly gone: readonly string[];
  readonly notices: readonly Notice[];
  readonly scores: readonly Score[];
  /** By alert id, of everything open: why it was told or not. */
  readonly verdicts?: ReadonlyMap<string, Verdict>;
}
