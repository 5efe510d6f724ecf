import type { Actor } from "../../people-port.ts";
import type { Transaction } from "kysely";
import { MINUTE, type Instant } from "../../../core/clock.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { AgentRecord, Agents, NewAgent, SiteRecord } from "../../ports.ts";
import { assignmentOf } from "./assignment.ts";
import { audit, type RegistryContext } from "./context.ts";
import type { Db } from "./database.ts";
import { enrolmentTokens } from "./enrolment-tokens.ts";
import type { Tables } from "./tables.ts";

/** A holder of the polling lease that was silent for longer than this loses it to the next agent that asks. */
const LEASE_SILENCE_MS = 3 * MINUTE;

export function agents(context: RegistryContext): Agents {
  const { db, clock, changed, heard } = context;
  const fresh = (row: AgentRecord): AgentRecord => {
    const news = heard.get(row.id);
    if (news === undefined) return row;
    return { ...row, lastSeen: Math.max(row.lastSeen ?? 0, news.at), version: news.version ?? row.version };
  };
  const one = async (id: string) => {
    const row = await agentRows(db).where("id", "=", id).executeTakeFirst();
    return row && fresh(row);
  };
  return {
    async agents(site) {
      const rows = agentRows(db).orderBy("hostname");
      return (await (site === undefined ? rows : rows.where("site", "=", site)).execute()).map(fresh);
    },
    agent: one,
    async agentBySecret(hash) {
      const row = await agentRows(db).where("secret_hash", "=", hash).executeTakeFirst();
      return row && fresh(row);
    },
    async revokeAgent(id, by) {
      const done = await revoke(context, id, by);
      changed();
      return done;
    },
    ...enrolmentTokens(context),
    async enrol(tokenHash, given) {
      const enrolled = await db
        .transaction()
        .execute((transaction) => enrol(context, transaction, tokenHash, given));
      changed();
      return enrolled;
    },
    heard(agent, version) {
      heard.set(agent, { at: clock.now(), version: version ?? heard.get(agent)?.version });
    },
    async lease(site, claimant) {
      const row = await db.selectFrom("leases").select("agent").where("site", "=", site).executeTakeFirst();
      if (row?.agent === claimant) return claimant;
      const holder = row === undefined ? undefined : await one(row.agent);
      if (holder !== undefined && speaks(holder, clock.now())) return holder.id;
      const lease = { agent: claimant, since: clock.now() };
      await db
        .insertInto("leases")
        .values({ site, ...lease })
        .onConflict((conflict) => conflict.column("site").doUpdateSet(lease))
        .execute();
      return claimant;
    },
    async leases() {
      const rows = await db.selectFrom("leases").select(["site", "agent"]).execute();
      return new Map(rows.map(({ site, agent }) => [site, agent]));
    },
    async assignment(id) {
      const agent = await one(id);
      return agent === undefined ? undefined : assignmentOf(context, agent);
    },
  };
}

const agentRows = (db: Db) =>
  db
    .selectFrom("agents")
    .select([
      "id",
      "site",
      "device",
      "hostname",
      "platform",
      "version",
      "enrolled_at as enrolledAt",
      "last_seen as lastSeen",
      "revoked_at as revokedAt",
    ]);

const speaks = ({ lastSeen, enrolledAt, revokedAt }: AgentRecord, now: Instant): boolean =>
  revokedAt === null && (lastSeen ?? enrolledAt) >= now - LEASE_SILENCE_MS;

function revoke(context: RegistryContext, id: string, by: Actor | undefined): Promise<Result<null>> {
  const { db, clock } = context;
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable("agents")
      .set({ revoked_at: clock.now() })
      .where("id", "=", id)
      .where("revoked_at", "is", null)
      .executeTakeFirst();
    // Twice revoked is revoked: only the first is a change.
    if (numUpdatedRows > 0n) await audit(context, transaction, by, { action: "agent_revoked", subject: id });
    return ok(null);
  });
}

/** Exchanges a use of the token for a new agent, and a device for the PC that it runs on. */
async function enrol(
  { clock, newId }: RegistryContext,
  transaction: Transaction<Tables>,
  tokenHash: string,
  { secretHash, hostname, platform, version }: NewAgent,
): Promise<Result<{ agent: AgentRecord; site: SiteRecord }>> {
  const token = await transaction
    .selectFrom("tokens")
    .innerJoin("sites", "sites.id", "tokens.site")
    .select(["sites.id", "sites.unit", "sites.name", "tokens.expires_at", "tokens.uses_left"])
    .where("hash", "=", tokenHash)
    .executeTakeFirst();
  if (token === undefined) return fail("token_unknown");
  if (token.expires_at <= clock.now()) return fail("token_expired");
  if (token.uses_left <= 0) return fail("token_used");
  const agent: AgentRecord = {
    id: newId(),
    site: token.id,
    device: newId(),
    hostname,
    platform,
    version,
    enrolledAt: clock.now(),
    lastSeen: null,
    revokedAt: null,
  };
  await transaction
    .updateTable("tokens")
    .set({ uses_left: token.uses_left - 1 })
    .where("hash", "=", tokenHash)
    .execute();
  await insertAgent(transaction, agent, secretHash);
  return ok({ agent, site: { id: token.id, unit: token.unit, name: token.name } });
}

async function insertAgent(
  transaction: Transaction<Tables>,
  { id, site, device, hostname, platform, version, enrolledAt }: AgentRecord,
  secretHash: string,
): Promise<void> {
  await transaction
    .insertInto("devices")
    .values({
      id: device,
      site,
      class: "workstation",
      name: null,
      address: null,
      port: 161,
      credential: null,
      created_at: enrolledAt,
      removed_at: null,
    })
    .execute();
  await transaction
    .insertInto("agents")
    .values({
      id,
      site,
      device,
      secret_hash: secretHash,
      hostname,
      platform,
      version,
      enrolled_at: enrolledAt,
      last_seen: null,
      revoked_at: null,
    })
    .execute();
}
