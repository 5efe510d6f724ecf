import type { Transaction } from "kysely";
import { fail, type Result } from "../../../core/result.ts";
import type { Tables } from "./tables.ts";

/** Who the sentence names where nobody is on record: the server itself. */
const NOBODY = "Cayda";

/**
 * The fault when a record is no longer what the person saw who changes it now (`seen`, the tag of `core/etag.ts`); nothing
 * seen, nothing asked. `who` is looked up only then.
 */
export async function changedSince(
  seen: string | undefined,
  now: string,
  who: () => Promise<string | undefined> | string,
): Promise<Result<never> | undefined> {
  if (seen === undefined || seen === now) return undefined;
  return fail("changed_since", { name: (await who()) ?? NOBODY });
}

/** Who did one of these last to the subject, by the audit; of no action named, whatever it was. */
export async function lastActor(
  transaction: Transaction<Tables>,
  subject: string,
  ...actions: readonly string[]
): Promise<string | undefined> {
  let query = transaction.selectFrom("audit").select("actor_name").where("subject", "=", subject);
  if (actions.length > 0) query = query.where("action", "in", actions);
  return (await query.orderBy("at", "desc").orderBy("id", "desc").executeTakeFirst())?.actor_name;
}

/** Who wrote the newest line of the thing's own story. */
export async function lastTeller(
  transaction: Transaction<Tables>,
  asset: string,
): Promise<string | undefined> {
  const newest = await transaction
    .selectFrom("asset_events")
    .select("by_name")
    .where("asset", "=", asset)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .executeTakeFirst();
  return newest?.by_name;
}
