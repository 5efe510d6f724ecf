import * as z from "zod";
import { cleanText } from "../text.ts";

/** What a PC sees of its own LAN, as part of a fact (`core/alerting/site-model.ts`, LanWatch). */
const mac = z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
const ip = z
  .string()
  .max(256)
  .transform((value) => cleanText(value, 64));

export const lanWatchShape = {
  gateway: z.strictObject({ ip, mac: mac.optional() }).optional(),
  /** Addresses that two cards claimed within the last minutes. */
  conflicts: z.array(z.strictObject({ ip, macs: z.array(mac).min(2).max(8) })).max(64),
  /** Every DHCP server that answered. */
  dhcp: z.array(z.strictObject({ ip, mac: mac.optional(), router: ip.optional() })).max(16),
};
export const lanWatchFacts = z.object(lanWatchShape);
export type LanWatchFacts = z.infer<typeof lanWatchFacts>;
