import type { Transaction } from "kysely";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { PlanLine, Plans } from "../../assets-port.ts";
import { assetOf } from "./asset-rows.ts";
import type { RegistryContext } from "./context.ts";
import type { Tables } from "./tables.ts";

/** Which thing in the books was bought as which line of a frozen plan: of one line there may be several things. */
export const PLAN_ASSETS_MIGRATION: readonly string[] = [
  `CREATE TABLE plan_assets (asset TEXT PRIMARY KEY REFERENCES assets (id),
    version TEXT NOT NULL REFERENCES plan_versions (id), candidate TEXT NOT NULL)`,
  "CREATE INDEX plan_assets_version ON plan_assets (version)",
];
export interface PlanAssetTables {
  plan_assets: { asset: string; version: string; candidate: string };
}

export function planAssets({ db }: RegistryContext): Pick<Plans, "assetsOfVersion" | "planLineOf"> {
  return {
    async assetsOfVersion(version) {
      const rows = await db
        .selectFrom("plan_assets")
        .innerJoin("assets", "assets.id", "plan_assets.asset")
        .selectAll("assets")
        .select("plan_assets.candidate")
        .where("plan_assets.version", "=", version)
        .orderBy("assets.created_at")
        .orderBy("assets.id")
        .execute();
      return rows.map(({ candidate, ...row }) => ({ candidate, asset: assetOf(row) }));
    },
    async planLineOf(asset) {
      const row = await db
        .selectFrom("plan_assets")
        .select(["version", "candidate"])
        .where("asset", "=", asset)
        .executeTakeFirst();
      return row;
    },
  };
}

/** Notes that the thing is what was bought as this line; a thing is bought once. Faults: `version_unknown`. */
export async function noteBought(
  transaction: Transaction<Tables>,
  asset: string,
  { version, candidate }: PlanLine,
): Promise<Result<null>> {
  const known = await transaction
    .selectFrom("plan_versions")
    .select("id")
    .where("id", "=", version)
    .executeTakeFirst();
  if (known === undefined) return fail("version_unknown");
  await transaction
    .insertInto("plan_assets")
    .values({ asset, version, candidate })
    .onConflict((conflict) => conflict.column("asset").doUpdateSet({ version, candidate }))
    .execute();
  return ok(null);
}
