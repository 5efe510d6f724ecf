import { DAY, HOUR, type Instant } from "../clock.ts";
import { LATE_MS, type RuleSettings } from "./types.ts";

/** From so many firings within a day on a subject flaps: it must be good for longer before this counts as resolved. */
export const FLAPS = 3;
/** In times that a reading is remembered (half an hour): what comes back every twenty minutes is not over in between. */
const LEAST_CLEAR = 2;
/** However much it flaps, after so long without trouble it is over. */
const LONGEST_CLEAR = 4 * HOUR;
/** Kept with the alert: more would not change anything. */
const MOST_KEPT = 20;

/** The firings of the last day, oldest first. Those "in the future" are of a clock that was set back. */
export const recentFirings = (fired: readonly Instant[], now: Instant): readonly Instant[] =>
  fired.filter((at) => at > now - DAY && at <= now).slice(-MOST_KEPT);

export const isDamped = (fired: readonly Instant[]): boolean => fired.length >= FLAPS;

type Times = Pick<RuleSettings, "clearMs" | "forgetMs">;

/**
 * How long it must be good before it is resolved: the rule's own time; four times that, but half an hour at least, from the third
 * firing of a day on, doubled with each further one, at most four hours (or the rule's own time, where that is longer).
 */
export function clearHold({ clearMs, forgetMs = LATE_MS }: Times, fired: readonly Instant[]): number {
  if (!isDamped(fired)) return clearMs;
  const times = 2 ** (fired.length - FLAPS);
  return Math.max(clearMs, Math.min(LONGEST_CLEAR, Math.max(LEAST_CLEAR * forgetMs, clearMs * 4) * times));
}

/** Bad again so soon after its resolve it is the same trouble: the alert goes on under its id. */
export const reopensWithin = (settings: Times, fired: readonly Instant[]): number =>
  6 * clearHold(settings, fired);
