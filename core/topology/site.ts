import type { Instant } from "../clock.ts";
import {
  type Directory,
  type Entity,
  byId,
  compare,
  directoryOf,
  entitiesOf,
  isLearned,
  unique,
} from "./entity.ts";
import { isRedundancy, macOfBridgeId } from "./mac.ts";
import { type Claim, hearNeighbours } from "./neighbours.ts";
import { type Ports, looksAggregate, portsOf } from "./ports.ts";
import { type Table, numberAddresses, readTable } from "./table.ts";
import type { Mac, SiteEvidence, StpPort } from "./types.ts";

/** The evidence of one site, resolved: who is who, which ports are one, what each table says. */
export interface Site {
  readonly entities: readonly Entity[];
  readonly directory: Directory;
  readonly ports: readonly Ports[];
  readonly claims: readonly Claim[];
  /** By entity: ports that STP keeps from forwarding. */
  readonly blocked: readonly ReadonlySet<number>[];
  /** Every address of every table, and by number the entity that owns it (-1: nobody known). */
  readonly macs: readonly Mac[];
  readonly owner: Int32Array;
  /** Entities with a table, and by the same number their tables. */
  readonly bridges: readonly number[];
  readonly tables: readonly Table[];
  readonly stp: readonly StpClaim[];
  readonly newest: Instant;
  readonly numberOf: (entity: Entity) => number;
}

/** "The designated bridge behind this port is that one", from one row of dot1dStpPortTable. */
export interface StpClaim {
  readonly from: number;
  readonly port: number;
  readonly to: number;
  readonly toPort: number | undefined;
  readonly blocked: boolean;
  readonly state: string;
}

export function readSite(evidence: SiteEvidence): Site {
  const known = entitiesOf(evidence);
  const { claims, strangers } = hearNeighbours(known, directoryOf(known));
  const named = [...known, ...strangers];
  const { macs, rows } = numberAddresses(named);
  const rowsOf = new Map(named.map(({ id }, i) => [id, rows[i]]));
  const { byMac } = directoryOf(named);
  const stations = macs.filter((mac) => byMac(mac) === undefined && !isRedundancy(mac)).map(station);
  const entities = [...named, ...stations].toSorted(byId);
  const directory = directoryOf(entities);
  const numbers = new Map(entities.map(({ id }, number) => [id, number]));
  const numberOf = ({ id }: Entity) => numbers.get(id) ?? -1;

  const groups = aggregatesOf(claims);
  const labels = labelsOf(claims);
  const ports = entities.map((entity) =>
    entity.kind === "station"
      ? NO_PORTS
      : portsOf(
          entity.device,
          [...partsIn(entity), ...(labels.get(entity.id) ?? [])],
          groups.get(entity.id) ?? [],
        ),
  );
  const blocked = entities.map((entity, number) => {
    const own = ports[number];
    return new Set(blockedParts(entity).map((part) => own?.indexOf(part) ?? -1));
  });

  const owner = Int32Array.from(macs, (mac) => {
    const entity = directory.byMac(mac);
    return entity === undefined ? -1 : numberOf(entity);
  });
  const bridges = entities.flatMap(({ role }, number) => (role === "bridge" ? [number] : []));
  const tables = bridges.flatMap((number) => {
    const [entity, own, shut] = [entities[number], ports[number], blocked[number]];
    const numbers = rowsOf.get(entity?.id ?? "");
    if (entity === undefined || own === undefined || shut === undefined || numbers === undefined) return [];
    return [readTable({ entity, number, ports: own, blocked: shut, numbers }, owner)];
  });
  const newest = Math.max(
    0,
    ...entities.map(({ readAt = 0 }) => readAt),
    ...tables.map((table) => table.newest),
  );
  const site = {
    entities,
    directory,
    ports,
    claims,
    blocked,
    macs,
    owner,
    bridges,
    tables,
    newest,
    numberOf,
  };
  return { ...site, stp: stpClaims(site) };
}

const NO_PORTS = portsOf(undefined, [], []);
/** An address that nobody knows more of. */
const station = (mac: Mac): Entity => ({
  id: `mac:${mac}`,
  kind: "station",
  name: mac,
  role: "leaf",
  macs: [mac],
  ips: [],
});

/** Parts that only tables name, for devices whose list of ports could not be read. */
function partsIn({ device }: Entity): Set<string> {
  const parts = new Set<string>();
  for (const { port } of device?.forwarding ?? []) parts.add(port);
  for (const { port } of device?.stp?.ports ?? []) parts.add(port);
  for (const { localPort } of device?.neighbours ?? []) parts.add(localPort);
  parts.delete("");
  return parts;
}

/** Ports of strangers have no name but the one that their neighbours heard. */
function labelsOf(claims: readonly Claim[]): ReadonlyMap<string, string[]> {
  const labels = new Map<string, string[]>();
  for (const { to, remotePort } of claims) {
    if (remotePort !== undefined) labels.set(to.id, [...(labels.get(to.id) ?? []), remotePort]);
  }
  return labels;
}

