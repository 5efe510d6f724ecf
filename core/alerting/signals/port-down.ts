import type { SignalContext } from "../site-model.ts";
import type { Emit } from "../types.ts";
import { devicesOf, lanMapOf } from "./lan-map.ts";
import { isAsleep, isDay } from "./nights.ts";
import type { PortNow } from "./port-now.ts";
import { evidence, newest, newestValue } from "./reading.ts";

const UP = 1;
/** ifOperStatus: 2 down, 6 not present, 7 lower layer down. Testing, unknown and dormant say neither. */
const DOWN = new Set([2, 6, 7]);
/** Is remembered for an uplink of which the map does not know the other end. */
const SOMETHING = "";
/** Is remembered for a port with so many PCs behind it that an unmanaged switch must stand there. */
const SEVERAL = "several";
const LEAST_BEHIND = 3;

/**
 * An uplink, or a cable to a known important device, is without link. What hung on a port is remembered while it is up: the
 * map loses a link soon after it went down. A PC's port is down every evening and never counts.
 */
export function emitPortDown(context: SignalContext, now: PortNow, emit: Emit): void {
  const { model, memory } = context;
  const { pair, entity, subject, device, port, place } = now;
  const oper = newest(pair, "oper_status");
  if (oper === undefined || device.class === "workstation") return;
  const isUp = oper.value === UP;
  if (!isUp && !DOWN.has(oper.value)) return;
  const key = `link|${entity}`;
  if (isUp) remember(memory.known, key, importantAt(context, place));
  const held = memory.known.get(key);
  if (held === undefined || isSwitchedOff(context, String(held), isUp)) return;
  const peer = devicesOf(model).get(String(held));
  if (isOver(context, now, String(held))) {
    memory.known.delete(key);
    emit({ rule: "port_down", subject, value: 0, at: oper.at, evidence: () => ({ params: {}, series: [] }) });
    return;
  }
  emit({
    rule: "port_down",
    subject,
    value: isUp ? 0 : 1,
    at: oper.at,
    evidence: () =>
      evidence(
        { device: device.name, port: port.name, peer: peer?.name },
        entity,
        [["oper_status", "min"]],
        lanMapOf(model).attached(device.id, port.part),
      ),
  });
}

/** With its power strip in the evening: it is on again when people come. */
const isSwitchedOff = (context: SignalContext, held: string, isUp: boolean): boolean =>
  (held === SEVERAL && !isDay(context)) || (!isUp && isAsleep(context, held));

/** Nothing that all need hangs there any more. */
function isOver(context: SignalContext, { pair, place }: PortNow, held: string): boolean {
  // Switched off by a person: that is meant.
  if (newestValue(pair, "admin_status") === 2) return true;
  const named = held !== SOMETHING && held !== SEVERAL;
  if (named && !devicesOf(context.model).has(held)) return true;
  return isElsewhere(context, place, held);
}

function remember(known: Map<string, string | number>, key: string, important: string | undefined): void {
  if (important === undefined) known.delete(key);
  else if (known.get(key) !== important) known.set(key, important);
}

/** The id of the important device at the other end, {@link SOMETHING}, {@link SEVERAL}; undefined for all other ports. */
function importantAt({ model }: SignalContext, place: string): string | undefined {
  const map = lanMapOf(model);
  const end = map.ends.get(place);
  const peer = end === undefined ? undefined : devicesOf(model).get(end.node);
  if (peer?.important === true) return peer.id;
  if (map.uplinks.has(place)) return SOMETHING;
  const [device = "", ...part] = place.split("/");
  return map.attached(device, part.join("/")).length >= LEAST_BEHIND ? SEVERAL : undefined;
}

/** The device has been plugged in somewhere else meanwhile: one of its other links is up. */
function isElsewhere({ model, pairOf }: SignalContext, place: string, peer: string): boolean {
  // While the map still shows the link it is one of several, and its loss is worth a word.
  if (peer === SOMETHING || peer === SEVERAL || lanMapOf(model).ends.has(place)) return false;
  const [device] = place.split("/", 1);
  for (const [other, end] of lanMapOf(model).ends)
    if (other !== place && end.node === peer && other.startsWith(`${device}/`))
      return newestValue(pairOf(`port:${other}`), "oper_status") === UP;
  return false;
}
