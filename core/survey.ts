/**
 * What a device says of itself over SNMP, whatever its maker: the shapes that the agent reads into, the server keeps
 * and the pages show. A value that the device did not give is absent, never zero and never "".
 */

/** What a thing is for. `unknown`: nothing it says tells. */
export const DEVICE_CLASSES = [
  "switch",
  "router",
  "firewall",
  "access_point",
  "printer",
  "ups",
  "nas",
  "server",
  "workstation",
  "camera",
  "sensor",
  "other",
  "unknown",
] as const;
export type DeviceClass = (typeof DEVICE_CLASSES)[number];

/** The fields of an identity that are read by rules; each may say where it came from. */
export const IDENTITY_FIELDS = ["class", "vendor", "model", "version", "serial", "baseMac"] as const;
export type IdentityField = (typeof IDENTITY_FIELDS)[number];

export interface Identity {
  readonly class?: DeviceClass;
  readonly vendor?: string;
  readonly model?: string;
  /** Firmware or operating system. */
  readonly version?: string;
  readonly serial?: string;
  /** sysName, sysLocation, sysContact, sysDescr, sysObjectID. */
  readonly name?: string;
  readonly location?: string;
  readonly contact?: string;
  readonly description?: string;
  readonly objectId?: string;
  /** "aa:bb:cc:dd:ee:ff" */
  readonly baseMac?: string;
  /** Where each value came from: an object's name or OID, "sysDescr", "enterprise number". */
  readonly from: Readonly<Partial<Record<IdentityField, string>>>;
}

export interface SurveyPort {
  readonly ifIndex: number;
  /** ifName, else ifDescr, else "#ifIndex". */
  readonly name: string;
  readonly descr?: string;
  readonly alias?: string;
  /** IANAifType number. */
  readonly ifType?: number;
  /** 4294967295: at least so much (ifSpeed's end, and no ifHighSpeed). */
  readonly speedBps?: number;
  readonly admin?: number;
  /** ifOperStatus: 1 up … 7 lowerLayerDown. */
  readonly oper?: number;
  /** ifPhysAddress as the device says it, all zeros too. */
  readonly mac?: string;
  /** Decimal text, all 64 bits: in/out × Octets, Errors, Discards, UcastPkts. */
  readonly counters: Readonly<Record<string, string>>;
  /** ifIndex of the aggregate (LAG) that it belongs to. */
  readonly lag?: number;
  /** An SFP or other transceiver is plugged in. */
  readonly transceiver?: string;
  readonly poe?: { readonly state: "off" | "searching" | "delivering" | "fault"; readonly watts?: number };
}

export interface Neighbour {
  readonly protocol: "lldp" | "cdp" | "fdp" | "edp" | "ndp";
  /** The local port's name as in `SurveyPort.name`, and its ifIndex where known. */
  readonly localPort?: string;
  readonly localIfIndex?: number;
  readonly remoteName?: string;
  /** The other side's words for its port: id, and description. */
  readonly remotePort?: string;
  readonly remotePortDescr?: string;
  /** Chassis id: a MAC "aa:bb:…" where it is one, else its text. */
  readonly remoteChassis?: string;
  readonly remoteAddress?: string;
  readonly remoteDescription?: string;
  readonly capabilities?: readonly string[];
}

export interface ForwardingRow {
  readonly mac: string;
  /** Name of the port as in `SurveyPort.name`; absent when the bridge port has no interface. */
  readonly port?: string;
  readonly ifIndex?: number;
  readonly vlan?: number;
  /** The device's own address (dot1dTpFdbStatus self), unless it came in again by a socket. */
  readonly own?: boolean;
}

export interface ArpRow {
  readonly ip: string;
  readonly mac: string;
  readonly ifIndex?: number;
}

export interface Vlan {
  readonly id: number;
  readonly name?: string;
}

