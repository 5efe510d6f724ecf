import type { Transaction } from "kysely";
import type { RuleId } from "../../../core/alerting/catalogue.ts";
import type {
  AlertCare,
  AlertState,
  Maintenance,
  Notice,
  RuleSettings,
} from "../../../core/alerting/types.ts";
import type { ModelEvent } from "../../../core/alerting/site-model.ts";
import { LATE_AFTER_MS } from "../../../core/wire/limits.ts";
import type { AlertChange, AlertMoment, AlertStates, RuleOverride } from "../../alerts-port.ts";
import type { PortRecord } from "../../ports.ts";
import type { RegistryContext } from "./context.ts";
import { toPort } from "./device-rows.ts";
import type { Db } from "./database.ts";
import type { Tables } from "./tables.ts";

/** What the evaluation job reads and writes. */
export function alertStates(context: RegistryContext): AlertStates {
  const { db } = context;
  return {
    evidenceRevision: (site) => context.evidence.get(site) ?? 0,
    portsOf: (site) => portsOf(db, site),
    eventsBetween: (site, after, until) => eventsBetween(db, site, after, until),
    dropped: (site, since) => dropped(db, site, since),
    async openAlerts(site, since) {
      const rows = await db
        .selectFrom("alerts")
        .select("state")
        .where("site", "=", site)
        .where((where) => where.or([where("phase", "!=", "resolved"), where("resolved_at", ">=", since)]))
        .orderBy("since")
        .execute();
      return rows.map(({ state }) => JSON.parse(state) as AlertState);
    },
    async cares(site, since) {
      const rows = await db
        .selectFrom("alert_care")
        .innerJoin("alerts", "alerts.id", "alert_care.alert")
        .selectAll("alert_care")
        .where("alerts.site", "=", site)
        .where((where) =>
          where.or([where("alerts.phase", "!=", "resolved"), where("alerts.resolved_at", ">=", since)]),
        )
        .execute();
      return new Map(rows.map((row) => [row.alert, careOf(row)]));
    },
    saveAlerts: (change) => db.transaction().execute((transaction) => save(context, transaction, change)),
    async memory(site) {
      const row = await db
        .selectFrom("site_memories")
        .select("value")
        .where("site", "=", site)
        .executeTakeFirst();
      return row?.value;
    },
    async saveMemory(site, value) {
      await db
        .insertInto("site_memories")
        .values({ site, value })
        .onConflict((conflict) => conflict.column("site").doUpdateSet({ value }))
        .execute();
    },
    async ruleOverrides() {
      const rows = await db.selectFrom("rule_overrides").selectAll().execute();
      return rows.map(({ rule, scope_kind: kind, scope_id: id, settings }): RuleOverride => ({
        rule,
        scope: { kind, id },
        settings: JSON.parse(settings) as Partial<RuleSettings>,
      }));
    },
    async maintenance() {
      const rows = await db.selectFrom("maintenance").selectAll().orderBy("starts").execute();
      return rows.map(maintenanceOf);
    },
  };
}

async function portsOf(db: Db, site: string): Promise<ReadonlyMap<string, readonly PortRecord[]>> {
  const rows = await db
    .selectFrom("ports")
    .innerJoin("devices", "devices.id", "ports.device")
    .selectAll("ports")
    .where("devices.site", "=", site)
    .where("devices.removed_at", "is", null)
    .orderBy("ports.device")
    .orderBy("ports.if_index", (order) => order.asc().nullsFirst())
    .orderBy("ports.part")
    .execute();
  const byDevice = new Map<string, PortRecord[]>();
  for (const row of rows) {
    const ports = byDevice.get(row.device);
    if (ports === undefined) byDevice.set(row.device, [toPort(row)]);
    else ports.push(toPort(row));
  }
  return byDevice;
}

async function eventsBetween(
  db: Db,
  site: string,
  after: number,
  until: number,
): Promise<readonly ModelEvent[]> {
  const rows = await db
    .selectFrom("events")
    .select(["at", "type", "device", "entity", "detail"])
    .where("site", "=", site)
    // What happened earlier was late when it came; the index is over the time of happening.
    .where("at", ">", after - 2 * LATE_AFTER_MS)
    .where("received_at", ">", after)
    .where("received_at", "<=", until)
    .where("late", "=", 0)
    .orderBy("at")
    .orderBy("place")
    .execute();
  return rows.map(({ at, type, device, entity, detail }) => ({
    at,
    type,
    device,
    entity: entity ?? undefined,
    detail: JSON.parse(detail) as ModelEvent["detail"],
  }));
}

async function dropped(db: Db, site: string, since: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom("events")
    .select(["device", "detail"])
    .where("site", "=", site)
    .where("at", ">=", since)
    .where("type", "=", "points_dropped")
    .execute();
  const points = new Map<string, number>();
  for (const { device, detail } of rows) {
    const { points: more } = JSON.parse(detail) as { readonly points?: number };
    points.set(device, (points.get(device) ?? 0) + (more ?? 0));
  }
  return points;
}

