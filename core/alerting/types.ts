import type { Instant } from "../clock.ts";
import type { RuleId, SubjectKind } from "./catalogue.ts";

/**
 * The words of alerting. Everything in `core/alerting/` is pure: state and readings in, state and notices out; the
 * shell (`server/jobs/`) reads, decides, saves both in one transaction, and only then acts.
 */

/** The scope of what concerns no single site: a public service that is down for all, Cayda's own store. */
export const DISTRICT = "*";

export interface Subject {
  readonly kind: SubjectKind;
  /** `site:ID`, `district:…`, or an entity reference of `core/entities.ts` (`port:ID/part`). Unique within the rule. */
  readonly key: string;
  /** A site's id, or {@link DISTRICT}. */
  readonly site: string;
  /** The device that it is, or is part of. */
  readonly device?: string | undefined;
}

export type Severity = "critical" | "warning" | "notice";
export const RANK: Readonly<Record<Severity, number>> = { notice: 0, warning: 1, critical: 2 };

/** One rule's numbers for one subject: the defaults of `config/alert-rules.yaml`, then those of unit, site, device. */
export interface RuleSettings {
  readonly enabled: boolean;
  readonly severity: Severity;
  /** In the rule's unit. It becomes bad at `raise` (inclusive) and is good again only at `clear`: hysteresis. */
  readonly raise: number;
  readonly clear: number;
  /** How long it must be bad before it fires, and good before it is resolved. */
  readonly holdMs: number;
  readonly clearMs: number;
  /** `office`: outside office hours it neither fires nor notifies (PCs off at night are normal). */
  readonly hours: "always" | "office";
  /** Said again in office hours when it still goes on; 0: never. */
  readonly repeatMs: number;
  /** To the next person when nobody acknowledged; 0: never. */
  readonly escalateMs: number;
  /** Without a reading for so long what is pending ends, and a hold begins anew; absent: 15 minutes. */
  readonly forgetMs?: number;
  /** How long a notice waits for a possible cause that is still pending; absent: 2 minutes. */
  readonly waitMs?: number;
}

/** What is drawn beside an alert. */
export interface EvidenceSeries {
  readonly entity: string;
  readonly field: string;
  readonly aggregate: "avg" | "min" | "max" | "rate" | "max_rate" | "increase" | "last";
}

export interface AlertEvidence {
  /**
   * Fills the places of the rule's sentences: names as cleaned text, numbers as numbers (formatted where they are said).
   * `value`, `threshold` and `worst` are added from the alert itself.
   */
  readonly params: Readonly<Record<string, string | number>>;
  readonly series: readonly EvidenceSeries[];
  /** Names of what hangs on the subject (the PCs behind a port), as far as the topology knows. */
  readonly attached?: readonly string[] | undefined;
  /** Of inferences: how sure, and the ids of the devices (PCs) whose readings it rests on. */
  readonly inferred?:
    | { readonly confidence: "high" | "medium" | "low"; readonly restsOn: readonly string[] }
    | undefined;
}

/** The value of one rule for one subject, now. A value that nobody can know gives no signal, never zero. */
export interface Signal {
  readonly rule: RuleId;
  readonly subject: Subject;
  readonly value: number;
  /** The newest reading behind it. Older than {@link LATE_MS}: it changes no alert. */
  readonly at: Instant;
  /** Asked only when the value is bad: most never are. */
  readonly evidence: () => AlertEvidence;
}
export type Emit = (signal: Signal) => void;

/** Readings that are older than this when they arrive never notify (they are history, not news). */
export const LATE_MS = 15 * 60_000;

export type AlertPhase = "pending" | "firing" | "resolved";

