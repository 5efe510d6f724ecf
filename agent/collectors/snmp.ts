import { createHash } from "node:crypto";
import { DAY, MINUTE, type Instant } from "../../core/clock.ts";
import { entityRef, type EntityRef } from "../../core/entities.ts";
import { fail, ok, type Fault, type FaultCode, type Result } from "../../core/result.ts";
import type { SnmpTarget } from "../../core/wire/assignment.ts";
import type { BlockEvent, Fact, Sample } from "../../core/wire/block.ts";
import { learnsAt, pollDevice, type DevicePoll } from "../snmp/poll.ts";
import type { OpenSession, SnmpSession } from "../snmp/protocol.ts";
import { createOpener } from "../snmp/open.ts";
import { createFleet, followPace, type Fleet } from "../snmp/pace.ts";
import type { Collector, Job, Reading, Tools } from "./collector.ts";
import { createLimiter, type Limiter } from "./limiter.ts";
import { createPortChanges, MOST_REMEMBERED, type PortChanges } from "./port-changes.ts";
import { createState, type DeviceState } from "./snmp-state.ts";
import { createTeller, type Teller } from "./teller.ts";

/**
 * Polls devices over SNMP: one job a device. A device that falls silent is left alone for longer and longer; that it
 * is silent is still written down each time it is due.
 */
export interface SnmpCollectorOptions {
  readonly open?: OpenSession;
  /**
   * Devices that are polled at the same time: what is learned of one takes memory on the way. Requests under way are
   * bounded by the sessions themselves.
   */
  readonly mostAtOnce?: number;
}

export function createSnmpCollector({
  open,
  mostAtOnce = MOST_AT_ONCE,
}: SnmpCollectorOptions = {}): Collector {
  const limiter = createLimiter(mostAtOnce);
  let devices = 0;
  const fleet = createFleet(() => devices);
  const learners = createLimiter(Math.min(mostAtOnce, MOST_LEARN_AT_ONCE));
  let opener = open;
  return (assignment, tools) => {
    opener ??= createOpener({ clock: tools.clock });
    devices = assignment.snmp.length;
    const surroundings = { open: opener, limiter, learners, fleet, ...tools };
    return assignment.snmp.map((target) => createJob(target, surroundings));
  };
}

interface Surroundings extends Tools {
  readonly open: OpenSession;
  readonly limiter: Limiter;
  readonly learners: Limiter;
  readonly fleet: Fleet;
}

const MOST_AT_ONCE = 200;
/** Of those that read everything. */
const MOST_LEARN_AT_ONCE = 24;
/** A poll that takes longer than this waits for its device, and no longer keeps others waiting. */
const LONG_MS = 500;
const LONG_LEARNING_MS = 2_000;
const MOST_PATIENCE_MS = 5 * MINUTE;
/**
 * One that has just fallen silent is asked again at a third of its interval until so many questions went unanswered: whether it
 * is gone is known within two intervals, and is not concluded from two questions.
 */
const SOON_AGAIN = 6;
const soonMs = ({ everyMs }: SnmpTarget): number => everyMs / 3;
const CONTACT_EVERY_MS = 10 * MINUTE;
/** Runs are jittered: one that is due must not be put off because it came a little early. */
const EARLY_MS = 2_000;
/** Faults of ourselves: the device was not even asked. */
const UNASKED: ReadonlySet<FaultCode> = new Set(["snmp_unsupported", "snmp_address"]);
/** Faults with which an engine answers that is not the one we discovered. */
const OUTDATED: ReadonlySet<FaultCode> = new Set([
  "snmp_clock",
  "snmp_auth",
  "snmp_privacy",
  "snmp_user_unknown",
]);
const NOTHING: Reading = { samples: [], events: [], facts: [] };

