import type { z } from "zod";
import { assetEtag } from "../../core/assets/etag.ts";
import { suggestLinks as suggest } from "../../core/assets/reconcile.ts";
import type { linkSuggestion } from "../../core/wire/assets.ts";
import { nameOf } from "../device-names.ts";
import type { ApiPorts } from "./context.ts";

type Suggestion = z.infer<typeof linkSuggestion>;

/** What the register and the network say of the units' things, and which of them may be one. */
export async function suggestLinks(
  registry: ApiPorts["registry"],
  units: ReadonlySet<string>,
): Promise<readonly Suggestion[]> {
  const [all, devices, agents, sites] = await Promise.all([
    registry.assets({}),
    registry.devices(),
    registry.agents(),
    registry.sites(),
  ]);
  const seen = new Set(sites.flatMap(({ id, unit }) => (units.has(unit) ? [id] : [])));
  const agentOf = new Map(agents.map((agent) => [agent.device, agent]));
  const known = devices
    .filter(({ site }) => seen.has(site))
    .map((device) => {
      const { identity, inventory } = device;
      const cards = inventory?.value.cards ?? [];
      return {
        id: device.id,
        name: nameOf(device, agentOf.get(device.id)),
        serials: [identity?.value.serial, inventory?.value.serial],
        macs: [identity?.value.baseMac, ...cards.map(({ mac }) => mac)],
      };
    });
  // A foreign unit's link still takes its device; its things themselves are nobody's business here.
  const assets = all.filter(({ unit, device }) => units.has(unit) || device !== null);
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const names = new Map(known.map(({ id, name }) => [id, name]));
  return suggest(assets, known).flatMap((pair): Suggestion[] => {
    const asset = byId.get(pair.asset);
    if (asset === undefined) return [];
    return [
      {
        ...pair,
        assetName: asset.name,
        assetEtag: assetEtag(asset),
        deviceName: names.get(pair.device) ?? "",
      },
    ];
  });
}
