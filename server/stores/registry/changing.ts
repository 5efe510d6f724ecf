import type { Transaction } from "kysely";
import type { Result } from "../../../core/result.ts";
import type { RegistryContext } from "./context.ts";
import type { Tables } from "./tables.ts";

/** A change in one transaction: a fault takes everything of it back. */
export async function changing<T>(
  { db, changed }: RegistryContext,
  work: (transaction: Transaction<Tables>) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    const done = await db.transaction().execute(async (transaction) => {
      const result = await work(transaction);
      if (!result.ok) throw new Refused(result);
      return result;
    });
    changed();
    return done;
  } catch (error) {
    if (error instanceof Refused) return error.result as Result<T>;
    throw error;
  }
}
class Refused extends Error {
  readonly result: Result<unknown>;
  constructor(result: Result<unknown>) {
    super("refused");
    this.result = result;
  }
}
