import { whereIs } from "../../topology/where-is.ts";
import type { Link, Topology } from "../../topology/types.ts";
import type { SiteModel } from "../site-model.ts";

/** What lies beyond the gateway. */
export const OUTSIDE = "outside";

/**
 * The LAN as seen from one place. A path lists what one passes from there, in order: nodes by their id, ports as
 * `port:DEVICE/part`; both ends of a cable stand between the nodes that it joins.
 */
export interface Tree {
  readonly pathTo: (node: string) => readonly string[] | undefined;
  /** Ids of the nodes whose path passes this element (the element itself not among them). */
  readonly behind: (element: string) => readonly string[];
}

interface Edge {
  readonly to: string;
  readonly ports: readonly string[];
}

const portKey = (node: string, part: string | undefined): readonly string[] =>
  part === undefined ? [] : [`port:${node}/${part}`];

function edgesOf(topology: Topology): Map<string, Edge[]> {
  const edges = new Map<string, Edge[]>();
  const add = (from: string, edge: Edge) => {
    const list = edges.get(from);
    if (list === undefined) edges.set(from, [edge]);
    else list.push(edge);
  };
  const join = ({ ends: [a, b], state }: Pick<Link, "ends" | "state">) => {
    if (state === "backup") return;
    const [near, far] = [endPorts(a), endPorts(b)];
    add(a.node, { to: b.node, ports: [...near, ...far] });
    add(b.node, { to: a.node, ports: [...far, ...near] });
  };
  topology.links.forEach(join);
  // What no link shows hangs where it was seen.
  for (const { node } of topology.placements) {
    if (edges.has(node)) continue;
    const place = whereIs(topology, node);
    if (place === undefined) continue;
    join({ ends: [{ node: place.device, port: place.port }, { node }], state: "active" });
  }
  return edges;
}

const endPorts = ({ node, port, members = [] }: Link["ends"][number]): readonly string[] => [
  ...portKey(node, port),
  ...members.flatMap((member) => portKey(node, member)),
];

function treeFrom(root: string, edges: ReadonlyMap<string, readonly Edge[]>): Tree {
  const paths = new Map<string, readonly string[]>([[root, [root]]]);
  const queue = [root];
  for (const node of queue) {
    const here = paths.get(node) ?? [];
    for (const { to, ports } of edges.get(node) ?? []) {
      if (paths.has(to)) continue;
      paths.set(to, [...here, ...ports, to]);
      queue.push(to);
    }
  }
  let passed: Map<string, string[]> | undefined;
  const index = () => {
    if (passed !== undefined) return passed;
    passed = new Map();
    for (const [node, path] of paths) {
      for (const element of path) {
        if (element === node) continue;
        const list = passed.get(element);
        if (list === undefined) passed.set(element, [node]);
        else list.push(node);
      }
    }
    return passed;
  };
  return { pathTo: (node) => paths.get(node), behind: (element) => index().get(element) ?? [] };
}

export interface Trees {
  /** From the PC that polls and pings; from the gateway when that is not known. */
  readonly poller: Tree | undefined;
  readonly gateway: Tree | undefined;
  readonly gatewayNode: string | undefined;
  readonly pollerNode: string | undefined;
}

/** The node that leads out of the site: as PCs name it, or a router of the inventory. */
function gatewayOf(model: SiteModel, topology: Topology): string | undefined {
  const seen = model.devices.flatMap(({ lanWatch }) => lanWatch?.value.gateway ?? []);
  const macs = new Set(seen.flatMap(({ mac }) => mac ?? []));
  const ips = new Set(seen.map(({ ip }) => ip));
  const known = new Set(topology.nodes.map(({ id }) => id));
  const byIp = model.devices.find(
    ({ id, address }) => known.has(id) && address !== undefined && ips.has(address),
  );
  const byMac = topology.nodes.find((node) => node.macs.some((mac) => macs.has(mac)));
  const routers = topology.nodes.filter(({ id, deviceClass }) => {
    const of = model.devices.find((device) => device.id === id)?.class ?? deviceClass;
    return of === "router" || of === "firewall";
  });
  return byIp?.id ?? byMac?.id ?? (routers.length === 1 ? routers[0]?.id : undefined);
}

/** Only a memo: the map of a site is rebuilt seldom, and this pure function of it is asked in every pass. */
const memo = new WeakMap<Topology, { readonly model: SiteModel; readonly trees: Trees }>();

export function treesOf(model: SiteModel): Trees {
  const { topology } = model;
  if (topology === undefined)
    return { poller: undefined, gateway: undefined, gatewayNode: undefined, pollerNode: undefined };
  const held = memo.get(topology);
  if (held?.model === model) return held.trees;
  const edges = edgesOf(topology);
  const gatewayNode = gatewayOf(model, topology);
  const pollerNode = model.devices.find(({ agent }) => agent !== undefined && agent.id === model.lease)?.id;
  const gateway = gatewayNode === undefined ? undefined : treeFrom(gatewayNode, edges);
  const own = pollerNode === undefined || !edges.has(pollerNode) ? undefined : treeFrom(pollerNode, edges);
  const trees = { poller: own ?? gateway, gateway, gatewayNode, pollerNode };
  memo.set(topology, { model, trees });
  return trees;
}
