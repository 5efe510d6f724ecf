import type { ExpressionBuilder } from "kysely";
import type { Notice } from "../../../core/alerting/types.ts";
import type { Delivery, Outbox } from "../../alerts-port.ts";
import type { RegistryContext } from "./context.ts";
import type { Tables } from "./tables.ts";

/** Deliveries of notices: written with the decision (`alert-states.ts`), worked off by the job that sends. */
export function outbox(context: RegistryContext): Outbox {
  const { db } = context;
  const rows = () =>
    db
      .selectFrom("deliveries")
      .innerJoin("notices", "notices.id", "deliveries.notice")
      .selectAll("deliveries")
      .select("notices.notice as said");
  return {
    async dueDeliveries(now, limit) {
      const due = await rows()
        .innerJoin("channels", "channels.id", "deliveries.channel")
        .where("channels.enabled", "=", 1)
        // A sending that a killed server left half-way is in doubt, and is made again under the same id.
        .where("deliveries.state", "in", ["waiting", "sending"])
        .where("deliveries.due", "<=", now)
        .where((row) => row.not(row.exists(earlier(row))))
        .orderBy("deliveries.due")
        .orderBy("deliveries.id")
        .limit(limit)
        .execute();
      return due.map(deliveryOf);
    },
    async attempt(ids, message, at) {
      await db
        .updateTable("deliveries")
        .set((set) => ({ state: "sending", message, attempted_at: at, attempts: set("attempts", "+", 1) }))
        .where("id", "in", [...ids])
        .execute();
    },
    async delivered(id, at) {
      await db
        .updateTable("deliveries")
        .set({ state: "sent", sent_at: at, fault: null })
        .where("id", "=", id)
        .execute();
    },
    async undelivered(id, fault, next) {
      const change = next === null ? { state: "failed" as const } : { state: "waiting" as const, due: next };
      await db
        .updateTable("deliveries")
        .set({ ...change, fault })
        .where("id", "=", id)
        .execute();
    },
    async deliveries({ alert, limit }) {
      const some = alert === undefined ? rows() : rows().where("deliveries.alert", "=", alert);
      const newest = await some
        .orderBy("notices.at", "desc")
        .orderBy("deliveries.id", "desc")
        .limit(limit)
        .execute();
      return newest.map(deliveryOf);
    },
  };
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
    .where("earlier.state", "in", ["waiting", "sending"]);
}
