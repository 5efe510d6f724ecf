import type { Instant } from "../clock.ts";
import type { TopologyMessageKey } from "../messages/topology.ts";
import type { Entity } from "./entity.ts";
import type { Edge } from "./measured.ts";
import type { Claim } from "./neighbours.ts";
import type { Site } from "./site.ts";
import type { Evidence, LinkEnd, Saying } from "./types.ts";

export const saying = (key: TopologyMessageKey, params: Saying["params"] = {}): Saying => ({ key, params });

/** The name that a person knows it by; an address when it has none. */
export const nameOf = (entity: Entity | undefined): string =>
  entity === undefined
    ? ""
    : entity.name === ""
      ? (entity.ips[0] ?? entity.macs[0] ?? entity.id)
      : entity.name;

export const nameAt = (site: Site, entity: number): string => nameOf(site.entities[entity]);

const atOf = (at: Instant | undefined) => (at === undefined || at === 0 ? {} : { at });

/** The end of a link at a port (-1: not known) of an entity. */
export function endOf(site: Site, entity: number, port: number): LinkEnd {
  const node = site.entities[entity]?.id ?? "";
  const ports = site.ports[entity];
  if (port < 0 || ports === undefined) return { node };
  const members = ports.membersOf(port);
  return { node, port: ports.nameOf(port), ...(members.length > 0 && { members }) };
}

/** "SW-1, port 7" in a sentence, without words that would need a language. */
export function placeOf(site: Site, entity: number, port: number): string {
  const name = site.ports[entity]?.nameOf(port) ?? "";
  return port < 0 || name === "" ? nameAt(site, entity) : `${nameAt(site, entity)} (${name})`;
}

function claimEvidence({ from, port, to, row, at }: Claim): Evidence {
  const remotePort = row.remotePort ?? "";
  const params = { device: nameOf(from), port, protocol: row.protocol.toUpperCase(), neighbour: nameOf(to) };
  return {
    kind: row.protocol,
    device: from.id,
    port,
    ...atOf(at),
    detail:
      remotePort === ""
        ? saying("topology.evidence.neighbour_portless", params)
        : saying("topology.evidence.neighbour", { ...params, remotePort }),
  };
}

export const edgeEvidence = (edge: Edge): Evidence[] => edge.claims.map(claimEvidence);

/** "This bridge has that address on this port." */
export function rowEvidence(site: Site, bridge: number, mac: number, port: number, at: Instant): Evidence {
  const entity = site.entities[site.bridges[bridge] ?? -1];
  const part = site.ports[site.bridges[bridge] ?? -1]?.nameOf(port) ?? "";
  const address = site.macs[mac] ?? "";
  const owner = nameAt(site, site.owner[mac] ?? -1) || address;
  return {
    kind: "fdb",
    device: entity?.id ?? "",
    port: part,
    ...atOf(at),
    detail: saying("topology.evidence.learned", {
      device: nameOf(entity),
      name: owner,
      mac: address,
      port: part,
    }),
  };
}

/** The newest row of a bridge for an address. */
export function newestRow(site: Site, bridge: number, mac: number): Evidence {
  const table = site.tables[bridge];
  return rowEvidence(site, bridge, mac, table?.port[mac] ?? -1, table?.at[mac] ?? 0);
}

/** What the tables say of an entity on given ports. */
export function rowsOn(
  site: Site,
  macs: readonly number[],
  ports: readonly { readonly bridge: number; readonly port: number }[],
): Evidence[] {
  return ports.flatMap(({ bridge, port }) =>
    macs.filter((mac) => site.tables[bridge]?.port[mac] === port).map((mac) => newestRow(site, bridge, mac)),
  );
}

/** Why one bridge is believed to reach another by a port: its address there, or both tables compared. */
export function directionEvidence(
  site: Site,
  from: { readonly bridge: number; readonly port: number },
  to: number,
  macs: readonly number[],
): Evidence[] {
  const rows = rowsOn(site, macs, [from]);
  if (rows.length > 0) return rows;
  const entity = site.bridges[from.bridge] ?? -1;
  const port = site.ports[entity]?.nameOf(from.port) ?? "";
  return [
    {
      kind: "compared",
      device: site.entities[entity]?.id ?? "",
      port,
      ...atOf(site.tables[from.bridge]?.newest),
      detail: saying("topology.evidence.compared", {
        device: nameAt(site, entity),
        other: nameAt(site, site.bridges[to] ?? -1),
        port,
      }),
    },
  ];
}

/** What STP says of the other side of a port. */
export function stpEvidence(site: Site, entity: number, port: number): Evidence[] {
  return site.stp
    .filter((claim) => claim.from === entity && claim.from !== claim.to && claim.port === port)
    .map(({ to, state }): Evidence => {
      const device = site.entities[entity];
      const part = site.ports[entity]?.nameOf(port) ?? "";
      const params = { device: nameOf(device), port: part, state, neighbour: nameAt(site, to) };
      const detail = saying("topology.evidence.stp", params);
      const when = atOf(device?.readAt);
      return Object.assign({ kind: "stp" as const, device: device?.id ?? "", port: part, detail }, when);
    });
}