function createJob(target: SnmpTarget, tools: Surroundings): Job {
  const state = createState();
  const { clock } = tools;
  const device: Device = {
    target,
    tools,
    state,
    teller: createTeller(clock),
    changes: createPortChanges(clock),
  };
  return {
    id: `snmp:${target.device}`,
    // A hash: the target holds the device's passwords.
    version: createHash("sha256").update(JSON.stringify(target)).digest("base64url"),
    when: { everyMs: target.everyMs },
    timeoutMs: Math.max(15_000, Math.min(target.everyMs, MINUTE)),
    async run(signal) {
      if (tools.clock.monotonic() < state.nextTry) return silent(device, Math.round(tools.now()));
      const learns = state.failures === 0 && learnsAt(state.memory, tools.clock.monotonic());
      const leave = await (learns ? tools.learners : tools.limiter).enter(signal);
      if (leave === undefined) return NOTHING;
      const done = new AbortController();
      void tools.clock.sleep(learns ? LONG_LEARNING_MS : LONG_MS, done.signal).then(leave);
      try {
        return await poll(device, signal);
      } finally {
        // With a reason: without one, an exception is made for each poll.
        done.abort("done");
      }
    },
    again: () => (isDoubtful(state) ? soonMs(target) : undefined),
    close: () => hangUp(state),
  };
}

const isDoubtful = ({ failures, fault }: DeviceState): boolean =>
  failures > 0 && failures < SOON_AGAIN && (fault === undefined || !UNASKED.has(fault));

interface Device {
  readonly teller: Teller;
  readonly changes: PortChanges;
  readonly target: SnmpTarget;
  readonly tools: Surroundings;
  readonly state: DeviceState;
}

async function poll(device: Device, signal: AbortSignal): Promise<Reading> {
  const { tools, state } = device;
  const at = Math.round(tools.now());
  const hadWorked = state.worked;
  let attempt = await ask(device, signal);
  // The device restarted or was replaced, and the session still speaks to the engine that it was.
  if (hadWorked && !attempt.outcome.ok && OUTDATED.has(attempt.outcome.fault.code)) {
    hangUp(state);
    attempt = await ask(device, signal);
  }
  const { outcome, effort } = attempt;
  if (outcome.ok) return answered(device, outcome.value, effort);
  // Stopped from outside, so nothing is known about the device.
  if (signal.aborted) {
    hangUp(state);
    return NOTHING;
  }
  return failed(device, outcome.fault, at, effort);
}

interface Attempt {
  readonly outcome: Result<DevicePoll>;
  readonly effort: Effort | undefined;
}

async function ask(device: Device, signal: AbortSignal): Promise<Attempt> {
  const { target, tools, state } = device;
  const opened: Result<SnmpSession> =
    state.session === undefined ? await tools.open(target) : ok(state.session);
  if (!opened.ok) return { outcome: opened, effort: undefined };
  const session = opened.value;
  state.session = session;
  const began = tools.clock.monotonic();
  const sentBefore = session.sent();
  const briefly = state.passed + 1 < state.pace.every;
  const outcome = await pollDevice(session, state.memory, {
    address: target.address,
    clock: tools.clock,
    now: tools.now,
    signal,
    // One lost packet must not make a device silent; one that is silent is asked once.
    retries: state.failures === 0 ? 2 : 0,
    suspect: state.failures > 0,
    briefly,
  });
  const responseMs = session.responseMs?.();
  state.passed = briefly ? state.passed + 1 : 0;
  // What a device takes for its name says nothing of what it takes for its tables.
  if (!briefly && outcome.ok && responseMs !== undefined) keepPace(device, responseMs);
  const effort = {
    poll_time: tools.clock.monotonic() - began,
    poll_requests: session.sent() - sentBefore,
  };
  return { outcome, effort };
}

function keepPace({ target, tools, state }: Device, responseMs: number): void {
  const before = state.pace;
  if (tools.fleet.strained(before, responseMs)) return;
  state.pace = followPace(before, responseMs);
  const { every, usualMs = 0 } = state.pace;
  if (every === before.every) return;
  const figures = { device: target.device, every, ms: Math.round(responseMs), usual: Math.round(usualMs) };
  if (every > before.every) tools.log.warn("snmp_device_slow", figures);
  else tools.log.info("snmp_device_recovers", figures);
}

