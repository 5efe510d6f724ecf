import { etagOf } from "../../../core/etag.ts";
import { ok } from "../../../core/result.ts";
import type { Channels, Subscription } from "../../alerts-port.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";
import { changedSince, lastActor } from "./still.ts";

/** By this action the audit knows who changed a wish last. */
export const SUBSCRIPTION_SET = "subscription_set";

/** What people want to be told of, where and when. */
export function subscriptions(context: RegistryContext): Pick<Channels, "subscriptions" | "setSubscription"> {
  const { db } = context;
  return {
    async subscriptions() {
      const rows = await db.selectFrom("subscriptions").select("value").orderBy("person").execute();
      return rows.map(({ value }) => JSON.parse(value) as Subscription);
    },
    setSubscription: (subscription, by, seen) =>
      changing(context, async (transaction) => {
        const { person } = subscription;
        const before = await transaction
          .selectFrom("subscriptions")
          .select("value")
          .where("person", "=", person)
          .executeTakeFirst();
        const old = before === undefined ? undefined : (JSON.parse(before.value) as Subscription);
        const changed = await changedSince(seen, etagOf(old), () =>
          lastActor(transaction, person, SUBSCRIPTION_SET),
        );
        if (changed !== undefined) return changed;
        const row = { value: JSON.stringify(subscription) };
        await transaction
          .insertInto("subscriptions")
          .values({ person, ...row })
          .onConflict((conflict) => conflict.column("person").doUpdateSet(row))
          .execute();
        // Addresses and telephone numbers of a person are nobody else's business, the audit's readers included.
        const { addresses: _, ...after } = subscription;
        await audit(context, transaction, by, { action: SUBSCRIPTION_SET, subject: person, after });
        return ok(null);
      }),
  };
}
