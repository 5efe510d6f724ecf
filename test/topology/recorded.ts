import { readMac } from "../../core/topology/mac.ts";
import type {
  Capability,
  DeviceEvidence,
  ForwardingRow,
  NeighbourRow,
  PortEvidence,
} from "../../core/topology/types.ts";
import { NOW } from "./network.ts";

/** The topology tables of one recorded device, read plainly: enough to hold the map against what others found in it. */
interface Cell {
  readonly index: readonly number[];
  readonly text: string;
  readonly bytes: Buffer;
}
type Columns = (column: string) => readonly Cell[];

const LLDP_REMOTE = "1.0.8802.1.1.2.1.4.1.1";
const LLDP_LOCAL = "1.0.8802.1.1.2.1.3.7.1";
const CDP = "1.3.6.1.4.1.9.9.23.1.2.1.1";
const IF_ENTRY = "1.3.6.1.2.1.2.2.1";
const IF_NAME = "1.3.6.1.2.1.31.1.1.1.1";
const BASE_PORT = "1.3.6.1.2.1.17.1.4.1.2";
const FDB_PORT = "1.3.6.1.2.1.17.4.3.1.2";
const FDB_STATUS = "1.3.6.1.2.1.17.4.3.1.3";
const QFDB_PORT = "1.3.6.1.2.1.17.7.1.2.2.1.2";
const QFDB_STATUS = "1.3.6.1.2.1.17.7.1.2.2.1.3";

export function readRecorded(name: string, recording: string): DeviceEvidence {
  const cells = readCells(recording);
  const column: Columns = (oid) => cells.get(oid) ?? [];
  const ports = portsIn(column);
  const macs = [...column(`${IF_ENTRY}.6`), ...column("1.3.6.1.2.1.17.1.1")].map(({ bytes }) =>
    hexMac(bytes),
  );
  return {
    id: name,
    name,
    deviceClass: "switch",
    macs: [...new Set(macs.filter((mac) => mac !== ""))],
    readAt: NOW,
    ports,
    neighbours: [...lldpIn(column, ports), ...cdpIn(column, ports)],
    forwarding: forwardingIn(column, ports),
  };
}

const WANTED = [LLDP_REMOTE, LLDP_LOCAL, CDP, IF_ENTRY, IF_NAME, "1.3.6.1.2.1.17"];

/** Cells by column: the column is the longest known prefix of the OID. */
function readCells(recording: string): ReadonlyMap<string, Cell[]> {
  const columns = new Map<string, Cell[]>();
  const tables = [LLDP_REMOTE, LLDP_LOCAL, CDP, IF_ENTRY].map((table) => `${table}.`);
  const whole = [IF_NAME, BASE_PORT, FDB_PORT, FDB_STATUS, QFDB_PORT, QFDB_STATUS, "1.3.6.1.2.1.17.1.1"];
  for (const line of recording.split("\n")) {
    const [oid = "", tag = ""] = line.split("|", 2);
    if (!WANTED.some((prefix) => oid.startsWith(`${prefix}.`))) continue;
    const table = tables.find((prefix) => oid.startsWith(prefix));
    const column =
      table === undefined
        ? whole.find((prefix) => oid.startsWith(`${prefix}.`))
        : `${table}${oid.slice(table.length).split(".")[0]}`;
    if (column === undefined) continue;
    const value = line.slice(oid.length + tag.length + 2);
    const bytes = tag.endsWith("x") ? Buffer.from(value, "hex") : Buffer.from(value);
    const index = oid
      .slice(column.length + 1)
      .split(".")
      .map(Number);
    columns.set(column, [...(columns.get(column) ?? []), { index, text: bytes.toString("utf8"), bytes }]);
  }
  return columns;
}

const hexMac = (bytes: Buffer) => (bytes.length === 6 ? (readMac(bytes.toString("hex")) ?? "") : "");

function portsIn(column: Columns): PortEvidence[] {
  const cell = (oid: string, ifIndex: number) => column(oid).find(({ index }) => index[0] === ifIndex);
  const bridgePorts = new Map(column(BASE_PORT).map(({ index, text }) => [Number(text), index[0] ?? 0]));
  const used = new Set<string>();
  return column(`${IF_ENTRY}.2`).map(({ index, text }) => {
    const ifIndex = index[0] ?? 0;
    const name = cell(IF_NAME, ifIndex)?.text ?? text;
    const part = name === "" || used.has(name) ? `if${ifIndex}` : name;
    used.add(part);
    const mac = hexMac(cell(`${IF_ENTRY}.6`, ifIndex)?.bytes ?? Buffer.alloc(0));
    const bridgePort = bridgePorts.get(ifIndex);
    return {
      part,
      ifIndex,
      name: text,
      ...(mac !== "" && { mac }),
      ifType: Number(cell(`${IF_ENTRY}.3`, ifIndex)?.text ?? 0),
      ...(bridgePort !== undefined && { bridgePort }),
    };
  });
}

