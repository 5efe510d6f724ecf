import { hasTable, type Db } from "./database.ts";

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
    /** Both are written as truth values: the databases keep them each in its own way. */
    passwordDue: boolean | number | null;
    twoFactorEnabled: boolean | number | null;
  };
  /** Sealed secret and backup codes; only the library reads them. */
  twoFactor: { userId: string };
  account: { userId: string; providerId: string; password: string | null };
  /** `expiresAt`: as ISO 8601, UTC; PostgreSQL has a type for it. */
  session: { userId: string; expiresAt: string };
}

/**
 * The role of somebody who was removed. It is no role that the rest of the program knows, so wherever a check was forgotten
 * they are nobody. Their row stays for the name: what they did is kept by user name, which nobody else may get.
 */
export const FORMER = "removed";

/** Whether the library has made its tables yet: it does so with the first question about people. */
export const hasAccounts = (db: Db): Promise<boolean> => hasTable(db, "user");
