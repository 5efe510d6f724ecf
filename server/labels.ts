import { MINUTE, type Clock } from "../core/clock.ts";
import { parseEntityRef } from "../core/entities.ts";
import { ownerLabel, partLabel, type Labels } from "../core/exposition.ts";
import type { CheckRecord, ServiceRecord } from "./alerts-port.ts";
import { classOf, nameOf } from "./device-names.ts";
import type { AgentRecord, DeviceRecord, Registry, SiteRecord, TargetRecord, UnitRecord } from "./ports.ts";

/** Labels of entities (tags in InfluxDB), as `core/exposition.ts` names them, from the registry. */
export interface EntityLabels {
  /** Reads the registry again where it changed, or was read a minute ago. To be awaited before a batch of `of`. */
  refresh(): Promise<void>;
  /** Of what `refresh` last saw. An entity whose owner is gone keeps its `*_id` label and its part. */
  of(entity: string): Labels;
}

export interface LabelPorts {
  readonly registry: Pick<
    Registry,
    "revision" | "units" | "sites" | "devices" | "targets" | "agents" | "services" | "checks"
  >;
  readonly clock: Clock;
}

/** Devices tell their own names without the registry's revision growing. */
const STALE = MINUTE;

export function createLabels({ registry, clock }: LabelPorts): EntityLabels {
  let owners: ReadonlyMap<string, Labels> = new Map();
  let made = new Map<string, Labels>();
  let seen: { readonly revision: number; readonly at: number } | undefined;
  let reading: Promise<void> | undefined;
  const read = async () => {
    const revision = registry.revision();
    const at = clock.monotonic();
    const [units, sites, devices, targets, agents, services, checks] = await Promise.all([
      registry.units(),
      registry.sites(),
      registry.devices(),
      registry.targets(),
      registry.agents(),
      registry.services(),
      registry.checks(),
    ]);
    owners = ownersOf({ units, sites, devices, targets, agents, checks: named(services, checks) });
    made = new Map();
    seen = { revision, at };
  };
  return {
    async refresh() {
      const fresh = () =>
        seen !== undefined && seen.revision === registry.revision() && clock.monotonic() - seen.at < STALE;
      // Whoever joins a reading that began before the change that it asks for reads once more.
      for (let round = 0; round < 2 && !fresh(); round += 1) {
        reading ??= read().finally(() => (reading = undefined));
        await reading;
      }
    },
    of(entity) {
      const known = made.get(entity);
      if (known !== undefined) return known;
      const labels = labelsOf(entity, owners);
      made.set(entity, labels);
      return labels;
    },
  };
}

function labelsOf(entity: string, owners: ReadonlyMap<string, Labels>): Labels {
  const parts = parseEntityRef(entity);
  if (parts === undefined) return {};
  const { kind, owner, part } = parts;
  const name = ownerLabel(kind);
  const own = owners.get(`${name}:${owner}`) ?? { [`${name}_id`]: owner };
  const label = partLabel(kind);
  return label === undefined ? own : { ...own, [label]: part };
}

interface Everybody {
  readonly units: readonly UnitRecord[];
  readonly sites: readonly SiteRecord[];
  readonly devices: readonly DeviceRecord[];
  readonly targets: readonly TargetRecord[];
  readonly agents: readonly AgentRecord[];
  readonly checks: readonly NamedCheck[];
}
interface NamedCheck {
  readonly id: string;
  readonly site: string;
  readonly name: string;
}

function named(services: readonly ServiceRecord[], checks: readonly CheckRecord[]): readonly NamedCheck[] {
  const names = new Map(services.map(({ id, name }) => [id, name]));
  return checks.map(({ id, site, service }) => ({ id, site, name: names.get(service) ?? "" }));
}

/** The labels of every owner, by `device:`, `target:`, `agent:` or `service:` and its id. */
function ownersOf({ units, sites, devices, targets, agents, checks }: Everybody): Map<string, Labels> {
  const places = placesOf(units, sites);
  const agentById = new Map(agents.map((agent) => [agent.id, agent]));
  const inSite = <T extends { readonly site: string }>(
    all: readonly T[],
    forms: (one: T) => readonly string[],
  ) =>
    [...Map.groupBy(all, ({ site }) => site).values()].flatMap((group) => Array.from(distinct(group, forms)));
  const callOf = (device: DeviceRecord) => nameOf(device, agentById.get(device.agent ?? ""));
  return new Map([
    ...inSite(devices, (device) => formsOf(callOf(device), device.address, device.id)).map(
      ([device, name]): [string, Labels] => [
        `device:${device.id}`,
        { ...places.get(device.site), device: name, device_id: device.id, class: classOf(device) },
      ],
    ),
    ...inSite(targets, ({ name, address, id }) => formsOf(name, address, id)).map(
      ([{ id, site }, name]): [string, Labels] => [
        `target:${id}`,
        { ...places.get(site), target: name, target_id: id },
      ],
    ),
    // Of a PC that enrolled again, the agent that lives has the bare name.
    ...inSite(agents, ({ hostname, id, revokedAt }) =>
      formsOf(hostname, null, id).slice(revokedAt === null ? 0 : 1),
    ).map(([{ id, site }, name]): [string, Labels] => [
      `agent:${id}`,
      { ...places.get(site), agent: name, agent_id: id },
    ]),
    ...inSite(checks, ({ name, id }) => formsOf(name, null, id)).map(
      ([{ id, site }, name]): [string, Labels] => [
        `service:${id}`,
        { ...places.get(site), service: name, service_id: id },
      ],
    ),
  ]);
}

/** The labels that say where, by site. */
function placesOf(units: readonly UnitRecord[], sites: readonly SiteRecord[]): Map<string, Labels> {
  const unitNames = new Map(units.map(({ id, name }) => [id, name]));
  const names = distinct(sites, ({ id, name, unit }) => {
    const full = `${name} – ${unitNames.get(unit) ?? unit}`;
    return [name, full, `${full} (${id})`];
  });
  return new Map(
    [...names].map(([{ id, unit }, site]) => [id, { unit: unitNames.get(unit) ?? unit, site, site_id: id }]),
  );
}

function formsOf(name: string, address: string | null, id: string): readonly string[] {
  return [
    name === "" ? id : name,
    ...(address === null || address === name ? [] : [`${name} (${address})`]),
    `${name} (${id})`,
  ];
}

/** Each one's shortest form that no other has; where even the last forms are equal, they stay so. */
function distinct<T>(all: readonly T[], forms: (one: T) => readonly string[]): Map<T, string> {
  const items = all.map((one) => ({ one, forms: forms(one), level: 0 }));
  const form = (item: (typeof items)[number]) => item.forms[item.level] ?? "";
  for (let again = true; again;) {
    again = false;
    for (const same of Map.groupBy(items, form).values()) {
      if (same.length === 1) continue;
      for (const item of same) {
        if (item.level >= item.forms.length - 1) continue;
        item.level += 1;
        again = true;
      }
    }
  }
  return new Map(items.map((item) => [item.one, form(item)]));
}
