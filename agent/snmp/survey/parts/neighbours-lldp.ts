import type { Neighbour } from "../../../../core/survey.ts";
import { macOf } from "../../mac.ts";
import { defined, textOf } from "../../ports.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { Row } from "../../walk.ts";
import type { Ask, Table } from "../ask.ts";
import { readInterfaces } from "./interfaces.ts";
import { localPortsOf } from "./neighbours-lldp-ports.ts";
import { addressOfBytes, arcsOf, namesOfBits, wholeOf } from "./values.ts";

/**
 * LLDP-MIB (IEEE 802.1AB-2005): index TIMEMARK.LOCALPORT.REMOTE. LLDP-V2-MIB (2009) names the interface instead of a
 * port number, and the destination address: TIMEMARK.IFINDEX.DESTINATION.REMOTE.
 */
interface Mib {
  readonly remote: string;
  /** The chassis' subtype; the columns behind it stand in the same order in both. */
  readonly first: number;
  readonly addresses: string;
  readonly arcs: number;
}
const V1 = "1.0.8802.1.1.2.1";
const V2 = "1.3.111.2.802.1.1.13.1";
const MIBS: readonly Mib[] = [
  { remote: `${V1}.4.1.1`, first: 4, addresses: `${V1}.4.2.1.3`, arcs: 3 },
  { remote: `${V2}.4.1.1`, first: 5, addresses: `${V2}.4.2.1.3`, arcs: 4 },
];

type Columns =
  | "chassisKind"
  | "chassis"
  | "portKind"
  | "port"
  | "portDescr"
  | "name"
  | "description"
  | "capabilities";

export async function readLldp(ask: Ask): Promise<readonly Neighbour[]> {
  const [first = [], second = []] = await Promise.all(MIBS.map((mib) => readMib(ask, mib)));
  // Devices with both tables say the same in both.
  return first.length > 0 ? first : second;
}

async function readMib(ask: Ask, mib: Mib): Promise<readonly Neighbour[]> {
  const column = (offset: number) => `${mib.remote}.${mib.first + offset}`;
  const table: Table<Columns> = await ask.table({
    chassisKind: column(0),
    chassis: column(1),
    portKind: column(2),
    port: column(3),
    name: column(5),
    portDescr: column(4),
    description: column(6),
    capabilities: column(8),
  });
  if (table.size === 0) return [];
  const locals = [...table.keys()].map((index) => arcsOf(index)[1] ?? 0);
  const [interfaces, addresses, ifIndexOf] = await Promise.all([
    readInterfaces(ask),
    readAddresses(ask, mib),
    mib.arcs === 3 ? localPortsOf(ask, locals) : (local: number) => local,
  ]);
  return [...table].flatMap(([index, row]) => {
    const ifIndex = ifIndexOf(arcsOf(index)[1] ?? 0);
    const remote = remoteOf(row, addresses.get(index));
    if (Object.keys(remote).length === 0) return [];
    const localPort = interfaces.nameOf(ifIndex);
    const localIfIndex = localPort === undefined ? undefined : ifIndex;
    return [defined({ protocol: "lldp" as const, localPort, localIfIndex, ...remote })];
  });
}

/** LldpSystemCapabilitiesMap. */
/** LldpSystemCapabilitiesMap */
export const CAPABILITIES = [
  "other",
  "repeater",
  "bridge",
  "wireless",
  "router",
  "phone",
  "docsis",
  "station",
] as const;

/** Subtypes of chassis and port ids that hold an address: of the hardware, of the network. */
const CHASSIS = { mac: 4, network: 5 };
const PORT = { mac: 3, network: 4 };

function remoteOf(row: Row<Columns>, address: string | undefined) {
  return defined({
    remoteName: textOf(row.name, 255),
    remotePort: idOf(row.port, wholeOf(row.portKind), PORT),
    remotePortDescr: textOf(row.portDescr, 255),
    remoteChassis: idOf(row.chassis, wholeOf(row.chassisKind), CHASSIS),
    remoteAddress: address,
    remoteDescription: textOf(row.description, 512),
    capabilities: namesOfBits(row.capabilities, CAPABILITIES),
  });
}

/** An id as a MAC, an address, or its text; raw bytes that are none of these are told in hexadecimal. */
function idOf(
  value: SnmpValue | undefined,
  kind: number | undefined,
  kinds: { readonly mac: number; readonly network: number },
): string | undefined {
  if (value?.type !== "octets" || value.value.length === 0) return undefined;
  const bytes = [...value.value];
  if (kind === kinds.mac) {
    const mac = macOf(value);
    // Six bytes that are no address (all zeros) are no text either.
    if (mac !== undefined || bytes.length === 6) return mac;
  }
  const address = kind === kinds.network ? addressWithFamily(bytes) : undefined;
  if (address !== undefined) return address;
  return bytes.every(isOfText) ? textOf(value, 255) : (macOf(value) ?? hex(bytes));
}

/** AddressFamilyNumbers (1 IPv4, 2 IPv6) stands before the address. */
const addressWithFamily = ([family, ...bytes]: readonly number[]) =>
  family === 1 || family === 2 ? addressOfBytes(bytes) : undefined;

/** No control character but NUL and white space. */
const isOfText = (byte: number) => byte >= 0x20 || byte === 0 || (byte >= 9 && byte <= 13);

const hex = (bytes: readonly number[]) =>
  bytes
    .slice(0, 64)
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join(":");

/** By the neighbour's index; IPv4 before IPv6. */
async function readAddresses(ask: Ask, { addresses, arcs }: Mib): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const index of (await ask.table({ kind: addresses })).keys()) {
    const all = index.split(".");
    const address = addressOfArcs(all.slice(arcs).map(Number));
    const neighbour = all.slice(0, arcs).join(".");
    const better = isIpv4(address) && !isIpv4(found.get(neighbour));
    if (address !== undefined && (better || !found.has(neighbour))) found.set(neighbour, address);
  }
  return found;
}

/** AddressFamilyNumbers (1 IPv4, 2 IPv6), length and bytes; some agents leave the length out. */
function addressOfArcs([family, ...rest]: readonly number[]): string | undefined {
  const size = family === 1 ? 4 : family === 2 ? 16 : 0;
  const bytes = rest.length === size + 1 && rest[0] === size ? rest.slice(1) : rest;
  return size > 0 && bytes.length === size ? addressOfBytes(bytes) : undefined;
}

const isIpv4 = (address: string | undefined) => address?.includes(".") === true;
