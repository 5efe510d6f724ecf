import { mkdir } from "node:fs/promises";
import { MINUTE, SECOND } from "../core/clock.ts";
import { fail, ok, type Result } from "../core/result.ts";
import type { BlockEvent } from "../core/wire/block.ts";
import { createAssignments } from "./assignment.ts";
import { type BlockBuilder, createBlockBuilder } from "./block.ts";
import type { AgentConfig } from "./config.ts";
import type { Identity } from "./enrol.ts";
import { reasonOf } from "./files.ts";
import { createFlush, gatherFor } from "./flush.ts";
import { createHttpClient } from "./http.ts";
import { createLink, type Link } from "./link.ts";
import { lockFolder } from "./lock.ts";
import { assignmentFile, spoolFolder, stateFile } from "./paths.ts";
import { createPolling } from "./polling.ts";
import { createServerClock, type ServerClock } from "./server-clock.ts";
import { openSpool, type Spool } from "./spool.ts";
import { openState, pinnedKeyIn, type StateFile } from "./state.ts";
import type { Surroundings } from "./surroundings.ts";
import { createTeardown, type Teardown } from "../core/teardown.ts";
import { createUplink } from "./uplink.ts";

export interface RunningAgent {
  /** Stops everything and brings the last readings into the spool; within five seconds. A second call does nothing. */
  stop(): Promise<void>;
}

/** Jobs wait this long for the server's time, so that the first samples are not stamped by a dead battery. */
const FIRST_CONTACT = 5 * SECOND;
/** A server that is away is asked again after so many blocks' time at most: a minute, as agents usually gather. */
const FLUSHES_A_PAUSE = 4;
const AFTER_BUG = 10 * SECOND;
const NOTE_TIME = 5 * MINUTE;

/** Puts the agent together and starts it. Faults: `agent_running`, `spool_write_failed`, `server_insecure`. */
export async function startAgent(
  config: AgentConfig,
  identity: Identity,
  around: Surroundings,
): Promise<Result<RunningAgent>> {
  const teardown = createTeardown(around.log);
  const stores = await openStores(config, identity, around, teardown);
  const link = stores.ok ? connect(config, identity, stores.value, teardown) : stores;
  if (!stores.ok || !link.ok) {
    await teardown.run();
    return link.ok ? fail("internal", { id: "link" }) : link;
  }
  await startParts(config, identity, { ...stores.value, link: link.value }, teardown);
  around.log.info("agent_started", {
    version: around.version,
    site: identity.site.id,
    agent: identity.agent,
  });
  return ok({ stop: () => teardown.run() });
}

/** What all parts share once the data folder is open. */
interface Stores extends Surroundings {
  readonly state: StateFile;
  readonly serverClock: ServerClock;
  readonly now: () => number;
  readonly builder: BlockBuilder;
  readonly spool: Spool;
  /** Puts an event into the next block. */
  readonly report: (event: BlockEvent) => void;
}

async function openStores(
  config: AgentConfig,
  identity: Identity,
  around: Surroundings,
  teardown: Teardown,
): Promise<Result<Stores>> {
  const { dataDir } = config;
  const { clock, log } = around;
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    return fail("spool_write_failed", { path: dataDir, reason: reasonOf(error) });
  }
  const lock = await lockFolder(dataDir);
  if (lock === undefined) return fail("agent_running", { path: dataDir });
  teardown.add("lock", lock, (taken) => taken.release());
  const state = await openState(stateFile(dataDir), log);
  teardown.add("state", state, (file) => file.update({}));

  const serverClock = createServerClock(clock, Math.max(identity.enrolledAt, state.get().serverTime));
  const now = () => serverClock.now();
  const builder = createBlockBuilder({ ...around, agent: identity.agent, now });
  const report = (event: BlockEvent) => builder.add({ events: [event] });
  const spool = await openSpool({
    ...config.spool,
    folder: spoolFolder(dataDir),
    now,
    isTimeSure: () => serverClock.isSure(),
    log,
    onDrop: (points, reason) => {
      const { dropped } = state.get();
      return state.update({ dropped: { ...dropped, [reason]: dropped[reason] + points } });
    },
    onCorrupt: (block) => report({ at: now(), type: "block_parked", block, code: "block_corrupt" }),
  });
  if (!spool.ok) return spool;
  return ok({ ...around, state, serverClock, now, builder, spool: spool.value, report });
}

function connect(config: AgentConfig, identity: Identity, stores: Stores, teardown: Teardown): Result<Link> {
  const server = config.server ?? identity.server;
  const { fingerprint } = identity;
  const pinnedKey = pinnedKeyIn(stores.state, fingerprint);
  const client = createHttpClient(
    { server, fingerprint },
    stores.clock,
    pinnedKey === undefined ? {} : { pinnedKey },
  );
  if (!client.ok) return client;
  teardown.add("connection", client.value, (value) => value.close());
  return ok(createLink({ ...stores, server, secret: identity.secret, client: client.value }));
}

/** Starts what goes on for ever. Stopping runs from the last line to the first: no block is made after the last one. */
async function startParts(
  config: AgentConfig,
  identity: Identity,
  parts: Stores & { readonly link: Link },
  teardown: Teardown,
): Promise<void> {
  const { clock, spool, report, now, serverClock, state } = parts;
  let onSettings = (_settings: number): void => undefined;
  const uplink = createUplink({
    ...parts,
    server: config.server ?? identity.server,
    longestPauseMs: FLUSHES_A_PAUSE * config.flushEveryMs,
    onSettings: (settings) => onSettings(settings),
  });
  supervise("uplink", (signal) => uplink.run(signal), parts, teardown);

  const flush = createFlush({ ...parts, onPut: () => uplink.wake() });
  teardown.add("last block", flush, (last) => last());
  const flushing = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await clock.sleep(gatherFor(config.flushEveryMs, spool.figures().blocks), signal);
      await flush();
    }
  };
  supervise("flush", flushing, parts, teardown);

  // A clock whose battery is dead starts from there at each start: the days of an outage must not lie one over another.
  const noteTime = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await clock.sleep(NOTE_TIME, signal);
      if (serverClock.isBehind()) await state.update({ serverTime: now() });
    }
  };
  supervise("time", noteTime, parts, teardown);

  const polling = teardown.add("polling", createPolling(parts), (value) => value.stop());
  const assignments = createAssignments({
    ...parts,
    path: assignmentFile(config.dataDir),
    agent: identity.agent,
    onAssignment: (assignment) => polling.setAssignment(assignment),
  });
  onSettings = (settings) => assignments.noteSettings(settings);
  await assignments.load();
  const asking = async (signal: AbortSignal) => {
    const first = assignments.refresh(signal);
    // A server that is away must not keep the agent from measuring.
    await Promise.race([first, clock.sleep(FIRST_CONTACT, signal)]);
    if (polling.begin()) report({ at: now(), type: "agent_started", version: parts.version });
    await assignments.run(await first, signal);
  };
  supervise("assignments", asking, parts, teardown);
}

/** Runs a loop until the teardown; one that breaks is a bug of ours, is logged, and starts again. */
function supervise(
  name: string,
  loop: (signal: AbortSignal) => Promise<void>,
  { clock, log }: Pick<Surroundings, "clock" | "log">,
  teardown: Teardown,
): void {
  const stop = new AbortController();
  const again = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await loop(stop.signal);
      } catch (error) {
        log.error("loop_failed", { loop: name, error });
        await clock.sleep(AFTER_BUG, stop.signal);
      }
    }
  };
  const done = again();
  teardown.add(name, stop, async () => {
    stop.abort();
    await done;
  });
}
