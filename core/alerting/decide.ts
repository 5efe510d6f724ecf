import { DAY, MINUTE, type Instant } from "../clock.ts";
import { acknowledgedNow } from "./acknowledged.ts";
import { ruleKind } from "./catalogue.ts";
import { isWorse } from "./step.ts";
import {
  LATE_MS,
  RANK,
  type AlertCare,
  type AlertState,
  type Notice,
  type NoticeReason,
  type RuleSettings,
  type Silence,
  type Told,
  type Verdict,
} from "./types.ts";

/** Why to notify now, or why not: a pure function of what is known, so that a page can say it and a test can ask it. */

export interface Circumstances {
  readonly now: Instant;
  readonly settings: RuleSettings;
  readonly care: AlertCare | undefined;
  /** The end of the maintenance windows that cover the subject now; undefined: none does. */
  readonly maintenanceUntil: Instant | undefined;
  /** Office hours, and PCs have settled. */
  readonly office: boolean;
  /** What may explain it is itself about to fire. */
  readonly waits: boolean;
}

/** Two polls. */
export const WAIT_MS = 2 * MINUTE;
/** So much worse than what was told is news. */
const MUCH_WORSE = 2;
/** So many more are hit than was told: twice, and these. */
const MORE_AFFECTED = 3;

const silent = (why: Silence): Verdict => ({ silent: why });
const tell = (reason: NoticeReason): Verdict => ({ tell: reason });

/** People have been told of it, and not that it is over. */
const known = ({ told }: AlertState): boolean => told !== null && told.reason !== "resolved";

export function reasonToNotify(state: AlertState, around: Circumstances): Verdict {
  if (state.phase === "pending") return silent("pending");
  const quiet = silence(state, around);
  if (state.phase === "resolved") return ofResolved(state, quiet, around);
  if (quiet !== undefined) return silent(quiet);
  // Old news is no news; while nothing is heard nothing is said.
  if (state.lastAt < around.now - LATE_MS) return silent("no_fresh_reading");
  return known(state) ? again(state, around) : first(state, around);
}

/** What keeps any notice back. It may be said later, where it still holds. */
function silence(
  state: AlertState,
  { now, care, maintenanceUntil, office, settings }: Circumstances,
): Silence | undefined {
  if (state.cause !== null) return "caused";
  if (maintenanceUntil !== undefined) return "maintenance";
  if (care !== undefined && care.snoozedUntil !== null && care.snoozedUntil > now) return "snoozed";
  return settings.hours === "office" && !office ? "office_hours" : undefined;
}

function ofResolved(state: AlertState, quiet: Silence | undefined, around: Circumstances): Verdict {
  // What nobody was told of needs no end; what left the model is not mended.
  if (!known(state) || state.unwatched === true) return silent("never_told");
  // Folded into the end of its cause.
  if (state.folded === true) return silent("caused");
  const resolvedAt = state.resolvedAt ?? around.now;
  if (quiet !== undefined && !isForgottenFirst(quiet, resolvedAt, around)) return silent(quiet);
  return resolvedAt < around.now - TELLABLE_MS ? silent("no_fresh_reading") : tell("resolved");
}

/** That something is over is told within a day, or not at all. */
const TELLABLE_MS = DAY;

/** A silence of a week, or works of several days, are longer than an end can wait: it is said at once, or never. */
function isForgottenFirst(
  quiet: Silence,
  resolvedAt: Instant,
  { care, maintenanceUntil }: Circumstances,
): boolean {
  const until =
    quiet === "snoozed" ? care?.snoozedUntil : quiet === "maintenance" ? maintenanceUntil : undefined;
  return until !== undefined && until !== null && until > resolvedAt + TELLABLE_MS;
}

/** A hold after what explained it was gone it must still be bad. */
const stillHeld = (state: AlertState, { holdMs, clearMs }: RuleSettings): boolean =>
  state.quietUntil !== undefined &&
  (state.lastAt < state.quietUntil + Math.max(holdMs, clearMs) || state.clearSince !== null);

