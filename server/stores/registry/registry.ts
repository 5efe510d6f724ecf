import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../../core/clock.ts";
import type { Log } from "../../../core/log.ts";
import { FaultError, type Fault } from "../../../core/result.ts";
import type { Alerts } from "../../alerts-port.ts";
import type { Assets } from "../../assets-port.ts";
import type { People } from "../../people-port.ts";
import type { Registry } from "../../ports.ts";
import { accessTokens } from "./access-tokens.ts";
import { agents } from "./agents.ts";
import { alertDesk } from "./alert-desk.ts";
import { pruneAlerts } from "./alert-prune.ts";
import { alertStates } from "./alert-states.ts";
import { assetRegister } from "./assets.ts";
import { auditTrail } from "./audit-trail.ts";
import { channels } from "./channels.ts";
import { PACE, type Pace, type RegistryContext } from "./context.ts";
import { openSqlite } from "./database-sqlite.ts";
import { isPostgres, type Db } from "./database.ts";
import { discovery } from "./discovery.ts";
import { equipment } from "./equipment.ts";
import { evidence } from "./evidence.ts";
import { expectNewest, migrate } from "./migrations.ts";
import { organisation } from "./organisation.ts";
import { openPeople } from "./people.ts";
import { outbox } from "./outbox.ts";
import { scores } from "./scores.ts";
import type { PostgresTarget } from "./postgres-target.ts";
import { openVault } from "./sealed.ts";
import { serviceChecks } from "./service-checks.ts";
import { settings } from "./settings.ts";
import { plans } from "./plans.ts";
import { stockTakes } from "./stock-takes.ts";
import { subscriptions } from "./subscriptions.ts";
import { wearBook } from "./wear-book.ts";
import { targets } from "./targets.ts";
import { keyFile } from "./vault.ts";

interface RegistryOptions {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  /** See `RegistryContext`. */
  readonly trapPort?: number | undefined;
  readonly pace?: Pace | undefined;
  /** See `openVault`. */
  readonly forgetSecrets?: boolean | undefined;
  /** Where the registry lies when it is not a file of its folder. */
  readonly postgres?: PostgresTarget | undefined;
  /** `reader`: a program beside the server of a registry in PostgreSQL, which changes nothing there. */
  readonly role?: "owner" | "reader" | undefined;
  /** See `LinkOptions`, both. */
  readonly waiting?: ((fault: Fault) => void) | undefined;
  readonly lost?: ((fault: Fault) => void) | undefined;
}

export interface OpenedRegistry {
  readonly registry: Registry;
  readonly people: People;
}

/**
 * Opens the registry in `dir`: `registry.sqlite` (or a database of PostgreSQL, once this server owns it), and two key files
 * (SNMP credentials, session cookies) that backups should keep apart from it. Throws FaultError `store_newer` when the
 * database was written by a newer Cayda, `secrets_key_lost` when it came back without the key of its secrets, `registry_…`
 * when there is no way into PostgreSQL.
 */
export async function openRegistry(dir: string, options: RegistryOptions): Promise<OpenedRegistry> {
  const { clock, newId, log, trapPort, pace = PACE, forgetSecrets = false } = options;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const secret = keyFile(join(dir, "sessions.key")).toString("base64url");
  let revision = 0;
  let open = true;
  const changed = () => {
    revision += 1;
  };
  const db = await databaseOf(dir, options, changed);
  try {
    await bringUpToDate(db, dir, options);
    const vault = await openVault(db, join(dir, "credentials.key"), { forget: forgetSecrets, log });
    const context: RegistryContext = {
      db,
      clock,
      newId,
      vault,
      changed,
      trapPort,
      pace,
      evidence: new Map(),
      heard: new Map(),
    };
    const people = openPeople(context, secret, log);
    const { flushUsed, ...tokens } = accessTokens(context);
    const flush = async () => {
      await flushHeard(context);
      await flushUsed();
    };
    const registry = {
      ...organisation(context),
      ...equipment(context),
      ...targets(context),
      ...agents(context),
      ...tokens,
      ...evidence(context),
      ...discovery(context),
      ...forAlerts(context),
      ...forAssets(context),
      ...settings(context),
      ...auditTrail(context),
      revision: () => revision,
      open: () => open,
      flush,
      async close() {
        if (!open) return;
        open = false;
        await closeAfter(flush, db);
      },
    };
    return { registry, people };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function databaseOf(dir: string, options: RegistryOptions, renewed: () => void): Promise<Db> {
  const { clock, log, postgres: target, role = "owner", waiting, lost } = options;
  if (target === undefined) return openSqlite(join(dir, "registry.sqlite"));
  // Loaded only where it is used: a server that was killed must be back soon.
  const { openPostgres } = await import("./database-postgres.ts");
  return openPostgres({ target, role, clock, log, waiting, lost, renewed });
}

/** Closed also when it could not be written once more: the database may be away. */
async function closeAfter(flush: () => Promise<void>, db: Db): Promise<void> {
  try {
    await flush();
  } finally {
    await db.destroy();
  }
}

async function bringUpToDate(db: Db, dir: string, { role }: RegistryOptions): Promise<void> {
  if (!isPostgres(db)) return migrate(db);
  await (role === "reader" ? expectNewest(db) : migrate(db));
  const file = join(dir, "registry.sqlite");
  if (!existsSync(file)) return;
  // An empty registry would refuse all agents, while everything that they are known by lies in the file.
  const unit = await db.selectFrom("units").select("id").executeTakeFirst();
  if (unit === undefined) throw new FaultError("registry_not_copied", { file });
}

const forAlerts = (context: RegistryContext): Alerts => ({
  ...alertStates(context),
  ...alertDesk(context),
  ...outbox(context),
  ...serviceChecks(context),
  ...scores(context),
  ...channels(context),
  ...subscriptions(context),
  pruneAlerts: (now) => pruneAlerts(context.db, now),
});

const forAssets = (context: RegistryContext): Assets => ({
  ...assetRegister(context),
  ...stockTakes(context),
  ...wearBook(context),
  ...plans(context),
});

async function flushHeard({ db, heard }: RegistryContext): Promise<void> {
  if (heard.size === 0) return;
  const news = [...heard];
  await db.transaction().execute(async (transaction) => {
    for (const [id, { at, version }] of news) {
      await transaction
        .updateTable("agents")
        .set({ last_seen: at, ...(version === undefined ? {} : { version }) })
        .where("id", "=", id)
        .execute();
    }
  });
  // Only what was written is forgotten: an agent that was heard meanwhile stays.
  for (const [id, written] of news) if (heard.get(id) === written) heard.delete(id);
}
