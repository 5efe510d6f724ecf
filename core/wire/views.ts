import * as z from "zod";
import { ENTITY_KINDS } from "../entities.ts";
import { DEVICE_CLASSES } from "../survey.ts";
import { inventory } from "./block.ts";
import { identityFacts, lanFacts, printerFacts } from "./survey.ts";

/** What the server shows to people and programs: the answers of the public API, one schema each (OpenAPI reads them). */

/** good: answers and fresh; watch: part is missing; bad: does not answer; unknown: never heard, or data too old. */
export const state = z.enum(["good", "watch", "bad", "unknown"]);
export type State = z.infer<typeof state>;

export const deviceClass = z.enum(DEVICE_CLASSES);

const instant = z.number().describe("milliseconds since 1970");
/** Time of the newest data; null when there never was any. */
const newest = instant.nullable();
/** Latest values by field name, each with the time it was read; a field that was never read is absent. */
export const latest = z.record(z.string(), z.object({ value: z.number(), at: instant }));
export type Latest = z.infer<typeof latest>;

export const siteSummary = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  state,
  newest,
  agents: z.object({ total: z.number(), heard: z.number() }),
  devices: z.object({ total: z.number(), good: z.number(), bad: z.number(), unknown: z.number() }),
  targets: z.object({ total: z.number(), good: z.number(), bad: z.number(), unknown: z.number() }),
});
export type SiteSummary = z.infer<typeof siteSummary>;

export const unitView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["province", "cluster", "commune", "department"]),
  parent: z.string().nullable(),
  validFrom: z.string().describe("yyyy-mm-dd"),
  validTo: z.string().nullable(),
  sites: z.array(siteSummary),
});
export type UnitView = z.infer<typeof unitView>;

/** By the calendar of alerting: PCs should be on, so silence means something. */
const office = z.boolean().nullable().describe("people are at work now; null until the calendar is loaded");

export const overview = z.object({ now: instant, newest, office, units: z.array(unitView) });
export type Overview = z.infer<typeof overview>;

export const deviceSummary = z.object({
  id: z.string(),
  site: z.string(),
  class: deviceClass,
  /** Set by a person, else what the device calls itself, else its address. */
  name: z.string(),
  address: z.string().nullable(),
  /** The agent program runs on it. */
  agent: z.string().nullable(),
  vendor: z.string().nullable(),
  model: z.string().nullable(),
  state,
  newest,
  /** Why it is silent: a code of core/result.ts. */
  fault: z.string().nullable(),
  latest,
});
export type DeviceSummary = z.infer<typeof deviceSummary>;

export const targetView = z.object({
  id: z.string(),
  site: z.string(),
  name: z.string(),
  address: z.string(),
  entity: z.string(),
  state,
  newest,
  latest,
});
export type TargetView = z.infer<typeof targetView>;

export const agentView = z.object({
  id: z.string(),
  site: z.string(),
  device: z.string(),
  hostname: z.string(),
  version: z.string(),
  enrolledAt: instant,
  lastSeen: newest,
  revokedAt: instant.nullable(),
  /** It holds the site's polling lease. */
  polls: z.boolean(),
  state,
  latest,
});
export type AgentView = z.infer<typeof agentView>;

export const siteView = siteSummary.extend({
  now: instant,
  office,
  unitName: z.string(),
  deviceList: z.array(deviceSummary),
  targetList: z.array(targetView),
  agentList: z.array(agentView),
  dropped: z
    .array(z.object({ device: z.string(), points: z.number() }))
    .describe("readings that agents had to throw away within the last seven days"),
});
export type SiteView = z.infer<typeof siteView>;

export const portView = z.object({
  entity: z.string(),
  part: z.string(),
  ifIndex: z.number().nullable(),
  name: z.string(),
  alias: z.string().nullable(),
  ifType: z.number().nullable(),
  mac: z.string().nullable(),
  newest,
  latest,
  /** Bits per second and errors per second over the last two readings; null when they cannot be known. */
  inBps: z.number().nullable(),
  outBps: z.number().nullable(),
  inErrorsPerS: z.number().nullable(),
  outErrorsPerS: z.number().nullable(),
});
export type PortView = z.infer<typeof portView>;

/** A part of a device with a history of its own: a drive, a sensor, a supply. */
export const partView = z.object({ entity: z.string(), name: z.string(), newest, latest });
export type PartView = z.infer<typeof partView>;

/** Who is connected, as the device itself says. */
export const lanView = z.object({
  at: instant,
  neighbours: lanFacts.shape.neighbours,
  vlans: lanFacts.shape.vlans,
  stp: lanFacts.shape.stp.nullable(),
  /** How many addresses it has learned on each port. */
  learned: z.array(z.object({ port: z.string(), macs: z.number() })),
});
export type LanView = z.infer<typeof lanView>;

