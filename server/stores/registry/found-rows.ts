import { DAY } from "../../../core/clock.ts";
import type { KnownDevice } from "../../../core/discovery/known.ts";
import { isMadeUpMac } from "../../../core/discovery/mac.ts";
import type { FoundHost } from "../../../core/wire/found.ts";
import type { DiscoveryTables } from "./discovery-tables.ts";

/** What a sighting makes of what was known of a thing. Pure. */
type Row = DiscoveryTables["found"];

/** What was found of a device before it was made one tells it apart as well as what it was asked since. */
export function withHistory(known: readonly KnownDevice[], before: Row | undefined): readonly KnownDevice[] {
  if (before?.device === undefined || before.device === null) return known;
  const { mac, snmp } = JSON.parse(before.host) as FoundHost;
  const cards = [mac, snmp?.baseMac, ...(snmp?.macs ?? [])].filter((one) => one !== undefined);
  return known.map((one) =>
    one.id === before.device
      ? { ...one, serial: one.serial ?? snmp?.serial, macs: [...one.macs, ...cards] }
      : one,
  );
}

export function seenNow(host: FoundHost, before: Row | undefined, at: number) {
  const merged = before === undefined ? host : merge(host, before, at);
  return {
    address: merged.addresses[0] ?? "",
    host: JSON.stringify(merged),
    snmp: merged.credential === undefined ? 0 : 1,
    last_seen: at,
    missed: 0,
    vanished_at: null,
    refused_at: host.refused === undefined ? (before?.refused_at ?? null) : at,
  };
}

/** What was once read of a device stays known when it is silent for a day; who refused is spared for a day. */
function merge(host: FoundHost, before: Row, at: number): FoundHost {
  const { fault, refused = [], ...kept } = JSON.parse(before.host) as FoundHost;
  const still = (before.refused_at ?? 0) > at - DAY ? refused : [];
  return {
    ...kept,
    ...host,
    ...(host.snmp === undefined && host.fault === undefined && { fault }),
    refused: [...new Set([...still, ...(host.refused ?? [])])].slice(0, 8),
  };
}

/** A device that was removed is new again when it is still there. */
export function stateOf(before: Row | undefined, device: string | null): Row["state"] {
  if (device !== null) return before?.state === "accepted" && before.device === device ? "accepted" : "known";
  return before?.state === "ignored" ? "ignored" : "new";
}

/** As it calls itself, else as others know it. */
export const nameOf = ({ snmp, netbios, dns }: FoundHost): string | undefined => snmp?.name ?? netbios ?? dns;

export const about = (host: FoundHost): Record<string, string> => ({
  address: host.addresses[0] ?? "",
  name: nameOf(host) ?? "",
  ...(host.mac === undefined ? {} : { mac: host.mac }),
});

/** Telephones come every day with another made-up card: they are listed, but they are no news. */
export const isPassing = (host: FoundHost): boolean =>
  host.mac !== undefined && isMadeUpMac(host.mac) && host.snmp === undefined && nameOf(host) === undefined;
