import type { Edge } from "./measured.ts";
import type { Member, Members, Traits } from "./members.ts";
import type { Site } from "./site.ts";
import type { HiddenKind } from "./types.ts";
import type { BridgePort } from "./zones.ts";

/** How the members of one zone are connected. */
export interface Solution {
  /** Links that a neighbour table names and nothing contradicts. */
  readonly named: readonly Edge[];
  readonly direct: readonly (readonly [Member, Member])[];
  /** Something unseen, and what is connected to it. */
  readonly hidden?: { readonly kind: HiddenKind; readonly to: readonly Member[] };
}

/** Members that named links already join; `open`: those of it that can take one more cable. */
interface Part {
  readonly members: readonly Member[];
  readonly edges: readonly Edge[];
  readonly open: readonly Member[];
}

/**
 * Connects what lies in one zone, which is a tree: what neighbours name is taken; the rest hangs on the one member that
 * can pass frames on, or on something unseen. Where several arrangements fit, the members meet in an `unclear` node
 * instead of in a guess.
 */
export function solveZone(site: Site, members: Members, traits: Traits, zoned: ReadonlySet<Edge>): Solution {
  const { all, edges, uncertain } = members;
  const crowd = new Set(edges.filter((edge) => zoned.has(edge)));
  const parts = partsOf(
    all,
    edges.filter((edge) => !crowd.has(edge)),
  );
  if (crowd.size > 0) return behindOnePort(members, parts, crowd, traits);
  if (parts.length < 2) return { named: edges, direct: [] };
  const leaves = all.filter(({ kind }) => kind === "leaf");
  const ports = all.filter(({ kind }) => kind === "port");
  const hubs = all.filter(({ kind }) => kind === "hub");
  const alone = hubs.length === 0 && ports.length === 1 && leaves.length === 1;
  if (uncertain && !alone) return unclear(edges, parts);
  if (hubs.length > 1) return severalHubs(edges, parts);
  const hub = hubs[0] ?? phoneOf(leaves, traits) ?? hypervisorOf(ports, leaves, traits);
  if (hub !== undefined) return around(hub, edges, parts);
  return withoutHub(site, members, parts, traits);
}

const touches = (edge: Edge, entity: number, port: number) =>
  (edge.a === entity && (port < 0 || edge.aPort === port)) ||
  (edge.b === entity && (port < 0 || edge.bPort === port));

const joins = (edge: Edge, member: Member) => touches(edge, member.entity, member.port);

function behindOnePort(
  { all, edges }: Members,
  parts: readonly Part[],
  crowd: ReadonlySet<Edge>,
  traits: Traits,
): Solution {
  const heard = all.filter((member) => [...crowd].some((edge) => joins(edge, member)));
  const others = heard.filter(({ kind }) => kind !== "port");
  const phone = others.find(({ entity }) => traits.isPhone(entity));
  const rest = edges.filter((edge) => !crowd.has(edge));
  const [port] = all;
  if (phone !== undefined && others.length === 2 && all.length === 3 && port !== undefined) {
    const named = [...crowd].filter((edge) => joins(edge, phone));
    return { named, direct: others.filter((other) => other !== phone).map((other) => [phone, other]) };
  }
  const hubs = all.some(({ kind }) => kind === "hub");
  const to = parts.flatMap((part) => {
    const named = part.members.filter((member) => heard.includes(member));
    // Who hangs on an access point or on the unseen switch itself cannot be told.
    return named.length > 0 ? named.slice(0, 1) : hubs ? [] : part.open.slice(0, 1);
  });
  return { named: rest, direct: [], hidden: { kind: "unmanaged", to } };
}

function partsOf(all: readonly Member[], edges: readonly Edge[]): Part[] {
  const left = new Set(all);
  const parts: Part[] = [];
  for (const first of all) {
    if (!left.delete(first)) continue;
    const members = [first];
    const own = new Set<Edge>();
    for (const member of members) {
      for (const edge of edges) {
        if (!joins(edge, member)) continue;
        own.add(edge);
        for (const other of left) if (joins(edge, other) && left.delete(other)) members.push(other);
      }
    }
    const open = members.filter(({ kind }) => kind === "hub" || members.length === 1);
    parts.push({ members, edges: [...own], open });
  }
  return parts;
}

