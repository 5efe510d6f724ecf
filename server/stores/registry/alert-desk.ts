import type { Actor } from "../../people-port.ts";
import type { Transaction } from "kysely";
import { acknowledgedNow } from "../../../core/alerting/acknowledged.ts";
import type { AlertState } from "../../../core/alerting/types.ts";
import { etagOf } from "../../../core/etag.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { AlertDesk, AlertFilter, AlertMoment, AlertRecord } from "../../alerts-port.ts";
import { addMoment, careOf, maintenanceOf, NO_CARE } from "./alert-states.ts";
import { audit, type RegistryContext } from "./context.ts";
import { changing } from "./changing.ts";
import type { Db } from "./database.ts";
import { changedSince, lastActor } from "./still.ts";
import type { Tables } from "./tables.ts";

type CareRow = Tables["alert_care"];

/** What people see of alerts and do about them. */
export function alertDesk(context: RegistryContext): AlertDesk {
  const { db, clock } = context;
  return {
    alertList: (filter) => list(db, filter),
    alert: (id) => recordOf(db, id),
    async alertTimeline(id) {
      const rows = await db
        .selectFrom("alert_moments")
        .selectAll()
        .where("alert", "=", id)
        .orderBy("n")
        .execute();
      return rows.map(({ at, what, value, who, note }): AlertMoment => {
        return { at, what: what as AlertMoment["what"], value, by: who, note };
      });
    },
    acknowledgeAlert: (id, { note, over }, by) =>
      care(context, id, by, {
        action: "alert_acknowledged",
        moment: { what: "acknowledged", note },
        change: { acknowledged_at: clock.now(), acknowledged_by: by.name, note },
        refused: (before) => takenBefore(before, over, by),
      }),
    releaseAlert: (id, by) =>
      care(context, id, by, {
        action: "alert_released",
        moment: { what: "released", note: null },
        change: { acknowledged_at: null, acknowledged_by: null, note: null },
        refused: ({ state, care: before }) =>
          acknowledgedNow(state, before)?.by === by.name ? undefined : fail("alert_not_yours"),
      }),
    assignAlert: (id, person, by) =>
      care(context, id, by, {
        action: "alert_assigned",
        moment: { what: person === null ? "unassigned" : "assigned", note: person },
        change: { assignee: person },
      }),
    snoozeAlert: (id, until, by) =>
      care(context, id, by, {
        action: "alert_snoozed",
        moment: until === null ? { what: "unsnoozed", note: null } : { what: "snoozed", note: String(until) },
        change: { snoozed_until: until },
      }),
    ...maintenanceDesk(context),
    ...overrideDesk(context),
  };
}

/** A state is compact JSON, in which no other key has this name, and quotation marks within texts are escaped. */
const ROOT = '"cause":null';

async function list(
  db: Db,
  { sites, phases, rule, device, since, explained, cause, limit }: AlertFilter,
): Promise<readonly AlertRecord[]> {
  let query = db
    .selectFrom("alerts")
    .leftJoin("alert_care", "alert_care.alert", "alerts.id")
    .select(["alerts.state"])
    .selectAll("alert_care");
  if (sites !== undefined) query = query.where("alerts.site", "in", [...sites]);
  if (phases !== undefined) query = query.where("alerts.phase", "in", [...phases]);
  if (rule !== undefined) query = query.where("alerts.rule", "=", rule);
  if (device !== undefined) query = query.where("alerts.device", "=", device);
  if (since !== undefined) {
    // What goes on since before is of interest, too.
    query = query.where((where) =>
      where.or([where("alerts.phase", "!=", "resolved"), where("alerts.resolved_at", ">=", since)]),
    );
  }
  if (explained !== undefined)
    query = query.where("alerts.state", explained ? "not like" : "like", `%${ROOT}%`);
  if (cause !== undefined) query = query.where("alerts.state", "like", `%"cause":${JSON.stringify(cause)}%`);
  const rows = await query.orderBy("alerts.since", "desc").orderBy("alerts.id").limit(limit).execute();
  return rows.map(({ state, ...row }) => ({
    state: JSON.parse(state) as AlertState,
    care: row.alert === null ? NO_CARE : careOf(row as CareRow),
  }));
}

