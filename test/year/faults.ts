import type { RuleId } from "../../core/alerting/catalogue.ts";
import type { OutageKind } from "../../core/alerting/outage.ts";
import { MINUTE, type Instant } from "../../core/clock.ts";
import type { Pc, World } from "./world.ts";

/** One kind of fault: what it does to a site, and which rule should tell of which subject. */
export interface FaultKind {
  readonly name: string;
  /** The rule whose truth this is, and others that say the same, of subjects whose key begins so. */
  readonly rule: RuleId;
  readonly or?: readonly { readonly rule: RuleId; readonly of: string }[];
  readonly subject: (site: string) => string;
  /** How long it lasts, in minutes. */
  readonly minutes: readonly [number, number];
  /** Only where there are managed switches; only while people are there. */
  readonly managed?: true;
  readonly office?: true;
  /** A switch that restarts answers nobody for so long. */
  readonly awayMs?: number;
  /** It is over by itself, before what is drawn after it: the end that is told is right at any time. */
  readonly passes?: true;
  /** What a silence was, as must be told when it is over. */
  readonly was?: OutageKind;
  readonly apply: (world: World, since: Instant) => void;
}

const site = (id: string) => `site:${id}`;
const of = (key: string) => () => key;
const SW1 = "device:SW1";
const PORT = "port:SW1/1";
const pcOf = (world: World, index: number): Pc => {
  const pc = world.pcs[index];
  if (pc === undefined) throw new Error(`no PC ${index}`);
  return pc;
};
const serviceOf = (world: World, index: number) => {
  const service = world.services[index];
  if (service === undefined) throw new Error(`no service ${index}`);
  return service;
};
type More = Partial<Omit<FaultKind, "rule" | "subject" | "minutes" | "apply">>;
const kind = (
  rule: RuleId,
  subject: FaultKind["subject"],
  minutes: readonly [number, number],
  apply: FaultKind["apply"],
  more: More = {},
): FaultKind => ({ name: rule, rule, subject, minutes, apply, ...more });

const HOUR = [40, 90] as const;
const HOURS = [60, 150] as const;
const managed = { managed: true } as const;
const office = { office: true } as const;

const restart = (name: string, away: number, or: FaultKind["or"] = []): FaultKind =>
  kind("device_restarted", of(SW1), [20, 30], ({ sw }, since) => void (sw.bootAt = since), {
    ...managed,
    ...office,
    name,
    or,
    awayMs: away * MINUTE,
    passes: true,
  });

