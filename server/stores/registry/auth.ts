import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { getMigrations } from "better-auth/db/migration";
import { twoFactor } from "better-auth/plugins/two-factor";
import { username } from "better-auth/plugins/username";
import { sql } from "kysely";
import { DAY, HOUR, MINUTE, SECOND } from "../../../core/clock.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import { needsSecondFactor } from "../../../core/roles.ts";
import type { SecondFactorRule } from "../../../core/wire/second-factor.ts";
import { me as meSchema, type Me } from "../../../core/wire/views.ts";
import type { Log } from "../../../core/log.ts";
import type { Actor, NewPerson, People } from "../../people-port.ts";
import { FORMER } from "./account-tables.ts";
import { isPostgres, type Db } from "./database.ts";
import { accounts } from "./accounts.ts";
import { audit, type RegistryContext } from "./context.ts";
import { LOCKED_SECONDS, newBackupCodes, STEP_SECONDS } from "./factor-codes.ts";
import { secondFactor } from "./second-factor.ts";
import { ruleOf, secondFactorDesk } from "./second-factor-desk.ts";

/** Without a request a session ends after this, and in any case after LONGEST_SESSION. */
const IDLE = 12 * HOUR;
const LONGEST_SESSION = 7 * DAY;

/** The library lists a hundred unless it is told otherwise. */
const MOST_PEOPLE = 10_000;

/**
 * People, by better-auth: passwords (scrypt), server-side sessions, signed cookies. Only its functions are called, its
 * HTTP handler is never mounted: nothing that it may offer (sign-up, e-mail, telemetry) can be reached from outside.
 */
export async function openAuth(
  context: RegistryContext,
  secret: string,
  log: Log,
): Promise<Omit<People, "setupNeeded">> {
  const { clock } = context;
  // HTTP on loopback and HTTPS share a host, hence a cookie jar: each has its own cookie name.
  const plain = createAuth(context, secret, false, log);
  const secured = createAuth(context, secret, true, log);
  await migrateAccounts(context, secret, log);
  const authFor = (secure: boolean) => (secure ? secured : plain);
  const personOf = async (id: string) => {
    const user = await (await plain.$context).internalAdapter.findUserById(id);
    return user === null ? undefined : toMe(user, await ruleOf(context.db));
  };
  return {
    ...accounts(context, async (password) => (await plain.$context).password.hash(password)),
    ...secondFactor(context, { authFor, personOf }),
    ...secondFactorDesk(context),
    add: (person, by) => addPerson(context, plain, person, by),
    async all() {
      const { adapter } = await plain.$context;
      const users = await adapter.findMany<Record<string, unknown>>({ model: "user", limit: MOST_PEOPLE });
      const rule = await ruleOf(context.db);
      return users
        .flatMap((user) => toMe(user, rule) ?? [])
        .toSorted((a, b) => a.name.localeCompare(b.name, "vi"));
    },
    async who(headers, secure) {
      // The library prolongs the session in the database; without its headers the browser would forget it all the same.
      const answer = await authFor(secure)
        .api.getSession({ headers, returnHeaders: true })
        .catch(unmasked(context.db));
      const found = answer.response;
      if (found === null) return undefined;
      if (clock.now() - found.session.createdAt.getTime() > LONGEST_SESSION) return undefined;
      const me = toMe(found.user, await ruleOf(context.db));
      return me === undefined ? undefined : { me, headers: answer.headers };
    },
    signIn: (given, secure) => signIn(context, { auth: authFor(secure), personOf }, given),
    async signOut(headers, secure) {
      const left = authFor(secure).api.signOut({ headers, returnHeaders: true });
      return (await left.catch(unmasked(context.db))).headers;
    },
    changePassword: (change, headers, secure) => changePassword(context, authFor(secure), change, headers),
  };
}

async function signIn(
  { db }: RegistryContext,
  { auth, personOf }: { readonly auth: Auth; readonly personOf: (id: string) => Promise<Me | undefined> },
  { username: name, password }: Parameters<People["signIn"]>[0],
): ReturnType<People["signIn"]> {
  try {
    const { headers, response } = await auth.api
      .signInUsername({
        body: { username: name, password },
        headers: new Headers(),
        returnHeaders: true,
      })
      .catch(unmasked(db));
    // The plugin's own answer, which the type of this function does not know: a code is still asked for.
    if (response !== null && "twoFactorRedirect" in response) return ok({ me: undefined, headers });
    const me = response === null ? undefined : await personOf(response.user.id);
    return me === undefined ? fail("sign_in_failed") : ok({ me, headers });
  } catch (error) {
    if (error instanceof APIError) return fail("sign_in_failed");
    throw error;
  }
}

/** Makes the tables of the library, or brings them up to date. */
export async function migrateAccounts(
  context: Pick<RegistryContext, "db">,
  secret: string,
  log: Log,
): Promise<void> {
  await (await getMigrations(createAuth(context, secret, false, log).options)).runMigrations();
}

