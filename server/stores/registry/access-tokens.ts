import type { Transaction } from "kysely";
import { fail, ok } from "../../../core/result.ts";
import type { Actor, AccessTokens } from "../../people-port.ts";
import { audit, type RegistryContext } from "./context.ts";
import type { Tables } from "./tables.ts";

/** `access_tokens`: what programs read metrics with. Only the SHA-256 of a token is stored. */
export const ACCESS_TOKENS_MIGRATION: readonly string[] = [
  `CREATE TABLE access_tokens (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    unit TEXT REFERENCES units (id), created_at BIGINT NOT NULL, created_by TEXT NOT NULL, expires_at BIGINT NOT NULL,
    last_used BIGINT, revoked_at BIGINT)`,
];

export interface AccessTokenTables {
  access_tokens: {
    id: string;
    hash: string;
    name: string;
    unit: string | null;
    created_at: number;
    created_by: string;
    expires_at: number;
    last_used: number | null;
    revoked_at: number | null;
  };
}

/** `flushUsed` writes when tokens were used last. */
export function accessTokens(
  context: RegistryContext,
): AccessTokens & { readonly flushUsed: () => Promise<void> } {
  const { db, clock } = context;
  const used = new Map<string, number>();
  const rows = () =>
    db
      .selectFrom("access_tokens")
      .select([
        "id",
        "name",
        "unit",
        "created_at as createdAt",
        "created_by as createdBy",
        "expires_at as expiresAt",
        "last_used as lastUsed",
        "revoked_at as revokedAt",
      ]);
  return {
    async accessTokens() {
      const all = await rows().orderBy("created_at", "desc").execute();
      return all.map((row) => Object.assign(row, { lastUsed: used.get(row.id) ?? row.lastUsed }));
    },
    accessTokenBySecret: (hash) => rows().where("hash", "=", hash).executeTakeFirst(),
    accessTokenUsed(id) {
      used.set(id, clock.now());
    },
    addAccessToken: (given, by) => add(context, given, by),
    revokeAccessToken: (id, by) =>
      db.transaction().execute((transaction) => revokeToken(context, transaction, id, by)),
    async flushUsed() {
      const news = [...used];
      for (const [id, at] of news) {
        await db.updateTable("access_tokens").set({ last_used: at }).where("id", "=", id).execute();
        if (used.get(id) === at) used.delete(id);
      }
    },
  };
}

function add(
  context: RegistryContext,
  { hash, name, unit, expiresAt }: Parameters<AccessTokens["addAccessToken"]>[0],
  by: Actor,
): ReturnType<AccessTokens["addAccessToken"]> {
  const { db, clock, newId } = context;
  const token = {
    id: newId(),
    name,
    unit,
    createdAt: clock.now(),
    createdBy: by.name,
    expiresAt,
    lastUsed: null,
    revokedAt: null,
  };
  return db.transaction().execute(async (transaction) => {
    const units = transaction.selectFrom("units").select("id");
    if (unit !== null && (await units.where("id", "=", unit).executeTakeFirst()) === undefined) {
      return fail("unit_unknown");
    }
    await transaction
      .insertInto("access_tokens")
      .values({
        id: token.id,
        hash,
        name,
        unit,
        created_at: token.createdAt,
        created_by: token.createdBy,
        expires_at: expiresAt,
        last_used: null,
        revoked_at: null,
      })
      .execute();
    const after = { name, unit, expiresAt };
    await audit(context, transaction, by, { action: "access_token_made", subject: token.id, after });
    return ok(token);
  });
}

export async function revokeToken(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  id: string,
  by: Actor,
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable("access_tokens")
    .set({ revoked_at: context.clock.now() })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) {
    await audit(context, transaction, by, { action: "access_token_revoked", subject: id });
  }
}
