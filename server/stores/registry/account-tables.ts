import { sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * Tables of the sign-in library as far as we write them ourselves: what must happen together with our own rows happens in
 * our transaction. The library makes them and brings them up to date (`auth.ts`).
 */
export interface AccountTables {
  user: {
    id: string;
    name: string;
    username: string;
    /** A `Role`, or `FORMER`. */
    role: string;
    unit: string | null;
    passwordDue: number | null;
    /** Written as a truth value: the databases keep it each in its own way. */
    twoFactorEnabled: boolean | number | null;
  };
  /** Sealed secret and backup codes; only the library reads them. */
  twoFactor: { userId: string };
  account: { userId: string; providerId: string; password: string | null };
  /** `expiresAt`: ISO 8601, UTC. */
  session: { userId: string; expiresAt: string };
}

/**
 * The role of somebody who was removed. It is no role that the rest of the program knows, so wherever a check was forgotten
 * they are nobody. Their row stays for the name: what they did is kept by user name, which nobody else may get.
 */
export const FORMER = "removed";

/** Whether the library has made its tables yet: it does so with the first question about people. */
export async function hasAccounts(db: Db): Promise<boolean> {
  const tables = await sql`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'user'`.execute(db);
  return tables.rows.length > 0;
}
