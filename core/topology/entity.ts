import type { Instant } from "../clock.ts";
import { isRedundancy, isStation, readMac } from "./mac.ts";
import type { DeviceClass, DeviceEvidence, HostEvidence, Mac, SiteEvidence, TopologyNode } from "./types.ts";

/**
 * Everything that has a name, in one list. `bridge`: its forwarding table was read; `hub`: passes frames on, but has no
 * table that we know (a silent switch, an access point, an unknown neighbour); `leaf`: the end of a cable.
 */
export interface Entity {
  readonly id: string;
  readonly kind: Exclude<TopologyNode["kind"], "hidden">;
  readonly name: string;
  readonly deviceClass?: DeviceClass;
  readonly role: "bridge" | "hub" | "leaf";
  readonly macs: readonly Mac[];
  readonly ips: readonly string[];
  readonly device?: DeviceEvidence;
  readonly host?: HostEvidence;
  readonly readAt?: Instant;
}

/** Finds entities by what tables call them. An address or name that two entities share names neither. */
export interface Directory {
  readonly byId: (id: string) => Entity | undefined;
  readonly byMac: (mac: Mac) => Entity | undefined;
  readonly byIp: (ip: string) => Entity | undefined;
  readonly byName: (name: string) => Entity | undefined;
}

/** The inventory as entities, sorted by id. ARP completes those of which only the IP address is known. */
export function entitiesOf(site: SiteEvidence): Entity[] {
  const entities = [...site.devices.map(ofDevice), ...site.hosts.map(ofHost)];
  const owned = new Set(entities.flatMap(({ macs }) => macs));
  const arp = addressesByArp(site);
  const completed = entities.map((entity) => {
    if (entity.macs.length > 0) return entity;
    const macs = entity.ips.map((ip) => arp.get(ip) ?? "").filter((mac) => mac !== "" && !owned.has(mac));
    return Object.assign(entity, { macs: unique(macs) });
  });
  return completed.toSorted(byId);
}

export const byId = (a: { readonly id: string }, b: { readonly id: string }): number => compare(a.id, b.id);
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
export const unique = (values: readonly string[]): string[] => [...new Set(values)].toSorted();

export function directoryOf(entities: readonly Entity[]): Directory {
  const macs = index(entities, ({ macs }) => macs);
  const ips = index(entities, ({ ips }) => ips);
  const names = index(entities, ({ name }) => (name === "" ? [] : [plainName(name)]));
  const ids = index(entities, ({ id }) => [id]);
  return {
    byId: (id) => ids.get(id),
    byMac: (mac) => macs.get(mac),
    byIp: (ip) => ips.get(ip),
    byName: (name) => names.get(plainName(name)),
  };
}

/** A name without its domain, as one device may call itself by the long and by the short one. */
export function plainName(name: string): string {
  const plain = name.trim().toLowerCase();
  return /^[\d.]+$/.test(plain) ? plain : (plain.split(".")[0] ?? "");
}

function index(
  entities: readonly Entity[],
  keysOf: (entity: Entity) => readonly string[],
): ReadonlyMap<string, Entity | undefined> {
  const map = new Map<string, Entity | undefined>();
  for (const entity of entities) {
    for (const key of keysOf(entity)) map.set(key, map.has(key) ? undefined : entity);
  }
  return map;
}

function ofDevice(device: DeviceEvidence): Entity {
  const ports = device.ports ?? [];
  const macs = [...device.macs, ...ports.flatMap(({ mac }) => mac ?? [])];
  return {
    id: device.id,
    kind: "device",
    name: device.name,
    ...(device.deviceClass !== undefined && { deviceClass: device.deviceClass }),
    role: roleOf(device.deviceClass, (device.forwarding ?? []).some(isLearned)),
    macs: stations(macs),
    ips: unique(device.ips ?? []),
    device,
    ...(device.readAt !== undefined && { readAt: device.readAt }),
  };
}

export const isLearned = (row: { readonly mac: string; readonly port: string; readonly status?: string }) =>
  row.port !== "" && row.status !== "self" && isStation(row.mac);

export function roleOf(deviceClass: DeviceClass | undefined, hasTable: boolean): Entity["role"] {
  if (hasTable) return "bridge";
  return deviceClass === "switch" || deviceClass === "wireless" ? "hub" : "leaf";
}

function ofHost(host: HostEvidence): Entity {
  return {
    id: host.id,
    kind: "host",
    name: host.name,
    deviceClass: "workstation",
    role: "leaf",
    macs: stations(host.interfaces.map(({ mac }) => mac)),
    ips: unique(host.interfaces.flatMap(({ ips }) => ips ?? [])),
    host,
    ...(host.readAt !== undefined && { readAt: host.readAt }),
  };
}

const stations = (macs: readonly Mac[]) =>
  unique(macs.map((mac) => readMac(mac) ?? "")).filter((mac) => isStation(mac) && !isRedundancy(mac));

/** The newest answer for each IP address; an address that answers for several (proxy ARP) is no one's own. */
function addressesByArp(site: SiteEvidence): ReadonlyMap<string, Mac> {
  const newest = new Map<string, { mac: Mac; at: Instant }>();
  for (const { arp = [], readAt = 0 } of [...site.devices, ...site.hosts]) {
    for (const { ip, mac, at = readAt } of arp) {
      const known = newest.get(ip);
      const later = known === undefined || at > known.at || (at === known.at && mac < known.mac);
      if (isStation(mac) && later) newest.set(ip, { mac, at });
    }
  }
  const answers = Map.groupBy(newest.keys(), (ip) => newest.get(ip)?.mac ?? "");
  return new Map(
    [...newest].filter(([, { mac }]) => answers.get(mac)?.length === 1).map(([ip, { mac }]) => [ip, mac]),
  );
}
