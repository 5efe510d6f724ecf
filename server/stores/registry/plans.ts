import type { Transaction } from "kysely";
import { etagOf } from "../../../core/etag.ts";
import { planEtag } from "../../../core/planning/etag.ts";
import type { PlanScenario } from "../../../core/planning/types.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { Bought, PlanRecord, Plans } from "../../assets-port.ts";
import type { Actor } from "../../people-port.ts";
import { assetById } from "./asset-rows.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";
import { planAssets, noteBought } from "./plan-assets.ts";
import { changedSince, lastActor } from "./still.ts";
import type { Tables } from "./tables.ts";

type Versions = Pick<Plans, "freezePlan" | "planVersions" | "planVersion" | "setBought" | "boughtOf">;

/** Scenarios of the investment plan, their frozen versions, and what was bought of them. */
export function plans(context: RegistryContext): Plans {
  const { db, clock, newId } = context;
  const rows = () => db.selectFrom("plans").selectAll().where("removed_at", "is", null);
  return {
    async plans() {
      return (await rows().orderBy("changed_at", "desc").execute()).map(planOf);
    },
    async plan(id) {
      const row = await rows().where("id", "=", id).executeTakeFirst();
      return row === undefined ? undefined : planOf(row);
    },
    savePlan: (given, by, seen) =>
      changing(context, async (transaction) => {
        const id = given.id ?? newId();
        const scenario: PlanScenario = { ...given, id };
        const before = await transaction
          .selectFrom("plans")
          .selectAll()
          .where("id", "=", id)
          .executeTakeFirst();
        if (given.id !== undefined && (before === undefined || before.removed_at !== null))
          return fail("plan_unknown");
        if (before !== undefined) {
          const changed = await changedSince(seen, planEtag(planOf(before)), () => before.changed_by);
          if (changed !== undefined) return changed;
        }
        const row = {
          id,
          scenario: JSON.stringify(scenario),
          changed_at: clock.now(),
          changed_by: by.name,
          removed_at: null,
        };
        await transaction
          .insertInto("plans")
          .values(row)
          .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
          .execute();
        await audit(context, transaction, by, {
          action: "plan_saved",
          subject: id,
          ...(before === undefined ? {} : { before: JSON.parse(before.scenario) as object }),
          after: scenario,
        });
        return ok(planOf(row));
      }),
    removePlan: (id, by, seen) =>
      changing(context, (transaction) => remove(context, transaction, { id, seen }, by)),
    ...versions(context),
    ...planAssets(context),
  };
}

/** Frozen, and never changed again; what was bought is written beside them. */
function versions(context: RegistryContext): Versions {
  const { db, clock, newId } = context;
  return {
    freezePlan: (id, name, document, by) =>
      changing(context, async (transaction) => {
        if (!(await isThere(transaction, id))) return fail("plan_unknown");
        const version = { id: newId(), plan: id, name, document, frozen_at: clock.now(), frozen_by: by.name };
        await transaction.insertInto("plan_versions").values(version).execute();
        await audit(context, transaction, by, {
          action: "plan_frozen",
          subject: id,
          after: { version: version.id, name },
        });
        return ok(versionOf(version));
      }),
    async planVersions(plan) {
      const found = await db
        .selectFrom("plan_versions")
        .select(["id", "plan", "name", "frozen_at", "frozen_by"])
        .where("plan", "=", plan)
        .orderBy("frozen_at", "desc")
        .execute();
      return found.map(versionOf);
    },
    async planVersion(id) {
      const row = await db.selectFrom("plan_versions").selectAll().where("id", "=", id).executeTakeFirst();
      return row === undefined ? undefined : { ...versionOf(row), document: row.document };
    },
    setBought: (version, bought, by, seen) =>
      changing(context, (transaction) => buy(context, transaction, { version, bought, seen }, by)),
    async boughtOf(version) {
      const found = await db
        .selectFrom("plan_bought")
        .select("bought")
        .where("version", "=", version)
        .orderBy("candidate")
        .execute();
      return found.map(({ bought }) => JSON.parse(bought) as Bought);
    },
  };
}

async function remove(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  { id, seen }: { readonly id: string; readonly seen: string | undefined },
  by: Actor,
): Promise<Result<null>> {
  const before = await transaction
    .selectFrom("plans")
    .selectAll()
    .where("id", "=", id)
    .where("removed_at", "is", null)
    .executeTakeFirst();
  if (before === undefined) return fail("plan_unknown");
  const changed = await changedSince(seen, planEtag(planOf(before)), () => before.changed_by);
  if (changed !== undefined) return changed;
  // Frozen versions stay: they were sent to somebody.
  await transaction
    .updateTable("plans")
    .set({ removed_at: context.clock.now() })
    .where("id", "=", id)
    .execute();
  await audit(context, transaction, by, { action: "plan_removed", subject: id });
  return ok(null);
}

async function buy(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  {
    version,
    bought,
    seen,
  }: { readonly version: string; readonly bought: Bought; readonly seen: string | undefined },
  by: Actor,
): Promise<Result<null>> {
  const known = await transaction
    .selectFrom("plan_versions")
    .select("id")
    .where("id", "=", version)
    .executeTakeFirst();
  if (known === undefined) return fail("version_unknown");
  const before = await transaction
    .selectFrom("plan_bought")
    .select("bought")
    .where("version", "=", version)
    .where("candidate", "=", bought.candidate)
    .executeTakeFirst();
  const old = before === undefined ? undefined : (JSON.parse(before.bought) as Bought);
  const changed = await changedSince(seen, etagOf(old), () => lastActor(transaction, version));
  if (changed !== undefined) return changed;
  if (bought.asset !== null) {
    if ((await assetById(transaction, bought.asset)) === undefined) return fail("asset_unknown");
    await noteBought(transaction, bought.asset, { version, candidate: bought.candidate });
  }
  const row = { version, candidate: bought.candidate, bought: JSON.stringify(bought) };
  await transaction
    .insertInto("plan_bought")
    .values(row)
    .onConflict((conflict) => conflict.columns(["version", "candidate"]).doUpdateSet({ bought: row.bought }))
    .execute();
  await audit(context, transaction, by, {
    action: "plan_bought",
    subject: version,
    ...(old === undefined ? {} : { before: old }),
    after: bought,
  });
  return ok(null);
}

async function isThere(transaction: Transaction<Tables>, plan: string): Promise<boolean> {
  const row = await transaction
    .selectFrom("plans")
    .select("removed_at")
    .where("id", "=", plan)
    .executeTakeFirst();
  return row !== undefined && row.removed_at === null;
}

const planOf = (row: Omit<Tables["plans"], "removed_at">): PlanRecord => ({
  ...(JSON.parse(row.scenario) as PlanScenario),
  changedAt: row.changed_at,
  changedBy: row.changed_by,
});

const versionOf = (row: Omit<Tables["plan_versions"], "document">) => ({
  id: row.id,
  plan: row.plan,
  name: row.name,
  frozenAt: row.frozen_at,
  frozenBy: row.frozen_by,
});
