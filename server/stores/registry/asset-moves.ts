import type { Transaction } from "kysely";
import { fail, ok, type Result } from "../../../core/result.ts";
import { assetEtag } from "../../../core/assets/etag.ts";
import type { Asset } from "../../../core/assets/types.ts";
import type { AssetRegister } from "../../assets-port.ts";
import type { Actor } from "../../people-port.ts";
import { liquidations, movable, type Liquidations } from "./asset-liquidations.ts";
import { assetById, assetOf, misplaced, tell } from "./asset-rows.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";
import { changedSince, lastTeller } from "./still.ts";
import type { Tables } from "./tables.ts";

type Moves = Pick<AssetRegister, "linkAsset" | "transferAssets" | "addRepair" | keyof Liquidations>;

/** What happens to things: found in the network, moved, repaired, liquidated. */
export function assetMoves(context: RegistryContext): Moves {
  return {
    ...ofOne(context),
    transferAssets: (ids, to, by) =>
      changing(context, (transaction) => transfer(context, transaction, { ids, to }, by)),
    ...liquidations(context),
  };
}

/** To another unit and a site of it, in the transaction of whoever asks. */
export async function transfer(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  {
    ids,
    to,
  }: { readonly ids: readonly string[]; readonly to: Parameters<AssetRegister["transferAssets"]>[1] },
  by: Actor,
): Promise<Result<{ readonly moved: number }>> {
  const refused = await misplaced(transaction, to);
  if (refused !== undefined) return refused;
  const assets = await movable(transaction, ids);
  if (!assets.ok) return assets;
  for (const asset of assets.value) {
    const { unit, site } = asset;
    await save(context, transaction, asset, { unit: to.unit, site: to.site });
    await tell(context, transaction, by, {
      asset: asset.id,
      what: "moved",
      changes: { unit: [unit, to.unit], site: [site, to.site], on: [null, to.on] },
      note: to.note,
    });
  }
  const moved = assets.value.length;
  await audit(context, transaction, by, {
    action: "assets_transferred",
    subject: to.unit,
    after: { ids, ...to },
  });
  return ok({ moved });
}

/** What happens to a single thing. */
function ofOne(context: RegistryContext): Pick<Moves, "linkAsset" | "addRepair"> {
  return {
    linkAsset: (id, device, by, seen) =>
      changing(context, async (transaction) => {
        const asset = await assetById(transaction, id);
        if (asset === undefined) return fail("asset_unknown");
        if (asset.state === "liquidated") return fail("asset_liquidated");
        const refused =
          (await changedSince(seen, assetEtag(asset), () => lastTeller(transaction, id))) ??
          (device === null ? undefined : await whyNotLinked(transaction, id, device));
        if (refused !== undefined) return refused;
        await transaction
          .updateTable("assets")
          .set({ device, changed_at: context.clock.now() })
          .where("id", "=", id)
          .execute();
        const what = device === null ? "unlinked" : "linked";
        await tell(context, transaction, by, {
          asset: id,
          what,
          changes: { device: [asset.device, device] },
        });
        await audit(context, transaction, by, { action: `asset_${what}`, subject: id, after: { device } });
        return present(await assetById(transaction, id));
      }),
    addRepair: (id, repair, by) =>
      changing(context, async (transaction) => {
        const asset = await assetById(transaction, id);
        if (asset === undefined) return fail("asset_unknown");
        if (asset.state === "liquidated") return fail("asset_liquidated");
        const repairs = [...asset.repairs, repair].toSorted((a, b) => (a.on < b.on ? -1 : 1));
        await transaction
          .updateTable("assets")
          .set({ repairs: JSON.stringify(repairs), changed_at: context.clock.now() })
          .where("id", "=", id)
          .execute();
        await tell(context, transaction, by, {
          asset: id,
          what: "repaired",
          changes: { on: [null, repair.on], cost: [null, repair.cost] },
          note: repair.what,
        });
        await audit(context, transaction, by, { action: "asset_repaired", subject: id, after: repair });
        return present(await assetById(transaction, id));
      }),
  };
}

const present = (asset: Asset | undefined): Result<Asset> =>
  asset === undefined ? fail("asset_unknown") : ok(asset);

async function save(
  { clock }: RegistryContext,
  transaction: Transaction<Tables>,
  { id }: Asset,
  to: { readonly unit: string; readonly site: string | null },
): Promise<void> {
  const row = await transaction
    .selectFrom("assets")
    .select("fields")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const fields = { ...(JSON.parse(row.fields) as object), unit: to.unit, site: to.site };
  await transaction
    .updateTable("assets")
    .set({ unit: to.unit, fields: JSON.stringify(fields), changed_at: clock.now() })
    .where("id", "=", id)
    .execute();
}

async function whyNotLinked(
  transaction: Transaction<Tables>,
  asset: string,
  device: string,
): Promise<Result<never> | undefined> {
  const known = await transaction
    .selectFrom("devices")
    .select("id")
    .where("id", "=", device)
    .where("removed_at", "is", null)
    .executeTakeFirst();
  if (known === undefined) return fail("device_unknown");
  const other = await transaction
    .selectFrom("assets")
    .selectAll()
    .where("device", "=", device)
    .where("state", "<>", "liquidated")
    .where("id", "<>", asset)
    .executeTakeFirst();
  return other === undefined
    ? undefined
    : fail("device_claimed", { asset: other.id, name: assetOf(other).name });
}
