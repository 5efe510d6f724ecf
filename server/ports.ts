import type { Instant } from "../core/clock.ts";
import type { EntityKind } from "../core/entities.ts";
import type { Fault, Result } from "../core/result.ts";
import type { Assignment, SnmpCredential } from "../core/wire/assignment.ts";
import type { BlockEvent, Fact, Inventory, PortFact, SampleColumns } from "../core/wire/block.ts";
import type { DeviceClass } from "../core/survey.ts";
import type { LanWatchFacts } from "../core/wire/lan-watch.ts";
import type { IdentityFacts, LanFacts, PrinterFacts } from "../core/wire/survey.ts";
import type { Aggregate, EventView } from "../core/wire/views.ts";
import type { Alerts } from "./alerts-port.ts";
import type { Assets, UnitMergers } from "./assets-port.ts";
import type { Discovery } from "./discovery-port.ts";
import type { History } from "./history-port.ts";
import type { AuditTrail, EnrolmentTokens, OrganisationChanges } from "./organisation-port.ts";
import type { AccessTokens, Actor } from "./people-port.ts";

/**
 * What the server needs of a metric store. Shaped by the need: any implementation passes `test/contracts/sample-store.ts`.
 * Samples are raw; rates, resets and wraps are derived on read with `core/rates.ts`.
 */
export interface SampleStore extends History {
  /**
   * Stores a block. Resolves once it is durable (it survives kill -9 from then on); `known` when a block of this id
   * was stored before, in which case nothing changes. Points of one entity at one time merge field by field, the
   * later write wins. Rejects with FaultError `store_full` when the disk cannot take it; then nothing was stored.
   */
  append(block: StoredBlock): Promise<{ readonly known: boolean }>;
  /** The newest value of each field of an entity, from memory; undefined when there never was one. */
  last(entity: string): LastValues | undefined;
  /** The newest two values of each field: enough for a rate now. Undefined when there never was one. */
  lastTwo(entity: string): LastPair | undefined;
  /** Everything of one entity in [from, to), aggregated into steps; `at` holds every step, empty ones included. */
  range(query: RangeQuery): Promise<RangeAnswer>;
  /** Raw readings of one entity in [from, to), oldest first, each time once; of the named fields only, if any are named. */
  raw(entity: string, from: Instant, to: Instant, fields?: readonly string[]): Promise<RawColumns>;
  /** Entities with samples, of one site or of all. */
  entities(site?: string): readonly StoredEntity[];
  /** Figures about the store itself, for /metrics, the settings page and the benchmarks. */
  stats(): StoreStats;
  /** Housekeeping that is due at `now`: flush of finished hours. Called about once a second; never stalls for long. */
  tick(now: Instant): void;
  /** Commits what is under way and closes. */
  close(): Promise<void>;
}

export interface StoredBlock {
  readonly block: string;
  readonly site: string;
  readonly receivedAt: Instant;
  readonly samples: readonly SampleColumns[];
}

export interface StoredEntity {
  readonly entity: string;
  readonly kind: EntityKind;
  readonly site: string;
}

export type LastValues = ReadonlyMap<string, { readonly at: Instant; readonly value: number }>;
export interface LastPair {
  readonly newer: LastValues;
  /** The reading before; a field with one reading only is absent. */
  readonly older: LastValues;
}

export interface RangeQuery {
  readonly entity: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly stepMs: number;
  readonly series: readonly { readonly field: string; readonly aggregate: Aggregate }[];
}

export interface RangeAnswer {
  readonly at: readonly Instant[];
  /** Same order as the query's series; null where the step has no value. */
  readonly values: readonly (readonly (number | null)[])[];
}

export interface RawColumns {
  readonly at: readonly Instant[];
  readonly fields: Readonly<Record<string, readonly (number | null)[]>>;
}

