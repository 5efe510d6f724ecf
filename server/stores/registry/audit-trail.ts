import type { AuditEntry, AuditTrail } from "../../organisation-port.ts";
import type { RegistryContext } from "./context.ts";
import type { Tables } from "./tables.ts";

/** Of each entry the newest first; ids grow with time, so they decide within a millisecond. */
export function auditTrail({ db }: RegistryContext): AuditTrail {
  return {
    async auditEntries({ limit, before, subject, actor }) {
      let query = db.selectFrom("audit").selectAll();
      if (subject !== undefined) query = query.where("subject", "=", subject);
      if (actor !== undefined) query = query.where("actor_name", "=", actor);
      if (before !== undefined) {
        const last = await db.selectFrom("audit").select("at").where("id", "=", before).executeTakeFirst();
        if (last === undefined) return [];
        query = query.where((where) =>
          where.or([
            where("at", "<", last.at),
            where.and([where("at", "=", last.at), where("id", "<", before)]),
          ]),
        );
      }
      const rows = await query.orderBy("at", "desc").orderBy("id", "desc").limit(limit).execute();
      return rows.map(entryOf);
    },
  };
}

const entryOf = ({ id, at, actor_name, action, subject, before, after }: Tables["audit"]): AuditEntry => ({
  id,
  at,
  actor: actor_name,
  action,
  subject,
  before: valuesOf(before),
  after: valuesOf(after),
});

const valuesOf = (text: string | null): AuditEntry["before"] =>
  text === null ? null : (JSON.parse(text) as AuditEntry["before"]);
