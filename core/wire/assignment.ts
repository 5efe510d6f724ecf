import * as z from "zod";
import { ADDRESS } from "../address.ts";
import { AUTH_PROTOCOLS, MAX_TARGETS, PRIV_PROTOCOLS, PROTOCOL } from "./limits.ts";

/**
 * What the server asks of an agent: whom to poll, how often, with which credentials. Typed values only; there is no
 * way to say "run this".
 */
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const every = z.int().min(1_000).max(86_400_000);
export const address = z.string().regex(ADDRESS);

const password = z.string().min(8).max(128);

export const snmpCredential = z.discriminatedUnion("version", [
  z.strictObject({ version: z.enum(["1", "2c"]), community: z.string().min(1).max(255) }),
  z.strictObject({
    version: z.literal("3"),
    user: z.string().min(1).max(32),
    auth: z.strictObject({ protocol: z.enum(AUTH_PROTOCOLS), password }).optional(),
    /** Only together with `auth` (RFC 3414: there is no privacy without authentication). */
    priv: z.strictObject({ protocol: z.enum(PRIV_PROTOCOLS), password }).optional(),
    context: z.string().max(32).optional(),
  }),
]);
export type SnmpCredential = z.infer<typeof snmpCredential>;

export const snmpTarget = z.strictObject({
  device: id,
  address,
  port: z.int().min(1).max(65_535),
  everyMs: every,
  credential: snmpCredential,
});
export type SnmpTarget = z.infer<typeof snmpTarget>;

export const pingTarget = z.strictObject({
  target: id,
  address,
  everyMs: every,
  /** Echo requests in a burst. */
  count: z.int().min(1).max(20),
});
export type PingTarget = z.infer<typeof pingTarget>;

export const assignment = z.strictObject({
  protocol: z.literal(PROTOCOL),
  agent: id,
  device: id,
  site: z.strictObject({ id, name: z.string() }),
  host: z.strictObject({ everyMs: every }),
  /** Five-field cron expression in the PC's own time. */
  inventory: z.strictObject({ cron: z.string().max(100) }),
  snmp: z.array(snmpTarget).max(MAX_TARGETS),
  ping: z.array(pingTarget).max(MAX_TARGETS),
});
export type Assignment = z.infer<typeof assignment>;