const NOT_FORWARDING: ReadonlySet<StpPort["state"]> = new Set(["blocking", "listening", "broken"]);
export const isBlocked = (row: StpPort): boolean => NOT_FORWARDING.has(row.state);
const blockedParts = ({ device }: Entity) =>
  (device?.stp?.ports ?? []).filter(isBlocked).map(({ port }) => port);

/**
 * Ports of a device that are one link, though it does not say so: several lead to the same neighbour, none is blocked,
 * and each meets another port of it. Leaves are left out: a server with two cards is no aggregate.
 */
function aggregatesOf(claims: readonly Claim[]): ReadonlyMap<string, string[][]> {
  const groups = new Map<string, string[][]>();
  const pairs = Map.groupBy(claims, ({ from, to }) => `${from.id}\n${to.id}`);
  for (const group of pairs.values()) {
    const [{ from, to } = {}] = group;
    if (from === undefined || to === undefined || from === to || !mayAggregate(to)) continue;
    const shut = new Set(blockedParts(from));
    const shutThere = new Set(blockedParts(to));
    const open = group.filter((c) => !shut.has(c.port) && !shutThere.has(c.remotePort ?? ""));
    const parts = unique(open.map(({ port }) => port));
    if (parts.length < 2 || meetSamePort(open) || learnApart(from, parts)) continue;
    const add = (id: string, own: readonly string[]) => groups.set(id, [...(groups.get(id) ?? []), [...own]]);
    add(from.id, [...parts, ...aggregateTowards(from, to, parts)]);
    const there = unique(open.flatMap(({ remotePort }) => remotePort ?? []));
    if (there.length > 1) add(to.id, there);
  }
  return groups;
}

const mayAggregate = (to: Entity) =>
  to.role !== "leaf" && (to.kind === "device" || to.macs.some((mac) => to.id === `neighbour:${mac}`));

/** One port that is heard on two ports of ours is a loop or an unmanaged switch, not an aggregate. */
function meetSamePort(claims: readonly Claim[]): boolean {
  const met = new Map<string, string>();
  for (const { port, row } of claims) {
    const label = row.remotePort ?? "";
    if (label === "") continue;
    const key = `${row.protocol}\n${label}`;
    if ((met.get(key) ?? port) !== port) return true;
    met.set(key, port);
  }
  return false;
}

/** An aggregate learns addresses as one port; a device that learned on several of them has single cables. */
function learnApart(from: Entity, parts: readonly string[]): boolean {
  const wanted = new Set(parts);
  const learned = new Set((from.device?.forwarding ?? []).filter(isLearned).map(({ port }) => port));
  return learned.intersection(wanted).size > 1;
}

/** The aggregate on which the device learned the neighbour's addresses, when the neighbour is heard on its members. */
function aggregateTowards(from: Entity, to: Entity, parts: readonly string[]): string[] {
  const wanted = new Set(to.macs);
  const learned = (from.device?.forwarding ?? [])
    .filter(({ mac }) => wanted.has(mac))
    .map(({ port }) => port);
  return unique(learned).filter((part) => !parts.includes(part) && looksAggregate(from.device, part));
}

type Unlinked = Omit<Site, "stp">;

function stpClaims(site: Unlinked): StpClaim[] {
  const bridgeIds = new Map(
    site.entities.flatMap((entity) => {
      const mac = macOfBridgeId(entity.device?.stp?.bridgeId ?? "");
      return mac === undefined ? [] : [[mac, entity] as const];
    }),
  );
  const designated = ({ designatedBridge = "" }: StpPort) => {
    const mac = macOfBridgeId(designatedBridge);
    return mac === undefined ? undefined : (bridgeIds.get(mac) ?? site.directory.byMac(mac));
  };
  return site.entities.flatMap(({ device }, from) => {
    const rows = (device?.stp?.ports ?? []).filter(({ state }) => state !== "disabled");
    return rows
      .toSorted((a, b) => compare(a.port, b.port))
      .flatMap((row): StpClaim[] => {
        const to = designated(row);
        const port = site.ports[from]?.indexOf(row.port);
        if (to === undefined || port === undefined) return [];
        const ends = { from, port, to: site.numberOf(to), toPort: designatedPort(site, row, to) };
        return [{ ...ends, blocked: isBlocked(row), state: row.state }];
      });
  });
}

function designatedPort(site: Unlinked, { designatedPort: id }: StpPort, to: Entity): number | undefined {
  if (id === undefined) return undefined;
  const there = (to.device?.ports ?? []).filter(({ bridgePort }) => bridgePort === (id & 0xfff));
  const [port] = there;
  return port === undefined || there.length > 1
    ? undefined
    : site.ports[site.numberOf(to)]?.indexOf(port.part);
}
