import { MOST_PHOTO_BYTES, MOST_PHOTOS, photoTypeOf } from "../../../core/assets/photos.ts";
import { fail, ok } from "../../../core/result.ts";
import type { AssetPhoto, AssetRegister } from "../../assets-port.ts";
import { assetById } from "./asset-rows.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";

type Photos = Pick<AssetRegister, "addPhoto" | "photos" | "photo" | "removePhoto">;

const tooLarge = () => fail("photo_large", { most: MOST_PHOTO_BYTES / 1024 });

/** Pictures of things, few and small. */
export function assetPhotos(context: RegistryContext): Photos {
  const { db, clock, newId } = context;
  return {
    addPhoto: (asset, photo, by) =>
      changing(context, async (transaction) => {
        if ((await assetById(transaction, asset)) === undefined) return fail("asset_unknown");
        if (photoTypeOf(photo.data) !== photo.type) return fail("photo_type");
        if (photo.data.byteLength > MOST_PHOTO_BYTES) return tooLarge();
        const known = await transaction
          .selectFrom("asset_photos")
          .select("id")
          .where("asset", "=", asset)
          .execute();
        if (known.length >= MOST_PHOTOS) return fail("photo_many", { most: MOST_PHOTOS });
        const id = newId();
        await transaction
          .insertInto("asset_photos")
          .values({
            id,
            asset,
            at: clock.now(),
            type: photo.type,
            bytes: photo.data.byteLength,
            data: Buffer.from(photo.data).toString("base64"),
          })
          .execute();
        await audit(context, transaction, by, { action: "photo_added", subject: asset, after: { id } });
        return ok({ id });
      }),
    photos: (asset) =>
      db
        .selectFrom("asset_photos")
        .select(["id", "at", "bytes"])
        .where("asset", "=", asset)
        .orderBy("at")
        .execute(),
    async photo(id) {
      const row = await db.selectFrom("asset_photos").selectAll().where("id", "=", id).executeTakeFirst();
      if (row === undefined) return undefined;
      const data = new Uint8Array(Buffer.from(row.data, "base64"));
      return { asset: row.asset, type: row.type as AssetPhoto["type"], data };
    },
    removePhoto: (id, by) =>
      changing(context, async (transaction) => {
        const row = await transaction
          .selectFrom("asset_photos")
          .select("asset")
          .where("id", "=", id)
          .executeTakeFirst();
        if (row === undefined) return fail("photo_unknown");
        await transaction.deleteFrom("asset_photos").where("id", "=", id).execute();
        await audit(context, transaction, by, {
          action: "photo_removed",
          subject: row.asset,
          before: { id },
        });
        return ok(null);
      }),
  };
}