export interface StoreStats {
  readonly entities: number;
  /** Values stored, across restarts. */
  readonly points: number;
  /** Of these, in memory (and in the write-ahead rows) only. */
  readonly headPoints: number;
  readonly bytesOnDisk: number;
  /** Since the store was opened. */
  readonly commits: number;
  /** Blocks that came again, since the store was opened. */
  readonly knownBlocks: number;
  /** Parts of the store that turned out unreadable and were passed over, since the store was opened. */
  readonly damaged: number;
  /** What a person has to do something about, worst first; empty when all is well. */
  readonly troubles: readonly Fault[];
  /** Further figures of this kind of store, by name (snake_case), for /metrics and the settings page. */
  readonly figures: Readonly<Record<string, number>>;
}

/** What the server needs of the registry: one interface for each ability. The adapter is `stores/registry`. */
export interface Registry
  extends Organisation, Equipment, Agents, AccessTokens, Evidence, Discovery, Alerts, Assets, AuditTrail {
  /** Grows with every change that ingest may have cached (agents, devices, targets, sites). */
  revision(): number;
  open(): boolean;
  /** The server's own remembered values, e.g. which site this machine belongs to. */
  setting(key: string): Promise<string | undefined>;
  setSetting(key: string, value: string): Promise<void>;
  /** Writes to the audit what a person did that changes nothing here, such as taking history out. Nothing secret in `after`. */
  note(action: string, subject: string, after: object, by: Actor): Promise<void>;
  /** Writes what is batched in memory (last-seen times). Called every few seconds. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface UnitRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: "province" | "cluster" | "commune" | "department";
  readonly parent: string | null;
  /** yyyy-mm-dd */
  readonly validFrom: string;
  readonly validTo: string | null;
}

export interface SiteRecord {
  readonly id: string;
  readonly unit: string;
  readonly name: string;
}

export interface Organisation extends UnitMergers, OrganisationChanges {
  units(): Promise<readonly UnitRecord[]>;
  /** Faults: `unit_unknown` for a parent that is not there. */
  addUnit(unit: Omit<UnitRecord, "id" | "validTo">, by?: Actor): Promise<Result<UnitRecord>>;
  sites(): Promise<readonly SiteRecord[]>;
  site(id: string): Promise<SiteRecord | undefined>;
  /** Faults: `unit_unknown`, `already_exists` (a site of that name in that unit). */
  addSite(site: Omit<SiteRecord, "id">, by?: Actor): Promise<Result<SiteRecord>>;
  /** How often the PCs of a site read their vitals. */
  setHostEvery(site: string, everyMs: number): Promise<void>;
}

/** Kinds of facts of which the newest is kept whole, with what each holds. */
export interface Details {
  readonly identity: IdentityFacts;
  readonly lan: LanFacts;
  readonly printer: PrinterFacts;
  readonly lan_watch: LanWatchFacts;
}
export type DetailKind = keyof Details;
export interface Detail<K extends DetailKind> {
  readonly device: string;
  readonly at: Instant;
  readonly value: Details[K];
}

export interface DeviceRecord {
  readonly id: string;
  readonly site: string;
  readonly class: DeviceClass;
  /** As a person named it; null when nobody did. */
  readonly name: string | null;
  readonly address: string | null;
  readonly port: number;
  readonly hasCredential: boolean;
  readonly agent: string | null;
  readonly facts: DeviceFacts | null;
  /** What the rules make of it; a person's own word for its class comes first. */
  readonly identity: { readonly at: Instant; readonly value: IdentityFacts } | null;
  readonly inventory: { readonly at: Instant; readonly value: Inventory } | null;
  readonly contact: { readonly at: Instant; readonly ok: boolean; readonly fault: string | null } | null;
}

/** What the device says of itself; a value that it did not give is null. */
interface DeviceFacts {
  readonly readAt: Instant;
  readonly name: string | null;
  readonly description: string | null;
  readonly objectId: string | null;
  readonly location: string | null;
  readonly contact: string | null;
}

export type PortRecord = PortFact & {
  readonly device: string;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
};

export interface TargetRecord {
  readonly id: string;
  readonly site: string;
  readonly name: string;
  readonly address: string;
}

