import { hiddenId, hiddenLink, namedLink } from "./links.ts";
import type { Edge } from "./measured.ts";
import { edgeEvidence, endOf, placeOf, saying } from "./sayings.ts";
import type { Site } from "./site.ts";
import type { Link, TopologyNode } from "./types.ts";

export interface Crowds {
  /** Edges that are no cables: something between passes the neighbour protocol on. */
  readonly edges: ReadonlySet<Edge>;
  /** Those of them that the zone of a bridge's port explains. */
  readonly zoned: ReadonlySet<Edge>;
  readonly nodes: readonly TopologyNode[];
  readonly links: readonly Link[];
}

/**
 * Ports that hear several neighbours: a cable has one other end, so an unmanaged switch (or a phone) passes the
 * neighbour protocol on. Where no bridge with a table is among them, this is all that is known, and is drawn here.
 */
export function findCrowds(site: Site, edges: readonly Edge[], isPhone: (entity: number) => boolean): Crowds {
  const bridges = new Set(site.bridges);
  const groups = crowdedGroups(edges);
  const inZone = (group: readonly Edge[]) =>
    group.some((edge) => endsOf(edge).some((end) => bridges.has(entityOf(end))));
  const found = groups
    .filter((group) => !inZone(group))
    .map((group) => throughPhone(site, group, isPhone) ?? unseenSwitch(site, group));
  return {
    edges: new Set(groups.flat()),
    zoned: new Set(groups.filter(inZone).flat()),
    nodes: found.flatMap(({ node }) => node ?? []),
    links: found.flatMap(({ links }) => links),
  };
}

/** Edges that share ports, where one of those ports hears more than one neighbour. */
function crowdedGroups(edges: readonly Edge[]): Edge[][] {
  const at = new Map<string, Set<Edge>>();
  for (const edge of edges) {
    for (const end of endsOf(edge)) at.set(end, (at.get(end) ?? new Set()).add(edge));
  }
  const done = new Set<Edge>();
  const groups: Edge[][] = [];
  for (const [end, here] of at) {
    const others = new Set([...here].map(({ a, b }) => (a === entityOf(end) ? b : a)));
    if (others.size < 2 || [...here].some((edge) => done.has(edge))) continue;
    const group = new Set(here);
    for (const edge of group) {
      done.add(edge);
      for (const next of endsOf(edge)) for (const other of at.get(next) ?? []) group.add(other);
    }
    groups.push([...group]);
  }
  return groups;
}

const entityOf = (end: string) => Number(end.split(" ")[0]);
/** The ends of an edge whose port is known, as "entity port". */
const endsOf = ({ a, aPort, b, bPort }: Edge): string[] => [
  ...(aPort < 0 ? [] : [`${a} ${aPort}`]),
  ...(bPort < 0 ? [] : [`${b} ${bPort}`]),
];

/** A phone and what is plugged into it are both heard on the phone's port. */
function throughPhone(
  site: Site,
  group: readonly Edge[],
  isPhone: (entity: number) => boolean,
): { node?: TopologyNode; links: Link[] } | undefined {
  const [one, two] = group.toSorted(
    (a, b) => Number(phoneIn(b, isPhone) >= 0) - Number(phoneIn(a, isPhone) >= 0),
  );
  if (group.length !== 2 || one === undefined || two === undefined) return undefined;
  const phone = phoneIn(one, isPhone);
  if (phone < 0 || phoneIn(two, isPhone) >= 0) return undefined;
  const other = [one.a, one.b].includes(two.a) ? two.b : two.a;
  const link: Link = {
    ends: [endOf(site, phone, -1), endOf(site, other, -1)],
    state: "active",
    confidence: "inferred",
    evidence: edgeEvidence(two),
    says: saying("topology.link.inferred", { a: placeOf(site, phone, -1), b: placeOf(site, other, -1) }),
  };
  return { links: [namedLink(site, one), link] };
}

const phoneIn = ({ a, b }: Edge, isPhone: (entity: number) => boolean) => [a, b].find(isPhone) ?? -1;

function unseenSwitch(site: Site, group: readonly Edge[]): { node: TopologyNode; links: Link[] } {
  const known = new Map<number, number>();
  for (const { a, aPort, b, bPort } of group) {
    if ((known.get(a) ?? -1) < 0) known.set(a, aPort);
    if ((known.get(b) ?? -1) < 0) known.set(b, bPort);
  }
  const all = [...known].map(([entity, port]) => ({ entity, port })).toSorted((a, b) => a.entity - b.entity);
  const { entity, port } = all.find((end) => end.port >= 0) ?? { entity: -1, port: -1 };
  const id = hiddenId(site, entity, port);
  const says = saying("topology.hidden.unmanaged", {
    at: placeOf(site, entity, port),
    count: all.length - 1,
  });
  return {
    node: { id, kind: "hidden", name: "", macs: [], hidden: "unmanaged", says },
    links: all.map((end) => {
      const own = group.filter(({ a, b }) => a === end.entity || b === end.entity).flatMap(edgeEvidence);
      const sentence = saying("topology.link.hidden", { a: placeOf(site, end.entity, end.port) });
      return hiddenLink(endOf(site, end.entity, end.port), id, own.slice(0, 4), sentence);
    }),
  };
}
