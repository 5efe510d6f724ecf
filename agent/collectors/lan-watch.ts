import { networkInterfaces } from "node:os";
import { DAY, HOUR, MINUTE, SECOND } from "../../core/clock.ts";
import { formatIpv4, parseIpv4 } from "../../core/discovery/ipv4.ts";
import { isCardMac } from "../../core/discovery/mac.ts";
import type { LanTask } from "../../core/wire/assignment.ts";
import type { LanWatchFacts } from "../../core/wire/lan-watch.ts";
import { readNeighbours, type Neighbours } from "../lan/arp.ts";
import { createConflictWatch, type Conflict } from "../lan/conflicts.ts";
import { askDhcp } from "../lan/dhcp.ts";
import { createDhcpWatch, type OwnCard } from "../lan/dhcp-watch.ts";
import { createGatewayWatch, type Gateway } from "../lan/gateway.ts";
import type { Collector, Reading, Tools } from "./collector.ts";
import { createTeller } from "./teller.ts";

/** What this PC sees of its LAN without asking devices: its gateway's card, addresses with two owners, DHCP servers. */
export interface LanWatchOptions {
  readonly platform?: NodeJS.Platform;
  readonly gateway?: () => Promise<Gateway | undefined>;
  readonly neighbours?: () => Promise<Neighbours>;
  readonly cards?: typeof networkInterfaces;
  readonly ask?: typeof askDhcp;
}

/** A file of the kernel's costs nothing to read, and of two owners one is seen only now and then. */
const LINUX_EVERY_MS = 10 * SECOND;
const NEWS_MS = 5 * MINUTE;

export function createLanWatchCollector(options: LanWatchOptions = {}): Collector {
  const { platform = process.platform } = options;
  let watch: Watch | undefined;
  return ({ device, lan }, tools) => {
    if (lan === undefined) return [];
    watch ??= createWatch(options, tools);
    const run = watch;
    const everyMs = platform === "linux" ? Math.min(LINUX_EVERY_MS, lan.everyMs) : lan.everyMs;
    return [
      {
        id: "lan-watch",
        version: JSON.stringify([device, everyMs, lan.dhcpEveryMs]),
        when: { everyMs },
        timeoutMs: 20 * SECOND,
        run: (signal) => run(device, lan, signal),
      },
    ];
  };
}

type Watch = (device: string, lan: LanTask, signal: AbortSignal) => Promise<Reading>;

function createWatch(options: LanWatchOptions, tools: Tools): Watch {
  const { neighbours = readNeighbours, cards = networkInterfaces } = options;
  const { clock, now } = tools;
  const conflictsIn = createConflictEyes(clock);
  const dhcp = createDhcpWatch(options.ask ?? askDhcp, tools);
  const readRoute = createGatewayWatch(tools, options.gateway, cards);
  const tell = createNews(tools);
  let last: LanWatchFacts["gateway"];

  return async (device, lan, signal) => {
    const route = await readRoute();
    const own = ownCards(cards());
    const card = route === undefined ? undefined : cardTo(route, cards());
    const servers = await dhcp(lan, card, signal);
    const seen = await neighbours();
    if (signal.aborted) return NOTHING;
    if (route !== undefined) {
      // While the kernel looks for it anew, its card is what it was.
      const mac = seen.get(route.ip) ?? (last?.ip === route.ip ? last.mac : undefined);
      last = { ip: route.ip, ...(mac !== undefined && { mac }) };
    }
    const facts: LanWatchFacts = {
      ...(last !== undefined && { gateway: last }),
      conflicts: [...conflictsIn(seen, cards())],
      dhcp: servers.map(({ ip, router }) => ({ ip, router, mac: seen.get(ip) ?? own.get(ip) })),
    };
    return { ...NOTHING, facts: tell({ type: "lan_watch", device, at: Math.round(now()), ...facts }) };
  };
}

const NOTHING: Reading = { samples: [], events: [], facts: [] };

type LanWatchFact = Extract<Reading["facts"][number], { type: "lan_watch" }>;

/**
 * Told when it changes and once a day; every few minutes while something is wrong and for an hour after a change, since
 * what was heard long ago neither raises nor clears an alarm.
 */
function createNews({ clock }: Tools): (fact: LanWatchFact) => Reading["facts"] {
  const teller = createTeller(clock);
  let before = "";
  let changedAt = -Infinity;
  return (fact) => {
    const text = JSON.stringify({ ...fact, at: 0 });
    if (text !== before) changedAt = clock.monotonic();
    before = text;
    const wrong = fact.conflicts.length > 0 || fact.dhcp.length > 1;
    return teller.tell(fact, wrong || clock.monotonic() - changedAt < HOUR ? NEWS_MS : DAY);
  };
}

/**
 * Begins anew when this PC's own cards or addresses change: in another network the same addresses are other machines.
 * With two cards in one network, or two networks with the same addresses, the table says nothing.
 */
function createConflictEyes(clock: Tools["clock"]): (seen: Neighbours, cards: Cards) => readonly Conflict[] {
  let watch = createConflictWatch();
  let before = "";
  return (seen, cards) => {
    const own = ownCards(cards);
    const now = JSON.stringify([...own]);
    if (now !== before) watch = createConflictWatch();
    before = now;
    const nets = outsideOf(cards).map(({ address, netmask }) => broadcastOf(address, netmask));
    return new Set(nets).size < nets.length ? [] : watch.see(seen, clock.monotonic(), own);
  };
}

type Cards = ReturnType<typeof networkInterfaces>;

/** The card that leads to the gateway. */
function cardTo({ card, own }: Gateway, cards: Cards): OwnCard | undefined {
  for (const [name, addresses = []] of Object.entries(cards)) {
    for (const { family, address, netmask, mac } of addresses) {
      if (family !== "IPv4" || (name !== card && address !== own)) continue;
      // A tunnel has no card of its own, and nobody gives out addresses there.
      if (isCardMac(mac.toLowerCase()))
        return { mac: mac.toLowerCase(), broadcast: broadcastOf(address, netmask) };
    }
  }
  return undefined;
}

function broadcastOf(address: string, netmask: string): string | undefined {
  const [own, mask] = [parseIpv4(address), parseIpv4(netmask)];
  if (own === undefined || mask === undefined) return undefined;
  const size = 2 ** 32 - mask;
  return size < 4 ? undefined : formatIpv4(own - (own % size) + size - 1);
}

const outsideOf = (cards: Cards) =>
  Object.values(cards)
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");

const ownCards = (cards: Cards): Neighbours =>
  new Map(outsideOf(cards).map(({ address, mac }) => [address, mac.toLowerCase()]));
