import type { Transaction } from "kysely";
import { assetEtag } from "../../../core/assets/etag.ts";
import type { Asset, Liquidation } from "../../../core/assets/types.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { AssetRegister } from "../../assets-port.ts";
import { assetsById, changesOf, tell } from "./asset-rows.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";
import { changedSince, lastTeller } from "./still.ts";
import type { Tables } from "./tables.ts";

type Tx = Transaction<Tables>;
export type Liquidations = Pick<AssetRegister, "liquidateAssets" | "correctLiquidation">;

/** Out of the books on a ground and a decision, whose number often comes later. */
export function liquidations(context: RegistryContext): Liquidations {
  return {
    liquidateAssets: (ids, how, by) =>
      changing(context, async (transaction) => {
        const assets = await movable(transaction, ids);
        if (!assets.ok) return assets;
        for (const { id, state } of assets.value) {
          await write(context, transaction, id, how);
          await tell(context, transaction, by, {
            asset: id,
            what: "liquidated",
            changes: { state: [state, "liquidated"], ground: [null, how.ground], on: [null, how.on] },
            note: how.decision,
          });
        }
        await audit(context, transaction, by, {
          action: "assets_liquidated",
          subject: "assets",
          after: { ids, ...how },
        });
        return ok({ done: assets.value.length });
      }),
    correctLiquidation: (ids, how, by, seen) =>
      changing(context, async (transaction) => {
        const assets = await liquidated(transaction, ids);
        if (!assets.ok) return assets;
        let done = 0;
        for (const asset of assets.value) {
          const { id, liquidation } = asset;
          const refused = await changedSince(seen, assetEtag(asset), () => lastTeller(transaction, id));
          if (refused !== undefined) return refused;
          const changes = changesOf(liquidation ?? {}, how);
          if (Object.keys(changes).length === 0) continue;
          await write(context, transaction, id, how);
          await tell(context, transaction, by, { asset: id, what: "changed", changes });
          await audit(context, transaction, by, {
            action: "asset_liquidation_corrected",
            subject: id,
            ...(liquidation === null ? {} : { before: liquidation }),
            after: how,
          });
          done += 1;
        }
        return ok({ done });
      }),
  };
}

const write = ({ clock }: RegistryContext, transaction: Tx, id: string, how: Liquidation) =>
  transaction
    .updateTable("assets")
    .set({ state: "liquidated", liquidation: JSON.stringify(how), changed_at: clock.now() })
    .where("id", "=", id)
    .execute();

/** All of them, and none is liquidated: a bulk change is made whole or not at all. */
export const movable = (transaction: Tx, ids: readonly string[]): Promise<Result<readonly Asset[]>> =>
  allOf(transaction, ids, ({ state }) => (state === "liquidated" ? fail("asset_liquidated") : undefined));

const liquidated = (transaction: Tx, ids: readonly string[]): Promise<Result<readonly Asset[]>> =>
  allOf(transaction, ids, ({ state }) => (state === "liquidated" ? undefined : fail("asset_not_liquidated")));

async function allOf(
  transaction: Tx,
  ids: readonly string[],
  whyNot: (asset: Asset) => Result<never> | undefined,
): Promise<Result<readonly Asset[]>> {
  const found = await assetsById(transaction, ids);
  const assets: Asset[] = [];
  for (const id of new Set(ids)) {
    const asset = found.get(id);
    if (asset === undefined) return fail("asset_unknown");
    const refused = whyNot(asset);
    if (refused !== undefined) return refused;
    assets.push(asset);
  }
  return ok(assets);
}
