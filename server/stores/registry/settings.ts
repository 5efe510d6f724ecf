import type { Registry } from "../../ports.ts";
import { audit, type RegistryContext } from "./context.ts";

/** The server's own remembered values, and notes in the audit of what changes nothing else. */
export function settings(context: RegistryContext): Pick<Registry, "setting" | "setSetting" | "note"> {
  const { db } = context;
  return {
    async setting(key) {
      const row = await db.selectFrom("settings").select("value").where("key", "=", key).executeTakeFirst();
      return row?.value;
    },
    async setSetting(key, value) {
      await db
        .insertInto("settings")
        .values({ key, value })
        .onConflict((conflict) => conflict.column("key").doUpdateSet({ value }))
        .execute();
    },
    note: (action, subject, after, by) =>
      db.transaction().execute((transaction) => audit(context, transaction, by, { action, subject, after })),
  };
}
