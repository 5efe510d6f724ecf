import fc from "fast-check";
import type { SiteEvidence, Topology } from "../../core/topology/types.ts";
import { type Network, endsOf, network } from "./network.ts";

/** Holds a map against the network that was really there. */

/** Random trees: `switches` managed ones, unmanaged ones and access points among them, leaves anywhere. */
export const anyNetwork = (sizes: { switches: number; unmanaged: number; points: number; leaves: number }) =>
  fc
    .record({
      switches: fc.array(fc.nat(), { minLength: 1, maxLength: sizes.switches }),
      unmanaged: fc.array(fc.nat(), { maxLength: sizes.unmanaged }),
      points: fc.array(fc.nat(), { maxLength: sizes.points }),
      leaves: fc.array(fc.nat(), { minLength: 2, maxLength: sizes.leaves }),
      order: fc.nat(),
    })
    .map(grow);

interface Shape {
  readonly switches: readonly number[];
  readonly unmanaged: readonly number[];
  readonly points: readonly number[];
  readonly leaves: readonly number[];
  readonly order: number;
}

/** Each node hangs on one that stands before it; unmanaged switches are mixed in among the managed ones. */
function grow({ switches, unmanaged, points, leaves, order }: Shape): Network {
  const inner = [
    ...switches.map((choice, i) => ({ name: `SW${i + 1}`, choice, rank: (i * 7919 + order) % 101 })),
    ...unmanaged.map((choice, i) => ({ name: `U${i + 1}`, choice, rank: (i * 104_729 + order) % 101 })),
  ].toSorted((a, b) => a.rank - b.rank);
  const ports = new Map<string, number>();
  const end = (name: string) => {
    const port = (ports.get(name) ?? 0) + 1;
    ports.set(name, port);
    return name.startsWith("SW") ? `${name}/${port}` : name;
  };
  const lines: string[] = [];
  const placed: string[] = [];
  const hang = (name: string, on: readonly string[], choice: number) => {
    const parent = on[choice % Math.max(1, on.length)];
    if (parent !== undefined) lines.push(`${end(parent)} - ${end(name)}`);
  };
  for (const { name, choice } of inner) {
    hang(name, placed, choice);
    placed.push(name);
  }
  const managed = placed.filter((name) => name.startsWith("SW"));
  points.forEach((choice, i) => hang(`AP${i + 1}`, managed, choice));
  const all = [...placed, ...points.map((_, i) => `AP${i + 1}`)];
  leaves.forEach((choice, i) => hang(i === 0 ? "R1" : i % 2 === 0 ? `PC${i}` : `ST${i}`, all, choice));
  return network(lines.join("\n"));
}

/** The nodes between two nodes of a tree, and the ports at both ends; undefined when nothing joins them. */
export function pathBetween(net: Network, from: string, to: string) {
  const before = new Map<string, { node: string; out: string; in: string }>();
  const queue = [from];
  for (const node of queue) {
    for (const { here, far, blocked } of endsOf(net, node)) {
      if (blocked || far.node === from || before.has(far.node)) continue;
      before.set(far.node, { node, out: here.port, in: far.port });
      queue.push(far.node);
    }
  }
  const between: string[] = [];
  const last = before.get(to);
  if (last === undefined) return undefined;
  let step = last;
  while (step.node !== from) {
    between.push(step.node);
    const next = before.get(step.node);
    if (next === undefined) return undefined;
    step = next;
  }
  return { between, out: step.out, in: last.in };
}

/** What a full map of the network shows: unmanaged switches that join three or more are one unseen node. */
export function expectedLinks(net: Network): string[] {
  const text = (end: { node: string; port: string }) => {
    const name = /^(?:ST|VM)/.test(end.node)
      ? `mac:${net.nodes.find((n) => n.name === end.node)?.mac}`
      : end.node;
    return end.port === "" ? name : `${name}/${end.port}`;
  };
  const links = net.cables
    .filter(({ a, b }) => !a.node.startsWith("U") && !b.node.startsWith("U"))
    .map(({ a, b }) => [text(a), text(b)].toSorted().join(" - "));
  const done = new Set<string>();
  for (const { name, kind } of net.nodes) {
    if (kind !== "U" || done.has(name)) continue;
    const cluster = new Set([name]);
    const ends: string[] = [];
    for (const inner of cluster) {
      done.add(inner);
      for (const { far } of endsOf(net, inner)) {
        if (far.node.startsWith("U")) cluster.add(far.node);
        else ends.push(text(far));
      }
    }
    if (ends.length === 2) links.push(ends.toSorted().join(" - "));
    if (ends.length > 2) links.push(...ends.map((end) => `${end} - ?`));
  }
  return links.toSorted();
}

/** Links as `expectedLinks` writes them: every unseen node is `?`. */
export function shownLinks({ nodes, links }: Topology): string[] {
  const hidden = new Set(nodes.filter(({ kind }) => kind === "hidden").map(({ id }) => id));
  return links
    .map(({ ends }) => {
      const texts = ends.map(({ node, port }) => (port === undefined ? node : `${node}/${port}`));
      const seen = texts.filter((_, i) => !hidden.has(ends[i]?.node ?? ""));
      return seen.length < 2 ? `${seen[0] ?? ""} - ?` : texts.toSorted().join(" - ");
    })
    .toSorted();
}

