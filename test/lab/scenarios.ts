import type { RuleId } from "../../core/alerting/catalogue.ts";
import { MINUTE, SECOND } from "../../core/clock.ts";
import * as faults from "./faults.ts";
import type { Lab } from "./lab.ts";
import { POLL_MS } from "./pace.ts";

/** What is injected, and what a person is then told; nothing at all where `rules` is empty. */
export interface Scenario {
  readonly name: string;
  readonly inject: faults.Inject;
  /** The rule of the one notice; several where either says the same truth. */
  readonly rules: readonly RuleId[];
  /** The name of what it is about, as {@link subjectName} writes it. */
  readonly subject: string;
  /** At least so many things are named as affected by it. */
  readonly affected?: number;
  /** How often that is looked at. */
  readonly cycleMs: number;
  /** There only when the injection is over: a plug that was moved six times, a PC that came back with a wrong clock. */
  readonly thereAfter?: true;
  /** Goes on for minutes of real time after it was mended (what is counted by the hour): its end is not waited for. */
  readonly lasts?: true;
  /** Quiet ones: how long nothing may be said. */
  readonly quietMs?: number;
  /** Before the injection, e.g. a maintenance window. */
  readonly prepare?: (lab: Lab) => Promise<void>;
}

const fault = (
  name: string,
  rules: RuleId | readonly RuleId[],
  subject: string,
  inject: faults.Inject,
  more: Partial<Scenario> = {},
): Scenario => ({
  name,
  rules: typeof rules === "string" ? [rules] : rules,
  subject,
  inject,
  cycleMs: POLL_MS,
  ...more,
});
const quiet = (name: string, inject: faults.Inject, more: Partial<Scenario> = {}): Scenario => ({
  name,
  rules: [],
  subject: "",
  inject,
  cycleMs: POLL_MS,
  quietMs: 20 * SECOND,
  ...more,
});

const SITE = "site";
const SERVICE_EVERY_MS = POLL_MS;

export const SCENARIOS: readonly Scenario[] = [
  fault("bad-cable", "cable_loss", "C1-VP-02", faults.badCable(1)),
  fault("bad-switch", "switch_loss", SITE, faults.badSwitch()),
  fault("bad-uplink", "target_loss", "Province", faults.badUplink()),
  fault("congested-uplink", "target_latency", "Province", faults.congested),
  fault("cable-pulled", "port_down", "SW c1 p8", faults.pulled, { affected: 3 }),
  fault("hub-hung", "hosts_lost", SITE, faults.deadHub),
  fault("loop-storm", "lan_loop", SITE, faults.storm),
  fault("gateway-gone", ["site_down", "uplink_down"], SITE, faults.gatewayGone),
  fault("gateway-changed", "gateway_changed", SITE, faults.newGateway),
  fault("flapping-port", "port_flapping", "SW c1 p3", faults.flapping, {
    lasts: true,
    thereAfter: true,
  }),
  fault("service-down", "service_down_everywhere", "Một cửa", faults.serviceDown, {
    cycleMs: SERVICE_EVERY_MS,
  }),
  // A look that fails takes four seconds (two tries, and a pause between), however short the minute: every second turn is one.
  fault("service-blocked", "service_down", "Một cửa", faults.serviceBlocked, {
    cycleMs: 2 * SERVICE_EVERY_MS,
  }),
  fault("certificate-ends", "certificate_ends", "Cổng dịch vụ công", faults.oldCertificate, {
    cycleMs: SERVICE_EVERY_MS,
  }),
  // Its daemon is started again afterwards: a restart, which is news for ten minutes and explains what happens behind it.
  fault("switch-deaf", "device_down", "SW c1", faults.deafSwitch),
  fault("foreign-dhcp", "dhcp_foreign", SITE, faults.foreignDhcp, { cycleMs: 9_000 }),
  // Agents remember the two owners for ten minutes.
  fault("same-address", "address_conflict", SITE, faults.sameAddress, { lasts: true }),
  fault("agent-killed", "agent_silent", "C1-VP-05", faults.agentKilled(4)),
  fault("clock-shifted", "clock_wrong", "C1-VP-03", faults.clockShifted(2, 60 * MINUTE), {
    thereAfter: true,
  }),
  fault("power-cut", ["site_down", "power_lost"], SITE, faults.powerCut),
  quiet("agent-restarted", faults.agentRestarted(3)),
  quiet("one-pc-off", faults.pcOff(3), { quietMs: 30 * SECOND }),
  quiet("backup-at-noon", faults.backup),
  fault("switch-restarted", "device_restarted", "SW c1", faults.switchRestarted),
  quiet("reboot-in-maintenance", faults.switchRestarted, {
    async prepare({ registry, sites, person }) {
      const now = Date.now();
      await registry.addMaintenance(
        {
          scope: { kind: "site", id: sites[0] },
          from: now - SECOND,
          to: now + 30 * SECOND,
          repeats: null,
          reason: "Khởi động lại switch",
        },
        person,
      );
    },
  }),
];
