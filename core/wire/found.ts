import * as z from "zod";
import { cleanText } from "../text.ts";
import { EARLIEST, LATEST, MAX_OBJECT_ID } from "./limits.ts";

/** What a sweep of a site's ranges found: one entry for each thing, however many addresses it has. */

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const instant = z.int().min(EARLIEST).max(LATEST);
const mac = z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
export const ipv4 = z.ipv4();
const text = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((value) => cleanText(value, max));

/** Hosts in one fact; a block holds a megabyte. */
export const MAX_FOUND = 64;
const MAX_ADDRESSES = 64;
const MAX_MACS = 64;

const snmpFacts = z.strictObject({
  name: text(128).optional(),
  description: text(512).optional(),
  objectId: z
    .string()
    .max(MAX_OBJECT_ID)
    .regex(/^\d+(\.\d+)+$/)
    .optional(),
  /** Hexadecimal. */
  engineId: z
    .string()
    .regex(/^([0-9a-f]{2}){1,32}$/)
    .optional(),
  serial: text(64).optional(),
  baseMac: mac.optional(),
  chassisMac: mac.optional(),
  ownAddresses: z.array(ipv4).max(MAX_ADDRESSES).optional(),
  macs: z.array(mac).max(MAX_MACS).optional(),
});

/** How a thing was noticed: a neighbour's card, an echo, an answer over SNMP, its NetBIOS name. */
const SIGNS = ["arp", "ping", "snmp", "netbios"] as const;
export type Sign = (typeof SIGNS)[number];

export const foundHost = z.strictObject({
  /** Those of the swept addresses at which it answered; the first is where to poll it. */
  addresses: z.array(ipv4).min(1).max(MAX_ADDRESSES),
  seen: z.array(z.enum(SIGNS)).max(SIGNS.length),
  mac: mac.optional(),
  netbios: text(16).optional(),
  dns: text(253).optional(),
  /** Port and credential that worked; absent when it gave nothing over SNMP. */
  port: z.int().min(1).max(65_535).optional(),
  credential: id.optional(),
  snmp: snmpFacts.optional(),
  /** Why it gave nothing although it speaks SNMP: a code of `core/result.ts`. */
  fault: text(64).optional(),
  /** Credentials whose user it refused: not to be tried again today. */
  refused: z.array(id).max(8).optional(),
});
export type FoundHost = z.infer<typeof foundHost>;

/** A sweep, or a part of one that found many. */
export const sweepShape = {
  /** Of the task that asked for it. */
  revision: z.int().min(1),
  part: z.int().min(0).max(63),
  parts: z.int().min(1).max(64),
  startedAt: instant,
  finishedAt: instant,
  /** Addresses that were looked at. */
  scanned: z.int().min(0),
  hosts: z.array(foundHost).max(MAX_FOUND),
};
