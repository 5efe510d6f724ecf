import { MINUTE } from "../clock.ts";
import { compare, unique } from "./entity.ts";
import { edgeEvidence, nameAt, rowEvidence, saying } from "./sayings.ts";
import type { Site } from "./site.ts";
import type { PastRow, Table } from "./table.ts";
import type { Evidence, Link, Loop } from "./types.ts";

/** Evidence of loops: devices that meet themselves, addresses that jump, rings that nobody blocks. */
export function findLoops(
  site: Site,
  rings: readonly Link[],
  leadsToWireless: (bridge: number, port: number) => boolean,
): Loop[] {
  const loops = [
    ...site.entities.flatMap((_, entity) => meetsItself(site, entity)),
    ...site.bridges.flatMap((_, bridge) => jumping(site, bridge, leadsToWireless)),
    ...rings.flatMap((link) => ringLoop(site, link)),
  ];
  const key = ({ kind, device, ports }: Loop) => [kind, device, ...ports].join("\n");
  return loops.toSorted((a, b) => compare(key(a), key(b)));
}

/** By a neighbour table, by its own address learned on a port, or by its own STP hello come back on another port. */
function meetsItself(site: Site, entity: number): Loop[] {
  const { device, id = "" } = site.entities[entity] ?? {};
  if (device === undefined) return [];
  const evidence = [...hearsItself(site, entity), ...learnsItself(site, entity), ...ownHellos(site, entity)];
  const ports = unique(evidence.flatMap(({ port }) => port ?? []));
  if (ports.length === 0) return [];
  const shut = ports.some((part) => site.blocked[entity]?.has(site.ports[entity]?.indexOf(part) ?? -1));
  const params = { device: nameAt(site, entity), ports: ports.join(", ") };
  const says = saying(shut ? "topology.loop.self_blocked" : "topology.loop.self", params);
  return [{ kind: "self", device: id, ports, blocked: shut, evidence: sorted(evidence), says }];
}

function hearsItself(site: Site, entity: number): Evidence[] {
  const id = site.entities[entity]?.id;
  const claims = site.claims.filter(({ from, to }) => from.id === id && to.id === id);
  return edgeEvidence({ a: entity, aPort: -1, b: entity, bPort: -1, blocked: false, claims });
}

/** Only where the row says "learned" and the port is a real one: many switches list their own addresses otherwise. */
function learnsItself(site: Site, entity: number): Evidence[] {
  const { device, macs = [], id = "" } = site.entities[entity] ?? {};
  const connected = (device?.ports ?? []).filter(({ operUp }) => operUp !== false);
  const wired = new Set(connected.map(({ part }) => part));
  return (device?.forwarding ?? [])
    .filter(({ mac, port, status }) => status === "learned" && wired.has(port) && macs.includes(mac))
    .map(({ mac, port }) => {
      const params = { device: nameAt(site, entity), mac, port };
      return { kind: "fdb", device: id, port, detail: saying("topology.evidence.own_address", params) };
    });
}

/** Only where the port was shut for it: one that sends its own hellos and forwards names its ports in a way of its own. */
function ownHellos(site: Site, entity: number): Evidence[] {
  const returned = site.stp.filter(
    ({ from, to, port, toPort, blocked }) =>
      from === entity && to === entity && blocked && toPort !== undefined && toPort !== port,
  );
  return returned.map(({ port, state }) => {
    const part = site.ports[entity]?.nameOf(port) ?? "";
    const name = nameAt(site, entity);
    const detail = saying("topology.evidence.stp", { device: name, port: part, state, neighbour: name });
    return { kind: "stp", device: site.entities[entity]?.id ?? "", port: part, detail };
  });
}

/** How many addresses must jump: one may be a laptop that is carried about. */
const SEVERAL = 2;
const QUICK = 30 * MINUTE;

/** Several addresses that went from one port to another and came back: a loop, unless both lead to Wi-Fi (roaming). */
function jumping(
  site: Site,
  bridge: number,
  leadsToWireless: (bridge: number, port: number) => boolean,
): Loop[] {
  const table = site.tables[bridge];
  if (table === undefined) return [];
  const pairs = new Map<string, number[]>();
  for (const [mac, past] of table.past) {
    for (const pair of returnsOf(rowsOf(table, mac, past)))
      pairs.set(pair, [...(pairs.get(pair) ?? []), mac]);
  }
  const entity = site.bridges[bridge] ?? -1;
  return [...pairs].flatMap(([pair, macs]): Loop[] => {
    const numbers = pair.split(" ").map(Number);
    if (macs.length < SEVERAL || numbers.every((port) => leadsToWireless(bridge, port))) return [];
    const ports = numbers.map((port) => site.ports[entity]?.nameOf(port) ?? "").toSorted(compare);
    const evidence = macs
      .slice(0, 3)
      .flatMap((mac) =>
        rowsOf(table, mac, table.past.get(mac) ?? []).map(({ port, at }) =>
          rowEvidence(site, bridge, mac, port, at),
        ),
      );
    const params = { device: nameAt(site, entity), count: macs.length, ports: ports.join(", ") };
    const device = site.entities[entity]?.id ?? "";
    return [
      {
        kind: "flapping",
        device,
        ports,
        blocked: false,
        evidence,
        says: saying("topology.loop.flapping", params),
      },
    ];
  });
}

const rowsOf = (table: Table, mac: number, past: readonly PastRow[]): PastRow[] =>
  [...past, { port: table.port[mac] ?? -1, at: table.at[mac] ?? 0 }]
    .filter(({ port }) => port >= 0)
    .toSorted((a, b) => a.at - b.at || a.port - b.port);

/** Pairs of ports between which an address went away and back soon. */
function returnsOf(rows: readonly PastRow[]): ReadonlySet<string> {
  const stays = rows.filter((row, index) => index === 0 || rows[index - 1]?.port !== row.port);
  const pairs = new Set<string>();
  stays.forEach(({ port, at }, index) => {
    const [between, back] = [stays[index + 1], stays[index + 2]];
    if (between === undefined || back?.port !== port || back.at - at > QUICK) return;
    pairs.add([port, between.port].toSorted((a, b) => a - b).join(" "));
  });
  return pairs;
}

function ringLoop(site: Site, { ends, evidence }: Link): Loop[] {
  const end = ends.find(({ port }) => port !== undefined);
  const entity = end === undefined ? undefined : site.directory.byId(end.node);
  if (end?.port === undefined || entity === undefined) return [];
  const params = { device: nameAt(site, site.numberOf(entity)), ports: end.port };
  const says = saying("topology.loop.ring", params);
  return [{ kind: "ring", device: end.node, ports: [end.port], blocked: false, evidence, says }];
}

const sorted = (evidence: readonly Evidence[]) =>
  evidence.toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