export interface SpanningTree {
  /** Bridge ids as "priority/aa:bb:cc:dd:ee:ff". */
  readonly root?: string;
  readonly bridge?: string;
  readonly rootPort?: number;
  readonly rootCost?: number;
  readonly topologyChanges?: number;
  /** By bridge port. state: 1 disabled, 2 blocking, 3 listening, 4 learning, 5 forwarding, 6 broken (BRIDGE-MIB). */
  readonly ports: readonly {
    readonly ifIndex?: number;
    readonly bridgePort: number;
    readonly state: number;
    readonly designatedBridge?: string;
    readonly designatedPort?: string;
  }[];
}

export interface Supply {
  /** toner, ink, drum, wasteToner, fuser, … (PrtMarkerSuppliesTypeTC). */
  readonly kind: string;
  readonly name: string;
  /** The colour that it brings, as the printer names it ("cyan"). */
  readonly colorant?: string;
  /** What is left (of a waste box: what is still free); absent when the printer only says "some". */
  readonly percent?: number;
  /** The printer says no more than that there is some, or none is known. */
  readonly level?: "some" | "unknown" | "unlimited";
}

export interface PrinterReading {
  /** hrPrinterStatus: 1 other, 2 unknown, 3 idle, 4 printing, 5 warmup. */
  readonly status?: number;
  /** hrPrinterDetectedErrorState by name: lowPaper, noPaper, lowToner, noToner, doorOpen, jammed, offline, … */
  readonly errors?: readonly string[];
  readonly pages?: number;
  /** What stands on its display. */
  readonly console?: string;
  readonly trays: readonly { readonly name: string; readonly percent?: number; readonly empty?: boolean }[];
  readonly alerts: readonly { readonly severity: "critical" | "warning" | "other"; readonly text: string }[];
}

export interface UpsReading {
  readonly chargePercent?: number;
  readonly runtimeMinutes?: number;
  /** Of the first output line, as the voltages are. */
  readonly loadPercent?: number;
  /** Of the busiest output line, where there are several. */
  readonly highestLoadPercent?: number;
  readonly inputVolts?: number;
  readonly outputVolts?: number;
  readonly batteryVolts?: number;
  readonly temperatureCelsius?: number;
  readonly onBattery?: boolean;
  /** RFC 1628 numbers: see `core/entities.ts`. */
  readonly outputSource?: number;
  readonly batteryStatus?: number;
  readonly replaceBattery?: boolean;
}

export interface Processor {
  readonly name?: string;
  readonly percent: number;
}

export interface MemoryPool {
  readonly name: string;
  readonly totalBytes?: number;
  readonly usedBytes?: number;
  readonly percent?: number;
}

export interface StorageVolume {
  readonly name: string;
  readonly totalBytes?: number;
  readonly usedBytes?: number;
  readonly percent?: number;
}

export interface Sensor {
  readonly kind: "temperature" | "fanspeed" | "voltage" | "current" | "power" | "humidity" | "state";
  readonly name: string;
  readonly value: number;
  /** celsius, rpm, V, A, W, percent; "state" for a state. */
  readonly unit: string;
}

export interface WirelessReading {
  readonly clients?: number;
  readonly accessPoints?: number;
  readonly radios: readonly {
    readonly name: string;
    readonly clients?: number;
    readonly frequencyMHz?: number;
  }[];
}

/** Power over Ethernet of a whole device: what its supplies can give, and what they give now. */
export interface PoeSupply {
  readonly budgetWatts: number;
  readonly usedWatts: number;
}

/** All that one visit to a device found. Lists are empty where the device has nothing of the kind. */
export interface DeviceSurvey {
  readonly identity: Identity;
  readonly ports: readonly SurveyPort[];
  readonly neighbours: readonly Neighbour[];
  readonly forwarding: readonly ForwardingRow[];
  readonly arp: readonly ArpRow[];
  readonly vlans: readonly Vlan[];
  readonly stp: SpanningTree | undefined;
  readonly supplies: readonly Supply[];
  readonly printer: PrinterReading | undefined;
  readonly ups: UpsReading | undefined;
  readonly processors: readonly Processor[];
  /** The main memory first. */
  readonly memory: readonly MemoryPool[];
  readonly storage: readonly StorageVolume[];
  readonly sensors: readonly Sensor[];
  readonly wireless: WirelessReading | undefined;
  readonly poeSupply: PoeSupply | undefined;
}
