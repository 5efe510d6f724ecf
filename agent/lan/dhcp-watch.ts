import { HOUR, MINUTE } from "../../core/clock.ts";
import { byAddress } from "../../core/discovery/ipv4.ts";
import type { LanTask } from "../../core/wire/assignment.ts";
import type { Tools } from "../collectors/collector.ts";
import type { askDhcp, DhcpServer } from "./dhcp.ts";

/** The card that the question goes out of. */
export interface OwnCard {
  readonly mac: string;
  readonly broadcast: string | undefined;
}

/** Every server that answered lately; asks when that is due. */
export type DhcpWatch = (
  lan: LanTask,
  card: OwnCard | undefined,
  signal: AbortSignal,
) => Promise<readonly DhcpServer[]>;

/** PCs that are switched on together in the morning do not ask together. */
const FIRST_WITHIN_MS = 5 * MINUTE;
/** A server that was silent so many times in a row is gone; one lost datagram means nothing. */
const SILENCES = 3;
/** While a second server is news it is looked more closely, so that its end is seen too. */
const CLOSELY_MS = 5 * MINUTE;
const CLOSELY_FOR_MS = HOUR;
const MOST_SERVERS = 16;

interface Known {
  readonly server: DhcpServer;
  /** The asking that it answered last. */
  readonly round: number;
}

export function createDhcpWatch(ask: typeof askDhcp, { clock, random, log }: Tools): DhcpWatch {
  const known = new Map<string, Known>();
  let round = 0;
  let dueAt: number | undefined;
  let changedAt = -Infinity;
  let trouble: string | undefined;

  const heard = (servers: readonly DhcpServer[], now: number) => {
    const before = namesOf(known);
    round += 1;
    for (const server of servers) known.set(server.ip, { server, round });
    for (const [ip, entry] of known) if (round - entry.round >= SILENCES) known.delete(ip);
    if (namesOf(known) !== before) changedAt = now;
  };
  const askNow = async (card: OwnCard, signal: AbortSignal, now: number) => {
    const asked = await ask({ clock, random, ...card }, signal);
    if (!asked.ok && asked.fault !== trouble) log.warn("dhcp_not_asked", { reason: asked.fault });
    trouble = asked.ok ? undefined : asked.fault;
    if (asked.ok && !signal.aborted) heard(asked.value, now);
  };
  const pauseOf = (everyMs: number, now: number) =>
    known.size > 1 && now - changedAt < CLOSELY_FOR_MS ? Math.min(CLOSELY_MS, everyMs) : everyMs;

  return async ({ dhcpEveryMs }, card, signal) => {
    const now = clock.monotonic();
    if (dhcpEveryMs !== undefined && card !== undefined) {
      dueAt ??= now + random() * Math.min(FIRST_WITHIN_MS, dhcpEveryMs);
      if (now >= dueAt) {
        await askNow(card, signal, now);
        dueAt = now + pauseOf(dhcpEveryMs, now);
      }
    }
    return [...known.values()]
      .map(({ server }) => server)
      .toSorted((a, b) => byAddress(a.ip, b.ip))
      .slice(0, MOST_SERVERS);
  };
}

const namesOf = (known: ReadonlyMap<string, Known>): string => [...known.keys()].toSorted().join();
