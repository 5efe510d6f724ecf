import { SECOND, type Clock } from "../../core/clock.ts";
import type { Identity } from "../../core/discovery/identity.ts";
import { isLoopback, parseIpv4 } from "../../core/discovery/ipv4.ts";
import { addressesIn } from "../../core/discovery/ranges.ts";
import type { DiscoveryTask } from "../../core/wire/assignment.ts";
import type { Sign } from "../../core/wire/found.ts";
import { createLimiter, type Limiter } from "../collectors/limiter.ts";
import type { Neighbours } from "../lan/arp.ts";
import type { NetbiosProbe } from "../lan/netbios-probe.ts";
import type { LocalNets } from "../lan/nets.ts";
import type { OpenSession } from "../snmp/protocol.ts";
import type { Ledger } from "./ledger.ts";
import type { ReverseLookup } from "./names.ts";
import { createPace, type Pace } from "./pace.ts";
import { probeSnmp, type ProbeResult } from "./snmp-probe.ts";

/**
 * Looks who is there in the ranges of a task. Each address costs one datagram (its NetBIOS name is asked for, which
 * also makes the kernel look for its card); only where something shows is SNMP tried, or ping where there is a router
 * between. Nothing is sent to any other address.
 */
export interface SweepTools {
  readonly clock: Clock;
  readonly random: () => number;
  readonly open: OpenSession;
  readonly nets: LocalNets;
  readonly netbios: NetbiosProbe;
  readonly neighbours: () => Promise<Neighbours>;
  /** Whether an address behind a router answers an echo; a process each, so only a few at a time. */
  readonly echo: (address: string, signal: AbortSignal) => Promise<boolean>;
  /** Undefined: no names are asked for. */
  readonly reverse: ReverseLookup | undefined;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
}

/** One address where something showed, and what it is. */
export interface SweptHost extends Identity {
  readonly seen: readonly Sign[];
  readonly dns?: string | undefined;
  readonly credential?: string | undefined;
  readonly fault?: string | undefined;
  readonly refused: readonly string[];
}

export interface Swept {
  readonly hosts: readonly SweptHost[];
  readonly scanned: number;
}

const BATCH = 64;
/** For the last answers of a batch. */
const LISTEN_MS = 1.5 * SECOND;
/** Linux keeps showing a card that is gone for 5 + 3 seconds after it was asked for. */
const CARD_CERTAIN_MS = 9 * SECOND;
const MOST_DEVICES_AT_ONCE = 16;
const MOST_ECHOES_AT_ONCE = 4;

interface Sweep extends SweepTools {
  readonly task: DiscoveryTask;
  readonly pace: Pace;
  readonly devices: Limiter;
  readonly echoes: Limiter;
}

export async function sweep(task: DiscoveryTask, tools: SweepTools): Promise<Swept> {
  const running: Sweep = {
    ...tools,
    task,
    pace: createPace(task.perSecond, tools),
    devices: createLimiter(MOST_DEVICES_AT_ONCE),
    echoes: createLimiter(MOST_ECHOES_AT_ONCE),
  };
  const { nets, signal, clock } = tools;
  const addresses = addressesIn(task.ranges).filter(
    (address) => !nets.isOwn(address) && !nets.isForAll(address),
  );
  const hosts: SweptHost[] = [];
  let doubtful: Doubtful[] = [];
  for (let first = 0; first < addresses.length && !signal.aborted; first += BATCH) {
    const found = await sweepBatch(running, addresses.slice(first, first + BATCH));
    const certain = found.filter((host) => !isDoubtful(host));
    hosts.push(...certain);
    const since = clock.monotonic();
    doubtful.push(...found.filter(isDoubtful).map((host) => ({ host, since })));
    doubtful = await settle(running, doubtful, hosts);
  }
  const newest = doubtful.at(-1);
  if (newest !== undefined && !signal.aborted) {
    await clock.sleep(newest.since + CARD_CERTAIN_MS - clock.monotonic(), signal);
    await settle(running, doubtful, hosts);
  }
  return { hosts: await withNames(hosts, tools.reverse), scanned: addresses.length };
}

