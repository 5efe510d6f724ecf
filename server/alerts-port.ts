import type { Actor } from "./people-port.ts";
import type { RuleId } from "../core/alerting/catalogue.ts";
import type { ModelEvent } from "../core/alerting/site-model.ts";
import type {
  AlertCare,
  AlertPhase,
  AlertState,
  Maintenance,
  Notice,
  NoticeReason,
  RuleSettings,
  Score,
  Severity,
} from "../core/alerting/types.ts";
import type { Instant } from "../core/clock.ts";
import type { Result } from "../core/result.ts";
import type { PortRecord } from "./ports.ts";

/** What the server needs of the registry for alerts. The adapter is `stores/registry`. `seen` as in `assets-port.ts`. */
export interface Alerts extends AlertStates, AlertDesk, Outbox, ServiceChecks, Scores, Channels {
  /**
   * Forgets what is older than it is kept: resolved alerts and events 3 years, what was sent 1 year, scores of devices 90 days
   * and those of sites and units 3 years, sessions when they end.
   */
  pruneAlerts(now: Instant): Promise<void>;
}

/** For the evaluation job. */
export interface AlertStates {
  /** Grows with every block of the site that brought facts or events: what was read of it may be stale. */
  evidenceRevision(site: string): number;
  /** Ports of all devices of a site, by device. */
  portsOf(site: string): Promise<ReadonlyMap<string, readonly PortRecord[]>>;
  /**
   * Events of a site that were recorded in (`after`, `until`] and were not late, in the order in which they happened.
   * `until` must be over: within the millisecond more may come.
   */
  eventsBetween(site: string, after: Instant, until: Instant): Promise<readonly ModelEvent[]>;
  /** How many readings agents of a site have had to throw away since then, by their devices; none that threw away nothing. */
  dropped(site: string, since: Instant): Promise<ReadonlyMap<string, number>>;
  /** Pending, firing, and resolved since `since`, of a site (or `*`). */
  openAlerts(site: string, since: Instant): Promise<readonly AlertState[]>;
  /** Of the same alerts. */
  cares(site: string, since: Instant): Promise<ReadonlyMap<string, AlertCare>>;
  /**
   * ONE transaction: states, the timeline, the notices with a delivery for each person and channel that they concern.
   * A notice whose id is already there changes nothing.
   */
  saveAlerts(change: AlertChange): Promise<void>;
  /** Baselines of a site, as saved last. */
  memory(site: string): Promise<string | undefined>;
  saveMemory(site: string, value: string): Promise<void>;
  ruleOverrides(): Promise<readonly RuleOverride[]>;
  maintenance(): Promise<readonly Maintenance[]>;
}
export interface AlertChange {
  readonly site: string;
  readonly at: Instant;
  readonly changed: readonly AlertState[];
  readonly gone: readonly string[];
  readonly notices: readonly Notice[];
  readonly deliveries: readonly NewDelivery[];
}

/**
 * Who is to be told of a notice, on which channel. Unique by notice, person and channel. It takes the place of earlier ones of the
 * same alert, person and channel that are not due yet when it is saved.
 */
export interface NewDelivery {
  readonly notice: string;
  readonly person: string;
  readonly channel: string;
  /** Not before this (quiet hours). */
  readonly due: Instant;
}

