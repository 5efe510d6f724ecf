import { MINUTE, type Instant } from "../../core/clock.ts";
import { parseEntityRef } from "../../core/entities.ts";
import { deviceState, isFresh, newestOf, pcState, targetState } from "../../core/state.ts";
import type {
  AgentView,
  DeviceSummary,
  LanView,
  PartView,
  PortView,
  TargetView,
} from "../../core/wire/views.ts";
import type {
  AgentRecord,
  Detail,
  DeviceRecord,
  PortRecord,
  SampleStore,
  StoredEntity,
  TargetRecord,
} from "../ports.ts";
import { classOf, nameOf } from "../device-names.ts";
import { portRate, toLatest } from "./latest.ts";

/** All intervals that the server assigns are at most this long; what is older than `core/state.ts` allows is unknown. */
const EVERY_MS = MINUTE;

type Store = Pick<SampleStore, "last" | "lastTwo">;

export function deviceSummary(
  device: DeviceRecord,
  agent: AgentRecord | undefined,
  store: Store,
  now: Instant,
): DeviceSummary {
  const { id, site, address, contact } = device;
  const latest = toLatest(store.last(agent === undefined ? `device:${id}` : `host:${id}`));
  const judged =
    agent === undefined
      ? deviceState(latest, EVERY_MS, now)
      : pcState(latest, agent.revokedAt === null ? agent.lastSeen : null, EVERY_MS, now);
  return {
    id,
    site,
    class: classOf(device),
    name: nameOf(device, agent),
    address,
    agent: agent?.id ?? null,
    ...makeOf(device),
    ...judged,
    fault: contact?.ok === false ? contact.fault : null,
    latest,
  };
}

/** As a PC's own inventory says, else what the rules made of a polled device. */
function makeOf({ inventory, identity }: DeviceRecord): Pick<DeviceSummary, "vendor" | "model"> {
  const [own, read] = [inventory?.value, identity?.value];
  return { vendor: own?.maker ?? read?.vendor ?? null, model: own?.model ?? read?.model ?? null };
}

/** As a person named it, else as it calls itself, else its address. */
export function targetView(
  { id, site, name, address }: TargetRecord,
  store: Store,
  now: Instant,
): TargetView {
  const entity = `target:${id}`;
  const latest = toLatest(store.last(entity));
  return { id, site, name, address, entity, ...targetState(latest, EVERY_MS, now), latest };
}

export function agentView(agent: AgentRecord, store: Store, polls: boolean, now: Instant): AgentView {
  const { platform: _platform, ...shown } = agent;
  const heard = agent.revokedAt === null && isFresh(agent.lastSeen, EVERY_MS, now);
  return {
    ...shown,
    polls,
    state: heard ? "good" : "unknown",
    latest: toLatest(store.last(`agent:${agent.id}`)),
  };
}

/** Ports that the device named, and ports that have samples; in the order of the device's own numbering. */
export function portViews(
  device: string,
  records: readonly PortRecord[],
  entities: readonly StoredEntity[],
  store: Store,
  now: Instant,
): PortView[] {
  const known = new Map(records.map((record) => [record.part, record]));
  const parts = new Set([...known.keys(), ...partsOf(device, "port", entities)]);
  return [...parts]
    .map((part) => portView(device, part, known.get(part), store, now))
    .toSorted(
      (a, b) =>
        (a.ifIndex ?? Infinity) - (b.ifIndex ?? Infinity) ||
        a.name.localeCompare(b.name, "en", { numeric: true }),
    );
}

function portView(
  device: string,
  part: string,
  record: PortRecord | undefined,
  store: Store,
  now: Instant,
): PortView {
  const entity = `port:${device}/${part}`;
  const latest = toLatest(store.last(entity));
  const newest = newestOf(latest);
  // A rate of yesterday is not what passes now.
  const pair = isFresh(newest, EVERY_MS, now) ? store.lastTwo(entity) : undefined;
  const bits = (rate: number | null) => (rate === null ? null : rate * 8);
  return {
    entity,
    part,
    ifIndex: record?.ifIndex ?? null,
    name: record?.name ?? part,
    alias: record?.alias ?? null,
    ifType: record?.ifType ?? null,
    mac: record?.mac ?? null,
    newest,
    latest,
    inBps: bits(portRate(pair, "in_octets")),
    outBps: bits(portRate(pair, "out_octets")),
    inErrorsPerS: portRate(pair, "in_errors"),
    outErrorsPerS: portRate(pair, "out_errors"),
  };
}

/** The parts of one kind that have samples, by name. */
export function partViews(
  device: string,
  kind: "volume" | "sensor" | "supply",
  entities: readonly StoredEntity[],
  store: Store,
): PartView[] {
  return partsOf(device, kind, entities)
    .map((part) => {
      const entity = `${kind}:${device}/${part}`;
      const latest = toLatest(store.last(entity));
      return { entity, name: part, newest: newestOf(latest), latest };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

export function lanView({ at, value }: Detail<"lan">): LanView {
  const { neighbours, vlans, stp, forwarding } = value;
  const learned = new Map<string, Set<string>>();
  for (const { mac, port, own } of forwarding) {
    if (port === undefined || own === true) continue;
    const macs = learned.get(port) ?? new Set();
    learned.set(port, macs.add(mac));
  }
  return {
    at,
    neighbours,
    vlans,
    stp: stp ?? null,
    learned: [...learned].map(([port, macs]) => ({ port, macs: macs.size })),
  };
}

function partsOf(
  device: string,
  kind: "port" | "volume" | "sensor" | "supply",
  entities: readonly StoredEntity[],
): string[] {
  const prefix = `${kind}:${device}/`;
  return entities.flatMap(({ entity }) =>
    entity.startsWith(prefix) ? [parseEntityRef(entity)?.part ?? ""] : [],
  );
}
