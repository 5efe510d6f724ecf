import { DAY, HOUR, MINUTE, SECOND, type Instant } from "../../clock.ts";
import { workingDays } from "../calendar.ts";
import { burstsOf, type Burst } from "../inferred/peers.ts";
import {
  paceOf,
  type ModelAgent,
  type ModelDevice,
  type SignalContext,
  type SignalSource,
} from "../site-model.ts";
import type { Emit, Subject } from "../types.ts";
import { deviceSubject, evidence, newest, valueAt } from "./reading.ts";

/** PCs and servers with an agent, and the volumes of anything. */
export const pcs: SignalSource = (context, emit) => {
  for (const device of context.model.devices) {
    for (const part of device.volumes) emitVolume(context, device, part, emit);
    if (device.agent === undefined) continue;
    const subject = deviceSubject(context, device.id);
    emitDisks(device, device.agent, subject, emit);
    emitClock(context, device, device.agent, subject, emit);
    emitGone(context, device, device.agent, subject, emit);
    emitSilent(context, device, device.agent, subject, emit);
  }
};

/** Smaller ones are partitions for recovery and starting, which are full on purpose. */
const SMALLEST_VOLUME = 4e9;
/** So much free is enough for updates, whatever its share. */
const PLENTY_FREE = 20e9;

function emitVolume(context: SignalContext, device: ModelDevice, part: string, emit: Emit): void {
  const entity = `volume:${device.id}/${part}`;
  const pair = context.pairOf(entity);
  const used = newest(pair, "used");
  const total = pair === undefined || used === undefined ? undefined : valueAt(pair, "total", used.at);
  if (used === undefined || total === undefined || !(total >= SMALLEST_VOLUME) || !(used.value >= 0)) return;
  const subject: Subject = { kind: "volume", key: entity, site: context.model.id, device: device.id };
  const free = Math.max(0, total - used.value);
  const ratio = Math.min(1, used.value / total);
  const { clear } = context.settings("disk_full", subject);
  emit({
    rule: "disk_full",
    subject,
    value: free >= PLENTY_FREE ? Math.min(ratio, clear) : ratio,
    at: used.at,
    evidence: () =>
      evidence({ device: device.name, volume: part, free_bytes: free, total_bytes: total }, entity, [
        ["used", "max"],
        ["total", "last"],
      ]),
  });
}

/** The newest inventory's word, confirmed as long as the PC is heard. */
function emitDisks(device: ModelDevice, { lastSeen }: ModelAgent, subject: Subject, emit: Emit): void {
  if (lastSeen === undefined) return;
  const [disk = ""] = device.failingDisks;
  emit({
    rule: "disk_failing",
    subject,
    value: device.failingDisks.length > 0 ? 1 : 0,
    at: lastSeen,
    evidence: () => evidence({ device: device.name, disk }, `host:${device.id}`, []),
  });
}

function emitClock(
  { pairOf }: SignalContext,
  device: ModelDevice,
  agent: ModelAgent,
  subject: Subject,
  emit: Emit,
): void {
  const offset = newest(pairOf(`agent:${agent.id}`), "clock_offset");
  if (offset === undefined) return;
  emit({
    rule: "clock_wrong",
    subject,
    value: Math.abs(offset.value) / 1_000,
    at: offset.at,
    evidence: () => evidence({ device: device.name }, `agent:${agent.id}`, [["clock_offset", "last"]]),
  });
}

const LONGEST_GONE = 120 * DAY;

/** Working days since it was heard last: leave and holidays do not count twice. */
function emitGone(
  { now, calendar, elsewhere }: SignalContext,
  device: ModelDevice,
  { id, lastSeen, enrolledAt }: ModelAgent,
  subject: Subject,
  emit: Emit,
): void {
  // After the server itself was away everybody seems gone, until they have had the time to say something.
  if (now - elsewhere.listeningSince < HOUR) return;
  const last = Math.max(lastSeen ?? enrolledAt, now - LONGEST_GONE);
  emit({
    rule: "host_gone",
    subject,
    value: now - last < DAY ? 0 : workingDays(calendar, last, now),
    at: now,
    evidence: () => evidence({ device: device.name }, `agent:${id}`, [["uptime", "last"]]),
  });
}

/** What a restart or an update of the agent never takes, while its PC goes on answering. */
const SILENT_MS = 90 * SECOND;
/** A PC that was switched on answers long before its agent runs: old disks need many minutes for that. */
const STARTING_MS = 20 * MINUTE;
const FRESH_MS = 3 * MINUTE;
const WITNESSES = 2;

/** Its agent says nothing while the PC answers its neighbours. Without two of them nobody knows whether it is on. */
function emitSilent(
  context: SignalContext,
  device: ModelDevice,
  { id, lastSeen, enrolledAt }: ModelAgent,
  subject: Subject,
  emit: Emit,
): void {
  const { now, elsewhere } = context;
  const heard = lastSeen ?? enrolledAt;
  const pace = paceOf(elsewhere);
  const answersSince = answeringSince(context, device.id);
  const silentMs = SILENT_MS * pace;
  const isSilent = now - heard >= silentMs;
  let witnesses = 0;
  let at: Instant = heard;
  if (isSilent) {
    if (now - elsewhere.listeningSince < silentMs) return;
    if (answersSince > heard && now - answersSince < STARTING_MS * pace) return;
    const seen = witnessesOf(context, device.id, heard);
    if (seen.length < WITNESSES) return;
    witnesses = seen.length;
    at = Math.max(...seen);
  }
  emit({
    rule: "agent_silent",
    subject,
    value: isSilent ? 1 : 0,
    at,
    evidence: () => evidence({ device: device.name, witnesses }, `agent:${id}`, [["uptime", "last"]]),
  });
}

/** When each neighbour reached the PC, of those that did within the last minutes and after its agent was heard last. */
const witnessesOf = (context: SignalContext, device: string, after: Instant): readonly Instant[] =>
  burstsTo(context, device).flatMap(({ received, at }) => (received > 0 && at > after ? [at] : []));

const burstsTo = (context: SignalContext, device: string): readonly Burst[] =>
  burstsOf(context).filter(({ to, at }) => to === device && context.now - at <= FRESH_MS);

/** Since when enough neighbours get an answer of the PC, without a pause; now when they do not. */
function answeringSince(context: SignalContext, device: string): Instant {
  const { now, memory } = context;
  const key = `answers|${device}`;
  const answered = burstsTo(context, device).filter(({ received }) => received > 0);
  if (answered.length < WITNESSES) {
    memory.known.delete(key);
    return now;
  }
  const since = Number(memory.known.get(key) ?? Math.min(...answered.map(({ at }) => at)));
  memory.known.set(key, since);
  return since;
}
