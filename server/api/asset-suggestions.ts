import type { Asset } from "../../core/assets/types.ts";
import type { z } from "zod";
import type { linkSuggestion } from "../../core/wire/assets.ts";
import { nameOf } from "../device-names.ts";
import type { DeviceRecord } from "../ports.ts";
import type { ApiPorts } from "./context.ts";

type Suggestion = z.infer<typeof linkSuggestion>;
type By = Suggestion["by"];

/** In the order of trust. */
const KEYS: readonly By[] = ["serial", "mac", "code", "name"];
/** Serials that makers leave in thousands of machines. */
const NO_SERIAL = /^(?:0+|1234567\d*|none|n\/?a|default string|system serial number|to be filled.*|x+)$/iu;

/**
 * Which device may be which asset: the same serial, MAC address, asset code or name, whichever tells first. Things that are
 * linked already are left out; what fits twice is marked, for a person to look.
 */
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
  const taken = new Set(all.flatMap(({ device }) => device ?? []));
  const seen = new Set(sites.flatMap(({ id, unit }) => (units.has(unit) ? [id] : [])));
  const agentOf = new Map(agents.map((agent) => [agent.device, agent]));
  const free = devices
    .filter(({ id, site }) => seen.has(site) && !taken.has(id))
    .map((device) => ({ device, name: nameOf(device, agentOf.get(device.id)) }));
  const assets = all.filter(({ unit, device }) => units.has(unit) && device === null);
  const found: Suggestion[] = [];
  const done = new Set<string>();
  for (const by of KEYS) {
    const byValue = Map.groupBy(
      free.flatMap((one) =>
        deviceValues(one.device, one.name, by).map((value) => Object.assign({ value }, one)),
      ),
      ({ value }) => value,
    );
    const same = Map.groupBy(assets, (asset) => assetValue(asset, by));
    for (const asset of assets) {
      const value = assetValue(asset, by);
      if (value === "" || done.has(asset.id)) continue;
      const fits = (byValue.get(value) ?? []).filter(({ device }) => !done.has(device.id));
      const [first] = fits;
      if (first === undefined) continue;
      const ambiguous = fits.length > 1 || (same.get(value)?.length ?? 0) > 1;
      done.add(asset.id);
      if (!ambiguous) done.add(first.device.id);
      found.push({
        asset: asset.id,
        assetName: asset.name,
        device: first.device.id,
        deviceName: first.name,
        by,
        value,
        ambiguous,
      });
    }
  }
  return found;
}

const plain = (text: string | null | undefined): string => (text ?? "").trim().toLowerCase();
const serial = (text: string | null | undefined): string => (NO_SERIAL.test(plain(text)) ? "" : plain(text));

function assetValue({ serial: number, mac, code, name }: Asset, by: By): string {
  if (by === "serial") return serial(number);
  return plain({ mac, code, name }[by]);
}

function deviceValues({ identity, inventory }: DeviceRecord, name: string, by: By): readonly string[] {
  const values = {
    serial: [serial(identity?.value.serial), serial(inventory?.value.serial)],
    mac: [plain(identity?.value.baseMac), ...(inventory?.value.cards ?? []).map(({ mac }) => plain(mac))],
    code: [plain(name)],
    name: [plain(name)],
  }[by];
  return [...new Set(values)].filter((value) => value !== "");
}
