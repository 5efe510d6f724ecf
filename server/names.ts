import type { NameOf } from "../core/alerting/say.ts";
import { parseEntityRef } from "../core/entities.ts";
import { nameOf } from "./device-names.ts";
import type { Registry } from "./ports.ts";

/** Names of subjects, sites and devices as people know them; with `sites`, of these only. */
export async function namesOf(registry: Registry, within?: ReadonlySet<string>): Promise<NameOf> {
  const [sites, devices, agents, targets, services, checks] = await Promise.all([
    registry.sites(),
    registry.devices(),
    registry.agents(),
    registry.targets(),
    registry.services(),
    registry.checks(),
  ]);
  const seen = (site: string) => within === undefined || within.has(site);
  const names = new Map<string, string>();
  for (const { id, name } of sites) if (seen(id)) names.set(id, name).set(`site:${id}`, name);
  const agentOf = new Map(agents.map((agent) => [agent.device, agent]));
  for (const device of devices)
    if (seen(device.site)) names.set(device.id, nameOf(device, agentOf.get(device.id)));
  for (const { id, name, site } of targets) if (seen(site)) names.set(id, name);
  const serviceOf = new Map(services.map(({ id, name }) => [id, name]));
  for (const { id, service, site } of checks)
    if (seen(site)) names.set(id, serviceOf.get(service) ?? service);
  for (const [id, name] of serviceOf) names.set(`district:${id}`, name);
  return (key) => {
    const known = names.get(key);
    if (known !== undefined) return known;
    const ref = parseEntityRef(key);
    const owner = ref === undefined ? undefined : names.get(ref.owner);
    if (ref === undefined || owner === undefined) return undefined;
    return ref.part === "" ? owner : `${owner} ${ref.part}`;
  };
}
