import type { Actor } from "../../people-port.ts";
import type { Transaction } from "kysely";
import type { Clock } from "../../../core/clock.ts";
import type { Db } from "./database.ts";
import type { Tables } from "./tables.ts";
import type { Vault } from "./vault.ts";

/** How often agents look at what a site shares. */
export interface Pace {
  readonly snmpMs: number;
  readonly pingMs: number;
  /** Other PCs and the gateway, from every PC. */
  readonly lanMs: number;
  /** DHCP servers. */
  readonly dhcpMs: number;
}
export const PACE: Pace = { snmpMs: 60_000, pingMs: 30_000, lanMs: 60_000, dhcpMs: 3_600_000 };

/** What the parts of the registry share. */
export interface RegistryContext {
  readonly db: Db;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly vault: Vault;
  /** Says that caches of the registry's content are stale. */
  readonly changed: () => void;
  /** Where agents take traps of their site's devices; undefined: nowhere. */
  readonly trapPort: number | undefined;
  readonly pace: Pace;
  /** By site: blocks that brought facts or events, since the registry was opened. */
  readonly evidence: Map<string, number>;
  /** Agents heard since the last flush. */
  readonly heard: Map<string, { readonly at: number; readonly version?: string | undefined }>;
}

export interface Change {
  readonly action: string;
  readonly subject: string;
  readonly before?: object;
  readonly after?: object;
}

/**
 * Writes who changed what, in the same transaction as the change. Nothing secret may be in `before` or `after`;
 * without an actor it was the server itself, which is not audited.
 */
export async function audit(
  { clock, newId }: RegistryContext,
  transaction: Transaction<Tables>,
  by: Actor | undefined,
  { action, subject, before, after }: Change,
): Promise<void> {
  if (by === undefined) return;
  await transaction
    .insertInto("audit")
    .values({
      id: newId(),
      at: clock.now(),
      actor: by.id,
      actor_name: by.name,
      action,
      subject,
      before: before === undefined ? null : JSON.stringify(before),
      after: after === undefined ? null : JSON.stringify(after),
    })
    .execute();
}
