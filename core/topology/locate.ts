import { MINUTE } from "../clock.ts";
import type { Directions } from "./directions.ts";
import type { Site } from "./site.ts";
import { AGEING, isCurrent } from "./table.ts";
import type { BridgePort, Zones } from "./zones.ts";

/** Where one address hangs, by all tables together. */
export interface Located extends BridgePort {
  readonly zone: number;
  /** Nothing that has a table can stand between the port and the address. */
  readonly exact: boolean;
  /** In the newest reading of its bridge; and whether that is an old one. */
  readonly current: boolean;
  readonly stale: boolean;
  /** Bridges whose newest row agrees, and those whose row does not. */
  readonly agree: readonly number[];
  readonly against: readonly number[];
}

interface Spot extends BridgePort {
  readonly agree: readonly number[];
  readonly against: readonly number[];
}

/** Readings of one site are at most this far apart when all is well. */
const FRESH = 30 * MINUTE;

/** By the site's number of the address; undefined where no table has it (or its owner is no one). */
export function locateAll(site: Site, directions: Directions, zones: Zones): (Located | undefined)[] {
  return site.macs.map((_, mac) => {
    const spot = bestSpot(site, directions, mac);
    if (spot === undefined) return undefined;
    const table = site.tables[spot.bridge];
    const at = table?.at[mac] ?? 0;
    const exact = isExact(site, directions, zones, mac, spot);
    const current = table !== undefined && isCurrent(table, mac);
    return {
      ...spot,
      zone: zones.of(spot.bridge, spot.port),
      exact,
      current,
      stale: !current || site.newest - at > FRESH,
    };
  });
}

/** Bridges that know the address, newest row first. */
function bridgesThatKnow(site: Site, mac: number): number[] {
  const bridges: number[] = [];
  let sameTime = true;
  site.tables.forEach((table, bridge) => {
    if ((table.port[mac] ?? -1) < 0) return;
    sameTime &&= bridges.length === 0 || atOf(site, mac, bridges[0] ?? 0) === table.at[mac];
    bridges.push(bridge);
  });
  return sameTime ? bridges : bridges.toSorted((a, b) => atOf(site, mac, b) - atOf(site, mac, a) || a - b);
}

const atOf = (site: Site, mac: number, bridge: number) => site.tables[bridge]?.at[mac] ?? 0;
const portOf = (site: Site, mac: number, bridge: number) => site.tables[bridge]?.port[mac] ?? -1;

/**
 * The newest row, followed to the deepest switch that agrees. Where rows of about the same time contradict each other
 * (the PC is just being moved, or two answer to one address), the spot that most tables agree with.
 */
function bestSpot(site: Site, directions: Directions, mac: number): Spot | undefined {
  const rows = bridgesThatKnow(site, mac);
  const [newest] = rows;
  if (newest === undefined) return undefined;
  let best = settle(site, directions, mac, rows, newest);
  if (best.against.length === 0) return best;
  for (const row of rows) {
    if (atOf(site, mac, newest) - atOf(site, mac, row) > AGEING) break;
    const spot = settle(site, directions, mac, rows, row);
    if (spot.agree.length > best.agree.length) best = spot;
  }
  return best;
}

function settle(
  site: Site,
  directions: Directions,
  mac: number,
  rows: readonly number[],
  start: number,
): Spot {
  const seen = new Set([start]);
  let bridge = start;
  for (;;) {
    const deeper = rows.find((row) => !seen.has(row) && liesBeyond(site, directions, mac, bridge, row));
    if (deeper === undefined) break;
    bridge = deeper;
    seen.add(deeper);
  }
  const agree: number[] = [];
  const against: number[] = [];
  for (const row of rows) {
    const back = directions.toward(row, bridge);
    const agrees = row === bridge || back < 0 || back === portOf(site, mac, row);
    (agrees ? agree : against).push(row);
  }
  return { bridge, port: portOf(site, mac, bridge), agree, against };
}

/** The other bridge is behind this one's port, and has the address on its far side. */
function liesBeyond(site: Site, { toward }: Directions, mac: number, bridge: number, other: number): boolean {
  if (toward(bridge, other) !== portOf(site, mac, bridge)) return false;
  const back = toward(other, bridge);
  return back >= 0 && back !== portOf(site, mac, other);
}

function isExact(site: Site, directions: Directions, zones: Zones, mac: number, spot: Spot): boolean {
  const zone = zones.all[zones.of(spot.bridge, spot.port)];
  if (zone === undefined || zone.loose || site.tables[spot.bridge]?.vague[mac] === 1) return false;
  const mates = zone.ports.filter(({ bridge }) => bridge !== spot.bridge);
  const confirmed = ({ bridge, port }: BridgePort) => site.tables[bridge]?.port[mac] === port;
  if (!mates.every(confirmed)) return false;
  // A bridge that may be behind this port must be known to be behind another of the zone.
  return site.bridges.every(
    (_, other) =>
      other === spot.bridge ||
      mates.some(({ bridge }) => bridge === other) ||
      !directions.mayBe(spot.bridge, other, spot.port) ||
      mates.some(({ bridge, port }) => !directions.mayBe(bridge, other, port)),
  );
}
