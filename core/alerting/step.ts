import { MINUTE, type Instant } from "../clock.ts";
import { ruleKind, type RuleId } from "./catalogue.ts";
import { clearHold, isDamped, recentFirings, reopensWithin } from "./flap.ts";
import { LATE_MS, type AlertEvidence, type AlertState, type RuleSettings, type Signal } from "./types.ts";

/**
 * The state machine of one rule for one subject: (nothing) → pending → firing → resolved. Holds are measured between
 * readings, never by the evaluation's own clock: passes that see no new reading change nothing.
 */

/** Clocks of agents are corrected, but not to the second: this far ahead a reading is still of now. */
const AHEAD_MS = 2 * MINUTE;

/** What the table of open alerts knows of one rule and subject. */
export interface Slot {
  /** Pending or firing. */
  open?: AlertState | undefined;
  /** The last one that was resolved, within a day. */
  last?: AlertState | undefined;
}

export interface StepContext {
  readonly now: Instant;
  readonly settings: RuleSettings;
  readonly newId: () => string;
}

/** The open alert as it is now (undefined: there is none), and the id of a pending one that left no trace. */
export interface Step {
  readonly state: AlertState | undefined;
  readonly gone?: string;
}

export const isBad = (rule: RuleId, value: number, { raise }: Pick<RuleSettings, "raise">): boolean =>
  ruleKind(rule).worse === "above" ? value >= raise : value <= raise;

/** Between `clear` and `raise` it is neither: hysteresis. With `clear` on the wrong side everything not bad is good. */
function isGood(rule: RuleId, value: number, settings: Pick<RuleSettings, "raise" | "clear">): boolean {
  if (isBad(rule, value, settings)) return false;
  const { raise, clear } = settings;
  return ruleKind(rule).worse === "above"
    ? value <= clear || clear >= raise
    : value >= clear || clear <= raise;
}

export const isWorse = (rule: RuleId, value: number, than: number): boolean =>
  ruleKind(rule).worse === "above" ? value > than : value < than;

/** A reading that may change an alert: not late, not of the future, a number. */
export const isNews = ({ at, value }: Pick<Signal, "at" | "value">, now: Instant): boolean =>
  at >= now - LATE_MS && at <= now + AHEAD_MS && Number.isFinite(value);

export const forgetMs = (settings: RuleSettings): number => settings.forgetMs ?? LATE_MS;

/**
 * One reading of one rule and subject. The caller has asked {@link isNews}, and that a good value without an open alert
 * needs no step at all.
 */
export function step(slot: Slot, signal: Signal, context: StepContext): Step {
  const { open } = slot;
  // The same reading, seen again by the next pass.
  if (open !== undefined && signal.at <= open.lastAt) return { state: open };
  const bad = isBad(signal.rule, signal.value, context.settings);
  if (open === undefined)
    return { state: bad ? fireIfDue(begin(signal, context), slot.last, signal, context) : undefined };
  if (open.phase === "pending") {
    // A hold is unbroken, or it is none.
    if (!bad) return { state: undefined, gone: open.id };
    const fired = fireIfDue(worsened(open, signal, context), slot.last, signal, context);
    return fired.id === open.id ? { state: fired } : { state: fired, gone: open.id };
  }
  return { state: firing(open, signal, context) };
}

function begin(signal: Signal, { settings, newId }: StepContext): AlertState {
  return {
    id: newId(),
    rule: signal.rule,
    subject: signal.subject,
    phase: "pending",
    severity: settings.severity,
    since: signal.at,
    firedAt: null,
    clearSince: null,
    resolvedAt: null,
    lastAt: signal.at,
    value: signal.value,
    worst: signal.value,
    threshold: settings.raise,
    evidence: signal.evidence(),
    cause: null,
    affected: [],
    affectedCount: 0,
    fired: [],
    damped: false,
    told: null,
  };
}