/** For people. */
export interface AlertDesk {
  /** Newest first. */
  alertList(filter: AlertFilter): Promise<readonly AlertRecord[]>;
  alert(id: string): Promise<AlertRecord | undefined>;
  alertTimeline(id: string): Promise<readonly AlertMoment[]>;
  /**
   * `over`: when the acknowledgement that the person had before them was given; null: they saw none; absent: they do not say,
   * and whoever took it on before is replaced. Faults: `alert_unknown`, `alert_taken` (param name: an account).
   */
  acknowledgeAlert(
    id: string,
    given: { readonly note: string; readonly over?: Instant | null | undefined },
    by: Actor,
  ): Promise<Result<AlertRecord>>;
  /** Takes one's own acknowledgement back: it is repeated and passed on again. Faults: `alert_unknown`, `alert_not_yours`. */
  releaseAlert(id: string, by: Actor): Promise<Result<AlertRecord>>;
  /** Faults: `alert_unknown`. */
  assignAlert(id: string, person: string | null, by: Actor): Promise<Result<AlertRecord>>;
  snoozeAlert(id: string, until: Instant | null, by: Actor): Promise<Result<AlertRecord>>;
  addMaintenance(window: Omit<Maintenance, "id">, by: Actor): Promise<Result<Maintenance>>;
  removeMaintenance(id: string, by: Actor): Promise<Result<null>>;
  /** null takes an override away. */
  setRuleOverride(
    of: Pick<RuleOverride, "rule" | "scope">,
    settings: RuleOverride["settings"] | null,
    by: Actor,
    seen?: string,
  ): Promise<Result<null>>;
}
export interface AlertFilter {
  readonly sites?: readonly string[];
  readonly phases?: readonly AlertPhase[];
  readonly rule?: RuleId;
  readonly device?: string;
  readonly since?: Instant;
  /** false: only what no other alert explains; true: only what one does. */
  readonly explained?: boolean;
  /** Only what this alert explains. */
  readonly cause?: string;
  readonly limit: number;
}
export interface AlertRecord {
  readonly state: AlertState;
  readonly care: AlertCare;
}
/** One line of an alert's story. */
export interface AlertMoment {
  readonly at: Instant;
  readonly what:
    | "pending"
    | "fired"
    | "caused"
    | "resolved"
    | "acknowledged"
    | "released"
    | "assigned"
    | "unassigned"
    | "snoozed"
    | "unsnoozed"
    | NoticeReason;
  readonly value: number | null;
  /** A person's name, where a person did it. */
  readonly by: string | null;
  /** What was written; of `assigned` whose it is, of `snoozed` until when, in milliseconds since 1970. */
  readonly note: string | null;
}
export interface RuleOverride {
  readonly rule: RuleId;
  readonly scope: { readonly kind: "unit" | "site" | "device"; readonly id: string };
  readonly settings: Partial<RuleSettings>;
}

/** For the job that sends. */
export interface Outbox {
  /**
   * Deliveries that are due, oldest first, each with its notice: of each channel that is switched on and not `busy` so many
   * at most, but whole messages. None of an alert overtakes an earlier one of the same alert, person and channel that is not
   * through yet.
   */
  dueDeliveries(now: Instant, limit: number, busy?: readonly string[]): Promise<readonly Delivery[]>;
  /**
   * Marks an attempt before it is made, so that a killed server knows which sendings are in doubt: these deliveries go as
   * one message under the id `message`, and a further try goes under the same.
   */
  attempt(deliveries: readonly string[], message: string, at: Instant): Promise<void>;
  /** All of a message at once, like `undelivered`: never a part of it. */
  delivered(deliveries: readonly string[], at: Instant): Promise<void>;
  /** `next` null: given up, and said. */
  undelivered(deliveries: readonly string[], fault: string, next: Instant | null): Promise<void>;
  /** Newest first: what was sent, what waits, what failed. */
  deliveries(filter: { readonly alert?: string; readonly limit: number }): Promise<readonly Delivery[]>;
}
export interface Delivery {
  readonly id: string;
  readonly notice: Notice;
  readonly person: string;
  readonly channel: string;
  readonly due: Instant;
  readonly attempts: number;
  /** The id of the message that it went with; null before the first attempt. */
  readonly message: string | null;
  readonly state: "waiting" | "sending" | "sent" | "failed";
  readonly fault: string | null;
  readonly sentAt: Instant | null;
}

