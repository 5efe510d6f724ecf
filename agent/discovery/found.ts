import { groupHosts } from "../../core/discovery/identity.ts";
import { byAddress } from "../../core/discovery/ipv4.ts";
import type { Fact } from "../../core/wire/block.ts";
import { MAX_FOUND, type FoundHost } from "../../core/wire/found.ts";
import { defined } from "../snmp/ports.ts";
import type { SweptHost } from "./sweep.ts";

/** What a sweep saw, put together thing by thing, as it travels. */

const MOST_ADDRESSES = 64;
const MOST_PARTS = 64;

/** One entry for each thing, however many addresses it has. */
export function foundHosts(swept: readonly SweptHost[]): readonly FoundHost[] {
  return groupHosts(swept).map(foundHost);
}

function foundHost(group: readonly SweptHost[]): FoundHost {
  // Where it is polled: at an address where that works.
  const spoken = group.find(({ credential }) => credential !== undefined);
  const sorted = [...new Set(group.flatMap(({ addresses }) => addresses))].toSorted(byAddress);
  const first = spoken?.addresses[0];
  const addresses = first === undefined ? sorted : [first, ...sorted.filter((one) => one !== first)];
  const of = <Key extends "mac" | "netbios" | "dns" | "fault">(key: Key) =>
    spoken?.[key] ?? group.find((host) => host[key] !== undefined)?.[key];
  const refused = [...new Set(group.flatMap((host) => host.refused))].slice(0, 8);
  return defined({
    addresses: addresses.slice(0, MOST_ADDRESSES),
    seen: [...new Set(group.flatMap(({ seen }) => seen))],
    mac: of("mac"),
    netbios: of("netbios"),
    dns: of("dns"),
    port: spoken?.port,
    credential: spoken?.credential,
    snmp: spoken?.snmp === undefined ? undefined : wireFacts(spoken.snmp),
    fault: spoken === undefined ? of("fault") : undefined,
    refused: refused.length === 0 ? undefined : refused,
  });
}

const wireFacts = ({ ownAddresses, macs, ...facts }: NonNullable<SweptHost["snmp"]>) =>
  defined({
    ...facts,
    ownAddresses: ownAddresses === undefined ? undefined : [...ownAddresses],
    macs: macs === undefined ? undefined : [...macs],
  });

export interface SweepAbout {
  readonly device: string;
  readonly revision: number;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly scanned: number;
}

/** The facts that tell of a sweep, in parts that fit into blocks; one also when nothing was found. */
export function sweepFacts(hosts: readonly FoundHost[], { device, ...about }: SweepAbout): readonly Fact[] {
  const parts = Math.min(MOST_PARTS, Math.max(1, Math.ceil(hosts.length / MAX_FOUND)));
  return Array.from({ length: parts }, (_, part) => ({
    type: "found" as const,
    device,
    at: about.finishedAt,
    ...about,
    part,
    parts,
    hosts: hosts.slice(part * MAX_FOUND, (part + 1) * MAX_FOUND),
  }));
}
