/**
 * The ONE table of what Cayda measures: every entity kind and every field of it. Collectors can send nothing else,
 * the store keeps nothing else, charts, rules and dashboards can name nothing else.
 *
 * A counter only grows (until it wraps or restarts); what people look at is its rate or its increase, derived on
 * read. A gauge is a reading that stands for itself.
 */

export type FieldKind = "gauge" | "counter";

/** Units are those of the value as stored; how a person sees them is the display's business. */
export type Unit =
  | "bytes"
  | "bits/s"
  | "packets"
  | "errors"
  | "count"
  | "percent"
  | "ratio"
  | "ms"
  | "s"
  | "unix s"
  | "celsius"
  | "rpm"
  | "V"
  | "A"
  | "W"
  | "state";

export interface Field {
  readonly kind: FieldKind;
  readonly unit: Unit;
  /**
   * Counters only: after how many bits the counter wraps at its source. A 64-bit counter reaches us modulo 2^53
   * (see `core/rates.ts`); "port" means that the sample itself says it, in the field `counter_bits`.
   */
  readonly bits?: 32 | 53 | "port";
}

const gauge = <const U extends Unit>(unit: U) => ({ kind: "gauge", unit }) as const;
const counter = <const U extends Unit, const B extends 32 | 53 | "port">(unit: U, bits: B) =>
  ({ kind: "counter", unit, bits }) as const;

