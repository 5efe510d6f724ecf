import * as z from "zod";
import { fieldOf, isEntityKind, isPart, parseEntityRef } from "../entities.ts";
import type { Instant } from "../clock.ts";
import { cleanText } from "../text.ts";
import { sweepShape } from "./found.ts";
import { lanWatchShape } from "./lan-watch.ts";
import { identityShape, lanShape, printerShape } from "./survey.ts";
import {
  EARLIEST,
  LATEST,
  MAX_BLOCK_EVENTS,
  MAX_BLOCK_FACTS,
  MAX_BLOCK_POINTS,
  MAX_OBJECT_ID,
  MAX_PORTS,
  PROTOCOL,
  TRAP_KINDS,
} from "./limits.ts";

/**
 * A block: what an agent measured, columnar, as it lies in the spool and travels to the server. Its id makes the
 * delivery idempotent. Strict: an unknown field is a mistake of the sender and is said, not swallowed.
 */

const instant = z.int().min(EARLIEST).max(LATEST);
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const text = (max = 255) =>
  z
    .string()
    .max(max * 4)
    .transform((value) => cleanText(value, max));
const mac = z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
const bytes = z.number().nonnegative();

/**
 * `fields[name][i]` is the value at `at[i]`; null where that one could not be read. A field that was read at none of
 * the times is left out.
 */
export const sampleColumns = z
  .strictObject({
    entity: z.string(),
    at: z.array(instant).min(1).max(MAX_BLOCK_POINTS),
    fields: z.record(z.string(), z.array(z.number().nullable()).max(MAX_BLOCK_POINTS)),
  })
  .superRefine((columns, context) => {
    const parts = parseEntityRef(columns.entity);
    if (parts === undefined) {
      const kind = columns.entity.split(":", 1)[0] ?? "";
      const reason = isEntityKind(kind) ? "entity_invalid" : "entity_kind_unknown";
      context.addIssue({
        code: "custom",
        path: ["entity"],
        message: reason,
        params: { value: columns.entity },
      });
      return;
    }
    for (const [name, values] of Object.entries(columns.fields)) {
      if (fieldOf(parts.kind, name) === undefined) {
        context.addIssue({ code: "custom", path: ["fields", name], message: "field_unknown" });
      } else if (values.length !== columns.at.length) {
        context.addIssue({ code: "custom", path: ["fields", name], message: "one value for each time" });
      }
    }
  });

const eventBase = { at: instant };
/** Something that happened once. The server keeps an event once, by block id and place in the block. */
export const blockEvent = z.discriminatedUnion("type", [
  z.strictObject({ ...eventBase, type: z.literal("agent_started"), version: text(40) }),
  z.strictObject({ ...eventBase, type: z.literal("device_restarted"), device: id, uptime: z.number() }),
  z.strictObject({
    ...eventBase,
    type: z.literal("port_changed"),
    entity: z.string().max(256),
    from: z.int(),
    to: z.int(),
  }),
  z.strictObject({
    ...eventBase,
    type: z.literal("points_dropped"),
    points: z.int().positive(),
    reason: z.enum(["full", "old"]),
  }),
  z.strictObject({ ...eventBase, type: z.literal("block_parked"), block: text(64), code: text(64) }),
  z.strictObject({ ...eventBase, type: z.literal("clock_wrong"), offsetMs: z.number() }),
  /** What a device told by itself. */
  z.strictObject({
    ...eventBase,
    type: z.literal("trap"),
    device: id,
    kind: z.enum(TRAP_KINDS),
    /** Of linkDown and linkUp: which port, as far as the device said. */
    ifIndex: z.int().optional(),
    port: text(64).optional(),
  }),
  /** More came from devices than is taken. */
  z.strictObject({ ...eventBase, type: z.literal("traps_dropped"), count: z.int().positive() }),
]);
export type BlockEvent = z.infer<typeof blockEvent>;

const portFact = z.strictObject({
  /** The part of the port's entity reference: how it keeps its identity when ifIndex is shuffled. */
  part: z.string().refine(isPart),
  ifIndex: z.int().optional(),
  name: text(64),
  descr: text().optional(),
  alias: text().optional(),
  /** IANAifType number. */
  ifType: z.int().optional(),
  mac: mac.optional(),
  mtu: z.int().optional(),
});
export type PortFact = z.infer<typeof portFact>;

