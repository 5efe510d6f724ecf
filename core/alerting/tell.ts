import type { Instant } from "../clock.ts";
import { notify, reasonToNotify, settling, WAIT_MS } from "./decide.ts";
import { maintenanceUntil } from "./maintenance.ts";
import type { SiteInput } from "./site-model.ts";
import type { AlertState, Notice, NoticeReason, RuleSettings, Verdict } from "./types.ts";

/**
 * Decides for every firing alert, and every one that was resolved within a day, whether to tell now: at most one notice
 * for each. `states` is brought up to what was decided.
 */
export function tellAll(
  states: Map<string, AlertState>,
  waits: ReadonlySet<string>,
  input: SiteInput,
  office: boolean,
): { readonly notices: readonly Notice[]; readonly verdicts: ReadonlyMap<string, Verdict> } {
  const { now, care, model, maintenance } = input;
  const notices: Notice[] = [];
  const verdicts = new Map<string, Verdict>();
  const place = { units: model.units, site: model.id };
  for (const [id, before] of states) {
    if (before.phase === "pending") {
      verdicts.set(id, { silent: "pending" });
      continue;
    }
    const settings = input.settings(before.rule, before.subject);
    const until = maintenanceUntil(maintenance, place, before.subject, now);
    const state = settling(inWindow(before, until, now), now, settings);
    const verdict = reasonToNotify(state, {
      now,
      settings,
      care: care.get(id),
      maintenanceUntil: until,
      office,
      waits: waits.has(id),
    });
    verdicts.set(id, verdict);
    if ("tell" in verdict) {
      const told = notify(outlasted(state), verdict.tell, now);
      states.set(id, told.state);
      notices.push({ ...told.notice, ...justTold(before, verdict.tell, now, settings) });
    } else if (state !== before) states.set(id, state);
  }
  return { notices, verdicts };
}

/** For five minutes, where people wait two for a cause. */
const NEWS_WAITS = 2.5;

/** What a fault hits shows within minutes: that it is worse than was said a moment ago is the same news. */
function justTold(
  { told }: AlertState,
  reason: NoticeReason,
  now: Instant,
  { waitMs = WAIT_MS }: RuleSettings,
): Pick<Notice, "justTold"> {
  return reason === "worse" && told !== null && now - told.at < NEWS_WAITS * waitMs
    ? { justTold: told.severity }
    : {};
}

/**
 * Marks what fires, untold, while somebody works on it; it is news only when it outlasts the window. Whoever ends the work
 * before its time takes the window away (`until` undefined, or earlier than before): what is still bad then has outlasted it.
 */
function inWindow(state: AlertState, until: Instant | undefined, now: Instant): AlertState {
  const told = state.told !== null && state.told.reason !== "resolved";
  if (state.phase !== "firing" || told) return state;
  const { plannedUntil = now } = state;
  const isOver = state.planned !== true || plannedUntil <= now;
  if (until === undefined && isOver) return state;
  const ends = until ?? now;
  if (state.planned === true && plannedUntil === ends) return state;
  return { ...state, planned: true, plannedUntil: ends, quietUntil: ends };
}

/** What is told is no part of the work any more. */
function outlasted(state: AlertState): AlertState {
  if (state.planned === undefined) return state;
  const { planned: _, ...rest } = state;
  return rest;
}
