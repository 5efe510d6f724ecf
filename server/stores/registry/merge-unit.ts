import { dateOf } from "../../../core/assets/dates.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { Actor } from "../../people-port.ts";
import type { UnitRecord } from "../../ports.ts";
import { audit, type RegistryContext } from "./context.ts";

const dayBefore = (on: string): string => dateOf(Date.parse(`${on}T00:00:00+07:00`) - 1);

/** One transaction: the unit's end, its place below its successor, its sites. A unit cannot go below itself. */
export function mergeUnit(
  context: RegistryContext,
  id: string,
  { into, on }: { readonly into: string; readonly on: string },
  by: Actor | undefined,
): Promise<Result<UnitRecord>> {
  return context.db.transaction().execute(async (transaction) => {
    const units = await transaction
      .selectFrom("units")
      .select(["id", "name", "kind", "parent", "valid_from as validFrom", "valid_to as validTo"])
      .execute();
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    const before = byId.get(id);
    if (before === undefined || !byId.has(into)) return fail("unit_unknown");
    for (let above = byId.get(into); above !== undefined; above = byId.get(above.parent ?? "")) {
      if (above.id === id) return fail("bad_input", { field: "into", reason: "server.reason.itself" });
    }
    const after: UnitRecord = { ...before, parent: into, validTo: before.validTo ?? dayBefore(on) };
    await transaction
      .updateTable("units")
      .set({ parent: after.parent, valid_to: after.validTo })
      .where("id", "=", id)
      .execute();
    const sites = await transaction.selectFrom("sites").select(["id", "unit", "name"]).execute();
    const taken = new Set(sites.flatMap(({ unit, name }) => (unit === into ? [name] : [])));
    for (const site of sites.filter(({ unit }) => unit === id)) {
      const name = taken.has(site.name) ? `${site.name} (${before.name})` : site.name;
      taken.add(name);
      await transaction.updateTable("sites").set({ unit: into, name }).where("id", "=", site.id).execute();
    }
    await audit(context, transaction, by, { action: "unit_merged", subject: id, before, after });
    return ok(after);
  });
}
