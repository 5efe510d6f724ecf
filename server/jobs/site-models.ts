import type { ModelCheck, ModelDevice, SiteModel } from "../../core/alerting/site-model.ts";
import { MINUTE, type Clock, type Instant } from "../../core/clock.ts";
import { parseEntityRef } from "../../core/entities.ts";
import type { Topology } from "../../core/topology/types.ts";
import type {
  AgentRecord,
  Detail,
  DeviceRecord,
  PortRecord,
  Registry,
  SampleStore,
  SiteRecord,
} from "../ports.ts";
import { classOf, nameOf } from "../device-names.ts";
import { siteTopology } from "../site-topology.ts";

/** What the evaluation knows of a site, read again only when something of it changed. */
export interface SiteModels {
  of(site: SiteRecord, units: readonly string[]): Promise<SiteModel>;
  forget(site: string): void;
}

interface Kept {
  readonly model: SiteModel;
  readonly revision: number;
  readonly evidence: number;
  /** Entities of the store come and go without the registry. */
  readonly readAt: Instant;
  readonly topology: { readonly at: number; readonly made: Instant; readonly map: Topology } | undefined;
}

/** Facts of devices trickle in all the time; this often is soon enough for what is not in a reading. */
const READ_AGAIN = MINUTE / 4;
const STALE = 5 * MINUTE;
/** A map of a large site takes a tenth of a second to make. */
const MAP_AGAIN = 5 * MINUTE;

export function createSiteModels(
  registry: Registry,
  store: Pick<SampleStore, "entities">,
  clock: Clock,
  pace: { readonly readAgainMs: number; readonly mapAgainMs: number } = {
    readAgainMs: READ_AGAIN,
    mapAgainMs: MAP_AGAIN,
  },
): SiteModels {
  const kept = new Map<string, Kept>();
  return {
    async of(site, units) {
      const known = kept.get(site.id);
      const now = clock.monotonic();
      const revision = registry.revision();
      const evidence = registry.evidenceRevision(site.id);
      if (known !== undefined && known.revision === revision) {
        const age = now - known.readAt;
        if (age < (known.evidence === evidence ? STALE : pace.readAgainMs)) return known.model;
      }
      const topology = await mapOf(registry, site.id, known?.topology, now, pace.mapAgainMs);
      const model = await read(registry, store, site, units, topology?.map);
      kept.set(site.id, { model, revision, evidence, readAt: now, topology });
      return model;
    },
    forget: (site) => void kept.delete(site),
  };
}

/** A model is kept for a while; when agents were heard must be of now. */
export function withAgents(model: SiteModel, agents: ReadonlyMap<string, AgentRecord>): SiteModel {
  return {
    ...model,
    devices: model.devices.map((device) => {
      const seen = device.agent === undefined ? undefined : agents.get(device.agent.id)?.lastSeen;
      if (device.agent === undefined || seen === undefined || seen === null) return device;
      return Object.assign({ ...device }, { agent: { ...device.agent, lastSeen: seen } });
    }),
  };
}

/** Undefined where no table was ever read: nothing to draw. */
async function mapOf(
  registry: Registry,
  site: string,
  known: Kept["topology"],
  now: Instant,
  againMs: number,
): Promise<Kept["topology"]> {
  if (known !== undefined && now - known.made < againMs) return known;
  const lans = await registry.details("lan", { site });
  if (lans.length === 0) return undefined;
  const at = Math.max(...lans.map((lan) => lan.at));
  if (known !== undefined && known.at === at) return { ...known, made: now };
  const { topology } = await siteTopology(registry, site);
  return { at, made: now, map: topology };
}

async function read(
  registry: Registry,
  store: Pick<SampleStore, "entities">,
  site: SiteRecord,
  units: readonly string[],
  topology: Topology | undefined,
): Promise<SiteModel> {
  const [devices, agents, ports, targets, checks, services, leases, printers, watches, lans] =
    await Promise.all([
      registry.devices(site.id),
      registry.agents(site.id),
      registry.portsOf(site.id),
      registry.targets(site.id),
      registry.checks(site.id),
      registry.services(),
      registry.leases(),
      registry.details("printer", { site: site.id }),
      registry.details("lan_watch", { site: site.id }),
      registry.details("lan", { site: site.id }),
    ]);
  const parts = partsOf(store, site.id);
  const known: Known = {
    agents: new Map(
      agents.filter(({ revokedAt }) => revokedAt === null).map((agent) => [agent.device, agent]),
    ),
    ports,
    parts,
    printers: byDevice(printers),
    watches: byDevice(watches),
    lans: byDevice(lans),
  };
  const byId = new Map(services.map((service) => [service.id, service]));
  return {
    id: site.id,
    name: site.name,
    unit: site.unit,
    units,
    devices: devices.map((device) => deviceOf(device, known)),
    targets: targets.map(({ id, name, address }) => ({ id, name, address })),
    checks: checks.flatMap(({ id, service }): ModelCheck[] => {
      const what = byId.get(service);
      return what === undefined ? [] : [{ id, service, name: what.name, kind: what.kind }];
    }),
    topology,
    lease: leases.get(site.id),
  };
}