export const ENTITIES = {
  /** A row of a device's ifTable, or a network card of a PC. Sources: IF-MIB (RFC 2863), EtherLike-MIB (RFC 3635). */
  port: {
    admin_status: gauge("state"), // ifAdminStatus: 1 up, 2 down, 3 testing
    oper_status: gauge("state"), // ifOperStatus: 1 up … 7 lowerLayerDown
    speed: gauge("bits/s"),
    duplex: gauge("state"), // dot3StatsDuplexStatus: 1 unknown, 2 half, 3 full
    /** ifLastChange: the device's own uptime at the last change of oper_status. */
    last_change: gauge("s"),
    /** When the counters last began at zero (boot or discontinuity); a change of it is a reset, not traffic. */
    counters_since: gauge("unix s"),
    /** 64 when the octet and packet counters are the high-capacity ones, 32 when not. */
    counter_bits: gauge("count"),
    in_octets: counter("bytes", "port"),
    out_octets: counter("bytes", "port"),
    in_ucast: counter("packets", "port"),
    out_ucast: counter("packets", "port"),
    in_mcast: counter("packets", "port"),
    out_mcast: counter("packets", "port"),
    in_bcast: counter("packets", "port"),
    out_bcast: counter("packets", "port"),
    in_errors: counter("errors", 32),
    out_errors: counter("errors", 32),
    in_discards: counter("packets", 32),
    out_discards: counter("packets", 32),
    fcs_errors: counter("errors", 32),
    alignment_errors: counter("errors", 32),
    late_collisions: counter("errors", 32),
    /** Link losses counted by the operating system (Linux carrier_changes) or by the agent. */
    link_changes: counter("count", 32),
  },
  /** A computer that runs an agent. */
  host: {
    cpu: gauge("percent"),
    memory_total: gauge("bytes"),
    memory_used: gauge("bytes"),
    swap_total: gauge("bytes"),
    swap_used: gauge("bytes"),
    load: gauge("count"), // one-minute load average; absent on Windows
    uptime: gauge("s"),
  },
  /** A file system or drive of a host or device. */
  volume: {
    total: gauge("bytes"),
    used: gauge("bytes"),
  },
  /** Something that is pinged. One sample a burst. */
  target: {
    sent: gauge("count"),
    received: gauge("count"),
    loss: gauge("ratio"),
    rtt_min: gauge("ms"),
    rtt_avg: gauge("ms"),
    rtt_max: gauge("ms"),
    /** Mean absolute difference of successive round trips (RFC 3550 without its smoothing). */
    jitter: gauge("ms"),
  },
  /** Anything that is polled over SNMP. */
  device: {
    /** 1 when the device answered this poll, 0 when it did not. */
    up: gauge("state"),
    uptime: gauge("s"),
    poll_time: gauge("ms"),
    poll_requests: gauge("count"),
    /** Mean of its processors. */
    cpu: gauge("percent"),
    memory_total: gauge("bytes"),
    memory_used: gauge("bytes"),
    /** In use; many makers say only this, and no size. */
    memory: gauge("percent"),
    /** The highest of its temperatures; of chips and transceivers only where it has no other (`core/chip-heat.ts`). */
    temperature: gauge("celsius"),
    /** Wi-Fi clients that it serves. */
    clients: gauge("count"),
    /** Power over Ethernet: what its supplies can give, and what they give now. */
    poe_budget: gauge("W"),
    poe_used: gauge("W"),
    /** What one visit of the survey costs the device. */
    survey_time: gauge("ms"),
    survey_requests: gauge("count"),
  },
  /** One measuring point of a device; each has the one field of its kind. ENTITY-SENSOR-MIB (RFC 3433) and makers' own. */
  sensor: {
    temperature: gauge("celsius"),
    fanspeed: gauge("rpm"),
    voltage: gauge("V"),
    current: gauge("A"),
    power: gauge("W"),
    humidity: gauge("percent"),
  },
  /** UPS-MIB (RFC 1628). */
  ups: {
    /** upsOutputSource: 1 other, 2 none, 3 normal, 4 bypass, 5 battery, 6 booster, 7 reducer. */
    output_source: gauge("state"),
    battery_status: gauge("state"), // 1 unknown, 2 normal, 3 low, 4 depleted
    /** 1 when its own test says that the battery must be replaced, else 0: upsAlarmBatteryBad, or the maker's flag. */
    replace_battery: gauge("state"),
    charge: gauge("percent"),
    runtime: gauge("s"),
    load: gauge("percent"),
    input_voltage: gauge("V"),
    output_voltage: gauge("V"),
    battery_voltage: gauge("V"),
    temperature: gauge("celsius"),
  },
  /** Printer-MIB (RFC 3805), HOST-RESOURCES-MIB (RFC 2790). */
  printer: {
    status: gauge("state"), // hrPrinterStatus: 1 other, 2 unknown, 3 idle, 4 printing, 5 warmup
    pages: counter("count", 32),
    alerts: gauge("count"),
  },
  /** A supply of a printer: toner, drum, waste box. Printer-MIB prtMarkerSupplies. */
  supply: {
    /** What is left; of a waste box, what is still free. */
    level: gauge("percent"),
  },
  /** A public service as one site sees it (collector `service`); the owner is the check's id. Phases add up from the start. */
  service: {
    /** 1 when everything was as expected. */
    up: gauge("state"),
    /** How far it came: 0 nothing, 1 name looked up, 2 connected, 3 TLS, 4 first byte, 5 status and text as expected. */
    phase: gauge("state"),
    name_time: gauge("ms"),
    connect_time: gauge("ms"),
    tls_time: gauge("ms"),
    first_byte_time: gauge("ms"),
    total_time: gauge("ms"),
    /** HTTP status or SMTP reply code. */
    status: gauge("state"),
    /** Until the certificate ends; negative when it has. */
    certificate_left: gauge("s"),
  },
  /** Another station of the LAN, pinged by a PC: the part is the other PC's device id, or "gateway". One sample a burst. */
  peer: {
    sent: gauge("count"),
    received: gauge("count"),
    loss: gauge("ratio"),
    rtt_avg: gauge("ms"),
    rtt_max: gauge("ms"),
  },
  /** Our own program, about itself. */
  agent: {
    uptime: gauge("s"),
    memory: gauge("bytes"),
    cpu: gauge("percent"),
    spool_blocks: gauge("count"),
    spool_bytes: gauge("bytes"),
    parked_blocks: gauge("count"),
    /** Points that had to be thrown away because the spool was full or too old. */
    dropped_points: counter("count", 53),
    /** Runs that were due while the previous one still went on. */
    skipped_runs: counter("count", 53),
    failed_runs: counter("count", 53),
    poll_time: gauge("ms"), // the longest collector run since the last report
    /** How far the PC's own clock is behind the server's (positive) or ahead of it (negative). */
    clock_offset: gauge("ms"),
  },
} as const satisfies Record<string, Record<string, Field>>;

