import { fail, ok } from "../../../core/result.ts";
import type { Equipment } from "../../ports.ts";
import { audit, type RegistryContext } from "./context.ts";

type Targets = Pick<Equipment, "targets" | "target" | "addTarget" | "removeTarget">;

export function targets(context: RegistryContext): Targets {
  const { db, clock, newId, changed } = context;
  const rows = () =>
    db.selectFrom("targets").select(["id", "site", "name", "address"]).where("removed_at", "is", null);
  return {
    targets: (site) => {
      const all = rows().orderBy("created_at");
      return (site === undefined ? all : all.where("site", "=", site)).execute();
    },
    target: (id) => rows().where("id", "=", id).executeTakeFirst(),
    async addTarget(site, given, by) {
      const target = { id: newId(), site, name: given.name, address: given.address };
      const added = await db.transaction().execute(async (transaction) => {
        const where = await transaction
          .selectFrom("sites")
          .select("id")
          .where("id", "=", site)
          .executeTakeFirst();
        if (where === undefined) return fail("site_unknown");
        const twin = await transaction
          .selectFrom("targets")
          .select("id")
          .where("site", "=", site)
          .where("address", "=", target.address)
          .where("removed_at", "is", null)
          .executeTakeFirst();
        if (twin !== undefined) return fail("already_exists", { field: "address" });
        await transaction
          .insertInto("targets")
          .values({ ...target, created_at: clock.now(), removed_at: null })
          .execute();
        await audit(context, transaction, by, { action: "target_added", subject: target.id, after: target });
        return ok(target);
      });
      changed();
      return added;
    },
    async removeTarget(id, by) {
      const done = await db.transaction().execute(async (transaction) => {
        const before = await transaction
          .selectFrom("targets")
          .select(["site", "name", "address"])
          .where("id", "=", id)
          .where("removed_at", "is", null)
          .executeTakeFirst();
        if (before === undefined) return fail("target_unknown");
        await transaction
          .updateTable("targets")
          .set({ removed_at: clock.now() })
          .where("id", "=", id)
          .execute();
        await audit(context, transaction, by, { action: "target_removed", subject: id, before });
        return ok(null);
      });
      changed();
      return done;
    },
  };
}