const byDevice = <T extends { readonly device: string }>(details: readonly T[]): ReadonlyMap<string, T> =>
  new Map(details.map((detail) => [detail.device, detail]));

interface Known {
  readonly agents: ReadonlyMap<string, AgentRecord>;
  readonly ports: ReadonlyMap<string, readonly PortRecord[]>;
  /** Of volumes, supplies and sensors, by `kind:device`. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
  readonly printers: ReadonlyMap<string, Detail<"printer">>;
  readonly watches: ReadonlyMap<string, Detail<"lan_watch">>;
  readonly lans: ReadonlyMap<string, Detail<"lan">>;
}

function partsOf(store: Pick<SampleStore, "entities">, site: string): Known["parts"] {
  const parts = new Map<string, string[]>();
  for (const { entity, kind } of store.entities(site)) {
    if (kind !== "volume" && kind !== "supply" && kind !== "sensor") continue;
    const ref = parseEntityRef(entity);
    if (ref === undefined) continue;
    const key = `${kind}:${ref.owner}`;
    const list = parts.get(key);
    if (list === undefined) parts.set(key, [ref.part]);
    else list.push(ref.part);
  }
  return parts;
}

function deviceOf(device: DeviceRecord, known: Known): ModelDevice {
  const { id, contact, inventory } = device;
  const agent = known.agents.get(id);
  const kind = classOf(device);
  return {
    id,
    name: nameOf(device, agent),
    class: kind,
    address: device.address ?? undefined,
    polled: device.hasCredential && device.address !== null,
    agent: agent === undefined ? undefined : agentOf(agent),
    ports: (known.ports.get(id) ?? []).map(portOf),
    macs: (inventory?.value.cards ?? []).flatMap(({ mac }) => mac ?? []),
    contact: contact === null ? undefined : { at: contact.at, ok: contact.ok, fault: contact.fault },
    failingDisks: (inventory?.value.disks ?? []).flatMap(({ health, name }) =>
      health === "failing" ? [name] : [],
    ),
    important: IMPORTANT.has(kind),
    ...partsIn(id, known),
    ...factsOf(id, known),
  };
}

const portOf = ({ part, name, alias, ifType, mac }: PortRecord) => ({ part, name, alias, ifType, mac });

function partsIn(
  id: string,
  { parts, printers }: Known,
): Pick<ModelDevice, "volumes" | "sensors" | "supplies"> {
  const kinds = new Map(printers.get(id)?.value.supplies.map(({ name, kind }) => [name, kind]));
  return {
    volumes: parts.get(`volume:${id}`) ?? [],
    sensors: parts.get(`sensor:${id}`) ?? [],
    supplies: (parts.get(`supply:${id}`) ?? []).map((part) => ({
      part,
      name: part,
      kind: kinds.get(part) ?? "other",
    })),
  };
}

function factsOf(id: string, known: Known): Pick<ModelDevice, "printer" | "lanWatch" | "stpChanges"> {
  const [printer, watch, lan] = [known.printers.get(id), known.watches.get(id), known.lans.get(id)];
  const changes = lan?.value.stp?.topologyChanges;
  return {
    printer: printer === undefined ? undefined : { at: printer.at, errors: printer.value.errors },
    lanWatch: watch === undefined ? undefined : { at: watch.at, value: watchOf(watch.value) },
    stpChanges: lan === undefined || changes === undefined ? undefined : { at: lan.at, count: changes },
  };
}

/** Whose loss is everybody's. */
const IMPORTANT: ReadonlySet<string> = new Set([
  "switch",
  "router",
  "firewall",
  "access_point",
  "server",
  "nas",
]);

const agentOf = ({ id, hostname, lastSeen, enrolledAt }: AgentRecord) => ({
  id,
  hostname,
  lastSeen: lastSeen ?? undefined,
  enrolledAt,
});

function watchOf({ gateway, conflicts, dhcp }: Detail<"lan_watch">["value"]) {
  return {
    ...(gateway === undefined
      ? {}
      : { gateway: { ip: gateway.ip, ...(gateway.mac === undefined ? {} : { mac: gateway.mac }) } }),
    conflicts,
    dhcp: dhcp.map(({ ip, mac, router }) => ({
      ip,
      ...(mac === undefined ? {} : { mac }),
      ...(router === undefined ? {} : { router }),
    })),
  };
}