export type EntityKind = keyof typeof ENTITIES;
export type FieldName<K extends EntityKind = EntityKind> = K extends EntityKind
  ? keyof (typeof ENTITIES)[K] & string
  : never;

export const ENTITY_KINDS = Object.keys(ENTITIES) as readonly EntityKind[];

export function isEntityKind(name: string): name is EntityKind {
  return Object.hasOwn(ENTITIES, name);
}

/** The description of one field, or undefined when the kind has no such field. */
export function fieldOf(kind: EntityKind, name: string): Field | undefined {
  const fields: Record<string, Field> = ENTITIES[kind];
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The field names of a kind in the table's order: the order in which the store keeps its columns. */
export function fieldNames(kind: EntityKind): readonly string[] {
  return FIELD_NAMES[kind];
}

const FIELD_NAMES = Object.fromEntries(
  ENTITY_KINDS.map((kind) => [kind, Object.keys(ENTITIES[kind])]),
) as unknown as Record<EntityKind, readonly string[]>;

/**
 * What a sample belongs to, as text: `kind:owner` or `kind:owner/part`. The owner is the id of a device, ping target
 * or agent; the part tells ports and volumes of one device apart (`port:0192…/Gi0/7`, `volume:0192…/C:`).
 */
export type EntityRef = string & { readonly __entity: unique symbol };

export interface EntityParts {
  readonly kind: EntityKind;
  readonly owner: string;
  readonly part: string;
}

/** Kinds of which one owner has several, so that a part must follow. */
const WITH_PART: ReadonlySet<EntityKind> = new Set(["port", "volume", "sensor", "supply", "peer"]);
/** Whether an owner has several of this kind, told apart by a part. */
export const hasParts = (kind: EntityKind): boolean => WITH_PART.has(kind);
export const MAX_PART = 128;
const OWNER = /^[A-Za-z0-9_-]{1,64}$/;
// \p{C}: control, format, surrogate, unassigned: none of them may hide in a name.
const UNCLEAN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** Whether the text can tell ports (volumes, sensors …) of one device apart. */
export const isPart = (text: string): boolean =>
  text !== "" && text.length <= MAX_PART && !UNCLEAN.test(text);

/** Builds a reference. Throws when the owner is no id, or the part is missing, too long or unclean: that is a bug. */
export function entityRef(kind: EntityKind, owner: string, part = ""): EntityRef {
  const ref = part === "" ? `${kind}:${owner}` : `${kind}:${owner}/${part}`;
  if (parseEntityRef(ref) === undefined) throw new RangeError(`not an entity: ${JSON.stringify(ref)}`);
  return ref as EntityRef;
}

/** Takes a reference apart; undefined when it is not one (unknown kind, bad owner, part missing or not wanted). */
export function parseEntityRef(ref: string): EntityParts | undefined {
  const colon = ref.indexOf(":");
  const kind = ref.slice(0, Math.max(colon, 0));
  if (!isEntityKind(kind)) return undefined;
  const slash = ref.indexOf("/", colon + 1);
  const owner = slash < 0 ? ref.slice(colon + 1) : ref.slice(colon + 1, slash);
  const part = slash < 0 ? "" : ref.slice(slash + 1);
  if (!OWNER.test(owner) || part.length > MAX_PART || UNCLEAN.test(part)) return undefined;
  if (WITH_PART.has(kind) !== (part !== "") || (slash >= 0 && part === "")) return undefined;
  return { kind, owner, part };
}
