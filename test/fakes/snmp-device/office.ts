import type { Clock } from "../../../core/clock.ts";
import { type Machine, makeMachine } from "./machine.ts";
import { type Entry, type Tree, makeTree } from "./tree.ts";
import { counter32, integer, objectId, octets } from "./values.ts";

/** What an office has besides a switch's ports: who hangs on them, a printer, a UPS. All of it made up. */
export interface FakeDevice {
  readonly tree: Tree;
  readonly machine: Machine;
}

export interface LanOptions {
  /** The bridge's own address. */
  readonly mac: string;
  readonly ports: number;
  /** What LLDP names on the other side of a port. */
  readonly neighbours: readonly {
    readonly port: number;
    readonly name: string;
    readonly mac: string;
    readonly remotePort: string;
  }[];
  /** Addresses learned, by port. */
  readonly learned: Readonly<Record<number, readonly string[]>>;
}

const bytesOf = (mac: string): Uint8Array =>
  Uint8Array.from(mac.split(":"), (part) => Number.parseInt(part, 16));
const LLDP_LOCAL = "1.0.8802.1.1.2.1.3.7.1";
const LLDP_REMOTE = "1.0.8802.1.1.2.1.4.1.1";
const BRIDGE = "1.3.6.1.2.1.17";
/** LLDP subtypes: a chassis told by its MAC address, a port told by its interface's name. */
const MAC_CHASSIS = 4;
const NAMED_PORT = 5;
const LEARNED = 3;

/** Adds LLDP-MIB (IEEE 802.1AB) and BRIDGE-MIB (RFC 4188) to a switch whose ports are named `port NUMBER`. */
export function addLan(tree: Tree, { mac, ports, neighbours, learned }: LanOptions): void {
  tree.set(`${BRIDGE}.1.1.0`, octets(bytesOf(mac)));
  tree.set(`${BRIDGE}.1.2.0`, integer(ports));
  for (let port = 1; port <= ports; port += 1) {
    tree.set(`${BRIDGE}.1.4.1.2.${port}`, integer(port));
    tree.set(`${LLDP_LOCAL}.2.${port}`, integer(7));
    tree.set(`${LLDP_LOCAL}.3.${port}`, octets(String(port)));
  }
  for (const { port, name, mac: chassis, remotePort } of neighbours) {
    const row = `0.${port}.1`;
    tree.set(`${LLDP_REMOTE}.4.${row}`, integer(MAC_CHASSIS));
    tree.set(`${LLDP_REMOTE}.5.${row}`, octets(bytesOf(chassis)));
    tree.set(`${LLDP_REMOTE}.6.${row}`, integer(NAMED_PORT));
    tree.set(`${LLDP_REMOTE}.7.${row}`, octets(remotePort));
    tree.set(`${LLDP_REMOTE}.9.${row}`, octets(name));
  }
  for (const [port, addresses] of Object.entries(learned)) {
    for (const address of addresses) {
      const row = bytesOf(address).join(".");
      tree.set(`${BRIDGE}.4.3.1.1.${row}`, octets(bytesOf(address)));
      tree.set(`${BRIDGE}.4.3.1.2.${row}`, integer(Number(port)));
      tree.set(`${BRIDGE}.4.3.1.3.${row}`, integer(LEARNED));
    }
  }
}

const system = (machine: Machine, name: string, description: string): Entry[] => [
  ["1.3.6.1.2.1.1.1.0", octets(description)],
  ["1.3.6.1.2.1.1.2.0", objectId("1.3.6.1.4.1.32473.2")],
  ["1.3.6.1.2.1.1.3.0", machine.sysUpTime],
  ["1.3.6.1.2.1.1.5.0", octets(name)],
];

const HOST = "1.3.6.1.2.1.25.3";
const PRINTER = "1.3.6.1.2.1.43";

/** Host Resources MIB and Printer MIB (RFC 3805) of a small laser printer that is nearly out of toner. */
export function makePrinter(clock: Clock, name: string): FakeDevice {
  const machine = makeMachine({ clock, uptimeMs: 9 * 86_400_000, boots: 2 });
  const supply = (row: number, type: number, description: string, most: number, level: number): Entry[] => [
    [`${PRINTER}.11.1.1.4.1.${row}`, integer(3)],
    [`${PRINTER}.11.1.1.5.1.${row}`, integer(type)],
    [`${PRINTER}.11.1.1.6.1.${row}`, octets(description)],
    [`${PRINTER}.11.1.1.7.1.${row}`, integer(19)],
    [`${PRINTER}.11.1.1.8.1.${row}`, integer(most)],
    [`${PRINTER}.11.1.1.9.1.${row}`, integer(level)],
  ];
  const tree = makeTree([
    ...system(machine, name, "Cayda demo printer"),
    [`${HOST}.2.1.2.1`, objectId("1.3.6.1.2.1.25.3.1.5")],
    [`${HOST}.2.1.3.1`, octets("Demo LaserJet 400")],
    [`${HOST}.5.1.1.1`, integer(3)],
    // hrPrinterDetectedErrorState: bit 2, low toner.
    [`${HOST}.5.1.2.1`, octets(Uint8Array.of(0x20))],
    [`${PRINTER}.5.1.1.17.1`, octets("VNDEMO0001")],
    [`${PRINTER}.8.2.1.9.1.1`, integer(250)],
    [`${PRINTER}.8.2.1.10.1.1`, integer(150)],
    [`${PRINTER}.8.2.1.13.1.1`, octets("Khay 1")],
    [`${PRINTER}.10.2.1.3.1.1`, integer(7)],
    [`${PRINTER}.10.2.1.4.1.1`, counter32(48_211)],
    ...supply(1, 3, "Black Toner", 100, 8),
    ...supply(2, 9, "Drum Unit", 100, 61),
  ]);
  return { tree, machine };
}

const UPS = "1.3.6.1.2.1.33.1";

/** UPS-MIB (RFC 1628) of a small UPS on mains power. */
export function makeUps(clock: Clock, name: string): FakeDevice {
  const machine = makeMachine({ clock, uptimeMs: 40 * 86_400_000, boots: 1 });
  const tree = makeTree([
    ...system(machine, name, "Cayda demo UPS"),
    [`${UPS}.1.1.0`, octets("Demo Power")],
    [`${UPS}.1.2.0`, octets("DP-2000")],
    [`${UPS}.1.3.0`, octets("1.04")],
    [`${UPS}.2.1.0`, integer(2)],
    [`${UPS}.2.2.0`, integer(0)],
    [`${UPS}.2.3.0`, integer(38)],
    [`${UPS}.2.4.0`, integer(97)],
    [`${UPS}.2.5.0`, integer(272)],
    [`${UPS}.2.7.0`, integer(29)],
    [`${UPS}.3.3.1.3.1`, integer(226)],
    [`${UPS}.4.1.0`, integer(3)],
    [`${UPS}.4.4.1.2.1`, integer(230)],
    [`${UPS}.4.4.1.5.1`, integer(31)],
  ]);
  return { tree, machine };
}