/** One episode of one rule for one subject: kept in the registry from pending on. */
export interface AlertState {
  readonly id: string;
  readonly rule: RuleId;
  readonly subject: Subject;
  readonly phase: AlertPhase;
  readonly severity: Severity;
  /** First bad reading of the episode. */
  readonly since: Instant;
  readonly firedAt: Instant | null;
  /** Good without a break since then; null while it is bad. */
  readonly clearSince: Instant | null;
  readonly resolvedAt: Instant | null;
  /** Newest reading behind it. */
  readonly lastAt: Instant;
  readonly value: number;
  /** The worst value of the episode; beside `value` after the resolve it is the before/after figure. */
  readonly worst: number;
  readonly threshold: number;
  readonly evidence: AlertEvidence;
  /** The id of the alert that explains this one, which then is silent. */
  readonly cause: string | null;
  /** What this alert explains: subject keys, at most {@link MOST_AFFECTED}, and how many there are. */
  readonly affected: readonly string[];
  readonly affectedCount: number;
  /** When it fired during the last day: many make it damped, which raises the time before it counts as resolved. */
  readonly fired: readonly Instant[];
  readonly damped: boolean;
  readonly told: Told | null;
  /** It fired in a maintenance window, and nobody was told: it is a part of the work. */
  readonly planned?: true | undefined;
  /** The end of the window in which it fired. What outlasted it is told, and counts from here on. */
  readonly plannedUntil?: Instant | undefined;
  /** It was explained by something else (a window's end, the moment its cause was gone): a hold later it may be news. */
  readonly quietUntil?: Instant | undefined;
  /** Told before its cause was known: what becomes of it is told with the cause. */
  readonly folded?: true | undefined;
  /** Resolved not because it is good again: its subject is no longer there, its rule is switched off or its limit is another. */
  readonly unwatched?: true | undefined;
}
export const MOST_AFFECTED = 200;

/** The last notice, as data: it decides whether there is something new to say. */
export interface Told {
  /** How many notices there were; the next has this number: unique with the alert's id. */
  readonly count: number;
  readonly at: Instant;
  readonly reason: NoticeReason;
  readonly severity: Severity;
  readonly affectedCount: number;
  /** The value that people know of. */
  readonly value?: number | undefined;
  /** When this episode was told first. */
  readonly firstAt?: Instant | undefined;
  /** The next person has been told. */
  readonly escalated?: true | undefined;
}

/** Why notify now: a value, kept with the notice. */
export type NoticeReason = "first" | "worse" | "grown" | "repeat" | "escalated" | "resolved";

/** Why an open alert says nothing now. */
export type Silence =
  | "pending"
  | "maintenance"
  | "snoozed"
  | "office_hours"
  | "caused"
  | "waits_for_cause"
  | "still_held"
  | "no_fresh_reading"
  | "acknowledged"
  | "told"
  | "never_told";
/** What was decided about an alert in a pass. */
export type Verdict = { readonly tell: NoticeReason } | { readonly silent: Silence };

export interface Notice {
  /** `ALERT.number`: the same decision made twice is the same notice. */
  readonly id: string;
  readonly alert: string;
  readonly reason: NoticeReason;
  readonly at: Instant;
  /** The alert as it was when this was decided: what the message says. */
  readonly state: AlertState;
  /** People were told a moment ago, when it was this bad: who heard that need not hear of the same fault again. */
  readonly justTold?: Severity;
}

/** What people did about an alert. */
export interface AlertCare {
  readonly acknowledged: { readonly at: Instant; readonly by: string; readonly note: string } | null;
  readonly assignee: string | null;
  readonly snoozedUntil: Instant | null;
}

/** A time in which a person works on things: nothing of its scope notifies, and what fires then is marked as planned. */
export interface Maintenance {
  readonly id: string;
  readonly scope: { readonly kind: "unit" | "site" | "device"; readonly id: string };
  readonly from: Instant;
  readonly to: Instant;
  /** Repeats at the same legal time until `until`. */
  readonly repeats: { readonly every: "day" | "week" | "month"; readonly until: Instant | null } | null;
  readonly reason: string;
}

/** Office hours and days off, legal time (UTC+7). From `config/calendar.yaml`. */
export interface Calendar {
  /** By weekday, 0 Sunday … 6 Saturday: pairs of minutes since midnight. */
  readonly hours: readonly (readonly (readonly [number, number])[])[];
  /** yyyy-mm-dd of public holidays. */
  readonly holidays: ReadonlySet<string>;
  /** Days on which offices work although the weekday is off (làm bù), with Monday's hours. */
  readonly working: ReadonlySet<string>;
  /** PCs are started and settle: so long after opening what counts in office hours only does not count yet. */
  readonly graceMs?: number;
}

/** The health of a device, site or unit: 100 minus its penalties, within 0–100. */
export interface Score {
  readonly subject: { readonly kind: "device" | "site" | "unit"; readonly id: string };
  readonly score: number;
  readonly penalties: readonly Penalty[];
  /** A part of it is inferred. */
  readonly inferred: boolean;
}
export interface Penalty {
  readonly rule: RuleId;
  readonly subject: string;
  /** Points taken away, 0–100. */
  readonly points: number;
  readonly value: number;
  readonly inferred: boolean;
  readonly params: Readonly<Record<string, string | number>>;
}