export const FAULTS: readonly FaultKind[] = [
  kind("port_errors", of(PORT), HOUR, ({ sw }) => void (sw.port.errors = 0.03), { ...managed, ...office }),
  kind("port_discards", of(PORT), HOUR, ({ sw }) => void (sw.port.discards = 0.06), {
    ...managed,
    ...office,
  }),
  kind("port_duplex", of(PORT), HOUR, ({ sw }) => void (sw.port.latePerMinute = 12), {
    ...managed,
    ...office,
  }),
  kind("port_speed", of(PORT), HOUR, ({ sw }) => void (sw.port.speed = 1e8), { ...managed, ...office }),
  kind("port_flapping", of(PORT), HOUR, ({ sw }) => void (sw.port.flapping = true), {
    ...managed,
    ...office,
  }),
  kind("port_busy", of("port:SW1/23"), HOURS, (world) => void (world.uplinkLoad = 0.96), {
    ...managed,
    ...office,
  }),
  kind(
    "port_down",
    of("port:SW1/24"),
    HOUR,
    ({ sw, sw2 }) => {
      sw.uplinkUp = false;
      sw2.answers = false;
    },
    { ...managed, ...office },
  ),
  kind("device_down", of(SW1), HOUR, ({ sw }) => void (sw.answers = false), { ...managed, ...office }),
  restart("device_restarted", 0),
  // Two polls in a row without an answer are for the list; three are an outage, which is told as one.
  restart("restart of one minute", 1),
  restart("restart of two minutes", 2),
  restart("restart of three minutes", 3, [{ rule: "device_down", of: SW1 }]),
  kind("device_cpu", of(SW1), HOURS, ({ sw }) => void (sw.cpu = 97), { ...managed, ...office }),
  kind("device_memory", of(SW1), HOURS, ({ sw }) => void (sw.memory = 0.98), { ...managed, ...office }),
  kind("device_poe", of(SW1), HOURS, ({ sw }) => void (sw.poe = 121), { ...managed, ...office }),
  kind("device_temperature", of(SW1), HOURS, ({ sw }) => void (sw.celsius = 78), { ...managed, ...office }),
  kind("device_fan", of(SW1), HOURS, ({ sw }) => void (sw.fan = false), { ...managed, ...office }),
  kind("stp_changes", of(SW1), HOURS, ({ sw }) => void (sw.stp = 0.5), { ...managed, ...office }),
  kind("target_down", of("target:T2"), HOUR, (world) => void (world.uplinkLoss = 1), office),
  kind("target_loss", of("target:T2"), HOUR, (world) => void (world.uplinkLoss = 0.25), office),
  kind("target_latency", of("target:T2"), HOURS, (world) => void (world.uplinkMs = 420), office),
  kind("target_jitter", of("target:T2"), HOURS, (world) => void (world.uplinkJitterMs = 90), office),
  kind("ups_on_battery", of("device:UPS1"), [15, 35], ({ ups }) => void (ups.onBattery = true), office),
  kind("ups_battery", of("device:UPS1"), HOUR, ({ ups }) => void (ups.replace = true), office),
  kind("ups_load", of("device:UPS1"), HOUR, ({ ups }) => void (ups.load = 93), office),
  kind("printer_toner", of("supply:PR1/1"), HOUR, ({ printer }) => void (printer.toner = 3), office),
  kind("printer_jam", of("device:PR1"), HOUR, ({ printer }) => void (printer.jam = true), office),
  kind("printer_offline", of("device:PR1"), [90, 150], ({ printer }) => void (printer.on = false), office),
  kind("disk_full", of("volume:PC2/C:"), HOURS, (world) => void (pcOf(world, 1).diskUsed = 0.985), office),
  kind("disk_failing", of("device:PC2"), HOURS, (world) => void (pcOf(world, 1).diskFails = true), office),
  kind(
    "clock_wrong",
    of("device:PC2"),
    HOURS,
    (world) => void (pcOf(world, 1).clockOffsetMs = 900_000),
    office,
  ),
  kind("agent_silent", of("device:PC4"), HOURS, (world) => void (pcOf(world, 3).agent = false), office),
  kind("site_down", site, HOUR, (world) => void (world.uplink = false), {
    ...office,
    or: [{ rule: "uplink_down", of: "site:" }],
    name: "uplink cut",
    was: "uplink",
  }),
  kind("power_lost", site, HOUR, (world) => void (world.power = false), {
    ...office,
    or: [{ rule: "site_down", of: "site:" }],
    name: "power cut",
    was: "power",
  }),
  kind("switch_slow", site, HOURS, (world) => void (world.slowSwitch = true), office),
  kind("switch_loss", site, HOUR, (world) => void (world.switchLoss = 0.2), office),
  kind("cable_loss", of("device:PC3"), HOUR, (world) => void (pcOf(world, 2).cableLoss = 0.3), office),
  kind(
    "hosts_lost",
    site,
    HOUR,
    ({ pcs }) => {
      for (const pc of pcs.slice(2, 8)) [pc.on, pc.agent] = [false, false];
    },
    office,
  ),
  kind("gateway_changed", site, HOURS, (world) => void (world.gatewayMac = "00:0c:42:99:99:99"), office),
  kind("address_conflict", site, HOUR, (world) => void (world.conflict = true), office),
  kind("dhcp_foreign", site, HOUR, (world) => void (world.foreignDhcp = true), office),
  kind("lan_loop", site, HOUR, (world) => void (world.broadcasts = 6_000), {
    ...office,
    or: [{ rule: "port_storm", of: "port:" }],
  }),
  kind("service_down", of("service:S1"), HOUR, (world) => void (serviceOf(world, 0).up = false), office),
  kind("service_slow", of("service:S1"), HOURS, (world) => void (serviceOf(world, 0).ms = 9_000), office),
];

/** What is wrong with a service itself is so at every site: it is told once. */
export const FOR_ALL: readonly FaultKind[] = [
  kind(
    "service_down_everywhere",
    of("district:service3"),
    HOUR,
    (world) => void (serviceOf(world, 2).up = false),
    { name: "service down for all" },
  ),
  kind(
    "certificate_ends",
    of("service:S2"),
    HOURS,
    (world) => void (serviceOf(world, 1).certificateDays = 6),
  ),
];