/** Public services and who checks them. */
export interface ServiceChecks {
  services(): Promise<readonly ServiceRecord[]>;
  addService(service: Omit<ServiceRecord, "id">, by?: Actor): Promise<Result<ServiceRecord>>;
  changeService(
    id: string,
    change: Partial<Omit<ServiceRecord, "id">>,
    by?: Actor,
    seen?: string,
  ): Promise<Result<ServiceRecord>>;
  removeService(id: string, by?: Actor, seen?: string): Promise<Result<null>>;
  /** One check for each service and site; its id owns the entity `service:ID`. Made and removed with services and sites. */
  checks(site?: string): Promise<readonly CheckRecord[]>;
}
export interface ServiceRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: "http" | "tcp" | "dns" | "smtp";
  /** http: the URL; tcp, smtp: host:port; dns: the name that is looked up. */
  readonly target: string;
  /** The unit whose sites check it. */
  readonly unit: string;
  readonly everyMs: number;
  readonly expect: {
    /** HTTP status or SMTP reply code; absent: any 2xx or 3xx. */
    readonly status?: number;
    /** Text that the body must hold (http), or an address that the name must have (dns). */
    readonly text?: string;
    /** dns: whom to ask, host:port; absent: the PC's own servers. */
    readonly server?: string;
  };
}
export interface CheckRecord {
  readonly id: string;
  readonly site: string;
  readonly service: string;
}

/** `at`: when it was measured last, within an hour. It stays for a while after measuring has ended. */
export interface KnownScore extends Score {
  readonly at: Instant;
}
export interface Scores {
  /** The newest of each subject, and one line an hour of history. */
  saveScores(at: Instant, scores: readonly Score[]): Promise<void>;
  scores(of: {
    readonly site?: string;
    readonly kind?: Score["subject"]["kind"];
  }): Promise<readonly KnownScore[]>;
  scoreHistory(
    subject: Score["subject"],
    from: Instant,
    to: Instant,
  ): Promise<readonly { readonly at: Instant; readonly score: number }[]>;
}

/** How people are reached: channels are set up once, people say what they want of them. */
export interface Channels {
  /** Without secrets: these are write-only. */
  channels(): Promise<readonly ChannelRecord[]>;
  /** With secrets, for sending. */
  channelSettings(id: string): Promise<ChannelSettings | undefined>;
  setChannel(
    id: string | undefined,
    channel: ChannelSettings,
    by: Actor,
    seen?: string,
  ): Promise<Result<ChannelRecord>>;
  removeChannel(id: string, by: Actor, seen?: string): Promise<Result<null>>;
  /** Secrets that a channel renews by itself (Zalo's tokens); atomic, the older is never lost before the newer is safe. */
  renewChannelSecret(id: string, secrets: Readonly<Record<string, string>>): Promise<void>;
  subscriptions(): Promise<readonly Subscription[]>;
  setSubscription(subscription: Subscription, by: Actor, seen?: string): Promise<Result<null>>;
}
export type ChannelKind = "mail" | "webhook" | "zalo" | "sms";
export interface ChannelRecord {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** Names of the secrets that are set. */
  readonly secrets: readonly string[];
}
export interface ChannelSettings {
  readonly kind: ChannelKind;
  readonly name: string;
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** Absent keeps what is there. */
  readonly secrets: Readonly<Record<string, string>>;
}
/** What one person wants to be told, where and when. */
export interface Subscription {
  readonly person: string;
  readonly language: "vi" | "en";
  /** By channel id: where this channel reaches the person (mail address, Zalo user id, telephone number; "" for a webhook). */
  readonly addresses: Readonly<Record<string, string>>;
  readonly severities: readonly Severity[];
  /** Outside office hours: everything, critical only, or nothing. */
  readonly outside: "all" | "critical" | "none";
  /** The unit whose subtree concerns the person; null: all that the person may see. */
  readonly unit: string | null;
  /** In which step the person is told: 1 at once, 2 when nobody acknowledged. */
  readonly step: 1 | 2;
  readonly digest: "none" | "daily" | "weekly";
}
