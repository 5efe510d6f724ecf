import type { UnitProfile } from "../../../core/assets/types.ts";
import { etagOf } from "../../../core/etag.ts";
import { fail, ok } from "../../../core/result.ts";
import type { AssetRegister } from "../../assets-port.ts";
import { hasUnit } from "./asset-rows.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";
import { changedSince, lastActor } from "./still.ts";

const SAVED = "unit_profile_saved";

/** Staff for the norms, names for the documents. */
export function unitProfiles(
  context: RegistryContext,
): Pick<AssetRegister, "unitProfiles" | "saveUnitProfile"> {
  return {
    async unitProfiles() {
      const rows = await context.db.selectFrom("unit_profiles").select("profile").orderBy("unit").execute();
      return rows.map(({ profile }) => JSON.parse(profile) as UnitProfile);
    },
    saveUnitProfile: (profile, by, seen) =>
      changing(context, async (transaction) => {
        const { unit } = profile;
        if (!(await hasUnit(transaction, unit))) return fail("unit_unknown");
        const before = await transaction
          .selectFrom("unit_profiles")
          .select("profile")
          .where("unit", "=", unit)
          .executeTakeFirst();
        const old = before === undefined ? undefined : (JSON.parse(before.profile) as UnitProfile);
        const changed = await changedSince(seen, etagOf(old), () => lastActor(transaction, unit, SAVED));
        if (changed !== undefined) return changed;
        const row = { unit, profile: JSON.stringify(profile) };
        await transaction
          .insertInto("unit_profiles")
          .values(row)
          .onConflict((conflict) => conflict.column("unit").doUpdateSet({ profile: row.profile }))
          .execute();
        await audit(context, transaction, by, {
          action: SAVED,
          subject: unit,
          ...(old === undefined ? {} : { before: old }),
          after: profile,
        });
        return ok(profile);
      }),
  };
}