/** A pending or firing alert with one more bad reading. After a long silence the hold begins anew. */
function worsened(state: AlertState, signal: Signal, { settings }: StepContext): AlertState {
  const gap = signal.at - state.lastAt > forgetMs(settings);
  const worse = isWorse(signal.rule, signal.value, state.worst);
  return {
    ...state,
    since: gap && state.phase === "pending" ? signal.at : state.since,
    clearSince: null,
    lastAt: signal.at,
    value: signal.value,
    worst: worse ? signal.value : state.worst,
    threshold: settings.raise,
    severity: settings.severity,
    evidence: worse || signal.value === state.worst ? renewed(state, signal, worse) : state.evidence,
  };
}

/**
 * The evidence of a reading that is as bad as the worst: a state is never worse than it was, and what is said with it (minutes
 * left, how long it has been silent, where the fault lies) changes all the time. What hangs there stays: the map may forget
 * it during the very outage. Of a silent site `quietOf` computes with the figure of the moment when it fired.
 */
function renewed({ rule, evidence }: AlertState, signal: Signal, worse: boolean): AlertEvidence {
  if (rule === "site_down") return evidence;
  const next = signal.evidence();
  const [first = [], second] = worse
    ? [next.attached, evidence.attached]
    : [evidence.attached, next.attached];
  const attached = first.length > 0 ? first : second;
  return attached === undefined ? next : { ...next, attached };
}

/** Fires when it has been bad long enough; soon after a resolve the alert of before goes on. */
function fireIfDue(
  state: AlertState,
  last: AlertState | undefined,
  signal: Signal,
  { now, settings }: StepContext,
): AlertState {
  const held = signal.at - state.since;
  // One reading proves no hold, however long the silence before it was.
  if (settings.holdMs > 0 && (held < settings.holdMs || held <= 0)) return state;
  const before = recentFirings(last?.fired ?? [], now);
  const fired = [...before, Math.min(signal.at, now)];
  const firing: AlertState = {
    ...state,
    phase: "firing",
    firedAt: signal.at,
    evidence: signal.evidence(),
    fired,
    damped: isDamped(fired),
  };
  const again =
    last !== undefined &&
    last.unwatched === undefined &&
    last.resolvedAt !== null &&
    signal.at - last.resolvedAt <= reopensWithin(settings, before);
  return again ? { ...firing, id: last.id, told: toldOf(last) } : firing;
}

/** An end that was folded into that of its cause was told with it: what comes now is news. */
const toldOf = ({ told, folded }: AlertState): AlertState["told"] =>
  told === null || folded === undefined ? told : { ...told, reason: "resolved" };

function firing(state: AlertState, signal: Signal, context: StepContext): AlertState {
  const { settings, now } = context;
  if (!isGood(signal.rule, signal.value, settings)) {
    const next = worsened(state, signal, context);
    return { ...next, damped: isDamped(recentFirings(state.fired, now)) };
  }
  const gap = signal.at - state.lastAt > forgetMs(settings);
  const clearSince = state.clearSince === null || gap ? signal.at : state.clearSince;
  const next = { ...state, clearSince, lastAt: signal.at, value: signal.value };
  const needed = clearHold(settings, recentFirings(state.fired, now));
  const held = signal.at - clearSince;
  if (needed > 0 && (held < needed || held <= 0)) return next;
  return { ...next, phase: "resolved", resolvedAt: signal.at };
}

/**
 * After the clock was set back an alert's times lie in the future and would freeze it until then: they become now, and its
 * holds begin anew.
 */
export function rebased(state: AlertState, now: Instant): AlertState {
  if (state.lastAt <= now + AHEAD_MS) return state;
  const to = (at: Instant): Instant => Math.min(at, now);
  return {
    ...state,
    since: to(state.since),
    firedAt: state.firedAt === null ? null : to(state.firedAt),
    clearSince: null,
    // Readings of before the jump may carry any time: the next one counts.
    lastAt: now - LATE_MS,
    told:
      state.told === null
        ? null
        : {
            ...state.told,
            at: to(state.told.at),
            ...(state.told.firstAt === undefined ? {} : { firstAt: to(state.told.firstAt) }),
          },
  };
}
