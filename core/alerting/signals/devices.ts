import { DAY, HOUR, MINUTE, SECOND, type Instant } from "../../clock.ts";
import {
  paceOf,
  type LastValue,
  type ModelDevice,
  type ReadingPair,
  type SignalContext,
  type SignalSource,
} from "../site-model.ts";
import type { Emit, Subject } from "../types.ts";
import { isNewer, push, sumInto, windowOf, type Shape } from "../windows.ts";
import { emitHeat } from "./heat.ts";
import { deviceSubject, evidence, newest, valueAt } from "./reading.ts";

/** Of these a restart or a busy processor is news; PCs and printers restart every day and are busy when they are used. */
const STEADY = new Set(["switch", "router", "firewall", "access_point", "server", "nas", "ups"]);
/** Printers have their own rule; PCs and telephones are switched off by their users. */
export const MAY_SLEEP: ReadonlySet<string> = new Set(["workstation", "printer"]);

/** All rules of devices that are polled, and of servers with an agent. */
export const devices: SignalSource = (context, emit) => {
  const cutAt = pollerCutAt(context);
  for (const device of context.model.devices) {
    const isSteady = STEADY.has(device.class);
    if (!device.polled && !isSteady) continue;
    const subject = deviceSubject(context, device.id);
    const polled = device.polled ? context.pairOf(`device:${device.id}`) : undefined;
    if (polled !== undefined) emitDown(context, device, subject, polled, cutAt, emit);
    if (!isSteady) continue;
    const pair = polled ?? (device.agent === undefined ? undefined : context.pairOf(`host:${device.id}`));
    if (pair !== undefined) {
      const entity = polled === undefined ? `host:${device.id}` : `device:${device.id}`;
      emitRestart(context, device, subject, pair, entity, emit);
      emitLoad(device, subject, pair, entity, emit);
      emitHeat(context, device, subject, pair, entity, emit);
    }
    emitFans(context, device, subject, emit);
    emitStp(context, device, subject, emit);
  }
};

/** A poll that began so long after the poller last missed its gateway may still have been lost with it. */
const CUT_SLACK = 30 * SECOND;
/** A poll that began so long before may have waited for its answer while the poller was cut off. */
const CUT_BEFORE = 2 * MINUTE;

/**
 * When the PC that polls last could not reach its own gateway, although it usually does: what it did not hear then says
 * nothing of the devices. Such polls arrive once it is connected again.
 */
function pollerCutAt({ model, pairOf, memory: { known } }: SignalContext): number | undefined {
  const poller = model.devices.find(({ agent }) => agent !== undefined && agent.id === model.lease);
  if (poller === undefined) return undefined;
  const received = pairOf(`peer:${poller.id}/gateway`)?.newer.get("received");
  const [cut, usual] = [`cut|${poller.id}`, `gateway|${poller.id}`];
  if (received !== undefined && received.value > 0) known.set(usual, 1);
  else if (received !== undefined && known.has(usual)) known.set(cut, received.at);
  const at = known.get(cut);
  return at === undefined ? undefined : Number(at);
}

const isOfCutPoller = (at: number, cutAt: number | undefined): boolean =>
  cutAt !== undefined && at >= cutAt - CUT_BEFORE && at <= cutAt + CUT_SLACK;

/**
 * It did not answer the poll. The poll itself proves that whoever polls lives: when nobody polls there is no reading, and
 * nothing is said. What never answered is a matter of its settings, not of an outage.
 */
function emitDown(
  { memory: { known } }: SignalContext,
  device: ModelDevice,
  subject: Subject,
  pair: ReadingPair,
  cutAt: number | undefined,
  emit: Emit,
): void {
  const up = newest(pair, "up");
  if (up === undefined || MAY_SLEEP.has(device.class)) return;
  const key = `answered|${device.id}`;
  const isUp = up.value === 1;
  const answered = known.get(key);
  if (isUp) known.set(key, up.at);
  else if (answered === undefined || isOfCutPoller(up.at, cutAt)) return;
  emit({
    rule: "device_down",
    subject,
    value: isUp ? 0 : 1,
    at: up.at,
    evidence: () =>
      evidence(
        {
          device: device.name,
          address: device.address,
          fault: device.contact?.fault ?? undefined,
          silent_s: Math.max(0, Math.round((up.at - Number(answered ?? up.at)) / 1_000)),
        },
        `device:${device.id}`,
        [["up", "min"]],
      ),
  });
}

/** sysUpTime counts hundredths of a second in 32 bits: after 497 days it begins anew without a restart (RFC 3418). */
const UPTIME_WRAP_S = 2 ** 32 / 100;
const RESTART_NEWS_S = 10 * 60;

function emitRestart(
  { memory: { windows }, elsewhere }: SignalContext,
  device: ModelDevice,
  subject: Subject,
  pair: ReadingPair,
  entity: string,
  emit: Emit,
): void {
  const uptime = newest(pair, "uptime");
  if (uptime === undefined) return;
  const key = `uptime|${device.id}`;
  const before = windows.get(key);
  // [uptime, its time, 1 after a restart]
  const state = before ?? Float64Array.of(uptime.value, uptime.at, 0);
  if (before === undefined) {
    windows.set(key, state);
    const older = pair.older.get("uptime");
    if (older !== undefined && isRestart(older.value, older.at, uptime.value, uptime.at)) state[2] = 1;
  } else if (state[1] !== uptime.at) {
    if (isRestart(state[0] ?? 0, state[1] ?? 0, uptime.value, uptime.at)) state[2] = 1;
    state[0] = uptime.value;
    state[1] = uptime.at;
  }
  if (uptime.value > RESTART_NEWS_S * paceOf(elsewhere)) state[2] = 0;
  emit({
    rule: "device_restarted",
    subject,
    value: state[2] === 1 ? 1 : 0,
    at: uptime.at,
    evidence: () => evidence({ device: device.name, uptime_s: uptime.value }, entity, [["uptime", "min"]]),
  });
}

