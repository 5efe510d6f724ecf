import { type Side, comparePair } from "./compare-tables.ts";
import { macOfBridgeId } from "./mac.ts";
import type { Edge } from "./measured.ts";
import type { Site } from "./site.ts";

/** Which port of each bridge leads to each other bridge. Bridges go by their place in `site.bridges`. */
export interface Directions {
  /** -1 when it is not known. */
  readonly toward: (x: number, y: number) => number;
  /** False only where `y` cannot be behind this port of `x`. */
  readonly mayBe: (x: number, y: number, port: number) => boolean;
}

export function findDirections(site: Site, edges: readonly Edge[]): Directions {
  const count = site.bridges.length;
  const toward = new Int32Array(count * count).fill(-1);
  const options = new Map<number, ReadonlySet<number>>();
  const learn = (x: number, y: number, port: number) => {
    if (x < 0 || y < 0 || x === y || port < 0 || (toward[x * count + y] ?? -1) >= 0) return;
    toward[x * count + y] = port;
  };
  learnFromTables(site, learn);
  const bridgeOf = new Map(site.bridges.map((entity, bridge) => [entity, bridge]));
  const numberOf = (entity: number) => bridgeOf.get(entity) ?? -1;
  for (const edge of edges) {
    if (edge.blocked) continue;
    learn(numberOf(edge.a), numberOf(edge.b), edge.aPort);
    learn(numberOf(edge.b), numberOf(edge.a), edge.bPort);
  }
  learnFromStp(site, numberOf, learn);
  chain(toward, count);
  for (let round = 0; round < ROUNDS; round++) {
    if (!compareAll(site, toward, options, round > 0)) break;
    chain(toward, count);
  }
  return {
    toward: (x, y) => toward[x * count + y] ?? -1,
    mayBe: (x, y, port) => {
      const known = toward[x * count + y] ?? -1;
      return known >= 0 ? known === port : (options.get(x * count + y)?.has(port) ?? true);
    },
  };
}
/** Each round needs what the one before learned; deeper dependence than this was not seen to add anything. */
const ROUNDS = 3;

type Learn = (x: number, y: number, port: number) => void;

/** A bridge that has another's own address on a port reaches it by that port. */
function learnFromTables(site: Site, learn: Learn): void {
  const own = new Map(site.bridges.map((entity, bridge) => [entity, { bridge, macs: [] as number[] }]));
  site.owner.forEach((entity, mac) => own.get(entity)?.macs.push(mac));
  site.tables.forEach((table, x) => {
    for (const { bridge: y, macs } of own.values()) {
      const seen = macs.filter((mac) => (table.settled[mac] ?? -1) >= 0);
      const ports = [...Map.groupBy(seen, (mac) => table.settled[mac] ?? -1)].map(([port, group]) => ({
        port,
        votes: group.length,
        at: Math.max(...group.map((mac) => table.at[mac] ?? 0)),
      }));
      const [best, second] = ports.toSorted((a, b) => b.votes - a.votes || b.at - a.at);
      if (best === undefined) continue;
      const even = second !== undefined && second.votes === best.votes && second.at === best.at;
      if (!even) learn(x, y, best.port);
    }
  });
}

function learnFromStp(site: Site, numberOf: (entity: number) => number, learn: Learn): void {
  for (const { from, port, to, toPort, blocked } of site.stp) {
    if (blocked || site.blocked[to]?.has(toPort ?? -1)) continue;
    learn(numberOf(from), numberOf(to), port);
    if (toPort !== undefined && from !== to) learn(numberOf(to), numberOf(from), toPort);
  }
  site.bridges.forEach((entity, x) => {
    const { rootId = "", rootPort = "" } = site.entities[entity]?.device?.stp ?? {};
    const mac = macOfBridgeId(rootId);
    const root = mac === undefined ? undefined : site.directory.byMac(mac);
    const port = site.ports[entity]?.indexOf(rootPort) ?? -1;
    if (root !== undefined) learn(x, numberOf(site.numberOf(root)), port);
  });
}

/** What lies behind a bridge is reached by the port that leads to that bridge. */
function chain(toward: Int32Array, count: number): void {
  const at = (x: number, y: number) => toward[x * count + y] ?? -1;
  const throughAny = (x: number, y: number): number => {
    for (let c = 0; c < count; c++) {
      const there = at(x, c);
      const back = at(c, x);
      const on = at(c, y);
      if (there >= 0 && back >= 0 && on >= 0 && back !== on) return there;
    }
    return -1;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (let x = 0; x < count; x++) {
      for (let y = 0; y < count; y++) {
        if (x === y || at(x, y) >= 0) continue;
        const port = throughAny(x, y);
        if (port < 0) continue;
        toward[x * count + y] = port;
        changed = true;
      }
    }
  }
}

/** Compares the tables of every pair that is not settled; true when something was learned. */
function compareAll(
  site: Site,
  toward: Int32Array,
  options: Map<number, ReadonlySet<number>>,
  halfKnownOnly: boolean,
): boolean {
  const count = site.bridges.length;
  const sides = site.bridges.map((_, bridge) => sideOf(site, bridge));
  let learned = false;
  const note = (key: number, ports: ReadonlySet<number>) => {
    options.set(key, ports);
    const [port] = ports;
    if (ports.size !== 1 || port === undefined || (toward[key] ?? -1) >= 0) return;
    toward[key] = port;
    learned = true;
  };
  const compare = (x: number, y: number) => {
    const [there, back] = [toward[x * count + y] ?? -1, toward[y * count + x] ?? -1];
    if ((there >= 0 && back >= 0) || (halfKnownOnly && there < 0 && back < 0)) return;
    const [a, b] = [narrowed(sides[x], there), narrowed(sides[y], back)];
    const found = a && b && comparePair(a, b);
    if (found === undefined) return;
    note(x * count + y, found.a);
    note(y * count + x, found.b);
  };
  for (let x = 0; x < count; x++) for (let y = x + 1; y < count; y++) compare(x, y);
  return learned;
}

const narrowed = (side: Side | undefined, known: number): Side | undefined =>
  side === undefined || known < 0 ? side : { ...side, ports: [known] };

function sideOf(site: Site, bridge: number): Side | undefined {
  const entity = site.bridges[bridge] ?? -1;
  const [table, ports, blocked] = [site.tables[bridge], site.ports[entity], site.blocked[entity]];
  if (table === undefined || ports === undefined) return undefined;
  const all = Array.from({ length: ports.count }, (_, port) => port);
  const open = all.filter((port) => ports.usable(port) && blocked?.has(port) !== true);
  // A device whose ports could not be listed may be reached by one that no table names.
  const listed = (site.entities[entity]?.device?.ports ?? []).length > 0;
  return { table, ports: listed ? open : [...open, ports.count], portCount: ports.count + 1 };
}
