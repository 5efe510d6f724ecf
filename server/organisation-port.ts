import type { Instant } from "../core/clock.ts";
import type { Result } from "../core/result.ts";
import type { Actor } from "./people-port.ts";
import type { SiteRecord, UnitRecord } from "./ports.ts";

/**
 * What the server needs of the registry beside units and sites themselves (`ports.ts`): that they are renamed and moved, the
 * tokens with which PCs join a site, and the audit. The adapter is `stores/registry`.
 */

/** A part that is absent stays. */
export type UnitChange = Partial<Pick<UnitRecord, "name" | "kind" | "parent">>;
export type SiteChange = Partial<Pick<SiteRecord, "name" | "unit">>;

export interface OrganisationChanges {
  /**
   * Faults: `unit_unknown` (of a parent, too), `bad_input` (a circle, or one of the two has ended), `changed_since`.
   * `seen`: `unitEtag` of what the person had before them.
   */
  changeUnit(id: string, change: UnitChange, by: Actor, seen?: string): Promise<Result<UnitRecord>>;
  /**
   * The assets that stand at a site go along to its new unit, `on` that day, in the same transaction. Faults: `site_unknown`,
   * `unit_unknown`, `already_exists` (a site of that name in that unit), `bad_input` (the unit has ended), `changed_since`.
   */
  changeSite(
    id: string,
    change: SiteChange & { readonly on: string },
    by: Actor,
    seen?: string,
  ): Promise<Result<{ readonly site: SiteRecord; readonly assets: number }>>;
}

/** With which PCs join a site. Of the token itself only the SHA-256 (hex) is known here. */
export interface EnrolmentTokens {
  addToken(
    site: string,
    token: { readonly hash: string; readonly expiresAt: Instant; readonly uses: number },
    by?: Actor,
  ): Promise<Result<null>>;
  /** Those of a site that can still be used, newest first. */
  tokens(site: string): Promise<readonly EnrolmentToken[]>;
  /** Nobody joins with it any more; who has joined stays. Fault: `enrolment_token_unknown`. */
  withdrawToken(site: string, id: string, by: Actor): Promise<Result<null>>;
}
export interface EnrolmentToken {
  readonly id: string;
  readonly createdAt: Instant;
  /** User name; null: nobody is on record. */
  readonly createdBy: string | null;
  readonly expiresAt: Instant;
  /** As it was made; null: not on record. */
  readonly uses: number | null;
  readonly usesLeft: number;
}

/** Who changed what, newest first. */
export interface AuditTrail {
  /** `before`: id of the entry that the last answer ended with. `subject`, `actor` (user name): only of these. */
  auditEntries(filter: {
    readonly limit: number;
    readonly before?: string | undefined;
    readonly subject?: string | undefined;
    readonly actor?: string | undefined;
  }): Promise<readonly AuditEntry[]>;
}
export interface AuditEntry {
  readonly id: string;
  readonly at: Instant;
  /** User name. */
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}
