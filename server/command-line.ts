import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../core/clock.ts";
import { LANGUAGES, say, sayAny, type Language } from "../core/messages/say.ts";
import { FaultError } from "../core/result.ts";

/** What the programs of the server share: those that `npm run` starts, and the server itself. */

/** The real clock. Everything below a program takes a `Clock`. */
export const programClock: Clock = {
  // oxlint-disable-next-line no-restricted-properties -- the one place where real time comes in
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal: signal as AbortSignal }).catch(() => undefined),
};

/** Of whoever sits at the terminal. */
export const programLanguage: Language =
  LANGUAGES.find((known) => known === process.env["CAYDA_LANGUAGE"]) ?? "vi";

/** Why a program could not do its work, for the person; a bug is thrown on. */
export function reasonOf(error: unknown, language = programLanguage): string {
  if (error instanceof FaultError) {
    const { code, params } = error.fault;
    return sayAny(language, `fault.${code}`, params) ?? code;
  }
  // Of the system or of SQLite: a folder is missing or cannot be written, the disk is full.
  if (!(error instanceof Error && ("syscall" in error || "errcode" in error))) throw error;
  return say(language, "server.history.system", { reason: error.message });
}
