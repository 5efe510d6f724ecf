import type { Transaction } from "kysely";
import type { Actor } from "../../people-port.ts";
import type { UnitMerged } from "../../assets-port.ts";
import type { Subscription } from "../../alerts-port.ts";
import { FORMER, hasAccounts } from "./account-tables.ts";
import { audit, type RegistryContext } from "./context.ts";
import type { Tables } from "./tables.ts";

type Tx = Transaction<Tables>;

interface Merger {
  /** The unit that ends. */
  readonly id: string;
  readonly into: string;
  /** The first day on which the unit is no more. */
  readonly on: string;
  /** The sites that went over. */
  readonly sites: readonly string[];
  /** Units stand below it: what is set for it still holds there. */
  readonly hasUnits: boolean;
}

/**
 * What was set for the unit goes with it. People, what they want to hear, services and access tokens are the successor's from
 * now on; thresholds and maintenance windows hold at the very sites that went over, and nowhere else.
 */
export async function carryOver(
  context: RegistryContext,
  transaction: Tx,
  merger: Merger,
  by: Actor | undefined,
): Promise<Omit<UnitMerged, "unit">> {
  const people = await movePeople(context, transaction, merger, by);
  await moveSubscriptions(context, transaction, merger, by);
  return {
    people,
    services: await moveServices(context, transaction, merger, by),
    tokens: await moveTokens(context, transaction, merger, by),
    stockTakes: await moveStockTakes(context, transaction, merger, by),
    rules: await spreadRules(context, transaction, merger, by),
    windows: await spreadWindows(context, transaction, merger, by),
  };
}

async function movePeople(
  context: RegistryContext,
  transaction: Tx,
  { id, into }: Merger,
  by: Actor | undefined,
): Promise<number> {
  if (!(await hasAccounts(transaction))) return 0;
  const people = await transaction
    .selectFrom("user")
    .select(["id", "name", "role", "unit"])
    .where("unit", "=", id)
    .where("role", "!=", FORMER)
    .execute();
  for (const { id: person, ...before } of people) {
    await transaction.updateTable("user").set({ unit: into }).where("id", "=", person).execute();
    const after = { ...before, unit: into };
    await audit(context, transaction, by, { action: "person_changed", subject: person, before, after });
  }
  return people.length;
}

async function moveSubscriptions(
  context: RegistryContext,
  transaction: Tx,
  { id, into }: Merger,
  by: Actor | undefined,
): Promise<void> {
  const rows = await transaction.selectFrom("subscriptions").selectAll().execute();
  for (const { person, value } of rows) {
    const before = JSON.parse(value) as Subscription;
    if (before.unit !== id) continue;
    const next = { ...before, unit: into };
    await transaction
      .updateTable("subscriptions")
      .set({ value: JSON.stringify(next) })
      .where("person", "=", person)
      .execute();
    const { addresses: _, ...after } = next;
    await audit(context, transaction, by, { action: "subscription_set", subject: person, after });
  }
}

async function moveServices(
  context: RegistryContext,
  transaction: Tx,
  { id, into }: Merger,
  by: Actor | undefined,
): Promise<number> {
  const services = await transaction
    .selectFrom("services")
    .select(["id", "name"])
    .where("unit", "=", id)
    .where("removed_at", "is", null)
    .execute();
  for (const { id: subject, name } of services) {
    await transaction.updateTable("services").set({ unit: into }).where("id", "=", subject).execute();
    const [before, after] = [
      { name, unit: id },
      { name, unit: into },
    ];
    await audit(context, transaction, by, { action: "service_changed", subject, before, after });
  }
  return services.length;
}

async function moveTokens(
  context: RegistryContext,
  transaction: Tx,
  { id, into }: Merger,
  by: Actor | undefined,
): Promise<number> {
  const tokens = await transaction
    .selectFrom("access_tokens")
    .select(["id", "name"])
    .where("unit", "=", id)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", context.clock.now())
    .execute();
  for (const { id: subject, name } of tokens) {
    await transaction.updateTable("access_tokens").set({ unit: into }).where("id", "=", subject).execute();
    const [before, after] = [
      { name, unit: id },
      { name, unit: into },
    ];
    await audit(context, transaction, by, { action: "access_token_changed", subject, before, after });
  }
  return tokens.length;
}

