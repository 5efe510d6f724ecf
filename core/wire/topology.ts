import * as z from "zod";

/** The map of a site as the API shows it. Sentences are keys of `core/messages/topology.ts` with what fills their places. */
const saying = z.object({
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type SayingView = z.infer<typeof saying>;

const confidence = z.enum(["measured", "inferred"]);
const instant = z.number().describe("milliseconds since 1970");

const node = z.object({
  id: z.string(),
  kind: z.enum(["device", "host", "neighbour", "station", "hidden"]),
  name: z.string(),
  class: z.string().optional(),
  /** What probably stands where nothing answers. */
  hidden: z.enum(["unmanaged", "wireless", "hypervisor", "phone", "lan", "unclear"]).optional(),
  says: saying.optional(),
});
export type NodeView = z.infer<typeof node>;

const end = z.object({
  node: z.string(),
  port: z.string().optional(),
  members: z.array(z.string()).readonly().optional(),
});
const link = z.object({
  ends: z.tuple([end, end]).readonly(),
  state: z.enum(["active", "backup"]),
  confidence,
  /** The node nearer to the gateway. */
  above: z.string().optional(),
  says: saying,
  evidence: z.array(saying),
});
export type LinkView = z.infer<typeof link>;

export const placementView = z.object({
  /** Absent where only a neighbour table names the device. */
  mac: z.string().optional(),
  node: z.string(),
  name: z.string(),
  device: z.string(),
  deviceName: z.string(),
  port: z.string(),
  /** On this very port, not somewhere behind it. */
  exact: z.boolean(),
  behind: z.string().optional(),
  confidence,
  at: instant.optional(),
  since: instant.optional(),
  stale: z.boolean(),
  says: saying,
  evidence: z.array(saying),
  against: z.array(saying),
});
export type PlacementView = z.infer<typeof placementView>;

export const topologyView = z.object({
  /** When the newest table was read; null when none ever was. */
  readAt: instant.nullable(),
  nodes: z.array(node),
  links: z.array(link),
  placements: z.array(placementView),
  /** Ports that lead towards the gateway, by device. */
  uplinks: z.record(z.string(), z.array(z.string()).readonly()),
  loops: z.array(
    z.object({
      kind: z.enum(["self", "flapping", "ring"]),
      device: z.string(),
      ports: z.array(z.string()).readonly(),
      blocked: z.boolean(),
      says: saying,
    }),
  ),
});
export type TopologyView = z.infer<typeof topologyView>;
