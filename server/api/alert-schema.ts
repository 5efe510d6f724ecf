import * as z from "zod";
import { DISTRICT } from "../../core/alerting/types.ts";
import { isServiceTarget } from "../../core/service-target.ts";
import { cleanText } from "../../core/text.ts";
import { phase, ruleId, ruleOverride, severity } from "../../core/wire/alerts.ts";

/** What people and programs may send about alerts. */

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const time = z.int().min(0).max(8.64e15);
const words = (most: number) =>
  z
    .string()
    .max(most * 4)
    .transform((text) => cleanText(text, most));
const named = words(100).refine((text) => text.length > 0, "empty");
const lang = z.string().max(35).optional();

export const alertsQuery = z.strictObject({
  phase: phase.optional(),
  site: id.optional(),
  unit: id.optional(),
  device: id.optional(),
  rule: ruleId.optional(),
  since: z.coerce.number<string>().int().min(0).max(8.64e15).optional(),
  limit: z.coerce.number<string>().int().min(1).max(1_000).optional(),
  lang,
});
export const acknowledgeInput = z.strictObject({
  note: words(500),
  /** When the acknowledgement that the person saw was given; null: they saw none. */
  over: time.nullable().optional(),
});
export const assignInput = z.strictObject({ person: z.string().min(1).max(64).nullable() });
export const snoozeInput = z.strictObject({ until: time.nullable() });

export const maintenanceInput = z
  .strictObject({
    scope: z.strictObject({ kind: z.enum(["unit", "site", "device"]), id }),
    from: time,
    to: time,
    repeats: z.strictObject({ every: z.enum(["day", "week", "month"]), until: time.nullable() }).nullable(),
    reason: words(200),
  })
  .refine(({ from, to }) => to > from, "order");

export const ruleInput = ruleOverride;

export const serviceInput = z
  .strictObject({
    name: named,
    kind: z.enum(["http", "tcp", "dns", "smtp"]),
    target: z.string().min(1).max(500),
    unit: id,
    // Two looks make an alert, and what is older than five minutes says nothing of now.
    everyMs: z.int().min(15_000).max(300_000),
    expect: z.strictObject({
      status: z.int().min(100).max(599).exactOptional(),
      text: z.string().min(1).max(200).exactOptional(),
      server: z.string().min(1).max(100).exactOptional(),
    }),
  })
  .refine(({ kind, target }) => isServiceTarget(kind, target), {
    path: ["target"],
    error: "target of its kind",
  });

const setting = z.union([z.string().max(2_000), z.number(), z.boolean()]);
export const channelInput = z.strictObject({
  kind: z.enum(["mail", "webhook", "zalo", "sms"]),
  name: named,
  enabled: z.boolean(),
  settings: z.record(z.string().max(40), setting),
  secrets: z.record(z.string().max(40), z.string().max(4_000)),
});
export const channelTestInput = z.strictObject({ to: z.string().max(200) });
export const subscriptionInput = z.strictObject({
  language: z.enum(["vi", "en"]),
  addresses: z.record(z.string().max(64), z.string().max(200)),
  severities: z.array(severity).max(3),
  outside: z.enum(["all", "critical", "none"]),
  unit: id.nullable(),
  step: z.union([z.literal(1), z.literal(2)]),
  digest: z.enum(["none", "daily", "weekly"]),
});
export const peopleQuery = z.strictObject({ site: z.union([id, z.literal(DISTRICT)]).optional(), lang });
export const scoresQuery = z.strictObject({
  site: id.optional(),
  kind: z.enum(["device", "site", "unit"]).optional(),
  lang,
});
export const scoreHistoryQuery = z.strictObject({
  kind: z.enum(["device", "site", "unit"]),
  id,
  from: z.coerce.number<string>().int().min(0).max(8.64e15),
  to: z.coerce.number<string>().int().min(0).max(8.64e15),
  lang,
});
