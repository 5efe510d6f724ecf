import type { Transaction } from "kysely";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { Me } from "../../../core/wire/views.ts";
import type { Actor, People, PersonChange, Role, Taken } from "../../people-port.ts";
import { leaveAll, leaveSome } from "./account-leave.ts";
import { FORMER } from "./account-tables.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";
import { forgetSecondFactor } from "./second-factor-desk.ts";
import type { Tables } from "./tables.ts";

type Tx = Transaction<Tables>;
type Account = Omit<Me, "passwordDue" | "secondFactor">;

/** Whoever has the machine: nobody's account. */
const RECOVERY: Actor = { id: "recovery", name: "recovery" };

/** What administrators do with people who are there. `hash`: of a password, as the sign-in library checks it. */
export function accounts(
  context: RegistryContext,
  hash: (password: string) => Promise<string>,
): Pick<People, "former" | "change" | "resetPassword" | "recover" | "remove"> {
  return {
    former: () =>
      context.db
        .selectFrom("user")
        .select(["id", "name", "username"])
        .where("role", "=", FORMER)
        .orderBy("username")
        .execute(),
    change: (id, change, by) =>
      changing(context, (transaction) => alter(context, transaction, id, change, by)),
    async resetPassword(id, password, by) {
      if (id === by.id) return fail("person_self");
      // Outside of the transaction: it takes a tenth of a second on purpose.
      const hashed = await hash(password);
      return changing(context, (transaction) => reset(context, transaction, id, hashed, by));
    },
    async recover(username, password) {
      const hashed = await hash(password);
      return changing(context, (transaction) => recover(context, transaction, username, hashed));
    },
    remove: (id, by) => changing(context, (transaction) => remove(context, transaction, id, by)),
  };
}

async function accountOf(transaction: Tx, id: string): Promise<Account | undefined> {
  const row = await transaction
    .selectFrom("user")
    .select(["id", "name", "username", "role", "unit"])
    .where("id", "=", id)
    .where("role", "!=", FORMER)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, role: row.role as Role };
}

const NOTHING: Taken = { alerts: 0, tokens: 0, enrolments: 0 };

const governs = ({ role, unit }: Pick<Account, "role" | "unit">): boolean =>
  role === "administrator" && unit === null;

/** The fault when nobody would be left who governs the whole system. */
async function leavesNobody(transaction: Tx, { id, name }: Account): Promise<Result<never> | undefined> {
  const other = await transaction
    .selectFrom("user")
    .select("id")
    .where("role", "=", "administrator" satisfies Role)
    .where("unit", "is", null)
    .where("id", "!=", id)
    .executeTakeFirst();
  return other === undefined ? fail("last_administrator", { name }) : undefined;
}

async function alter(
  context: RegistryContext,
  transaction: Tx,
  id: string,
  { name, role, unit }: PersonChange,
  by: Actor,
): Promise<Result<Me & Taken>> {
  const old = await accountOf(transaction, id);
  if (old === undefined) return fail("person_unknown");
  const before = { name: old.name, role: old.role, unit: old.unit };
  const after = {
    name: name ?? old.name,
    role: role ?? old.role,
    unit: unit === undefined ? old.unit : unit,
  };
  if (governs(before) && !governs(after)) {
    const refused = await leavesNobody(transaction, old);
    if (refused !== undefined) return refused;
  }
  await transaction.updateTable("user").set(after).where("id", "=", id).execute();
  await audit(context, transaction, by, { action: "person_changed", subject: id, before, after });
  const isSame = before.role === after.role && before.unit === after.unit;
  const taken = isSame ? NOTHING : await leaveSome(context, transaction, { ...old, ...after }, by);
  return ok({ ...old, ...after, ...taken });
}

async function reset(
  context: RegistryContext,
  transaction: Tx,
  id: string,
  password: string,
  by: Actor,
): Promise<Result<null>> {
  if ((await accountOf(transaction, id)) === undefined) return fail("person_unknown");
  await transaction
    .updateTable("account")
    .set({ password })
    .where("userId", "=", id)
    .where("providerId", "=", "credential")
    .execute();
  await transaction.updateTable("user").set({ passwordDue: true }).where("id", "=", id).execute();
  await transaction.deleteFrom("session").where("userId", "=", id).execute();
  await audit(context, transaction, by, { action: "password_reset", subject: id });
  return ok(null);
}

async function recover(
  context: RegistryContext,
  transaction: Tx,
  username: string,
  password: string,
): Promise<Result<Me>> {
  const found = await transaction
    .selectFrom("user")
    .select("id")
    .where("username", "=", username.toLowerCase())
    .where("role", "=", "administrator" satisfies Role)
    .executeTakeFirst();
  const person = found === undefined ? undefined : await accountOf(transaction, found.id);
  if (person === undefined) return fail("person_unknown");
  if (await forgetSecondFactor(transaction, person.id))
    await audit(context, transaction, RECOVERY, { action: "second_factor_removed", subject: person.id });
  const set = await reset(context, transaction, person.id, password, RECOVERY);
  return set.ok ? ok({ ...person, passwordDue: true as const }) : set;
}

async function remove(
  context: RegistryContext,
  transaction: Tx,
  id: string,
  by: Actor,
): Promise<Result<Taken>> {
  if (id === by.id) return fail("person_self");
  const old = await accountOf(transaction, id);
  if (old === undefined) return fail("person_unknown");
  const refused = governs(old) ? await leavesNobody(transaction, old) : undefined;
  if (refused !== undefined) return refused;
  await transaction.deleteFrom("session").where("userId", "=", id).execute();
  await transaction.deleteFrom("account").where("userId", "=", id).execute();
  await forgetSecondFactor(transaction, id);
  await transaction
    .updateTable("user")
    .set({ role: FORMER, passwordDue: null })
    .where("id", "=", id)
    .execute();
  await silence(transaction, id);
  const taken = await leaveAll(context, transaction, old, by);
  const { id: _, ...before } = old;
  await audit(context, transaction, by, { action: "person_removed", subject: id, before, after: taken });
  return ok(taken);
}

/** Nothing is sent to them any more, what waits for the office to open included. */
async function silence(transaction: Tx, id: string): Promise<void> {
  await transaction.deleteFrom("subscriptions").where("person", "=", id).execute();
  await transaction.deleteFrom("settings").where("key", "=", `digest.${id}`).execute();
  await transaction
    .updateTable("deliveries")
    .set({ state: "failed", fault: "person_unknown" })
    .where("person", "=", id)
    .where("state", "=", "waiting")
    .execute();
}
