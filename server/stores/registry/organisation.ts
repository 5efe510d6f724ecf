import type { Actor } from "../../people-port.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { Organisation, SiteRecord, UnitRecord } from "../../ports.ts";
import { organisationChanges } from "./change-organisation.ts";
import { audit, type RegistryContext } from "./context.ts";
import { mergeUnit } from "./merge-unit.ts";

const HOST_EVERY_MS = 60_000;

export function organisation(context: RegistryContext): Organisation {
  const { db, newId, changed } = context;
  const units = () =>
    db
      .selectFrom("units")
      .select(["id", "name", "kind", "parent", "valid_from as validFrom", "valid_to as validTo"])
      .orderBy("name")
      .execute();
  const sites = () => db.selectFrom("sites").select(["id", "unit", "name"]);
  return {
    units,
    async addUnit(given, by) {
      const unit: UnitRecord = { ...given, id: newId(), validTo: null };
      return db.transaction().execute(async (transaction) => {
        if (unit.parent !== null) {
          const parent = await transaction
            .selectFrom("units")
            .select("id")
            .where("id", "=", unit.parent)
            .executeTakeFirst();
          if (parent === undefined) return fail("unit_unknown");
        }
        const { validFrom, validTo, ...rest } = unit;
        await transaction
          .insertInto("units")
          .values({ ...rest, valid_from: validFrom, valid_to: validTo })
          .execute();
        await audit(context, transaction, by, { action: "unit_added", subject: unit.id, after: unit });
        return ok(unit);
      });
    },
    async mergeUnit(id, merger, by) {
      const merged = await mergeUnit(context, id, merger, by);
      changed();
      return merged;
    },
    ...organisationChanges(context),
    sites: () => sites().orderBy("name").execute(),
    site: (id) => sites().where("id", "=", id).executeTakeFirst(),
    async addSite(site, by) {
      const added = await addSite(context, site, by);
      changed();
      return added;
    },
    async setHostEvery(site, everyMs) {
      await db.updateTable("sites").set({ host_every_ms: everyMs }).where("id", "=", site).execute();
      changed();
    },
  };
}

function addSite(
  context: RegistryContext,
  { unit, name }: Omit<SiteRecord, "id">,
  by: Actor | undefined,
): Promise<Result<SiteRecord>> {
  const { db, clock, newId } = context;
  const site: SiteRecord = { id: newId(), unit, name };
  return db.transaction().execute(async (transaction) => {
    const owner = await transaction
      .selectFrom("units")
      .select("id")
      .where("id", "=", unit)
      .executeTakeFirst();
    if (owner === undefined) return fail("unit_unknown");
    const twin = await transaction
      .selectFrom("sites")
      .select("id")
      .where("unit", "=", unit)
      .where("name", "=", name)
      .executeTakeFirst();
    if (twin !== undefined) return fail("already_exists", { field: "name" });
    await transaction
      .insertInto("sites")
      .values({ ...site, host_every_ms: HOST_EVERY_MS, created_at: clock.now() })
      .execute();
    await audit(context, transaction, by, { action: "site_added", subject: site.id, after: site });
    return ok(site);
  });
}
