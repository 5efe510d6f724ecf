import type { Transaction } from "kysely";
import { NO_ETAG, siteEtag, unitEtag } from "../../../core/etag.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { OrganisationChanges } from "../../organisation-port.ts";
import type { SiteRecord, UnitRecord } from "../../ports.ts";
import { transfer } from "./asset-moves.ts";
import { assetOf } from "./asset-rows.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";
import { unitsOf, whyNotBelow } from "./merge-unit.ts";
import { changedSince, lastActor } from "./still.ts";
import type { Tables } from "./tables.ts";

type Tx = Transaction<Tables>;

/** Units and sites are renamed, and moved to where they belong. */
export function organisationChanges(context: RegistryContext): OrganisationChanges {
  return {
    changeUnit: (id, change, by, seen) =>
      changing(context, async (transaction) => {
        const units = await unitsOf(transaction);
        const before = units.get(id);
        if (before === undefined) return fail("unit_unknown");
        const after: UnitRecord = { ...before, ...change };
        const refused =
          (await changedSince(seen, tagOf(before, seen), () => lastActor(transaction, id))) ??
          whyNotMoved(units, before, after.parent);
        if (refused !== undefined) return refused;
        const { name, kind, parent } = after;
        await transaction.updateTable("units").set({ name, kind, parent }).where("id", "=", id).execute();
        await audit(context, transaction, by, { action: "unit_changed", subject: id, before, after });
        return ok(after);
      }),
    changeSite: (id, { on, ...change }, by, seen) =>
      changing(context, async (transaction) => {
        const before = await transaction
          .selectFrom("sites")
          .select(["id", "unit", "name"])
          .where("id", "=", id)
          .executeTakeFirst();
        if (before === undefined) return fail("site_unknown");
        const after: SiteRecord = { ...before, ...change };
        const refused =
          (await changedSince(seen, siteEtag(before), () => lastActor(transaction, id))) ??
          (await whyNotThere(transaction, before, after));
        if (refused !== undefined) return refused;
        const { unit, name } = after;
        await transaction.updateTable("sites").set({ unit, name }).where("id", "=", id).execute();
        await audit(context, transaction, by, { action: "site_changed", subject: id, before, after });
        const ids = unit === before.unit ? [] : await assetsAt(transaction, before);
        if (ids.length === 0) return ok({ site: after, assets: 0 });
        const moved = await transfer(
          context,
          transaction,
          { ids, to: { unit, site: id, on, note: null } },
          by,
        );
        return moved.ok ? ok({ site: after, assets: moved.value.moved }) : moved;
      }),
  };
}

/** Who may not see the unit above was told that there is none: both are what it is now. */
function tagOf(unit: UnitRecord, seen = NO_ETAG): string {
  const alone = unitEtag({ ...unit, parent: null });
  return seen === alone ? alone : unitEtag(unit);
}

/** A unit that was merged stays below its successor. */
function whyNotMoved(
  units: ReadonlyMap<string, UnitRecord>,
  { id, parent, validTo }: UnitRecord,
  to: string | null,
): Result<never> | undefined {
  if (to === parent) return undefined;
  if (validTo !== null) return fail("bad_input", { field: "parent", reason: "server.reason.merged_stays" });
  const fault = to === null ? undefined : whyNotBelow(units, id, to, "parent");
  return fault === undefined ? undefined : fail(fault.code, fault.params);
}

async function whyNotThere(
  transaction: Tx,
  before: SiteRecord,
  { id, unit, name }: SiteRecord,
): Promise<Result<never> | undefined> {
  const owner = await transaction
    .selectFrom("units")
    .select("valid_to")
    .where("id", "=", unit)
    .executeTakeFirst();
  if (owner === undefined) return fail("unit_unknown");
  if (unit !== before.unit && owner.valid_to !== null)
    return fail("bad_input", { field: "unit", reason: "server.reason.unit_ended" });
  const twin = await transaction
    .selectFrom("sites")
    .select("id")
    .where("unit", "=", unit)
    .where("name", "=", name)
    .where("id", "<>", id)
    .executeTakeFirst();
  return twin === undefined ? undefined : fail("already_exists", { field: "name" });
}

/** What stands at a site and is still there. */
async function assetsAt(transaction: Tx, { id, unit }: SiteRecord): Promise<readonly string[]> {
  const rows = await transaction
    .selectFrom("assets")
    .selectAll()
    .where("unit", "=", unit)
    .where("state", "<>", "liquidated")
    .execute();
  return rows
    .map(assetOf)
    .filter(({ site }) => site === id)
    .map((asset) => asset.id);
}
