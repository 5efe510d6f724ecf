import { compare } from "./entity.ts";
import type { Site } from "./site.ts";
import { macOfBridgeId } from "./mac.ts";
import type { Link, SiteEvidence, TopologyNode } from "./types.ts";

export interface Oriented {
  readonly links: readonly Link[];
  readonly uplinks: Readonly<Record<string, readonly string[]>>;
  /** Links that close a ring among what passes frames on. */
  readonly rings: readonly Link[];
}

/**
 * Says which end of each link is nearer to the way out: the gateway of the PCs, else a router, else the STP root, else
 * the switch with the most links; one root for each part that hangs together.
 */
export function orient(
  site: Site,
  evidence: SiteEvidence,
  nodes: readonly TopologyNode[],
  links: readonly Link[],
): Oriented {
  const active = links.filter(({ state }) => state === "active");
  const around = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { ends } of active) {
    const [a, b] = ends;
    around.get(a.node)?.push(b.node);
    around.get(b.node)?.push(a.node);
  }
  const rank = ranksOf(site, evidence, around);
  const ranked = nodes.map(({ id }) => ({ id, rank: rank(id) }));
  const roots = ranked.toSorted((a, b) => b.rank - a.rank || compare(a.id, b.id));
  const depth = new Map<string, number>();
  for (const { id: root } of roots) if (!depth.has(root)) spread(root, around, depth);

  const oriented = links.map((link): Link => {
    const [a, b] = link.ends.map(({ node }) => depth.get(node) ?? 0);
    if (a === undefined || b === undefined || a === b) return link;
    return { ...link, above: a < b ? link.ends[0].node : link.ends[1].node };
  });
  return { links: oriented, uplinks: uplinksOf(nodes, oriented), rings: ringsOf(site, nodes, active) };
}

function ranksOf(site: Site, { hosts }: SiteEvidence, around: ReadonlyMap<string, readonly string[]>) {
  const gateways = new Set(hosts.map(({ gateway }) => site.directory.byIp(gateway ?? "")?.id ?? ""));
  const root = new Set(
    site.entities.flatMap(({ device }) => {
      const mac = macOfBridgeId(device?.stp?.rootId ?? "");
      return mac === undefined ? [] : (site.directory.byMac(mac)?.id ?? []);
    }),
  );
  return (id: string): number => {
    const { deviceClass, role } = site.directory.byId(id) ?? {};
    const links = around.get(id)?.length ?? 0;
    if (links === 0) return 0;
    if (gateways.has(id)) return 4_000_000;
    if (deviceClass === "router" || deviceClass === "firewall") return 3_000_000;
    if (root.has(id)) return 2_000_000;
    return (role === "bridge" || role === "hub" ? 1_000_000 : 0) + links;
  };
}

function spread(
  root: string,
  around: ReadonlyMap<string, readonly string[]>,
  depth: Map<string, number>,
): void {
  depth.set(root, 0);
  const queue = [root];
  for (const node of queue) {
    for (const next of around.get(node) ?? []) {
      if (depth.has(next)) continue;
      depth.set(next, (depth.get(node) ?? 0) + 1);
      queue.push(next);
    }
  }
}

/** Ports of devices that lead up. */
function uplinksOf(nodes: readonly TopologyNode[], links: readonly Link[]): Record<string, string[]> {
  const uplinks = new Map<string, Set<string>>();
  const devices = new Set(nodes.filter(({ kind }) => kind === "device").map(({ id }) => id));
  for (const { ends, above, state } of links) {
    const below = ends.find(({ node }) => node !== above);
    if (above === undefined || below?.port === undefined || state !== "active" || !devices.has(below.node))
      continue;
    uplinks.set(below.node, (uplinks.get(below.node) ?? new Set()).add(below.port));
  }
  const sorted = [...uplinks].toSorted(([a], [b]) => compare(a, b));
  return Object.fromEntries(sorted.map(([id, ports]) => [id, [...ports].toSorted(compare)]));
}

/** A router or a PC with two cards closes no ring: it does not pass frames on. */
function ringsOf(site: Site, nodes: readonly TopologyNode[], active: readonly Link[]): Link[] {
  const passing = new Set(
    nodes
      .filter(({ id, kind, hidden }) =>
        kind === "hidden" ? hidden !== "unclear" : site.directory.byId(id)?.role !== "leaf",
      )
      .map(({ id }) => id),
  );
  const leader = new Map<string, string>();
  const find = (id: string): string => {
    const above = leader.get(id) ?? id;
    return above === id ? id : find(above);
  };
  return active.filter(({ ends: [a, b] }) => {
    if (!passing.has(a.node) || !passing.has(b.node)) return false;
    const [one, two] = [find(a.node), find(b.node)];
    leader.set(two, one);
    return one === two;
  });
}
