import { type Entity, compare } from "./entity.ts";
import { hiddenLink } from "./links.ts";
import { isStation } from "./mac.ts";
import { nameOf, saying } from "./sayings.ts";
import type { Site } from "./site.ts";
import type { Evidence, Link, TopologyNode } from "./types.ts";

/**
 * An office without a managed switch: PCs, router and printers that answer each other's ARP share a wire, so something
 * unmanaged joins them. Only for those that no table places; two that see each other may be one cable, so it takes
 * three. Wi-Fi cards are left out: they hang on no wire.
 */
export function unmanagedLans(
  site: Site,
  linked: ReadonlySet<string>,
): { nodes: TopologyNode[]; links: Link[] } {
  const meetings = meetingsOf(site, linked);
  const leader = new Map<string, string>();
  const find = (id: string): string => {
    const above = leader.get(id) ?? id;
    return above === id ? id : find(above);
  };
  for (const { from, to } of meetings) {
    const [low = "", high = ""] = [find(from.id), find(to.id)].toSorted(compare);
    leader.set(high, low);
    leader.set(low, low);
  }
  const isLeaf = (id: string) => site.directory.byId(id)?.role === "leaf";
  const islands = [...Map.groupBy([...leader.keys()].toSorted(compare), find)].filter(
    ([, ids]) => ids.length > 2 && ids.every(isLeaf),
  );
  return {
    nodes: islands.map(([first, ids]) => islandNode(first, ids.length)),
    links: islands.flatMap(([first, ids]) =>
      ids.map((id) => {
        const own = meetings.filter(({ from, to }) => from.id === id || to.id === id);
        const evidence = own.slice(0, 4).map((meeting) => meeting.evidence);
        const says = saying("topology.link.hidden", { a: nameOf(site.directory.byId(id)) });
        return hiddenLink({ node: id }, `hidden:${first}`, evidence, says);
      }),
    ),
  };
}

interface Meeting {
  readonly from: Entity;
  readonly to: Entity;
  readonly evidence: Evidence;
}

/** Who has whom in its ARP table. */
function meetingsOf(site: Site, linked: ReadonlySet<string>): Meeting[] {
  const free = (entity: Entity) => !linked.has(entity.id) && !isWireless(entity);
  return site.entities.filter(free).flatMap((from) => {
    const { arp = [] } = from.host ?? from.device ?? {};
    return arp
      .toSorted((a, b) => compare(a.ip, b.ip) || compare(a.mac, b.mac))
      .flatMap(({ mac, at = from.readAt }): Meeting[] => {
        const to = isStation(mac) ? site.directory.byMac(mac) : undefined;
        if (to === undefined || to === from || !free(to)) return [];
        const detail = saying("topology.evidence.arp", { device: nameOf(from), name: nameOf(to), mac });
        const evidence: Evidence = { kind: "arp", device: from.id, detail, ...(at !== undefined && { at }) };
        return [{ from, to, evidence }];
      });
  });
}

const islandNode = (first: string, count: number): TopologyNode => ({
  id: `hidden:${first}`,
  kind: "hidden",
  name: "",
  macs: [],
  hidden: "lan",
  says: saying("topology.hidden.lan", { count }),
});

/** A PC of which no wired card is up. */
function isWireless({ host }: Entity): boolean {
  const cards = (host?.interfaces ?? []).filter(({ up }) => up !== false);
  return cards.length > 0 && cards.every(({ wireless }) => wireless === true);
}
