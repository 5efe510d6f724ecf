import type { Instant } from "../../../core/clock.ts";
import { fieldOf, parseEntityRef } from "../../../core/entities.ts";
import { fastestOctets, increase, wrapOf } from "../../../core/rates.ts";
import type {
  DeviceSummary,
  DeviceView,
  Latest,
  LiveLatest,
  PartView,
  PortView,
  SiteView,
} from "../../../core/wire/views.ts";

/** Live values laid over what the page loaded. Pure: old view and news in, new view out; what did not change is the same object. */

/** Both maps, the later reading of each field; the old map itself when nothing is newer. */
export function mergeLatest(old: Latest, news: Latest): Latest {
  let merged: Latest | undefined;
  for (const [field, reading] of Object.entries(news)) {
    const before = old[field];
    if (before !== undefined && before.at >= reading.at) continue;
    merged ??= { ...old };
    merged[field] = reading;
  }
  return merged ?? old;
}

function newestOf(newest: Instant | null, latest: Latest): Instant | null {
  let result = newest;
  for (const { at } of Object.values(latest)) if (result === null || at > result) result = at;
  return result;
}

interface Fresh {
  readonly newest: Instant | null;
  readonly latest: Latest;
}

function refresh<T extends Fresh>(thing: T, news: Latest | undefined): T {
  if (news === undefined) return thing;
  const latest = mergeLatest(thing.latest, news);
  return latest === thing.latest ? thing : { ...thing, latest, newest: newestOf(thing.newest, latest) };
}

/** What a counter gained per second between two readings of the same port; undefined when it cannot be known. */
function perSecond(field: string, before: Latest, after: Latest): number | undefined {
  const [older, newer, rule] = [before[field], after[field], fieldOf("port", field)];
  if (older === undefined || newer === undefined || rule === undefined || newer.at <= older.at)
    return undefined;
  const octets = field.endsWith("_octets");
  const gained = increase(
    { ...older, since: before["counters_since"]?.value },
    { ...newer, since: after["counters_since"]?.value },
    wrapOf(rule, after["counter_bits"]?.value),
    octets ? fastestOctets(after["speed"]?.value) : undefined,
  );
  return gained === undefined ? undefined : gained / ((newer.at - older.at) / 1_000);
}

/** A port with newer readings: its rates are those between the last two, null when they cannot be known. */
export function refreshPort(port: PortView, news: Latest | undefined): PortView {
  const next = refresh(port, news);
  if (next === port) return port;
  const rate = (field: string, before: number | null, factor = 1) => {
    if (next.latest[field]?.at === port.latest[field]?.at) return before;
    const value = perSecond(field, port.latest, next.latest);
    return value === undefined ? null : value * factor;
  };
  return {
    ...next,
    inBps: rate("in_octets", port.inBps, 8),
    outBps: rate("out_octets", port.outBps, 8),
    inErrorsPerS: rate("in_errors", port.inErrorsPerS),
    outErrorsPerS: rate("out_errors", port.outErrorsPerS),
  };
}

/** News by entity; when one entity is told of twice, the later readings win. */
export function newsByEntity(news: readonly LiveLatest[]): ReadonlyMap<string, Latest> {
  const map = new Map<string, Latest>();
  for (const { entity, latest } of news) map.set(entity, mergeLatest(map.get(entity) ?? {}, latest));
  return map;
}

type News = ReadonlyMap<string, Latest>;

const refreshSummary = <T extends DeviceSummary>(device: T, news: News): T =>
  refresh(refresh(device, news.get(`device:${device.id}`)), news.get(`host:${device.id}`));

export function refreshDevices(devices: readonly DeviceSummary[], news: News): readonly DeviceSummary[] {
  return same(devices, (device) => refreshSummary(device, news));
}

/** The list itself when no element changed, so that nothing is drawn again for nothing. */
function same<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  const next = list.map(change);
  return next.some((item, i) => item !== list[i]) ? next : list;
}

export function refreshSite(site: SiteView, news: News): SiteView {
  const deviceList = refreshDevices(site.deviceList, news);
  const targetList = same(site.targetList, (target) => refresh(target, news.get(target.entity)));
  const agentList = same(site.agentList, (agent) => {
    const latest = mergeLatest(agent.latest, news.get(`agent:${agent.id}`) ?? {});
    return latest === agent.latest ? agent : { ...agent, latest, lastSeen: newestOf(agent.lastSeen, latest) };
  });
  const changed =
    deviceList !== site.deviceList || targetList !== site.targetList || agentList !== site.agentList;
  if (!changed) return site;
  const times = [...deviceList, ...targetList].map(({ newest }) => newest ?? 0);
  const newest = Math.max(site.newest ?? 0, ...times);
  return {
    ...site,
    deviceList: [...deviceList],
    targetList: [...targetList],
    agentList: [...agentList],
    newest: newest === 0 ? null : newest,
  };
}

export function refreshDevice(device: DeviceView, news: News): DeviceView {
  const own = [...news.keys()].some((entity) => parseEntityRef(entity)?.owner === device.id);
  if (!own) return device;
  const host = mergeLatest(device.host, news.get(`host:${device.id}`) ?? {});
  const ports = same(device.ports, (port) => refreshPort(port, news.get(port.entity)));
  const parts = (list: readonly PartView[]) => [
    ...same(list, (part) => refresh(part, news.get(part.entity))),
  ];
  const [volumes, sensors, supplies] = [parts(device.volumes), parts(device.sensors), parts(device.supplies)];
  const ups = mergeLatest(device.ups, news.get(`ups:${device.id}`) ?? {});
  const printer = mergeLatest(device.printer, news.get(`printer:${device.id}`) ?? {});
  const next = refreshSummary(device, news);
  const times = [...ports, ...volumes].map(({ newest }) => newest ?? 0);
  const newest = Math.max(next.newest ?? 0, ...times);
  return {
    ...next,
    host,
    ups,
    printer,
    ports: [...ports],
    volumes,
    sensors,
    supplies,
    newest: newest === 0 ? null : newest,
  };
}

/** Milliseconds to wait before connecting again after `attempt` failures: doubling with jitter, 30 s at most. */
export function reconnectDelay(attempt: number, random: () => number): number {
  const cap = Math.min(30_000, 1_000 * 2 ** attempt);
  return cap / 2 + random() * (cap / 2);
}

/** The server says what time it is every 15 s; after this long without a word the line is dead. */
export const SILENCE_MS = 40_000;
