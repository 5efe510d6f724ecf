import type { Transaction } from "kysely";
import { fail, ok } from "../../../core/result.ts";
import type { ChannelRecord, Channels, ChannelSettings } from "../../alerts-port.ts";
import { audit, type RegistryContext } from "./context.ts";
import type { Tables } from "./tables.ts";

type Row = Tables["channels"];

/** How people are reached. Secrets are sealed, and leave only by `channelSettings`, for sending. */
export function channels(context: RegistryContext): Omit<Channels, "subscriptions" | "setSubscription"> {
  const { db, newId, vault } = context;
  const secretsOf = ({ id, secrets }: Pick<Row, "id" | "secrets">): Readonly<Record<string, string>> =>
    secrets === null ? {} : (JSON.parse(vault.openText(secrets, `channel:${id}`)) as Record<string, string>);
  const seal = (id: string, secrets: Readonly<Record<string, string>>) =>
    Object.keys(secrets).length === 0 ? null : vault.sealText(JSON.stringify(secrets), `channel:${id}`);
  const recordOf = (row: Row): ChannelRecord => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    enabled: row.enabled === 1,
    settings: JSON.parse(row.settings) as ChannelRecord["settings"],
    secrets: Object.keys(secretsOf(row)).toSorted(),
  });
  const find = (transaction: typeof db | Transaction<Tables>, id: string) =>
    transaction.selectFrom("channels").selectAll().where("id", "=", id).executeTakeFirst();
  return {
    async channels() {
      return (await db.selectFrom("channels").selectAll().orderBy("name").orderBy("id").execute()).map(
        recordOf,
      );
    },
    async channelSettings(id) {
      const row = await find(db, id);
      return row === undefined ? undefined : { ...recordOf(row), secrets: secretsOf(row) };
    },
    setChannel: (given, channel, by) =>
      db.transaction().execute(async (transaction) => {
        const before = given === undefined ? undefined : await find(transaction, given);
        if (given !== undefined && before === undefined) return fail("channel_unknown");
        const id = given ?? newId();
        const row = rowOf(channel, seal(id, { ...(before && secretsOf(before)), ...channel.secrets }));
        await transaction
          .insertInto("channels")
          .values({ id, ...row })
          .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
          .execute();
        const { secrets: _, ...after } = channel;
        const action = before === undefined ? "channel_added" : "channel_changed";
        await audit(context, transaction, by, { action, subject: id, after });
        return ok(recordOf({ id, ...row }));
      }),
    removeChannel: (id, by) =>
      db.transaction().execute(async (transaction) => {
        const row = await find(transaction, id);
        if (row === undefined) return fail("channel_unknown");
        await transaction.deleteFrom("channels").where("id", "=", id).execute();
        const before = { kind: row.kind, name: row.name };
        await audit(context, transaction, by, { action: "channel_removed", subject: id, before });
        return ok(null);
      }),
    // One statement in one transaction: the older secret is there until the newer one is durable.
    renewChannelSecret: (id, secrets) =>
      db.transaction().execute(async (transaction) => {
        const row = await find(transaction, id);
        if (row === undefined) return;
        const sealed = seal(id, { ...secretsOf(row), ...secrets });
        await transaction.updateTable("channels").set({ secrets: sealed }).where("id", "=", id).execute();
      }),
  };
}

const rowOf = (
  { kind, name, enabled, settings }: ChannelSettings,
  secrets: string | null,
): Omit<Row, "id"> => ({
  kind,
  name,
  enabled: enabled ? 1 : 0,
  secrets,
  settings: JSON.stringify(settings),
});
