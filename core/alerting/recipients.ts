import { legalDayOf, type Instant } from "../clock.ts";
import { isOffice, officeSpans } from "./calendar.ts";
import type { Calendar, Notice, Severity } from "./types.ts";

/** A person as far as notices are concerned: what may be seen, and what is wanted. */
export interface Listener {
  readonly person: string;
  /** Root of what the person may see; null: everything. */
  readonly sees: string | null;
  /** Root of what concerns the person; null: all that is seen. */
  readonly unit: string | null;
  /** Channels that reach the person and are switched on. */
  readonly channels: readonly string[];
  readonly severities: readonly Severity[];
  readonly outside: "all" | "critical" | "none";
  /** 1: told at once; 2: when nobody acknowledged. */
  readonly step: 1 | 2;
}

export interface Recipient {
  readonly person: string;
  readonly channel: string;
  /** Not before this: quiet hours end with the next office hour. */
  readonly due: Instant;
}

/** How far ahead the next office hour is looked for: Tết is two weeks at most. */
const LOOK_AHEAD_DAYS = 21;

/**
 * Who is to be told of a notice, where and when. `units`: the unit of the alert's site and those above it; of a service that
 * is down for all those of each site that looks at it; none for what concerns the server alone, which only those hear who see
 * everything. `told`: who was told of this alert before; its
 * end is said to them alone.
 */
export function recipientsOf(
  notice: Notice,
  listeners: readonly Listener[],
  around: {
    readonly units: readonly string[];
    readonly calendar: Calendar;
    readonly now: Instant;
    readonly told: readonly { readonly person: string; readonly channel: string }[];
  },
): readonly Recipient[] {
  const { severity } = notice.state;
  if (notice.reason === "resolved") {
    const heard = new Set(around.told.map(({ person, channel }) => `${person} ${channel}`));
    return listeners.flatMap((listener) =>
      listener.channels
        .filter((channel) => heard.has(`${listener.person} ${channel}`))
        .map((channel) => ({ person: listener.person, channel, due: dueOf(listener, severity, around) })),
    );
  }
  return listeners.flatMap((listener) => {
    if (!concerns(listener, around.units) || !listener.severities.includes(severity)) return [];
    if (listener.step === 2 && notice.reason !== "escalated" && !hasHeard(listener, around.told)) return [];
    if (hasJustHeard(listener, notice, around)) return [];
    const due = dueOf(listener, severity, around);
    return listener.channels.map((channel) => ({ person: listener.person, channel, due }));
  });
}

const hasHeard = ({ person }: Listener, told: readonly { readonly person: string }[]): boolean =>
  told.some((one) => one.person === person);

/** Told of the same fault a moment ago, and not only for the next office hour. */
const hasJustHeard = (
  listener: Listener,
  { justTold }: Notice,
  around: {
    readonly calendar: Calendar;
    readonly now: Instant;
    readonly told: readonly { readonly person: string }[];
  },
): boolean =>
  justTold !== undefined &&
  listener.severities.includes(justTold) &&
  hasHeard(listener, around.told) &&
  dueOf(listener, justTold, around) <= around.now;

function concerns({ sees, unit }: Listener, units: readonly string[]): boolean {
  return (sees === null || units.includes(sees)) && (unit === null || units.includes(unit));
}

function dueOf(
  { outside }: Listener,
  severity: Severity,
  { calendar, now }: { readonly calendar: Calendar; readonly now: Instant },
): Instant {
  if (outside === "all" || (outside === "critical" && severity === "critical")) return now;
  return isOffice(calendar, now) ? now : nextOpening(calendar, now);
}

/** When the office opens next; at once where it never does. */
export function nextOpening(calendar: Calendar, now: Instant): Instant {
  const today = legalDayOf(now);
  for (let day = today; day <= today + LOOK_AHEAD_DAYS; day += 1) {
    const next = officeSpans(calendar, day).find(([from]) => from > now);
    if (next !== undefined) return next[0];
  }
  return now;
}
