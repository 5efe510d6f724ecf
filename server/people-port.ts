import type { Instant } from "../core/clock.ts";
import type { Result } from "../core/result.ts";
import type { Me } from "../core/wire/views.ts";

export type Role = Me["role"];

/** Who changes something; undefined is the server itself. Every change by a person is written to the audit. */
export interface Actor {
  readonly id: string;
  readonly name: string;
}

/** People, their passwords and sessions. `secure` says whether the request came over HTTPS (it decides the cookie). */
export interface People {
  /** No administrator exists yet. */
  setupNeeded(): Promise<boolean>;
  /** Faults: `already_exists`, `username_former` (params username, name, example). */
  add(person: NewPerson, by?: Actor): Promise<Result<Me>>;
  /** Everybody who may sign in, by name. */
  all(): Promise<readonly Me[]>;
  /** Those who were removed: their names, for what they did. */
  former(): Promise<readonly FormerPerson[]>;
  /**
   * ONE transaction: what the person can no longer see or do with another role or unit is taken from them; a wish for messages
   * of a unit that is no longer theirs is from now on for all that they see. Faults: `person_unknown`, `last_administrator`
   * (param name): one who governs the whole system must stay.
   */
  change(id: string, change: PersonChange, by: Actor): Promise<Result<Me & Taken>>;
  /**
   * A password for one sign-in, after which the person must choose another; ends all their sessions. Faults:
   * `person_unknown`, `person_self`.
   */
  resetPassword(id: string, password: string, by: Actor): Promise<Result<null>>;
  /**
   * ONE transaction: sessions, password and access tokens go, nothing more is sent to the person, and the open alerts that
   * were theirs are from now on those of `by`. The user name stays taken: the history names it. Faults: `person_unknown`,
   * `person_self`, `last_administrator`.
   */
  remove(id: string, by: Actor): Promise<Result<Taken>>;
  /** Who is signed in. Now and then the answer's headers set the session cookie anew: whoever is there stays signed in. */
  who(headers: Headers, secure: boolean): Promise<{ readonly me: Me; readonly headers: Headers } | undefined>;
  /** The answer's headers set the session cookie. Faults: `sign_in_failed`. */
  signIn(login: Login, secure: boolean): Promise<Result<{ me: Me; headers: Headers }>>;
  signOut(headers: Headers, secure: boolean): Promise<Headers>;
  /** Ends all other sessions of the person. Faults: `sign_in_failed` when the present password is wrong. */
  changePassword(
    change: { readonly current: string; readonly next: string },
    headers: Headers,
    secure: boolean,
  ): Promise<Result<Headers>>;
}
interface Login {
  readonly username: string;
  readonly password: string;
}
export type NewPerson = Login & Pick<Readonly<Me>, "name" | "role" | "unit" | "passwordDue">;
export interface PersonChange {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly unit?: string | null | undefined;
}
/** What is somebody's no longer: open alerts, from now on of whoever took them, and access tokens that were revoked. */
export interface Taken {
  readonly alerts: number;
  readonly tokens: number;
}
export type FormerPerson = Pick<Readonly<Me>, "id" | "name" | "username">;

/** A token with which a program reads metrics. */
export interface AccessTokenRecord {
  readonly id: string;
  readonly name: string;
  /** The unit whose subtree it sees; null means all. */
  readonly unit: string | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly expiresAt: Instant;
  readonly lastUsed: Instant | null;
  readonly revokedAt: Instant | null;
}

export interface AccessTokens {
  /** Newest first, those that are over too. */
  accessTokens(): Promise<readonly AccessTokenRecord[]>;
  /** By the SHA-256 (hex) of the token; one that is revoked or over is found too. */
  accessTokenBySecret(hash: string): Promise<AccessTokenRecord | undefined>;
  /** It was used just now; kept in memory until the next flush. */
  accessTokenUsed(id: string): void;
  /** Faults: `unit_unknown`. */
  addAccessToken(
    token: Pick<AccessTokenRecord, "name" | "unit" | "expiresAt"> & { readonly hash: string },
    by: Actor,
  ): Promise<Result<AccessTokenRecord>>;
  /** Twice revoked is revoked. */
  revokeAccessToken(id: string, by: Actor): Promise<void>;
}
