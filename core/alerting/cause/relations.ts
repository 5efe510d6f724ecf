import type { RuleId } from "../catalogue.ts";

/**
 * What can explain what. A cause reaches: the whole `site`; what lies `behind` it (seen from the PC that polls, or from
 * the gateway); the `same` thing; the same `device`.
 */
export type Reach = "site" | "behind" | "device";

export interface Relation {
  readonly reach: Reach;
  readonly effects: ReadonlySet<RuleId>;
}

const PING: readonly RuleId[] = ["target_loss", "target_latency", "target_jitter"];
const SILENCE: readonly RuleId[] = [
  "device_down",
  "target_down",
  "printer_offline",
  "hosts_lost",
  "agent_silent",
];
const SERVICES: readonly RuleId[] = ["service_down", "service_slow"];
const SOFT: readonly RuleId[] = [
  ...PING,
  ...SERVICES,
  "cable_loss",
  "switch_loss",
  "port_discards",
  "agent_silent",
];
const RESTART: readonly RuleId[] = ["device_restarted", "port_down", "port_flapping", "stp_changes"];
const UPLINK: readonly RuleId[] = ["site_down", "uplink_down"];
const HARD: readonly RuleId[] = [...SILENCE, ...SOFT, ...RESTART, ...UPLINK];

const relation = (reach: Reach, ...effects: readonly RuleId[]): Relation => ({
  reach,
  effects: new Set(effects),
});

/** On the cable or in the port: everything behind it suffers, and the port's other complaints follow from it. */
const PORT_FAULT: readonly RuleId[] = [...SOFT, "target_down", "device_down", "printer_offline"];

export const RELATIONS: Partial<Record<RuleId, Relation>> = {
  // That a UPS soon ends is no matter of course in a power cut: `ups_runtime` is told for itself.
  power_lost: relation("site", ...HARD, "ups_on_battery"),
  // The first UPS tells of a power cut; what is not on it goes silent.
  ups_on_battery: relation("site", ...SILENCE, ...RESTART, ...UPLINK, "ups_on_battery", "ups_load"),
  site_down: relation("site", ...HARD, "power_lost"),
  uplink_down: relation("site", "site_down", ...SERVICES, ...PING, "target_down", "agent_silent"),
  // A flood fills every cable and every processor.
  port_storm: relation(
    "site",
    ...SOFT,
    ...SILENCE,
    ...UPLINK,
    "lan_loop",
    "port_busy",
    "device_cpu",
    "stp_changes",
  ),
  lan_loop: relation("site", ...SOFT, ...SILENCE, ...UPLINK, "port_busy", "device_cpu", "stp_changes"),
  switch_loss: relation("site", ...PING, ...SERVICES, "cable_loss", "agent_silent"),
  hosts_lost: relation("site", "device_down", "target_down", "printer_offline", "agent_silent"),
  switch_slow: relation("site", "port_speed"),
  dhcp_foreign: relation("site", "gateway_changed"),
  // Some PCs still have the old hardware address in their tables when others know the new one.
  gateway_changed: relation("site", "address_conflict", ...PING, ...SERVICES),
  // What is sent to one of the two arrives at the other.
  address_conflict: relation("site", "agent_silent", "cable_loss"),
  // A card and the switch port at the other end of its cable tell of the same link.
  port_flapping: relation(
    "behind",
    ...PORT_FAULT,
    "port_flapping",
    "port_down",
    "port_errors",
    "port_speed",
    "stp_changes",
    "hosts_lost",
  ),
  // A device that restarts takes its link down first.
  port_down: relation("behind", ...SOFT, ...SILENCE, ...UPLINK, ...RESTART),
  port_duplex: relation("behind", ...PORT_FAULT, "port_errors"),
  port_errors: relation("behind", ...PORT_FAULT, "port_speed"),
  port_busy: relation("behind", ...PING, "service_slow", "port_discards", "switch_loss"),
  port_speed: relation("behind", "port_busy", "port_discards"),
  port_discards: relation("behind", ...PING, "service_slow", "switch_loss"),
  // What still lets some through is not dead, though it may be deaf to SNMP: loss behind it has another cause.
  device_down: relation("behind", ...SILENCE, ...RESTART, ...UPLINK, "port_errors", "port_speed"),
  device_restarted: relation("behind", ...RESTART, ...SILENCE, ...SOFT),
  device_cpu: relation("behind", "target_latency", "target_jitter"),
  target_down: relation("behind", ...SILENCE, ...SERVICES, ...PING, "uplink_down"),
  target_loss: relation("behind", ...PING, ...SERVICES, "agent_silent"),
  // Answers that come too late count as none.
  target_latency: relation("behind", "target_jitter", ...SERVICES, "agent_silent"),
  cable_loss: relation("behind", ...PING, ...SERVICES, "agent_silent"),
  device_fan: relation("device", "device_temperature"),
  device_temperature: relation("device", "device_restarted"),
  ups_battery: relation("device", "ups_runtime"),
  disk_failing: relation("device", "disk_full"),
  agent_silent: relation("device", "host_gone"),
};

/** Rules that concern the place itself: everything that hangs behind it counts as hit, with an alert or without. */
export const HITS_BEHIND: ReadonlySet<RuleId> = new Set<RuleId>([
  "device_down",
  "port_down",
  "port_flapping",
  "port_errors",
  "port_duplex",
]);
export const HITS_SITE: ReadonlySet<RuleId> = new Set<RuleId>(["power_lost", "site_down", "uplink_down"]);

/** Which of several faults of one place is the cause: the earlier here. */
const ORDER: readonly RuleId[] = [
  "port_flapping",
  "port_down",
  "port_duplex",
  "port_errors",
  "port_speed",
  "port_busy",
  "port_discards",
  "device_fan",
  "device_temperature",
  "device_down",
  "device_restarted",
  "device_cpu",
  "agent_silent",
  "target_down",
  "cable_loss",
  "hosts_lost",
  "switch_loss",
  "target_loss",
  "target_latency",
  "target_jitter",
  "uplink_down",
  "printer_offline",
  "ups_battery",
  "disk_failing",
  "service_down",
];
const ORDER_OF = new Map(ORDER.map((rule, at) => [rule, at]));
export const orderOf = (rule: RuleId): number => ORDER_OF.get(rule) ?? ORDER.length;
