import type { Located } from "./locate.ts";
import type { Edge } from "./measured.ts";
import type { Members } from "./members.ts";
import { edgeEvidence, endOf, nameAt, newestRow, nameOf, rowEvidence, saying } from "./sayings.ts";
import type { Site } from "./site.ts";
import type { Solution } from "./solve.ts";
import { sinceWhen } from "./table.ts";
import type { Evidence, Link, Placement, Saying } from "./types.ts";

const FEW = 4;

export interface SolvedZone {
  readonly members: Members;
  readonly solution: Solution;
  readonly hiddenId?: string;
}

/** Where each address hangs; and each device that no table has, by its links. */
export function placementsOf(
  site: Site,
  located: readonly (Located | undefined)[],
  zones: readonly SolvedZone[],
  links: readonly Link[],
): Placement[] {
  const byTable = located.flatMap((spot, mac) => {
    const entity = site.owner[mac] ?? -1;
    if (spot === undefined || entity < 0) return [];
    return [placeAddress(site, mac, spot, zones[spot.zone])];
  });
  const placed = new Set(byTable.map(({ node }) => node));
  return [...byTable, ...links.flatMap((link) => placeByLink(site, link, placed))];
}

function placeAddress(site: Site, mac: number, spot: Located, zone: SolvedZone | undefined): Placement {
  const entity = site.owner[mac] ?? -1;
  const device = site.bridges[spot.bridge] ?? -1;
  const end = endOf(site, device, spot.port);
  const port = end.port ?? "";
  const named = namedEdge(zone, entity, device, spot.port);
  const behind = spot.exact ? behindOf(site, zone, entity) : undefined;
  const params = { name: nameAt(site, entity), port, device: nameAt(site, device) };
  return {
    mac: site.macs[mac] ?? "",
    node: site.entities[entity]?.id ?? "",
    device: end.node,
    port,
    exact: spot.exact,
    ...(behind !== undefined && { behind }),
    confidence: named === undefined ? "inferred" : "measured",
    ...timesOf(site, mac, spot),
    stale: spot.stale,
    evidence: forOf(site, mac, spot, named),
    against: againstOf(site, mac, spot),
    says: placeSaying(site, params, spot, behind),
  };
}

function timesOf(site: Site, mac: number, { bridge }: Located): { at?: number; since?: number } {
  const table = site.tables[bridge];
  const at = table?.at[mac] ?? 0;
  return table === undefined || at === 0 ? {} : { at, since: sinceWhen(table, mac) };
}

/** The neighbour table, the row that places it, and some that agree. */
function forOf(site: Site, mac: number, spot: Located, named: Edge | undefined): Evidence[] {
  const rest = spot.agree.filter((bridge) => bridge !== spot.bridge).slice(0, 2);
  const rows = [spot.bridge, ...rest].map((bridge) => newestRow(site, bridge, mac));
  return named === undefined ? rows : [...edgeEvidence(named), ...rows];
}

function placeSaying(
  site: Site,
  params: Saying["params"],
  spot: { readonly exact: boolean; readonly stale: boolean },
  behind: string | undefined,
): Saying {
  if (spot.stale) return saying("topology.place.stale", params);
  if (!spot.exact) return saying("topology.place.somewhere", params);
  if (behind === undefined) return saying("topology.place.exact", params);
  const entity = site.directory.byId(behind);
  if (entity === undefined) return saying("topology.place.behind_hidden", params);
  return saying("topology.place.behind", { ...params, behind: nameOf(entity) });
}

function namedEdge(
  zone: SolvedZone | undefined,
  entity: number,
  device: number,
  port: number,
): Edge | undefined {
  return zone?.solution.named.find(
    (edge) =>
      (edge.a === entity && edge.b === device && edge.bPort === port) ||
      (edge.b === entity && edge.a === device && edge.aPort === port),
  );
}

/** What the member hangs on within its zone, when that is not the port itself. */
function behindOf(site: Site, zone: SolvedZone | undefined, entity: number): string | undefined {
  if (zone === undefined) return undefined;
  const { direct, hidden, named } = zone.solution;
  const pair = direct.find(([, b]) => b.entity === entity) ?? direct.find(([a]) => a.entity === entity);
  if (pair !== undefined) {
    const [a, b] = pair;
    const other = b.entity === entity ? a : b;
    return other.kind === "port" ? undefined : hangsOn(site, zone, entity, other.entity);
  }
  if (named.some((edge) => edge.a === entity || edge.b === entity)) return undefined;
  return hidden === undefined ? undefined : zone.hiddenId;
}

/** The hub itself hangs on its port, not behind its own clients. */
function hangsOn(site: Site, zone: SolvedZone, entity: number, other: number): string | undefined {
  const isHub = zone.solution.direct.some(([a, b]) => a.entity === entity && b.entity === other);
  return isHub ? undefined : site.entities[other]?.id;
}

/** Rows of other bridges that do not fit, and earlier rows of the same bridge on other ports. */
function againstOf(site: Site, mac: number, spot: Located): Evidence[] {
  if (spot.against.length === 0 && site.tables.every(({ past }) => past.size === 0 || !past.has(mac)))
    return [];
  const others = spot.against.slice(0, FEW).map((bridge) => newestRow(site, bridge, mac));
  const past = site.tables.flatMap((table, bridge) =>
    (table.past.get(mac) ?? [])
      .filter(({ port }) => port !== table.port[mac])
      .map(({ port, at }) => ({ bridge, port, at })),
  );
  const earlier = past
    .toSorted((a, b) => b.at - a.at || a.bridge - b.bridge || a.port - b.port)
    .slice(0, FEW)
    .map(({ bridge, port, at }) => rowEvidence(site, bridge, mac, port, at));
  return [...others, ...earlier];
}

/** Devices that no forwarding table places: their link to the device above them does. */
function placeByLink(site: Site, link: Link, placed: ReadonlySet<string>): Placement[] {
  const { ends, above, state, confidence, evidence } = link;
  const upper = ends.find(({ node }) => node === above);
  const lower = ends.find(({ node }) => node !== above);
  if (upper?.port === undefined || lower === undefined || state !== "active" || placed.has(lower.node))
    return [];
  const [entity, device] = [site.directory.byId(lower.node), site.directory.byId(upper.node)];
  if (entity === undefined || device?.kind !== "device") return [];
  const times = evidence.flatMap(({ at }) => at ?? []);
  const params = { name: nameOf(entity), port: upper.port, device: nameOf(device) };
  return [
    {
      ...(entity.macs[0] !== undefined && { mac: entity.macs[0] }),
      node: lower.node,
      device: upper.node,
      port: upper.port,
      exact: true,
      confidence,
      ...(times.length > 0 && { at: Math.max(...times) }),
      stale: false,
      evidence,
      against: [],
      says: saying("topology.place.exact", params),
    },
  ];
}