export const eventView = z.object({
  at: instant,
  type: z.string(),
  entity: z.string().nullable(),
  late: z.boolean(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type EventView = z.infer<typeof eventView>;

export const deviceView = deviceSummary.extend({
  now: instant,
  siteName: z.string(),
  facts: z.object({
    name: z.string().nullable(),
    description: z.string().nullable(),
    objectId: z.string().nullable(),
    location: z.string().nullable(),
    contact: z.string().nullable(),
    readAt: newest,
  }),
  inventory: inventory.nullable(),
  inventoryAt: newest,
  /** `device:ID` or, for a PC, `host:ID`: the entities that have samples of their own. */
  entities: z.array(z.string()),
  host: latest,
  agentView: agentView.nullable(),
  ports: z.array(portView),
  volumes: z.array(partView),
  sensors: z.array(partView),
  supplies: z.array(partView),
  /** Newest figures of a UPS and of a printer, where it is one. */
  ups: latest,
  printer: latest,
  identity: z.object({ at: instant, value: identityFacts }).nullable(),
  lan: lanView.nullable(),
  printerFacts: z.object({ at: instant, value: printerFacts }).nullable(),
  events: z.array(eventView),
  /** For `If-Match` when it is changed or removed. */
  etag: z.string(),
});
export type DeviceView = z.infer<typeof deviceView>;

export const AGGREGATES = ["avg", "min", "max", "p95", "rate", "max_rate", "increase", "last"] as const;
export type Aggregate = (typeof AGGREGATES)[number];
/** Of counters only: from pairs of readings. */
export const isPaired = (aggregate: Aggregate): boolean =>
  aggregate === "rate" || aggregate === "max_rate" || aggregate === "increase";

/**
 * `at[i]` is the start of a step; `values[i]` the aggregate of what was measured in it, null where nothing was
 * (a gap stays a gap). Rates are per second.
 */
export const seriesAnswer = z.object({
  entity: z.string(),
  from: instant,
  to: instant,
  stepMs: z.number(),
  at: z.array(instant),
  series: z.array(
    z.object({
      field: z.string(),
      aggregate: z.enum(AGGREGATES),
      unit: z.string(),
      values: z.array(z.number().nullable()),
    }),
  ),
});
export type SeriesAnswer = z.infer<typeof seriesAnswer>;

/** Most points (steps × series) of one series answer. */
export const MAX_SERIES_POINTS = 20_000;

export const me = z.object({
  id: z.string(),
  name: z.string(),
  username: z.string(),
  /** leader: reads register, findings, plans and reports. accountant: as the leader, and the money in the books. */
  role: z.enum(["administrator", "officer", "viewer", "leader", "accountant"]),
  /** Root of the subtree of units that the person may see; null is all. */
  unit: z.string().nullable(),
  /** Somebody else set the password: it must be changed before anything else; absent where it is one's own. */
  passwordDue: z.literal(true).optional(),
  /** on: a code is asked for at sign-in. due: it must be set up before anything else. Absent: neither. */
  secondFactor: z.enum(["on", "due"]).optional(),
});
export type Me = z.infer<typeof me>;

/** After the password: who is signed in, or that a code is still asked for (`POST /api/auth/second-step`). */
export const signedIn = z.union([me, z.object({ secondStep: z.literal(true) })]);
export type SignedIn = z.infer<typeof signedIn>;

export const setupState = z.object({ needed: z.boolean(), version: z.string(), now: instant });
export type SetupState = z.infer<typeof setupState>;

export const tokenView = z.object({ token: z.string(), expiresAt: instant, uses: z.number() });
export type TokenView = z.infer<typeof tokenView>;

/** Every answer that is not 2xx. `says`: in the language asked for. */
export const faultAnswer = z.object({
  error: z.object({
    code: z.string(),
    says: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
});
export type FaultAnswer = z.infer<typeof faultAnswer>;

/**
 * Events of `GET /api/live` (server-sent): `latest` for what is watched, `alerts` (without content: ask for them anew) when
 * some of the watched site, or of all that one sees, changed, `clock` every 15 s.
 */
export const liveLatest = z.object({
  entity: z.string(),
  kind: z.enum(ENTITY_KINDS as [string, ...string[]]),
  site: z.string(),
  latest,
});
export type LiveLatest = z.infer<typeof liveLatest>;
export const liveClock = z.object({ now: instant, newest });
export type LiveClock = z.infer<typeof liveClock>;