/** Those of a day on which the unit is no more. An earlier one stays the unit's: it is a record of what it had on its day. */
async function moveStockTakes(
  context: RegistryContext,
  transaction: Tx,
  { id, into, on }: Merger,
  by: Actor | undefined,
): Promise<number> {
  const takes = await transaction
    .selectFrom("stock_takes")
    .select(["id", "name"])
    .where("unit", "=", id)
    .where("closed_at", "is", null)
    .where("day", ">=", on)
    .execute();
  for (const { id: subject, name } of takes) {
    await transaction.updateTable("stock_takes").set({ unit: into }).where("id", "=", subject).execute();
    const [before, after] = [
      { name, unit: id },
      { name, unit: into },
    ];
    await audit(context, transaction, by, { action: "stocktake_moved", subject, before, after });
  }
  return takes.length;
}

/** Field by field a site's own word stays the nearer one. */
async function spreadRules(
  context: RegistryContext,
  transaction: Tx,
  { id, sites, hasUnits }: Merger,
  by: Actor | undefined,
): Promise<number> {
  if (sites.length === 0) return 0;
  const words = await transaction.selectFrom("rule_overrides").selectAll().execute();
  const ofUnit = words.filter(({ scope_kind, scope_id }) => scope_kind === "unit" && scope_id === id);
  for (const { rule, settings } of ofUnit) {
    for (const site of sites) {
      const own = words.find(
        (word) => word.rule === rule && word.scope_kind === "site" && word.scope_id === site,
      );
      const before = own === undefined ? undefined : (JSON.parse(own.settings) as object);
      const after = { ...(JSON.parse(settings) as object), ...before };
      await transaction
        .insertInto("rule_overrides")
        .values({ rule, scope_kind: "site", scope_id: site, settings: JSON.stringify(after) })
        .onConflict((conflict) =>
          conflict
            .columns(["rule", "scope_kind", "scope_id"])
            .doUpdateSet({ settings: JSON.stringify(after) }),
        )
        .execute();
      await audit(context, transaction, by, {
        action: "rule_override_set",
        subject: `${rule} site:${site}`,
        ...(before === undefined ? {} : { before }),
        after,
      });
    }
    if (hasUnits) continue;
    await transaction
      .deleteFrom("rule_overrides")
      .where("rule", "=", rule)
      .where("scope_kind", "=", "unit")
      .where("scope_id", "=", id)
      .execute();
    const before = JSON.parse(settings) as object;
    await audit(context, transaction, by, {
      action: "rule_override_removed",
      subject: `${rule} unit:${id}`,
      before,
    });
  }
  return ofUnit.length;
}

type Window = Tables["maintenance"];

/** Whether an occurrence of it can still come or last. */
function isAhead({ starts, ends, repeats }: Window, now: number): boolean {
  if (repeats === null) return ends > now;
  const { until } = JSON.parse(repeats) as { readonly until?: number | null };
  return until === null || until === undefined || until + (ends - starts) > now;
}

async function spreadWindows(
  context: RegistryContext,
  transaction: Tx,
  { id, sites, hasUnits }: Merger,
  by: Actor | undefined,
): Promise<number> {
  if (sites.length === 0) return 0;
  const all = await transaction
    .selectFrom("maintenance")
    .selectAll()
    .where("scope_kind", "=", "unit")
    .where("scope_id", "=", id)
    .execute();
  const windows = all.filter((window) => isAhead(window, context.clock.now()));
  for (const window of windows) {
    for (const site of sites) {
      const row: Window = { ...window, id: context.newId(), scope_kind: "site", scope_id: site };
      await transaction.insertInto("maintenance").values(row).execute();
      await audit(context, transaction, by, {
        action: "maintenance_added",
        subject: row.id,
        after: { scope: { kind: "site", id: site }, from: row.starts, to: row.ends, reason: row.reason },
      });
    }
    if (hasUnits) continue;
    await transaction.deleteFrom("maintenance").where("id", "=", window.id).execute();
    await audit(context, transaction, by, {
      action: "maintenance_removed",
      subject: window.id,
      before: { scope: { kind: "unit", id }, from: window.starts, to: window.ends, reason: window.reason },
    });
  }
  return windows.length;
}
