import { ok } from "../../../core/result.ts";
import type { Channels, Subscription } from "../../alerts-port.ts";
import { audit, type RegistryContext } from "./context.ts";

/** What people want to be told of, where and when. */
export function subscriptions(context: RegistryContext): Pick<Channels, "subscriptions" | "setSubscription"> {
  const { db } = context;
  return {
    async subscriptions() {
      const rows = await db.selectFrom("subscriptions").select("value").orderBy("person").execute();
      return rows.map(({ value }) => JSON.parse(value) as Subscription);
    },
    setSubscription: (subscription, by) =>
      db.transaction().execute(async (transaction) => {
        const row = { value: JSON.stringify(subscription) };
        await transaction
          .insertInto("subscriptions")
          .values({ person: subscription.person, ...row })
          .onConflict((conflict) => conflict.column("person").doUpdateSet(row))
          .execute();
        // Addresses and telephone numbers of a person are nobody else's business, the audit's readers included.
        const { addresses: _, ...after } = subscription;
        await audit(context, transaction, by, {
          action: "subscription_set",
          subject: subscription.person,
          after,
        });
        return ok(null);
      }),
  };
}
