import type { LinkView, NodeView, TopologyView } from "../../../core/wire/topology.ts";

/** A site's map as a tree from the gateway down. Pure. */
export interface Branch {
  readonly node: NodeView;
  /** The port of the node above that leads here; absent at a root, or when it is not known. */
  readonly port?: string;
  /** Its own port that leads up. */
  readonly ownPort?: string;
  readonly link?: LinkView;
  readonly children: readonly Branch[];
  /** Addresses that nobody knows by name, by the port that they hang on ("" where it is not known). */
  readonly strangers: ReadonlyMap<string, readonly NodeView[]>;
}

export interface MapTree {
  readonly roots: readonly Branch[];
  /** Held blocked by STP: they stand by. */
  readonly backups: readonly LinkView[];
  /** Devices and PCs of which nothing says where they hang. */
  readonly loose: readonly NodeView[];
}

interface Child {
  readonly id: string;
  readonly port: string | undefined;
  readonly ownPort: string | undefined;
  readonly link: LinkView;
}

export function mapTree({ nodes, links }: Pick<TopologyView, "nodes" | "links">): MapTree {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const below = childrenByNode(links);
  const seen = new Set<string>();
  const grow = (id: string, from?: Child): Branch | undefined => {
    const node = byId.get(id);
    if (node === undefined || seen.has(id)) return undefined;
    seen.add(id);
    const nameless = ({ id: child }: Child) => byId.get(child)?.kind === "station" && !below.has(child);
    const [strangers, others] = split(below.get(id) ?? [], nameless);
    for (const stranger of strangers) seen.add(stranger.id);
    const children = others.flatMap((child) => grow(child.id, child) ?? []);
    const byPlace = new Map<string, NodeView[]>();
    for (const { id: stranger, port = "" } of strangers) {
      const named = byId.get(stranger);
      if (named !== undefined) byPlace.set(port, [...(byPlace.get(port) ?? []), named]);
    }
    return {
      node,
      ...(from === undefined ? {} : way(from)),
      children,
      strangers: byPlace,
    };
  };
  const lower = new Set([...below.values()].flatMap((children) => children.map(({ id }) => id)));
  const starts = [...below.keys()].filter((id) => !lower.has(id));
  // A ring without a way up has no start; whatever was not reached becomes one.
  const roots = [...starts, ...below.keys()].flatMap((id) => grow(id) ?? []);
  const loose = nodes.filter(({ id, kind }) => !seen.has(id) && (kind === "device" || kind === "host"));
  return { roots, backups: links.filter(({ state }) => state === "backup"), loose };
}

function childrenByNode(links: readonly LinkView[]): ReadonlyMap<string, readonly Child[]> {
  const below = new Map<string, Child[]>();
  for (const link of links) {
    if (link.state === "backup") continue;
    const [a, b] = link.ends;
    // Without a way up, the first end stands above: the order of links and ends is always the same.
    const [upper, lower] = link.above === b.node ? [b, a] : [a, b];
    const child = { id: lower.node, port: upper.port, ownPort: lower.port, link };
    below.set(upper.node, [...(below.get(upper.node) ?? []), child]);
  }
  // oxlint-disable-next-line unicorn/no-array-sort -- our own arrays; toSorted needs Chrome 110
  for (const children of below.values()) children.sort(byPort);
  return below;
}

function way({ port, ownPort, link }: Child): Pick<Branch, "port" | "ownPort" | "link"> {
  return { link, ...(port === undefined ? {} : { port }), ...(ownPort === undefined ? {} : { ownPort }) };
}

function split<T>(all: readonly T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}

const byPort = (a: Child, b: Child) =>
  (a.port ?? "").localeCompare(b.port ?? "", "en", { numeric: true }) || (a.id < b.id ? -1 : 1);