/** Everything in the map that is not so, in words. `evidence`: what the map was made of. */
export function falsehoods(net: Network, evidence: SiteEvidence, topology: Topology): string[] {
  const seen = sightings(evidence);
  const names = new Map(net.nodes.map(({ name, mac }) => [`mac:${mac}`, name]));
  for (const { name, mac } of net.nodes) names.set(`neighbour:${mac}`, name);
  const nameOf = (id: string) => names.get(id) ?? id;
  const tables = new Set(
    evidence.devices.filter(({ forwarding = [] }) => forwarding.length > 0).map(({ id }) => id),
  );
  const macOf = new Map(net.nodes.map(({ name, mac }) => [name, mac]));
  /** Unmanaged, or silent and known to nobody (or not to the one bridge that could tell). */
  const invisible = (name: string, toBridge?: string) =>
    name.startsWith("U") ||
    (!tables.has(name) &&
      (!seen.has(macOf.get(name) ?? "") ||
        (toBridge !== undefined && !seen.has(`${toBridge} ${macOf.get(name)}`))));
  const hidden = new Map(
    topology.nodes.flatMap(({ id, hidden }) => (hidden === undefined ? [] : [[id, hidden]])),
  );
  const wrong: string[] = [];

  const pairs = topology.links.flatMap(({ ends: [a, b] }) =>
    hidden.has(a.node) || hidden.has(b.node) ? [] : [[a, b]],
  );
  for (const [a, b] of pairs) {
    if (a === undefined || b === undefined) continue;
    const path = pathBetween(net, nameOf(a.node), nameOf(b.node));
    const bridge = [a.node, b.node].filter((id) => tables.has(id));
    const alone = bridge.length === 1 ? bridge[0] : undefined;
    const direct = path?.between.every((name) => invisible(name, alone)) === true;
    if (!direct || !portFits(a.port, path?.out) || !portFits(b.port, path?.in)) {
      wrong.push(`link ${a.node}/${a.port} - ${b.node}/${b.port} (between: ${path?.between.join(",")})`);
    }
  }
  for (const [id, kind] of hidden) {
    const ends = topology.links.flatMap(({ ends: [a, b] }) =>
      a.node === id ? [b] : b.node === id ? [a] : [],
    );
    for (const a of ends) {
      const paths = ends.filter((b) => b !== a).map((b) => pathBetween(net, nameOf(a.node), nameOf(b.node)));
      const fits = paths.map((path) => {
        if (kind === "unclear") return portFits(a.port, path?.out);
        const through = path?.between.every((name) => invisible(name)) === true && path.between.length > 0;
        return through && portFits(a.port, path.out);
      });
      // An unclear part says only that each end leads to others of it.
      const holds = kind === "unclear" ? fits.some(Boolean) : fits.every(Boolean);
      if (!holds) wrong.push(`${id} (${kind}) at ${a.node}/${a.port} (${JSON.stringify(paths)})`);
    }
  }
  for (const { device, port, node, exact, behind } of topology.placements) {
    const path = pathBetween(net, device, nameOf(node));
    const bare = path?.between.every((name) => !tables.has(name)) === true;
    const passes =
      behind === undefined ||
      hidden.has(behind) ||
      pathBetween(net, nameOf(behind), nameOf(node))?.between.every((name) => invisible(name)) === true;
    if (!portFits(port, path?.out) || (exact && !bare) || (exact && !passes)) {
      wrong.push(
        `place of ${node} on ${device}/${port} exact ${exact} behind ${behind} (${path?.between.join(",")})`,
      );
    }
  }
  return wrong;
}

const portFits = (claimed: string | undefined, real: string | undefined) =>
  real !== undefined && (claimed === undefined || claimed === real);

/**
 * Addresses that some bridge's table shows (also with whose table it is), and those that hang on them by LLDP. Silent
 * switches that only hear each other stand nowhere.
 */
function sightings({ devices }: SiteEvidence): ReadonlySet<string> {
  const seen = new Set<string>();
  const heard: (readonly [string, string])[] = [];
  for (const { id, macs: [own = ""] = [], forwarding = [], neighbours = [] } of devices) {
    for (const { mac } of forwarding) seen.add(mac).add(`${id} ${mac}`);
    for (const { remoteChassisId = "" } of neighbours) {
      heard.push([own, remoteChassisId]);
      seen.add(`${id} ${remoteChassisId}`);
    }
    if (forwarding.length > 0) seen.add(own);
  }
  for (let size = -1; size !== seen.size;) {
    size = seen.size;
    for (const [a, b] of heard) if (seen.has(a) || seen.has(b)) seen.add(a).add(b);
  }
  return seen;
}

/** The same evidence with rows left out, each with the given chance, and some tables altogether. */
export function withGaps(evidence: SiteEvidence, seed: number, share: number): SiteEvidence {
  let state = (seed >>> 0) + 1;
  const chance = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const devices = evidence.devices.map((device) => {
    const { forwarding = [], neighbours = [], ...rest } = device;
    const [noTable, noLldp] = [chance() < share / 2, chance() < share / 2];
    return {
      ...rest,
      forwarding: noTable ? [] : forwarding.filter(() => chance() >= share),
      neighbours: noLldp ? [] : neighbours.filter(() => chance() >= share),
    };
  });
  return { ...evidence, devices };
}
