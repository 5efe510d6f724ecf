import type { Instant } from "../clock.ts";
import type { TopologyMessageKey } from "../messages/topology.ts";

/**
 * What goes into `buildTopology` and what comes out. MAC addresses are "aa:bb:cc:dd:ee:ff" in lower case; ports go by
 * their `part`, as in the references of `core/entities.ts`.
 */
export type Mac = string;

export type DeviceClass =
  | "switch"
  | "router"
  | "firewall"
  | "wireless"
  | "phone"
  | "printer"
  | "ups"
  | "nas"
  | "server"
  | "workstation"
  | "camera"
  | "sensor"
  | "other";

/** Everything that is known of one site. Order of lists never matters. */
export interface SiteEvidence {
  readonly devices: readonly DeviceEvidence[];
  /** PCs with an agent. */
  readonly hosts: readonly HostEvidence[];
  /** What is known of single addresses from elsewhere (OUI vendor, discovery). */
  readonly hints?: readonly MacHint[];
}

export interface DeviceEvidence {
  readonly id: string;
  readonly name: string;
  readonly deviceClass?: DeviceClass;
  /** Own addresses: base, ports, management. */
  readonly macs: readonly Mac[];
  readonly ips?: readonly string[];
  /** When the tables below were read; absent when the device was never read. */
  readonly readAt?: Instant;
  readonly ports?: readonly PortEvidence[];
  readonly neighbours?: readonly NeighbourRow[];
  readonly forwarding?: readonly ForwardingRow[];
  readonly stp?: StpEvidence;
  readonly arp?: readonly ArpRow[];
}

export interface PortEvidence {
  readonly part: string;
  readonly ifIndex?: number;
  readonly name?: string;
  readonly mac?: Mac;
  readonly operUp?: boolean;
  /** IANAifType; 161 is a link aggregate. */
  readonly ifType?: number;
  /** dot1dBasePort, which STP counts in. */
  readonly bridgePort?: number;
  /** The `part` of the aggregate that this port belongs to. */
  readonly lag?: string;
}

/** One row of a neighbour table (LLDP: IEEE 802.1AB; CDP and its likes). */
export interface NeighbourRow {
  readonly localPort: string;
  readonly protocol: "lldp" | "cdp" | "fdp" | "edp" | "ndp";
  /** A MAC address, or whatever else the neighbour calls itself. */
  readonly remoteChassisId?: string;
  readonly remoteName?: string;
  readonly remotePort?: string;
  readonly remoteAddress?: string;
  readonly capabilities?: readonly Capability[];
  readonly at?: Instant;
}
export type Capability = "bridge" | "wireless" | "router" | "phone" | "station";

export interface ForwardingRow {
  readonly mac: Mac;
  readonly port: string;
  readonly vlan?: number;
  /** When this row was read; the device's `readAt` when absent. Rows of earlier readings may be given too. */
  readonly at?: Instant;
  /** dot1dTpFdbStatus: only a learned row of an own address is evidence of a loop. */
  readonly status?: "learned" | "self" | "other";
}

export interface StpEvidence {
  /** Bridge ids in any spelling that ends in the six octets of the address. */
  readonly bridgeId?: string;
  readonly rootId?: string;
  readonly rootPort?: string;
  readonly ports?: readonly StpPort[];
}
export interface StpPort {
  readonly port: string;
  readonly state: "disabled" | "blocking" | "listening" | "learning" | "forwarding" | "broken";
  readonly designatedBridge?: string;
  /** The bridge port number within the designated port id (its low 12 bits). */
  readonly designatedPort?: number;
}

export interface ArpRow {
  readonly ip: string;
  readonly mac: Mac;
  readonly at?: Instant;
}

export interface HostEvidence {
  readonly id: string;
  readonly name: string;
  readonly interfaces: readonly HostInterface[];
  readonly gateway?: string;
  readonly arp?: readonly ArpRow[];
  readonly readAt?: Instant;
}
export interface HostInterface {
  readonly mac: Mac;
  readonly ips?: readonly string[];
  readonly up?: boolean;
  readonly wireless?: boolean;
}

