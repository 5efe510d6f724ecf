import type { Transaction } from "kysely";
import { fail, ok } from "../../../core/result.ts";
import { secondFactorRule, type SecondFactorRule } from "../../../core/wire/second-factor.ts";
import type { People } from "../../people-port.ts";
import { FORMER } from "./account-tables.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";
import type { Db } from "./database.ts";
import type { Tables } from "./tables.ts";

type Tx = Transaction<Tables>;

/** In the settings, who must have a second factor. */
const RULE = "second_factor";

/** What administrators do about second factors of others. */
export function secondFactorDesk(
  context: RegistryContext,
): Pick<People, "removeSecondFactor" | "secondFactorRule" | "setSecondFactorRule"> {
  return {
    async removeSecondFactor(id, by) {
      if (id === by.id) return fail("person_self");
      return changing(context, async (transaction) => {
        const person = await transaction
          .selectFrom("user")
          .select("id")
          .where("id", "=", id)
          .where("role", "!=", FORMER)
          .executeTakeFirst();
        if (person === undefined) return fail("person_unknown");
        if (!(await forgetSecondFactor(transaction, id))) return fail("second_factor_off");
        await transaction.deleteFrom("session").where("userId", "=", id).execute();
        await audit(context, transaction, by, { action: "second_factor_removed", subject: id });
        return ok(null);
      });
    },
    secondFactorRule: () => ruleOf(context.db),
    setSecondFactorRule: (rule, by) =>
      changing(context, async (transaction) => {
        const before = await ruleOf(transaction);
        if (before.required === rule.required) return ok(null);
        const row = { value: rule.required };
        await transaction
          .insertInto("settings")
          .values({ key: RULE, ...row })
          .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
          .execute();
        const about = { action: "second_factor_rule_set", subject: RULE, before, after: rule };
        await audit(context, transaction, by, about);
        return ok(null);
      }),
  };
}

/** Nobody must, until somebody says so. */
export async function ruleOf(db: Db | Tx): Promise<SecondFactorRule> {
  const row = await db.selectFrom("settings").select("value").where("key", "=", RULE).executeTakeFirst();
  const parsed = secondFactorRule.safeParse({ required: row?.value });
  return parsed.success ? parsed.data : { required: "nobody" };
}

/** Whether the person had one. One that was never confirmed goes, too. */
export async function forgetSecondFactor(transaction: Tx, id: string): Promise<boolean> {
  const user = await transaction
    .selectFrom("user")
    .select("twoFactorEnabled")
    .where("id", "=", id)
    .executeTakeFirst();
  await transaction.deleteFrom("twoFactor").where("userId", "=", id).execute();
  await transaction.updateTable("user").set({ twoFactorEnabled: false }).where("id", "=", id).execute();
  return Boolean(user?.twoFactorEnabled);
}
