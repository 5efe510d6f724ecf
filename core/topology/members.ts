import type { Directions } from "./directions.ts";
import { isInvented, isVirtual } from "./mac.ts";
import type { Located } from "./locate.ts";
import type { Edge } from "./measured.ts";
import type { Site } from "./site.ts";
import type { MacHint } from "./types.ts";
import type { BridgePort, Zone, Zones } from "./zones.ts";

/** Something that is connected within a zone. */
export interface Member {
  readonly entity: number;
  /** Of bridges: the port that lies in this zone; -1 for all others. */
  readonly port: number;
  /** `port`: one cable. `hub`: passes frames on to others. `leaf`: the end of a cable. */
  readonly kind: "port" | "hub" | "leaf";
  /** Its addresses that hang in this zone. */
  readonly macs: readonly number[];
}

export interface Members {
  readonly zone: Zone;
  readonly all: readonly Member[];
  /** Links within the zone that a neighbour table names. */
  readonly edges: readonly Edge[];
  /** Something unseen, a switch without a table, may stand between these. */
  readonly uncertain: boolean;
}

/** What the solver of a zone may know of an address beside where it hangs. */
export interface Traits {
  readonly isVirtual: (mac: number) => boolean;
  readonly isPhone: (entity: number) => boolean;
  /** Address of a Wi-Fi card, by the agent, a hint, or because a phone or laptop made it up. */
  readonly isWireless: (mac: number) => boolean;
}

interface Input {
  readonly site: Site;
  readonly directions: Directions;
  readonly zones: Zones;
  readonly edges: readonly Edge[];
  readonly located: readonly (Located | undefined)[];
}

export function traitsOf(site: Site, hints: readonly MacHint[]): Traits {
  const hinted = (kind: MacHint["kind"]) =>
    new Set(hints.filter((hint) => hint.kind === kind).map(({ mac }) => mac));
  const [virtual, phones, wireless] = [hinted("virtual"), hinted("phone"), hinted("wireless")];
  for (const { host } of site.entities) {
    for (const card of host?.interfaces ?? []) if (card.wireless === true) wireless.add(card.mac);
  }
  const address = (mac: number) => site.macs[mac] ?? "";
  return {
    isVirtual: (mac) => virtual.has(address(mac)) || isVirtual(address(mac)),
    isPhone: (entity) => {
      const { deviceClass, macs = [] } = site.entities[entity] ?? {};
      return deviceClass === "phone" || macs.some((mac) => phones.has(mac));
    },
    isWireless: (mac) =>
      wireless.has(address(mac)) ||
      (isInvented(address(mac)) &&
        !isVirtual(address(mac)) &&
        site.entities[site.owner[mac] ?? -1]?.kind === "station"),
  };
}

/** Fills the zones; edges that end on no port of a bridge are the rest, though some lie within a zone too. */
export function membersOf(input: Input): {
  readonly zones: readonly Members[];
  readonly rest: readonly Edge[];
} {
  const { site, zones, edges } = input;
  const bridgeOf = new Map(site.bridges.map((entity, bridge) => [entity, bridge]));
  const inZone = zones.all.map(() => new Map<number, Set<number>>());
  const put = (zone: number, entity: number, mac?: number) => {
    const members = inZone[zone];
    if (members === undefined) return;
    const macs = members.get(entity) ?? new Set<number>();
    if (mac !== undefined) macs.add(mac);
    members.set(entity, macs);
  };
  input.located.forEach((spot, mac) => {
    const owner = site.owner[mac] ?? -1;
    if (spot?.exact === true && spot.current && owner >= 0 && !bridgeOf.has(owner))
      put(spot.zone, owner, mac);
  });

  const zoneEdges = zones.all.map((): Edge[] => []);
  const rest: Edge[] = [];
  for (const edge of edges) {
    if (edge.blocked || zones.passedThrough.has(edge)) continue;
    const ends = [end(bridgeOf, edge.a, edge.aPort, edge.b), end(bridgeOf, edge.b, edge.bPort, edge.a)];
    const fixed = ends.filter((e) => e !== undefined && !passedOn(input, e, e.other));
    for (const e of fixed) {
      if (e === undefined) continue;
      const zone = zones.of(e.bridge, e.port);
      if (fixed.length < 2) put(zone, e.other);
      if (zoneEdges[zone]?.includes(edge) === false) zoneEdges[zone].push(edge);
    }
    if (ends.every((e) => e === undefined)) rest.push(edge);
  }
  for (const members of inZone) spreadAlong(rest, members);
  const doubtful = doubtfulZones(input, inZone);
  return { zones: zones.all.map((zone, number) => fill(input, zone, number)), rest };

  function fill({ site }: Input, zone: Zone, number: number): Members {
    const others = [...(inZone[number] ?? [])].map(([entity, macs]): Member => {
      const kind = site.entities[entity]?.role === "hub" ? "hub" : "leaf";
      return { entity, port: -1, kind, macs: [...macs] };
    });
    const ports = zone.ports.map(({ bridge, port }): Member => {
      return { entity: site.bridges[bridge] ?? -1, port, kind: "port", macs: [] };
    });
    const all = [...ports, ...others.toSorted((a, b) => a.entity - b.entity)];
    const within = (entity: number) => inZone[number]?.has(entity) === true;
    const silent = rest.filter((edge) => within(edge.a) && within(edge.b));
    return {
      zone,
      all,
      edges: [...(zoneEdges[number] ?? []), ...silent],
      uncertain: zone.loose || doubtful.has(number),
    };
  }
}

