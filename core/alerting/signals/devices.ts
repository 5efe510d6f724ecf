import { DAY, MINUTE, SECOND, type Instant } from "../../clock.ts";
import type { LastValue, ModelDevice, ReadingPair, SignalContext, SignalSource } from "../site-model.ts";
import type { Emit, Subject } from "../types.ts";
import { emitHeat } from "./heat.ts";
import { isAsleep, learnSleep } from "./nights.ts";
import { deviceSubject, evidence, newest, silentFor, valueAt } from "./reading.ts";
import { emitRestart } from "./restart.ts";

/** Of these a restart or a busy processor is news; PCs and printers restart every day and are busy when they are used. */
export const STEADY: ReadonlySet<string> = new Set([
  "switch",
  "router",
  "firewall",
  "access_point",
  "server",
  "nas",
  "ups",
]);
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
  context: SignalContext,
  device: ModelDevice,
  subject: Subject,
  pair: ReadingPair,
  cutAt: number | undefined,
  emit: Emit,
): void {
  const { known } = context.memory;
  const up = newest(pair, "up");
  if (up === undefined || MAY_SLEEP.has(device.class)) return;
  const key = `answered|${device.id}`;
  const isUp = up.value === 1;
  const answered = known.get(key);
  learnSleep(context, device.id, up, answered === undefined ? undefined : Number(answered));
  if (isUp) known.set(key, up.at);
  else if (answered === undefined || isOfCutPoller(up.at, cutAt) || isAsleep(context, device.id)) return;
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
          silent_s: silentFor(answered ?? up.at, up.at),
        },
        `device:${device.id}`,
        [["up", "min"]],
      ),
  });
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