interface Doubtful {
  readonly host: SweptHost;
  readonly since: number;
}

/** Only its card in the kernel's table speaks for it, and that may be old. */
const isDoubtful = ({ seen }: SweptHost): boolean => seen.length === 1 && seen[0] === "arp";

/** Whose card is still known some seconds after it was asked for is there; the ones that are too fresh are left. */
async function settle(
  { clock, neighbours }: Sweep,
  doubtful: readonly Doubtful[],
  hosts: SweptHost[],
): Promise<Doubtful[]> {
  const ripe = doubtful.filter(({ since }) => clock.monotonic() - since >= CARD_CERTAIN_MS);
  if (ripe.length === 0) return [...doubtful];
  const known = await neighbours();
  hosts.push(...ripe.map(({ host }) => host).filter(({ addresses: [address = ""] }) => known.has(address)));
  return doubtful.filter((one) => !ripe.includes(one));
}

async function sweepBatch(running: Sweep, addresses: readonly string[]): Promise<SweptHost[]> {
  const { pace, netbios, clock, signal } = running;
  for (const address of addresses) {
    await pace.next(signal);
    if (signal.aborted) return [];
    netbios.ask(address);
  }
  await clock.sleep(LISTEN_MS, signal);
  if (signal.aborted) return [];
  const known = await running.neighbours();
  const found = await Promise.all(addresses.map((address) => lookAt(running, address, known.get(address))));
  return found.flat();
}

/** What is at an address; nothing when nothing showed. A machine with several SNMP agents is several hosts. */
async function lookAt(running: Sweep, address: string, mac: string | undefined): Promise<SweptHost[]> {
  const status = running.netbios.answers.get(address);
  const seen = await signsOf(running, address, mac);
  // The loopback answers for itself at every address: there only a device's own answer counts.
  if (seen.length === 0 && !isLoopback(parseIpv4(address) ?? 0)) return [];
  const { answers, fault, refused } = await trySnmp(running, address);
  const base = { addresses: [address], mac: mac ?? status?.mac, netbios: status?.name, refused };
  const spoke: readonly Sign[] = [...seen, "snmp"];
  if (answers.length > 0) return answers.map((answer) => Object.assign({ seen: spoke }, base, answer));
  if (fault !== undefined) return [{ ...base, seen: spoke, fault: fault.code }];
  return seen.length === 0 ? [] : [{ ...base, seen }];
}

/** What shows without SNMP. Behind a router cards cannot be seen; there an echo is asked for. */
async function signsOf(running: Sweep, address: string, mac: string | undefined): Promise<readonly Sign[]> {
  const seen: Sign[] = [];
  if (mac !== undefined) seen.push("arp");
  if (running.netbios.answers.has(address)) seen.push("netbios");
  const far = !isLoopback(parseIpv4(address) ?? 0) && !running.nets.isNear(address);
  if (seen.length === 0 && far && (await echoes(running, address))) seen.push("ping");
  return seen;
}

async function echoes({ echoes: limiter, echo, pace, signal }: Sweep, address: string): Promise<boolean> {
  const leave = await limiter.enter(signal);
  if (leave === undefined) return false;
  try {
    await pace.next(signal);
    return !signal.aborted && (await echo(address, signal));
  } finally {
    leave();
  }
}

async function trySnmp(running: Sweep, address: string): Promise<ProbeResult> {
  const nothing: ProbeResult = { answers: [], fault: undefined, refused: [] };
  const leave = await running.devices.enter(running.signal);
  if (leave === undefined) return nothing;
  try {
    await running.pace.next(running.signal);
    return running.signal.aborted ? nothing : await probeSnmp(address, running.task, running);
  } finally {
    leave();
  }
}

/** One after the other: name servers of a commune are small. */
async function withNames(
  hosts: readonly SweptHost[],
  reverse: ReverseLookup | undefined,
): Promise<readonly SweptHost[]> {
  if (reverse === undefined) return hosts;
  const named: SweptHost[] = [];
  for (const host of hosts) named.push({ ...host, dns: await reverse(host.addresses[0] ?? "") });
  return named;
}