export const inventory = z.strictObject({
  hostname: text(128).optional(),
  maker: text(128).optional(),
  model: text(128).optional(),
  serial: text(128).optional(),
  biosVersion: text(128).optional(),
  /** yyyy-mm-dd. */
  biosDate: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  cpu: z.strictObject({ name: text(128), cores: z.int().optional() }).optional(),
  memoryBytes: bytes.optional(),
  disks: z
    .array(
      z.strictObject({
        name: text(128),
        kind: z.enum(["ssd", "hdd", "nvme"]).optional(),
        bytes: bytes.optional(),
        serial: text(128).optional(),
        /** What the disk says of itself (SMART's overall word). */
        health: z.enum(["good", "failing"]).optional(),
      }),
    )
    .max(64)
    .optional(),
  os: z
    .strictObject({
      platform: text(32),
      name: text(128).optional(),
      version: text(64).optional(),
      build: text(64).optional(),
      arch: text(32).optional(),
      /** yyyy-mm-dd. */
      installed: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/)
        .optional(),
    })
    .optional(),
  cards: z
    .array(
      z.strictObject({
        name: text(128),
        mac: mac.optional(),
        addresses: z.array(text(64)).max(32),
      }),
    )
    .max(64)
    .optional(),
});
export type Inventory = z.infer<typeof inventory>;

const factBase = { at: instant, device: id };
/** What a thing is, as far as it was read. A value that the device did not give is absent: unknown, never "". */
export const fact = z.discriminatedUnion("type", [
  z.strictObject({
    ...factBase,
    type: z.literal("device"),
    name: text(128).optional(),
    description: text(512).optional(),
    objectId: z
      .string()
      .max(MAX_OBJECT_ID)
      .regex(/^\d+(\.\d+)+$/)
      .optional(),
    location: text().optional(),
    contact: text().optional(),
  }),
  /** What it is, by the rules of `config/devices` and the standard tables. */
  z.strictObject({ ...factBase, type: z.literal("identity"), ...identityShape }),
  z.strictObject({ ...factBase, type: z.literal("ports"), ports: z.array(portFact).max(MAX_PORTS) }),
  z.strictObject({ ...factBase, type: z.literal("inventory"), inventory }),
  /** Whether the device answers, and if not, why (a code of `core/result.ts`). */
  z.strictObject({ ...factBase, type: z.literal("contact"), ok: z.boolean(), fault: text(64).optional() }),
  /** Who is connected to it, as it sees the LAN: the evidence of the topology. */
  z.strictObject({ ...factBase, type: z.literal("lan"), ...lanShape }),
  /** What a printer needs: supplies, trays, its own complaints. */
  z.strictObject({ ...factBase, type: z.literal("printer"), ...printerShape }),
  /** What a PC sees of its own LAN: gateway, addresses with two owners, DHCP servers. Told when it changes. */
  z.strictObject({ ...factBase, type: z.literal("lan_watch"), ...lanWatchShape }),
  /** Of the agent's own device: what it found in the site's ranges. */
  z.strictObject({ ...factBase, type: z.literal("found"), ...sweepShape }),
]);
export type Fact = z.infer<typeof fact>;

export const block = z
  .strictObject({
    protocol: z.literal(PROTOCOL),
    agent: id,
    block: z.uuidv7(),
    madeAt: instant,
    samples: z.array(sampleColumns).max(MAX_BLOCK_POINTS),
    events: z.array(blockEvent).max(MAX_BLOCK_EVENTS),
    facts: z.array(fact).max(MAX_BLOCK_FACTS),
  })
  .superRefine((value, context) => {
    const points = countPoints(value.samples);
    if (points > MAX_BLOCK_POINTS) {
      context.addIssue({ code: "custom", path: ["samples"], message: "block_too_large", params: { points } });
    }
  });
export type Block = z.infer<typeof block>;
export type SampleColumns = z.infer<typeof sampleColumns>;

/** One reading of one entity, before it is laid out in columns. An undefined value could not be read. */
export interface Sample {
  readonly entity: string;
  readonly at: Instant;
  readonly values: Readonly<Record<string, number | undefined>>;
}

/** Values that were really read: one field at one time each. */
export function countPoints(samples: readonly Pick<SampleColumns, "fields">[]): number {
  let points = 0;
  for (const { fields } of samples) {
    for (const name in fields) for (const value of fields[name] ?? []) if (value !== null) points += 1;
  }
  return points;
}

/**
 * The server's answer to a block. `known`: it had this block already, and did nothing. `settings` changes when what
 * agents have to do may have changed: time to ask for the assignment, so that a new device is polled at once.
 */
export const blockAnswer = z.object({
  block: z.string(),
  known: z.boolean(),
  serverTime: z.number(),
  settings: z.number().optional(),
});
export type BlockAnswer = z.infer<typeof blockAnswer>;
