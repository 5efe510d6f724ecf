import type { Clock } from "../../../core/clock.ts";
import { type Machine, makeMachine } from "./machine.ts";
import { type PortControl, type PortStart, makePort, portEntries } from "./switch-port.ts";
import { type Tree, makeTree } from "./tree.ts";
import { integer, objectId, octets } from "./values.ts";

export interface SwitchOptions {
  readonly clock: Clock;
  readonly ports: number;
  readonly name?: string;
  readonly description?: string;
  /** sysObjectID; by default under 32473, the number that RFC 5612 keeps for documentation. */
  readonly objectId?: string;
  readonly location?: string;
  readonly contact?: string;
  /** How long it has been running; default one day. */
  readonly uptimeMs?: number;
  readonly boots?: number;
  /** 32: an old switch without ifXTable, so without high-capacity counters, names and aliases. Default 64. */
  readonly counterBits?: 32 | 64;
  /** ifIndex of the first port; default 1. */
  readonly firstIndex?: number;
  /** How each port starts, by its number from 1: speed, name, traffic … */
  readonly port?: (number: number) => PortStart;
}

/** A managed switch: system group, ifTable, ifXTable and dot3StatsTable, whose ports live. */
export interface FakeSwitch {
  readonly tree: Tree;
  readonly machine: Machine;
  readonly portCount: number;
  /** A port by its number from 1. Throws when there is none. */
  port(number: number): PortControl;
}

const DAY_MS = 86_400_000;

export function makeSwitch(options: SwitchOptions): FakeSwitch {
  const machine = makeMachine({
    clock: options.clock,
    uptimeMs: options.uptimeMs ?? DAY_MS,
    boots: options.boots ?? 3,
  });
  const firstIndex = options.firstIndex ?? 1;
  const ports = Array.from({ length: options.ports }, (_, at) =>
    makePort(machine, { number: at + 1, index: firstIndex + at, ...options.port?.(at + 1) }),
  );
  const tree = makeTree([
    ...systemGroup(options, machine),
    ["1.3.6.1.2.1.2.1.0", integer(ports.length)],
    ...ports.flatMap((port) => portEntries(port, options.counterBits ?? 64)),
  ]);
  return {
    tree,
    machine,
    portCount: ports.length,
    port: (number) => {
      const port = ports[number - 1];
      if (port === undefined) throw new RangeError(`port ${number}: this switch has 1 to ${ports.length}`);
      return port.control;
    },
  };
}

/** SNMPv2-MIB (RFC 3418). */
function systemGroup(options: SwitchOptions, machine: Machine) {
  const { ports, name = "sw-fake" } = options;
  return [
    ["1.3.6.1.2.1.1.1.0", octets(options.description ?? `Cayda fake switch, ${ports} ports, software 1.0`)],
    ["1.3.6.1.2.1.1.2.0", objectId(options.objectId ?? `1.3.6.1.4.1.32473.1.${ports}`)],
    ["1.3.6.1.2.1.1.3.0", machine.sysUpTime],
    ["1.3.6.1.2.1.1.4.0", octets(options.contact ?? "")],
    ["1.3.6.1.2.1.1.5.0", octets(name)],
    ["1.3.6.1.2.1.1.6.0", octets(options.location ?? "")],
    // Layer 2 only: 2^(2-1).
    ["1.3.6.1.2.1.1.7.0", integer(2)],
  ] as const;
}
