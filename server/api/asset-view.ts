import { onBooks } from "../../core/assets/wear.ts";
import { assetEtag } from "../../core/assets/etag.ts";
import type { Asset } from "../../core/assets/types.ts";
import { FaultError, type FaultCode, type Result } from "../../core/result.ts";
import type { AssetView } from "../../core/wire/assets.ts";
import { namesOf } from "../names.ts";
import type { UnitRecord } from "../ports.ts";
import { unitSeen } from "./access.ts";
import { unwrap, type ApiContext, type ApiPorts, type Visible } from "./context.ts";
import { dateOf } from "../../core/assets/dates.ts";

type Ports = Pick<ApiPorts, "registry" | "planning" | "clock">;

/** Assets of foreign units do not exist for the person who asks. */
export async function assetSeen(
  { registry }: Pick<ApiPorts, "registry">,
  id: string,
  visible: Visible,
): Promise<Asset> {
  const asset = await registry.asset(id);
  if (asset === undefined || !visible.has(asset.unit)) throw new FaultError("asset_unknown");
  return asset;
}

/** What is said where another thing is in the way that the person does not see: that there is one, and no more. */
const ELSEWHERE: Partial<Record<FaultCode, FaultCode>> = {
  asset_code_taken: "asset_code_elsewhere",
  device_claimed: "device_claimed_elsewhere",
};

/** The value of a change that may meet a code or a device in use. Both belong to one thing only over all units. */
export async function unwrapClaim<T>(
  { registry }: Pick<ApiPorts, "registry">,
  result: Result<T>,
  visible: Visible,
): Promise<T> {
  const elsewhere = result.ok ? undefined : ELSEWHERE[result.fault.code];
  if (!result.ok && elsewhere !== undefined) {
    const { asset, code } = result.fault.params;
    const holder = await registry.asset(String(asset));
    if (holder !== undefined && !visible.has(holder.unit))
      throw new FaultError(elsewhere, code === undefined ? {} : { code });
  }
  return unwrap(result);
}

/** All of them, or none: one that is foreign makes the whole order unknown. */
export async function assetsSeen(
  { registry }: Pick<ApiPorts, "registry">,
  ids: readonly string[],
  visible: Visible,
): Promise<void> {
  const known = new Map((await registry.assets({ liquidated: true })).map(({ id, unit }) => [id, unit]));
  for (const id of ids) if (!visible.has(known.get(id) ?? "")) throw new FaultError("asset_unknown");
}

/**
 * The units that are asked about: these with all below them (a unit that was merged stands below its successor), or all that
 * one may see. Throws `unit_unknown` for a foreign one.
 */
export async function unitsWithin(
  { registry }: Pick<ApiPorts, "registry">,
  c: ApiContext,
  asked: string | undefined,
): Promise<ReadonlySet<string>> {
  const { visible } = c.var;
  if (asked === undefined || asked === "") return visible;
  const roots = asked.split(",");
  for (const unit of roots) unitSeen(unit, visible);
  return below(await registry.units(), roots);
}

/** Ids of these units and of all below them. */
export function below(
  units: readonly Pick<UnitRecord, "id" | "parent">[],
  roots: readonly string[],
): ReadonlySet<string> {
  const children = Map.groupBy(units, ({ parent }) => parent);
  const seen = new Set<string>();
  const waiting = [...roots];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const child of children.get(id) ?? []) waiting.push(child.id);
  }
  return seen;
}

/** Adds the names that lists show, and what the books say of it today. */
export async function assetViews({ registry, planning, clock }: Ports): Promise<(asset: Asset) => AssetView> {
  const [units, names, tables] = await Promise.all([registry.units(), namesOf(registry), planning.tables()]);
  const unitNames = new Map(units.map(({ id, name }) => [id, name]));
  const today = dateOf(clock.now());
  return (asset) => {
    const { traits, repairs, ...rest } = asset;
    return {
      ...rest,
      etag: assetEtag(asset),
      traits: { ...traits },
      repairs: [...repairs],
      unitName: unitNames.get(asset.unit) ?? "",
      siteName: asset.site === null ? null : (names(asset.site) ?? null),
      deviceName: asset.device === null ? null : (names(asset.device) ?? null),
      remaining: onBooks(asset, today, tables)?.remaining ?? null,
    };
  };
}
