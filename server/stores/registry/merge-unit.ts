import type { Transaction } from "kysely";
import { dateOf } from "../../../core/assets/dates.ts";
import { fail, ok, type Fault, type Result } from "../../../core/result.ts";
import type { UnitMerged } from "../../assets-port.ts";
import type { Actor } from "../../people-port.ts";
import type { UnitRecord } from "../../ports.ts";
import { audit, type RegistryContext } from "./context.ts";
import { carryOver } from "./merge-settings.ts";
import type { Tables } from "./tables.ts";

const dayBefore = (on: string): string => dateOf(Date.parse(`${on}T00:00:00+07:00`) - 1);

/**
 * One transaction: the unit's end, its place below its successor, its sites, and what was set for it. A unit cannot go below
 * itself, nor into one that has ended, nor before its day has come.
 */
export function mergeUnit(
  context: RegistryContext,
  id: string,
  { into, on }: { readonly into: string; readonly on: string },
  by: Actor | undefined,
): Promise<Result<UnitMerged>> {
  return context.db.transaction().execute(async (transaction) => {
    const units = await unitsOf(transaction);
    const [before, refused] = [units.get(id), whyNotBelow(units, id, into, "into")];
    if (before === undefined) return fail("unit_unknown");
    if (refused !== undefined) return fail(refused.code, refused.params);
    // All of it is done now: on a day to come the old unit would lose its sites and people before its end.
    if (on > dateOf(context.clock.now()))
      return fail("bad_input", { field: "on", reason: "server.reason.merger_ahead" });
    const after: UnitRecord = { ...before, parent: into, validTo: before.validTo ?? dayBefore(on) };
    await transaction
      .updateTable("units")
      .set({ parent: after.parent, valid_to: after.validTo })
      .where("id", "=", id)
      .execute();
    const sites = await moveSites(transaction, before, into);
    const hasUnits = [...units.values()].some(({ parent }) => parent === id);
    const carried = await carryOver(context, transaction, { id, into, on, sites, hasUnits }, by);
    await audit(context, transaction, by, { action: "unit_merged", subject: id, before, after });
    return ok({ unit: after, ...carried });
  });
}

/** Of all units, by their ids. */
export async function unitsOf(transaction: Transaction<Tables>): Promise<ReadonlyMap<string, UnitRecord>> {
  const units = await transaction
    .selectFrom("units")
    .select(["id", "name", "kind", "parent", "valid_from as validFrom", "valid_to as validTo"])
    .execute();
  return new Map(units.map((unit) => [unit.id, unit]));
}

/** Why a unit cannot stand below another; `field` names where that one was said. */
export function whyNotBelow(
  units: ReadonlyMap<string, UnitRecord>,
  id: string,
  above: string,
  field: "into" | "parent",
): Fault | undefined {
  const parent = units.get(above);
  if (parent === undefined) return { code: "unit_unknown", params: {} };
  if (parent.validTo !== null)
    return { code: "bad_input", params: { field, reason: "server.reason.unit_ended" } };
  for (let at: UnitRecord | undefined = parent; at !== undefined; at = units.get(at.parent ?? "")) {
    if (at.id === id) {
      const reason = field === "into" ? "server.reason.itself" : "server.reason.below_itself";
      return { code: "bad_input", params: { field, reason } };
    }
  }
  return undefined;
}

/** Answers which. A name that the successor has already gets the old unit's, too. */
async function moveSites(
  transaction: Transaction<Tables>,
  { id, name: unitName }: UnitRecord,
  into: string,
): Promise<readonly string[]> {
  const sites = await transaction.selectFrom("sites").select(["id", "unit", "name"]).execute();
  const taken = new Set(sites.flatMap(({ unit, name }) => (unit === into ? [name] : [])));
  const moved = sites.filter(({ unit }) => unit === id);
  for (const site of moved) {
    const name = taken.has(site.name) ? `${site.name} (${unitName})` : site.name;
    taken.add(name);
    await transaction.updateTable("sites").set({ unit: into, name }).where("id", "=", site.id).execute();
  }
  return moved.map(({ id: site }) => site);
}
