import { MINUTE } from "../../core/clock.ts";
import { byAddress } from "../../core/discovery/ipv4.ts";
import type { Neighbours } from "./arp.ts";

/** An address that two cards claim. */
export interface Conflict {
  readonly ip: string;
  readonly macs: string[];
}

/** So long a change of cards counts. */
const WINDOW_MS = 10 * MINUTE;
const MOST_ADDRESSES = 4_096;
const MOST_CONFLICTS = 64;
const MOST_MACS = 8;

interface Watched {
  mac: string;
  seenAt: number;
  /** When each card was in the entry of this address last, as far as that is within the window. */
  changes: { readonly mac: string; readonly at: number }[];
}

/**
 * Addresses with two owners, from what the table of neighbours says again and again. One change is normal (a lease that
 * went to another PC, a new card); a card that comes back after another one had its address shows that both are there.
 */
export interface ConflictWatch {
  /** `at`: milliseconds that only grow. `own`: this PC's addresses with their cards. */
  see(neighbours: Neighbours, at: number, own?: Neighbours): readonly Conflict[];
}

export function createConflictWatch(): ConflictWatch {
  const watched = new Map<string, Watched>();
  return {
    see(neighbours, at, own = new Map()) {
      for (const [ip, mac] of neighbours) note(watched, ip, mac, at);
      const conflicts: Conflict[] = [];
      for (const [ip, entry] of watched) {
        if (at - entry.seenAt > WINDOW_MS) watched.delete(ip);
        const macs = cardsThatReturned(entry, at);
        if (macs.length > 0) conflicts.push({ ip, macs });
      }
      for (const [ip, mac] of own) {
        const other = neighbours.get(ip);
        if (other !== undefined && other !== mac) conflicts.push({ ip, macs: [mac, other].toSorted() });
      }
      return conflicts.toSorted((a, b) => byAddress(a.ip, b.ip)).slice(0, MOST_CONFLICTS);
    },
  };
}

function note(watched: Map<string, Watched>, ip: string, mac: string, at: number): void {
  const entry = watched.get(ip);
  if (entry === undefined) {
    if (watched.size < MOST_ADDRESSES) watched.set(ip, { mac, seenAt: at, changes: [{ mac, at }] });
    return;
  }
  entry.seenAt = at;
  if (entry.mac === mac) return;
  // The card that had it was there until just now, however long ago it came.
  const before = entry.changes.filter((change) => at - change.at <= WINDOW_MS);
  if (before.at(-1)?.mac === entry.mac) before.pop();
  entry.changes = [...before, { mac: entry.mac, at }, { mac, at }].slice(-MOST_MACS * 4);
  entry.mac = mac;
}

/** The cards, if within the window one of them came back after another; else none. */
function cardsThatReturned({ changes }: Watched, at: number): string[] {
  const recent = changes.filter((change) => at - change.at <= WINDOW_MS).map(({ mac }) => mac);
  const returned = recent.some((mac, index) => recent.indexOf(mac) < index - 1);
  return returned ? [...new Set(recent)].toSorted().slice(0, MOST_MACS) : [];
}
