import type { RuleId } from "../alerting/catalogue.ts";
import type { DeviceClass } from "../survey.ts";

/**
 * How many points a rule takes away at its worst (twice the limit, or the state itself). 100: it does not work at all.
 * 40 to 60: work suffers for many. 20 to 35: one thing suffers, or soon will. 5 to 15: worth planning for. 0: it is not
 * about health (PCs that were given away) or is told of the district.
 */
export const WEIGHTS: Readonly<Record<RuleId, number>> = {
  port_errors: 35, // everything behind the port is sent again
  port_discards: 20,
  port_duplex: 35, // large copies break down
  port_speed: 15, // works, a tenth as fast
  port_flapping: 35,
  port_busy: 20,
  port_storm: 60, // stops a whole LAN
  port_down: 50, // only uplinks and important neighbours are watched
  device_down: 100,
  device_restarted: 15,
  device_cpu: 25,
  device_memory: 15,
  device_temperature: 30,
  device_fan: 30, // it will die of heat
  device_poe: 10,
  stp_changes: 35, // each stops traffic for seconds
  target_down: 40, // one way of several
  target_loss: 35,
  target_latency: 15,
  target_jitter: 15,
  ups_on_battery: 50,
  ups_runtime: 60,
  ups_battery: 50, // the next power cut is an outage
  ups_load: 25,
  printer_toner: 10,
  printer_jam: 40,
  printer_offline: 60,
  disk_full: 35,
  disk_failing: 60, // what is on it is lost soon
  clock_wrong: 20, // signing fails
  host_gone: 0,
  agent_silent: 10, // the PC works, only nobody watches it
  site_down: 100,
  uplink_down: 100,
  power_lost: 100,
  switch_slow: 20,
  switch_loss: 45,
  cable_loss: 40,
  hosts_lost: 60,
  gateway_changed: 30,
  address_conflict: 25,
  dhcp_foreign: 50,
  lan_loop: 60,
  service_down: 25, // the service's fault as often as the site's
  service_slow: 10,
  certificate_ends: 0,
  service_down_everywhere: 0,
  store_trouble: 0,
};

/** How many depend on it: a switch carries a floor, a PC one person. */
export const IMPORTANCE: Readonly<Record<DeviceClass, number>> = {
  router: 10,
  firewall: 10,
  switch: 8,
  server: 6,
  access_point: 4,
  nas: 4,
  ups: 4,
  printer: 2,
  camera: 1,
  sensor: 1,
  workstation: 1,
  other: 1,
  unknown: 1,
};
