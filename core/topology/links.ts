import type { TopologyMessageKey } from "../messages/topology.ts";
import type { Edge } from "./measured.ts";
import type { Member, Members } from "./members.ts";
import { directionEvidence, edgeEvidence, endOf, placeOf, rowsOn, saying, stpEvidence } from "./sayings.ts";
import type { Site } from "./site.ts";
import type { Solution } from "./solve.ts";
import type { Evidence, HiddenKind, Link, LinkEnd, Saying, TopologyNode } from "./types.ts";

/** As many rows as a person reads; a switch may have hundreds that say the same. */
const FEW = 4;

/** A link that a neighbour table names. */
export function namedLink(site: Site, edge: Edge): Link {
  const { a, aPort, b, bPort, blocked } = edge;
  const places = { a: placeOf(site, a, aPort), b: placeOf(site, b, bPort) };
  return {
    ends: [endOf(site, a, aPort), endOf(site, b, bPort)],
    state: blocked ? "backup" : "active",
    confidence: "measured",
    evidence: edgeEvidence(edge),
    says: saying(blocked ? "topology.link.backup" : "topology.link.measured", places),
  };
}

/** Spare links that only STP tells of: a blocked port, and the bridge that speaks on it. */
export function spareLinks(site: Site, named: readonly Edge[]): Link[] {
  const spare = site.stp.filter(({ from, port, to, blocked }) => {
    const known = named.some((e) => (e.a === from && e.aPort === port) || (e.b === from && e.bPort === port));
    return blocked && from !== to && !known;
  });
  return spare.map(({ from, port, to, toPort = -1 }) => ({
    ends: [endOf(site, from, port), endOf(site, to, toPort)],
    state: "backup",
    confidence: "inferred",
    evidence: stpEvidence(site, from, port),
    says: saying("topology.link.backup", { a: placeOf(site, from, port), b: placeOf(site, to, toPort) }),
  }));
}

export interface ZoneMap {
  readonly links: readonly Link[];
  readonly hidden?: TopologyNode;
}

/** The links of one solved zone. `macsOf`: the site's numbers of an entity's own addresses. */
export function zoneLinks(
  site: Site,
  members: Members,
  solution: Solution,
  macsOf: (entity: number) => readonly number[],
): ZoneMap {
  const reasons = (member: Member, others: readonly Member[]) =>
    evidenceFor(site, members, member, others, macsOf);
  const named = solution.named.map((edge) => namedLink(site, edge));
  const direct = solution.direct.map(([a, b]): Link => {
    const evidence = uniqueEvidence([...reasons(a, [b]), ...reasons(b, [a])]);
    const byStp = evidence.length > 0 && evidence.every(({ kind }) => kind === "stp");
    const places = { a: placeOf(site, a.entity, a.port), b: placeOf(site, b.entity, b.port) };
    return {
      ends: [endOf(site, a.entity, a.port), endOf(site, b.entity, b.port)],
      state: "active",
      confidence: "inferred",
      evidence,
      says: saying(byStp ? "topology.link.stp" : "topology.link.inferred", places),
    };
  });
  if (solution.hidden === undefined) return { links: [...named, ...direct] };
  const { kind, to } = solution.hidden;
  const node = hiddenNode(site, members, kind, to);
  const key: TopologyMessageKey = kind === "unclear" ? "topology.link.unclear" : "topology.link.hidden";
  const hanging = to.map((member): Link => {
    const heard = members.edges.filter((e) => [e.a, e.b].includes(member.entity)).flatMap(edgeEvidence);
    return hiddenLink(
      endOf(site, member.entity, member.port >= 0 ? member.port : onlyPort(members, solution, member.entity)),
      node.id,
      uniqueEvidence([...heard.slice(0, FEW), ...reasons(member, to)]),
      saying(key, { a: placeOf(site, member.entity, member.port) }),
    );
  });
  return { links: [...named, ...direct, ...hanging], hidden: node };
}

/** The port of a silent switch by which alone it is heard, when that is not used by a link already. */
function onlyPort({ edges }: Members, { named }: Solution, entity: number): number {
  const free = edges.filter((edge) => !named.includes(edge));
  const ports = new Set([
    ...free.filter(({ a }) => a === entity).map(({ aPort }) => aPort),
    ...free.filter(({ b }) => b === entity).map(({ bPort }) => bPort),
  ]);
  return ports.size === 1 ? ([...ports][0] ?? -1) : -1;
}

export const hiddenLink = (
  end: LinkEnd,
  hidden: string,
  evidence: readonly Evidence[],
  says: Saying,
): Link => ({
  ends: [end, { node: hidden }],
  state: "active",
  confidence: "inferred",
  evidence,
  says,
});

/** Named by the port that it was found on. */
export const hiddenId = (site: Site, entity: number, port: number): string =>
  `hidden:${site.entities[entity]?.id ?? ""}/${site.ports[entity]?.nameOf(port) ?? ""}`;

function hiddenNode(site: Site, { zone }: Members, kind: HiddenKind, to: readonly Member[]): TopologyNode {
  const { bridge = -1, port = -1 } = zone.ports[0] ?? {};
  const entity = site.bridges[bridge] ?? -1;
  const count = kind === "unclear" ? to.length : to.filter((member) => member.kind !== "port").length;
  return {
    id: hiddenId(site, entity, port),
    kind: "hidden",
    name: "",
    macs: [],
    hidden: kind,
    says: saying(`topology.hidden.${kind}`, {
      at: placeOf(site, entity, port),
      count: Math.max(count, to.length - 1),
    }),
  };
}

/** Why a member is where it is drawn: its own rows first, else what its zone rests on. */
function evidenceFor(
  site: Site,
  { zone, edges, all }: Members,
  member: Member,
  others: readonly Member[],
  macsOf: (entity: number) => readonly number[],
): Evidence[] {
  const own =
    member.kind === "port"
      ? portEvidence(site, member, others, macsOf)
      : rowsOn(site, member.macs, zone.ports).slice(0, FEW);
  if (own.length > 0) return own;
  const heard = edges.filter((e) => e.a === member.entity || e.b === member.entity).flatMap(edgeEvidence);
  if (heard.length > 0) return heard.slice(0, FEW);
  const rows = rowsOn(
    site,
    all.flatMap(({ macs }) => macs),
    zone.ports,
  );
  return (rows.length > 0 ? rows : edges.flatMap(edgeEvidence)).slice(0, FEW);
}

/** That this port leads to the other ports, and what STP says there. */
function portEvidence(
  site: Site,
  { entity, port }: Member,
  others: readonly Member[],
  macsOf: (entity: number) => readonly number[],
): Evidence[] {
  const from = { bridge: site.bridges.indexOf(entity), port };
  const rows = others
    .filter((other) => other.kind === "port" && other.entity !== entity)
    .flatMap((other) => {
      const macs = macsOf(other.entity).slice(0, FEW);
      return directionEvidence(site, from, site.bridges.indexOf(other.entity), macs);
    });
  // Comparing tables is the last reason: it is said only where no table names the other side.
  const named = [
    ...rows.filter(({ kind }) => kind !== "compared").slice(0, FEW),
    ...stpEvidence(site, entity, port),
  ];
  return named.length > 0 ? named : rows.slice(0, FEW);
}

function uniqueEvidence(all: readonly Evidence[]): readonly Evidence[] {
  if (all.length < 2) return all;
  const seen = new Map(all.map((evidence) => [JSON.stringify(evidence), evidence]));
  return [...seen.values()];
}
