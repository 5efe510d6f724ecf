import * as z from "zod";
import { severity } from "./alerts.ts";

/**
 * How people are reached. Secrets are write-only: only the names of those that are set leave the server, and only these count
 * for the `etag` (as in `core/wire/assets.ts`).
 */
export const channelView = z.object({
  id: z.string(),
  kind: z.enum(["mail", "webhook", "zalo", "sms"]),
  name: z.string(),
  enabled: z.boolean(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  secrets: z.array(z.string()),
  etag: z.string(),
});

/** What one person wants to be told; the `etag` of somebody who never said is `"none"`. */
export const subscriptionView = z.object({
  person: z.string(),
  language: z.enum(["vi", "en"]),
  /** By channel. */
  addresses: z.record(z.string(), z.string()),
  severities: z.array(severity),
  outside: z.enum(["all", "critical", "none"]),
  unit: z.string().nullable(),
  step: z.union([z.literal(1), z.literal(2)]),
  digest: z.enum(["none", "daily", "weekly"]),
  etag: z.string(),
});
export type SubscriptionView = z.infer<typeof subscriptionView>;

/** One's own wishes (an administrator's answer has everybody's), and the channels there are to choose from. */
export const subscriptionsView = z.object({
  subscriptions: z.array(subscriptionView),
  channels: z.array(
    z.object({ id: z.string(), kind: z.enum(["mail", "webhook", "zalo", "sms"]), name: z.string() }),
  ),
});