export interface NewDevice {
  readonly name?: string | undefined;
  readonly address: string;
  readonly port?: number | undefined;
  readonly class?: DeviceClass | undefined;
  readonly credential?: SnmpCredential | undefined;
}
/** A part that is absent stays; null takes the name or the credential away. */
export interface DeviceChange {
  readonly name?: string | null | undefined;
  readonly address?: string | undefined;
  readonly port?: number | undefined;
  readonly class?: DeviceClass | undefined;
  readonly credential?: SnmpCredential | null | undefined;
}

export interface Equipment {
  devices(site?: string): Promise<readonly DeviceRecord[]>;
  device(id: string): Promise<DeviceRecord | undefined>;
  ports(device: string): Promise<readonly PortRecord[]>;
  /** The newest of a kind, of all devices of a site or of one device. */
  details<K extends DetailKind>(
    kind: K,
    of: { readonly site?: string; readonly device?: string },
  ): Promise<readonly Detail<K>[]>;
  /** Newest first. */
  events(device: string, limit: number): Promise<readonly EventView[]>;
  /** Faults: `site_unknown`, `already_exists` (address and port within the site). */
  addDevice(site: string, device: NewDevice, by?: Actor): Promise<Result<DeviceRecord>>;
  /** `seen` as in `assets-port.ts`. */
  changeDevice(id: string, change: DeviceChange, by?: Actor, seen?: string): Promise<Result<DeviceRecord>>;
  removeDevice(id: string, by?: Actor, seen?: string): Promise<Result<null>>;
  targets(site?: string): Promise<readonly TargetRecord[]>;
  target(id: string): Promise<TargetRecord | undefined>;
  addTarget(
    site: string,
    target: Omit<TargetRecord, "id" | "site">,
    by?: Actor,
  ): Promise<Result<TargetRecord>>;
  removeTarget(id: string, by?: Actor): Promise<Result<null>>;
}

export interface AgentRecord {
  readonly id: string;
  readonly site: string;
  readonly device: string;
  readonly hostname: string;
  readonly platform: string;
  readonly version: string;
  readonly enrolledAt: Instant;
  readonly lastSeen: Instant | null;
  readonly revokedAt: Instant | null;
}

export interface NewAgent {
  readonly hostname: string;
  readonly platform: string;
  readonly version: string;
  readonly secretHash: string;
}

export interface Agents extends EnrolmentTokens {
  agents(site?: string): Promise<readonly AgentRecord[]>;
  agent(id: string): Promise<AgentRecord | undefined>;
  /** By the SHA-256 (hex) of its secret; a revoked agent is found too. */
  agentBySecret(secretHash: string): Promise<AgentRecord | undefined>;
  revokeAgent(id: string, by?: Actor): Promise<Result<null>>;
  /** Faults: `token_unknown`, `token_expired`, `token_used`. Uses the token up by one. */
  enrol(tokenHash: string, agent: NewAgent): Promise<Result<{ agent: AgentRecord; site: SiteRecord }>>;
  /** The agent was heard just now; kept in memory until the next flush. */
  heard(agent: string, version?: string): void;
  /** Who polls the site's shared devices: `claimant` gets the lease when its holder has been silent too long. */
  lease(site: string, claimant: string): Promise<string>;
  leases(): Promise<ReadonlyMap<string, string>>;
  /** What an agent has to do; undefined when there is no such agent. */
  assignment(agent: string): Promise<Assignment | undefined>;
}

/** What ingest learns from blocks. */
export interface Evidence {
  /** The site that a device, ping target, service check or agent id belongs to; with `only`, that of a device. */
  siteOf(owner: string, only?: "device"): Promise<string | undefined>;
  /** Stores facts and events of a block; the same block twice changes nothing. */
  record(evidence: BlockEvidence): Promise<void>;
}

export interface BlockEvidence {
  readonly agent: string;
  readonly site: string;
  readonly block: string;
  readonly receivedAt: Instant;
  readonly events: readonly BlockEvent[];
  readonly facts: readonly Fact[];
}