type Effort = Record<"poll_time" | "poll_requests", number>;

function failed(device: Device, fault: Fault, at: Instant, effort?: Effort): Reading {
  const { target, tools, state } = device;
  hangUp(state);
  state.failures += 1;
  if (state.fault !== fault.code) {
    tools.log.warn("snmp_device_silent", { device: target.device, code: fault.code, ...fault.params });
  }
  state.fault = fault.code;
  const longer = Math.max(0, state.failures - SOON_AGAIN);
  const patience = Math.min(MOST_PATIENCE_MS, target.everyMs * 2 ** longer);
  state.nextTry = isDoubtful(state) ? -Infinity : tools.clock.monotonic() + patience - EARLY_MS;
  return silent(device, at, effort);
}

/** The reading of a device that does not answer, or that is not asked because it has not answered. */
function silent(device: Device, at: Instant, effort?: Effort): Reading {
  const { target, state } = device;
  const values = state.fault !== undefined && UNASKED.has(state.fault) ? undefined : { up: 0, ...effort };
  const entity = entityRef("device", target.device);
  const contact = { type: "contact", device: target.device, at, ok: false, fault: state.fault } as const;
  return {
    samples: values === undefined ? [] : [{ entity, at, values }],
    events: [],
    facts: device.teller.tell(contact, CONTACT_EVERY_MS),
  };
}

function answered(device: Device, polled: DevicePoll, effort: Effort | undefined): Reading {
  const { target, tools, state } = device;
  const { at, uptime } = polled;
  const slow = state.pace.every > 1 ? fail("snmp_slow", { address: target.address }).fault : undefined;
  const fault = polled.fault ?? slow;
  if (state.failures > 0) tools.log.info("snmp_device_answers", { device: target.device });
  if (polled.fault !== undefined && polled.fault.code !== state.fault) {
    const { code, params } = polled.fault;
    tools.log.warn("snmp_device_incomplete", { device: target.device, code, ...params });
  }
  state.worked = true;
  state.failures = 0;
  state.nextTry = -Infinity;
  state.fault = fault?.code;
  const ports = polled.ports.map(({ part, values }): Sample => ({
    entity: portRef(device, part),
    at,
    values,
  }));
  const own = { entity: entityRef("device", target.device), at, values: { up: 1, uptime, ...effort } };
  const base = { device: target.device, at };
  const contact = { ...base, type: "contact", ok: true, ...(fault && { fault: fault.code }) } as const;
  return {
    samples: [own, ...ports],
    events: [...restarts(device, polled), ...device.changes(ports)],
    facts: [
      ...device.teller.tell(contact, CONTACT_EVERY_MS),
      ...device.teller.tell({ ...base, type: "device", ...polled.system }, DAY),
      ...tellPorts(device, polled.portFacts, at),
    ],
  };
}

/** Made once: a poll has as many as there are ports. */
function portRef({ target, state }: Device, part: string): EntityRef {
  const known = state.refs.get(part);
  if (known !== undefined) return known;
  const ref = entityRef("port", target.device, part);
  // A device may give its ports other names all the time.
  if (state.refs.size >= MOST_REMEMBERED) state.refs.clear();
  state.refs.set(part, ref);
  return ref;
}

function restarts({ target }: Device, { restarted, uptime, at }: DevicePoll): BlockEvent[] {
  if (!restarted || uptime === undefined) return [];
  return [{ type: "device_restarted", device: target.device, at, uptime }];
}

/** A long fact, so that it is not even looked at while nothing was learned. */
function tellPorts({ target, teller, state }: Device, ports: DevicePoll["portFacts"], at: Instant): Fact[] {
  const recent = teller.toldWithin("ports", DAY);
  if (ports.length === 0 || (recent && ports === state.toldPorts)) return [];
  state.toldPorts = ports;
  return teller.tell({ type: "ports", device: target.device, at, ports: [...ports] }, DAY);
}

function hangUp(state: DeviceState): void {
  state.session?.close();
  state.session = undefined;
  state.worked = false;
}
