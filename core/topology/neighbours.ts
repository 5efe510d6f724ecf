import type { Instant } from "../clock.ts";
import { type Directory, type Entity, byId, compare, plainName, unique } from "./entity.ts";
import { isStation, readMac } from "./mac.ts";
import { portByLabel } from "./ports.ts";
import type { Capability, DeviceClass, NeighbourRow } from "./types.ts";

/** "This entity hears that one on this port", from one row of a neighbour table. */
export interface Claim {
  readonly from: Entity;
  readonly port: string;
  readonly to: Entity;
  /** The other port: its `part` where the device is known, else what it calls itself. */
  readonly remotePort?: string;
  readonly row: NeighbourRow;
  readonly at?: Instant;
}

interface Heard {
  readonly claims: readonly Claim[];
  /** Neighbours that the inventory does not know. */
  readonly strangers: readonly Entity[];
}

interface Unresolved {
  readonly from: Entity;
  readonly row: NeighbourRow;
  readonly key: string;
}

/** Who hears whom, by the neighbour tables of all devices. */
export function hearNeighbours(entities: readonly Entity[], directory: Directory): Heard {
  const rows = entities.flatMap((from) => (from.device?.neighbours ?? []).map((row) => ({ from, row })));
  const claims: Claim[] = [];
  const unresolved: Unresolved[] = [];
  for (const { from, row } of rows) {
    const to = resolve(from, row, directory);
    if (to === undefined) unresolved.push({ from, row, key: "" });
    else claims.push(claim(from, row, to));
  }
  const keyed = withKeys(unresolved);
  const strangers = [...Map.groupBy(keyed, ({ key }) => key)].map(([key, group]) => stranger(key, group));
  const byKey = new Map(strangers.map((entity) => [entity.id, entity]));
  for (const { from, row, key } of keyed) {
    const to = byKey.get(`neighbour:${key}`);
    if (to !== undefined) claims.push(claim(from, row, to));
  }
  const usable = claims.filter(({ port }) => port !== "");
  return { claims: usable.toSorted(byClaim), strangers: strangers.toSorted(byId) };
}

function claim(from: Entity, row: NeighbourRow, to: Entity): Claim {
  const label = row.remotePort ?? "";
  const remotePort = to.device === undefined ? label : (portByLabel(to.device, label) ?? "");
  const at = row.at ?? from.readAt;
  return {
    from,
    port: row.localPort,
    to,
    ...(remotePort !== "" && { remotePort }),
    row,
    ...(at !== undefined && { at }),
  };
}

const textOf = ({ from, port, to, remotePort = "", row }: Claim) =>
  [from.id, port, to.id, remotePort, row.protocol, row.remotePort ?? ""].join("\n");
const byClaim = (a: Claim, b: Claim) => compare(textOf(a), textOf(b)) || (b.at ?? 0) - (a.at ?? 0);

const nameIn = (row: NeighbourRow) => (row.remoteName ?? "") || chassisText(row);
function macIn({ remoteChassisId = "" }: NeighbourRow): string | undefined {
  const mac = readMac(remoteChassisId);
  return mac !== undefined && isStation(mac) ? mac : undefined;
}
const chassisText = ({ remoteChassisId = "" }: NeighbourRow) =>
  readMac(remoteChassisId) === undefined ? remoteChassisId.trim() : "";

/** The device of the inventory that a row names, by address first: names repeat (many are simply "Switch"). */
function resolve(from: Entity, row: NeighbourRow, directory: Directory): Entity | undefined {
  const mac = macIn(row);
  const owner = mac === undefined ? undefined : directory.byMac(mac);
  if (owner !== undefined) return owner;
  const named = [directory.byIp(row.remoteAddress ?? ""), directory.byName(nameIn(row))];
  return named.find((entity) => entity !== undefined && entity !== from && mayOwn(entity, mac));
}

/** One maker's block: a chassis address is often none of the port addresses, but it comes from the same block. */
function mayOwn(entity: Entity, mac: string | undefined): boolean {
  if (mac === undefined || entity.macs.length === 0) return true;
  return entity.macs.some((own) => own.slice(0, 8) === mac.slice(0, 8));
}

/** Rows of one stranger get one key: its address, or that of a row on the same port with the same name or IP. */
function withKeys(rows: readonly Unresolved[]): Unresolved[] {
  const placed = Map.groupBy(rows, ({ from, row }) => `${from.id}\n${row.localPort}`);
  return rows.map(({ from, row }) => {
    const mates = placed.get(`${from.id}\n${row.localPort}`) ?? [];
    const mate = mates
      .map((other) => other.row)
      .find((other) => macIn(other) !== undefined && same(other, row));
    return { from, row, key: macIn(row) ?? (mate && macIn(mate)) ?? ownKey(from, row) };
  });
}

function same(a: NeighbourRow, b: NeighbourRow): boolean {
  const names = [plainName(nameIn(a)), plainName(nameIn(b))];
  if (names[0] !== "" && names[0] === names[1]) return true;
  return a.remoteAddress !== undefined && a.remoteAddress === b.remoteAddress;
}

/** Without an id of its own a stranger is known by its port only: many are called by the same name. */
function ownKey(from: Entity, row: NeighbourRow): string {
  const name = (row.remoteName ?? "").trim();
  const id = chassisText(row);
  if (id !== "") return (name === "" || name === id ? id : `${id}|${name}`).toLowerCase();
  return `${from.id}/${row.localPort}${name === "" ? "" : `|${name.toLowerCase()}`}`;
}

function stranger(key: string, group: readonly Unresolved[]): Entity {
  const rows = group.map(({ row }) => row);
  const deviceClass = classOf(unique(rows.flatMap(({ capabilities }) => capabilities ?? [])));
  const name = unique(rows.map(nameIn)).find((text) => text !== "");
  const ips = unique(rows.flatMap(({ remoteAddress }) => remoteAddress ?? []));
  const macs = rows.flatMap((row) => [macIn(row) ?? "", readMac(row.remotePort ?? "") ?? ""]);
  return {
    id: `neighbour:${key}`,
    kind: "neighbour",
    name: name ?? ips[0] ?? key,
    ...(deviceClass !== undefined && { deviceClass }),
    role:
      deviceClass === undefined || deviceClass === "switch" || deviceClass === "wireless" ? "hub" : "leaf",
    macs: unique(macs).filter(isStation),
    ips,
  };
}

function classOf(capabilities: readonly string[]): DeviceClass | undefined {
  return CLASSES.find(([capability]) => capabilities.includes(capability))?.[1];
}
/** The first that is there decides: phones and access points call themselves bridges too. */
const CLASSES: readonly (readonly [Capability, DeviceClass])[] = [
  ["phone", "phone"],
  ["wireless", "wireless"],
  ["bridge", "switch"],
  ["router", "router"],
  ["station", "workstation"],
];