function first(state: AlertState, { now, settings, waits }: Circumstances): Verdict {
  if (stillHeld(state, settings)) return silent("still_held");
  // Nearly over already: if it comes back it can still be told.
  if (state.clearSince !== null) return silent("still_held");
  const waited = now - (state.firedAt ?? now);
  if (waits && waited < (settings.waitMs ?? WAIT_MS)) return silent("waits_for_cause");
  return tell("first");
}

function again(state: AlertState, around: Circumstances): Verdict {
  const { told } = state;
  if (told === null) return first(state, around);
  if (state.clearSince !== null) return silent("told");
  if (RANK[state.severity] > RANK[told.severity]) return tell("worse");
  // It goes on although its cause, with which people thought it mended, is over.
  if (state.folded === true) return stillHeld(state, around.settings) ? silent("still_held") : tell("repeat");
  if (
    state.affectedCount >= told.affectedCount * 2 &&
    state.affectedCount >= told.affectedCount + MORE_AFFECTED
  )
    return tell("grown");
  return acknowledgedNow(state, around.care) !== null
    ? silent("acknowledged")
    : unanswered(state, told, around);
}

/**
 * What is said only while nobody has taken it on. Again and again only to people who are at work: at home nobody can take it on, and
 * over the holidays it would be said fifty times.
 */
function unanswered(state: AlertState, told: Told, { now, settings, office }: Circumstances): Verdict {
  if (now - told.at >= settleMs(settings) && isMuchWorse(state, told)) return tell("worse");
  const since = told.firstAt ?? told.at;
  if (settings.escalateMs > 0 && told.escalated !== true && now - since >= settings.escalateMs)
    return tell("escalated");
  return settings.repeatMs > 0 && office && now - told.at >= settings.repeatMs
    ? tell("repeat")
    : silent("told");
}

/** Values go on growing for a while after a fault begins (windows fill): that is the same news. */
const settleMs = ({ holdMs, clearMs }: RuleSettings): number => 3 * (holdMs + clearMs);

function isMuchWorse({ rule, value }: AlertState, { value: before }: Told): boolean {
  const { unit, worse } = ruleKind(rule);
  if (before === undefined || unit === "state") return false;
  return worse === "above"
    ? before > 0 && value >= before * MUCH_WORSE
    : before > 0 && value <= before / MUCH_WORSE;
}

/** While the news is fresh, what people know is its worst value and all that it hit. */
export function settling(state: AlertState, now: Instant, settings: RuleSettings): AlertState {
  const { told } = state;
  if (told === null || state.phase !== "firing" || now - told.at >= settleMs(settings)) return state;
  const worse = told.value !== undefined && isWorse(state.rule, state.value, told.value);
  const grown = state.affectedCount > told.affectedCount;
  if (!worse && !grown) return state;
  return {
    ...state,
    told: {
      ...told,
      ...(worse ? { value: state.value } : {}),
      affectedCount: Math.max(told.affectedCount, state.affectedCount),
    },
  };
}

/** The alert after it was told, and the notice, whose id depends on nothing but the alert and how often it was told. */
export function notify(
  state: AlertState,
  reason: NoticeReason,
  now: Instant,
): { readonly state: AlertState; readonly notice: Notice } {
  const before = known(state) ? state.told : null;
  const told: Told = {
    count: (state.told?.count ?? 0) + 1,
    at: now,
    reason,
    severity: state.severity,
    affectedCount: state.affectedCount,
    value: state.value,
    firstAt: before?.firstAt ?? now,
    ...(reason === "escalated" || before?.escalated === true ? { escalated: true } : {}),
  };
  const { folded: _, ...rest } = state;
  const next: AlertState = { ...rest, told };
  return {
    state: next,
    notice: { id: `${state.id}.${told.count}`, alert: state.id, reason, at: now, state: next },
  };
}