/** What a silent switch of the zone hears lies in the zone too: only bridges part zones. */
function spreadAlong(edges: readonly Edge[], members: Map<number, Set<number>>): void {
  for (const entity of members.keys()) {
    for (const { a, b } of edges) {
      const other = a === entity ? b : b === entity ? a : -1;
      if (other >= 0 && !members.has(other)) members.set(other, new Set());
    }
  }
}

const end = (bridgeOf: ReadonlyMap<number, number>, entity: number, port: number, other: number) => {
  const bridge = bridgeOf.get(entity);
  return bridge === undefined || port < 0 ? undefined : { bridge, port, other };
};

/** The neighbour's own address hangs on a bridge further on: the frames of its protocol came through that bridge. */
function passedOn({ site, directions, zones, located }: Input, heard: BridgePort, other: number): boolean {
  const { macs = [], role } = site.entities[other] ?? {};
  if (role === "bridge") return false;
  return located.some((spot, mac) => {
    if (site.owner[mac] !== other || spot?.exact !== true || !spot.current || macs.length === 0) return false;
    if (spot.bridge === heard.bridge || spot.zone === zones.of(heard.bridge, heard.port)) return false;
    const back = directions.toward(spot.bridge, heard.bridge);
    const there = directions.toward(heard.bridge, spot.bridge);
    return there === heard.port && back >= 0 && back !== spot.port;
  });
}

/** Zones in which a silent switch may stand whose place the tables leave open. */
function doubtfulZones(
  { site, directions, zones, located }: Input,
  inZone: readonly ReadonlyMap<number, unknown>[],
): ReadonlySet<number> {
  const placed = new Set(inZone.flatMap((members) => [...members.keys()]));
  const doubtful = new Set<number>();
  inZone.forEach((members, home) => {
    const from = zones.all[home];
    if (from === undefined || ![...members.keys()].some((entity) => site.entities[entity]?.role === "hub"))
      return;
    zones.all.forEach((zone, other) => {
      if (other !== home && zones.mayMeet(from, zone)) doubtful.add(other);
    });
  });
  located.forEach((spot, mac) => {
    const owner = site.owner[mac] ?? -1;
    if (spot === undefined || spot.exact || placed.has(owner) || site.entities[owner]?.role !== "hub") return;
    zones.all.forEach(({ ports }, zone) => {
      const reachable =
        zone === spot.zone ||
        ports.some(
          ({ bridge }) => bridge !== spot.bridge && directions.mayBe(spot.bridge, bridge, spot.port),
        );
      const fits = ports.every(({ bridge, port }) => {
        const seen = site.tables[bridge]?.port[mac] ?? -1;
        return seen < 0 || seen === port;
      });
      if (reachable && fits) doubtful.add(zone);
    });
  });
  return doubtful;
}
