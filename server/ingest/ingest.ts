import { createHash } from "node:crypto";
import { HOUR, type Clock } from "../../core/clock.ts";
import { fail, FaultError, ok, type Fault, type Result } from "../../core/result.ts";
import { cleanText } from "../../core/text.ts";
import type { Block, BlockAnswer } from "../../core/wire/block.ts";
import { enrolRequest, type EnrolAnswer } from "../../core/wire/enrolment.ts";
import { PROTOCOL } from "../../core/wire/limits.ts";
import type { AgentRecord, Registry, SampleStore } from "../ports.ts";
import { createBuckets } from "./buckets.ts";
import { checkBlock, entityRefs } from "./check-block.ts";
import { foreignPart, type Owners } from "./ownership.ts";
import { hashSecret, newToken } from "./secrets.ts";
import { zodFault } from "./zod-fault.ts";

export interface IngestPorts {
  readonly registry: Registry;
  readonly store: SampleStore;
  readonly clock: Clock;
  /** Told after the commit which entities of a site have new samples. */
  readonly stored?: (site: string, entities: readonly string[]) => void;
  /** Blocks a second that one agent may send on average, and at once. */
  readonly rate?: Rate;
  /** The same of rows in the registry: events, facts, ports. */
  readonly rows?: Rate;
}

interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Ingest {
  /** Who sends, from the Authorization header. Faults: `agent_unauthorized`, `agent_revoked`. */
  authenticate(authorization: string | undefined): Promise<Result<AgentRecord>>;
  /** Whether the agent may send now. Fault: `rate_limited`. */
  admit(agent: AgentRecord): Fault | undefined;
  /** Checks a block, stores it durably, and says so. */
  take(agent: AgentRecord, value: unknown): Promise<Result<BlockAnswer>>;
  enrol(value: unknown, peer: string): Promise<Result<EnrolAnswer>>;
  assignment(agent: AgentRecord): Promise<{ readonly etag: string; readonly body: string }>;
}

/** After an outage an agent sends ten days of blocks as fast as it may; a broken one must not take the server down. */
const RATE: Rate = { perSecond: 100, burst: 500 };
/**
 * A row takes a hundred times as long as a reading. At once: what a poller of a thousand devices tells when it starts, with all
 * their ports; then what a few flapping switches tell.
 */
const ROWS: Rate = { perSecond: 500, burst: 100_000 };
const ENROL_FAILURES: Rate = { perSecond: 0.5, burst: 30 };
/** Agents stamp with the server's time, so what lies further ahead was stamped by a broken clock. */
const MAX_AHEAD_MS = HOUR;

export function createIngest(ports: IngestPorts): Ingest {
  const { registry, clock, stored } = ports;
  const blocks = createBuckets(clock, ports.rate ?? RATE);
  const rows = createBuckets(clock, ports.rows ?? ROWS);
  const failures = createBuckets(clock, ENROL_FAILURES);
  const refs = entityRefs();
  const agents = cachedBy(registry, (hash) => registry.agentBySecret(hash));
  const siteOf: Owners = {
    any: cachedBy(registry, (owner) => registry.siteOf(owner)),
    device: cachedBy(registry, (id) => registry.siteOf(id, "device")),
  };
  return {
    async authenticate(authorization) {
      const secret = /^Bearer ([A-Za-z0-9_-]{32,128})$/.exec(authorization ?? "")?.[1];
      if (secret === undefined) return fail("agent_unauthorized");
      const agent = await agents(hashSecret(secret));
      if (agent === undefined) return fail("agent_unauthorized");
      return agent.revokedAt === null ? ok(agent) : fail("agent_revoked");
    },
    admit(agent) {
      const seconds = blocks.take(agent.id);
      return seconds === 0 ? undefined : { code: "rate_limited", params: { seconds } };
    },
    async take(agent, value) {
      const checked = checkBlock(value, refs);
      if (!checked.ok) return checked;
      const block = checked.value;
      const fault = timeFault(block, clock.now()) ?? (await foreignPart(block, agent.site, siteOf, refs));
      if (fault !== undefined) return { ok: false, fault };
      const seconds = rows.take(agent.id, rowsOf(block));
      return seconds > 0 ? fail("rate_limited", { seconds }) : commit(ports, agent, block, stored);
    },
    async enrol(value, peer) {
      const enrolled = await enrol(ports, value);
      // Only failures count: a whole office may enrol at once from behind one address.
      const seconds = enrolled.ok ? 0 : failures.take(peer);
      return seconds > 0 ? fail("rate_limited", { seconds }) : enrolled;
    },
    async assignment(agent) {
      registry.heard(agent.id);
      await registry.lease(agent.site, agent.id);
      const assignment = await registry.assignment(agent.id);
      if (assignment === undefined) throw new FaultError("agent_unauthorized");
      const body = JSON.stringify(assignment);
      const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
      return { etag, body };
    },
  };
}

