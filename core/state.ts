import { MINUTE, type Instant } from "./clock.ts";
import type { State } from "./wire/views.ts";

/**
 * Whether things are well, from their newest readings. Pure. The rule that matters most: old data is `unknown`, never
 * "good" because it once was, and never "bad" because a PC was switched off for the night.
 */

/** Data is old after three intervals of its source, but not before this: one late block is no silence. */
const PATIENCE = 5 * MINUTE;

/** Until when a reading made at `newest` counts as present. */
export function freshUntil(newest: Instant, everyMs: number): Instant {
  return newest + Math.max(PATIENCE, 3 * everyMs);
}

export function isFresh(newest: Instant | null, everyMs: number, now: Instant): boolean {
  return newest !== null && now <= freshUntil(newest, everyMs);
}

interface Reading {
  readonly value: number;
  readonly at: Instant;
}
type Readings = Readonly<Record<string, Reading | undefined>>;

export interface Judged {
  readonly state: State;
  /** Time of the newest data that the state rests on; null when there never was any. */
  readonly newest: Instant | null;
}

/** The newest time among readings. */
export function newestOf(readings: Readings): Instant | null {
  let newest: Instant | null = null;
  for (const reading of Object.values(readings)) {
    if (reading !== undefined && (newest === null || reading.at > newest)) newest = reading.at;
  }
  return newest;
}

/** A device polled over SNMP: its field `up` says whether it answered. */
export function deviceState(readings: Readings, everyMs: number, now: Instant): Judged {
  const { up } = readings;
  const newest = newestOf(readings);
  if (up === undefined || !isFresh(up.at, everyMs, now)) return { state: "unknown", newest };
  return { state: up.value >= 1 ? "good" : "bad", newest };
}

/**
 * A PC with an agent. Silent is unknown: it may be off. Heard but without fresh vitals is `watch`: the program runs,
 * a part of its readings is missing.
 */
export function pcState(vitals: Readings, lastSeen: Instant | null, everyMs: number, now: Instant): Judged {
  const newest = newestOf(vitals);
  if (!isFresh(lastSeen, everyMs, now)) return { state: "unknown", newest };
  return { state: isFresh(newest, everyMs, now) ? "good" : "watch", newest };
}

/** A ping target: all lost is bad, some lost is `watch`. */
export function targetState(readings: Readings, everyMs: number, now: Instant): Judged {
  const { loss } = readings;
  const newest = newestOf(readings);
  if (loss === undefined || !isFresh(loss.at, everyMs, now)) return { state: "unknown", newest };
  if (loss.value >= 1) return { state: "bad", newest };
  return { state: loss.value > 0 ? "watch" : "good", newest };
}

export interface SiteParts {
  /** Devices and ping targets that the site's agents watch, PCs not among them. */
  readonly shared: readonly State[];
  readonly pcs: readonly State[];
}

/**
 * A site is as its shared equipment is: bad when nothing of it answers, `watch` when a part does not. PCs that are
 * off take nothing away, but when nothing at all is heard from the site it is unknown.
 */
export function siteState({ shared, pcs }: SiteParts): State {
  const present = shared.filter((state) => state !== "unknown");
  const heard = pcs.some((state) => state === "good" || state === "watch");
  if (present.length === 0) {
    if (!heard) return "unknown";
    return shared.length > 0 || pcs.includes("watch") ? "watch" : "good";
  }
  if (present.every((state) => state === "bad")) return "bad";
  return shared.every((state) => state === "good") ? "good" : "watch";
}