export const NO_CARE: AlertCare = { acknowledged: null, assignee: null, snoozedUntil: null };

export function careOf(row: Tables["alert_care"]): AlertCare {
  const { acknowledged_at: at, acknowledged_by: by, note } = row;
  return {
    acknowledged: at === null ? null : { at, by: by ?? "", note: note ?? "" },
    assignee: row.assignee,
    snoozedUntil: row.snoozed_until,
  };
}

export const maintenanceOf = (row: Tables["maintenance"]): Maintenance => ({
  id: row.id,
  scope: { kind: row.scope_kind, id: row.scope_id },
  from: row.starts,
  to: row.ends,
  repeats: row.repeats === null ? null : (JSON.parse(row.repeats) as NonNullable<Maintenance["repeats"]>),
  reason: row.reason,
});

async function save(
  { newId }: RegistryContext,
  transaction: Transaction<Tables>,
  { site, at, changed, gone, notices, deliveries }: AlertChange,
): Promise<void> {
  for (const id of gone) {
    await transaction.deleteFrom("alerts").where("id", "=", id).where("phase", "=", "pending").execute();
    await transaction.deleteFrom("alert_moments").where("alert", "=", id).execute();
  }
  for (const state of changed) {
    const before = await stateOf(transaction, state.id);
    await saveState(transaction, site, state);
    for (const what of momentsOf(before, state)) {
      await addMoment(transaction, state.id, { at, what, value: state.value, by: null, note: null });
    }
  }
  for (const notice of notices) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("notices")
      .values({ id: notice.id, alert: notice.alert, at: notice.at, notice: JSON.stringify(notice) })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) continue;
    await addMoment(transaction, notice.alert, momentOf(notice));
  }
  for (const { notice, person, channel, due } of deliveries) {
    const alert = notice.slice(0, notice.lastIndexOf("."));
    await dropHeld(transaction, { alert, notice, person, channel }, at);
    await transaction
      .insertInto("deliveries")
      .values({
        id: newId(),
        notice,
        alert,
        person,
        channel,
        due,
        state: "waiting",
        attempts: 0,
        message: null,
        fault: null,
        attempted_at: null,
        sent_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/**
 * What quiet hours still hold back of the same alert is out of date: the newer word says all of it, and on Monday one message
 * comes instead of a weekend's. Nor does a word that may disturb wait for an older one that may not. What was tried once stays.
 */
async function dropHeld(
  transaction: Transaction<Tables>,
  { alert, notice, person, channel }: Pick<Tables["deliveries"], "alert" | "notice" | "person" | "channel">,
  at: number,
): Promise<void> {
  await transaction
    .deleteFrom("deliveries")
    .where("alert", "=", alert)
    .where("notice", "!=", notice)
    .where("person", "=", person)
    .where("channel", "=", channel)
    .where("state", "=", "waiting")
    .where("attempts", "=", 0)
    .where("due", ">", at)
    .execute();
}

const momentOf = ({ at, reason, state }: Notice): AlertMoment => ({
  at,
  what: reason,
  value: state.value,
  by: null,
  note: null,
});

export async function stateOf(db: Db | Transaction<Tables>, id: string): Promise<AlertState | undefined> {
  const row = await db.selectFrom("alerts").select("state").where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : (JSON.parse(row.state) as AlertState);
}

async function saveState(transaction: Transaction<Tables>, site: string, state: AlertState): Promise<void> {
  const row = {
    site,
    rule: state.rule satisfies RuleId,
    subject: state.subject.key,
    device: state.subject.device ?? null,
    phase: state.phase,
    since: state.since,
    resolved_at: state.resolvedAt,
    state: JSON.stringify(state),
  };
  await transaction
    .insertInto("alerts")
    .values({ id: state.id, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}

/** What happened between two states of an alert, for its story. */
function momentsOf(before: AlertState | undefined, after: AlertState): readonly AlertMoment["what"][] {
  const moments: AlertMoment["what"][] = [];
  if (before?.phase !== after.phase) {
    if (after.phase === "pending") moments.push("pending");
    else if (after.phase === "firing") moments.push("fired");
    // That it was told is a moment of its own.
    else if (after.told?.reason !== "resolved") moments.push("resolved");
  }
  if (after.cause !== null && after.cause !== (before?.cause ?? null)) moments.push("caused");
  return moments;
}

export async function addMoment(
  transaction: Transaction<Tables>,
  alert: string,
  { at, what, value, by, note }: AlertMoment,
): Promise<void> {
  const { count } = await transaction
    .selectFrom("alert_moments")
    .select((select) => select.fn.countAll<number | string | bigint>().as("count"))
    .where("alert", "=", alert)
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto("alert_moments")
    .values({ alert, n: Number(count), at, what, value, who: by, note })
    .execute();
}