async function enrol({ registry, clock }: IngestPorts, value: unknown): Promise<Result<EnrolAnswer>> {
  const parsed = enrolRequest.safeParse(value);
  if (!parsed.success) return { ok: false, fault: zodFault(parsed.error) };
  const { token, ...about } = parsed.data;
  const { secret, hash } = newToken();
  const enrolled = await registry.enrol(hashSecret(token), {
    hostname: cleanText(about.hostname, 128),
    platform: cleanText(about.platform, 32),
    version: cleanText(about.version, 40),
    secretHash: hash,
  });
  if (!enrolled.ok) return enrolled;
  const { agent, site } = enrolled.value;
  return ok({
    protocol: PROTOCOL,
    agent: agent.id,
    device: agent.device,
    site: { id: site.id, name: site.name },
    secret,
    serverTime: clock.now(),
  });
}

async function commit(
  { registry, store, clock }: IngestPorts,
  agent: AgentRecord,
  block: Block,
  stored: IngestPorts["stored"],
): Promise<Result<BlockAnswer>> {
  const receivedAt = clock.now();
  const version = block.events.find((event) => event.type === "agent_started")?.version;
  if (block.events.length > 0 || block.facts.length > 0) {
    // Facts before samples: both can be repeated, and only the samples make the block known.
    await registry.record({
      agent: block.agent,
      site: agent.site,
      block: block.block,
      receivedAt,
      events: block.events,
      facts: block.facts,
    });
  }
  try {
    const { known } = await store.append({
      block: block.block,
      site: agent.site,
      receivedAt,
      samples: block.samples,
    });
    registry.heard(agent.id, version);
    if (!known)
      stored?.(
        agent.site,
        block.samples.map(({ entity }) => entity),
      );
    return ok({ block: block.block, known, serverTime: clock.now(), settings: registry.revision() });
  } catch (error) {
    if (error instanceof FaultError) return { ok: false, fault: error.fault };
    throw error;
  }
}

/** How many rows of the registry a block writes, about. */
function rowsOf({ events, facts }: Block): number {
  let rows = events.length + facts.length;
  for (const fact of facts) {
    if (fact.type === "ports") rows += fact.ports.length;
    // Each is held against all that were found before.
    if (fact.type === "found") rows += 10 * fact.hosts.length;
  }
  return rows;
}

function timeFault({ samples, events, facts }: Block, now: number): Fault | undefined {
  const latest = now + MAX_AHEAD_MS;
  for (const [index, { at }] of samples.entries()) {
    const wrong = at.findIndex((time) => time > latest);
    if (wrong >= 0) return { code: "time_invalid", params: { field: `samples.${index}.at.${wrong}` } };
  }
  for (const [list, items] of Object.entries({ events, facts })) {
    const wrong = items.findIndex(({ at }) => at > latest);
    if (wrong >= 0) return { code: "time_invalid", params: { field: `${list}.${wrong}.at` } };
  }
  // Of a sweep it is this time by which the next one is newer: one of tomorrow would hide all until then.
  const sweep = facts.findIndex((fact) => fact.type === "found" && fact.finishedAt > latest);
  return sweep < 0 ? undefined : { code: "time_invalid", params: { field: `facts.${sweep}.finishedAt` } };
}

/** Remembers what the registry knows until it changes. What it does not know is asked again. */
function cachedBy<T>(
  registry: Registry,
  find: (key: string) => Promise<T | undefined>,
): (key: string) => T | undefined | Promise<T | undefined> {
  const known = new Map<string, T>();
  let revision = -1;
  return (key) => {
    if (revision !== registry.revision()) {
      known.clear();
      revision = registry.revision();
    }
    const hit = known.get(key);
    if (hit !== undefined) return hit;
    const asked = revision;
    return find(key).then((found) => {
      // An answer that was on its way while the registry changed may be stale already.
      if (found !== undefined && asked === registry.revision() && asked === revision) known.set(key, found);
      return found;
    });
  };
}
