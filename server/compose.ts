import { timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import type { Calendar } from "../core/alerting/types.ts";
import { SECOND, type Clock } from "../core/clock.ts";
import { late } from "../core/late.ts";
import { uuidv7 } from "../core/uuid.ts";
import { formatToken } from "../core/wire/token.ts";
import type { ApiPorts } from "./api/context.ts";
import { createLiveHub, type LiveHub } from "./api/live-hub.ts";
import { openStatic } from "./api/static.ts";
import type { ServerConfig } from "./config.ts";
import { OWN_TABLES } from "./own-tables.ts";
import { openDoors, type Doors } from "./doors.ts";
import { createIngestCounts } from "./ingest/counts.ts";
import { agentHttp } from "./ingest/http.ts";
import { createIngest } from "./ingest/ingest.ts";
import { hashSecret, newToken } from "./ingest/secrets.ts";
import { repeat } from "./jobs/repeat.ts";
import type { Notifier } from "./notify-port.ts";
import { createLabels, type EntityLabels } from "./labels.ts";
import { closeServer, rootListener } from "./listen.ts";
import { startLocalAgent } from "./local-agent.ts";
import { makersOf } from "./oui.ts";
import { firstOrganisation, localToken } from "./organisation.ts";
import type { Log } from "../core/log.ts";
import type { Fault } from "../core/result.ts";
import { lateDesk } from "./late-desk.ts";
import type { People } from "./people-port.ts";
import { openOwnRegistry, openStore } from "./open-stores.ts";
import { startTheRest } from "./start-rest.ts";
import type { Registry, SampleStore } from "./ports.ts";
import type { Pace } from "./stores/registry/context.ts";
import { createTeardown, type Teardown } from "../core/teardown.ts";

export interface ServerOptions {
  readonly config: ServerConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Folder of the built web pages. */
  readonly webDir: string;
  /** The agent's program and arguments, its data folder to follow; undefined starts none, whatever is configured. */
  readonly agentCommand?: readonly [string, ...string[]] | undefined;
  /** Environment of the agent's process. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** How often agents look at things: for trials, where a minute must pass in seconds. */
  readonly pace?: Pace | undefined;
  /** Go on without sealed secrets whose key is lost. */
  readonly forgetSecrets?: boolean | undefined;
  /** Told why it waits before it starts: another server owns the registry, or PostgreSQL is away. Without it, it rejects. */
  readonly waiting?: (fault: Fault) => void;
  /** Told that another server owns the registry now: this one can only stop. */
  readonly lost?: (fault: Fault) => void;
}

export interface RunningServer {
  /** Origins that it listens on, e.g. `http://127.0.0.1:8480`. */
  readonly http: string | undefined;
  readonly https: string | undefined;
  /** Where agents of other machines go. */
  readonly forAgents: string;
  /** Agents that pin a certificate which is not shown any more. */
  readonly cutOff: number;
  /** The one-time link that creates the first administrator; undefined when there is one. */
  readonly setupLink: string | undefined;
  readonly webBuilt: boolean;
  /** What the server stands on, for tests and benchmarks in the same process. */
  readonly registry: Registry;
  readonly people: People;
  readonly store: SampleStore;
  /** Stops listening, lets requests finish (bounded), commits, closes. */
  stop(): Promise<void>;
}

const STOP_GRACE = 10 * SECOND;
const FLUSH_EVERY = 5 * SECOND;

/** Puts the server together and starts it. Rejects, with everything closed again, when a part cannot start. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const teardown = createTeardown(options.log);
  try {
    return await start(options, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function start(options: ServerOptions, teardown: Teardown): Promise<RunningServer> {
  const { config, clock, log } = options;
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const { registry, people } = await openOwnRegistry(options, newId);
  teardown.add("registry", registry, (opened) => opened.close());
  const labels = createLabels({ registry, clock });
  const samples = await openStore(options, labels);
  const store = teardown.add("samples", samples, (opened) => opened.close());
  for (const job of [
    repeat("flush_registry", FLUSH_EVERY, () => registry.flush(), { clock, log }),
    repeat("tick_store", SECOND, () => store.tick(clock.now()), { clock, log }),
  ]) {
    teardown.add("job", job, (running) => running.stop());
  }
  const site = await firstOrganisation(registry, clock, config.language);
  const setup = newToken();
  const files = openStatic(options.webDir);
  const running: State = { doors: undefined, stopping: false };
  const live = createLiveHub();
  const alerting = alertsOf(options, { registry, people, store, newId, live }, running, teardown);
  const setupHash = setup.hash;
  const parts: Parts = { registry, people, store, labels, alerting, live, setupHash, files, newId };
  const { listener, web } = listenerOf(options, parts, running);
  const doors = await openDoors(
    config,
    clock,
    () => registry.agents(),
    listener,
    (server) => teardown.add("listener", server, (opened) => closeServer(opened, clock, STOP_GRACE)),
  );
  running.doors = doors;
  // Closed before the listeners: its streams would hold them open.
  teardown.add("live", live, (hub) => hub.close());
  runLocalAgent(options, registry, site, doors, teardown);
  const rest = startTheRest([alerting.rules, web], { clock, log });
  teardown.add("the rest", rest, (starting) => starting.stop());
  const origin = doors.http ?? doors.https ?? "";
  return {
    http: doors.http,
    https: doors.https,
    forAgents: doors.forAgents.server,
    cutOff: doors.cutOff,
    setupLink: (await people.setupNeeded()) ? `${origin}/setup?key=${setup.secret}` : undefined,
    webBuilt: files !== undefined,
    registry,
    people,
    store,
    stop() {
      running.stopping = true;
      return teardown.run();
    },
  };
}

function alertsOf(
  { config, clock, log }: ServerOptions,
  parts: Pick<Parts, "registry" | "people" | "store" | "newId" | "live">,
  running: State,
  teardown: Teardown,
): ApiPorts["alerting"] & { readonly notifier: Notifier } {
  const notifier = lateNotifier(async () => {
    const { createNotifier } = await import("./notify/table.ts");
    return createNotifier({
      clock,
      allow: config.alerts.notify.allow,
      renew: (channel, secrets) => parts.registry.renewChannelSecret(channel, secrets),
    });
  });
  const base = () => running.doors?.https ?? running.doors?.http ?? null;
  // oxlint-disable-next-line no-restricted-properties -- randomness is real where the server is put together
  const random = Math.random;
  let calendar: Calendar | undefined;
  const started = late(async () => {
    const { startAlerting } = await import("./alerting.ts");
    // Its jobs would outlive what they work on.
    if (running.stopping) throw new Error("the server is stopping");
    const changed = (site: string) => parts.live.alertsChanged(site);
    const alerting = startAlerting(
      { ...parts, config, clock, log, notifier, base, random, changed },
      teardown,
    );
    ({ calendar } = alerting.calendar);
    return alerting;
  });
  return { notifier, rules: async () => (await started()).rules, calendar: () => calendar };
}

/** Loaded with the first message: a server that was killed must be back soon, and has nothing to say then. */
function lateNotifier(load: () => Promise<Notifier>): Notifier {
  const loaded = late(load);
  return {
    tell: async (...about) => (await loaded()).tell(...about),
    digest: async (...about) => (await loaded()).digest(...about),
    test: async (...about) => (await loaded()).test(...about),
  };
}

interface Parts {
  readonly registry: Registry;
  readonly people: People;
  readonly store: SampleStore;
  readonly labels: EntityLabels;
  readonly alerting: ApiPorts["alerting"];
  readonly live: LiveHub;
  readonly setupHash: string;
  readonly files: ReturnType<typeof openStatic>;
  readonly newId: () => string;
}

/** What changes while the server runs. */
interface State {
  doors: Doors | undefined;
  stopping: boolean;
}

function listenerOf({ config, clock, log, version }: ServerOptions, parts: Parts, running: State) {
  const { registry, people, store, live, newId } = parts;
  const { language } = config;
  const counts = createIngestCounts();
  const ports: ApiPorts = {
    registry,
    people,
    store,
    storeKind: config.store.kind,
    labels: parts.labels,
    alerting: parts.alerting,
    live,
    planning: lateDesk({
      registry,
      store,
      clock,
      language,
      newId,
      tablesDir: join(config.dataDir, OWN_TABLES),
      calendarFile: config.alerts.calendar,
    }),
    clock,
    log,
    version,
    newId,
    newToken,
    hashSecret,
    makersOf,
    // Only somebody who sets the second factor up needs it: the start does not wait for it.
    qrOf: async (text) => (await import("./documents/qr.ts")).qrOf(text),
    language,
    setupKey: (given) => timingSafeEqual(Buffer.from(hashSecret(given)), Buffer.from(parts.setupHash)),
    agentAddress: () => running.doors?.forAgents ?? { server: "", fingerprint: undefined },
    agentRequests: () => counts.read(),
  };
  const web = late(async () => (await import("./web.ts")).createWeb(ports, parts.files));
  const stored = (site: string, entities: readonly string[]) => live.publish(site, entities);
  const ingest = createIngest({ registry, store, clock, stored });
  const agents = agentHttp({ ingest, log, language, newId, counts });
  return {
    web,
    listener: rootListener({
      clock,
      ready: () => !running.stopping && registry.open(),
      agents: (request, response) => void agents.handle(request, response),
      web,
      log,
    }),
  };
}

function runLocalAgent(
  { config, clock, log, agentCommand, environment = {} }: ServerOptions,
  registry: Registry,
  site: string,
  { forLocalAgent }: Doors,
  teardown: Teardown,
): void {
  if (!config.localAgent || agentCommand === undefined) return;
  const agent = startLocalAgent({
    command: [...agentCommand, "--data", join(config.dataDir, "agent")],
    environment,
    token: async () =>
      formatToken({ ...forLocalAgent, secret: await localToken(registry, site, clock, newToken) }),
    clock,
    log,
  });
  teardown.add("local agent", agent, (running) => running.stop());
}