async function recordOf(db: Db | Transaction<Tables>, id: string): Promise<AlertRecord | undefined> {
  const row = await db
    .selectFrom("alerts")
    .leftJoin("alert_care", "alert_care.alert", "alerts.id")
    .select(["alerts.state"])
    .selectAll("alert_care")
    .where("alerts.id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { state, ...rest } = row;
  return {
    state: JSON.parse(state) as AlertState,
    care: rest.alert === null ? NO_CARE : careOf(rest as CareRow),
  };
}

/** The fault when somebody else took the alert on, and the person did not see that. */
function takenBefore(
  { state, care: before }: AlertRecord,
  over: number | null | undefined,
  by: Actor,
): Result<never> | undefined {
  const taken = acknowledgedNow(state, before);
  return over === undefined || taken === null || taken.by === by.name || taken.at === over
    ? undefined
    : fail("alert_taken", { name: taken.by });
}

interface Care {
  readonly action: string;
  /** The line in the alert's story. */
  readonly moment: Pick<AlertMoment, "what" | "note">;
  readonly change: Partial<CareRow>;
  readonly refused?: (before: AlertRecord) => Result<never> | undefined;
}

/** Changes what people did about an alert, with its line in the story and the audit. */
async function care(
  context: RegistryContext,
  id: string,
  by: Actor,
  { action, moment, change, refused }: Care,
): Promise<Result<AlertRecord>> {
  const { db, clock, changed } = context;
  const done = await db.transaction().execute(async (transaction) => {
    const before = await recordOf(transaction, id);
    if (before === undefined) return fail("alert_unknown");
    const fault = refused?.(before);
    if (fault !== undefined) return fault;
    await transaction
      .insertInto("alert_care")
      .values({
        alert: id,
        acknowledged_at: null,
        acknowledged_by: null,
        note: null,
        assignee: null,
        snoozed_until: null,
        ...change,
      })
      .onConflict((conflict) => conflict.column("alert").doUpdateSet(change))
      .execute();
    const { what, note } = moment;
    await addMoment(transaction, id, { at: clock.now(), what, value: before.state.value, by: by.name, note });
    await audit(context, transaction, by, { action, subject: id, after: change });
    const after = await recordOf(transaction, id);
    return after === undefined ? fail("alert_unknown") : ok(after);
  });
  changed();
  return done;
}

function maintenanceDesk(context: RegistryContext): Pick<AlertDesk, "addMaintenance" | "removeMaintenance"> {
  const { db, newId, changed } = context;
  return {
    async addMaintenance(window, by) {
      const added = { id: newId(), ...window };
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto("maintenance")
          .values({
            id: added.id,
            scope_kind: window.scope.kind,
            scope_id: window.scope.id,
            starts: window.from,
            ends: window.to,
            repeats: window.repeats === null ? null : JSON.stringify(window.repeats),
            reason: window.reason,
          })
          .execute();
        await audit(context, transaction, by, {
          action: "maintenance_added",
          subject: added.id,
          after: window,
        });
      });
      changed();
      return ok(added);
    },
    async removeMaintenance(id, by) {
      const done = await db.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom("maintenance")
          .selectAll()
          .where("id", "=", id)
          .executeTakeFirst();
        if (row === undefined) return fail("maintenance_unknown");
        await transaction.deleteFrom("maintenance").where("id", "=", id).execute();
        const before = maintenanceOf(row);
        await audit(context, transaction, by, { action: "maintenance_removed", subject: id, before });
        return ok(null);
      });
      changed();
      return done;
    },
  };
}

function overrideDesk(context: RegistryContext): Pick<AlertDesk, "setRuleOverride"> {
  return {
    setRuleOverride: ({ rule, scope }, settings, by, seen) =>
      changing(context, async (transaction) => {
        const subject = `${rule} ${scope.kind}:${scope.id}`;
        const before = await transaction
          .selectFrom("rule_overrides")
          .select("settings")
          .where("rule", "=", rule)
          .where("scope_kind", "=", scope.kind)
          .where("scope_id", "=", scope.id)
          .executeTakeFirst();
        const old = before === undefined ? undefined : (JSON.parse(before.settings) as object);
        const changed = await changedSince(seen, etagOf(old), () => lastActor(transaction, subject));
        if (changed !== undefined) return changed;
        await transaction
          .deleteFrom("rule_overrides")
          .where("rule", "=", rule)
          .where("scope_kind", "=", scope.kind)
          .where("scope_id", "=", scope.id)
          .execute();
        if (settings !== null) {
          const text = JSON.stringify(settings);
          await transaction
            .insertInto("rule_overrides")
            .values({ rule, scope_kind: scope.kind, scope_id: scope.id, settings: text })
            .execute();
        }
        await audit(context, transaction, by, {
          action: settings === null ? "rule_override_removed" : "rule_override_set",
          subject,
          ...(old === undefined ? {} : { before: old }),
          ...(settings === null ? {} : { after: settings }),
        });
        return ok(null);
      }),
  };
}
