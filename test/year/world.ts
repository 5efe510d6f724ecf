import type { Instant } from "../../core/clock.ts";

/** How one site really is at a moment: what its devices' readings follow from. Faults change it, and normal life. */
export interface World {
  readonly pcs: readonly Pc[];
  power: boolean;
  /** The line to the city, with what it adds. */
  uplink: boolean;
  uplinkLoss: number;
  uplinkMs: number;
  uplinkJitterMs: number;
  /** Use of the uplink port, 0…1. */
  uplinkLoad: number;
  switchLoss: number;
  slowSwitch: boolean;
  gatewayMac: string;
  conflict: boolean;
  foreignDhcp: boolean;
  /** Broadcasts a second on every card and port. */
  broadcasts: number;
  gateway: boolean;
  readonly sw: Switch;
  readonly sw2: Switch;
  readonly ups: Ups;
  readonly printer: Printer;
  readonly services: readonly Service[];
  /** A poll of the shared devices fails this once. */
  missedPoll: boolean;
  /** One echo of this burst is lost by chance. */
  strayLoss: boolean;
}
export interface Pc {
  on: boolean;
  agent: boolean;
  /** The agent's last start. */
  bootAt: Instant;
  cableLoss: number;
  clockOffsetMs: number;
  diskUsed: number;
  diskFails: boolean;
}
interface Switch {
  on: boolean;
  answers: boolean;
  bootAt: Instant;
  cpu: number;
  memory: number;
  /** Watts over its cables; its supply gives 123. */
  poe: number;
  celsius: number;
  fan: boolean;
  /** Topology changes a minute. */
  stp: number;
  readonly port: Port;
  uplinkUp: boolean;
}
/** Port 1 of the switch, on which things go wrong; the others are as they should be. */
interface Port {
  errors: number;
  discards: number;
  latePerMinute: number;
  speed: number;
  flapping: boolean;
}
interface Ups {
  onBattery: boolean;
  runtime: number;
  replace: boolean;
  load: number;
}
interface Printer {
  on: boolean;
  toner: number;
  jam: boolean;
}
interface Service {
  up: boolean;
  ms: number;
  certificateDays: number;
}

export const PCS = 8;
export const SERVICES = 3;
const GATEWAY_MAC = "cc:2d:e0:00:00:01";
const LAST_YEAR = Date.UTC(2025, 11, 20);

const soundSwitch = (): Switch => ({
  on: true,
  answers: true,
  bootAt: LAST_YEAR,
  cpu: 12,
  memory: 0.45,
  poe: 46,
  celsius: 46,
  fan: true,
  stp: 0,
  port: { errors: 0, discards: 0, latePerMinute: 0, speed: 1e9, flapping: false },
  uplinkUp: true,
});

/** All is well, everybody is there. */
export const soundWorld = (): World => ({
  pcs: Array.from({ length: PCS }, (): Pc => ({
    on: true,
    agent: true,
    bootAt: LAST_YEAR,
    cableLoss: 0,
    clockOffsetMs: 0,
    diskUsed: 0.55,
    diskFails: false,
  })),
  power: true,
  uplink: true,
  uplinkLoss: 0,
  uplinkMs: 12,
  uplinkJitterMs: 1,
  uplinkLoad: 0.08,
  switchLoss: 0,
  slowSwitch: false,
  gatewayMac: GATEWAY_MAC,
  conflict: false,
  foreignDhcp: false,
  broadcasts: 4,
  gateway: true,
  sw: soundSwitch(),
  sw2: soundSwitch(),
  ups: { onBattery: false, runtime: 2_400, replace: false, load: 35 },
  printer: { on: true, toner: 60, jam: false },
  services: Array.from({ length: SERVICES }, (): Service => ({ up: true, ms: 180, certificateDays: 200 })),
  missedPoll: false,
  strayLoss: false,
});

/** Chances of losing a packet in several places, together. */
export const together = (...losses: readonly number[]): number =>
  1 - losses.reduce((passes, loss) => passes * (1 - loss), 1);
