import { DAY } from "../../clock.ts";
import type { SignalContext } from "../site-model.ts";
import type { Emit } from "../types.ts";
import { addToHour, hourSum } from "../windows.ts";
import { devicesOf, lanMapOf } from "./lan-map.ts";
import { isWired, type PortNow } from "./port-now.ts";
import { counted, evidence, newest, newestValue, valueAt } from "./reading.ts";

const UP = 1;
const HALF = 2;
const FULL = 3;
const DUPLEX: ReadonlyMap<number, string> = new Map([
  [HALF, "half"],
  [FULL, "full"],
]);
/** Slower for so long: it is what it has become (another PC hangs on it). */
const ACCEPTED_MS = 30 * DAY;

/** Of one thing this reading is seen for the first time. */
function isFirstSight(windows: Map<string, Float64Array>, key: string, at: number): boolean {
  const seen = windows.get(key);
  if (seen !== undefined && seen[0] === at) return false;
  if (seen === undefined) windows.set(key, Float64Array.of(at));
  else seen[0] = at;
  return true;
}

/** Under which the changes of a port's state within the hour are counted. */
export const changesKey = (entity: string): string => `flap|${entity}`;

export function emitFlapping(context: SignalContext, now: PortNow, told: number, emit: Emit): void {
  const { pair, entity, subject, device, port } = now;
  const oper = newest(pair, "oper_status");
  if (oper === undefined) return;
  const { windows } = context.memory;
  const key = changesKey(entity);
  const { at } = oper;
  if (pair.newer.has("link_changes")) {
    if (isFirstSight(windows, `${key}|seen`, at))
      addToHour(windows, key, at, counted("port", pair, "link_changes", at) ?? 0);
  } else {
    addToHour(windows, key, at, told);
    if (pair.newer.has("last_change") && isFirstSight(windows, `${key}|seen`, at))
      addToHour(windows, key, at, unseenChanges(now, at));
  }
  emit({
    rule: "port_flapping",
    subject,
    value: hourSum(windows, key, at),
    at,
    evidence: () =>
      evidence(
        { device: device.name, port: port.name, changes: hourSum(windows, key, at) },
        entity,
        [["oper_status", "min"]],
        lanMapOf(context.model).attached(device.id, port.part),
      ),
  });
}

/** It went down and up again between two polls: the state is the same, the time of its last change is not. */
function unseenChanges({ pair }: PortNow, at: number): number {
  const [newer, older] = [pair.newer.get("last_change"), pair.older.get("last_change")];
  const [oper, before] = [pair.newer.get("oper_status"), pair.older.get("oper_status")];
  if (newer?.at !== at || older === undefined || oper?.value !== before?.value) return 0;
  const [since, sinceBefore] = [newestValue(pair, "counters_since"), pair.older.get("counters_since")?.value];
  // After a restart all times begin anew.
  if (since !== undefined && sinceBefore !== undefined && Math.abs(since - sinceBefore) > 60) return 0;
  return newer.value > older.value ? 2 : 0;
}

export function emitDuplex(context: SignalContext, now: PortNow, emit: Emit): void {
  const { pair, entity, subject, device, port } = now;
  const { windows } = context.memory;
  const late = newest(pair, "late_collisions");
  const at = late?.at ?? newest(pair, "duplex")?.at;
  if (at === undefined) return;
  const key = `late|${entity}`;
  const more = late === undefined ? 0 : (counted("port", pair, "late_collisions", at) ?? 0);
  // Most ports never have one: nothing is remembered for them.
  if (more > 0 && isFirstSight(windows, `${key}|seen`, at)) addToHour(windows, key, at, more);
  const duplex = valueAt(pair, "duplex", at);
  const count = hourSum(windows, key, at);
  const mismatch = isMismatch(context, now, duplex);
  const word = duplex === undefined ? undefined : DUPLEX.get(duplex);
  emit({
    rule: "port_duplex",
    subject,
    value: mismatch ? Math.max(count, context.settings("port_duplex", subject).raise) : count,
    at,
    evidence: () =>
      evidence(
        {
          device: device.name,
          port: port.name,
          late: count,
          duplex: word,
          // Where nothing collided, the modes of both ends are all that is known.
          where: mismatch && count === 0 ? "mode" : undefined,
        },
        entity,
        [["late_collisions", "increase"]],
        lanMapOf(context.model).attached(device.id, port.part),
      ),
  });
}

/** A field of the port at the other end; of a PC with one wired card that is up, of this card. */
function fieldOfOther(
  { model, pairOf }: SignalContext,
  { place }: PortNow,
  field: string,
): number | undefined {
  const end = lanMapOf(model).ends.get(place);
  const other = end === undefined ? undefined : devicesOf(model).get(end.node);
  if (end === undefined || other === undefined) return undefined;
  if (end.port !== undefined) return newestValue(pairOf(`port:${other.id}/${end.port}`), field);
  const wired = other.ports.filter(isWired).map(({ part }) => pairOf(`port:${other.id}/${part}`));
  const up = wired.filter((pair) => newestValue(pair, "oper_status") === UP);
  return up.length === 1 ? newestValue(up[0], field) : undefined;
}
/** Half duplex where the other end is full: that end sends whenever it likes. */
const isMismatch = (context: SignalContext, now: PortNow, duplex: number | undefined): boolean =>
  duplex === HALF && newestValue(now.pair, "oper_status") === UP && otherDuplex(context, now) === FULL;
const otherDuplex = (context: SignalContext, now: PortNow) => fieldOfOther(context, now, "duplex");

/**
 * Slower than it was. A PC that sleeps lowers its link to 10 or 100 Mb/s on purpose (Wake-on-LAN): seen from a switch,
 * a link counts only while something at its other end sends (`active`).
 */
export function emitSpeed(context: SignalContext, now: PortNow, active: boolean, emit: Emit): void {
  const { pair, entity, subject, device, port } = now;
  const speed = newest(pair, "speed");
  if (speed === undefined || !(speed.value > 0) || newestValue(pair, "oper_status") !== UP) return;
  if (device.agent === undefined && !active) return;
  const best = bestSpeed(context, entity, speed.value, speed.at);
  const slower = speed.value < best;
  emit({
    rule: "port_speed",
    subject,
    value: slower ? speed.value : Math.max(speed.value, context.settings("port_speed", subject).clear),
    at: speed.at,
    evidence: () =>
      evidence(
        { device: device.name, port: port.name, speed_bps: speed.value, before_bps: best },
        entity,
        [["speed", "min"]],
        lanMapOf(context.model).attached(device.id, port.part),
      ),
  });
}

/** The most that this link had, bit/s. What is slower for long enough becomes the new measure. */
function bestSpeed({ memory: { known } }: SignalContext, entity: string, speed: number, at: number): number {
  const [bestKey, sinceKey] = [`speed|${entity}`, `slow|${entity}`];
  const best = Number(known.get(bestKey) ?? 0);
  const slowSince = Number(known.get(sinceKey) ?? at);
  if (speed >= best || at - slowSince > ACCEPTED_MS) {
    if (speed !== best) known.set(bestKey, speed);
    known.delete(sinceKey);
    return speed;
  }
  if (!known.has(sinceKey)) known.set(sinceKey, at);
  return best;
}
