import * as z from "zod";
import { ADDRESS } from "../address.ts";
import {
  MAX_DISCOVERY_CREDENTIALS,
  MAX_DISCOVERY_PORTS,
  MAX_RANGES,
  MAX_SWEEP_ADDRESSES,
} from "../discovery/ranges.ts";
import { AUTH_PROTOCOLS, MAX_PEERS, MAX_TARGETS, PRIV_PROTOCOLS, PROTOCOL, SERVICE_KINDS } from "./limits.ts";

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

/** A public service to look at as its users do (collector `service`). */
const serviceTarget = z.strictObject({
  /** Owner of the entity `service:ID`. */
  check: id,
  kind: z.enum(SERVICE_KINDS),
  /** http: the URL; tcp, smtp: host:port; dns: the name that is looked up. */
  target: z.string().min(1).max(1_024),
  everyMs: every,
  timeoutMs: z.int().min(500).max(60_000),
  /** HTTP status or SMTP reply code; absent: any 2xx or 3xx. */
  status: z.int().min(100).max(599).optional(),
  /** Text that the body must hold (http), or an address that the name must have (dns). */
  text: z.string().min(1).max(255).optional(),
  /** dns: whom to ask, host:port; absent: the PC's own servers. */
  server: z.string().min(1).max(255).optional(),
});
export type ServiceTarget = z.infer<typeof serviceTarget>;

/** What this PC watches of its own LAN, without SNMP. */
const lanTask = z.strictObject({
  /** Other PCs of the site, pinged beside the gateway: few, and others every day. */
  peers: z.array(z.strictObject({ device: id, address })).max(MAX_PEERS),
  everyMs: every,
  /** Echo requests in a burst. */
  count: z.int().min(1).max(20),
  /** Ask for DHCP servers so often; absent: never. */
  dhcpEveryMs: every.optional(),
});
export type LanTask = z.infer<typeof lanTask>;

/**
 * One sweep of the ranges that a person set for the site. Present only while the server wants one, so that the
 * credentials do not lie on the PC for longer; the revision comes back with what was found.
 */
const discoveryTask = z.strictObject({
  revision: z.int().min(1).max(2_147_483_647),
  ranges: z
    .array(z.strictObject({ first: z.ipv4(), last: z.ipv4() }))
    .min(1)
    .max(MAX_RANGES),
  /** UDP ports where SNMP may answer. */
  ports: z.array(z.int().min(1).max(65_535)).min(1).max(MAX_DISCOVERY_PORTS),
  /** In the order in which they are tried. */
  credentials: z.array(z.strictObject({ id, credential: snmpCredential })).max(MAX_DISCOVERY_CREDENTIALS),
  /** Addresses that are touched in a second, at most. */
  perSecond: z.int().min(1).max(50),
  /** Ask the PC's name servers for names. */
  reverseDns: z.boolean(),
  /** What worked at an address the last time: tried first, so that nobody is asked with a wrong one every day. */
  worked: z.array(z.strictObject({ address: z.ipv4(), credential: id })).max(MAX_SWEEP_ADDRESSES),
  /** Credentials that an address refused today: another failure could lock the user out there. */
  spared: z
    .array(z.strictObject({ address: z.ipv4(), credentials: z.array(id).max(MAX_DISCOVERY_CREDENTIALS) }))
    .max(MAX_SWEEP_ADDRESSES),
});
export type DiscoveryTask = z.infer<typeof discoveryTask>;

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
  services: z.array(serviceTarget).max(MAX_TARGETS).optional(),
  lan: lanTask.optional(),
  discovery: discoveryTask.optional(),
  /** Where traps and informs of the devices above are taken; absent: nowhere. */
  traps: z.strictObject({ port: z.int().min(1).max(65_535) }).optional(),
});
export type Assignment = z.infer<typeof assignment>;
