import * as z from "zod";
import { DEVICE_CLASSES, type IdentityField } from "../survey.ts";
import { cleanText } from "../text.ts";
import { MAX_ARP, MAX_FORWARDING, MAX_NEIGHBOURS, MAX_PORTS } from "./limits.ts";

/** What a survey of a device tells the server (`core/survey.ts`), as parts of facts. Bounded, so that a fact fits a block. */
const text = (max = 128) =>
  z
    .string()
    .max(max * 4)
    .transform((value) => cleanText(value, max));
const mac = z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
const ifIndex = z.int().min(0).max(2_147_483_647);
const percent = z.number().min(0).max(100);

const source = text().optional();
export const identityShape = {
  class: z.enum(DEVICE_CLASSES).optional(),
  vendor: text(64).optional(),
  model: text().optional(),
  version: text().optional(),
  serial: text().optional(),
  baseMac: mac.optional(),
  /** Where each value came from. */
  from: z
    .strictObject({
      class: source,
      vendor: source,
      model: source,
      version: source,
      serial: source,
      baseMac: source,
    } satisfies Record<IdentityField, unknown>)
    .optional(),
};

const neighbour = z.strictObject({
  protocol: z.enum(["lldp", "cdp", "fdp", "edp", "ndp"]),
  localPort: text().optional(),
  localIfIndex: ifIndex.optional(),
  remoteName: text().optional(),
  remotePort: text().optional(),
  remotePortDescr: text(255).optional(),
  remoteChassis: text().optional(),
  remoteAddress: text(64).optional(),
  remoteDescription: text(255).optional(),
  capabilities: z.array(text(32)).max(16).optional(),
});

const forwardingRow = z.strictObject({
  mac,
  port: text().optional(),
  ifIndex: ifIndex.optional(),
  vlan: z.int().min(0).max(4_095).optional(),
  own: z.boolean().optional(),
});

const stp = z.strictObject({
  root: text(64).optional(),
  bridge: text(64).optional(),
  rootPort: z.int().optional(),
  rootCost: z.number().optional(),
  topologyChanges: z.number().optional(),
  ports: z
    .array(
      z.strictObject({
        ifIndex: ifIndex.optional(),
        bridgePort: z.int(),
        state: z.int(),
        designatedBridge: text(64).optional(),
        designatedPort: text(64).optional(),
      }),
    )
    .max(MAX_PORTS),
});

export const lanShape = {
  neighbours: z.array(neighbour).max(MAX_NEIGHBOURS),
  forwarding: z.array(forwardingRow).max(MAX_FORWARDING),
  arp: z.array(z.strictObject({ ip: text(64), mac, ifIndex: ifIndex.optional() })).max(MAX_ARP),
  vlans: z.array(z.strictObject({ id: z.int(), name: text(64).optional() })).max(4_096),
  stp: stp.optional(),
  /** Rows that did not fit. */
  cut: z.int().positive().optional(),
};

export const printerShape = {
  supplies: z
    .array(
      z.strictObject({
        kind: text(32),
        name: text(),
        percent: percent.optional(),
        level: z.enum(["some", "unknown", "unlimited"]).optional(),
      }),
    )
    .max(100),
  trays: z
    .array(z.strictObject({ name: text(), percent: percent.optional(), empty: z.boolean().optional() }))
    .max(50),
  alerts: z
    .array(z.strictObject({ severity: z.enum(["critical", "warning", "other"]), text: text(255) }))
    .max(50),
  errors: z.array(text(32)).max(20),
};

export const identityFacts = z.object(identityShape);
export type IdentityFacts = z.infer<typeof identityFacts>;
export const lanFacts = z.object(lanShape);
export type LanFacts = z.infer<typeof lanFacts>;
export const printerFacts = z.object(printerShape);
export type PrinterFacts = z.infer<typeof printerFacts>;
