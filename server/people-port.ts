import type { Instant } from "../core/clock.ts";
import type { Result } from "../core/result.ts";
import type { SecondFactorRule } from "../core/wire/second-factor.ts";
import type { Me } from "../core/wire/views.ts";

export type Role = Me["role"];

/** Who changes something; undefined is the server itself. Every change by a person is written to the audit. */
export interface Actor {
  readonly id: string;
  readonly name: string;
}

/** People, their passwords and sessions. `secure` says whether the request came over HTTPS (it decides the cookie). */
export interface People extends SecondFactors {
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
   * ONE transaction: sessions, password, second factor, access and enrolment tokens go, nothing more is sent to the person, and
   * the open alerts that were theirs are from now on those of `by`. The user name stays taken: the history names it. Faults:
   * `person_unknown`, `person_self`, `last_administrator`.
   */
  remove(id: string, by: Actor): Promise<Result<Taken>>;
  /** Who is signed in. Now and then the answer's headers set the session cookie anew: whoever is there stays signed in. */
  who(headers: Headers, secure: boolean): Promise<{ readonly me: Me; readonly headers: Headers } | undefined>;
  /**
   * The answer's headers set the session cookie; where a code is still asked for (`me` undefined), another one that is good for
   * `secondStep` and nothing else, for ten minutes. Faults: `sign_in_failed`.
   */
  signIn(login: Login, secure: boolean): Promise<Result<{ me: Me | undefined; headers: Headers }>>;
  /**
   * For whoever has the machine but no way in: a password for one sign-in, and no second factor; ends all sessions. Written
   * down as done by `recovery`. Faults: `person_unknown`: no administrator has this user name.
   */
  recover(username: string, password: string): Promise<Result<Me>>;
  signOut(headers: Headers, secure: boolean): Promise<Headers>;
  /** Ends all other sessions of the person. Faults: `sign_in_failed` when the present password is wrong. */
  changePassword(
    change: { readonly current: string; readonly next: string },
    headers: Headers,
    secure: boolean,
  ): Promise<Result<Headers>>;
}
/**
 * The second factor: a code of the phone, or one of ten backup codes, beside the password. Secrets and codes are sealed with the
 * key of the sessions. A code of the phone counts for the half minute before and after its own, and once.
 */
interface SecondFactors {
  /** Whose password was right, by the cookie that `signIn` gave; undefined: nobody's, or too long ago. */
  secondStepOf(headers: Headers, secure: boolean): Promise<string | undefined>;
  /**
   * The answer's headers set the session cookie. `code`: six digits are the phone's, anything else is a backup code. Faults:
   * `second_step_over`, `second_factor_wrong` (param time: of the server), `backup_code_wrong`, `second_factor_spent`,
   * `second_factor_unreadable`, `rate_limited`.
   */
  secondStep(code: string, headers: Headers, secure: boolean): Promise<Result<{ me: Me; headers: Headers }>>;
  /** A new secret in base32; nothing changes until a code of it is confirmed. Faults: `password_wrong`, `second_factor_on`. */
  beginSecondFactor(password: string, headers: Headers, secure: boolean): Promise<Result<string>>;
  /** From now on it is asked for; ends all other sessions of the person. Faults: as of `secondStep`, `second_factor_on`, `_off`. */
  confirmSecondFactor(
    me: Me,
    code: string,
    headers: Headers,
    secure: boolean,
  ): Promise<Result<{ headers: Headers; codes: readonly string[] }>>;
  /** The old ones are worth nothing any more. Faults: `password_wrong`, those of `secondStep`, `second_factor_off`. */
  renewBackupCodes(
    me: Me,
    proof: SecondFactorProof,
    headers: Headers,
    secure: boolean,
  ): Promise<Result<readonly string[]>>;
  /** The answer's headers set the session cookie. Faults: as of `renewBackupCodes`. */
  endSecondFactor(
    me: Me,
    proof: SecondFactorProof,
    headers: Headers,
    secure: boolean,
  ): Promise<Result<Headers>>;
  /** Backup codes that were not used yet; undefined: there are none, or they cannot be read. */
  backupCodesLeft(person: string): Promise<number | undefined>;
  /** Of somebody who lost the phone; ends all their sessions. Faults: `person_unknown`, `person_self`, `second_factor_off`. */
  removeSecondFactor(id: string, by: Actor): Promise<Result<null>>;
  secondFactorRule(): Promise<SecondFactorRule>;
  setSecondFactorRule(rule: SecondFactorRule, by: Actor): Promise<Result<null>>;
}
export interface SecondFactorProof {
  readonly password: string;
  readonly code: string;
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
/**
 * What is somebody's no longer: open alerts, from now on of whoever took them; access tokens that were revoked; enrolment tokens
 * that were withdrawn.
 */
export interface Taken {
  readonly alerts: number;
  readonly tokens: number;
  readonly enrolments: number;
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
