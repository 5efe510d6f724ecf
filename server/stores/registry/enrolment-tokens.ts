import type { Transaction } from "kysely";
import { DAY } from "../../../core/clock.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { EnrolmentToken, EnrolmentTokens } from "../../organisation-port.ts";
import type { Actor } from "../../people-port.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";
import type { Tables } from "./tables.ts";

/** Who made a token, and for how many PCs; of older tokens it is not known. And the audit is read newest first. */
export const ORGANISATION_MIGRATION: readonly string[] = [
  "ALTER TABLE tokens ADD COLUMN created_by TEXT",
  "ALTER TABLE tokens ADD COLUMN uses INTEGER",
  "CREATE INDEX audit_at ON audit (at, id)",
];

const FORGET_TOKENS_AFTER = 30 * DAY;
/** Of the hash, enough to tell tokens apart; it says nothing about the token. */
const ID_LENGTH = 16;
const idOf = (hash: string): string => hash.slice(0, ID_LENGTH);

/** With which PCs join a site. */
export function enrolmentTokens(context: RegistryContext): EnrolmentTokens {
  return {
    addToken: (site, token, by) => add(context, site, token, by),
    async tokens(site) {
      return (await usable(context, site)).map(({ hash, ...token }) =>
        Object.assign(token, { id: idOf(hash) } satisfies Partial<EnrolmentToken>),
      );
    },
    withdrawToken: (site, id, by) =>
      changing(context, async (transaction) => {
        const token = (await usable({ db: transaction, clock: context.clock }, site)).find(
          ({ hash }) => idOf(hash) === id,
        );
        if (token === undefined) return fail("enrolment_token_unknown");
        await withdraw(context, transaction, { ...token, site }, by);
        return ok(null);
      }),
  };
}

/** No PC joins with it any more. */
export async function withdraw(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  token: Pick<EnrolmentToken, "createdAt" | "expiresAt" | "usesLeft"> & {
    readonly hash: string;
    readonly site: string;
  },
  by: Actor,
): Promise<void> {
  const { hash, site, createdAt, expiresAt, usesLeft } = token;
  await transaction.updateTable("tokens").set({ uses_left: 0 }).where("hash", "=", hash).execute();
  await audit(context, transaction, by, {
    action: "token_withdrawn",
    subject: site,
    before: { createdAt, expiresAt, usesLeft },
  });
}

const usable = ({ db, clock }: Pick<RegistryContext, "db" | "clock">, site: string) =>
  db
    .selectFrom("tokens")
    .select([
      "hash",
      "created_at as createdAt",
      "created_by as createdBy",
      "expires_at as expiresAt",
      "uses",
      "uses_left as usesLeft",
    ])
    .where("site", "=", site)
    .where("uses_left", ">", 0)
    .where("expires_at", ">", clock.now())
    .orderBy("created_at", "desc")
    .orderBy("hash")
    .execute();

function add(
  context: RegistryContext,
  site: string,
  { hash, expiresAt, uses }: Parameters<EnrolmentTokens["addToken"]>[1],
  by: Actor | undefined,
): Promise<Result<null>> {
  const { db, clock } = context;
  return db.transaction().execute(async (transaction) => {
    const home = await transaction.selectFrom("sites").select("id").where("id", "=", site).executeTakeFirst();
    if (home === undefined) return fail("site_unknown");
    // For a while an expired token is still answered with "expired" instead of "unknown".
    await transaction
      .deleteFrom("tokens")
      .where("expires_at", "<", clock.now() - FORGET_TOKENS_AFTER)
      .execute();
    await transaction
      .insertInto("tokens")
      .values({
        hash,
        site,
        expires_at: expiresAt,
        uses_left: uses,
        created_at: clock.now(),
        created_by: by?.name ?? null,
        uses,
      })
      .execute();
    await audit(context, transaction, by, {
      action: "token_made",
      subject: site,
      after: { expiresAt, uses },
    });
    return ok(null);
  });
}