export interface MacHint {
  readonly mac: Mac;
  readonly kind: "phone" | "virtual" | "wireless";
}

// ---------------------------------------------------------------------------------------------------------------------

/** `measured`: a device named its neighbour (LLDP, CDP). `inferred`: follows from forwarding tables, STP or ARP. */
export type Confidence = "measured" | "inferred";

/** A sentence of `core/messages/topology.ts` and what fills its places. */
export interface Saying {
  readonly key: TopologyMessageKey;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Evidence {
  readonly kind: NeighbourRow["protocol"] | "fdb" | "compared" | "stp" | "arp";
  /** Whose table says it. */
  readonly device: string;
  readonly port?: string;
  readonly at?: Instant;
  readonly detail: Saying;
}

/**
 * What stands where nothing answers: an `unmanaged` switch; a `wireless` one (addresses of phones and laptops); a
 * `hypervisor`; an IP `phone` with a PC behind it; a `lan` of which only ARP is known; `unclear`: these are connected
 * here, but how cannot be seen.
 */
export type HiddenKind = "unmanaged" | "wireless" | "hypervisor" | "phone" | "lan" | "unclear";

export interface TopologyNode {
  /** The id of the device or host; `neighbour:…`, `mac:…` and `hidden:…` for what the inventory does not know. */
  readonly id: string;
  readonly kind: "device" | "host" | "neighbour" | "station" | "hidden";
  readonly name: string;
  readonly macs: readonly Mac[];
  readonly deviceClass?: DeviceClass;
  readonly hidden?: HiddenKind;
  /** Of hidden nodes: why something must stand here. */
  readonly says?: Saying;
}

export interface LinkEnd {
  readonly node: string;
  /** Absent when the port is not known. */
  readonly port?: string;
  /** The cables of an aggregate, when there are several. */
  readonly members?: readonly string[];
}

export interface Link {
  readonly ends: readonly [LinkEnd, LinkEnd];
  /** `backup`: held blocked by STP. */
  readonly state: "active" | "backup";
  readonly confidence: Confidence;
  /** The node nearer to the gateway; absent when both are as near. */
  readonly above?: string;
  readonly evidence: readonly Evidence[];
  readonly says: Saying;
}

/** Where an address hangs: on this port of this switch, or, when not `exact`, somewhere behind it. */
export interface Placement {
  /** Absent where only a neighbour table or a link says it, of a device whose addresses are not known. */
  readonly mac?: Mac;
  readonly node: string;
  readonly device: string;
  readonly port: string;
  readonly exact: boolean;
  /** What stands between the port and the address, if anything does. */
  readonly behind?: string;
  readonly confidence: Confidence;
  /** When it was last seen there, and since when without a break. */
  readonly at?: Instant;
  readonly since?: Instant;
  /** Seen there in an earlier reading, not in the newest of the site. */
  readonly stale: boolean;
  readonly evidence: readonly Evidence[];
  /** What other tables say or said that does not fit. */
  readonly against: readonly Evidence[];
  readonly says: Saying;
}

/**
 * `self`: a device meets itself. `flapping`: addresses jump between two ports. `ring`: links close a ring and no port
 * of it is known to be blocked.
 */
export interface Loop {
  readonly kind: "self" | "flapping" | "ring";
  readonly device: string;
  readonly ports: readonly string[];
  /** True when STP holds it: nothing to do but know it. */
  readonly blocked: boolean;
  readonly evidence: readonly Evidence[];
  readonly says: Saying;
}

export interface Topology {
  readonly nodes: readonly TopologyNode[];
  readonly links: readonly Link[];
  readonly placements: readonly Placement[];
  /** Ports that lead towards the gateway, by device. */
  readonly uplinks: Readonly<Record<string, readonly string[]>>;
  readonly loops: readonly Loop[];
}
