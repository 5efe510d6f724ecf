import { late } from "../../../core/late.ts";
import type { Log } from "../../../core/log.ts";
import type { People, Role } from "../../people-port.ts";
import { hasAccounts } from "./account-tables.ts";
import type { RegistryContext } from "./context.ts";

/**
 * People as the server starts with them: the library for passwords and sessions (`auth.ts`, 190 modules) is loaded, and
 * its tables are brought up to date, with the first question that needs it. A server that was killed is back before.
 */
export function openPeople(context: RegistryContext, secret: string, log: Log): People {
  const auth = late(async () => (await import("./auth.ts")).openAuth(context, secret, log));
  return {
    setupNeeded: async () => !(await hasAdministrator(context)),
    add: async (...about) => (await auth()).add(...about),
    all: async () => (await auth()).all(),
    former: async () => (await auth()).former(),
    change: async (...about) => (await auth()).change(...about),
    resetPassword: async (...about) => (await auth()).resetPassword(...about),
    remove: async (...about) => (await auth()).remove(...about),
    who: async (...about) => (await auth()).who(...about),
    signIn: async (...about) => (await auth()).signIn(...about),
    signOut: async (...about) => (await auth()).signOut(...about),
    changePassword: async (...about) => (await auth()).changePassword(...about),
    recover: async (...about) => (await auth()).recover(...about),
    secondStepOf: async (...about) => (await auth()).secondStepOf(...about),
    secondStep: async (...about) => (await auth()).secondStep(...about),
    beginSecondFactor: async (...about) => (await auth()).beginSecondFactor(...about),
    confirmSecondFactor: async (...about) => (await auth()).confirmSecondFactor(...about),
    renewBackupCodes: async (...about) => (await auth()).renewBackupCodes(...about),
    endSecondFactor: async (...about) => (await auth()).endSecondFactor(...about),
    backupCodesLeft: async (...about) => (await auth()).backupCodesLeft(...about),
    removeSecondFactor: async (...about) => (await auth()).removeSecondFactor(...about),
    secondFactorRule: async (...about) => (await auth()).secondFactorRule(...about),
    setSecondFactorRule: async (...about) => (await auth()).setSecondFactorRule(...about),
  };
}

async function hasAdministrator({ db }: RegistryContext): Promise<boolean> {
  if (!(await hasAccounts(db))) return false;
  const found = await db
    .selectFrom("user")
    .select("id")
    .where("role", "=", "administrator" satisfies Role)
    .executeTakeFirst();
  return found !== undefined;
}
