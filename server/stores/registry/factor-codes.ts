import { randomBytes } from "node:crypto";
import { MINUTE, SECOND, type Clock, type Instant } from "../../../core/clock.ts";

/** Codes of the second factor as people type them, and what the sign-in library does not look after. */

/** So long somebody may look for the phone after the password was right. */
export const STEP_SECONDS = (10 * MINUTE) / SECOND;
/** After ten failures of a person, whoever asks; `server/api/login-guard.ts` slows down before that. */
export const LOCKED_SECONDS = (15 * MINUTE) / SECOND;

const BACKUP_CODES = 10;
const LENGTH = 10;
/** Crockford's base 32: no letter looks like another one or a digit on paper. */
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

/** Ten codes of 50 random bits, like `7k2mq-04xtc`. */
export const newBackupCodes = (): string[] =>
  Array.from({ length: BACKUP_CODES }, () =>
    // 32 divides 256: every letter is as likely as any other.
    halves([...randomBytes(LENGTH)].map((byte) => LETTERS[byte % LETTERS.length] ?? "").join("")),
  );

const halves = (code: string): string => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;

export interface TypedCode {
  readonly kind: "phone" | "backup";
  readonly code: string;
}

/** A code as it is kept, from what was typed: spaces, hyphens, capitals and look-alikes (o, i, l) do not matter. */
export function typedCode(text: string): TypedCode {
  const plain = text.replaceAll(/[\s-]/g, "").toLowerCase();
  if (/^\d{6}$/.test(plain)) return { kind: "phone", code: plain };
  return { kind: "backup", code: halves(plain.replaceAll("o", "0").replaceAll(/[il]/g, "1")) };
}

/** Longer than a code of the phone is accepted: its own half minute and the ones around it. */
const SPENT_FOR = 2 * MINUTE;

/** Codes of phones that were accepted: each counts once (RFC 6238, 5.2), so one that was looked at over a shoulder is worth nothing. */
export interface SpentCodes {
  /** Takes the code; false when it was taken before. */
  claim(person: string, code: string): boolean;
  /** It was not right, so nothing was spent. */
  release(person: string, code: string): void;
}

export function spentCodes(clock: Pick<Clock, "monotonic">): SpentCodes {
  const spent = new Map<string, Instant>();
  const forget = (now: Instant) => {
    for (const [key, at] of spent) {
      if (now - at < SPENT_FOR) return;
      spent.delete(key);
    }
  };
  return {
    claim(person, code) {
      const now = clock.monotonic();
      forget(now);
      const key = `${person} ${code}`;
      if (spent.has(key)) return false;
      spent.set(key, now);
      return true;
    },
    release: (person, code) => void spent.delete(`${person} ${code}`),
  };
}