function unclear(named: readonly Edge[], parts: readonly Part[]): Solution {
  const seen = new Set<number>();
  const to = parts.flatMap((part) => {
    const only = part.open.length === 1 ? part.open[0] : nearestHub(part);
    if (only === undefined || seen.has(only.entity)) return [];
    seen.add(only.entity);
    return [only];
  });
  return to.length < 2 ? { named, direct: [] } : { named, direct: [], hidden: { kind: "unclear", to } };
}

/** The hub on the port's own cable: whatever else is in the zone lies behind it, or is it. */
function nearestHub({ members, edges, open }: Part): Member | undefined {
  const ports = members.filter(({ kind }) => kind === "port");
  const near = open.filter((hub) => edges.some((e) => joins(e, hub) && ports.some((port) => joins(e, port))));
  return near.length === 1 ? near[0] : undefined;
}

/** Two parts with one free end each can only be joined there; a chain of access points is found this way. */
function severalHubs(named: readonly Edge[], parts: readonly Part[]): Solution {
  const [one, two] = parts;
  const [a, b] = [one?.open[0], two?.open[0]];
  const single = parts.length === 2 && one?.open.length === 1 && two?.open.length === 1;
  if (single && a !== undefined && b !== undefined) return { named, direct: [[a, b]] };
  return unclear(named, parts);
}

/** Everything hangs on the hub. A named link beside it came through the hub too. */
function around(hub: Member, edges: readonly Edge[], parts: readonly Part[]): Solution {
  const own = parts.find(({ members }) => members.includes(hub));
  const others = parts.filter((part) => part !== own).flatMap(({ members }) => members);
  const named = edges.filter((edge) => own?.edges.includes(edge));
  return { named, direct: others.map((other) => [hub, other]) };
}

/** A phone has one socket for a PC. */
function phoneOf(leaves: readonly Member[], traits: Traits): Member | undefined {
  const phones = leaves.filter(({ entity }) => traits.isPhone(entity));
  return phones.length === 1 && leaves.length === 2 ? phones[0] : undefined;
}

const allVirtual = ({ macs }: Member, traits: Traits) => macs.length > 0 && macs.every(traits.isVirtual);

/** One real machine among virtual ones carries them. */
function hypervisorOf(
  ports: readonly Member[],
  leaves: readonly Member[],
  traits: Traits,
): Member | undefined {
  const real = leaves.filter((leaf) => !allVirtual(leaf, traits));
  return ports.length === 1 && real.length === 1 && leaves.length > 1 ? real[0] : undefined;
}

function withoutHub(
  site: Site,
  { all, edges, zone }: Members,
  parts: readonly Part[],
  traits: Traits,
): Solution {
  const leaves = all.filter(({ kind }) => kind === "leaf");
  const [one, two] = parts;
  const [a, b] = [one?.open[0], two?.open[0]];
  const wireless = leaves.filter(({ macs }) => macs.length > 0 && macs.every(traits.isWireless));
  if (parts.length === 2 && a !== undefined && b !== undefined && wireless.length === 0) {
    return { named: edges, direct: [[a, b]] };
  }
  const real = leaves.filter((leaf) => !allVirtual(leaf, traits));
  const kind = kindOf(site, leaves, real, wireless.length, zone.ports);
  // Virtual machines hang on one of the real ones, and on which cannot be told.
  const hanging = kind === "hypervisor" ? leaves : real;
  return {
    named: [],
    direct: [],
    hidden: { kind, to: [...all.filter((m) => m.kind === "port"), ...hanging] },
  };
}

function kindOf(
  site: Site,
  leaves: readonly Member[],
  real: readonly Member[],
  wireless: number,
  ports: readonly BridgePort[],
): HiddenKind {
  if (ports.length === 1 && real.length === 0) return "hypervisor";
  if (wireless > 0 && wireless * 2 >= real.length) return "wireless";
  const vlans = leaves.map(({ macs }) => site.tables[ports[0]?.bridge ?? -1]?.vlan[macs[0] ?? -1] ?? -1);
  const stations = leaves.every(({ entity }) => site.entities[entity]?.kind !== "device");
  const two = leaves.length === 2 && vlans.every((vlan) => vlan >= 0) && vlans[0] !== vlans[1];
  return two && stations ? "phone" : "unmanaged";
}
