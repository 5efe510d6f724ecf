import type { ModelDevice, SiteModel } from "../site-model.ts";
import type { Topology } from "../../topology/types.ts";

/** What the map says of single ports, by `device/part`. */
export interface LanMap {
  readonly uplinks: ReadonlySet<string>;
  /** The node at the other end of the cable, and its port where known. */
  readonly ends: ReadonlyMap<string, { readonly node: string; readonly port: string | undefined }>;
  /** Nodes of which the port is known that they hang on. */
  readonly hung: ReadonlySet<string>;
  /** Names of what hangs on the port or behind it. */
  readonly attached: (device: string, part: string) => readonly string[];
}

const NOTHING: LanMap = { uplinks: new Set(), ends: new Map(), hung: new Set(), attached: () => [] };
/** Only a memo: the map of a site is made anew every few minutes, and every port asks it in every pass. */
const memo = new WeakMap<Topology, LanMap>();

export function lanMapOf({ topology }: SiteModel): LanMap {
  if (topology === undefined) return NOTHING;
  let map = memo.get(topology);
  if (map === undefined) memo.set(topology, (map = build(topology)));
  return map;
}

function build({ links, uplinks, placements, nodes }: Topology): LanMap {
  const ends = new Map<string, { node: string; port: string | undefined }>();
  for (const { ends: both } of links) {
    const [a, b] = both;
    if (a.port !== undefined) ends.set(`${a.node}/${a.port}`, { node: b.node, port: b.port });
    if (b.port !== undefined) ends.set(`${b.node}/${b.port}`, { node: a.node, port: a.port });
  }
  const behind = new Map<string, Set<string>>();
  for (const { device, port, node, exact, behind: between, stale } of placements) {
    if (stale) continue;
    const key = `${device}/${port}`;
    if (exact && between === undefined && !ends.has(key)) ends.set(key, { node, port: undefined });
    const nodesThere = behind.get(key) ?? new Set<string>();
    behind.set(key, nodesThere.add(node));
  }
  const ways = Object.entries(uplinks).flatMap(([device, parts]) => parts.map((part) => `${device}/${part}`));
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  return {
    uplinks: new Set(ways),
    ends,
    hung: new Set([...ends.values()].map(({ node }) => node)),
    attached: (device, part) =>
      [...(behind.get(`${device}/${part}`) ?? [])].map((node) => names.get(node) ?? node),
  };
}

/** Devices by their id; kept while the list is the same. */
const byId = new WeakMap<readonly ModelDevice[], ReadonlyMap<string, ModelDevice>>();

export function devicesOf({ devices }: SiteModel): ReadonlyMap<string, ModelDevice> {
  let map = byId.get(devices);
  if (map === undefined) byId.set(devices, (map = new Map(devices.map((device) => [device.id, device]))));
  return map;
}
