/**
 * The ONE table of alert rules: what each watches and how its value is to be read. Thresholds, hold times and
 * severities are data (`config/alert-rules.yaml`), sentences are in `core/messages/alerts.ts` under `alert.<rule>.…`.
 */

export type SubjectKind =
  | "site"
  | "device"
  | "port"
  | "volume"
  | "supply"
  | "target"
  | "service"
  | "district";

/** How a value is shown; thresholds are given in the same unit. */
export type RuleUnit =
  | "ratio" // 0…1, shown as per cent
  | "percent"
  | "bits/s"
  | "packets/s"
  | "ms"
  | "s"
  | "days"
  | "celsius"
  | "count"
  /** 1: it is so; 0: it is not. */
  | "state";

export interface RuleKind {
  readonly subject: SubjectKind;
  readonly unit: RuleUnit;
  /** On which side of the threshold it is bad. */
  readonly worse: "above" | "below";
  /** Follows from what PCs see together, not from a device's own word. */
  readonly inferred?: true;
}

const rule = (subject: SubjectKind, unit: RuleUnit, worse: "above" | "below" = "above"): RuleKind => ({
  subject,
  unit,
  worse,
});
const state = (subject: SubjectKind): RuleKind => rule(subject, "state");
const inferred = (kind: RuleKind): RuleKind => ({ ...kind, inferred: true });

export const RULES = {
  // Ports of switches, and cards of PCs
  port_errors: rule("port", "ratio"), // in and out errors, FCS, alignment, per packet
  port_discards: rule("port", "ratio"),
  port_duplex: rule("port", "count"), // late collisions an hour, or half duplex where the other end is full
  port_speed: rule("port", "bits/s", "below"), // slower than it was, or than both ends can
  port_flapping: rule("port", "count"), // changes of state in an hour
  port_busy: rule("port", "ratio"), // use of an uplink
  port_storm: rule("port", "packets/s"), // broadcasts and multicasts, against the port's own baseline
  port_down: state("port"), // an uplink or a port with a known device is without link
  // Devices that are polled
  device_down: state("device"),
  device_restarted: state("device"),
  device_cpu: rule("device", "percent"),
  device_memory: rule("device", "ratio"),
  device_temperature: rule("device", "celsius"),
  device_fan: state("device"),
  device_poe: rule("device", "ratio"), // of the power budget
  stp_changes: rule("device", "count"), // topology changes in an hour
  // Ping targets
  target_down: state("target"),
  target_loss: rule("target", "ratio"),
  target_latency: rule("target", "ms"),
  target_jitter: rule("target", "ms"),
  // Power
  ups_on_battery: state("device"),
  ups_runtime: rule("device", "s", "below"),
  ups_battery: state("device"), // replace it
  ups_load: rule("device", "percent"),
  // Printers
  printer_toner: rule("supply", "percent", "below"),
  printer_jam: state("device"),
  printer_offline: state("device"),
  // PCs
  disk_full: rule("volume", "ratio"),
  disk_failing: state("device"),
  clock_wrong: rule("device", "s"),
  host_gone: rule("device", "days"),
  agent_silent: state("device"), // the PC answers its neighbours, its agent says nothing
  // The site as a whole
  site_down: state("site"), // nothing is heard of it: uplink or power
  uplink_down: inferred(state("site")),
  power_lost: inferred(state("site")),
  // Without SNMP: from what the PCs of a site see together
  switch_slow: inferred(rule("site", "ratio")), // wired cards that run at 100 Mb/s
  switch_loss: inferred(rule("site", "ratio")),
  cable_loss: inferred(rule("device", "ratio")), // of this PC
  hosts_lost: inferred(rule("site", "count")), // in the same minute
  gateway_changed: inferred(state("site")),
  address_conflict: inferred(rule("site", "count")),
  dhcp_foreign: inferred(rule("site", "count")),
  lan_loop: inferred(rule("site", "packets/s")),
  // Public services
  service_down: state("service"), // as this site sees it
  service_slow: rule("service", "ms"),
  certificate_ends: rule("service", "days", "below"),
  service_down_everywhere: rule("district", "count"), // sites that cannot reach it: the fault is in the service
  // Cayda itself
  store_trouble: state("district"),
} as const satisfies Record<string, RuleKind>;

export type RuleId = keyof typeof RULES;
export const RULE_IDS = Object.keys(RULES) as readonly RuleId[];
/** Whether a silence was the line's or the power's is said by `site_down`, whose numbers hold: nothing else tells of it. */
const SAID_BY_SITE_DOWN: ReadonlySet<RuleId> = new Set<RuleId>(["uplink_down", "power_lost"]);
/** Rules that a person can set. */
export const SET_BY_PEOPLE = RULE_IDS.filter((id) => !SAID_BY_SITE_DOWN.has(id));
export const ruleKind = (id: RuleId): RuleKind => RULES[id];