async function changePassword(
  context: RegistryContext,
  auth: Auth,
  { current, next }: Parameters<People["changePassword"]>[0],
  headers: Headers,
): Promise<Result<Headers>> {
  try {
    const changed = await auth.api
      .changePassword({
        body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
        headers,
        returnHeaders: true,
      })
      .catch(unmasked(context.db));
    const { id, name } = changed.response.user;
    await context.db.transaction().execute(async (transaction) => {
      await transaction.updateTable("user").set({ passwordDue: null }).where("id", "=", id).execute();
      await audit(context, transaction, { id, name }, { action: "password_changed", subject: id });
    });
    return ok(changed.headers);
  } catch (error) {
    if (error instanceof APIError) return fail("sign_in_failed");
    throw error;
  }
}

async function addPerson(
  context: RegistryContext,
  auth: Auth,
  { username: name, password, ...person }: NewPerson,
  by: Actor | undefined,
): Promise<Result<Me>> {
  const { db, clock } = context;
  const { password: hasher, adapter } = await auth.$context;
  const key = name.toLowerCase();
  const twin = await adapter.findOne<Record<string, unknown>>({
    model: "user",
    where: [{ field: "username", value: key }],
  });
  if (twin !== null) return taken(key, twin);
  const hash = await hasher.hash(password);
  const stamps = { createdAt: new Date(clock.now()), updatedAt: new Date(clock.now()) };
  const user = await adapter.transaction(async (transaction) => {
    const made = await transaction.create<Record<string, unknown>, { id: string }>({
      model: "user",
      // Offices without e-mail: the library wants an address, so it gets one that can never be delivered to.
      data: { ...person, ...stamps, username: key, email: `${key}@people.invalid`, emailVerified: false },
    });
    await transaction.create({
      model: "account",
      data: { ...stamps, userId: made.id, accountId: made.id, providerId: "credential", password: hash },
    });
    return made;
  });
  const added: Me = { id: user.id, username: key, ...person };
  await db
    .transaction()
    .execute((transaction) =>
      audit(context, transaction, by, { action: "person_added", subject: user.id, after: added }),
    );
  return ok(added);
}

/** Of somebody who was removed, the name is in the history. */
const taken = (username: string, { role, name }: Readonly<Record<string, unknown>>): Result<never> =>
  role === FORMER
    ? fail("username_former", { username, name: String(name), example: `${username}2` })
    : fail("already_exists", { field: "username" });

export type Auth = ReturnType<typeof createAuth>;

function createAuth({ db }: Pick<RegistryContext, "db">, secret: string, secure: boolean, log: Log) {
  return betterAuth({
    appName: "Cayda",
    // Never contacted: the library wants a base for links that we do not use.
    baseURL: secure ? "https://cayda.invalid" : "http://cayda.invalid",
    secret,
    database: { db, type: isPostgres(db) ? "postgres" : "sqlite", transaction: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    plugins: [
      username({ minUsernameLength: 3, maxUsernameLength: 30, usernameValidator: isUsername }),
      // Seals secrets and backup codes with `secret`; trusts no device, and sends no codes anywhere.
      twoFactor({
        issuer: "Cayda",
        twoFactorCookieMaxAge: STEP_SECONDS,
        accountLockout: { durationSeconds: LOCKED_SECONDS },
        backupCodeOptions: { customBackupCodesGenerate: newBackupCodes },
      }),
    ],
    user: {
      additionalFields: {
        role: { type: "string", required: true, input: false },
        unit: { type: "string", required: false, input: false },
        passwordDue: { type: "boolean", required: false, input: false },
      },
    },
    session: {
      expiresIn: IDLE / SECOND,
      updateAge: (10 * MINUTE) / SECOND,
      cookieCache: { enabled: false },
    },
    advanced: {
      cookiePrefix: "cayda",
      useSecureCookies: secure,
      defaultCookieAttributes: { sameSite: "strict", httpOnly: true },
      ipAddress: { disableIpTracking: true },
    },
    // Guessing is slowed down by our own guard (`server/api/login-guard.ts`): this one only sees HTTP handlers.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: "error",
      log: (level, message) => log.error("auth_library", { level, message }),
    },
  });
}

/** The library makes an error of its own of a database that is away: so the database is asked once more. */
const unmasked =
  (db: Db) =>
  async (error: unknown): Promise<never> => {
    if (error instanceof APIError && error.statusCode >= 500) await sql`SELECT 1`.execute(db);
    throw error;
  };

const isUsername = (text: string) => /^[A-Za-z0-9_.-]+$/.test(text);

/**
 * Undefined when the row is not one of ours. An unknown role gives no rights, and a scope that cannot be read is no
 * scope at all, never the whole country.
 */
function toMe(user: object, rule: SecondFactorRule): Me | undefined {
  const { passwordDue, twoFactorEnabled, ...rest } = user as {
    readonly passwordDue?: unknown;
    readonly twoFactorEnabled?: unknown;
  };
  const due = passwordDue === true ? { passwordDue } : {};
  const parsed = meSchema.safeParse({ unit: null, ...rest, ...due });
  if (!parsed.success) return undefined;
  if (twoFactorEnabled === true) return { ...parsed.data, secondFactor: "on" };
  return needsSecondFactor(rule.required, parsed.data.role)
    ? { ...parsed.data, secondFactor: "due" }
    : parsed.data;
}
