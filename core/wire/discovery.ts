import * as z from "zod";
import { MAX_DISCOVERY_CREDENTIALS, MAX_DISCOVERY_PORTS, MAX_RANGES } from "../discovery/ranges.ts";
import { cleanText } from "../text.ts";
import { snmpCredential } from "./assignment.ts";
import { eventView } from "./views.ts";

/** Discovery as people and programs see it: the settings of a site, and what was found there. */

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const instant = z.number().describe("milliseconds since 1970");

export const discoveryInput = z.strictObject({
  /** As a person writes them: `10.1.2.0/24`, `10.1.2.10-50`. */
  ranges: z.array(z.string().max(50)).min(1).max(MAX_RANGES),
  ports: z.array(z.int().min(1).max(65_535)).min(1).max(MAX_DISCOVERY_PORTS).optional(),
  /** In the order in which they are tried. One with an id stays as it is stored. */
  credentials: z
    .array(
      z.union([
        z.strictObject({ id }),
        z.strictObject({
          name: z
            .string()
            .max(400)
            .transform((text) => cleanText(text, 100))
            .refine((text) => text.length > 0, "empty"),
          credential: snmpCredential,
        }),
      ]),
    )
    .max(MAX_DISCOVERY_CREDENTIALS),
  everyHours: z.int().min(1).max(720).optional(),
  /** Devices that can be read are taken in without asking. */
  autoAccept: z.boolean(),
  paused: z.boolean(),
  reverseDns: z.boolean(),
});
export type DiscoveryInput = z.infer<typeof discoveryInput>;

export const foundInput = z.strictObject({ found: z.array(id).min(1).max(100) });
export const ignoreInput = z.strictObject({ found: z.array(id).min(1).max(100), ignored: z.boolean() });

/** new: nobody decided; accepted: made a device from here; known: was a device before; ignored: shall not be asked about. */
export const FOUND_STATES = ["new", "accepted", "known", "ignored"] as const;
export type FoundState = (typeof FOUND_STATES)[number];

export const foundView = z.object({
  id,
  state: z.enum(FOUND_STATES),
  /** The device that it is. */
  device: z.string().nullable(),
  deviceName: z.string().nullable(),
  address: z.string(),
  addresses: z.array(z.string()),
  mac: z.string().nullable(),
  /** Who made the card, by the registry of the IEEE. */
  vendor: z.string().nullable(),
  name: z.string().nullable(),
  description: z.string().nullable(),
  /** Name of the credential with which it can be read. */
  credential: z.string().nullable(),
  /** Why it cannot be read although it speaks SNMP: a code of core/result.ts. */
  fault: z.string().nullable(),
  seen: z.array(z.string()),
  firstSeen: instant,
  lastSeen: instant,
  vanishedAt: instant.nullable(),
  /** The known device was at this address before. */
  movedFrom: z.string().nullable(),
});
export type FoundView = z.infer<typeof foundView>;

/** off: no ranges set; no_agent: nobody could look; waiting: a sweep is wanted or under way; idle: until `next`. */
export const DISCOVERY_STATUS = ["off", "paused", "no_agent", "waiting", "idle"] as const;

export const discoveryView = z.object({
  now: instant,
  siteName: z.string(),
  status: z.enum(DISCOVERY_STATUS),
  settings: z
    .object({
      ranges: z.array(z.string()),
      addresses: z.number(),
      ports: z.array(z.number()),
      credentials: z.array(z.object({ id, name: z.string(), version: z.string() })),
      everyHours: z.number(),
      autoAccept: z.boolean(),
      paused: z.boolean(),
      reverseDns: z.boolean(),
    })
    .nullable(),
  /** Since when the sweep is wanted; null when none is. */
  wantedSince: instant.nullable(),
  next: instant.nullable(),
  last: z
    .object({ startedAt: instant, finishedAt: instant, scanned: z.number(), found: z.number() })
    .nullable(),
  found: z.array(foundView),
  events: z.array(eventView),
});
export type DiscoveryView = z.infer<typeof discoveryView>;

export const acceptAnswer = z.object({
  accepted: z.number(),
  refused: z.array(z.object({ found: id, code: z.string() })),
});
export type AcceptAnswer = z.infer<typeof acceptAnswer>;
