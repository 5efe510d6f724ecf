import { MINUTE, type Instant } from "../clock.ts";
import type { Entity } from "./entity.ts";
import { isStation } from "./mac.ts";
import type { Ports } from "./ports.ts";

/** How long switches keep an address that is silent (IEEE 802.1D: 300 s): readings closer than this can be compared. */
export const AGEING = 5 * MINUTE;

/** One forwarding table, by the site's numbers of addresses. Newest row first; earlier ones are in `past`. */
export interface Table {
  /** Port number, or -1 when the address is not known here. */
  readonly port: Int32Array;
  readonly at: Float64Array;
  /** The lowest VLAN of the row; -1 when there is none. */
  readonly vlan: Int32Array;
  /** 1 when the newest reading has the address on several ports (in different VLANs). */
  readonly vague: Uint8Array;
  /** Port number of what is current and not vague, else -1: what tables can be compared by. */
  readonly settled: Int32Array;
  /** When the newest row of all was read. */
  readonly newest: Instant;
  /** Every row of addresses that were seen more than once or on a port that is down now. */
  readonly past: ReadonlyMap<number, readonly PastRow[]>;
}
export interface PastRow {
  readonly port: number;
  readonly at: Instant;
}

/** Whether the row is part of the bridge's newest reading. */
export const isCurrent = (table: Table, mac: number): boolean =>
  (table.port[mac] ?? -1) >= 0 && (table.at[mac] ?? 0) >= table.newest - AGEING;

interface TableOf {
  readonly entity: Entity;
  readonly number: number;
  readonly ports: Ports;
  readonly blocked: ReadonlySet<number>;
  readonly numbers: Int32Array;
}

/**
 * `numbers`: of each forwarding row, the number of its address; `owner`: of each address, the number of its entity. Rows
 * of own addresses and of blocked ports say nothing here.
 */
export function readTable(
  { entity: { device }, number, ports, blocked, numbers }: TableOf,
  owner: Int32Array,
): Table {
  const table = emptyTable(owner.length);
  const { forwarding = [], readAt = 0 } = device ?? {};
  let newest = 0;
  forwarding.forEach((row, i) => {
    const mac = numbers[i] ?? -1;
    const port = ports.indexOf(row.port) ?? -1;
    if (mac < 0 || port < 0 || owner[mac] === number || blocked.has(port)) return;
    const at = row.at ?? readAt;
    newest = Math.max(newest, at);
    if (ports.usable(port)) take(table, mac, port, at, row.vlan ?? -1);
    else keep(table, mac, { port, at });
  });
  const settled = table.port.map((port, mac) => {
    const fresh = (table.at[mac] ?? 0) >= newest - AGEING;
    return fresh && table.vague[mac] !== 1 ? port : -1;
  });
  return { ...table, settled, newest };
}

type Growing = Omit<Table, "settled" | "newest" | "past"> & { readonly past: Map<number, PastRow[]> };

const emptyTable = (macCount: number): Growing => ({
  port: new Int32Array(macCount).fill(-1),
  at: new Float64Array(macCount),
  vlan: new Int32Array(macCount).fill(-1),
  vague: new Uint8Array(macCount),
  past: new Map(),
});

/** The newest row stands; of one reading with several ports the lowest, marked as vague. Same for every order of rows. */
function take(table: Growing, mac: number, port: number, at: Instant, vlan: number): void {
  const known = table.port[mac] ?? -1;
  const knownAt = table.at[mac] ?? 0;
  if (known < 0 || at > knownAt) {
    if (known >= 0) keep(table, mac, { port: known, at: knownAt });
    table.port[mac] = port;
    table.at[mac] = at;
    table.vlan[mac] = vlan;
    table.vague[mac] = 0;
    return;
  }
  if (at < knownAt) {
    keep(table, mac, { port, at });
    return;
  }
  if (known !== port) table.vague[mac] = 1;
  table.port[mac] = Math.min(known, port);
  table.vlan[mac] = Math.min(table.vlan[mac] ?? -1, vlan);
}

function keep({ past }: Growing, mac: number, row: PastRow): void {
  const rows = past.get(mac);
  if (rows === undefined) past.set(mac, [row]);
  else rows.push(row);
}

/** Since when the address stands on its port without a break in what was read. */
export function sinceWhen(table: Table, mac: number): Instant {
  const at = table.at[mac] ?? 0;
  const port = table.port[mac] ?? -1;
  const past = table.past.get(mac) ?? [];
  const left = Math.max(0, ...past.filter((row) => row.port !== port).map((row) => row.at));
  return Math.min(at, ...past.filter((row) => row.port === port && row.at > left).map((row) => row.at));
}

/** All addresses of all tables, sorted, and by entity and row the number of the row's address (-1: none). */
export function numberAddresses(entities: readonly Entity[]): { macs: string[]; rows: Int32Array[] } {
  const seen = new Map<string, number>();
  const rows = entities.map(({ device }) => {
    const forwarding = device?.forwarding ?? [];
    const numbers = new Int32Array(forwarding.length).fill(-1);
    forwarding.forEach(({ mac, port, status }, i) => {
      if (port === "" || status === "self") return;
      const known = seen.get(mac);
      numbers[i] = known ?? seen.size;
      if (known === undefined) seen.set(mac, seen.size);
    });
    return numbers;
  });
  const macs = [...seen.keys()].filter(isStation).toSorted();
  const ranks = new Int32Array(seen.size).fill(-1);
  macs.forEach((mac, rank) => {
    ranks[seen.get(mac) ?? 0] = rank;
  });
  return { macs, rows: rows.map((numbers) => numbers.map((number) => ranks[number] ?? -1)) };
}
