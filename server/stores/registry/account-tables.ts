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
  };
  account: { userId: string; providerId: string; password: string | null };
  session: { userId: string };
}

/**
 * The role of somebody who was removed. It is no role that the rest of the program knows, so wherever a check was forgotten
 * they are nobody. Their row stays for the name: what they did is kept by user name, which nobody else may get.
 */
export const FORMER = "removed";
