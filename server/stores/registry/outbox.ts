import type { ExpressionBuilder, Transaction } from "kysely";
import type { Notice } from "../../../core/alerting/types.ts";
import type { Instant } from "../../../core/clock.ts";
import type { Delivery, Outbox } from "../../alerts-port.ts";
import type { RegistryContext } from "./context.ts";
import type { Db } from "./database.ts";
import type { Tables } from "./tables.ts";

const UNDER_WAY = ["waiting", "sending"] as const;
/** Two persons are told of one notice under one id. */
const messageOf = ({ person, message }: Pick<Tables["deliveries"], "person" | "message">): string =>
  `${person} ${message ?? ""}`;

const rowsOf = (db: Db) =>
  db
    .selectFrom("deliveries")
    .innerJoin("notices", "notices.id", "deliveries.notice")
    .selectAll("deliveries")
    .select("notices.notice as said");

/** Deliveries of notices: written with the decision (`alert-states.ts`), worked off by the job that sends. */
export function outbox({ db }: RegistryContext): Outbox {
  return {
    async dueDeliveries(now, limit, busy = []) {
      const channels = await db.selectFrom("channels").select("id").where("enabled", "=", 1).execute();
      const all: Delivery[] = [];
      for (const { id } of channels) {
        if (busy.includes(id)) continue;
        for (const row of await dueOn(db, id, now, limit)) all.push(deliveryOf(row));
      }
      return all;
    },
    async attempt(ids, message, at) {
      await db
        .updateTable("deliveries")
        .set((set) => ({ state: "sending", message, attempted_at: at, attempts: set("attempts", "+", 1) }))
        .where("id", "in", [...ids])
        .execute();
    },
    async delivered(ids, at) {
      await db
        .updateTable("deliveries")
        .set({ state: "sent", sent_at: at, fault: null })
        .where("id", "in", [...ids])
        .execute();
    },
    async undelivered(ids, fault, next) {
      const change = next === null ? { state: "failed" as const } : { state: "waiting" as const, due: next };
      await db
        .updateTable("deliveries")
        .set({ ...change, fault })
        .where("id", "in", [...ids])
        // Its channel may have been removed meanwhile: what was given up stays so.
        .where("state", "in", UNDER_WAY)
        .execute();
    },
    async deliveries({ alert, limit }) {
      const some = alert === undefined ? rowsOf(db) : rowsOf(db).where("deliveries.alert", "=", alert);
      const newest = await some
        .orderBy("notices.at", "desc")
        .orderBy("deliveries.id", "desc")
        .limit(limit)
        .execute();
      return newest.map(deliveryOf);
    },
  };
}

/** Of a channel: so many at most that are due, and the rest of the messages that were begun with one of them. */
async function dueOn(db: Db, channel: string, now: Instant, limit: number) {
  const open = rowsOf(db)
    .where("deliveries.channel", "=", channel)
    // A sending that a killed server left half-way is in doubt, and is made again under the same id.
    .where("deliveries.state", "in", UNDER_WAY);
  const due = await open
    .where("deliveries.due", "<=", now)
    .where((row) => row.not(row.exists(earlier(row))))
    .orderBy("deliveries.due")
    .orderBy("deliveries.id")
    .limit(limit)
    .execute();
  const begun = new Set(due.flatMap((row) => (row.message === null ? [] : [messageOf(row)])));
  if (begun.size === 0) return due;
  const known = new Set(due.map(({ id }) => id));
  const tried = await open.where("deliveries.message", "is not", null).execute();
  return [...due, ...tried.filter((row) => begun.has(messageOf(row)) && !known.has(row.id))];
}

/** Of a channel: what is still to be sent on it, or only what was due before an instant, is sent no more, and says why. */
export async function giveUp(
  transaction: Transaction<Tables>,
  channel: string,
  fault: "channel_unknown" | "channel_off",
  before: Instant = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  await transaction
    .updateTable("deliveries")
    .set({ state: "failed", fault })
    .where("channel", "=", channel)
    .where("due", "<", before)
    .where("state", "in", UNDER_WAY)
    .execute();
}

const deliveryOf = (row: Tables["deliveries"] & { readonly said: string }): Delivery => ({
  id: row.id,
  notice: JSON.parse(row.said) as Notice,
  person: row.person,
  channel: row.channel,
  due: row.due,
  attempts: row.attempts,
  message: row.message,
  state: row.state,
  fault: row.fault,
  sentAt: row.sent_at,
});

/**
 * An earlier delivery of the same alert to the same person on the same channel that is not through yet: "it is over" before
 * "it broke" would be nonsense. Ids grow with time.
 */
function earlier(row: ExpressionBuilder<Tables, "deliveries">) {
  return row
    .selectFrom("deliveries as earlier")
    .select("earlier.id")
    .whereRef("earlier.alert", "=", "deliveries.alert")
    .whereRef("earlier.person", "=", "deliveries.person")
    .whereRef("earlier.channel", "=", "deliveries.channel")
    .whereRef("earlier.id", "<", "deliveries.id")
    .where("earlier.state", "in", UNDER_WAY);
}
