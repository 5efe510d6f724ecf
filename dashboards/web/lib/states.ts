import { MINUTE, SECOND, type Instant } from "../../../core/clock.ts";
import type { WebMessageKey as MessageKey } from "../../../core/messages/say-web.ts";
import { mayOperate } from "../../../core/roles.ts";
import { isFresh } from "../../../core/state.ts";
import type { DeviceSummary, Latest, PortView, SiteSummary, State } from "../../../core/wire/views.ts";

/** What the marks mean and which word stands beside them. Pure. */

const RANK: Readonly<Record<State, number>> = { bad: 0, watch: 1, unknown: 2, good: 3 };

/** For sorting: what needs attention first. */
export const stateRank = (state: State): number => RANK[state];

/** The state that needs attention most; undefined of nothing. */
export function worstState(states: readonly State[]): State | undefined {
  let worst: State | undefined;
  for (const state of states) if (worst === undefined || RANK[state] < RANK[worst]) worst = state;
  return worst;
}

/** The slowest rhythm at which anything is read. */
const EVERY = MINUTE;

/** Too old to be shown as what is now. */
export const isStale = (at: Instant | null | undefined, now: Instant): boolean =>
  !isFresh(at ?? null, EVERY, now);

/** How fresh a view's newest data are: the mark in the top line. */
export function freshness(newest: Instant | null, now: Instant): State {
  if (newest === null) return "unknown";
  const age = now - newest;
  if (age <= 150 * SECOND) return "good";
  return age <= 15 * MINUTE ? "watch" : "bad";
}

/** The value of a field if it is known and recent, else undefined. */
export function current(latest: Latest, field: string, now: Instant): number | undefined {
  const reading = latest[field];
  return reading === undefined || isStale(reading.at, now) ? undefined : reading.value;
}

/** A mark with its word; "off" is no judgement: a port that nobody uses is not bad. */
export interface Mark {
  readonly state: State | "off";
  readonly word: MessageKey;
}

const DEVICE_WORDS: Readonly<Record<State, MessageKey>> = {
  good: "web.state.good",
  watch: "web.state.watch",
  bad: "web.state.bad",
  unknown: "web.state.unknown",
};

export const markOf = (state: State): Mark => ({ state, word: DEVICE_WORDS[state] });

/** A site's mark: "unknown" says why, for it is what one sees when the power is gone. */
export function siteMark({ state, newest, agents }: Pick<SiteSummary, "state" | "newest" | "agents">): Mark {
  if (state === "bad") return { state, word: "web.state.siteBad" };
  if (state !== "unknown") return markOf(state);
  if (agents.total === 0) return { state, word: "web.state.noAgent" };
  return { state, word: newest === null ? "web.state.never" : "web.state.silent" };
}

/** A PC's mark: silent is nothing bad, it may be off for the night. */
export const computerMark = (state: State): Mark =>
  state === "unknown" ? { state, word: "web.state.asleep" } : markOf(state);

/** ifOperStatus (RFC 2863). */
export const PORT_UP = 1;
/** ifAdminStatus: switched off by somebody. */
const ADMIN_DOWN = 2;

const PORT_MARKS = {
  stale: { state: "unknown", word: "web.port.stale" },
  unknown: { state: "unknown", word: "web.port.unknown" },
  disabled: { state: "off", word: "web.port.disabled" },
  down: { state: "off", word: "web.port.down" },
  errors: { state: "watch", word: "web.port.errors" },
  up: { state: "good", word: "web.port.up" },
} as const satisfies Record<string, Mark>;

/** What to say of a port: whether it has a link, and whether it loses packets. */
export function portMark(port: PortView, now: Instant): Mark {
  const { admin_status: admin, oper_status: oper } = port.latest;
  if (oper === undefined) return PORT_MARKS.unknown;
  if (isStale(oper.at, now)) return PORT_MARKS.stale;
  if (admin?.value === ADMIN_DOWN) return PORT_MARKS.disabled;
  if (oper.value !== PORT_UP) return PORT_MARKS.down;
  return (port.inErrorsPerS ?? 0) + (port.outErrorsPerS ?? 0) > 0 ? PORT_MARKS.errors : PORT_MARKS.up;
}

/** Which word an ifOperStatus has in the history of a port. */
export function operWord(status: number | null): Mark {
  if (status === null) return { state: "unknown", word: "web.port.noData" };
  return status === PORT_UP ? PORT_MARKS.up : PORT_MARKS.down;
}

/** A computer that reports on itself, in contrast to something that is polled. */
export const isComputer = (device: Pick<DeviceSummary, "agent">): boolean => device.agent !== null;

/**
 * When a polled device last answered; null when it never did. Its newest data may be younger: that it did not answer
 * is a reading too.
 */
export const lastAnswer = (device: DeviceSummary): Instant | null =>
  isComputer(device) ? device.newest : (device.latest["uptime"]?.at ?? null);

/** May change things (everybody else only looks); the server decides in any case. */
export const mayChange = mayOperate;

/** May change the money in the books. */
export const mayAccountFor = (role: string | undefined): boolean => mayChange(role) || role === "accountant";

/** Sees register, findings and plans, and nothing of the network. */
export const readsPapersOnly = (role: string | undefined): boolean =>
  role === "leader" || role === "accountant";
