import type { Transaction } from "kysely";
import { DAY } from "../../../core/clock.ts";
import { recordEtag } from "../../../core/etag.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { ChannelRecord, Channels, ChannelSettings } from "../../alerts-port.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";
import { giveUp } from "./outbox.ts";
import { channelSubject } from "./sealed.ts";
import { changedSince, lastActor } from "./still.ts";
import type { Db } from "./database.ts";
import type { Tables } from "./tables.ts";

type Row = Tables["channels"];
const ADDED = "channel_added";
const CHANGED = "channel_changed";
/** What should have been sent longer ago is no news when a channel is switched on again. */
const STALE = DAY;

/** How people are reached. Secrets are sealed, and leave only by `channelSettings`, for sending. */
export function channels(context: RegistryContext): Omit<Channels, "subscriptions" | "setSubscription"> {
  const { clock, db, newId } = context;
  const { secretsOf, seal, recordOf } = rowsOf(context);
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
    setChannel: (given, channel, by, seen) =>
      changing(context, async (transaction) => {
        const before = given === undefined ? undefined : await find(transaction, given);
        if (given !== undefined && before === undefined) return fail("channel_unknown");
        const changed = before === undefined ? undefined : await stale(transaction, recordOf(before), seen);
        if (changed !== undefined) return changed;
        const id = given ?? newId();
        const row = rowOf(channel, seal(id, { ...(before && secretsOf(before)), ...channel.secrets }));
        await transaction
          .insertInto("channels")
          .values({ id, ...row })
          .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
          .execute();
        // After a month nobody wants to be told what was wrong when it was switched off.
        if (before?.enabled === 0 && channel.enabled)
          await giveUp(transaction, id, "channel_off", clock.now() - STALE);
        const { secrets: _, ...after } = channel;
        const action = before === undefined ? ADDED : CHANGED;
        await audit(context, transaction, by, { action, subject: id, after });
        return ok(recordOf({ id, ...row }));
      }),
    removeChannel: (id, by, seen) =>
      changing(context, async (transaction) => {
        const row = await find(transaction, id);
        if (row === undefined) return fail("channel_unknown");
        const changed = await stale(transaction, recordOf(row), seen);
        if (changed !== undefined) return changed;
        await transaction.deleteFrom("channels").where("id", "=", id).execute();
        await giveUp(transaction, id, "channel_unknown");
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

const find = (db: Db | Transaction<Tables>, id: string): Promise<Row | undefined> =>
  db.selectFrom("channels").selectAll().where("id", "=", id).executeTakeFirst();

/** The fault when it is no longer what the person saw; a test message is no change of it. */
const stale = (
  transaction: Transaction<Tables>,
  channel: ChannelRecord,
  seen: string | undefined,
): Promise<Result<never> | undefined> =>
  changedSince(seen, recordEtag(channel), () => lastActor(transaction, channel.id, ADDED, CHANGED));

/** Rows, and what they say without and with their secrets. */
function rowsOf({ vault }: Pick<RegistryContext, "vault">) {
  /** A seal that does not open any more holds none: its page asks for them again, and the other channels go on. */
  const secretsOf = ({ id, secrets }: Pick<Row, "id" | "secrets">): Readonly<Record<string, string>> =>
    JSON.parse(
      (secrets === null ? undefined : vault.openText(secrets, channelSubject(id))) ?? "{}",
    ) as Record<string, string>;
  return {
    secretsOf,
    seal: (id: string, secrets: Readonly<Record<string, string>>) =>
      Object.keys(secrets).length === 0 ? null : vault.sealText(JSON.stringify(secrets), channelSubject(id)),
    recordOf: (row: Row): ChannelRecord => ({
      id: row.id,
      kind: row.kind,
      name: row.name,
      enabled: row.enabled === 1,
      settings: JSON.parse(row.settings) as ChannelRecord["settings"],
      secrets: Object.keys(secretsOf(row)).toSorted(),
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
