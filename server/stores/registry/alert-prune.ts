import { sql } from "kysely";
import { DAY, type Instant } from "../../../core/clock.ts";
import { hasTable, type Db } from "./database.ts";
import type { Tables } from "./tables.ts";

/** Long enough for "this happened last Tết, too". */
const KEEP_ALERTS = 3 * 365 * DAY;
const KEEP_SENT = 365 * DAY;
/** Of a device that restarted or told something (traps, ports): as long as the alerts that they explain. */
const KEEP_EVENTS = KEEP_ALERTS;
/** A line an hour for each of a province's devices is most of this database; that of sites and units is kept for longer. */
const KEEP_DEVICE_SCORES = 90 * DAY;
const SCORE_GONE = 30 * DAY;
/** One transaction takes some milliseconds: nobody waits for a year's rubbish. */
const AT_ONCE = 200;

/**
 * Forgets old alerts with all that belongs to them, old notices that nobody waits for, old events and scores, and the ended
 * sessions of people who did not come back.
 */
export async function pruneAlerts(db: Db, now: Instant): Promise<void> {
  await inTurns(() => pruneNotices(db, now - KEEP_SENT));
  await inTurns(() => pruneResolved(db, now - KEEP_ALERTS));
  await inTurns(() => pruneEvents(db, now - KEEP_EVENTS));
  await pruneScores(db, now);
  await pruneSessions(db, now);
}

/** Until there is less than a turn's work; between two turns others have the database. */
async function inTurns(turn: () => Promise<number>): Promise<void> {
  while ((await turn()) === AT_ONCE);
}

/** A notice that is still on its way stays, however old. */
function pruneNotices(db: Db, before: Instant): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom("notices")
      .select("id")
      .where("at", "<", before)
      .where((row) =>
        row.not(
          row.exists(
            row
              .selectFrom("deliveries")
              .select("deliveries.id")
              .whereRef("deliveries.notice", "=", "notices.id")
              .where("deliveries.state", "in", ["waiting", "sending"]),
          ),
        ),
      )
      .limit(AT_ONCE)
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await transaction.deleteFrom("deliveries").where("notice", "in", ids).execute();
    await transaction.deleteFrom("notices").where("id", "in", ids).execute();
    return ids.length;
  });
}

function pruneResolved(db: Db, before: Instant): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom("alerts")
      .select("id")
      .where("phase", "=", "resolved")
      .where("resolved_at", "<", before)
      .limit(AT_ONCE)
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await transaction.deleteFrom("alert_care").where("alert", "in", ids).execute();
    await transaction.deleteFrom("alert_moments").where("alert", "in", ids).execute();
    await transaction.deleteFrom("alerts").where("id", "in", ids).execute();
    return ids.length;
  });
}

/** By the time of their coming: what was late then is as old as the rest. */
async function pruneEvents(db: Db, before: Instant): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("events")
    .where((row) =>
      row(
        row.refTuple("block", "place"),
        "in",
        row
          .selectFrom("events")
          .select(["events.block", "events.place"])
          .where("received_at", "<", before)
          .orderBy("received_at")
          .limit(AT_ONCE)
          .$asTuple("block", "place"),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** The sign-in library forgets an ended session only when somebody comes with its cookie. Its table is there once it was loaded. */
async function pruneSessions(db: Db, now: Instant): Promise<void> {
  if (!(await hasTable(db, "session"))) return;
  await db.deleteFrom("session").where("expiresAt", "<", new Date(now).toISOString()).execute();
}

/** Subject by subject, as the table is ordered. One that has had no score for long is gone, and its past with it. */
async function pruneScores(db: Db, now: Instant): Promise<void> {
  let last = { kind: "", id: "" };
  for (;;) {
    const subjects = await nextSubjects(db, last);
    const end = subjects.at(-1);
    if (end === undefined) return;
    last = end;
    await db.transaction().execute(async (transaction) => {
      for (const { kind, id, at } of subjects) {
        const gone = at < now - SCORE_GONE;
        const before = gone ? now : now - (kind === "device" ? KEEP_DEVICE_SCORES : KEEP_ALERTS);
        await transaction
          .deleteFrom("score_history")
          .where("kind", "=", kind)
          .where("id", "=", id)
          .where("at", "<", before)
          .execute();
        if (!gone) continue;
        await transaction.deleteFrom("scores").where("kind", "=", kind).where("id", "=", id).execute();
      }
    });
  }
}

function nextSubjects(
  db: Db,
  { kind, id }: { readonly kind: string; readonly id: string },
): Promise<readonly Pick<Tables["scores"], "kind" | "id" | "at">[]> {
  return db
    .selectFrom("scores")
    .select(["kind", "id", "at"])
    .where(sql<boolean>`(kind, id) > (${kind}, ${id})`)
    .orderBy("kind")
    .orderBy("id")
    .limit(AT_ONCE)
    .execute();
}
