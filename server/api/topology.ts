import { fail, ok, type Result } from "../../core/result.ts";
import type { Placement, TopologyNode } from "../../core/topology/types.ts";
import { whereIs } from "../../core/topology/where-is.ts";
import type { NodeView, PlacementView, TopologyView } from "../../core/wire/topology.ts";
import type { Registry } from "../ports.ts";
import { siteTopology } from "../site-topology.ts";

/** The map of a site, from what its devices said last. */
export async function siteMap(registry: Registry, site: string): Promise<TopologyView> {
  const { topology, readAt } = await siteTopology(registry, site);
  const names = new Map(topology.nodes.map(({ id, name }) => [id, name]));
  return {
    readAt,
    nodes: topology.nodes.map(nodeView),
    links: topology.links.map(({ evidence, ...link }) => ({
      ...link,
      evidence: evidence.map(({ detail }) => detail),
    })),
    placements: topology.placements.map((placement) => placementView(placement, names)),
    uplinks: topology.uplinks,
    loops: topology.loops.map(({ kind, device, ports, blocked, says }) => {
      return { kind, device, ports, blocked, says };
    }),
  };
}

/**
 * Which port something hangs on: by device id, MAC address or name ("VP-03", in any case). Fault `place_unknown` when
 * no switch has seen it.
 */
export async function findPlace(
  registry: Registry,
  site: string,
  what: string,
): Promise<Result<PlacementView>> {
  const { topology } = await siteTopology(registry, site);
  const wanted = what.trim().toLowerCase();
  const named = topology.nodes.find(({ name }) => name.toLowerCase() === wanted)?.id;
  const place = whereIs(topology, named ?? what.trim());
  if (place === undefined) return fail("place_unknown", { what: what.slice(0, 64) });
  return ok(placementView(place, new Map(topology.nodes.map(({ id, name }) => [id, name]))));
}

function nodeView({ id, kind, name, deviceClass, hidden, says }: TopologyNode): NodeView {
  return {
    id,
    kind,
    name,
    ...(deviceClass === undefined ? {} : { class: deviceClass }),
    ...(hidden === undefined ? {} : { hidden }),
    ...(says === undefined ? {} : { says }),
  };
}

function placementView(
  { evidence, against, ...placement }: Placement,
  names: ReadonlyMap<string, string>,
): PlacementView {
  return {
    ...placement,
    name: names.get(placement.node) ?? placement.node,
    deviceName: names.get(placement.device) ?? placement.device,
    evidence: evidence.map(({ detail }) => detail),
    against: against.map(({ detail }) => detail),
  };
}
