import * as z from "zod";
import { RULE_IDS } from "../alerting/catalogue.ts";
import type { AlertCare, AlertState, Maintenance, RuleSettings } from "../alerting/types.ts";

/** Alerts and what people set about them, as the public API shows and takes them. */

const instant = z.number().describe("milliseconds since 1970");
const maybe = instant.nullable();
const text = z.record(z.string(), z.union([z.string(), z.number()]));
export const ruleId = z.enum(RULE_IDS as readonly [(typeof RULE_IDS)[number]]);
export const severity = z.enum(["critical", "warning", "notice"]);
export const phase = z.enum(["pending", "firing", "resolved"]);

const alertState = z.object({
  id: z.string(),
  rule: z.string(),
  subject: z.object({
    kind: z.string(),
    key: z.string(),
    site: z.string().describe("* where it concerns no single site"),
    device: z.string().optional(),
  }),
  phase,
  severity,
  since: instant,
  firedAt: maybe,
  clearSince: maybe,
  resolvedAt: maybe,
  lastAt: instant,
  value: z.number(),
  worst: z.number(),
  threshold: z.number(),
  evidence: z.object({
    params: text,
    series: z.array(z.object({ entity: z.string(), field: z.string(), aggregate: z.string() })),
    attached: z.array(z.string()).optional(),
    inferred: z
      .object({ confidence: z.enum(["high", "medium", "low"]), restsOn: z.array(z.string()) })
      .optional(),
  }),
  cause: z.string().nullable().describe("the alert that explains this one"),
  affected: z.array(z.string()),
  affectedCount: z.number(),
});
const alertCare = z.object({
  acknowledged: z.object({ at: instant, by: z.string(), note: z.string() }).nullable(),
  assignee: z.string().nullable(),
  snoozedUntil: maybe,
});
export const alertRow = z.object({
  state: alertState,
  care: alertCare,
  siteName: z.string(),
  /** The name of the person it is assigned to. */
  assigneeName: z.string().nullable(),
});
export interface AlertRow {
  readonly state: AlertState;
  readonly care: AlertCare;
  readonly siteName: string;
  readonly assigneeName: string | null;
}
export const alertDetail = alertRow.extend({
  /** Of subject keys and device ids. */
  names: z.record(z.string(), z.string()),
  timeline: z.array(
    z.object({
      at: instant,
      what: z.string(),
      value: z.number().nullable(),
      by: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  deliveries: z.array(
    z.object({
      id: z.string(),
      person: z.string(),
      channel: z.string(),
      state: z.enum(["waiting", "sending", "sent", "failed"]),
      due: instant,
      sentAt: maybe,
      attempts: z.number(),
      fault: z.string().nullable(),
    }),
  ),
  causedBy: alertRow.nullable(),
  effects: z.array(alertRow),
});
export interface AlertDetail extends AlertRow {
  readonly names: Readonly<Record<string, string>>;
  readonly timeline: readonly {
    readonly at: number;
    readonly what: string;
    readonly value: number | null;
    readonly by: string | null;
    readonly note: string | null;
  }[];
  readonly deliveries: z.infer<typeof alertDetail>["deliveries"];
  readonly causedBy: AlertRow | null;
  readonly effects: readonly AlertRow[];
}

export const personView = z.object({ id: z.string(), name: z.string() });

const scope = z.object({ kind: z.enum(["unit", "site", "device"]), id: z.string().min(1).max(64) });
export const maintenanceView = z.object({
  id: z.string(),
  scope,
  from: instant,
  to: instant,
  repeats: z.object({ every: z.enum(["day", "week", "month"]), until: maybe }).nullable(),
  reason: z.string(),
  scopeName: z.string(),
});
export interface MaintenanceView extends Maintenance {
  readonly scopeName: string;
}

export const ruleSettings = z.strictObject({
  enabled: z.boolean().exactOptional(),
  severity: severity.exactOptional(),
  raise: z.number().exactOptional(),
  clear: z.number().exactOptional(),
  holdMs: z.int().min(0).max(604_800_000).exactOptional(),
  clearMs: z.int().min(0).max(604_800_000).exactOptional(),
  hours: z.enum(["always", "office"]).exactOptional(),
  repeatMs: z.int().min(0).max(31_622_400_000).exactOptional(),
  escalateMs: z.int().min(0).max(31_622_400_000).exactOptional(),
});
export const ruleOverride = z.strictObject({ rule: ruleId, scope, settings: ruleSettings.nullable() });
export const ruleView = z.object({
  rule: z.string(),
  unit: z.string(),
  worse: z.enum(["above", "below"]),
  defaults: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .describe("as they hold where none of the overrides says otherwise"),
  overrides: z.array(z.object({ scope, scopeName: z.string(), settings: ruleSettings, etag: z.string() })),
});
export interface RuleView {
  readonly rule: (typeof RULE_IDS)[number];
  readonly unit: string;
  readonly worse: "above" | "below";
  readonly defaults: RuleSettings;
  readonly overrides: readonly {
    readonly scope: z.infer<typeof scope>;
    readonly scopeName: string;
    readonly settings: Partial<RuleSettings>;
    readonly etag: string;
  }[];
}

export const scoreView = z.object({
  subject: z.object({ kind: z.enum(["device", "site", "unit"]), id: z.string() }),
  score: z.number(),
  penalties: z.array(
    z.object({
      rule: z.string(),
      subject: z.string(),
      points: z.number(),
      value: z.number(),
      inferred: z.boolean(),
      params: text,
    }),
  ),
  inferred: z.boolean(),
  at: instant.describe("measured last, within an hour; a score stays for a while after measuring has ended"),
});
export const scoreHistory = z.array(z.object({ at: instant, score: z.number() }));
