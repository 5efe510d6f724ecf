import { choosePeers } from "../../../core/alerting/peers.ts";
import { DAY, legalDayOf } from "../../../core/clock.ts";
import { isLoopback, parseIpv4 } from "../../../core/discovery/ipv4.ts";
import type { LanTask } from "../../../core/wire/assignment.ts";
import type { Inventory } from "../../../core/wire/block.ts";
import type { AgentRecord } from "../../ports.ts";
import type { RegistryContext } from "./context.ts";
import type { Db } from "./database.ts";

const PEERS = 3;
const PING_COUNT = 5;
/** A PC that was not heard for so long is given to nobody as a peer. */
const GONE_MS = 14 * DAY;
/** A site asks for DHCP servers about so many times in the registry's interval, however many PCs it has. */
const DHCP_ASKS = 8;

/**
 * What this PC watches of its own LAN. Undefined as long as nobody set the site up: a fresh installation touches nothing but
 * loopback. Set up means that a person wrote down an address beyond loopback (a device, a ping target, ranges to sweep), or
 * let a second PC of the same network join.
 */
export async function lanTask(
  { db, clock, pace }: RegistryContext,
  agent: AgentRecord,
): Promise<LanTask | undefined> {
  const now = clock.now();
  const hosts = nearHosts(await hostsOf(db, agent.site, now), agent.device);
  const peers = choosePeers(hosts, legalDayOf(now), agent.device, PEERS);
  if (peers.length === 0 && !(await hasAddresses(db, agent.site))) return undefined;
  return {
    peers: peers.map(({ id, address }) => ({ device: id, address })),
    everyMs: pace.lanMs,
    count: PING_COUNT,
    dhcpEveryMs: Math.min(DAY, pace.dhcpMs * Math.ceil(Math.max(1, hosts.length / DHCP_ASKS))),
  };
}

interface Host {
  readonly id: string;
  readonly addresses: readonly string[];
}

/** PCs of the site whose agents were heard lately, with the addresses of their cards. */
async function hostsOf(db: Db, site: string, now: number): Promise<readonly Host[]> {
  const rows = await db
    .selectFrom("agents")
    .innerJoin("inventories", "inventories.device", "agents.device")
    .select(["agents.device as id", "inventories.value as inventory", "agents.last_seen as seen"])
    .where("agents.site", "=", site)
    .where("agents.revoked_at", "is", null)
    .orderBy("agents.device")
    .execute();
  const hosts = new Map<string, Host>();
  for (const { id, inventory, seen } of rows) {
    if (seen !== null && seen < now - GONE_MS) continue;
    const { cards = [] } = JSON.parse(inventory) as Inventory;
    const addresses = cards.flatMap((card) => card.addresses).filter(isPrivate);
    hosts.set(id, { id, addresses: [...new Set(addresses)] });
  }
  return [...hosts.values()];
}

/** RFC 1918. */
function isPrivate(address: string): boolean {
  const number = parseIpv4(address);
  return number !== undefined && /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./u.test(address);
}

/** The first three numbers: how large the network really is, the inventory does not say. */
const netOf = (address: string): string => address.slice(0, address.lastIndexOf("."));

/**
 * The PCs of the network that `self` shares with most others, itself among them, each with its address there; none when
 * it shares none.
 */
export function nearHosts(
  hosts: readonly Host[],
  self: string,
): readonly { readonly id: string; readonly address: string }[] {
  const nets = new Map<string, Map<string, string>>();
  for (const { id, addresses } of withoutInner(hosts)) {
    for (const address of addresses) {
      const members = nets.get(netOf(address)) ?? new Map<string, string>();
      if (!members.has(id)) members.set(id, address);
      nets.set(netOf(address), members);
    }
  }
  const [largest] = [...nets.values()]
    .filter((members) => members.has(self))
    .toSorted((a, b) => b.size - a.size);
  return [...(largest ?? new Map<string, string>())].map(([id, address]) => ({ id, address }));
}

/**
 * Without the inner networks of virtual machines, where every PC has the same address beside its real one. Two PCs whose
 * only address is the same have a conflict, which their neighbours are to see.
 */
function withoutInner(hosts: readonly Host[]): readonly Host[] {
  const owners = new Map<string, number>();
  for (const { addresses } of hosts) {
    for (const address of addresses) owners.set(address, (owners.get(address) ?? 0) + 1);
  }
  return hosts.map(({ id, addresses }) => {
    const own = addresses.filter((address) => owners.get(address) === 1);
    return { id, addresses: own.length > 0 ? own : addresses };
  });
}

/** Whether a person wrote down an address beyond loopback for the site. */
async function hasAddresses(db: Db, site: string): Promise<boolean> {
  const written = await db
    .selectFrom("devices")
    .select("address")
    .where("site", "=", site)
    .where("removed_at", "is", null)
    .where("address", "is not", null)
    .union(
      db.selectFrom("targets").select("address").where("site", "=", site).where("removed_at", "is", null),
    )
    .execute();
  if (written.some(({ address }) => address !== null && !isHere(address))) return true;
  const row = await db.selectFrom("discovery").select("ranges").where("site", "=", site).executeTakeFirst();
  const ranges = row === undefined ? [] : (JSON.parse(row.ranges) as string[]);
  return ranges.some((range) => !isHere(/^[\d.]+/u.exec(range.trim())?.[0] ?? ""));
}

/** This machine itself. */
function isHere(address: string): boolean {
  const number = parseIpv4(address);
  return number === undefined ? /^(?:localhost\.?|::1)$/iu.test(address) : isLoopback(number);
}
