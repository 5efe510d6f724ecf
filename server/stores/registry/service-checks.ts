import type { Actor } from "../../people-port.ts";
import type { Transaction } from "kysely";
import { recordEtag } from "../../../core/etag.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { CheckRecord, ServiceChecks, ServiceRecord } from "../../alerts-port.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";
import type { Db } from "./database.ts";
import { changedSince, lastActor } from "./still.ts";
import type { Tables } from "./tables.ts";

type Connection = Db | Transaction<Tables>;

/** Public services, and a check of each by every site of its unit's subtree. */
export function serviceChecks(context: RegistryContext): ServiceChecks {
  const { db, clock, newId } = context;
  return {
    services: () => servicesOf(db),
    addService: (given, by) =>
      changing(context, async (transaction) => {
        if (!(await hasUnit(transaction, given.unit))) return fail("unit_unknown");
        const service: ServiceRecord = { id: newId(), ...given };
        await transaction
          .insertInto("services")
          .values({ id: service.id, ...rowOf(given), created_at: clock.now(), removed_at: null })
          .execute();
        await audit(context, transaction, by, { action: "service_added", subject: service.id, after: given });
        return ok(service);
      }),
    changeService: (id, change, by, seen) =>
      changing(context, (transaction) => alter(context, transaction, { id, change, seen }, by)),
    removeService: (id, by, seen) =>
      changing(context, async (transaction) => {
        const found = await asSeen(transaction, id, seen);
        if (!found.ok) return found;
        const before = found.value;
        await transaction
          .updateTable("services")
          .set({ removed_at: clock.now() })
          .where("id", "=", id)
          .execute();
        await audit(context, transaction, by, { action: "service_removed", subject: id, before });
        return ok(null);
      }),
    checks: (site) => checksOf(context, site),
  };
}

/** The service, unless it is no longer what the person saw. */
async function asSeen(
  transaction: Transaction<Tables>,
  id: string,
  seen: string | undefined,
): Promise<Result<ServiceRecord>> {
  const service = (await servicesOf(transaction)).find((one) => one.id === id);
  if (service === undefined) return fail("service_unknown");
  return (await changedSince(seen, recordEtag(service), () => lastActor(transaction, id))) ?? ok(service);
}

async function alter(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  {
    id,
    change,
    seen,
  }: {
    readonly id: string;
    readonly change: Partial<Omit<ServiceRecord, "id">>;
    readonly seen: string | undefined;
  },
  by: Actor | undefined,
): Promise<Result<ServiceRecord>> {
  const found = await asSeen(transaction, id, seen);
  if (!found.ok) return found;
  const before = found.value;
  const after = { ...before, ...change };
  if (!(await hasUnit(transaction, after.unit))) return fail("unit_unknown");
  await transaction.updateTable("services").set(rowOf(after)).where("id", "=", id).execute();
  await audit(context, transaction, by, { action: "service_changed", subject: id, before, after });
  return ok(after);
}

const rowOf = ({ name, kind, target, unit, everyMs, expect }: Omit<ServiceRecord, "id">) => ({
  name,
  kind,
  target,
  unit,
  every_ms: everyMs,
  expect: JSON.stringify(expect),
});

async function hasUnit(db: Connection, id: string): Promise<boolean> {
  return (await db.selectFrom("units").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;
}

export async function servicesOf(db: Connection): Promise<readonly ServiceRecord[]> {
  const rows = await db
    .selectFrom("services")
    .selectAll()
    .where("removed_at", "is", null)
    .orderBy("name")
    .orderBy("id")
    .execute();
  return rows.map(({ id, name, kind, target, unit, every_ms: everyMs, expect }) => ({
    id,
    name,
    kind,
    target,
    unit,
    everyMs,
    expect: JSON.parse(expect) as ServiceRecord["expect"],
  }));
}

/**
 * The checks that are wanted now, of one site or of all. One that is new gets its id here and keeps it for good: readings
 * that were taken under it stay readable when the service comes back.
 */
export async function checksOf(
  { db, newId }: RegistryContext,
  site?: string,
): Promise<readonly CheckRecord[]> {
  const services = await servicesOf(db);
  if (services.length === 0) return [];
  const units = new Map(
    (await db.selectFrom("units").select(["id", "parent"]).execute()).map(({ id, parent }) => [id, parent]),
  );
  const within = (unit: string, root: string): boolean => {
    const seen = new Set<string>();
    for (let at: string | null = unit; at !== null && !seen.has(at); at = units.get(at) ?? null) {
      if (at === root) return true;
      seen.add(at);
    }
    return false;
  };
  let sites = db.selectFrom("sites").select(["id", "unit"]);
  if (site !== undefined) sites = sites.where("id", "=", site);
  const wanted = (await sites.orderBy("id").execute()).flatMap((one) =>
    services.filter(({ unit }) => within(one.unit, unit)).map(({ id }) => ({ site: one.id, service: id })),
  );
  const all = () => db.selectFrom("service_checks").select(["id", "site", "service"]).execute();
  const keyOf = (check: Omit<CheckRecord, "id">) => `${check.site} ${check.service}`;
  let known = new Map((await all()).map((check) => [keyOf(check), check]));
  const missing = wanted.filter((check) => !known.has(keyOf(check)));
  if (missing.length > 0) {
    for (const check of missing) {
      await db
        .insertInto("service_checks")
        .values({ id: newId(), ...check })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    known = new Map((await all()).map((check) => [keyOf(check), check]));
  }
  return wanted.flatMap((check) => known.get(keyOf(check)) ?? []);
}
