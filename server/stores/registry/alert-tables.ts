import type { RuleId } from "../../../core/alerting/catalogue.ts";
import type { AlertPhase } from "../../../core/alerting/types.ts";
import type { ChannelKind, ServiceRecord } from "../../alerts-port.ts";

/**
 * Alerts, what people did about them, the outbox of notices, public services, scores, channels. States and notices are
 * JSON text with the columns that are asked for beside them.
 */
export const ALERTS_MIGRATION: readonly string[] = [
  `CREATE TABLE alerts (id TEXT PRIMARY KEY, site TEXT NOT NULL, rule TEXT NOT NULL, subject TEXT NOT NULL, device TEXT,
    phase TEXT NOT NULL, since BIGINT NOT NULL, resolved_at BIGINT, state TEXT NOT NULL)`,
  "CREATE INDEX alerts_site ON alerts (site, phase, since)",
  "CREATE INDEX alerts_since ON alerts (since)",
  "CREATE INDEX alerts_device ON alerts (device, since)",
  `CREATE TABLE alert_care (alert TEXT PRIMARY KEY, acknowledged_at BIGINT, acknowledged_by TEXT, note TEXT, assignee TEXT,
    snoozed_until BIGINT)`,
  `CREATE TABLE alert_moments (alert TEXT NOT NULL, n INTEGER NOT NULL, at BIGINT NOT NULL, what TEXT NOT NULL,
    value DOUBLE PRECISION, who TEXT, note TEXT, PRIMARY KEY (alert, n))`,
  "CREATE TABLE notices (id TEXT PRIMARY KEY, alert TEXT NOT NULL, at BIGINT NOT NULL, notice TEXT NOT NULL)",
  `CREATE TABLE deliveries (id TEXT PRIMARY KEY, notice TEXT NOT NULL REFERENCES notices (id), alert TEXT NOT NULL,
    person TEXT NOT NULL, channel TEXT NOT NULL, due BIGINT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
    message TEXT, fault TEXT, attempted_at BIGINT, sent_at BIGINT, UNIQUE (notice, person, channel))`,
  "CREATE INDEX deliveries_due ON deliveries (state, due)",
  "CREATE INDEX deliveries_alert ON deliveries (alert)",
  "CREATE TABLE site_memories (site TEXT PRIMARY KEY, value TEXT NOT NULL)",
  `CREATE TABLE rule_overrides (rule TEXT NOT NULL, scope_kind TEXT NOT NULL, scope_id TEXT NOT NULL, settings TEXT NOT NULL,
    PRIMARY KEY (rule, scope_kind, scope_id))`,
  `CREATE TABLE maintenance (id TEXT PRIMARY KEY, scope_kind TEXT NOT NULL, scope_id TEXT NOT NULL, starts BIGINT NOT NULL,
    ends BIGINT NOT NULL, repeats TEXT, reason TEXT NOT NULL)`,
  `CREATE TABLE services (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL,
    unit TEXT NOT NULL REFERENCES units (id), every_ms INTEGER NOT NULL, expect TEXT NOT NULL, created_at BIGINT NOT NULL,
    removed_at BIGINT)`,
  `CREATE TABLE service_checks (id TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id),
    service TEXT NOT NULL REFERENCES services (id), UNIQUE (site, service))`,
  `CREATE TABLE scores (kind TEXT NOT NULL, id TEXT NOT NULL, site TEXT, at BIGINT NOT NULL, score TEXT NOT NULL,
    PRIMARY KEY (kind, id))`,
  `CREATE TABLE score_history (kind TEXT NOT NULL, id TEXT NOT NULL, at BIGINT NOT NULL, score DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (kind, id, at))`,
  `CREATE TABLE channels (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, enabled INTEGER NOT NULL,
    settings TEXT NOT NULL, secrets TEXT)`,
  "CREATE TABLE subscriptions (person TEXT PRIMARY KEY, value TEXT NOT NULL)",
];

export interface AlertTables {
  alerts: {
    id: string;
    site: string;
    rule: RuleId;
    subject: string;
    device: string | null;
    phase: AlertPhase;
    since: number;
    resolved_at: number | null;
    /** An `AlertState`. */
    state: string;
  };
  alert_care: {
    alert: string;
    acknowledged_at: number | null;
    acknowledged_by: string | null;
    note: string | null;
    assignee: string | null;
    snoozed_until: number | null;
  };
  alert_moments: {
    alert: string;
    /** Counts within the alert: its story keeps its order. */
    n: number;
    at: number;
    what: string;
    value: number | null;
    who: string | null;
    note: string | null;
  };
  notices: { id: string; alert: string; at: number; notice: string };
  deliveries: {
    id: string;
    notice: string;
    alert: string;
    person: string;
    channel: string;
    due: number;
    state: "waiting" | "sending" | "sent" | "failed";
    attempts: number;
    message: string | null;
    fault: string | null;
    attempted_at: number | null;
    sent_at: number | null;
  };
  site_memories: { site: string; value: string };
  rule_overrides: {
    rule: RuleId;
    scope_kind: "unit" | "site" | "device";
    scope_id: string;
    settings: string;
  };
  maintenance: {
    id: string;
    scope_kind: "unit" | "site" | "device";
    scope_id: string;
    starts: number;
    ends: number;
    repeats: string | null;
    reason: string;
  };
  services: {
    id: string;
    name: string;
    kind: ServiceRecord["kind"];
    target: string;
    unit: string;
    every_ms: number;
    expect: string;
    created_at: number;
    removed_at: number | null;
  };
  service_checks: { id: string; site: string; service: string };
  scores: { kind: "device" | "site" | "unit"; id: string; site: string | null; at: number; score: string };
  score_history: { kind: "device" | "site" | "unit"; id: string; at: number; score: number };
  channels: {
    id: string;
    kind: ChannelKind;
    name: string;
    enabled: number;
    settings: string;
    /** Sealed by `vault.ts`. */
    secrets: string | null;
  };
  subscriptions: { person: string; value: string };
}
