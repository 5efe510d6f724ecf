import type { Transaction } from "kysely";
import { mayOperate } from "../../../core/roles.ts";
import { unitPath } from "../../../core/unit-path.ts";
import type { Me } from "../../../core/wire/views.ts";
import type { Subscription } from "../../alerts-port.ts";
import type { Actor, Taken } from "../../people-port.ts";
import { revokeToken } from "./access-tokens.ts";
import { addMoment, stateOf } from "./alert-states.ts";
import { audit, type RegistryContext } from "./context.ts";
import { withdraw } from "./enrolment-tokens.ts";
import { SUBSCRIPTION_SET } from "./subscriptions.ts";
import type { Tables } from "./tables.ts";

type Tx = Transaction<Tables>;
type Person = Pick<Me, "id" | "username">;

/** Whether somebody works on what belongs to a unit; null: to the whole system. */
type WorksOn = (unit: string | null) => boolean;

/** All that somebody had who is removed. */
export const leaveAll = (
  context: RegistryContext,
  transaction: Tx,
  person: Person,
  by: Actor,
): Promise<Taken> => leave(context, transaction, person, () => false, by);

/** What somebody had who from now on has these rights, and cannot see or do with them. */
export async function leaveSome(
  context: RegistryContext,
  transaction: Tx,
  person: Person & Pick<Me, "role" | "unit">,
  by: Actor,
): Promise<Taken> {
  const units = await transaction.selectFrom("units").select(["id", "parent"]).execute();
  const parents = new Map(units.map(({ id, parent }) => [id, parent]));
  const { role, unit: root } = person;
  const sees: WorksOn = (unit) => root === null || (unit !== null && unitPath(unit, parents).includes(root));
  await widen(context, transaction, person.id, sees, by);
  return leave(context, transaction, person, (unit) => mayOperate(role) && sees(unit), by);
}

async function leave(
  context: RegistryContext,
  transaction: Tx,
  person: Person,
  keeps: WorksOn,
  by: Actor,
): Promise<Taken> {
  return {
    alerts: await takeOver(context, transaction, person, keeps, by),
    tokens: await endTokens(context, transaction, person, keeps, by),
    enrolments: await endEnrolments(context, transaction, person, keeps, by),
  };
}

/** A wish for a unit that is no longer seen would never be met, and its form could not be saved: it is for all that is seen. */
async function widen(
  context: RegistryContext,
  transaction: Tx,
  person: string,
  sees: WorksOn,
  by: Actor,
): Promise<void> {
  const row = await transaction
    .selectFrom("subscriptions")
    .select("value")
    .where("person", "=", person)
    .executeTakeFirst();
  if (row === undefined) return;
  const wanted = JSON.parse(row.value) as Subscription;
  if (wanted.unit === null || sees(wanted.unit)) return;
  const next: Subscription = { ...wanted, unit: null };
  await transaction
    .updateTable("subscriptions")
    .set({ value: JSON.stringify(next) })
    .where("person", "=", person)
    .execute();
  const { addresses: _, ...after } = next;
  await audit(context, transaction, by, { action: SUBSCRIPTION_SET, subject: person, after });
}

/**
 * Open alerts that were theirs are of whoever took the right away: an alert that somebody took on is told to nobody else.
 * Theirs is what they were given, and what they took on themselves and was given to nobody.
 */
async function takeOver(
  { clock }: RegistryContext,
  transaction: Tx,
  { id, username }: Person,
  keeps: WorksOn,
  by: Actor,
): Promise<number> {
  const open = await transaction
    .selectFrom("alert_care")
    .innerJoin("alerts", "alerts.id", "alert_care.alert")
    // An alert of the whole system belongs to no site.
    .leftJoin("sites", "sites.id", "alerts.site")
    .select(["alerts.id", "sites.unit"])
    .where("alerts.phase", "!=", "resolved")
    .where((where) =>
      where.or([
        where("alert_care.assignee", "=", id),
        where.and([
          where("alert_care.assignee", "is", null),
          where("alert_care.acknowledged_by", "=", username),
        ]),
      ]),
    )
    .execute();
  const left = open.filter(({ unit }) => !keeps(unit));
  for (const alert of left) {
    await transaction
      .updateTable("alert_care")
      .set({ assignee: by.id })
      .where("alert", "=", alert.id)
      .execute();
    const value = (await stateOf(transaction, alert.id))?.value ?? null;
    await addMoment(transaction, alert.id, {
      at: clock.now(),
      what: "assigned",
      value,
      by: by.name,
      note: by.id,
    });
  }
  return left.length;
}

/** Programs read no longer with what these people could not make now. */
async function endTokens(
  context: RegistryContext,
  transaction: Tx,
  { username }: Person,
  keeps: WorksOn,
  by: Actor,
): Promise<number> {
  const valid = await transaction
    .selectFrom("access_tokens")
    .select(["id", "unit"])
    .where("created_by", "=", username)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", context.clock.now())
    .execute();
  const left = valid.filter(({ unit }) => !keeps(unit));
  for (const { id } of left) await revokeToken(context, transaction, id, by);
  return left.length;
}

/** No PC joins any more with what they may have taken along; those that have joined stay. */
async function endEnrolments(
  context: RegistryContext,
  transaction: Tx,
  { username }: Person,
  keeps: WorksOn,
  by: Actor,
): Promise<number> {
  const usable = await transaction
    .selectFrom("tokens")
    .innerJoin("sites", "sites.id", "tokens.site")
    .select([
      "tokens.hash",
      "tokens.site",
      "tokens.created_at as createdAt",
      "tokens.expires_at as expiresAt",
      "tokens.uses_left as usesLeft",
      "sites.unit",
    ])
    .where("tokens.created_by", "=", username)
    .where("tokens.uses_left", ">", 0)
    .where("tokens.expires_at", ">", context.clock.now())
    .execute();
  const left = usable.filter(({ unit }) => !keeps(unit));
  for (const { unit: _, ...token } of left) await withdraw(context, transaction, token, by);
  return left.length;
}
