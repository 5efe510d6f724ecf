import { existsSync, readFileSync, renameSync } from "node:fs";
import type { Log } from "../../../core/log.ts";
import { FaultError } from "../../../core/result.ts";
import type { Db } from "./database.ts";
import { createVault, KEY_BYTES, keyFile, type Vault } from "./vault.ts";

interface Sealed {
  readonly sealed: string;
  /** What was bound into the seal. */
  readonly subject: string;
}

interface VaultOptions {
  /** Go on without secrets that the key does not open: they are forgotten, and people enter them again. */
  readonly forget: boolean;
  readonly log: Log;
}

/** How many are named in the log. */
const NAMED = 20;

/** What the secrets of a channel are bound to; those of a device or of discovery are bound to its id. */
export const channelSubject = (id: string): string => `channel:${id}`;

/**
 * The vault of this registry, its key made at the first start. Throws FaultError `secrets_key_lost` when something is sealed
 * and the key file opens nothing of it: with a new key everything else would look right, but no device would be polled and
 * nobody told.
 */
export async function openVault(db: Db, file: string, { forget, log }: VaultOptions): Promise<Vault> {
  const sealed = await sealedIn(db);
  const lost = sealed.filter(unopened(file));
  if (lost.length > 0 && lost.length === sealed.length) {
    if (!forget) throw new FaultError("secrets_key_lost", { file, count: sealed.length });
    await forgetSealed(db);
    // It may be the key of something else.
    if (existsSync(file)) renameSync(file, `${file}.other`);
    log.warn("secrets_forgotten", { file, count: sealed.length });
  } else if (lost.length > 0) {
    const subjects = lost.slice(0, NAMED).map(({ subject }) => subject);
    log.error("secrets_unreadable", { file, count: lost.length, subjects });
  }
  return createVault(keyFile(file));
}

/** Whether the key in the file leaves it closed; without a key everything stays closed. */
function unopened(file: string): (sealed: Sealed) => boolean {
  const key = existsSync(file) ? readFileSync(file) : undefined;
  if (key?.length !== KEY_BYTES) return () => true;
  const vault = createVault(key);
  return ({ sealed, subject }) => vault.openText(sealed, subject) === undefined;
}

/** All secrets that are still of use. */
async function sealedIn(db: Db): Promise<readonly Sealed[]> {
  const devices = await db
    .selectFrom("devices")
    .select(["id", "credential"])
    .where("credential", "is not", null)
    .where("removed_at", "is", null)
    .execute();
  const sweeps = await db.selectFrom("discovery_credentials").select(["id", "sealed"]).execute();
  const channels = await db
    .selectFrom("channels")
    .select(["id", "secrets"])
    .where("secrets", "is not", null)
    .execute();
  return [
    ...devices.map(({ id, credential }) => ({ sealed: credential ?? "", subject: id })),
    ...sweeps.map(({ id, sealed }) => ({ sealed, subject: id })),
    ...channels.map(({ id, secrets }) => ({ sealed: secrets ?? "", subject: channelSubject(id) })),
  ];
}

function forgetSealed(db: Db): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    await transaction.updateTable("devices").set({ credential: null }).execute();
    await transaction.deleteFrom("discovery_credentials").execute();
    await transaction.updateTable("channels").set({ secrets: null }).execute();
  });
}
