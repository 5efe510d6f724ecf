import type { Directions } from "./directions.ts";
import type { Edge } from "./measured.ts";
import type { Site } from "./site.ts";

/** A port of a bridge. */
export interface BridgePort {
  readonly bridge: number;
  readonly port: number;
}

/**
 * What lies between bridges: all ports that reach each other without a bridge in between. Two ports and nothing else
 * are a cable; one port alone is an edge.
 */
export interface Zone {
  readonly ports: readonly BridgePort[];
  /** The ports belong together, but some bridge may stand between them. */
  readonly loose: boolean;
}

export interface Zones {
  readonly all: readonly Zone[];
  readonly of: (bridge: number, port: number) => number;
  /** Edges that are no link: the frames of the neighbour protocol passed through a bridge in between. */
  readonly passedThrough: ReadonlySet<Edge>;
  /** Whether two zones may be one in truth, for all that is known of their ports. */
  readonly mayMeet: (a: Zone, b: Zone) => boolean;
}

type Verdict = "adjacent" | "apart" | "maybe";

export function findZones(site: Site, edges: readonly Edge[], directions: Directions): Zones {
  const offsets: number[] = [];
  let total = 0;
  for (const entity of site.bridges) {
    offsets.push(total);
    total += (site.ports[entity]?.count ?? 0) + 1;
  }
  const sets = disjointSets(total);
  const at = (bridge: number, port: number) => (offsets[bridge] ?? 0) + port;
  const passedThrough = new Set<Edge>();
  const named = new Set<string>();
  const bridgeOf = new Map(site.bridges.map((entity, bridge) => [entity, bridge]));
  for (const edge of edges) {
    const [x, y] = [bridgeOf.get(edge.a), bridgeOf.get(edge.b)];
    if (x === undefined || y === undefined || edge.blocked) continue;
    if (hasBridgeBetween(site, directions, x, y, edge)) passedThrough.add(edge);
    else if (edge.aPort >= 0 && edge.bPort >= 0) {
      named.add(`${x} ${edge.aPort} ${y} ${edge.bPort}`);
      sets.join(at(x, edge.aPort), at(y, edge.bPort));
    }
  }
  const maybe: [number, number][] = [];
  forPairs(site.bridges.length, (x, y) => {
    const [a, b] = [directions.toward(x, y), directions.toward(y, x)];
    if (a < 0 || b < 0 || named.has(`${x} ${a} ${y} ${b}`)) return;
    const verdict = judge(site, directions, x, y);
    if (verdict === "adjacent") sets.join(at(x, a), at(y, b));
    if (verdict === "maybe") maybe.push([at(x, a), at(y, b)]);
  });
  const single = (node: number) => sets.size(node) === 1;
  const loose = maybe.filter(([a, b]) => single(a) && single(b));
  for (const [a, b] of loose) sets.join(a, b);

  const ports = site.bridges.flatMap((entity, bridge) =>
    Array.from({ length: site.ports[entity]?.count ?? 0 }, (_, port) => ({ bridge, port })),
  );
  const groups = [...Map.groupBy(ports, ({ bridge, port }) => sets.find(at(bridge, port)))];
  const numbers = new Map(groups.map(([root], zone) => [root, zone]));
  const looseRoots = new Set(loose.map(([a]) => sets.find(a)));
  return {
    all: groups.map(([root, ports]) => ({ ports, loose: looseRoots.has(root) })),
    of: (bridge, port) => numbers.get(sets.find(at(bridge, port))) ?? -1,
    passedThrough,
    mayMeet: (a, b) =>
      a.ports.every((one) => b.ports.every((other) => mayFace(site, directions, one, other))),
  };
}

/** The ports may look at each other without a bridge in between. */
function mayFace(site: Site, directions: Directions, a: BridgePort, b: BridgePort): boolean {
  const [x, y] = [a.bridge, b.bridge];
  if (x === y) return a.port === b.port;
  if (!directions.mayBe(x, y, a.port) || !directions.mayBe(y, x, b.port)) return false;
  return !site.bridges.some((_, c) => c !== x && c !== y && standsBetween(directions, c, x, y));
}

/** Some bridge sees both ends of the edge on different ports, and the edge is the way that frames take. */
function hasBridgeBetween(site: Site, directions: Directions, x: number, y: number, edge: Edge): boolean {
  const { toward } = directions;
  const taken = (known: number, port: number) => port < 0 || known === port;
  if (!taken(toward(x, y), edge.aPort) || !taken(toward(y, x), edge.bPort)) return false;
  return site.bridges.some((_, c) => c !== x && c !== y && standsBetween(directions, c, x, y));
}

function standsBetween({ toward }: Directions, c: number, x: number, y: number): boolean {
  return toward(c, x) >= 0 && toward(c, y) >= 0 && toward(c, x) !== toward(c, y);
}

function judge(site: Site, directions: Directions, x: number, y: number): Verdict {
  const [a, b] = [directions.toward(x, y), directions.toward(y, x)];
  const others = site.bridges.map((_, c) => c).filter((c) => c !== x && c !== y);
  if (others.some((c) => standsBetween(directions, c, x, y))) return "apart";
  const open = others.filter((c) => mayStandBetween(directions, c, x, y));
  if (open.length === 0) return "adjacent";
  // A bridge that runs STP itself does not pass on the hellos of others.
  const runsStp = (c: number) => site.entities[site.bridges[c] ?? -1]?.device?.stp !== undefined;
  return open.every(runsStp) && namedByStp(site, x, y, a, b) ? "adjacent" : "maybe";
}

function mayStandBetween({ toward, mayBe }: Directions, c: number, x: number, y: number): boolean {
  const sameSide = toward(c, x) >= 0 && toward(c, x) === toward(c, y);
  return !sameSide && mayBe(x, c, toward(x, y)) && mayBe(y, c, toward(y, x));
}

function namedByStp(site: Site, x: number, y: number, a: number, b: number): boolean {
  const [ex, ey] = [site.bridges[x], site.bridges[y]];
  return site.stp.some(
    ({ from, port, to, toPort }) =>
      (from === ex && to === ey && port === a && toPort === b) ||
      (from === ey && to === ex && port === b && toPort === a),
  );
}

function forPairs(count: number, visit: (x: number, y: number) => void): void {
  for (let x = 0; x < count; x++) for (let y = x + 1; y < count; y++) visit(x, y);
}

function disjointSets(count: number) {
  const parent = Int32Array.from({ length: count }, (_, index) => index);
  const sizes = new Int32Array(count).fill(1);
  const find = (node: number): number => {
    let root = node;
    while ((parent[root] ?? root) !== root) root = parent[root] ?? root;
    return root;
  };
  return {
    find,
    size: (node: number) => sizes[find(node)] ?? 1,
    join: (a: number, b: number) => {
      const [low, high] = [find(a), find(b)].toSorted((p, q) => p - q);
      if (low === undefined || high === undefined || low === high) return;
      parent[high] = low;
      sizes[low] = (sizes[low] ?? 1) + (sizes[high] ?? 1);
    },
  };
}
