import { findCrowds } from "./crowds.ts";
import { findDirections } from "./directions.ts";
import { byId, compare } from "./entity.ts";
import { unmanagedLans } from "./lan.ts";
import { namedLink, spareLinks, zoneLinks } from "./links.ts";
import { locateAll } from "./locate.ts";
import { findLoops } from "./loops.ts";
import { measuredEdges } from "./measured.ts";
import { membersOf, traitsOf } from "./members.ts";
import { orient } from "./orient.ts";
import { type SolvedZone, placementsOf } from "./places.ts";
import { type Site, readSite } from "./site.ts";
import { solveZone } from "./solve.ts";
import type { Link, SiteEvidence, Topology, TopologyNode } from "./types.ts";
import { findZones } from "./zones.ts";

/**
 * The map of one site from what its devices say of each other. Pure, and the same for every order of its input.
 *
 * What a neighbour table names is `measured`. The rest follows from the forwarding tables, which together allow only
 * one tree where they are full: each bridge has a port towards each other (`directions.ts`), ports without a bridge
 * between them share a zone (`zones.ts`), addresses hang in zones (`locate.ts`), and in each zone few arrangements are
 * possible (`solve.ts`). Less evidence gives fewer links, never others.
 */
export function buildTopology(evidence: SiteEvidence): Topology {
  const site = readSite(evidence);
  const edges = measuredEdges(site);
  const directions = findDirections(site, edges);
  const zones = findZones(site, edges, directions);
  const located = locateAll(site, directions, zones);
  const members = membersOf({ site, directions, zones, edges, located });
  const traits = traitsOf(site, evidence.hints ?? []);
  const heard = edges.filter((edge) => !edge.blocked && !zones.passedThrough.has(edge));
  const crowds = findCrowds(site, heard, traits.isPhone);
  const owned = Map.groupBy(site.macs.keys(), (mac) => site.owner[mac] ?? -1);
  const macsOf = (entity: number) => owned.get(entity) ?? [];

  const maps = members.zones.map((zone) => {
    const solved = solveZone(site, zone, traits, crowds.zoned);
    const solution = {
      ...solved,
      named: solved.named.filter((edge) => crowds.zoned.has(edge) || !crowds.edges.has(edge)),
    };
    return { zone, solution, ...zoneLinks(site, zone, solution, macsOf) };
  });
  const found = [
    ...maps.flatMap(({ links }) => links),
    ...members.rest.filter((edge) => !crowds.edges.has(edge)).map((edge) => namedLink(site, edge)),
    ...crowds.links,
    ...edges.filter(({ blocked }) => blocked).map((edge) => namedLink(site, edge)),
    ...spareLinks(site, edges),
  ];
  const lans = unmanagedLans(site, new Set(found.flatMap(({ ends }) => ends.map(({ node }) => node))));
  const links = once([...found, ...lans.links]);
  const nodes = [
    ...nodesOf(site),
    ...maps.flatMap(({ hidden }) => hidden ?? []),
    ...crowds.nodes,
    ...lans.nodes,
  ].toSorted(byId);

  const oriented = orient(site, evidence, nodes, links);
  const solved = maps.map(({ zone, solution, hidden }): SolvedZone => {
    return { members: zone, solution, ...(hidden !== undefined && { hiddenId: hidden.id }) };
  });
  const wireless = new Set(
    maps
      .flatMap(({ zone, hidden }) => {
        const isWireless = zone.all.some(({ entity }) => site.entities[entity]?.deviceClass === "wireless");
        return isWireless || hidden?.hidden === "wireless" ? zone.zone.ports : [];
      })
      .map(({ bridge, port }) => `${bridge} ${port}`),
  );
  return {
    nodes,
    links: oriented.links,
    placements: placementsOf(site, located, solved, oriented.links),
    uplinks: oriented.uplinks,
    loops: findLoops(site, oriented.rings, (bridge, port) => wireless.has(`${bridge} ${port}`)),
  };
}

function nodesOf(site: Site): TopologyNode[] {
  return site.entities.map(({ id, kind, name, macs, deviceClass }) => ({
    id,
    kind,
    name,
    macs,
    ...(deviceClass !== undefined && { deviceClass }),
  }));
}

/** Sorted, each link once, the measured one first: two silent devices may lie in two zones. */
function once(links: readonly Link[]): Link[] {
  const keyed = links.map((link) => {
    const ends = link.ends.map(({ node, port = "" }) => `${node}\n${port}`).toSorted();
    return { link, key: `${ends.join("\n")}\n${link.state}` };
  });
  const weight = ({ link }: { link: Link }) => (link.confidence === "measured" ? 0 : 1);
  const sorted = keyed.toSorted((a, b) => compare(a.key, b.key) || weight(a) - weight(b));
  return sorted.filter(({ key }, index) => sorted[index - 1]?.key !== key).map(({ link }) => link);
}