function lldpIn(column: Columns, ports: readonly PortEvidence[]): NeighbourRow[] {
  const cells = new Map<string, Map<number, Cell>>();
  for (const number of [4, 5, 6, 7, 9, 12]) {
    for (const cell of column(`${LLDP_REMOTE}.${number}`)) {
      const row = cells.get(cell.index.join()) ?? new Map<number, Cell>();
      cells.set(cell.index.join(), row.set(number, cell));
    }
  }
  return [...cells].map(([index, row]): NeighbourRow => {
    const chassis = row.get(5);
    const mac = row.get(4)?.text === "4" ? hexMac(chassis?.bytes ?? Buffer.alloc(0)) : "";
    const portMac = row.get(6)?.text === "3" ? hexMac(row.get(7)?.bytes ?? Buffer.alloc(0)) : "";
    const bits = capabilityBits(row.get(12));
    return {
      localPort: localPort(column, ports, Number(index.split(",")[1] ?? 0)),
      protocol: "lldp",
      remoteChassisId: mac === "" ? (chassis?.text ?? "") : mac,
      remoteName: row.get(9)?.text ?? "",
      remotePort: portMac === "" ? (row.get(7)?.text ?? "") : portMac,
      capabilities: CAPABILITIES.flatMap(([bit, capability]) => ((bits & bit) === 0 ? [] : [capability])),
    };
  });
}

/** Octets, or (in walks that a person saved) what Net-SNMP prints for BITS: `28 00 2 4`. */
function capabilityBits(cell: Cell | undefined): number {
  const printed = /^([0-9A-F]{2})(?: |$)/.exec(cell?.text ?? "")?.[1];
  return printed === undefined ? (cell?.bytes[0] ?? 0) : Number.parseInt(printed, 16);
}

/** Bits of LldpSystemCapabilitiesMap, the first octet. */
const CAPABILITIES: readonly (readonly [number, Capability])[] = [
  [0x20, "bridge"],
  [0x10, "wireless"],
  [0x08, "router"],
  [0x04, "phone"],
  [0x01, "station"],
];

/** lldpLocPortNum counts as the device likes: by the local port's own name, else an interface or bridge port number. */
function localPort(column: Columns, ports: readonly PortEvidence[], number: number): string {
  const texts = [3, 4].map(
    (c) => column(`${LLDP_LOCAL}.${c}`).find(({ index }) => index[0] === number)?.text,
  );
  const byText = texts
    .map((text) =>
      ports.find(({ part, name }) => text !== undefined && text !== "" && [part, name].includes(text)),
    )
    .find((port) => port !== undefined);
  const byNumber =
    ports.find(({ ifIndex }) => ifIndex === number) ?? ports.find(({ bridgePort }) => bridgePort === number);
  return (byText ?? byNumber)?.part ?? `lldp${number}`;
}

function cdpIn(column: Columns, ports: readonly PortEvidence[]): NeighbourRow[] {
  return column(`${CDP}.6`).map((row): NeighbourRow => {
    const at = (number: number) =>
      column(`${CDP}.${number}`).find(({ index }) => index.join() === row.index.join());
    const address = at(4)?.bytes;
    return {
      localPort: ports.find(({ ifIndex }) => ifIndex === row.index[0])?.part ?? `if${row.index[0]}`,
      protocol: "cdp",
      remoteChassisId: row.text,
      remotePort: at(7)?.text ?? "",
      ...(address?.length === 4 && { remoteAddress: [...address].join(".") }),
    };
  });
}

function forwardingIn(column: Columns, ports: readonly PortEvidence[]): ForwardingRow[] {
  const byBridgePort = new Map(ports.map(({ bridgePort, part }) => [bridgePort ?? -1, part]));
  const rows = (table: string, statuses: string, skip: number) => {
    const status = new Map(column(statuses).map(({ index, text }) => [index.join(), text]));
    return column(table).flatMap(({ index, text }): ForwardingRow[] => {
      const octets = index.slice(skip);
      if (octets.length !== 6 || text === "0") return [];
      const mac = readMac(octets.map((octet) => octet.toString(16).padStart(2, "0")).join("")) ?? "";
      const learned = (status.get(index.join()) ?? "3") === "3";
      return [
        {
          mac,
          port: byBridgePort.get(Number(text)) ?? `bridge port ${text}`,
          ...(skip > 0 && { vlan: index[0] ?? 0 }),
          status: learned ? "learned" : "self",
        },
      ];
    });
  };
  return [...rows(FDB_PORT, FDB_STATUS, 0), ...rows(QFDB_PORT, QFDB_STATUS, 1)];
}