function isRestart(before: number, beforeAt: Instant, after: number, at: Instant): boolean {
  if (after >= before) return false;
  const elapsed = Math.max(0, at - beforeAt) / 1_000;
  return before + elapsed < UPTIME_WRAP_S - 60;
}

function emitLoad(
  device: ModelDevice,
  subject: Subject,
  pair: ReadingPair,
  entity: string,
  emit: Emit,
): void {
  const cpu = newest(pair, "cpu");
  const params = { device: device.name };
  if (cpu !== undefined)
    emit({
      rule: "device_cpu",
      subject,
      value: cpu.value,
      at: cpu.at,
      evidence: () => evidence(params, entity, [["cpu", "max"]]),
    });
  const memory = memoryOf(pair);
  if (memory !== undefined)
    emit({
      rule: "device_memory",
      subject,
      value: memory.share,
      at: memory.at,
      evidence: () => evidence(params, entity, memory.series),
    });
  emitPoe(device, subject, pair, entity, emit);
}

interface MemoryShare {
  readonly at: Instant;
  /** 0…1 */
  readonly share: number;
  readonly series: Parameters<typeof evidence>[2];
}

/** By the sizes, or by the share alone where the device gives no more. */
function memoryOf(pair: ReadingPair): MemoryShare | undefined {
  const used = newest(pair, "memory_used");
  const total = used === undefined ? undefined : valueAt(pair, "memory_total", used.at);
  if (used !== undefined && total !== undefined && total > 0 && used.value >= 0) {
    const series = [["memory_used", "max"] as const, ["memory_total", "last"] as const];
    return { at: used.at, share: Math.min(1, used.value / total), series };
  }
  const percent = newest(pair, "memory");
  if (percent === undefined || !(percent.value >= 0 && percent.value <= 100)) return undefined;
  return { at: percent.at, share: percent.value / 100, series: [["memory", "max"]] };
}

/** What a switch gives over its cables, of what it can. */
function emitPoe(device: ModelDevice, subject: Subject, pair: ReadingPair, entity: string, emit: Emit): void {
  const used = newest(pair, "poe_used");
  const budget = used === undefined ? undefined : valueAt(pair, "poe_budget", used.at);
  if (used === undefined || budget === undefined || budget <= 0) return;
  emit({
    rule: "device_poe",
    subject,
    value: used.value / budget,
    at: used.at,
    evidence: () =>
      evidence({ device: device.name, used: used.value, budget }, entity, [
        ["poe_used", "max"],
        ["poe_budget", "last"],
      ]),
  });
}

/** A fan that turned for a day without a stop and now stands. One that also stops when it is cool never counts. */
const TURNED_MS = DAY;
const IDLES = "idles";

function emitFans(context: SignalContext, device: ModelDevice, subject: Subject, emit: Emit): void {
  const { known } = context.memory;
  let standing: string | undefined;
  let at: Instant | undefined;
  for (const part of device.sensors ?? []) {
    const entity = `sensor:${device.id}/${part}`;
    const speed = newest(context.pairOf(entity), "fanspeed");
    if (speed === undefined) continue;
    at = Math.max(at ?? 0, speed.at);
    if (hasStopped(known, `fan|${entity}`, speed)) standing ??= part;
  }
  if (at === undefined) return;
  const fan = standing ?? "";
  emit({
    rule: "device_fan",
    subject,
    value: standing === undefined ? 0 : 1,
    at,
    evidence: () =>
      evidence(
        { device: device.name, fan },
        `sensor:${device.id}/${fan}`,
        fan === "" ? [] : [["fanspeed", "min"]],
      ),
  });
}

function hasStopped(known: Map<string, string | number>, key: string, { at, value }: LastValue): boolean {
  const since = known.get(key);
  if (value > 0) {
    if (since === undefined) known.set(key, at);
    return false;
  }
  if (typeof since !== "number") return false;
  const stopped = at - since >= TURNED_MS;
  if (!stopped) known.set(key, IDLES);
  return stopped;
}

const STP: Shape = { rows: 12, columns: 1 };
const stpSum = new Float64Array(1);
const LONGEST_STP = 6 * HOUR;

/** Topology changes in the last hour; where they are read more seldom, per hour since they were read last. */
function emitStp(context: SignalContext, device: ModelDevice, subject: Subject, emit: Emit): void {
  const read = device.stpChanges;
  if (read === undefined) return;
  const { windows } = context.memory;
  const ring = windowOf(windows, `stp|${device.id}`, STP);
  takeStp(windows, `stp-last|${device.id}`, ring, read);
  if (sumInto(stpSum, ring, STP, HOUR) === 0) return;
  emit({
    rule: "stp_changes",
    subject,
    value: Math.round(stpSum[0] ?? 0),
    at: read.at,
    evidence: () => evidence({ device: device.name }, `device:${device.id}`, []),
  });
}

function takeStp(
  windows: Map<string, Float64Array>,
  key: string,
  ring: Float64Array,
  read: { readonly at: Instant; readonly count: number },
): void {
  const last = windows.get(key);
  windows.set(key, Float64Array.of(read.count, read.at));
  if (last === undefined) return;
  const [count = 0, at = 0] = last;
  const [more, elapsed] = [read.count - count, read.at - at];
  // Less than before: the counter began anew, and nobody knows how often.
  if (more < 0 || elapsed <= 0 || elapsed > LONGEST_STP || !isNewer(ring, read.at)) return;
  push(ring, STP, read.at, [more * Math.min(1, HOUR / Math.max(elapsed, MINUTE))]);
}
