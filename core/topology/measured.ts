import type { Entity } from "./entity.ts";
import type { Claim } from "./neighbours.ts";
import type { Site } from "./site.ts";

/** A link that a neighbour table names, both ends together. Port -1: not known. */
export interface Edge {
  readonly a: number;
  readonly aPort: number;
  readonly b: number;
  readonly bPort: number;
  readonly blocked: boolean;
  readonly claims: readonly Claim[];
}

interface Half {
  readonly own: number;
  readonly other: number;
  readonly claim: Claim;
}

/** Claims of both ends joined into edges, `a` before `b`. Claims of a device about itself are no edges. */
export function measuredEdges(site: Site): Edge[] {
  const pairs = new Map<string, Claim[]>();
  for (const claim of site.claims) {
    const [from, to] = [site.numberOf(claim.from), site.numberOf(claim.to)];
    if (from === to) continue;
    const key = `${Math.min(from, to)} ${Math.max(from, to)}`;
    pairs.set(key, [...(pairs.get(key) ?? []), claim]);
  }
  return [...pairs].flatMap(([key, claims]) => {
    const [a = 0, b = 0] = key.split(" ").map(Number);
    return edgesBetween(site, a, b, claims);
  });
}

function edgesBetween(site: Site, a: number, b: number, claims: readonly Claim[]): Edge[] {
  const portOf = (entity: number, part: string | undefined) =>
    part === undefined ? -1 : (site.ports[entity]?.indexOf(part) ?? -1);
  /** Each claim as (port of a, port of b). */
  const halves = claims.map((claim): Half => {
    const from = site.numberOf(claim.from);
    const [here, there] = [portOf(from, claim.port), portOf(from === a ? b : a, claim.remotePort)];
    return from === a ? { own: here, other: there, claim } : { own: there, other: here, claim };
  });
  const edges = new Map<string, { own: number; other: number; claims: Claim[] }>();
  const add = (own: number, other: number, claim: Claim) => {
    const edge = edges.get(`${own} ${other}`);
    if (edge === undefined) edges.set(`${own} ${other}`, { own, other, claims: [claim] });
    else edge.claims.push(claim);
  };
  for (const { own, other, claim } of halves) {
    const full = complete(halves, own, other);
    add(full.own, full.other, claim);
  }
  return oneOtherEnd([...edges.values()], site.entities[a]).map(({ own, other, claims }) => ({
    a,
    aPort: own,
    b,
    bPort: other,
    blocked: (site.blocked[a]?.has(own) ?? false) || (site.blocked[b]?.has(other) ?? false),
    claims,
  }));
}

interface Ends {
  readonly own: number;
  readonly other: number;
  readonly claims: readonly Claim[];
}

/**
 * A cable has one other end. Where one port meets several of the neighbour's, the ports that both sides name stay; of the
 * others only the side that spoke is sure.
 */
function oneOtherEnd(edges: readonly Ends[], a: Entity | undefined): Ends[] {
  const count = (side: "own" | "other") => {
    const counts = new Map<number, number>();
    for (const edge of edges) counts.set(edge[side], (counts.get(edge[side]) ?? 0) + 1);
    return (edge: Ends) => edge[side] >= 0 && (counts.get(edge[side]) ?? 0) > 1;
  };
  const [sharesOwn, sharesOther] = [count("own"), count("other")];
  const speakers = ({ claims }: Ends) => new Set(claims.map(({ from }) => from.id));
  const agreed = edges.filter((edge) => speakers(edge).size > 1);
  const sure = new Map<string, Ends>();
  for (const edge of edges) {
    const doubtful = !agreed.includes(edge) && (sharesOwn(edge) || sharesOther(edge));
    const byA = a !== undefined && speakers(edge).has(a.id);
    const kept = doubtful ? { own: byA ? edge.own : -1, other: byA ? -1 : edge.other } : edge;
    const same = (other: Ends) => (kept.own >= 0 ? other.own === kept.own : other.other === kept.other);
    if (doubtful && agreed.some(same)) continue;
    const key = `${kept.own} ${kept.other}`;
    const claims = [...(sure.get(key)?.claims ?? []), ...edge.claims];
    sure.set(key, { own: kept.own, other: kept.other, claims });
  }
  return [...sure.values()];
}

/** A missing port, from the other side's claims when they leave only one. */
function complete(halves: readonly Half[], own: number, other: number): { own: number; other: number } {
  if (own >= 0 && other >= 0) return { own, other };
  const fits = halves.filter((half) => (own >= 0 ? half.own === own : half.other === other));
  const whole = fits.find((half) => half.own >= 0 && half.other >= 0);
  if (whole !== undefined) return whole;
  const owns = new Set(halves.map((half) => half.own).filter((port) => port >= 0));
  const others = new Set(halves.map((half) => half.other).filter((port) => port >= 0));
  if (owns.size !== 1 || others.size !== 1) return { own, other };
  return { own: [...owns][0] ?? own, other: [...others][0] ?? other };
}
